import { type challenge as challenges, costs, job as jobs, owner, verdict } from '@assay/core';
import { respond } from '@assay/runtime';
import { cases, challengeOf, cheater, seed, type Worked, work } from '@assay/testkit';
import { audit, sampleOf, sampling } from '@assay/verify';
import { executor, steps } from '@assay/wgsl';
import { describe, expect, it, vi } from 'vitest';
import { audited } from '../audited.js';
import { random } from '../profile/mutation.js';

// Attack: skip a share f of the cells, or of the cost, and hope that none of them is drawn. How often audits notice is measured and
// compared with verify SPEC.md, Draws, *Probabilities*: exactly C(N − b, k) / C(N, k) of them miss b wrong cells of N (D4), and
// (1 − f)^k a share f of the weights (D5). One step, so that D6 adds nothing.
//
// What is measured lies in the Clopper–Pearson interval (1934) of the formula's probability. There are fewer than 64 intervals here,
// each of them wrong with a probability of at most ALPHA: a false alarm of the whole file is less likely than 1e-6.
const ALPHA = 1e-6 / 64;

/** Audits of each share and number of samples in a soak. Of every twentieth the response is made and checked. */
const AUDITS = 5_000;
const CHECKED = 20;

vi.setConfig({ testTimeout: 600_000 });

const CELLS = 1000;
const WORDS = 4;

/** A cell does so many rounds as it is told. No word of its result is zero. */
const job = jobs.define({
  name: 'rounds',
  kernels: {
    mix: {
      source: `
@group(0) @binding(0) var<storage, read> values: array<u32>;
@group(0) @binding(1) var<storage, read> rounds: array<u32>;
@group(0) @binding(2) var<storage, read_write> mixed: array<u32>;

@compute @workgroup_size(${WORDS})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(workgroup_id) cell: vec3u) {
  var value = values[id.x];
  for (var round = 0u; round < rounds[cell.x]; round++) {
    value = (value ^ (value >> 15u)) * 0x2c1b3c6du + round;
  }
  mixed[id.x] = value | 1u;
}`,
      bindings: {
        values: { binding: 0, access: 'read' },
        rounds: { binding: 1, access: 'read' },
        mixed: { binding: 2, access: 'write' },
      },
    },
  },
  inputs: [
    { name: 'values', sizeBytes: 4 * WORDS * CELLS },
    { name: 'rounds', sizeBytes: 4 * CELLS },
  ],
  steps: [
    {
      kernel: 'mix',
      grid: [CELLS, 1, 1],
      reads: { values: 'values', rounds: 'rounds' },
      writes: { mixed: { name: 'mixed', sizeBytes: 4 * WORDS * CELLS, owner: owner.linear(WORDS) } },
      loopBudget: CELLS,
    },
  ],
  outputs: ['mixed'],
});

function shuffled(state: number): readonly number[] {
  const { next } = random(state);
  const cells = Array.from({ length: CELLS }, (_, cell) => cell);
  for (let i = CELLS - 1; i > 0; i--) {
    const j = next(i + 1);
    [cells[i], cells[j]] = [cells[j]!, cells[i]!];
  }
  return cells;
}

const words = (of: (i: number) => number, length: number): Uint8Array =>
  new Uint8Array(Uint32Array.from({ length }, (_, i) => of(i)).buffer);

const values = words((i) => Math.imul(i, 2_654_435_761), WORDS * CELLS);
const equal = new Map([
  ['values', values],
  ['rounds', words(() => 1, CELLS)],
]);
/** By Zipf's law: a few cells cost nearly all. They lie anywhere. */
const places = shuffled(7);
const uneven = new Map([
  ['values', values],
  ['rounds', words((i) => Math.ceil(CELLS / (1 + places[i]!)), CELLS)],
]);

/** A worker who leaves these cells out. @param table by which they are drawn. */
function lazy(inputs: ReadonlyMap<string, Uint8Array>, skipped: ReadonlySet<number>, table?: costs.Costs): Worked {
  return work(job, inputs, {
    forge: cheater.skipping(job, ({ workgroup }) => skipped.has(workgroup)),
    policy: { ...audited, ...(table === undefined ? {} : { weights: costs.id(table) }) },
  });
}

/** Counts audits that draw none of the cells. Of some the response is checked: the verdict is what the draw says. */
function countMisses(worked: Worked, skipped: ReadonlySet<number>, samples: number, table?: costs.Costs): number {
  const cache = new executor.Cache();
  let misses = 0;
  for (let i = 0; i < cases(AUDITS); i++) {
    const challenge = challengeOf(worked, samples, { seed: seedOf(samples, i) });
    const { cells } = sampleOf(worked.receipt, worked, challenge, table);
    const first = cells.find(({ workgroup }) => skipped.has(workgroup));
    if (first === undefined) misses++;
    if (i % CHECKED !== 0) continue;
    const found = check(worked, challenge, cache, table);
    if (first === undefined) expect(found.code).toBe('valid');
    else {
      expect(found).toMatchObject({ code: 'cell.wrong', evidence: { ...first, claimed: 0 } });
      expect(verdict.outcomeOf(found)).toBe('fraud');
    }
  }
  return misses;
}

function check(
  worked: Worked,
  challenge: challenges.Challenge,
  cache: executor.Cache,
  table?: costs.Costs,
): verdict.Verdict {
  const options = { cache, ...(table === undefined ? {} : { costs: table }) };
  const versions = { bytesOf: (index: number) => worked.contents[index]! };
  const response = respond({ ...worked, challenge, versions, ...options });
  return audit(worked.receipt, worked.terms, challenge, response, options).verdict;
}

