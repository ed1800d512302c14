/** Computes values where they are wanted: without copies of registers that nothing else reads. */
import { type Item, innerOf, visit, withParts } from '../program/items.js';
import { type Node, operandsOf, type Phase, type Program, type Register, targetOf } from '../program/program.js';

interface Coalescer {
  /** How often each register is written and read in the program; 2 stands for more. */
  readonly writes: Uint8Array;
  readonly reads: Uint8Array;
  /** Nodes without others in them, one behind the other: the stretch in which each register was last written and touched. */
  readonly writtenIn: Int32Array;
  readonly touchedIn: Int32Array;
  /** The places of the nodes in their list. */
  readonly writtenAt: Int32Array;
  readonly touchedAt: Int32Array;
  stretch: number;
}

/**
 * Where a register is written once and read once, by a copy behind it in its list, and the register that it is copied to is not
 * touched between the two, the first writes the second.
 */
export function coalesce(program: Program): Program {
  const { registers, body } = program;
  const coalescer: Coalescer = {
    writes: new Uint8Array(registers),
    reads: new Uint8Array(registers),
    writtenIn: new Int32Array(registers),
    touchedIn: new Int32Array(registers),
    writtenAt: new Int32Array(registers),
    touchedAt: new Int32Array(registers),
    stretch: 0,
  };
  const { writes, reads } = coalescer;
  visit(body, (item) => {
    const to = targetOf(item as Node);
    if (to !== undefined) writes[to] = Math.min(2, writes[to]! + 1);
    for (const from of operandsOf(item as Node)) reads[from] = Math.min(2, reads[from]! + 1);
  });
  return { ...program, body: walk(coalescer, body) as Phase[] };
}

function walk(coalescer: Coalescer, list: readonly Item[]): readonly Item[] {
  const written: Item[] = [];
  coalescer.stretch += 1;
  for (const item of list) {
    const parts = innerOf(item);
    if (parts.length > 0) {
      const inner = parts.map((part) => walk(coalescer, part));
      coalescer.stretch += 1;
      written.push(withParts(item, inner));
      continue;
    }
    const node = item as Node;
    const place = node.kind === 'copy' ? placeOf(coalescer, node.to, node.from) : undefined;
    if (place === undefined) {
      for (const from of operandsOf(node)) touch(coalescer, from, written.length);
      written.push(node);
    } else written[place] = { ...written[place], to: targetOf(node) } as Node;
    const to = targetOf(node);
    if (to === undefined) continue;
    const at = place ?? written.length - 1;
    touch(coalescer, to, at);
    coalescer.writtenIn[to] = coalescer.stretch;
    coalescer.writtenAt[to] = at;
  }
  return written;
}

function touch({ touchedIn, touchedAt, stretch }: Coalescer, register: Register, place: number): void {
  touchedIn[register] = stretch;
  touchedAt[register] = place;
}

/** The place of the node that can write `to` instead of `from`. */
function placeOf(coalescer: Coalescer, to: Register, from: Register): number | undefined {
  const { writes, reads, writtenIn, writtenAt, touchedIn, touchedAt, stretch } = coalescer;
  if (writes[from] !== 1 || reads[from] !== 1 || writtenIn[from] !== stretch) return undefined;
  const place = writtenAt[from]!;
  return touchedIn[to] !== stretch || touchedAt[to]! <= place ? place : undefined;
}
