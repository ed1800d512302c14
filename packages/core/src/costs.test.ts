import { blake3 } from '@noble/hashes/blake3.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from './bytes.js';
import * as codec from './codec.js';
import * as costs from './costs.js';
import type { JobId } from './identity.js';
import * as jobs from './job.js';
import * as owner from './owner.js';
import { check, draft, edited, outcome } from './testing/fixture.js';

// Rules W1 and W2 are those of packages/verify/SPEC.md.
/** Two steps, of 4 · 2 · 1 and of 2 cells. */
const job = jobs.define(draft());
const most = 2 ** 32 - 1;
/** 4 bytes a cell, little-endian. */
const littleEndian = (...weights: number[]): Uint8Array =>
  Uint8Array.from(weights.flatMap((weight) => [weight, weight >>> 8, weight >>> 16, weight >>> 24]));
const table: costs.Costs = {
  job: jobs.id(job),
  steps: [
    { kind: 'each', weights: littleEndian(1, 2, 3, 256, 5, 65_536, most, 8) },
    { kind: 'equal', weight: 7 },
  ],
};

const stepCosts: fc.Arbitrary<costs.StepCosts> = fc.oneof(
  fc.record({ kind: fc.constant('equal' as const), weight: fc.integer({ min: 1, max: most }) }),
  fc.record({ kind: fc.constant('each' as const), weights: fc.uint8Array({ minLength: 4, maxLength: 64 }) }),
);

