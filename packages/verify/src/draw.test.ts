import { bytes, isAssayError } from '@assay/core';
import { check } from '@assay/testkit';
import { blake3 } from '@noble/hashes/blake3.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stream } from './draw.js';

const contexts = {
  draw: 'Assay 2026-11-20 challenge draws v1',
  product: 'Assay 2026-11-20 product check vectors v1',
} as const;
const seed = Uint8Array.from({ length: 32 }, (_, i) => (7 * i + 3) % 256);

/** D2 by its words: 64-bit words, four of a digest. */
function* wordsOf(context: keyof typeof contexts, start: Uint8Array, indices: readonly number[]): Generator<bigint> {
  const littleEndian = (value: number): number[] =>
    Array.from({ length: 8 }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 0xffn));
  for (let i = 0; ; i++) {
    const material = Uint8Array.from([...start, ...indices.flatMap(littleEndian), ...littleEndian(i)]);
    const digest = blake3(material, { context: new TextEncoder().encode(contexts[context]) });
    for (let word = 0; word < 4; word++) {
      yield BigInt(`0x${bytes.toHex(digest.slice(8 * word, 8 * word + 8).reverse())}`);
    }
  }
}

/** D3 by its words. */
function naive(words: Iterator<bigint, undefined>, n: number): number {
  if (n === 1) return 0;
  const mask = (1n << BigInt((n - 1).toString(2).length)) - 1n;
  for (;;) {
    const value = words.next().value! & mask;
    if (value < BigInt(n)) return Number(value);
  }
}

describe('draw', () => {
  it('D2, D3: gives what the rules say, for any bounds in any order', () => {
    const bound = fc.oneof(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 2 ** 32 }),
      fc.maxSafeInteger().map((n) => Math.max(1, Math.abs(n))),
      fc.constantFrom(2 ** 31 - 1, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1, 2 ** 53),
    );
    const context = fc.constantFrom('draw', 'product');
    const start = fc.uint8Array({ minLength: 32, maxLength: 32 });
    const indices = fc.array(fc.nat({ max: Number.MAX_SAFE_INTEGER }), { maxLength: 2 });
    const bounds = fc.array(bound, { minLength: 1, maxLength: 30 });
    const property = fc.property(context, start, indices, bounds, (context, start, indices, bounds) => {
      const words = wordsOf(context, start, indices) as Iterator<bigint, undefined>;
      const draws = stream(context, start, ...indices);
      expect(bounds.map((n) => draws.below(n))).toEqual(bounds.map((n) => naive(words, n)));
    });
    fc.assert(property, check(2000));
  });

  it('D3: a draw below 1 takes no word', () => {
    const [one, other] = [stream('draw', seed), stream('draw', seed)];
    for (let i = 0; i < 9; i++) expect(one.below(1)).toBe(0);
    expect(one.below(2 ** 53)).toBe(other.below(2 ** 53));
  });

  it('D3: every number below a bound comes, and none above', () => {
    const draws = stream('draw', seed);
    const counts = new Array<number>(5).fill(0);
    for (let i = 0; i < 5000; i++) counts[draws.below(5)]!++;
    // 1000 expected, standard deviation 28: six of them, and the seed is fixed.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(170);
  });

  it('context, seed and indices tell streams apart', () => {
    const firsts = [
      stream('draw', seed),
      stream('product', seed),
      stream('draw', seed.with(0, 4)),
      stream('draw', seed, 0),
      stream('draw', seed, 1),
      stream('draw', seed, 0, 0),
    ].map((draws) => draws.below(2 ** 53));
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  it('later changes of the seed change nothing', () => {
    const own = seed.slice();
    const draws = stream('draw', own);
    own.fill(0);
    expect(draws.below(2 ** 53)).toBe(stream('draw', seed).below(2 ** 53));
  });

  it.each([0, -1, 1.5, 2 ** 53 + 2, Number.NaN, Number.POSITIVE_INFINITY])('refuses to draw below %s', (n) => {
    expect(codeOf(() => stream('draw', seed).below(n))).toBe('draw.bad-bound');
  });

  it.each([0, 31, 33])('refuses a seed of %i bytes', (length) => {
    expect(codeOf(() => stream('draw', new Uint8Array(length)))).toBe('bytes.not-bytes');
  });
});

function codeOf(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (isAssayError(error)) return error.code;
    throw error;
  }
}
