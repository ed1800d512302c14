import { isAssayError } from '@assay/core';
import { check } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as sampling from './sampling.js';

const { assertEnough, faultyFraction, missProbability, samplesFor } = sampling;

/** The next smaller, or larger, double. */
function neighbour(value: number, steps: 1 | -1): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  bits.setBigInt64(0, bits.getBigInt64(0) + BigInt(steps));
  return bits.getFloat64(0);
}

/** `accepted`, or the kind and the code of the error. */
function outcome(action: () => unknown): string {
  try {
    action();
    return 'accepted';
  } catch (error) {
    if (!isAssayError(error)) throw error;
    return `${error.kind} ${error.code}`;
  }
}

describe('samplesFor: worked numbers', () => {
  it.each([
    [0.01, [299, 459, 688, 1375]],
    [0.05, [59, 90, 135, 270]],
    [0.1, [29, 44, 66, 132]],
    [0.5, [5, 7, 10, 20]],
  ])('with replacement, k = ⌈ln ε / ln(1 − f)⌉: f = %d', (share, expected) => {
    const bounds = [0.05, 0.01, 1e-3, 1e-6];
    expect(bounds.map((bound) => samplesFor({ faultyFraction: share, missProbability: bound }))).toEqual(expected);
    expect(bounds.map((bound) => Math.ceil(Math.log(bound) / Math.log1p(-share)))).toEqual(expected);
  });

  it.each([
    [1024, 10, 'the share rounded to cells', [377, 509, 764]],
    [1024, 11, 'Python fractions', [349, 476, 729]],
    [65_536, 655, 'the share rounded to cells', [457, 685, 1361]],
    [65_536, 656, 'Python fractions', [457, 684, 1359]],
    [256, 25, 'Python fractions', [42, 59, 104]],
    [256, 26, 'the share rounded to cells', [40, 57, 101]],
  ])('without replacement, C(N − b, k) / C(N, k): N = %d, b = %d (%s)', (cells, wrong, _, expected) => {
    const of = (share: number): number[] =>
      [0.01, 1e-3, 1e-6].map((bound) => samplesFor({ cells, faultyFraction: share, missProbability: bound }));
    expect(of(wrong / cells)).toEqual(expected);
    // A share between two numbers of cells is the larger number.
    expect(of((wrong - 0.5) / cells)).toEqual(expected);
    expect(of((wrong - 1) / cells)).not.toEqual(expected);
  });

  it.each([
    [0.1, [132, 395, 658]],
    [0.01, [1375, 4134, 6893]],
  ])('grinding, k ≥ (g ln 2 + ln 1/ε) / −ln(1 − f): f = %d', (share, expected) => {
    const of = (grindingBits: number): number =>
      samplesFor({ faultyFraction: share, missProbability: 1e-6, grindingBits });
    expect([0, 40, 80].map(of)).toEqual(expected);
  });

  it.each([
    [2 ** 47, 140_737_489, 2 ** -300, 0, 207_943_896],
    [2 ** 47, 140_737_489, 1e-6, 80, 69_267_234],
    [2 ** 47, 2 ** 46, 1e-6, 256, 276],
    [2 ** 47, 1_407_374_884, 0.05, 0, 299_572],
    [2 ** 47, 65_537, 1e-6, 0, 29_665_003_434],
    [2 ** 53 - 1, 1_000_000, 1e-9, 80, 686_097_633_929],
  ])(
    'large: N = %d, b = %d, ε = %d, g = %d (Python decimal, Stirling, 90 digits)',
    (cells, wrong, bound, grindingBits, expected) => {
      expect(samplesFor({ cells, faultyFraction: wrong / cells, missProbability: bound, grindingBits })).toBe(expected);
    },
  );

  it.each([
    [1024, 103, 0.25, 1e-6, 0, 166],
    [1024, 103, 0.25, 1e-6, 40, 439],
    [300, 150, 0.5, 1e-9, 80, 230],
    [1e6, 10_000, 0.1, 1e-6, 80, 7636],
    [2 ** 32, 2 ** 20, 0.9, 1e-3, 0, 282_938],
    [2 ** 47, 140_737_489, 0.5, 2 ** -300, 256, 770_778_414],
  ])(
    'guesses: N = %d, b = %d, q = %d, ε = %d, g = %d (Python, the sum over j)',
    (cells, wrong, guess, bound, grindingBits, expected) => {
      const share = wrong / cells;
      const options = { cells, faultyFraction: share, missProbability: bound, guessProbability: guess, grindingBits };
      expect(samplesFor(options)).toBe(expected);
    },
  );

  it('with replacement, a guess makes the share smaller: f(1 − q)', () => {
    const of = (share: number, guess: number): number =>
      samplesFor({ faultyFraction: share, guessProbability: guess, missProbability: 1e-6 });
    expect(of(0.2, 0.5)).toBe(of(0.1, 0));
    expect(of(0.1, 0.9)).toBe(1375);
    expect(of(1, 0.5)).toBe(20);
  });
});

