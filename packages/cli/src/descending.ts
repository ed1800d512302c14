/** A descent with both players here (`@assay/verify` SPEC.md, chapter Descent). */
import type { blake3, suite, verdict } from '@assay/core';
import { descent } from '@assay/verify';

/** A move, for people. */
export interface Move {
  readonly by: descent.Player;
  readonly text: string;
  /** What the worker showed. */
  readonly lengthBytes?: number;
}

/** How a descent ended: with a chunk that differs, or by a worker who did not show what he was asked for. */
export type Descended =
  | { readonly ok: true; readonly difference: descent.Difference; readonly opening: Uint8Array }
  | { readonly ok: false; readonly verdict: verdict.Verdict };

/** What the players have of the version. */
export interface Case {
  /** That the receipt commits to. */
  readonly root: suite.Root;
  /** The worker's bytes. */
  readonly committed: Uint8Array;
  /** The watcher's: others than those that the root is of, and as many. */
  readonly own: Uint8Array;
}

/** Plays it to its end. */
export function descend({ root, committed, own }: Case, engine: blake3.Engine, tell: (move: Move) => void): Descended {
  let watcher = descent.watch({ root, lengthBytes: own.length, own, engine });
  const opening = descent.begin(committed, engine);
  tell({ by: 'worker', text: 'opens the last byte', lengthBytes: opening.length });
  let next = descent.opened(watcher, opening);
  for (;;) {
    if (!next.ok) return next;
    watcher = next.watcher;
    const node = descent.question(watcher);
    if (node === undefined) break;
    tell({ by: 'watcher', text: `asks what is in ${toChunksText(node)}, whose value is not his` });
    const answer = descent.answer(committed, node, engine);
    if (!answer.ok) return answer;
    const values = answer.bytes.length / 32;
    const text = node.height === 0 ? 'shows the chunk' : `shows ${values} values below it`;
    tell({ by: 'worker', text, lengthBytes: answer.bytes.length });
    next = descent.answered(watcher, answer.bytes);
  }
  return { ok: true, difference: descent.difference(watcher)!, opening: descent.opening(watcher) };
}

/** `chunks 32 to 63`. */
function toChunksText({ first, height }: descent.Node): string {
  return height === 0 ? `chunk ${first}` : `chunks ${first} to ${first + 2 ** height - 1}`;
}
