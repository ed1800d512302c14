// BLAKE3 (O'Connor, Aumasson, Neves, Wilcox-O'Hearn, 2021); section numbers are the paper's.

/** The initial values of SHA-256, which are the key of the plain hash (§2.2). */
export const initialValues: readonly number[] = [
  ...[0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a],
  ...[0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19],
];

/** The domain flags (§2.2). */
export const flag = { chunkStart: 1, chunkEnd: 2, parent: 4, root: 8, keyContext: 32, keyMaterial: 64 } as const;

const CHUNK_START = flag.chunkStart;
const CHUNK_END = flag.chunkEnd;
const PARENT = flag.parent;

/**
 * Compresses a chunk (1 to 16 blocks), or a parent (one block of two chaining values), to eight words (§2.2 to §2.5).
 *
 * Everything lives in 32-bit locals. The message is permuted by moving locals, in two cycles, and not by unrolling seven
 * rounds: measured equal (600 to 700 MB/s in V8), a seventh of the code. A table of indices gives 400 MB/s.
 *
 * @param key eight words: the initial values, or the key of a mode.
 * @param words little-endian message words; the last block is padded with zeros.
 * @param at index in `words` of the first block.
 * @param blocks how many blocks of 16 words.
 * @param lastBytes bytes of the last block, 0 to 64.
 * @param index of the chunk in the buffer, up to 2^53; 0 for a parent.
 * @param flags of every block; with `flag.parent` none for the start and the end of a chunk are added.
 * @param lastFlags of the last block besides: 0, or `flag.root`.
 * @param out where the eight words go; may be `words`.
 */