describe('samplesFor: at the boundary', () => {
  it.each<[string, Parameters<typeof samplesFor>[0], number]>([
    ['0.7 ≤ 0.7, which are different doubles', { faultyFraction: 0.3, missProbability: 0.7 }, 1],
    ['0.9² ≤ 0.81', { faultyFraction: 0.1, missProbability: 0.81 }, 2],
    ['0.1³⁰⁰ ≤ 10⁻³⁰⁰', { faultyFraction: 0.9, missProbability: 1e-300 }, 300],
    ['0.1³⁰⁰ > the double below', { faultyFraction: 0.9, missProbability: neighbour(1e-300, -1) }, 301],
    ['2²⁵⁶ · 2⁻²⁵⁷ ≤ 1/2', { faultyFraction: 0.5, missProbability: 0.5, grindingBits: 256 }, 257],
    [
      '2²⁵⁶ · 2⁻²⁵⁷ > the double below',
      { faultyFraction: 0.5, missProbability: neighbour(0.5, -1), grindingBits: 256 },
      258,
    ],
    ['1 of 20: 1/20 ≤ 0.05', { cells: 20, faultyFraction: 0.05, missProbability: 0.05 }, 19],
    ['1 of 10: 3/10 ≤ 0.3', { cells: 10, faultyFraction: 0.1, missProbability: 0.3 }, 7],
    ['1 of 10: 3/10 > the double below', { cells: 10, faultyFraction: 0.1, missProbability: neighbour(0.3, -1) }, 8],
    ['3 of 5: C(2, 2) / C(5, 2) ≤ 1/10', { cells: 5, faultyFraction: 0.6, missProbability: 0.1 }, 2],
    ['the only cell, guessed', { cells: 1, faultyFraction: 1, missProbability: 0.3, guessProbability: 0.3 }, 1],
    ['one sample of 2⁴⁷, half of them wrong', { cells: 2 ** 47, faultyFraction: 0.5, missProbability: 0.5 }, 1],
    ['just above 1 of 3 is 2 of 3', { cells: 3, faultyFraction: neighbour(1 / 3, 1), missProbability: 0.4 }, 1],
    ['1 of 3', { cells: 3, faultyFraction: 1 / 3, missProbability: 0.4 }, 2],
    ['1/2 + 10⁻³⁰⁰/2 > 1/2', { faultyFraction: 0.5, missProbability: 0.5, guessProbability: 1e-300 }, 2],
    [
      '1/2 + 10⁻³⁰⁰/2 > 1/2, once',
      { cells: 2, faultyFraction: 0.5, missProbability: 0.5, guessProbability: 1e-300 },
      2,
    ],
    ['1 of 2⁴⁷', { cells: 2 ** 47, faultyFraction: 5e-324, missProbability: 0.5 }, 2 ** 46],
    ['1 of 2⁵³ − 1, all but one', { cells: 2 ** 53 - 1, faultyFraction: 1e-16, missProbability: 2e-16 }, 2 ** 53 - 2],
    ['1 of 2⁵³ − 1, all', { cells: 2 ** 53 - 1, faultyFraction: 1e-16, missProbability: 1e-16 }, 2 ** 53 - 1],
    ['all cells wrong', { cells: 2 ** 53 - 1, faultyFraction: 1, missProbability: 5e-324, grindingBits: 256 }, 1],
    ['all weights wrong', { faultyFraction: 1, missProbability: 5e-324, grindingBits: 256 }, 1],
  ])('%s', (_, options, expected) => {
    expect(samplesFor(options)).toBe(expected);
  });
});

