import { assertBytes } from './bytes.js';
import { compress, flag, initialValues } from './compression.js';
import { AssayError } from './errors.js';

// BLAKE3 (O'Connor, Aumasson, Neves, Wilcox-O'Hearn, 2021); section numbers are the paper's. Of its modes only the plain hash and key derivation are here, with 32 bytes of output.

export { flag, initialValues } from './compression.js';

/** Bytes of a chunk, the leaf of the tree (§2.4). */
export const chunkBytes = 1024;

/** Bytes of a hash and of a chaining value. */
export const valueBytes = 32;

/** The largest subtree that an engine is asked for: 64 chunks, 64 KiB. */
export const maxLog2Chunks = 6;

/** The most chunks of one buffer: byte offsets stay safe integers. */
const maxChunks = 2 ** 43;

/**
 * Computes chaining values in bulk: the part of BLAKE3 that is worth a faster machine. Roots and openings are built from it.
 * An engine trusts its arguments: {@link subtree} is what checks them.
 */
export interface Engine {
  /** For messages and benchmarks: `typescript`, `wasm-simd`. */
  readonly name: string;
  /**
   * The chaining values of consecutive subtrees of 2^`log2Chunks` whole chunks each, none of which is the root.
   *
   * @param bytes n subtrees, so n · 2^`log2Chunks` · 1024 bytes, n ≥ 0, at any byte offset of their buffer.
   * @param firstChunk index of the first chunk of `bytes`; a multiple of 2^`log2Chunks`, below 2^43.
   * @param log2Chunks 0 to {@link maxLog2Chunks}.
   * @returns n · 32 bytes, in a buffer of their own.
   */
  subtrees(bytes: Uint8Array, firstChunk: number, log2Chunks: number): Uint8Array;
}

/** What distinguishes the modes: the key of the compression and the flags of every block. */
interface Mode {
  readonly key: Uint32Array;
  readonly flags: number;
}

const plain: Mode = { key: Uint32Array.from(initialValues), flags: 0 };

/** The engine that runs everywhere: TypeScript, one chunk at a time. */
export const typescript: Engine = engineOf(plain);

/**
 * The BLAKE3 hash of `bytes` (any length), as `b3sum` computes it.
 *
 * @returns 32 bytes.
 */
export function hash(bytes: Uint8Array, engine: Engine = typescript): Uint8Array<ArrayBuffer> {
  assertBytes(bytes, 'bytes');
  return rootOf(bytes, engine, plain);
}

/**
 * BLAKE3's derive-key mode: a hash of `material` that no other `context`, and no plain hash, can produce.
 *
 * @param context a constant of the program, never data.
 * @returns 32 bytes.
 */
export function deriveKey(context: string, material: Uint8Array): Uint8Array<ArrayBuffer> {
  assertBytes(material, 'material');
  const contextMode: Mode = { key: plain.key, flags: flag.keyContext };
  const contextKey = rootOf(new TextEncoder().encode(context), engineOf(contextMode), contextMode);
  const key = new Uint32Array(8);
  loadWords(contextKey, key);
  const mode: Mode = { key, flags: flag.keyMaterial };
  return rootOf(material, engineOf(mode), mode);
}

/**
 * The chaining value of a part of a buffer that is a node of its tree, but not the root.
 *
 * @param bytes the node's bytes: 2^k whole chunks where more follow, 1 byte or more at the end of the buffer.
 * @param firstChunk index in the buffer of the node's first chunk, a multiple of the node's chunks rounded up to 2^k.
 * @returns 32 bytes. Equal bytes at equal places have equal values.
 * @throws AssayError `blake3.not-a-node` (bug).
 */
export function subtree(bytes: Uint8Array, firstChunk: number, engine: Engine = typescript): Uint8Array {
  assertBytes(bytes, 'bytes');
  const chunks = Math.ceil(bytes.length / chunkBytes);
  const span = chunks === 1 ? 1 : 2 * leftChunks(chunks);
  if (chunks === 0 || !Number.isSafeInteger(firstChunk / span) || firstChunk < 0 || firstChunk + chunks > maxChunks) {
    throw new AssayError({
      kind: 'bug',
      code: 'blake3.not-a-node',
      expected: `1 byte or more, from a chunk index that is a multiple of ${span}`,
      got: `${bytes.length} bytes from chunk ${firstChunk}`,
      remedy: 'Take nodes from the walk that splits the buffer, as opening.ts does.',
    });
  }
  return nodeOf(bytes, firstChunk, engine, plain);
}

/** The chaining value over two children that are not the root's. */
export function parent(left: Uint8Array, right: Uint8Array): Uint8Array<ArrayBuffer> {
  return join(left, right, plain, 0);
}

/** The hash over the root's two children. */
export function rootParent(left: Uint8Array, right: Uint8Array): Uint8Array<ArrayBuffer> {
  return join(left, right, plain, flag.root);
}

/**
 * How many of `chunks` (at least 2) go to the left child: the largest power of two that leaves something to the right (§2.1).
 * By doubling, not by shifts: there can be more than 2^31.
 */
export function leftChunks(chunks: number): number {
  let left = 1;
  while (2 * left < chunks) left *= 2;
  return left;
}

function rootOf(bytes: Uint8Array, engine: Engine, mode: Mode): Uint8Array<ArrayBuffer> {
  if (bytes.length <= chunkBytes) return chunkOf(bytes, 0, mode, flag.root);
  const left = leftChunks(Math.ceil(bytes.length / chunkBytes));
  const cut = left * chunkBytes;
  return join(
    nodeOf(bytes.subarray(0, cut), 0, engine, mode),
    nodeOf(bytes.subarray(cut), left, engine, mode),
    mode,
    flag.root,
  );
}

