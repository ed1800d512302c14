import { product } from '@assay/verify';
import { describe, expect, it } from 'vitest';

// Attack: words that differ from the true ones by the modulus p = 2³¹ − 1 of the product check. An int32 has room for it, and no
// vector tells them apart: both sides agree modulo p. Verify SPEC.md P1, P2: every word is within the largest possible sum, and
// that is less than half of p.

const p = 2 ** 31 - 1;
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

  it('could not be told from the truth with a range one wider: 2^30 and 2^30 − p', () => {
    // 65,536 · 2^14: the least range with two congruent sums in it. It is not checked.
    const row = new Uint8Array(65_536).fill(0x80);
    const result = (word: number): product.Result =>
      product.check({
        extents: { m: 1, n: 1, k: 65_536 },
        a: row,
        bt: row,
        c: toWords([word]),
        seed: seeds[0]!,
        step: 0,
      });
    expect(Math.abs(2 ** 30 - p)).toBeLessThanOrEqual(2 ** 30);
    expect([result(2 ** 30), result(2 ** 30 - p)].map(({ kind }) => kind)).toEqual(['unbounded', 'unbounded']);
  });
});
