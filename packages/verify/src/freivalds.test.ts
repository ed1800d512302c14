import { check } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combineColumns, combineRows, combineWords, largest, type Pair, p, p2 } from './freivalds.js';

const MOST = 2 ** 30 - 1;
const LEAST_INT32 = -(2 ** 31);
const MOST_INT32 = 2 ** 31 - 1;

/** A residue by its definition. */
const residue = (sum: bigint, modulus: number): number =>
  Number(((sum % BigInt(modulus)) + BigInt(modulus)) % BigInt(modulus));

function naiveRows(
  matrix: ArrayLike<number>,
  rows: number,
  columns: number,
  r: Float64Array,
  modulus: number,
): number[] {
  return Array.from({ length: columns }, (_, column) => {
    let sum = 0n;
    for (let row = 0; row < rows; row++) sum += BigInt(matrix[row * columns + column]!) * BigInt(r[row]!);
    return residue(sum, modulus);
  });
}

function naiveColumns(
  matrix: ArrayLike<number>,
  rows: number,
  columns: number,
  r: Float64Array,
  modulus: number,
): number[] {
  return Array.from({ length: rows }, (_, row) => {
    let sum = 0n;
    for (let column = 0; column < columns; column++)
      sum += BigInt(matrix[row * columns + column]!) * BigInt(r[column]!);
    return residue(sum, modulus);
  });
}

/** The words as committed bytes, at an odd offset of their buffer. */
function viewOf(words: readonly number[]): DataView {
  const view = new DataView(new ArrayBuffer(4 * words.length + 1), 1);
  for (const [i, word] of words.entries()) view.setInt32(4 * i, word, true);
  return view;
}

const pairOf = (length: number, modulus: number): fc.Arbitrary<Pair> => {
  const element = fc.oneof(fc.nat({ max: modulus - 1 }), fc.constantFrom(0, 1, modulus - 1));
  const vector = fc.array(element, { minLength: length, maxLength: length }).map((all) => Float64Array.from(all));
  return fc.tuple(vector, vector);
};
const extent = fc.integer({ min: 1, max: 70 });
const int8 = fc.oneof(fc.integer({ min: -128, max: 127 }), fc.constantFrom(-128, 127));
const int32 = fc.oneof(
  fc.integer({ min: LEAST_INT32, max: MOST_INT32 }),
  fc.constantFrom(LEAST_INT32, MOST_INT32, -1, 0, 0xffff, 0x10000, -0x10000, MOST, -MOST),
);

