import { isAssayError } from '@assay/core';
import { check } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, isMissedAtMost } from './probability.js';
import { missProbability, samplesFor } from './sampling.js';

/** A ratio of integers, for an oracle that never rounds. */
type Ratio = readonly [bigint, bigint];

function choose(n: number, k: number): bigint {
  if (k < 0 || k > n) return 0n;
  let ways = 1n;
  for (let i = 0; i < k; i++) ways = (ways * BigInt(n - i)) / BigInt(i + 1);
  return ways;
}

/** Σ_j C(b, j) C(N − b, k − j) / C(N, k) · q^j, as it is written; q in tenths. */
function byDefinition(cells: number, wrong: number, samples: number, tenths: number): Ratio {
  let ways = 0n;
  for (let j = 0; j <= samples; j++) {
    const passed = BigInt(tenths) ** BigInt(j) * 10n ** BigInt(samples - j);
    ways += choose(wrong, j) * choose(cells - wrong, samples - j) * passed;
  }
  return [ways, choose(cells, samples) * 10n ** BigInt(samples)];
}

/** C(N − b, k) / C(N, k) = Π_{i < b} (N − k − i) / (N − i), for few wrong cells of many. */
function fewWrong(cells: number, wrong: number, samples: number): Ratio {
  let [above, below] = [1n, 1n];
  for (let i = 0; i < wrong; i++) {
    above *= BigInt(Math.max(0, cells - samples - i));
    below *= BigInt(cells - i);
  }
  return [above, below];
}

const isAtMost = ([a, b]: Ratio, [c, d]: Ratio): boolean => a * d <= c * b;
const ground = ([above, below]: Ratio, grindingBits: number): Ratio => [above << BigInt(grindingBits), below];