/** A seed of its own for each audit, other ones in each run. */
function seedOf(samples: number, index: number): string {
  return [seed() >>> 0, samples, index]
    .map((part) => part.toString(16).padStart(16, '0'))
    .join('')
    .padEnd(64, '0');
}

/** The probability that no wrong cell is drawn without replacement: C(N − b, k) / C(N, k), factor by factor. */
function missedWithout(wrong: number, samples: number): number {
  let probability = 1;
  for (let i = 0; i < samples; i++) probability *= (CELLS - wrong - i) / (CELLS - i);
  return probability;
}

/** Of `trials` the least and the greatest count in whose Clopper–Pearson interval the probability lies: neither tail is below α/2. */
function expectedCounts(probability: number, trials: number, alpha: number): readonly [least: number, most: number] {
  const mass: number[] = [];
  let logChoose = 0;
  for (let count = 0; count <= trials; count++) {
    mass.push(Math.exp(logChoose + count * Math.log(probability) + (trials - count) * Math.log1p(-probability)));
    logChoose += Math.log((trials - count) / (count + 1));
  }
  const firstAbove = (masses: readonly number[]): number => {
    let sum = 0;
    return masses.findIndex((one) => {
      sum += one;
      return sum >= alpha / 2;
    });
  };
  return [firstAbove(mass), trials - firstAbove(mass.toReversed())];
}

function assertExpected(misses: number, probability: number): void {
  const [least, most] = expectedCounts(probability, cases(AUDITS), ALPHA);
  expect(misses).toBeGreaterThanOrEqual(least);
  expect(misses).toBeLessThanOrEqual(most);
}

describe('a lazy worker who skips a share of the cells is noticed as often as computed', () => {
  describe.each([
    [0.01, [5, 20, 60, 298]],
    [0.05, [5, 20, 60]],
    [0.1, [5, 20, 60]],
    [0.5, [1, 5, 20]],
  ])('%d of the cells', (share, counts) => {
    const skipped = new Set(shuffled(seed() ^ (1000 * share)).slice(0, share * CELLS));
    const worked = lazy(equal, skipped);

    it.each(counts)('with %i samples', (samples) => {
      const missed = missedWithout(skipped.size, samples);
      const computed = sampling.missProbability({ samples, faultyFraction: share, cells: CELLS });
      expect(computed / missed).toBeCloseTo(1, 9);
      assertExpected(countMisses(worked, skipped, samples), missed);
    });
  });
});

describe('drawn by cost, a lazy worker who skips a share of it is noticed as often as computed', () => {
  const metered = costsOf(uneven);
  const total = metered.reduce((sum, cost) => sum + cost);
  const table = costs.of(job, [metered]);
  const dearestFirst = shuffled(seed()).toSorted((a, b) => metered[b]! - metered[a]!);

  describe.each([
    ['any cells', shuffled(seed() ^ 1)],
    ['the dearest cells', dearestFirst],
  ])('%s', (_, order) => {
    describe.each([0.01, 0.05, 0.1, 0.5])('with about %d of the cost', (about) => {
      const skipped = new Set<number>();
      let cost = 0;
      for (const cell of order) {
        if (cost + metered[cell]! > about * total) continue;
        skipped.add(cell);
        cost += metered[cell]!;
      }
      const worked = lazy(uneven, skipped, table);

      it.each([5, 30])('and %i samples', (samples) => {
        const share = cost / total;
        const missed = (1 - share) ** samples;
        const computed = sampling.missProbability({ samples, faultyFraction: share });
        expect(computed / missed).toBeCloseTo(1, 9);
        assertExpected(countMisses(worked, skipped, samples, table), missed);
      });
    });
  });

  it('drawn without the table, the dearest cells are missed far more often', () => {
    const skipped = new Set(dearestFirst.slice(0, 10));
    const share = [...skipped].reduce((sum, cell) => sum + metered[cell]!, 0) / total;
    expect(share).toBeGreaterThan(0.3);
    const misses = countMisses(lazy(uneven, skipped), skipped, 5);
    assertExpected(misses, missedWithout(10, 5));
    expect(misses / cases(AUDITS)).toBeGreaterThan(2 * (1 - share) ** 5);
  });

  /** What the compiled executor counts for each cell. */
  function costsOf(inputs: ReadonlyMap<string, Uint8Array>): readonly number[] {
    const step = job.steps[0]!;
    const { kernel, dispatch } = steps.lowering(job).lower(step, 0)!;
    return Array.from(executor.replayStep({ kernel, step, dispatch, reads: inputs, starts: new Map() }).costs);
  }
});

describe('control: what is expected', () => {
  it('are the counts that worked tables give', () => {
    // Of ten throws of a coin: 11/1024 below 2, 56/1024 below 3.
    expect(expectedCounts(0.5, 10, 0.05)).toEqual([2, 8]);
    // The interval of 2 of 10 at 95 % is 0.0252 to 0.5561, as tables have it.
    const [outside, lowest, highest, beyond] = [0.0252, 0.0253, 0.556, 0.5562].map((p) => expectedCounts(p, 10, 0.05));
    expect([outside![1], lowest![1], highest![0], beyond![0]]).toEqual([1, 2, 2, 3]);
  });

  it('are not the counts of audits that all draw the same', () => {
    const skipped = new Set(shuffled(seed()).slice(0, CELLS / 10));
    const worked = lazy(equal, skipped);
    const { cells } = sampleOf(worked.receipt, worked, challengeOf(worked, 5));
    const misses = cells.some(({ workgroup }) => skipped.has(workgroup)) ? 0 : cases(AUDITS);
    expect(() => assertExpected(misses, missedWithout(skipped.size, 5))).toThrow();
  });
});