describe('missProbability', () => {
  it.each<[string, Parameters<typeof missProbability>[0], number]>([
    ['10 halves: 2⁻¹⁰', { samples: 10, faultyFraction: 0.5 }, 2 ** -10],
    ['2³ · 2⁻¹⁰', { samples: 10, faultyFraction: 0.5, grindingBits: 3 }, 2 ** -7],
    ['2¹⁰ · 2⁻¹⁰, which bounds nothing', { samples: 10, faultyFraction: 0.5, grindingBits: 10 }, 1],
    ['2²⁵⁶ · 2⁻¹⁰, at most 1', { samples: 10, faultyFraction: 0.5, grindingBits: 256 }, 1],
    ['1 of 4, once: 3/4', { samples: 1, faultyFraction: 0.25, cells: 4 }, 0.75],
    ['C(8, 4) / C(10, 4) = 1/3, rounded up', { samples: 4, faultyFraction: 0.2, cells: 10 }, neighbour(1 / 3, 1)],
    ['one sample too few to meet one of 2: C(8, 8) / C(10, 8)', { samples: 8, faultyFraction: 0.2, cells: 10 }, 1 / 45],
    ['no room for a miss', { samples: 9, faultyFraction: 0.2, cells: 10 }, 0],
    ['more samples than cells are all cells (D4)', { samples: 99, faultyFraction: 0.1, cells: 10 }, 0],
    ['all cells, both guessed: q²', { samples: 99, faultyFraction: 0.2, cells: 10, guessProbability: 0.1 }, 0.01],
    ['everything wrong', { samples: 1, faultyFraction: 1, grindingBits: 256 }, 0],
    ['everything wrong, but guessed', { samples: 3, faultyFraction: 1, guessProbability: 0.1 }, 0.001],
    ['too small for a double', { samples: 2 ** 31, faultyFraction: 0.5 }, 5e-324],
    ['too near to 1 for a double', { samples: 1, faultyFraction: 5e-324 }, 1],
  ])('%s', (_, options, expected) => {
    expect(missProbability(options)).toBe(expected);
  });
});

describe('faultyFraction', () => {
  it.each<[string, Parameters<typeof faultyFraction>[0], number]>([
    ['one sample: f = 1 − ε', { samples: 1, missProbability: 0.75 }, 0.25],
    ['two: (1 − f)² = 0.81', { samples: 2, missProbability: 0.81 }, 0.1],
    ['a guess: f(1 − q) = 0.25', { samples: 1, missProbability: 0.75, guessProbability: 0.5 }, 0.5],
    ['grinding: 2²(1 − f)³ = 1/2', { samples: 3, missProbability: 0.5, grindingBits: 2 }, 0.5],
    ['all cells: one of them', { samples: 8, missProbability: 5e-324, cells: 8 }, 0.125],
    ['C(6, 2) / C(8, 2) = 15/28 > 1/2', { samples: 2, missProbability: 0.5, cells: 8 }, 3 / 8],
  ])('%s', (_, options, expected) => {
    expect(faultyFraction(options)).toBe(expected);
  });
});

