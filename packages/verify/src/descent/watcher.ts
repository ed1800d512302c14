import { AssayError, blake3, bytes as octets, type suite } from '@assay/core';
import { chunksOf, heightOf, type Node, nodesOf, valueFrom, valueIn } from './node.js';
import { advance, ask, asked, type Move, type Refused, type State, start } from './referee.js';

const { chunkBytes } = blake3;

/** One who has his own bytes of a version, and what a worker has shown him of the committed ones. Never changed. */
export interface Watcher {
  readonly own: Uint8Array;
  /** As the referee sees it, the {@link question} asked. */
  readonly state: State;
  readonly engine: blake3.Engine;
}

/** The worker's move was right. */
export interface Watched {
  readonly ok: true;
  readonly watcher: Watcher;
}

/** A chunk that the worker has shown, and that is another than the watcher's. */
export interface Difference {
  /** Its index. */
  readonly chunk: number;
  /** Of the chunk, in the version. */
  readonly offsetBytes: number;
  /** The committed bytes. */
  readonly bytes: Uint8Array;
  /** Of the first byte that differs, in the version. */
  readonly firstOffsetBytes: number;
}

/** What a watcher brings. */
export interface Case {
  /** The root that the trace has. */
  readonly root: suite.Root;
  /** The version's, from the job. */
  readonly lengthBytes: number;
  /** The version as the watcher's own run gave it: that many bytes. */
  readonly own: Uint8Array;
  readonly engine?: blake3.Engine;
}

/** A watcher to whom nothing has been shown. */
export function watch({ root, lengthBytes, own, engine = blake3.typescript }: Case): Watcher {
  octets.assertBytes(own, 'own', lengthBytes);
  return { own, state: start(root, lengthBytes), engine };
}

/**
 * The worker's opening move has come. Hashes the watcher's bytes up to the first difference.
 *
 * @returns `descent.wrong-answer` where it is none; then the watcher is as before, and another may come.
 */
export function opened(watcher: Watcher, bytes: Uint8Array): Watched | Refused {
  return follow(watcher, { kind: 'opening', bytes });
}

/** The worker's answer to the {@link question} has come. @returns as {@link opened}. */
export function answered(watcher: Watcher, bytes: Uint8Array): Watched | Refused {
  return follow(watcher, { kind: 'answer', bytes });
}

/**
 * The node to ask about. After the opening move there is none when a chunk with a {@link difference} has been shown, or when
 * there is no difference: then the watcher's bytes are the committed ones, and he has no case.
 */
export function question({ state }: Watcher): Node | undefined {
  return asked(state);
}

/** The first chunk shown that differs from the watcher's. */
export function difference({ own, state }: Watcher): Difference | undefined {
  for (const { offsetBytes, bytes } of state.chunks) {
    const at = bytes.findIndex((byte, i) => byte !== own[offsetBytes + i]);
    if (at >= 0) {
      return { chunk: offsetBytes / chunkBytes, offsetBytes, bytes, firstOffsetBytes: offsetBytes + at };
    }
  }
  return undefined;
}

/**
 * The opening (core C5) of the committed version for the chunk that differs, or for any range in it: it is the same one. Made
 * of what the worker has shown, and of nothing else.
 *
 * @throws AssayError `descent.no-difference` (bug).
 */
export function opening(watcher: Watcher): Uint8Array {
  const found = difference(watcher);
  if (found === undefined) {
    throw new AssayError({
      kind: 'bug',
      code: 'descent.no-difference',
      expected: 'a chunk that differs',
      got: 'none so far',
      remedy: 'Go on while there is a question; without a difference there is nothing to prove.',
    });
  }
  const { rows, chunks, lengthBytes } = watcher.state;
  const last = chunksOf(lengthBytes) - 1;
  const parts: Uint8Array[] = [];
  // The walk of C5: nodes without a shown chunk stand there by their values.
  const visit = (first: number, end: number): void => {
    const isHidden = end <= last && (found.chunk < first || found.chunk >= end);
    if (isHidden) parts.push(valueFrom(rows, { first, height: heightOf(end - first) })!);
    else if (end - first === 1) parts.push(chunks.find(({ offsetBytes }) => offsetBytes === first * chunkBytes)!.bytes);
    else {
      const middle = first + blake3.leftChunks(end - first);
      visit(first, middle);
      visit(middle, end);
    }
  };
  visit(0, last + 1);
  return octets.concat(...parts);
}

/** Takes the worker's move, and asks the next question where there is one. */
function follow(watcher: Watcher, move: Move): Watched | Refused {
  const next = advance(watcher.state, move, watcher.engine);
  if (!next.ok) return next;
  const seen = { ...watcher, state: next.state };
  const node = difference(seen) === undefined ? firstOther(seen, watcher.state.rows.length) : undefined;
  return { ok: true, watcher: node === undefined ? seen : { ...seen, state: ask(next.state, node).state } };
}

/** The first node of which the watcher's value differs, in the rows from that index on. */
function firstOther({ own, state, engine }: Watcher, index: number): Node | undefined {
  for (const row of state.rows.slice(index)) {
    for (const { value, ...node } of nodesOf(row)) {
      if (!octets.isEqual(value, valueIn(own, node, engine))) return node;
    }
  }
  return undefined;
}
