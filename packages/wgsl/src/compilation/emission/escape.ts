/** Jumps that lead out of the node that they stand in, and that some lanes may take while others do not. */

import { type Label, type Node, partsOf } from '../program/program.js';
import type { Levels } from './levels.js';

/** All nodes of a region behind which some lanes may be missing, because they have jumped out of it. Each node is looked at once. */
export function escapesIn(code: readonly Node[], levels: Levels): ReadonlySet<Node> {
  const escaping = new Set<Node>();
  /** How deep blocks and loops of the region lie. */
  const depths = new Map<Label, number>();
  /** Gives how deep the outermost one lies that such a jump in the node leads to; the phases around the region lie at -1. */
  const visit = (node: Node, depth: number): number => {
    let outermost = Number.POSITIVE_INFINITY;
    if (node.kind === 'leave' || node.kind === 'again') {
      const target = depths.get(node.label);
      if (target === undefined ? levels.hasDivergentExits : levels.isDivergent(node.label)) outermost = target ?? -1;
    }
    if (node.kind === 'block' || node.kind === 'loop') depths.set(node.label, depth);
    for (const part of partsOf(node)) {
      for (const inner of part) outermost = Math.min(outermost, visit(inner, depth + 1));
    }
    if (outermost < depth) escaping.add(node);
    return outermost;
  };
  for (const node of code) visit(node, 0);
  return escaping;
}