describe('one inequality', () => {
  const circumstances = fc.record(
    {
      grindingBits: fc.constantFrom(0, 1, 40, 80, 256),
      guessProbability: fc.constantFrom(0, 0.01, 0.25, 0.5, 0.9),
      cells: fc.oneof(fc.integer({ min: 1, max: 200 }), fc.constantFrom(1024, 65_536, 2 ** 32, 2 ** 47)),
    },
    { requiredKeys: [] },
  );
  const settings = fc.record({
    circumstances,
    faultyFraction: fc.oneof(
      fc.integer({ min: 1, max: 100 }).map((value) => value / 100),
      fc.double({ noNaN: true, min: 1e-6, max: 1 }),
    ),
    missProbability: fc.oneof(
      fc.constantFrom(0.5, 0.05, 0.01, 1e-6, 2 ** -300),
      fc.double({ noNaN: true, min: 1e-60, max: 0.999 }),
    ),
  });

  /** The number of samples, or `undefined` where there is none. */
  function needed(options: Parameters<typeof samplesFor>[0]): number | undefined {
    let samples: number | undefined;
    const result = outcome(() => {
      samples = samplesFor(options);
    });
    expect(['accepted', 'invalid sampling.out-of-reach']).toContain(result);
    return samples;
  }

  it('k samples suffice and k − 1 do not, by each of its sides', () => {
    fc.assert(
      fc.property(settings, ({ circumstances: rest, ...sides }) => {
        const samples = needed({ ...sides, ...rest });
        fc.pre(samples !== undefined);
        const { faultyFraction: share, missProbability: bound } = sides;
        const chance = (k: number): number => missProbability({ samples: k, faultyFraction: share, ...rest });
        const caught = (k: number): string | number => {
          try {
            return faultyFraction({ samples: k, missProbability: bound, ...rest });
          } catch (error) {
            return isAssayError(error) ? error.code : String(error);
          }
        };
        const enough = (k: number): string =>
          outcome(() => assertEnough({ samples: k, source: 'beacon', ...sides, ...rest }));
        expect(chance(samples)).toBeLessThanOrEqual(bound);
        // Of N cells a share that is no number of them is the next number.
        const least = rest.cells === undefined ? share : Math.min(1, share + 1 / rest.cells);
        expect(caught(samples)).toBeLessThanOrEqual(least);
        expect(enough(samples)).toBe('accepted');
        if (samples === 1) return;
        expect(chance(samples - 1)).toBeGreaterThan(bound);
        const fewer = caught(samples - 1);
        if (fewer !== 'sampling.out-of-reach') expect(fewer).toBeGreaterThan(share);
        expect(enough(samples - 1)).toBe('invalid sampling.too-few');
      }),
      check(1_000),
    );
  });

  it('what a function gives is the least that the others accept', () => {
    const drawn = fc.record({
      circumstances,
      samples: fc.integer({ min: 1, max: 3000 }),
      share: fc.integer({ min: 1, max: 100 }),
    });
    fc.assert(
      fc.property(drawn, ({ circumstances: rest, samples, share }) => {
        const drawnOnce = Math.min(samples, rest.cells ?? samples);
        const bound = missProbability({ samples, faultyFraction: share / 100, ...rest });
        fc.pre(bound > 5e-324 && bound < 1);
        expect(samplesFor({ faultyFraction: share / 100, missProbability: bound, ...rest })).toBe(drawnOnce);
        const least = faultyFraction({ samples, missProbability: bound, ...rest });
        expect(samplesFor({ faultyFraction: least, missProbability: bound, ...rest })).toBeLessThanOrEqual(drawnOnce);
        // A cell or a double less is not caught.
        const less =
          rest.cells === undefined ? neighbour(least, -1) : (Math.round(least * rest.cells) - 1) / rest.cells;
        if (less <= 0) return;
        expect(missProbability({ samples, faultyFraction: less, ...rest })).toBeGreaterThan(bound);
      }),
      check(1_000),
    );
  });

  it('fewer samples with a larger share or bound; more with grinding, guesses, and replacement', () => {
    fc.assert(
      fc.property(settings, ({ circumstances: rest, ...sides }) => {
        const most = Number.POSITIVE_INFINITY;
        const of = (changes: object): number => needed({ ...sides, ...rest, ...changes }) ?? most;
        const samples = of({});
        const { grindingBits: bits = 0, guessProbability: guess = 0 } = rest;
        expect(of({ faultyFraction: Math.min(1, sides.faultyFraction * 1.5) })).toBeLessThanOrEqual(samples);
        expect(of({ missProbability: (1 + sides.missProbability) / 2 })).toBeLessThanOrEqual(samples);
        expect(of({ grindingBits: Math.max(0, bits - 1) })).toBeLessThanOrEqual(samples);
        expect(of({ guessProbability: guess / 2 })).toBeLessThanOrEqual(samples);
        if (rest.cells === undefined) return;
        expect(samples === most || samples <= rest.cells).toBe(true);
        const { cells: _, ...replaced } = {
          ...sides,
          ...rest,
          faultyFraction: faultyCells(sides.faultyFraction, rest.cells),
        };
        if (samples < most) expect(needed(replaced) ?? most).toBeGreaterThanOrEqual(samples);
      }),
      check(1_000),
    );
  });
});

