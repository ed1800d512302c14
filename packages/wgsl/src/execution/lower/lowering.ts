/** What all parts of lowering share while they lower one kernel. */
import type { Constant, Value } from '../../validation/constant.js';
import type { Type } from '../../validation/type.js';
import type * as typed from '../../validation/typed.js';
import type { Label, Register } from '../ir.js';
import type { Builder, Level, Words } from './builder.js';
import type { Facts } from './facts.js';
import { assertWithin } from './limit.js';
import type { Counts } from './size.js';

export interface Lowering {
  readonly builder: Builder;
  readonly facts: Facts;
  readonly counts: Counts;
  readonly variables: Map<typed.Variable, Place>;
  readonly immutables: Map<typed.Immutable, Held>;
  /** Constants that lie in local memory, by value. */
  readonly tables: Map<Value, Place>;
  /** The counts of runtime-sized arrays that were computed when the kernel began, by binding. */
  readonly lengths: Map<number, Register>;
  /** The registers of these variables may change before what is loaded from them is used, so loads are copies. */
  copies: Copies;
  /** Expressions that were evaluated ahead of their statement. */
  readonly ahead: Map<typed.Expression, Words>;
  /** Loops whose initializer was run ahead of them. */
  readonly begun: Set<typed.Loop>;
  /** The function that is being expanded. */
  frame: Frame;
  /** Loops around the statement at hand, those of callers too. */
  loops: number;
  depth: number;
  /** Expands a call (calls.ts); here so that expressions need not know statements. */
  readonly call: (lowering: Lowering, node: Call) => Words;
}

export type Copies = 'none' | 'private' | 'all';

export type Call = typed.Expression & { readonly kind: 'call' };

/** A `let` or a parameter: a value in registers, or where a pointer leads or an array lies. */
export type Held =
  | { readonly kind: 'words'; readonly words: Words }
  | { readonly kind: 'place'; readonly place: Place };

/** Where a reference leads. `type` is what lies there. */
export type Place =
  | { readonly kind: 'registers'; readonly type: Type; readonly words: Words }
  /** A component of a vector in registers, by an index within it. */
  | { readonly kind: 'component'; readonly type: Type; readonly words: Words; readonly index: Register }
  /** Dense words from `base + offset` on. */
  | {
      readonly kind: 'memory';
      readonly type: Type;
      readonly memory: 'local' | 'workgroup';
      readonly base: number;
      readonly offset: Register | undefined;
    }
  /** Words of a buffer from `base + offset` on, in the layout of WGSL; `valid`: all indices on the way are inside (E10). */
  | {
      readonly kind: 'buffer';
      readonly type: Type;
      readonly binding: number;
      readonly base: number;
      readonly offset: Register | undefined;
      readonly valid: Register | undefined;
    };

/** One expansion of a function. */
export interface Frame {
  /** The registers of the value that it returns. */
  readonly result: Words;
  /** Loops, switches and the function around the statement at hand, innermost last. */
  readonly targets: Target[];
  /** Lists of statements at the level of phases around the statement at hand, innermost last. */
  readonly lists: List[];
}

/** What a jump can leave. */
export interface Target {
  readonly exit: 'break' | 'continue' | 'return';
  readonly label: Label;
  readonly level: Level;
  /** The position in {@link Frame.lists} of the list at whose end the label ends. */
  readonly list: number;
  /** 1 in invocations that have left for the label while others go on; see jump.ts. Of the level `phase` only. */
  readonly flag: Register | undefined;
  isFlagged: boolean;
}

/** A list of statements at the level of phases. */
export interface List {
  /** A round of a loop: behind its end the loop's barriers come again. */
  readonly isRound: boolean;
  /** Whether statements come behind the one at hand, and barriers. */
  hasRest: boolean;
  hasBarrierAhead: boolean;
  /** The label at the end of the list, once no barrier comes any more; undefined before. */
  tail: Label | undefined;
}

/** The value of an expression, where it has one already. */
export function constantOf({ facts }: Lowering, node: typed.Expression): Constant | undefined {
  return node.kind === 'constant' ? node : facts.constants.get(node);
}

/** The index that an expression is, where it is known. */
export function knownIndex(lowering: Lowering, node: typed.Expression): number | undefined {
  const value = constantOf(lowering, node)?.value;
  return typeof value === 'bigint' ? Number(BigInt.asUintN(32, value)) : undefined;
}

/** Counts what is about to recurse by about as many frames; to be taken back by a negative number. */
export function deepen(lowering: Lowering, frames: number): void {
  lowering.depth += frames;
  assertWithin('depth', lowering.depth);
}

/** The level of what holds this. */
export function levelOf(
  { facts }: Lowering,
  node: typed.Statement | typed.Expression | typed.FunctionDeclaration,
): Level {
  return facts.barriers.has(node) ? 'phase' : 'code';
}