export function compress(
  key: Uint32Array,
  words: Uint32Array,
  at: number,
  blocks: number,
  lastBytes: number,
  index: number,
  flags: number,
  lastFlags: number,
  out: Uint32Array,
  outAt: number,
): void {
  const counterLow = index | 0;
  const counterHigh = (index / 0x1_0000_0000) | 0;
  const isParent = (flags & PARENT) !== 0;
  const firstFlags = isParent ? 0 : CHUNK_START;
  const endFlags = isParent ? lastFlags : CHUNK_END | lastFlags;
  const last = blocks - 1;

  let h0 = key[0]! | 0;
  let h1 = key[1]! | 0;
  let h2 = key[2]! | 0;
  let h3 = key[3]! | 0;
  let h4 = key[4]! | 0;
  let h5 = key[5]! | 0;
  let h6 = key[6]! | 0;
  let h7 = key[7]! | 0;

  for (let block = 0, from = at; block < blocks; block++, from += 16) {
    let m0 = words[from + 0]! | 0;
    let m1 = words[from + 1]! | 0;
    let m2 = words[from + 2]! | 0;
    let m3 = words[from + 3]! | 0;
    let m4 = words[from + 4]! | 0;
    let m5 = words[from + 5]! | 0;
    let m6 = words[from + 6]! | 0;
    let m7 = words[from + 7]! | 0;
    let m8 = words[from + 8]! | 0;
    let m9 = words[from + 9]! | 0;
    let m10 = words[from + 10]! | 0;
    let m11 = words[from + 11]! | 0;
    let m12 = words[from + 12]! | 0;
    let m13 = words[from + 13]! | 0;
    let m14 = words[from + 14]! | 0;
    let m15 = words[from + 15]! | 0;

    let v0 = h0;
    let v1 = h1;
    let v2 = h2;
    let v3 = h3;
    let v4 = h4;
    let v5 = h5;
    let v6 = h6;
    let v7 = h7;
    let v8 = 0x6a09e667;
    let v9 = 0xbb67ae85 | 0;
    let v10 = 0x3c6ef372;
    let v11 = 0xa54ff53a | 0;
    let v12 = counterLow;
    let v13 = counterHigh;
    let v14 = block === last ? lastBytes : 64;
    let v15 = flags | (block === 0 ? firstFlags : 0) | (block === last ? endFlags : 0);

    for (let round = 0; round < 7; round++) {
      // Columns.
      v0 = (v0 + v4 + m0) | 0;
      v12 ^= v0;
      v12 = (v12 >>> 16) | (v12 << 16);
      v8 = (v8 + v12) | 0;
      v4 ^= v8;
      v4 = (v4 >>> 12) | (v4 << 20);
      v0 = (v0 + v4 + m1) | 0;
      v12 ^= v0;
      v12 = (v12 >>> 8) | (v12 << 24);
      v8 = (v8 + v12) | 0;
      v4 ^= v8;
      v4 = (v4 >>> 7) | (v4 << 25);
      v1 = (v1 + v5 + m2) | 0;
      v13 ^= v1;
      v13 = (v13 >>> 16) | (v13 << 16);
      v9 = (v9 + v13) | 0;
      v5 ^= v9;
      v5 = (v5 >>> 12) | (v5 << 20);
      v1 = (v1 + v5 + m3) | 0;
      v13 ^= v1;
      v13 = (v13 >>> 8) | (v13 << 24);
      v9 = (v9 + v13) | 0;
      v5 ^= v9;
      v5 = (v5 >>> 7) | (v5 << 25);
      v2 = (v2 + v6 + m4) | 0;
      v14 ^= v2;
      v14 = (v14 >>> 16) | (v14 << 16);
      v10 = (v10 + v14) | 0;
      v6 ^= v10;
      v6 = (v6 >>> 12) | (v6 << 20);
      v2 = (v2 + v6 + m5) | 0;
      v14 ^= v2;
      v14 = (v14 >>> 8) | (v14 << 24);
      v10 = (v10 + v14) | 0;
      v6 ^= v10;
      v6 = (v6 >>> 7) | (v6 << 25);
      v3 = (v3 + v7 + m6) | 0;
      v15 ^= v3;
      v15 = (v15 >>> 16) | (v15 << 16);
      v11 = (v11 + v15) | 0;
      v7 ^= v11;
      v7 = (v7 >>> 12) | (v7 << 20);
      v3 = (v3 + v7 + m7) | 0;
      v15 ^= v3;
      v15 = (v15 >>> 8) | (v15 << 24);
      v11 = (v11 + v15) | 0;
      v7 ^= v11;
      v7 = (v7 >>> 7) | (v7 << 25);

      // Diagonals.
      v0 = (v0 + v5 + m8) | 0;
      v15 ^= v0;
      v15 = (v15 >>> 16) | (v15 << 16);
      v10 = (v10 + v15) | 0;
      v5 ^= v10;
      v5 = (v5 >>> 12) | (v5 << 20);
      v0 = (v0 + v5 + m9) | 0;
      v15 ^= v0;
      v15 = (v15 >>> 8) | (v15 << 24);
      v10 = (v10 + v15) | 0;
      v5 ^= v10;
      v5 = (v5 >>> 7) | (v5 << 25);
      v1 = (v1 + v6 + m10) | 0;
      v12 ^= v1;
      v12 = (v12 >>> 16) | (v12 << 16);
      v11 = (v11 + v12) | 0;
      v6 ^= v11;
      v6 = (v6 >>> 12) | (v6 << 20);
      v1 = (v1 + v6 + m11) | 0;
      v12 ^= v1;
      v12 = (v12 >>> 8) | (v12 << 24);
      v11 = (v11 + v12) | 0;
      v6 ^= v11;
      v6 = (v6 >>> 7) | (v6 << 25);
      v2 = (v2 + v7 + m12) | 0;
      v13 ^= v2;
      v13 = (v13 >>> 16) | (v13 << 16);
      v8 = (v8 + v13) | 0;
      v7 ^= v8;
      v7 = (v7 >>> 12) | (v7 << 20);
      v2 = (v2 + v7 + m13) | 0;
      v13 ^= v2;
      v13 = (v13 >>> 8) | (v13 << 24);
      v8 = (v8 + v13) | 0;
      v7 ^= v8;
      v7 = (v7 >>> 7) | (v7 << 25);
      v3 = (v3 + v4 + m14) | 0;
      v14 ^= v3;
      v14 = (v14 >>> 16) | (v14 << 16);
      v9 = (v9 + v14) | 0;
      v4 ^= v9;
      v4 = (v4 >>> 12) | (v4 << 20);
      v3 = (v3 + v4 + m15) | 0;
      v14 ^= v3;
      v14 = (v14 >>> 8) | (v14 << 24);
      v9 = (v9 + v14) | 0;
      v4 ^= v9;
      v4 = (v4 >>> 7) | (v4 << 25);

      // The permutation of the message words, as its two cycles.
      const m0Before = m0;
      m0 = m2;
      m2 = m3;
      m3 = m10;
      m10 = m12;
      m12 = m9;
      m9 = m11;
      m11 = m5;
      m5 = m0Before;
      const m1Before = m1;
      m1 = m6;
      m6 = m4;
      m4 = m7;
      m7 = m13;
      m13 = m14;
      m14 = m15;
      m15 = m8;
      m8 = m1Before;
    }

    h0 = v0 ^ v8;
    h1 = v1 ^ v9;
    h2 = v2 ^ v10;
    h3 = v3 ^ v11;
    h4 = v4 ^ v12;
    h5 = v5 ^ v13;
    h6 = v6 ^ v14;
    h7 = v7 ^ v15;
  }

  out[outAt + 0] = h0;
  out[outAt + 1] = h1;
  out[outAt + 2] = h2;
  out[outAt + 3] = h3;
  out[outAt + 4] = h4;
  out[outAt + 5] = h5;
  out[outAt + 6] = h6;
  out[outAt + 7] = h7;
}
