import { check } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combineColumns, combineRows, combineWords, largest, type Pair, p } from './freivalds.js';

const MOST = 2 ** 30 - 1;
const P = BigInt(p);

/** A residue by its definition. */
const residue = (sum: bigint): number => Number(((sum % P) + P) % P);

function naiveRows(matrix: ArrayLike<number>, rows: number, columns: number, r: Float64Array): number[] {
  return Array.from({ length: columns }, (_, column) => {
    let sum = 0n;
    for (let row = 0; row < rows; row++) sum += BigInt(matrix[row * columns + column]!) * BigInt(r[row]!);
    return residue(sum);
  });
}

function naiveColumns(matrix: ArrayLike<number>, rows: number, columns: number, r: Float64Array): number[] {
  return Array.from({ length: rows }, (_, row) => {
    let sum = 0n;
    for (let column = 0; column < columns; column++)
      sum += BigInt(matrix[row * columns + column]!) * BigInt(r[column]!);
    return residue(sum);
  });
}

/** The words as committed bytes, at an odd offset of their buffer. */
function viewOf(words: readonly number[]): DataView {
  const view = new DataView(new ArrayBuffer(4 * words.length + 1), 1);
  for (const [i, word] of words.entries()) view.setInt32(4 * i, word, true);
  return view;
}

const pairOf = (length: number): fc.Arbitrary<Pair> => {
  const element = fc.oneof(fc.nat({ max: p - 1 }), fc.constantFrom(0, 1, p - 1));
  const vector = fc.array(element, { minLength: length, maxLength: length }).map((all) => Float64Array.from(all));
  return fc.tuple(vector, vector);
};
const extent = fc.integer({ min: 1, max: 70 });
const int8 = fc.oneof(fc.integer({ min: -128, max: 127 }), fc.constantFrom(-128, 127));
const int32 = fc.oneof(
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.constantFrom(-(2 ** 31), 2 ** 31 - 1, -1, 0, 0xffff, 0x10000, -0x10000, MOST, -MOST),
);

describe('freivalds', () => {
  it('int8: both ways of combining give the naive residues', () => {
    const cases = fc.tuple(extent, extent).chain(([rows, columns]) =>
      fc.record({
        rows: fc.constant(rows),
        columns: fc.constant(columns),
        matrix: fc
          .array(int8, { minLength: rows * columns, maxLength: rows * columns })
          .map((all) => Int8Array.from(all)),
        byRow: pairOf(rows),
        byColumn: pairOf(columns),
      }),
    );
    const property = fc.property(cases, ({ rows, columns, matrix, byRow, byColumn }) => {
      expect(combineRows(matrix, rows, columns, byRow).map((all) => Array.from(all))).toEqual(
        byRow.map((r) => naiveRows(matrix, rows, columns, r)),
      );
      expect(combineColumns(matrix, rows, columns, byColumn).map((all) => Array.from(all))).toEqual(
        byColumn.map((r) => naiveColumns(matrix, rows, columns, r)),
      );
    });
    fc.assert(property, check(600));
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
        pair: pairOf(columns),
      });
    });
    const property = fc.property(cases, ({ rows, columns, bound, words, pair }) => {
      const isInside = (row: number): boolean =>
        words.slice(row * columns, (row + 1) * columns).every((word) => Math.abs(word) <= bound);
      const expected = pair.map((r) =>
        naiveColumns(words, rows, columns, r).map((value, row) => (isInside(row) ? value : Number.NaN)),
      );
      const got = combineWords(viewOf(words), rows, columns, pair, bound);
      expect(got.map((all) => Array.from(all))).toEqual(expected);
    });
    fc.assert(property, check(600));
  });

  it.each([
    [-128, p - 1],
    [127, p - 1],
    [-128, 1],
  ])('int8: sums of many blocks of %i · %i are exact', (element, factor) => {
    const length = 3 * 2 ** 14 + 1; // three blocks, and one of one term
    const matrix = new Int8Array(length).fill(element);
    const pair: Pair = [new Float64Array(length).fill(factor), new Float64Array(length).fill(factor - 1)];
    const expected = [factor, factor - 1].map((one) => [residue(BigInt(length) * BigInt(element) * BigInt(one))]);
    expect(combineRows(matrix, length, 1, pair).map((all) => Array.from(all))).toEqual(expected);
    expect(combineColumns(matrix, 1, length, pair).map((all) => Array.from(all))).toEqual(expected);
  });

  it.each([MOST, -MOST, 0xffff, -0x10000])('int32: sums of many blocks of %i are exact', (word) => {
    const length = 100_001;
    const words = new Array<number>(length).fill(word);
    const pair: Pair = [new Float64Array(length).fill(p - 1), new Float64Array(length).fill(p - 2)];
    const expected = [p - 1, p - 2].map((one) => [residue(BigInt(length) * BigInt(word) * BigInt(one))]);
    expect(combineWords(viewOf(words), 1, length, pair, MOST).map((all) => Array.from(all))).toEqual(expected);
  });

  it.each([0, 1, 1000, MOST])('int32: a bound of %i is tight on both sides', (bound) => {
    const pair: Pair = [Float64Array.of(1), Float64Array.of(1)];
    const isOutside = (word: number): boolean => Number.isNaN(combineWords(viewOf([word]), 1, 1, pair, bound)[0][0]);
    const words = [
      -(2 ** 31),
      bound - 2 ** 31,
      -bound - 1,
      -bound,
      0,
      bound,
      bound + 1,
      2 ** 31 - bound - 1,
      2 ** 31 - 1,
    ];
    expect(words.map(isOutside)).toEqual(words.map((word) => word < -bound || word > bound));
  });

  it('largest: of what there is, −128 counting as 128', () => {
    expect(largest(Int8Array.of(0, 0))).toBe(0);
    expect(largest(Int8Array.of(5, -7, 3))).toBe(7);
    expect(largest(Int8Array.of(-3, 127))).toBe(127);
    expect(largest(Int8Array.of(127, -128))).toBe(128);
  });
});
