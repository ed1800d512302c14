/** Random numbers from a seed, the same for everybody (SPEC.md D2, D3). */
import { AssayError, bytes, identity } from '@assay/core';

/** Draws, one after the other, from one stream. */
export interface Draws {
  /**
   * A whole number from 0 up to, not including, `n`, each as likely as another (D3).
   *
   * @param n from 1 to 2^53.
   * @throws AssayError `draw.bad-bound` (bug).
   */
  below(n: number): number;
}

/** 64-bit words of one digest. */
const WORDS = 4;

/**
 * The stream of a seed (D2).
 *
 * @param context what the numbers are for.
 * @param seed 32 bytes, of `challenge.seed`.
 * @param indices whole numbers that tell streams of one seed apart: each follows the seed as 8 little-endian bytes.
 */
export function stream(context: 'draw' | 'product', seed: Uint8Array, ...indices: readonly number[]): Draws {
  bytes.assertBytes(seed, 'seed', 32);
  const material = new Uint8Array(seed.length + 8 * indices.length + 8);
  const view = new DataView(material.buffer);
  material.set(seed);
  for (const [i, index] of indices.entries()) setUint64(view, seed.length + 8 * i, index);

  let block = 0;
  let used = WORDS;
  let words: DataView = view;
  const nextWord = (): { low: number; high: number } => {
    if (used === WORDS) {
      setUint64(view, material.length - 8, block);
      const digest = identity.digest(context, material);
      words = new DataView(digest.buffer, digest.byteOffset);
      block++;
      used = 0;
    }
    const at = 8 * used;
    used++;
    return { low: words.getUint32(at, true), high: words.getUint32(at + 4, true) };
  };

  return {
    below(n) {
      assertBound(n);
      if (n === 1) return 0;
      const bits = bitLength(n - 1);
      for (;;) {
        const { low, high } = nextWord();
        // A power of two divides without a rounding error, so these are the low bits of each half.
        const value = bits <= 32 ? low % 2 ** bits : (high % 2 ** (bits - 32)) * 2 ** 32 + low;
        if (value < n) return value;
      }
    },
  };
}

/** @param value from 0 to 2^53 − 1. */
function bitLength(value: number): number {
  return value < 2 ** 32 ? 32 - Math.clz32(value) : 64 - Math.clz32(Math.floor(value / 2 ** 32));
}

function setUint64(view: DataView, at: number, value: number): void {
  view.setBigUint64(at, BigInt(value), true);
}

function assertBound(n: number): void {
  if (Number.isInteger(n) && n >= 1 && n <= 2 ** 53) return;
  throw new AssayError({
    kind: 'bug',
    code: 'draw.bad-bound',
    where: 'n',
    expected: 'a whole number from 1 to 2^53',
    got: String(n),
    remedy: 'Draw below the number of things that there are.',
  });
}
