/**
 * What the compiler takes on (SPEC.md, chapter Compilation). A kernel comes from an adversary: whatever it asks for more than once a
 * node has a limit with a name, here or where it is counted, so that compiling takes seconds and not the machine.
 */
import { AssayError } from '@assay/core';
import type { Instruction, Phase as KernelPhase } from '../execution/ir.js';
import type { Node, Phase } from './program/program.js';
import type { Code } from './wasm/wasm.js';

/** The most of each; honest kernels stay below a tenth of those of the function. */
export const most = {
  /** Blocks, loops and branches inside each other: all passes, and engines, recurse on them. */
  depth: 400,
  /** Nodes and phases, with those of the guards. */
  nodes: 65_536,
  /** Locals of the function. As vectors they take 32 KiB of the stack, of which there may be no more than 1 MiB in all. */
  locals: 2048,
  /** Blocks, loops and branches of the function. V8's optimizing compiler takes time by their square: two seconds for so many. */
  constructs: 16_384,
  /** Of these, loops: they cost it more. */
  loops: 1024,
  /** Constructs times locals: what V8 knows of each local is kept for each construct, in 40 bytes, or later in 150. */
  states: 1_048_576,
  /** Loops times locals: optimized code may have a place on the stack for each local in each loop, half a MiB then. */
  loopStates: 65_536,
  /** Bytes of the function. V8 takes a kilobyte for each when it optimizes. */
  codeBytes: 524_288,
  /** Bytes of memory for what all invocations of a cell have for themselves or share, but for bindings: what the interpreter takes. */
  memoryBytes: 268_435_456,
} as const;

/** Counts what a pass looks at more than once for each node. */
export class Work {
  #left: number;

  /** @param most of anything that takes some nanoseconds. */
  constructor(most: number) {
    this.#left = most;
  }

  /** @throws AssayError `compiler.too-large` (exhausted). */
  spend(work: number): void {
    this.#left -= work;
    if (this.#left < 0) throw tooLarge();
  }
}

type Item = KernelPhase | Instruction | Phase | Node;

/**
 * Fails for what no pass may look at. Not recursive.
 *
 * @throws AssayError `compiler.too-deep`, `compiler.too-large` (exhausted).
 */
export function assertTakesOn(body: readonly Item[]): void {
  let nodes = 0;
  let [lists, depth]: [(readonly Item[])[], number] = [[body], 0];
  for (; lists.length > 0; depth += 1) {
    if (depth > most.depth + 1) throw tooDeep();
    const inner: (readonly Item[])[] = [];
    for (const list of lists) {
      nodes += list.length;
      if (nodes > most.nodes) throw tooLarge(`at most ${most.nodes} instructions, with those of its guards`, 'more');
      for (const item of list) inner.push(...listsOf(item));
    }
    lists = inner;
  }
}

function listsOf(item: Item): readonly (readonly Item[])[] {
  switch (item.kind) {
    case 'region':
      return [item.code];
    case 'if':
      return [item.then, item.otherwise];
    case 'block':
    case 'loop':
      return [item.body];
    default:
      return [];
  }
}

/**
 * Fails for a function that engines should not be given.
 *
 * @throws AssayError `compiler.too-large` (exhausted).
 */
export function assertCompilable({ length, locals, constructs, loops }: Code): void {
  assertAtMost(locals, most.locals, 'values at a time, and the locals that hold them');
  assertAtMost(constructs, most.constructs, 'branches, loops and accesses in them');
  assertAtMost(loops, most.loops, 'loops');
  assertAtMost(constructs * locals, most.states, 'branches times values');
  assertAtMost(loops * locals, most.loopStates, 'loops times values');
  assertAtMost(length, most.codeBytes, 'bytes of code');
}

/** @throws AssayError `compiler.too-large` (exhausted). */
export function assertAtMost(got: number, limit: number, what: string): void {
  if (got > limit) throw tooLarge(`at most ${limit} ${what}`, String(got));
}

export function tooDeep(): AssayError {
  return new AssayError({
    kind: 'exhausted',
    code: 'compiler.too-deep',
    expected: `a kernel whose statements, expressions and calls lie at most ${most.depth} deep inside each other`,
    got: 'one that is deeper',
    remedy: 'Run the kernel in the interpreter, or put less inside each other.',
  });
}

export function tooLarge(
  expected = 'fewer variables, or fewer branches and loops',
  got = 'more than the compiler takes on',
): AssayError {
  return new AssayError({
    kind: 'exhausted',
    code: 'compiler.too-large',
    expected: `a kernel with ${expected}`,
    got,
    remedy: 'Run the kernel in the interpreter, or split it in two steps.',
  });
}
