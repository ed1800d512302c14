import { product } from '@assay/verify';
import { describe, expect, it } from 'vitest';

// Attack: operands with which an int32 sum wraps. The kernel's word, which is right by definition, is then not the integer product,
// and who compared it with one would call an honest worker wrong. Verify SPEC.md P1: no check where a sum might be that large.

const seed = new Uint8Array(32).fill(3);

/** One row times one column of k equal elements, with the word that a kernel with wrapping sums makes. */
function claimed(k: number, left: number, right: number): product.Claimed {
  const c = new Uint8Array(4);
  new DataView(c.buffer).setInt32(0, Number(BigInt.asIntN(32, BigInt(k) * BigInt(left) * BigInt(right))), true);
  const operand = (value: number): Uint8Array => new Uint8Array(new Int8Array(k).fill(value).buffer);
  return { extents: { m: 1, n: 1, k }, a: operand(left), bt: operand(right), c, seed, step: 0 };
}

describe('sums that wrap', () => {
  it('control: the longest rows of extremes that are checked hold, and one bit off differs', () => {
    const longest = claimed(131_071, -128, -128); // · 2^14 < 2^31
    expect(product.check(longest)).toEqual({ kind: 'holds' });
    const c = longest.c.map((byte, i) => (i === 0 ? byte ^ 1 : byte));
    expect(product.check({ ...longest, c })).toEqual({ kind: 'differs', rows: [0], count: 1 });
  });

  it.each([
    [131_072, -128, -128], // 2^31 wraps to -2^31
    [262_144, -128, -128], // 2^32 wraps to 0
    [140_000, -128, 127],
  ])('%i · %i · %i: nobody is accused', (k, left, right) => {
    const honest = claimed(k, left, right);
    const word = new DataView(honest.c.buffer).getInt32(0, true);
    expect(word).not.toBe(k * left * right);
    expect([...product.row(honest, 0)], 'the row wraps as the kernel does').toEqual([word]);
    expect(product.check(honest)).toEqual({ kind: 'unbounded', bound: k * Math.abs(left) * Math.abs(right) });
  });

  it('one large element far from the others counts: the bound is of the largest, wherever it is', () => {
    const { extents, a, bt, ...rest } = claimed(2 ** 18, 1, -128);
    expect(product.check({ extents, a, bt, ...rest })).toEqual({ kind: 'holds' });
    const last = a.slice();
    last[last.length - 1] = 64;
    expect(product.check({ extents, a: last, bt, ...rest })).toEqual({ kind: 'unbounded', bound: 2 ** 31 });
  });
});