describe.each([p, p2])('freivalds modulo %i', (modulus) => {
  it('int8: both ways of combining give the naive residues', () => {
    const cases = fc.tuple(extent, extent).chain(([rows, columns]) =>
      fc.record({
        rows: fc.constant(rows),
        columns: fc.constant(columns),
        matrix: fc
          .array(int8, { minLength: rows * columns, maxLength: rows * columns })
          .map((all) => Int8Array.from(all)),
        byRow: pairOf(rows, modulus),
        byColumn: pairOf(columns, modulus),
      }),
    );
    const property = fc.property(cases, ({ rows, columns, matrix, byRow, byColumn }) => {
      expect(combineRows(matrix, rows, columns, byRow, modulus).map((all) => Array.from(all))).toEqual(
        byRow.map((r) => naiveRows(matrix, rows, columns, r, modulus)),
      );
      expect(combineColumns(matrix, rows, columns, byColumn, modulus).map((all) => Array.from(all))).toEqual(
        byColumn.map((r) => naiveColumns(matrix, rows, columns, r, modulus)),
      );
    });
    fc.assert(property, check(300));
  });

  it('int32: gives the naive residues, and NaN for each row with a word outside the bound', () => {
    const cases = fc.tuple(extent, extent, fc.nat({ max: MOST })).chain(([rows, columns, bound]) => {
      const inside = fc.oneof(fc.integer({ min: -bound, max: bound }), fc.constantFrom(bound, -bound));
      // Few words are outside, so that most rows are inside whole.
      const word = fc.oneof({ weight: 200, arbitrary: inside }, { weight: 1, arbitrary: int32 });
      return fc.record({
        rows: fc.constant(rows),
        columns: fc.constant(columns),
        bound: fc.constant(bound),
        words: fc.array(word, { minLength: rows * columns, maxLength: rows * columns }),
        pair: pairOf(columns, modulus),
      });
    });
    const property = fc.property(cases, ({ rows, columns, bound, words, pair }) => {
      const isInside = (row: number): boolean =>
        words.slice(row * columns, (row + 1) * columns).every((word) => Math.abs(word) <= bound);
      const expected = pair.map((r) =>
        naiveColumns(words, rows, columns, r, modulus).map((value, row) => (isInside(row) ? value : Number.NaN)),
      );
      const got = combineWords(viewOf(words), rows, columns, pair, modulus, bound);
      expect(got.map((all) => Array.from(all))).toEqual(expected);
    });
    fc.assert(property, check(300));
  });

  it('int32: without a bound gives the naive residues of any words', () => {
    const cases = fc.tuple(extent, extent).chain(([rows, columns]) =>
      fc.record({
        rows: fc.constant(rows),
        columns: fc.constant(columns),
        words: fc.array(int32, { minLength: rows * columns, maxLength: rows * columns }),
        pair: pairOf(columns, modulus),
      }),
    );
    const property = fc.property(cases, ({ rows, columns, words, pair }) => {
      const expected = pair.map((r) => naiveColumns(words, rows, columns, r, modulus));
      const got = combineWords(viewOf(words), rows, columns, pair, modulus);
      expect(got.map((all) => Array.from(all))).toEqual(expected);
    });
    fc.assert(property, check(300));
  });

  it.each([
    [-128, modulus - 1],
    [127, modulus - 1],
    [-128, 1],
  ])('int8: sums of many blocks of %i · %i are exact', (element, factor) => {
    const length = 8 * 2 ** 14 + 1; // eight blocks, and one of one term
    const matrix = new Int8Array(length).fill(element);
    const pair: Pair = [new Float64Array(length).fill(factor), new Float64Array(length).fill(factor - 1)];
    const expected = [factor, factor - 1].map((one) => [
      residue(BigInt(length) * BigInt(element) * BigInt(one), modulus),
    ]);
    expect(combineRows(matrix, length, 1, pair, modulus).map((all) => Array.from(all))).toEqual(expected);
    expect(combineColumns(matrix, 1, length, pair, modulus).map((all) => Array.from(all))).toEqual(expected);
  });

  it.each([MOST, -MOST, MOST_INT32, LEAST_INT32, 0xffff, -0x10000])(
    'int32: sums of many blocks of %i are exact',
    (word) => {
      const length = 100_001;
      const words = new Array<number>(length).fill(word);
      const factors = [modulus - 1, modulus - 2] as const;
      const pair: Pair = [new Float64Array(length).fill(factors[0]), new Float64Array(length).fill(factors[1])];
      const expected = factors.map((one) => [residue(BigInt(length) * BigInt(word) * BigInt(one), modulus)]);
      expect(combineWords(viewOf(words), 1, length, pair, modulus).map((all) => Array.from(all))).toEqual(expected);
    },
  );

  it.each([0, 1, 1000, MOST])('int32: a bound of %i is tight on both sides', (bound) => {
    const pair: Pair = [Float64Array.of(1), Float64Array.of(1)];
    const isOutside = (word: number): boolean =>
      Number.isNaN(combineWords(viewOf([word]), 1, 1, pair, modulus, bound)[0][0]);
    const words = [
      LEAST_INT32,
      bound + LEAST_INT32,
      -bound - 1,
      -bound,
      0,
      bound,
      bound + 1,
      MOST_INT32 - bound,
      MOST_INT32,
    ];
    expect(words.map(isOutside)).toEqual(words.map((word) => word < -bound || word > bound));
  });
});

describe('freivalds', () => {
  it('p and p2 are the largest primes below 2^31', () => {
    const isPrime = (n: number): boolean => {
      for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return false;
      return true;
    };
    const candidates = Array.from({ length: 19 }, (_, i) => 2 ** 31 - 1 - i);
    expect(candidates.filter(isPrime)).toEqual([p, p2]);
  });

  it('two int32 that are congruent modulo p are not modulo p2, and the other way about', () => {
    // Only multiples of p · p2 are multiples of both, which are two primes. Two int32 differ by less than 2^32.
    expect(BigInt(p) * BigInt(p2)).toBeGreaterThan(BigInt(MOST_INT32 - LEAST_INT32));
    const ones: Pair = [Float64Array.of(1), Float64Array.of(1)];
    const residueOf = (word: number, modulus: number): number =>
      combineWords(viewOf([word]), 1, 1, ones, modulus)[0][0]!;
    for (const [modulus, other] of [
      [p, p2],
      [p2, p],
    ] as const) {
      for (const difference of [modulus, 2 * modulus]) {
        for (const low of [LEAST_INT32, LEAST_INT32 + 1, MOST_INT32 - difference]) {
          const high = low + difference;
          expect(high).toBe(high | 0);
          expect(residueOf(high, modulus)).toBe(residueOf(low, modulus));
          expect(residueOf(high, other)).not.toBe(residueOf(low, other));
        }
      }
      expect(3 * modulus).toBeGreaterThan(MOST_INT32 - LEAST_INT32);
    }
  });

  it('largest: of what there is, −128 counting as 128', () => {
    expect(largest(Int8Array.of(0, 0))).toBe(0);
    expect(largest(Int8Array.of(5, -7, 3))).toBe(7);
    expect(largest(Int8Array.of(-3, 127))).toBe(127);
    expect(largest(Int8Array.of(127, -128))).toBe(128);
  });
});