/** ⌈f · N⌉ / N, at least 1 / N. */
function faultyCells(share: number, cells: number): number {
  return Math.max(1, Math.ceil(share * cells - 1e-9)) / cells;
}

describe('refusals', () => {
  const fine = { samples: 10, faultyFraction: 0.5, missProbability: 0.25, source: 'beacon' } as const;
  const refused = 'invalid sampling.bad-argument';

  it.each<[string, object, string]>([
    ['control', {}, 'accepted'],
    ['a share of 0', { faultyFraction: 0 }, refused],
    ['the least share', { faultyFraction: 5e-324 }, 'invalid sampling.out-of-reach'],
    ['a share of 1', { faultyFraction: 1 }, 'accepted'],
    ['a share above 1', { faultyFraction: neighbour(1, 1) }, refused],
    ['a share that is no number', { faultyFraction: Number.NaN }, refused],
    ['a share as text', { faultyFraction: '0.5' }, refused],
    ['no share', { faultyFraction: undefined }, refused],
    ['a bound of 0', { missProbability: 0 }, refused],
    ['a bound just below 1', { missProbability: neighbour(1, -1) }, 'accepted'],
    ['a bound of 1', { missProbability: 1 }, refused],
    ['a bound that is no number', { missProbability: Number.NaN }, refused],
    ['no bound', { missProbability: undefined }, refused],
    ['no guesses', { guessProbability: 0 }, 'accepted'],
    ['negative guesses', { guessProbability: -0.1 }, refused],
    ['guesses that always pass', { guessProbability: 1 }, refused],
    ['guesses that nearly always pass', { guessProbability: neighbour(1, -1) }, 'invalid sampling.out-of-reach'],
    ['guesses that are no number', { guessProbability: Number.NaN }, refused],
    ['no grinding', { grindingBits: 0 }, 'accepted'],
    ['negative grinding', { grindingBits: -1 }, refused],
    ['256 grinding bits', { grindingBits: 256 }, 'invalid sampling.too-few'],
    ['257 grinding bits', { grindingBits: 257 }, refused],
    ['half a grinding bit', { grindingBits: 0.5 }, refused],
    ['grinding bits that are no number', { grindingBits: Number.NaN }, refused],
    ['one cell', { cells: 1 }, 'accepted'],
    ['no cells', { cells: 0 }, refused],
    ['half a cell', { cells: 1.5 }, refused],
    ['2⁵³ − 1 cells', { cells: 2 ** 53 - 1 }, 'accepted'],
    ['2⁵³ cells', { cells: 2 ** 53 }, refused],
    ['cells that are no number', { cells: Number.NaN }, refused],
    ['no samples', { samples: 0 }, refused],
    ['half a sample', { samples: 10.5 }, refused],
    ['2⁵³ − 1 samples', { samples: 2 ** 53 - 1 }, 'accepted'],
    ['2⁵³ samples', { samples: 2 ** 53 }, refused],
    ['samples that are no number', { samples: Number.NaN }, refused],
    ['a seed of the verifier', { source: 'seed' }, 'accepted'],
    ['an unknown source', { source: 'none' }, refused],
    ['no source', { source: undefined }, refused],
  ])('%s', (_, changes, expected) => {
    expect(outcome(() => assertEnough({ ...fine, ...changes } as typeof fine))).toBe(expected);
  });

  it('each function looks at what it takes', () => {
    const { samples, faultyFraction: share, missProbability: bound } = fine;
    const bad = { grindingBits: -1 };
    expect(outcome(() => samplesFor({ faultyFraction: share, missProbability: bound, ...bad }))).toBe(refused);
    expect(outcome(() => missProbability({ samples, faultyFraction: share, ...bad }))).toBe(refused);
    expect(outcome(() => faultyFraction({ samples, missProbability: bound, ...bad }))).toBe(refused);
    expect(outcome(() => samplesFor({ faultyFraction: share } as never))).toBe(refused);
    expect(outcome(() => samplesFor({ missProbability: bound } as never))).toBe(refused);
    expect(outcome(() => missProbability({ samples } as never))).toBe(refused);
    expect(outcome(() => missProbability({ faultyFraction: share } as never))).toBe(refused);
    expect(outcome(() => faultyFraction({ samples } as never))).toBe(refused);
    expect(outcome(() => faultyFraction({ missProbability: bound } as never))).toBe(refused);
  });

  it('sampling.bad-argument names the argument', () => {
    expect(() => samplesFor({ faultyFraction: 5, missProbability: 0.05 })).toThrow(
      expect.objectContaining({ where: 'faultyFraction', expected: 'a number above 0, at most 1', got: '5' }),
    );
  });

  it('sampling.too-few names the number that would do', () => {
    const weak = { samples: 298, faultyFraction: 0.01, missProbability: 0.05, source: 'beacon' } as const;
    expect(() => assertEnough(weak)).toThrow(
      expect.objectContaining({ code: 'sampling.too-few', expected: 'at least 299', got: '298' }),
    );
    expect(outcome(() => assertEnough({ ...weak, samples: 299 }))).toBe('accepted');
  });

  it.each([
    [79, 658, 'invalid sampling.too-little-grinding'],
    [80, 658, 'accepted'],
    [80, 657, 'invalid sampling.too-few'],
    [81, 658, 'invalid sampling.too-few'],
  ])('T6: a hash-derived challenge, %d grinding bits, %d samples', (grindingBits, samples, expected) => {
    const options = { samples, grindingBits, faultyFraction: 0.1, missProbability: 1e-6 };
    expect(outcome(() => assertEnough({ ...options, source: 'hash' }))).toBe(expected);
    const beacon = expected === 'invalid sampling.too-little-grinding' ? 'accepted' : expected;
    expect(outcome(() => assertEnough({ ...options, source: 'beacon' }))).toBe(beacon);
  });

  it('a hash-derived challenge that says nothing of grinding has none', () => {
    const options = { samples: 10_000, faultyFraction: 0.1, missProbability: 1e-6 };
    expect(outcome(() => assertEnough({ ...options, source: 'hash' }))).toBe('invalid sampling.too-little-grinding');
    expect(outcome(() => assertEnough({ ...options, source: 'beacon' }))).toBe('accepted');
  });

  it('sampling.out-of-reach names what all cells reach', () => {
    const guessed = { cells: 100, faultyFraction: 0.02, guessProbability: 0.1, missProbability: 0.01 };
    expect(samplesFor(guessed)).toBe(100);
    const beyond = { ...guessed, missProbability: 0.009 };
    expect(() => samplesFor(beyond)).toThrow(
      expect.objectContaining({
        kind: 'invalid',
        code: 'sampling.out-of-reach',
        expected: 'a probability of a miss that 100 samples reach',
        got: '0.009, where they reach 0.01',
      }),
    );
    expect(outcome(() => assertEnough({ ...beyond, samples: 100, source: 'beacon' }))).toBe(
      'invalid sampling.out-of-reach',
    );
  });

  it('sampling.out-of-reach names what 2⁵³ − 1 samples reach', () => {
    const endless = { faultyFraction: 1e-16, missProbability: 0.5 };
    expect(samplesFor(endless)).toBe(6_931_471_805_599_453);
    expect(() => samplesFor({ ...endless, missProbability: 0.25 })).toThrow(
      expect.objectContaining({
        code: 'sampling.out-of-reach',
        got: expect.stringMatching(/^0\.25, where they reach 0\.406\d+$/),
      }),
    );
  });

  it('sampling.out-of-reach: not even if every cell is wrong', () => {
    const options = { samples: 3, missProbability: 0.001, guessProbability: 0.1 };
    expect(faultyFraction(options)).toBe(1);
    for (const cells of [{}, { cells: 10 }]) {
      expect(() => faultyFraction({ ...options, ...cells, samples: 2 })).toThrow(
        expect.objectContaining({ code: 'sampling.out-of-reach', got: '0.001, where they reach 0.01' }),
      );
    }
  });
});
