/** What a pass knows of a program before it walks through it. */

import { type Item, innerOf, visit } from '../program/items.js';
import { changedBy } from '../program/memories.js';
import { type Label, type Node, type Program, targetOf } from '../program/program.js';
import { type Changeable, changeableOf } from './known.js';

/** Nodes and phases that control may jump to the beginning or the end of. */
type Labelled = Extract<Item, { kind: 'block' | 'loop' }>;

export interface Survey {
  /** Nodes and phases. */
  readonly size: number;
  /** How often each register is written. */
  readonly counts: Uint32Array;
  /** Blocks and loops that are left by a `leave`. */
  readonly left: ReadonlySet<Label>;
  /** Loops that are repeated. */
  readonly repeated: ReadonlySet<Label>;
  /** Registers with several definitions, and memories, that are changed inside, some of them more than once. */
  changesOf(labelled: Labelled): Int32Array;
}

export function survey({ registers, body }: Program): Survey {
  const counts = new Uint32Array(registers);
  const left = new Set<Label>();
  const repeated = new Set<Label>();
  const changes: Changeable[] = [];
  const intervals = new Map<Labelled, readonly [number, number]>();
  let size = 0;
  visit(body, (node) => {
    size += 1;
    const to = targetOf(node as Node);
    if (to !== undefined) counts[to]! += 1;
    if (node.kind === 'leave') left.add(node.label);
    if (node.kind === 'again') repeated.add(node.label);
  });
  const collect = (list: readonly Item[]): void => {
    for (const node of list) {
      const start = changes.length;
      const to = targetOf(node as Node);
      if (to !== undefined && counts[to]! > 1) changes.push(to);
      const memory = changedBy(node as Node);
      if (memory !== undefined) changes.push(changeableOf(memory));
      for (const part of innerOf(node)) collect(part);
      if (node.kind === 'block' || node.kind === 'loop') intervals.set(node, [start, changes.length]);
    }
  };
  collect(body);
  const all = Int32Array.from(changes);
  return {
    size,
    counts,
    left,
    repeated,
    changesOf: (labelled) => all.subarray(...(intervals.get(labelled) ?? [0, 0])),
  };
}
