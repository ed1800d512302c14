/** Keeps words of local memory in registers, where no index is computed. */

import { type Item, innerOf, visit, withParts } from '../program/items.js';
import { type Node, type Phase, type Program, type Pure, type Register, targetOf } from '../program/program.js';
import { isPure } from './expression.js';

type Access = Extract<Node, { kind: 'load' | 'store' }>;

/** Words that become registers. More would not stay in the machine's registers, and cost at each barrier. */
const MOST_WORDS = 256;

/** Words from `first` on, before `end`. */
interface Range {
  readonly first: number;
  readonly end: number;
}

/**
 * A word of local memory becomes a register if every access that could be to it has a constant index. The memory becomes smaller if
 * its last words are not used any more.
 */
export function promote(program: Program): Program {
  const { localWords, registers } = program;
  if (localWords === 0) return program;
  const rangeOf = rangesIn(program);
  const accesses = localAccesses(program);
  const computed = new Uint8Array(localWords);
  const constant = new Uint32Array(localWords);
  /** How many computed ranges begin at a word, less those that end there. */
  const edges = new Int32Array(localWords + 1);
  for (const { index } of accesses) {
    const { first, end } = rangeOf(index);
    if (end - first === 1) constant[first]! += 1;
    else {
      edges[first]! += 1;
      edges[end]! -= 1;
    }
  }
  for (let word = 0, open = 0; word < localWords; word++) {
    open += edges[word]!;
    computed[word] = Math.sign(open);
  }
  const words = Array.from(constant.keys()).filter((word) => constant[word]! > 0 && computed[word] === 0);
  // Of too many, those that are accessed most often.
  words.sort((a, b) => constant[b]! - constant[a]! || a - b).splice(MOST_WORDS);
  const registerOf = new Map(words.map((word, k) => [word, registers + k]));
  const isUsed = (word: number): boolean => computed[word] === 1 || (constant[word]! > 0 && !registerOf.has(word));
  let left = localWords;
  while (left > 0 && !isUsed(left - 1)) left -= 1;
  if (left === localWords && words.length === 0) return program;
  const change = (node: Node): Node => {
    if ((node.kind !== 'load' && node.kind !== 'store') || node.memory !== 'local') return node;
    const { first, end } = rangeOf(node.index);
    const register = end - first === 1 ? registerOf.get(first) : undefined;
    if (register === undefined) return node;
    return node.kind === 'load'
      ? { kind: 'copy', to: node.to, from: register }
      : { kind: 'copy', to: register, from: node.value };
  };
  return {
    ...program,
    localWords: left,
    registers: registers + words.length,
    body: changed(program.body, change) as Phase[],
  };
}

function localAccesses({ body }: Program): readonly Access[] {
  const found: Access[] = [];
  visit(body, (node) => {
    if ((node.kind === 'load' || node.kind === 'store') && node.memory === 'local') found.push(node);
  });
  return found;
}

/** Where an index can be, by what it is computed from: nothing is outside of the memory. */
function rangesIn({ body, registers, localWords }: Program): (index: Register) => Range {
  const counts = new Uint8Array(registers);
  const definitions: (Pure | undefined)[] = [];
  visit(body, (node) => {
    const to = targetOf(node as Node);
    if (to === undefined) return;
    counts[to] = Math.min(2, counts[to]! + 1);
    definitions[to] = isPure(node) ? node : undefined;
  });
  const definitionOf = (register: Register): Pure | undefined =>
    counts[register] === 1 ? definitions[register] : undefined;
  const constantOf = (register: Register): number | undefined => {
    const definition = definitionOf(register);
    if (counts[register] === 0) return 0;
    return definition?.kind === 'constant' ? definition.value : undefined;
  };
  const all: Range = { first: 0, end: localWords };
  const below = (register: Register): number => {
    const definition = definitionOf(register);
    if (definition?.kind !== 'binary') return Number.POSITIVE_INFINITY;
    const right = constantOf(definition.right);
    if (right === undefined) return Number.POSITIVE_INFINITY;
    const word = right >>> 0;
    switch (definition.operation) {
      case 'min-u':
      case 'and':
        return word + 1;
      case 'rem-u':
        return word === 0 ? 1 : word;
      case 'shr-u':
        return 2 ** (32 - (word & 31));
      default:
        return Number.POSITIVE_INFINITY;
    }
  };
  return (index) => {
    const value = constantOf(index);
    if (value !== undefined) return { first: value, end: value + 1 };
    const definition = definitionOf(index);
    const base =
      definition?.kind === 'binary' && definition.operation === 'add' ? constantOf(definition.right) : undefined;
    if (definition?.kind !== 'binary' || base === undefined || base < 0)
      return { ...all, end: Math.min(localWords, below(index)) };
    const end = base + below(definition.left);
    return end > localWords ? all : { first: base, end };
  };
}

function changed(list: readonly Item[], change: (node: Node) => Node): readonly Item[] {
  return list.map((item) => {
    const parts = innerOf(item).map((part) => changed(part, change));
    return parts.length > 0 ? withParts(item, parts) : change(item as Node);
  });
}
