/** Computes once, in front of a loop, what is the same in all its rounds. */

import { type Item, innerOf, visit, withParts } from '../program/items.js';
import {
  type Node,
  operandsOf,
  type Phase,
  type Program,
  type Pure,
  partsOf,
  type Register,
  targetOf,
} from '../program/program.js';
import { isLeaf, isPure } from './expression.js';

type Loop = Extract<Node, { kind: 'loop' }>;

/** A loop of a region around the node at hand, with the nodes that come in front of it. */
interface Open {
  readonly loop: Loop;
  /** The places of its beginning and its end. */
  readonly start: number;
  readonly end: number;
  readonly front: Pure[];
}

interface Hoister {
  /** The places where each register is written, ascending. Of one that was moved, the beginning of the loop. */
  readonly places: (number[] | undefined)[];
  /** Loops by the places of their beginnings. */
  readonly ends: Map<number, number>;
  /** Nodes that are the same everywhere, by register. */
  readonly leaves: Map<Register, Pure>;
  /** Where nodes are moved, by register. */
  readonly moves: Map<Register, Open>;
  /** What comes in front of each loop. */
  readonly fronts: Map<Item, Open>;
  place: number;
}

/**
 * A pure node moves in front of the outermost loop of its region in which nothing that it reads is written. It is computed there
 * also if the loop would not come to it, which nobody sees.
 */
export function hoist(program: Program): Program {
  const hoister: Hoister = {
    places: [],
    ends: new Map(),
    leaves: new Map(),
    moves: new Map(),
    fronts: new Map(),
    place: 0,
  };
  const regions: (readonly Node[])[] = [];
  visit(program.body, (item) => {
    if (item.kind === 'region') regions.push(item.code);
  });
  for (const code of regions) number(hoister, code);
  for (const to of [...hoister.leaves.keys()]) if (hoister.places[to]!.length > 1) hoister.leaves.delete(to);
  hoister.place = 0;
  for (const code of regions) walk(hoister, code, []);
  return hoister.moves.size === 0 ? program : { ...program, body: rewrite(hoister, program.body) as Phase[] };
}

/** Gives each node a place, in the order of the program. */
function number(hoister: Hoister, list: readonly Node[]): void {
  for (const node of list) {
    hoister.place += 1;
    const start = hoister.place;
    const to = targetOf(node);
    if (to !== undefined) {
      hoister.places[to] ??= [];
      hoister.places[to].push(start);
    }
    if (isPure(node) && isLeaf(node)) hoister.leaves.set(node.to, node);
    for (const part of partsOf(node)) number(hoister, part);
    if (node.kind === 'loop') hoister.ends.set(start, hoister.place);
  }
}

function walk(hoister: Hoister, list: readonly Node[], loops: readonly Open[]): void {
  for (const node of list) {
    hoister.place += 1;
    if (node.kind === 'loop') {
      const start = hoister.place;
      const open: Open = { loop: node, start, end: hoister.ends.get(start)!, front: [] };
      hoister.fronts.set(node, open);
      walk(hoister, node.body, [...loops, open]);
      continue;
    }
    if (loops.length > 0 && isPure(node) && !isLeaf(node)) tryToMove(hoister, node, loops);
    for (const part of partsOf(node)) walk(hoister, part, loops);
  }
}

function tryToMove(hoister: Hoister, node: Pure, loops: readonly Open[]): void {
  const { leaves, places } = hoister;
  if (places[node.to]!.length !== 1) return;
  const operands = operandsOf(node);
  let depth = 0;
  for (const operand of operands) {
    if (!leaves.has(operand)) depth = Math.max(depth, depthOf(hoister, operand, loops));
  }
  const open = loops[depth];
  if (open === undefined) return;
  for (const operand of operands) {
    const leaf = leaves.get(operand);
    if (leaf !== undefined && depthOf(hoister, operand, loops) > depth) move(hoister, leaf, open);
  }
  move(hoister, node, open);
}

function move({ places, moves }: Hoister, node: Pure, open: Open): void {
  places[node.to] = [open.start];
  moves.set(node.to, open);
  open.front.push(node);
}

/** How many of the loops, from the outermost on, have a definition of the register in them. */
function depthOf({ places }: Hoister, register: Register, loops: readonly Open[]): number {
  const own = places[register] ?? [];
  let [low, high] = [0, loops.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isWrittenIn(own, loops[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isWrittenIn(places: readonly number[], { start, end }: Open): boolean {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]! <= start) low = middle + 1;
    else high = middle;
  }
  return low < places.length && places[low]! <= end;
}

function rewrite(hoister: Hoister, list: readonly Item[]): readonly Item[] {
  const { moves, fronts } = hoister;
  const written: Item[] = [];
  for (const item of list) {
    const to = targetOf(item as Node);
    if (to !== undefined && moves.has(to)) continue;
    const open = fronts.get(item);
    if (open !== undefined) for (const one of open.front) if (moves.get(one.to) === open) written.push(one);
    written.push(
      withParts(
        item,
        innerOf(item).map((part) => rewrite(hoister, part)),
      ),
    );
  }
  return written;
}
