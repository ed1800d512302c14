import { product } from '@assay/verify';
import { describe, expect, it } from 'vitest';

// Attack: words that differ from the true ones by the modulus p = 2³¹ − 1 of the product check, or by twice as much. An int32 has
// room for it, and no vector tells them apart: both sides agree modulo p. Verify SPEC.md P2: every word is within the largest
// possible sum, where that is less than half of p; where it is larger, a second prime p₂ does not divide the difference.

const p = 2 ** 31 - 1;
const p2 = 2 ** 31 - 19;
const [m, n, k] = [4, 3, 8];
const a = Uint8Array.from({ length: m * k }, (_, i) => (i % 11) - 5);
const bt = Uint8Array.from({ length: n * k }, (_, i) => (i % 7) - 3);

function toWords(values: readonly number[]): Uint8Array {
  return new Uint8Array(Int32Array.from(values).buffer);
}

/** The product from its definition. */
const truth = Array.from({ length: m * n }, (_, word) => {
  const [i, j] = [Math.floor(word / n), word % n];
  let sum = 0;
  for (let t = 0; t < k; t++) sum += ((a[i * k + t]! << 24) >> 24) * ((bt[j * k + t]! << 24) >> 24);
  return sum;
});

const seeds = Array.from({ length: 8 }, (_, i) => new Uint8Array(32).fill(i));
const check = (values: readonly number[]): product.Result[] =>
  seeds.map((seed) => product.check({ extents: { m, n, k }, a, bt, c: toWords(values), seed, step: 2 }));

/** Of one row of `length` equal elements times one column of such. */
function checkLong(length: number, left: number, right: number, word: number): product.Result['kind'][] {
  const operand = (value: number): Uint8Array => new Uint8Array(length).fill(value);
  const extents = { m: 1, n: 1, k: length };
  const operands = { extents, a: operand(left), bt: operand(right), c: toWords([word]) };
  return seeds.map((seed) => product.check({ ...operands, seed, step: 0 }).kind);
}

/** Another int32 that is congruent modulo p. */
const congruent = (value: number): number => (value > 0 ? value - p : value + p);

describe('words that differ by a multiple of the modulus', () => {
  it('control: the true product holds for every seed, and a word that is off by one does not', () => {
    expect(check(truth)).toEqual(seeds.map(() => ({ kind: 'holds' })));
    const off = truth.with(4, truth[4]! + 1);
    expect(check(off)).toEqual(seeds.map(() => ({ kind: 'differs', rows: [1], count: 1 })));
  });

  it('are int32 and agree with the truth modulo p, so that no vector of residues shows them', () => {
    for (const value of truth) {
      const other = congruent(value);
      expect(other).toBe(other | 0);
      expect(other).not.toBe(value);
      expect(Math.abs(other - value)).toBe(p);
    }
  });

  it.each(truth.map((_, word) => word))('are found at word %i', (word) => {
    const changed = truth.with(word, congruent(truth[word]!));
    const row = Math.floor(word / n);
    expect(check(changed)).toEqual(seeds.map(() => ({ kind: 'differs', rows: [row], count: 1 })));
    const operands = { extents: { m, n, k }, a, bt };
    expect(product.culprits(toWords(changed), product.row(operands, row), row)).toEqual([word]);
  });

  it('are found everywhere at once', () => {
    const found = { kind: 'differs', rows: [0, 1, 2, 3], count: 4 };
    expect(check(truth.map(congruent))).toEqual(seeds.map(() => found));
  });

  // The sums fill the whole range, so that it says nothing: 65,536 · 2^14 = 2^30 is the least with two congruent sums in it.
  it.each([
    [65_536, -128, -128, [p, p2]],
    [131_071, -128, -128, [p, p2]],
    [131_068, -128, 127, [-p, -p2]],
    [299_886, 77, 93, [p, 2 * p, p2, 2 * p2]], // 2^31 − 2
  ])('are found where sums are as large as they: %i · %i · %i', (length, left, right, differences) => {
    const sum = length * left * right;
    expect(checkLong(length, left, right, sum), 'control').toEqual(seeds.map(() => 'holds'));
    for (const difference of differences) {
      const other = sum - difference;
      expect(other).toBe(other | 0);
      expect(checkLong(length, left, right, other)).toEqual(seeds.map(() => 'differs'));
    }
  });

  it('cannot be congruent modulo both primes: an int32 and a sum that does not overflow differ by less than p · p2', () => {
    const farthest = 2 ** 31 - 1 - -(2 ** 31);
    expect(BigInt(p) * BigInt(p2)).toBeGreaterThan(BigInt(farthest));
    // All multiples of one that fit are no multiples of the other.
    for (const [one, other] of [
      [p, p2],
      [p2, p],
    ] as const) {
      for (let multiple = one; multiple <= farthest; multiple += one) expect(multiple % other).not.toBe(0);
    }
  });
});
