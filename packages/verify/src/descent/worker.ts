import { blake3, bytes as octets, opening, verdict } from '@assay/core';
import { below, bytesOf, isAskable, lastByte, type Node, nameOf, valueIn } from './node.js';
import type { Refused } from './referee.js';

/** What the worker shows, or that there is no such node: verdict `descent.bad-question`, the watcher's fault. */
export type Answer = { readonly ok: true; readonly bytes: Uint8Array } | Refused;

/**
 * The opening move: the opening of the version's last byte (SPEC.md L2). Hashes all the rest.
 *
 * @param bytes of the version, at least one.
 * @throws AssayError `opening.bad-range` (bug) of no bytes.
 */
export function begin(bytes: Uint8Array, engine: blake3.Engine = blake3.typescript): Uint8Array {
  return opening.open(bytes, [lastByte(bytes.length)], engine);
}

/**
 * The answer to a question about a node (L4). Hashes the node's bytes. Whether the node may be asked about now is for the
 * referee to say (`checkQuestion`): a worker who remembers no earlier move can answer, too.
 *
 * @param bytes of the version.
 * @returns bytes of their own, or for a chunk a view into `bytes`.
 */
export function answer(bytes: Uint8Array, node: Node, engine: blake3.Engine = blake3.typescript): Answer {
  if (!isAskable(node, bytes.length)) {
    const expected = 'a node of the tree, without the last chunk';
    return {
      ok: false,
      verdict: verdict.of('descent.bad-question', undefined, { expected, got: nameOf(node) }),
    };
  }
  if (node.height === 0) return { ok: true, bytes: bytesOf(bytes, node) };
  return { ok: true, bytes: octets.concat(...below(node).map((each) => valueIn(bytes, each, engine))) };
}