describe('encode, decode and id', () => {
  it('W1: a table is read as it was written', () => expect(costs.decode(costs.encode(table))).toEqual(table));

  it('what is written is read, and has one encoding', () => {
    fc.assert(
      fc.property(fc.array(stepCosts, { minLength: 1, maxLength: 6 }), (steps) => {
        const one = { job: table.job, steps };
        const read = costs.decode(costs.encode(one));
        expect(read).toEqual(one);
        expect(costs.encode(read)).toEqual(costs.encode(one));
      }),
      check(2_000),
    );
  });

  it('W1: the id is BLAKE3 of the bytes in derive-key mode', () => {
    const context = new TextEncoder().encode('Assay 2026-11-20 cost table id v1');
    expect(costs.id(table)).toBe(toHex(blake3(costs.encode(table), { context })));
  });

  it('W1: job, steps, kinds and every weight are under the id', () => {
    const [each, equal] = table.steps as [costs.StepCosts, costs.StepCosts];
    const ids = [
      table,
      { ...table, job: 'cc'.repeat(32) as JobId },
      { ...table, steps: [each] },
      { ...table, steps: [equal, each] },
      { ...table, steps: [each, { kind: 'equal', weight: 8 } as const] },
      { ...table, steps: [each, { kind: 'each', weights: littleEndian(7, 7) } as const] },
      { ...table, steps: [each, { kind: 'each', weights: littleEndian(7, 8) } as const] },
      { ...table, steps: [each, { kind: 'each', weights: littleEndian(8, 7) } as const] },
    ].map(costs.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  const value = costs.shape.toValue(table) as Record<string, codec.Value>;
  const equal = (weight: codec.Value): object => ({ steps: [{ kind: 'equal', weight }] });
  it.each<[string, object, string]>([
    ['control', {}, 'accepted'],
    ['an unknown version', { version: 2 }, 'malformed shape.unknown-version'],
    ['another type', { type: 'cost' }, 'malformed shape.wrong-type'],
    ['an unknown field', { unit: 1 }, 'malformed shape.unknown-field'],
    ['a job of 31 bytes', { job: new Uint8Array(31) }, 'malformed shape.wrong-value'],
    ['W1: the least weight', equal(1), 'accepted'],
    ['W1: a weight of 0', equal(0), 'malformed shape.wrong-value'],
    ['W1: the largest weight', equal(most), 'accepted'],
    ['W1: a larger weight', equal(most + 1), 'malformed shape.wrong-value'],
    ['W1: one cell', { steps: [{ kind: 'each', weights: littleEndian(1) }] }, 'accepted'],
    ['W1: no cell', { steps: [{ kind: 'each', weights: new Uint8Array() }] }, 'malformed shape.wrong-value'],
    ['W1: weights as integers', { steps: [{ kind: 'each', weights: [1] }] }, 'malformed shape.wrong-value'],
    ['W1: no weights', { steps: [{ kind: 'each' }] }, 'malformed shape.missing-field'],
    ['W1: a field of the other kind', { steps: [{ ...equal(1), kind: 'equal' }] }, 'malformed shape.unknown-field'],
    ['W1: an unknown kind', { steps: [{ kind: 'some', weight: 1 }] }, 'malformed shape.wrong-value'],
    ['J3: no step', { steps: [] }, 'malformed shape.wrong-value'],
    ['J3: 32,768 steps', { steps: new Array(32_768).fill({ kind: 'equal', weight: 1 }) }, 'accepted'],
    ['J3: a step more', { steps: new Array(32_769).fill({ kind: 'equal', weight: 1 }) }, 'malformed shape.wrong-value'],
  ])('decode: %s', (_, fields, expected) => {
    const changed = codec.encode({ ...value, ...fields } as codec.Value);
    expect(outcome(() => costs.decode(changed))).toBe(expected);
  });

  it('K6: refuses what follows', () => {
    const bytes = Uint8Array.of(...costs.encode(table), 0);
    expect(outcome(() => costs.decode(bytes))).toBe('malformed codec.trailing-bytes');
  });

  it('K9: a table that is longer than an object may be has no id', () => {
    const weights = (cells: number): costs.Costs => ({
      ...table,
      steps: [{ kind: 'each', weights: new Uint8Array(4 * cells).fill(1) }],
    });
    expect(outcome(() => costs.decode(costs.encode(weights(2 ** 22 - 64))))).toBe('accepted');
    expect(outcome(() => costs.id(weights(2 ** 22)))).toBe('exhausted codec.too-long');
  });
});

describe('of', () => {
  const metered = [
    [1, 2, 3, 4, 5, 6, 7, 8],
    [9, 9],
  ];

  it('W1: names the job; a step whose cells cost the same has one weight, any other one for each cell', () => {
    expect(costs.of(job, metered)).toEqual({
      job: jobs.id(job),
      steps: [
        { kind: 'each', weights: littleEndian(1, 2, 3, 4, 5, 6, 7, 8) },
        { kind: 'equal', weight: 9 },
      ],
    });
  });

  it('W2: divides by the unit and rounds up, to 1 at least', () => {
    const { steps } = costs.of(job, [Float64Array.of(0, 9, 10, 11, 19, 20, 21, 2 ** 35), [2 ** 33, 2 ** 33 + 1]], 10);
    expect(steps).toEqual([
      { kind: 'each', weights: littleEndian(1, 1, 1, 2, 2, 2, 3, 3_435_973_837) },
      { kind: 'equal', weight: 858_993_460 },
    ]);
  });

  it.each<[string, number[][], number, string]>([
    ['control', metered, 1, 'accepted'],
    ['W1: a step less', metered.slice(1), 1, 'invalid costs.wrong-steps'],
    ['W1: a step more', [...metered, [1]], 1, 'invalid costs.wrong-steps'],
    [
      'W1: a cell less',
      [
        [1, 2, 3, 4, 5, 6, 7],
        [9, 9],
      ],
      1,
      'invalid costs.wrong-cells',
    ],
    ['W1: a cell less of equal costs', [metered[0]!, [9]], 1, 'invalid costs.wrong-cells'],
    ['W1: a cell more of equal costs', [metered[0]!, [9, 9, 9]], 1, 'invalid costs.wrong-cells'],
    ['W1: no cell', [metered[0]!, []], 1, 'invalid costs.wrong-cells'],
    ['W1: the largest weight', [metered[0]!, [1, most]], 1, 'accepted'],
    ['W1: a larger weight', [metered[0]!, [1, most + 1]], 1, 'exhausted costs.too-large'],
    ['W1: a larger weight, of all cells', [metered[0]!, [most + 1, most + 1]], 1, 'exhausted costs.too-large'],
    ['W1: the largest weight, by the unit', [metered[0]!, [1, 10 * most]], 10, 'accepted'],
    ['W1: a larger weight, by the unit', [metered[0]!, [1, 10 * most + 1]], 10, 'exhausted costs.too-large'],
    ['W1: a cost that is no number', [metered[0]!, [1, Number.NaN]], 1, 'exhausted costs.too-large'],
  ])('%s', (_, given, unit, expected) => {
    expect(outcome(() => costs.of(job, given, unit))).toBe(expected);
  });

  it('a table that is made can be read, fits its job, and weighs each cell by the least whole number of units', () => {
    /** Costs of any size, many of them next to a whole number of units. */
    const cells = (length: number, unit: number): fc.Arbitrary<number[]> => {
      const most = Math.min(2 ** 32 - 1, Math.floor(Number.MAX_SAFE_INTEGER / unit));
      const near = fc.tuple(fc.integer({ min: 1, max: most }), fc.constantFrom(-1, 0, 1), fc.boolean());
      const cost = near.map(([units, by, isOne]) => (isOne ? unit : Math.min(units * unit + by, most * unit)));
      return fc.oneof(
        fc.array(cost, { minLength: length, maxLength: length }),
        cost.map((one) => new Array(length).fill(one)),
      );
    };
    const metered = fc
      .integer({ min: 1, max: 2 ** 40 })
      .chain((unit) => fc.tuple(fc.constant(unit), cells(8, unit), cells(2, unit)));
    const kinds = new Set<string>();
    fc.assert(
      fc.property(metered, ([unit, ...steps]) => {
        const made = costs.of(job, steps, unit);
        expect(costs.decode(costs.encode(made))).toEqual(made);
        costs.assertFor(made, job);
        for (const [step, spent] of steps.entries()) {
          const found = made.steps[step]!;
          kinds.add(found.kind);
          const weights = costs.weightsOf(found, spent.length);
          const expected = spent.map((cost) => (BigInt(cost) + BigInt(unit) - 1n) / BigInt(unit) || 1n);
          expect(Array.from(weights, BigInt)).toEqual(expected);
          expect(BigInt(costs.totalOf(found, spent.length))).toBe(expected.reduce((sum, weight) => sum + weight));
        }
      }),
      check(2_000),
    );
    expect(kinds.size).toBe(2);
  });
});

describe('assertFor: each rule fails alone', () => {
  const [each, equal] = table.steps as [costs.StepCosts, costs.StepCosts];
  const zeroLast = { kind: 'each', weights: littleEndian(1, 2, 3, 4, 5, 6, 7, 0) } as const;

  it.each<[string, Partial<costs.Costs>, string]>([
    ['control', {}, 'accepted'],
    ['control: one weight for all', { steps: [equal, equal] }, 'accepted'],
    ['W1: another job', { job: 'cc'.repeat(32) as JobId }, 'invalid costs.other-job'],
    ['W1: a step less', { steps: [each] }, 'invalid costs.wrong-steps'],
    ['W1: a step more', { steps: [each, equal, equal] }, 'invalid costs.wrong-steps'],
    ['W1: a cell less', { steps: [each, { kind: 'each', weights: littleEndian(7) }] }, 'invalid costs.wrong-cells'],
    [
      'W1: a cell more',
      { steps: [each, { kind: 'each', weights: littleEndian(7, 7, 7) }] },
      'invalid costs.wrong-cells',
    ],
    [
      'W1: a byte less',
      { steps: [each, { kind: 'each', weights: new Uint8Array(7).fill(1) }] },
      'invalid costs.wrong-cells',
    ],
    [
      'W1: a byte more',
      { steps: [each, { kind: 'each', weights: new Uint8Array(9).fill(1) }] },
      'invalid costs.wrong-cells',
    ],
    ['W1: a weight of 0', { steps: [zeroLast, equal] }, 'invalid costs.zero'],
  ])('%s', (_, changed, expected) => {
    expect(outcome(() => costs.assertFor({ ...table, ...changed }, job))).toBe(expected);
  });

  /** A step of 2,097,152 cells and one of a single cell. */
  const wide = jobs.define(
    edited((job) => {
      job.steps = [
        [2 ** 15, 64],
        [1, 1],
      ].map(([x = 1, y = 1], step) => ({
        kernel: 'brighten',
        grid: [x, y, 1],
        reads: { photo: 'photo', settings: 'settings' },
        writes: { bright: { name: `bright${step}`, sizeBytes: 32, owner: owner.linear(8) } },
      }));
      job.outputs = ['bright0'];
    }),
  );
  const weighing = (...weights: number[]): costs.Costs => ({
    job: jobs.id(wide),
    steps: weights.map((weight) => ({ kind: 'equal', weight })),
  });

  // 2^21 cells of 2^32 - 1 weigh 2^53 - 2^21.
  it.each<[string, costs.Costs, string]>([
    ['control', weighing(1, 1), 'accepted'],
    ['W2: weights of 2^53 - 1 together', weighing(most, 2 ** 21 - 1), 'accepted'],
    ['W2: weights of 2^53 together', weighing(most, 2 ** 21), 'exhausted costs.too-large'],
    ['W2: the largest weights', weighing(most, most), 'exhausted costs.too-large'],
  ])('%s', (_, one, expected) => {
    expect(outcome(() => costs.assertFor(one, wide))).toBe(expected);
  });
});

describe('weightsOf and totalOf', () => {
  it('W1: little-endian, wherever the bytes lie', () => {
    const placed = Uint8Array.of(255, ...littleEndian(1, 258, most), 255).subarray(1, 13);
    const step: costs.StepCosts = { kind: 'each', weights: placed };
    expect([...costs.weightsOf(step, 3)]).toEqual([1, 258, most]);
    expect(costs.totalOf(step, 3)).toBe(2 ** 32 + 258);
  });

  it('one weight for every cell', () => {
    expect([...costs.weightsOf({ kind: 'equal', weight: 5 }, 3)]).toEqual([5, 5, 5]);
    expect(costs.totalOf({ kind: 'equal', weight: 5 }, 3)).toBe(15);
  });

  it('of a table that was not looked at, as far as it goes', () => {
    const step: costs.StepCosts = { kind: 'each', weights: littleEndian(1, 2, 3).subarray(0, 11) };
    expect([...costs.weightsOf(step, 3)]).toEqual([1, 2]);
    expect([...costs.weightsOf(step, 1)]).toEqual([1]);
    expect(costs.totalOf(step, 3)).toBe(3);
  });

  it('J3: the sum over the most cells needs no room for each', () => {
    expect(costs.totalOf({ kind: 'equal', weight: 1 }, most)).toBe(most);
  });
});
