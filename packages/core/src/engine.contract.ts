import { type Engine, maxLog2Chunks } from './blake3.js';
import { isEqual, toHex } from './bytes.js';
import { AssayError } from './errors.js';

// What every engine must do, as data that any test runner can run. The oracle is the naive definition: section 2 of the BLAKE3
// paper read line by line, with arrays, and nothing shared with compression.ts.

/** One clause of the contract. */
export interface Clause {
  readonly name: string;
  /** @throws AssayError `engine.contract` (bug) unless the engine keeps it. */
  check(engine: Engine): void;
}

/** Where counters carry: the low word's end, and the largest buffer. */
const placesOfFirstChunk = [0, 64, 2 ** 32 - 64, 2 ** 32, 2 ** 32 + 2 ** 31, 2 ** 43 - 512];

const content = Uint8Array.from({ length: 321 * 1024 }, (_, i) => (i + (i >>> 10)) % 251);

/** The contract of {@link Engine}. */
export const clauses: readonly Clause[] = [
  ...placesOfFirstChunk.map((firstChunk) => ({
    name: `computes subtrees of every size from chunk ${firstChunk}`,
    check(engine: Engine): void {
      const bytes = content.subarray(0, 128 * 1024);
      for (let log2Chunks = 0; log2Chunks <= maxLog2Chunks; log2Chunks++) {
        expectEqual(engine.subtrees(bytes, firstChunk, log2Chunks), naiveSubtrees(bytes, firstChunk, log2Chunks));
      }
    },
  })),
  {
    name: 'carries into the high counter word inside a run that begins anywhere',
    check(engine) {
      for (let before = 1; before <= 5; before++) {
        const bytes = content.subarray(0, 6 * 1024);
        expectEqual(engine.subtrees(bytes, 2 ** 32 - before, 0), naiveSubtrees(bytes, 2 ** 32 - before, 0));
      }
    },
  },
  {
    name: 'takes any number of subtrees',
    check(engine) {
      for (const count of [0, 1, 2, 3, 4, 5, 7, 8, 9]) {
        for (const log2Chunks of [0, 1, 2]) {
          const bytes = content.subarray(0, count * 1024 * 2 ** log2Chunks);
          expectEqual(engine.subtrees(bytes, 8, log2Chunks), naiveSubtrees(bytes, 8, log2Chunks));
        }
      }
    },
  },
  {
    name: 'takes more bytes than it may hold at once',
    check(engine) {
      const chunks = content.subarray(0, 321 * 1024);
      expectEqual(engine.subtrees(chunks, 0, 0), naiveSubtrees(chunks, 0, 0));
      const largest = content.subarray(0, 320 * 1024);
      expectEqual(engine.subtrees(largest, 64, 6), naiveSubtrees(largest, 64, 6));
    },
  },
  {
    name: 'reads bytes at any alignment',
    check(engine) {
      for (const offset of [1, 2, 3, 4, 5]) {
        const bytes = content.subarray(offset, offset + 8 * 1024);
        expectEqual(engine.subtrees(bytes, 8, 2), naiveSubtrees(bytes, 8, 2));
      }
    },
  },
  {
    name: 'remembers nothing of earlier calls',
    check(engine) {
      const bytes = content.subarray(0, 1024);
      const before = engine.subtrees(bytes, 3, 0);
      engine.subtrees(content.subarray(0, 128 * 1024), 2 ** 32 + 64, 6);
      expectEqual(engine.subtrees(bytes, 3, 0), before);
    },
  },
  {
    name: 'gives values of its own and leaves the input alone',
    check(engine) {
      const bytes = content.slice(0, 4 * 1024);
      const first = engine.subtrees(bytes, 0, 1);
      const copy = first.slice();
      engine.subtrees(content.subarray(4096, 3 * 4096), 4, 1);
      expectEqual(first, copy);
      expectEqual(bytes, content.subarray(0, 4 * 1024));
    },
  },
];

function expectEqual(got: Uint8Array, expected: Uint8Array): void {
  if (isEqual(got, expected)) return;
  const at = expected.findIndex((byte, i) => got[i] !== byte);
  throw new AssayError({
    kind: 'bug',
    code: 'engine.contract',
    expected: `${expected.length} bytes with ${toHex(expected.subarray(at, at + 8))} at ${at}`,
    got: `${got.length} bytes with ${toHex(got.subarray(at, at + 8))} there`,
    remedy: 'Repair the engine: every root that it computes may be wrong.',
  });
}

const IV = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
const PERMUTATION = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8];
const CHUNK_START = 1;
const CHUNK_END = 2;
const PARENT = 4;

function naiveSubtrees(bytes: Uint8Array, firstChunk: number, log2Chunks: number): Uint8Array {
  const span = 1024 * 2 ** log2Chunks;
  const values: number[] = [];
  for (let at = 0; at < bytes.length; at += span) {
    values.push(...naiveNode(bytes.subarray(at, at + span), BigInt(firstChunk + at / 1024)));
  }
  return Uint8Array.from(values.flatMap((word) => [0, 8, 16, 24].map((shift) => (word >>> shift) & 0xff)));
}

function naiveNode(bytes: Uint8Array, index: bigint): number[] {
  if (bytes.length === 1024) {
    return Array.from({ length: 16 }, (_, block) => block).reduce((value, block) => {
      const flags = (block === 0 ? CHUNK_START : 0) | (block === 15 ? CHUNK_END : 0);
      return naiveCompress(value, naiveWords(bytes.subarray(64 * block, 64 * block + 64)), index, flags);
    }, IV);
  }
  const half = bytes.length / 2;
  const left = naiveNode(bytes.subarray(0, half), index);
  const right = naiveNode(bytes.subarray(half), index + BigInt(half / 1024));
  return naiveCompress(IV, [...left, ...right], 0n, PARENT);
}

function naiveWords(block: Uint8Array): number[] {
  const view = new DataView(block.buffer, block.byteOffset, block.length);
  return Array.from({ length: 16 }, (_, i) => view.getUint32(4 * i, true));
}

function naiveCompress(value: number[], message: number[], counter: bigint, flags: number): number[] {
  const low = Number(counter & 0xffff_ffffn);
  const high = Number(counter >> 32n);
  const state = [...value, ...IV.slice(0, 4), low, high, 64, flags];
  let words = message;
  for (let round = 0; round < 7; round++) {
    for (let i = 0; i < 4; i++) mix(state, i, i + 4, i + 8, i + 12, words[2 * i]!, words[2 * i + 1]!);
    for (let i = 0; i < 4; i++) {
      mix(state, i, ((i + 1) % 4) + 4, ((i + 2) % 4) + 8, ((i + 3) % 4) + 12, words[8 + 2 * i]!, words[9 + 2 * i]!);
    }
    words = PERMUTATION.map((from) => words[from]!);
  }
  return Array.from({ length: 8 }, (_, i) => (state[i]! ^ state[i + 8]!) >>> 0);
}

function mix(state: number[], a: number, b: number, c: number, d: number, x: number, y: number): void {
  const rotate = (word: number, by: number): number => (word >>> by) | (word << (32 - by));
  for (const [word, byD, byB] of [
    [x, 16, 12],
    [y, 8, 7],
  ] as const) {
    state[a] = (state[a]! + state[b]! + word) >>> 0;
    state[d] = rotate(state[d]! ^ state[a]!, byD) >>> 0;
    state[c] = (state[c]! + state[d]!) >>> 0;
    state[b] = rotate(state[b]! ^ state[c]!, byB) >>> 0;
  }
}