function nodeOf(bytes: Uint8Array, firstChunk: number, engine: Engine, mode: Mode): Uint8Array {
  if (bytes.length < chunkBytes) return chunkOf(bytes, firstChunk, mode, 0);
  const chunks = Math.ceil(bytes.length / chunkBytes);
  if (bytes.length === chunks * chunkBytes && Number.isInteger(Math.log2(chunks))) {
    return perfect(bytes, firstChunk, Math.log2(chunks), engine, mode);
  }
  const left = leftChunks(chunks);
  const cut = left * chunkBytes;
  return join(
    nodeOf(bytes.subarray(0, cut), firstChunk, engine, mode),
    nodeOf(bytes.subarray(cut), firstChunk + left, engine, mode),
    mode,
    0,
  );
}

function perfect(bytes: Uint8Array, firstChunk: number, log2Chunks: number, engine: Engine, mode: Mode): Uint8Array {
  if (log2Chunks <= maxLog2Chunks) return engine.subtrees(bytes, firstChunk, log2Chunks);
  const values = new Uint32Array((bytes.length / chunkBytes / 2 ** maxLog2Chunks) * 8);
  loadWords(engine.subtrees(bytes, firstChunk, maxLog2Chunks), values);
  reduce(values, 0, log2Chunks - maxLog2Chunks, mode);
  return storeWords(values.subarray(0, 8));
}

/** Replaces the 2^`levels` chaining values from word `at` by their common ancestor's, at word `at`. */
function reduce(values: Uint32Array, at: number, levels: number, mode: Mode): void {
  for (let count = 2 ** levels / 2; count >= 1; count /= 2) {
    for (let i = 0; i < count; i++) {
      compress(mode.key, values, at + 16 * i, 1, 64, 0, mode.flags | flag.parent, 0, values, at + 8 * i);
    }
  }
}

function join(left: Uint8Array, right: Uint8Array, mode: Mode, lastFlags: number): Uint8Array<ArrayBuffer> {
  assertBytes(left, 'left', valueBytes);
  assertBytes(right, 'right', valueBytes);
  const words = new Uint32Array(16);
  loadWords(left, words);
  loadWords(right, words, 8);
  compress(mode.key, words, 0, 1, 64, 0, mode.flags | flag.parent, lastFlags, words, 0);
  return storeWords(words.subarray(0, 8));
}

/** A chunk of 0 to 1024 bytes; only an empty buffer has one of 0. */
function chunkOf(bytes: Uint8Array, index: number, mode: Mode, lastFlags: number): Uint8Array<ArrayBuffer> {
  const blocks = Math.max(1, Math.ceil(bytes.length / 64));
  const words = new Uint32Array(16 * blocks);
  loadWords(bytes, words);
  compress(mode.key, words, 0, blocks, bytes.length - 64 * (blocks - 1), index, mode.flags, lastFlags, words, 0);
  return storeWords(words.subarray(0, 8));
}

function engineOf(mode: Mode): Engine {
  return {
    name: 'typescript',
    subtrees(bytes: Uint8Array, firstChunk: number, log2Chunks: number): Uint8Array {
      const chunks = bytes.length / chunkBytes;
      const span = 2 ** log2Chunks;
      const words = wordView(bytes);
      const copy = words === undefined ? new Uint32Array(chunkBytes / 4) : undefined;
      const values = new Uint32Array(8 * span);
      const result = new Uint8Array((chunks / span) * valueBytes);
      for (let first = 0; first < chunks; first += span) {
        for (let i = 0; i < span; i++) {
          const at = first + i;
          if (words !== undefined) {
            compress(mode.key, words, 256 * at, 16, 64, firstChunk + at, mode.flags, 0, values, 8 * i);
          } else {
            loadWords(bytes.subarray(chunkBytes * at, chunkBytes * (at + 1)), copy!);
            compress(mode.key, copy!, 0, 16, 64, firstChunk + at, mode.flags, 0, values, 8 * i);
          }
        }
        reduce(values, 0, log2Chunks, mode);
        result.set(storeWords(values.subarray(0, 8)), (first / span) * valueBytes);
      }
      return result;
    },
  };
}

const IS_LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** The bytes as words in place, where the host's byte order and their alignment allow it. */
function wordView(bytes: Uint8Array): Uint32Array | undefined {
  if (!IS_LITTLE_ENDIAN || bytes.byteOffset % 4 !== 0) return undefined;
  return new Uint32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 4));
}

/** Little-endian words from bytes, on any host and alignment; a last partial word is padded with zeros. */
function loadWords(bytes: Uint8Array, words: Uint32Array, at = 0): void {
  const whole = bytes.length >>> 2;
  for (let i = 0, from = 0; i < whole; i++, from += 4) {
    words[at + i] = bytes[from]! | (bytes[from + 1]! << 8) | (bytes[from + 2]! << 16) | (bytes[from + 3]! << 24);
  }
  for (let from = 4 * whole; from < bytes.length; from++) {
    words[at + whole] = words[at + whole]! | (bytes[from]! << (8 * (from % 4)));
  }
}

function storeWords(words: Uint32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 * words.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < words.length; i++) view.setUint32(4 * i, words[i]!, true);
  return bytes;
}
