/** Leaves out what nobody reads. */

import { type Item, innerOf, visit, withParts } from '../program/items.js';
import { changedBy, isTemporary, loadedBy, type Memory } from '../program/memories.js';
import { type Node, operandsOf, type Phase, type Program, type Register, targetOf } from '../program/program.js';
import { isPure } from './expression.js';

/** Registers, and behind them memories that are gone when the cell ends. */
type Place = number;

/**
 * Without nodes that do nothing but write registers that are not read, or memory that is not loaded, and without branches, blocks
 * and loops with nothing in them. Loads of buffers stay: which words a cell reads is part of what it does.
 */
export function removeUnused(program: Program): Program {
  const used = usedIn(program);
  const isUsed = (node: Item): boolean => {
    const place = placeOf(program, node);
    return place === undefined || used[place] === 1;
  };
  return { ...program, body: keep(program.body, isUsed) as Phase[] };
}

/** What a node writes, if that is all it does. */
function placeOf({ registers }: Program, node: Item): Place | undefined {
  if (node.kind === 'copy' && node.to === node.from) return undefined;
  if (isPure(node) || node.kind === 'load') return (node as { to: Register }).to;
  const memory = changedBy(node as Node);
  return memory !== undefined && isTemporary(memory) ? registers + memory : undefined;
}

/** For each place whether it is read for something. */
function usedIn(program: Program): Uint8Array {
  const { registers } = program;
  const used = new Uint8Array(registers + 2);
  /** What each place is computed from, as lists in one array. */
  const heads = new Int32Array(registers + 2).fill(-1);
  const links: { readonly from: Place; readonly next: number }[] = [];
  const pending: Place[] = [];
  const use = (place: Place): void => {
    if (used[place] === 1) return;
    used[place] = 1;
    pending.push(place);
  };
  visit(program.body, (node) => {
    const place = placeOf(program, node);
    for (const from of readBy(registers, node as Node)) {
      if (place === undefined) use(from);
      else heads[place] = links.push({ from, next: heads[place]! }) - 1;
    }
  });
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    for (let at = heads[place]!; at >= 0; at = links[at]!.next) use(links[at]!.from);
  }
  return used;
}

function readBy(registers: number, node: Node): readonly Place[] {
  const memory: Memory | undefined = loadedBy(node);
  const operands = operandsOf(node);
  return memory !== undefined && isTemporary(memory) ? [...operands, registers + memory] : operands;
}

function keep(list: readonly Item[], isUsed: (node: Item) => boolean): readonly Item[] {
  const kept: Item[] = [];
  for (const item of list) {
    if (!isUsed(item) || (item.kind === 'copy' && item.from === targetOf(item))) continue;
    const inner = innerOf(item);
    const parts = inner.map((part) => keep(part, isUsed));
    if (inner.length > 0 && parts.every(({ length }) => length === 0)) continue;
    kept.push(withParts(item, parts));
  }
  return kept;
}