/** The decimal that is printed for a number, by way of its digits. */
function printed(value: number): Ratio {
  const [, whole, decimals = '', exponent = '0'] = /^(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(value.toExponential())!;
  const scale = BigInt(Number(exponent) - decimals.length);
  const digits = BigInt(whole! + decimals);
  return scale < 0n ? [digits, 10n ** -scale] : [digits * 10n ** scale, 1n];
}

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

describe('decimal', () => {
  it.each<[number, bigint, bigint]>([
    [0, 0n, 1n],
    [1, 1n, 1n],
    [0.1, 1n, 10n],
    [0.05, 5n, 100n],
    [1e-6, 1n, 10n ** 6n],
    [1e-7, 1n, 10n ** 7n],
    [1.25e-9, 125n, 10n ** 11n],
    [5e-324, 5n, 10n ** 324n],
    [1 - 2 ** -53, 9_999_999_999_999_999n, 10n ** 16n],
  ])('%d', (value, above, below) => {
    const { numerator, denominator } = decimal(value);
    expect(numerator * below).toBe(denominator * above);
  });
});

describe('isMissedAtMost', () => {
  it('the definition: every N to 8, every b, every k, guesses, bounds at and beside the probability', () => {
    for (let cells = 1; cells <= 8; cells++) {
      for (let wrong = 1; wrong <= cells; wrong++) {
        for (let samples = 1; samples <= cells; samples++) {
          for (const tenths of [0, 1, 5]) {
            const [above, below] = byDefinition(cells, wrong, samples, tenths);
            const audit = {
              samples: BigInt(samples),
              wrong: { numerator: BigInt(wrong), denominator: BigInt(cells) },
              seen: { numerator: BigInt(10 - tenths), denominator: 10n },
              once: true,
            };
            // The bound is off by nothing, by a share of 2^−20, and by one that only rational numbers tell: 2^−400.
            for (const shift of [0n, 20n, 400n]) {
              for (const sign of shift === 0n ? [0n] : [-1n, 1n]) {
                const bound = { numerator: (above << shift) + sign * above, denominator: below << shift };
                if (bound.numerator <= 0n || bound.numerator >= bound.denominator) continue;
                expect(isMissedAtMost(audit, bound), `${cells} ${wrong} ${samples} ${tenths} ${shift}`).toBe(
                  sign >= 0n,
                );
              }
            }
          }
        }
      }
    }
  });
});

describe('answers in rational numbers', () => {
  it('the definition in rational numbers: every N to 9, every b, guesses, grinding', () => {
    for (let cells = 1; cells <= 9; cells++) {
      for (let wrong = 1; wrong <= cells; wrong++) {
        for (const tenths of [0, 1, 5]) {
          const chances = Array.from({ length: cells }, (_, i) => byDefinition(cells, wrong, i + 1, tenths));
          for (const [thousandths, bits] of [
            [1, 0],
            [50, 0],
            [100, 1],
            [250, 0],
            [500, 2],
            [999, 0],
          ] as const) {
            const found = chances.findIndex((chance) => isAtMost(ground(chance, bits), [BigInt(thousandths), 1000n]));
            const options = {
              cells,
              faultyFraction: wrong / cells,
              missProbability: thousandths / 1000,
              guessProbability: tenths / 10,
              grindingBits: bits,
            };
            if (found < 0) expect(outcome(() => samplesFor(options))).toBe('invalid sampling.out-of-reach');
            else expect(samplesFor(options), JSON.stringify(options)).toBe(found + 1);
          }
        }
      }
    }
  });

  it('few wrong cells of up to 2⁵³ − 1, in rational numbers', () => {
    const cases = fc.record({
      cells: fc.maxSafeInteger().map((value) => 10 + (Math.abs(value) % (2 ** 53 - 11))),
      wrong: fc.integer({ min: 1, max: 9 }),
      exponent: fc.integer({ min: -300, max: -1 }),
      mantissa: fc.integer({ min: 1, max: 9 }),
      bits: fc.constantFrom(0, 1, 80),
    });
    fc.assert(
      fc.property(cases, ({ cells, wrong, exponent, mantissa, bits }) => {
        const bound = Number(`${mantissa}e${exponent}`);
        const options = { cells, faultyFraction: wrong / cells, missProbability: bound, grindingBits: bits };
        const samples = samplesFor(options);
        const holds = (k: number): boolean => isAtMost(ground(fewWrong(cells, wrong, k), bits), printed(bound));
        expect([holds(samples - 1), holds(samples)]).toEqual([false, true]);
      }),
      check(2_000),
    );
  });

  it('with replacement, in rational numbers', () => {
    const cases = fc.record({
      share: fc.integer({ min: 1, max: 1000 }),
      bound: fc.double({ noNaN: true, min: 1e-9, max: 1, maxExcluded: true }),
      tenths: fc.integer({ min: 0, max: 9 }),
      bits: fc.integer({ min: 0, max: 12 }),
    });
    fc.assert(
      fc.property(cases, ({ share, bound, tenths, bits }) => {
        fc.pre(share * (10 - tenths) >= 20); // k stays small enough to multiply out
        const options = {
          faultyFraction: share / 1000,
          missProbability: bound,
          guessProbability: tenths / 10,
          grindingBits: bits,
        };
        const samples = samplesFor(options);
        const one = 10_000n - BigInt(share * (10 - tenths));
        const holds = (k: bigint): boolean => isAtMost(ground([one ** k, 10_000n ** k], bits), printed(bound));
        expect(holds(BigInt(samples))).toBe(true);
        if (samples > 1) expect(holds(BigInt(samples - 1))).toBe(false);
      }),
      check(1_000),
    );
  });

  it('is the rational number, rounded up: every N to 7, every b, every k, guesses', () => {
    for (let cells = 1; cells <= 7; cells++) {
      for (let wrong = 1; wrong <= cells; wrong++) {
        for (let samples = 1; samples <= cells; samples++) {
          for (const tenths of [0, 3]) {
            const chance = byDefinition(cells, wrong, samples, tenths);
            const found = missProbability({
              samples,
              cells,
              faultyFraction: wrong / cells,
              guessProbability: tenths / 10,
            });
            if (chance[0] === 0n) {
              expect(found).toBe(0);
              continue;
            }
            expect(isAtMost(chance, printed(found)), `${cells} ${wrong} ${samples} ${tenths}: ${found}`).toBe(true);
            expect(isAtMost(chance, printed(neighbour(found, -1)))).toBe(false);
          }
        }
      }
    }
  });

  it('a share that is b / N stands for b cells: N to 2⁵³ − 1', () => {
    const cases = fc
      .tuple(fc.maxSafeInteger().map(Math.abs), fc.maxSafeInteger().map(Math.abs))
      .filter(([a, b]) => a > 0 && b > 0)
      .map(([a, b]) => [Math.max(a, b), Math.min(a, b)] as const);
    fc.assert(
      fc.property(cases, ([cells, wrong]) => {
        // One sample misses with (N − b) / N; a cell less or more is another probability.
        const chance = missProbability({ samples: 1, cells, faultyFraction: wrong / cells });
        if (wrong === cells) expect(chance).toBe(0);
        else {
          const exact: Ratio = [BigInt(cells - wrong), BigInt(cells)];
          expect(isAtMost(exact, printed(chance))).toBe(true);
          expect(isAtMost(exact, printed(neighbour(chance, -1)))).toBe(false);
        }
      }),
      check(2_000),
    );
  });
});
