import { blake3, type opening } from '@assay/core';

const { chunkBytes, valueBytes } = blake3;

/** A run of 2^`height` chunks that the tree of a version has as a node (SPEC.md L1). */
export interface Node {
  /** Index of its first chunk, a multiple of 2^`height`. */
  readonly first: number;
  readonly height: number;
}

/** Nodes of one height, side by side: `first` is the first one's, and `values` has 32 bytes for each. */
export interface Row extends Node {
  readonly values: Uint8Array;
}

/** How many levels of the tree an answer goes down at most (L4): 256 values. */
const levels = 8;

/** The most bytes of an answer (L6). */
export const mostAnswerBytes: number = 2 ** levels * valueBytes;

/** The most answers of a descent, the opening move apart (L6). */
export function mostAnswers(lengthBytes: number): number {
  return 2 + Math.ceil(heightOf(chunksOf(lengthBytes)) / levels);
}

export function chunksOf(lengthBytes: number): number {
  return Math.ceil(lengthBytes / chunkBytes);
}

/** The least h with 2^h chunks or more. By doubling, not by shifts: there can be more than 2^31. */
export function heightOf(chunks: number): number {
  let height = 0;
  while (2 ** height < chunks) height++;
  return height;
}

/** What the opening move opens (L2). */
export function lastByte(lengthBytes: number): opening.Range {
  return { offsetBytes: lengthBytes - 1, lengthBytes: 1 };
}

/**
 * Whether a version has the node, and one could ask about it: the opening move shows the last chunk, and so no value of a
 * node with that chunk, the root among them. What is left are whole chunks.
 */
export function isAskable({ first, height }: Node, lengthBytes: number): boolean {
  const span = 2 ** height;
  if (!Number.isInteger(height) || height < 0 || !Number.isSafeInteger(first / span) || first < 0) return false;
  return first + span < chunksOf(lengthBytes);
}

/** The node's bytes. @param bytes of the whole version. */
export function bytesOf(bytes: Uint8Array, { first, height }: Node): Uint8Array {
  return bytes.subarray(first * chunkBytes, (first + 2 ** height) * chunkBytes);
}

/** The node's value (core C3). @param bytes of the whole version. */
export function valueIn(bytes: Uint8Array, node: Node, engine: blake3.Engine): Uint8Array {
  return blake3.subtree(bytesOf(bytes, node), node.first, engine);
}

/** The nodes that the answer to a question about a node of height 1 or more has the values of (L4), left to right. */
export function below({ first, height }: Node): readonly Node[] {
  const lower = Math.max(0, height - levels);
  return Array.from({ length: 2 ** (height - lower) }, (_, i) => ({ first: first + i * 2 ** lower, height: lower }));
}

/** The nodes of a row. */
export function nodesOf({ first, height, values }: Row): readonly (Node & { readonly value: Uint8Array })[] {
  return Array.from({ length: values.length / valueBytes }, (_, i) => ({
    first: first + i * 2 ** height,
    height,
    value: values.subarray(valueBytes * i, valueBytes * (i + 1)),
  }));
}

/** The value of a node from the first row that has it, or all nodes of one height below it; undefined where no row has. */
export function valueFrom(rows: readonly Row[], { first, height }: Node): Uint8Array | undefined {
  for (const row of rows) {
    const from = ((first - row.first) / 2 ** row.height) * valueBytes;
    const to = from + 2 ** (height - row.height) * valueBytes;
    const isAligned = height >= row.height && Number.isInteger(from / valueBytes);
    if (isAligned && from >= 0 && to <= row.values.length) return fold(row.values.subarray(from, to));
  }
  return undefined;
}

/** The value of the node that 2^k nodes side by side have above them. */
export function fold(values: Uint8Array): Uint8Array {
  let level = values;
  while (level.length > valueBytes) {
    const above = new Uint8Array(level.length / 2);
    for (let at = 0; at < above.length; at += valueBytes) {
      const pair = level.subarray(2 * at, 2 * (at + valueBytes));
      above.set(blake3.parent(pair.subarray(0, valueBytes), pair.subarray(valueBytes)), at);
    }
    level = above;
  }
  return level;
}

/** For evidence. */
export function nameOf({ first, height }: Node): string {
  return height === 0 ? `chunk ${first}` : `the node of height ${height} from chunk ${first}`;
}
