/**
 * What the compiler works on: a kernel's IR with its guards, its loop budget and its cost written out (SPEC.md, chapter Compilation).
 *
 * Where the IR says "loads, if the index is inside and the cell owns the word", a program has the comparison, the question who owns
 * the word, and a load under a condition; where the IR says "as long as there is budget", it has a counter. So the passes and the
 * emitter know of no rule of execution but what each node does, and a pass may move whatever has no effect.
 */

import type { BinaryOperation, BuiltinWord, Label, Register, UnaryOperation } from '../../execution/ir.js';
import type { AtomicOperation } from '../../execution/operation.js';

export type { Label, Register } from '../../execution/ir.js';

/** A kernel with override values, and the guards that are left in it. */
export interface Program {
  readonly workgroupSize: readonly [number, number, number];
  readonly bindings: readonly Binding[];
  /** Words of workgroup memory; zero when a cell starts. */
  readonly workgroupWords: number;
  /** Words of memory of each invocation; zero when a cell starts. */
  readonly localWords: number;
  /** Registers are numbered from 0. One that is read before it is written holds 0. */
  readonly registers: number;
  readonly body: readonly Phase[];
}

/** A buffer, as a list of words. */
export interface Binding {
  readonly binding: number;
  readonly isWritten: boolean;
}

/** What the workgroup does together, as in the IR; barriers do nothing, because invocations run one after the other. */
export type Phase =
  /** Every invocation runs it, one after the other or some in lanes. */
  | { readonly kind: 'region'; readonly code: readonly Node[] }
  | { readonly kind: 'block'; readonly label: Label; readonly body: readonly Phase[] }
  /** With `isCounted`, `again` ends the cell where the workgroup has used up its budget (E14). */
  | { readonly kind: 'loop'; readonly label: Label; readonly isCounted: boolean; readonly body: readonly Phase[] }
  /** The register has one value in all invocations. */
  | {
      readonly kind: 'if';
      readonly condition: Register;
      readonly then: readonly Phase[];
      readonly otherwise: readonly Phase[];
    }
  | { readonly kind: 'leave'; readonly label: Label }
  | { readonly kind: 'again'; readonly label: Label }
  /** Adds to the cost of the cell, for each invocation (E17). */
  | Pay;

/** What one invocation does. */
export type Node = Pure | Effect | Control;

/** Depends on nothing but its operands, always ends, and does nothing but write `to`. */
export type Pure =
  | { readonly kind: 'constant'; readonly to: Register; readonly value: number }
  | { readonly kind: 'builtin'; readonly to: Register; readonly value: BuiltinWord }
  /** The step's loop budget. */
  | { readonly kind: 'budget'; readonly to: Register }
  /** Words of a binding. */
  | { readonly kind: 'length'; readonly to: Register; readonly binding: number }
  | { readonly kind: 'copy'; readonly to: Register; readonly from: Register }
  | { readonly kind: 'unary'; readonly operation: UnaryOperation; readonly to: Register; readonly operand: Register }
  | {
      readonly kind: 'binary';
      readonly operation: BinaryOperation;
      readonly to: Register;
      readonly left: Register;
      readonly right: Register;
    }
  | {
      readonly kind: 'select';
      readonly to: Register;
      readonly condition: Register;
      readonly yes: Register;
      readonly no: Register;
    }
  | {
      readonly kind: 'extract';
      readonly isSigned: boolean;
      readonly to: Register;
      readonly operand: Register;
      readonly offset: number;
      readonly count: number;
    }
  | {
      readonly kind: 'insert';
      readonly to: Register;
      readonly operand: Register;
      readonly bits: Register;
      readonly offset: number;
      readonly count: number;
    }
  /** 1 if the cell owns that word of a written binding, else 0; 0 also for a word that is not below its length (E11, E12). */
  | { readonly kind: 'owned'; readonly to: Register; readonly binding: number; readonly index: Register };

export type Effect =
  /** A word of a binding that is inside and may be read; where the condition is 0, gives 0 and reads nothing. */
  | {
      readonly kind: 'load-buffer';
      readonly to: Register;
      readonly binding: number;
      readonly index: Register;
      readonly condition: Register | undefined;
    }
  /** Stores a word that is inside and that the cell owns; where the condition is 0, does nothing. */
  | {
      readonly kind: 'store-buffer';
      readonly binding: number;
      readonly index: Register;
      readonly value: Register;
      readonly condition: Register | undefined;
    }
  /** The index is inside. */
  | {
      readonly kind: 'load';
      readonly memory: 'local' | 'workgroup';
      readonly to: Register;
      readonly index: Register;
      /** All invocations load the same word, between two barriers (E8). */
      readonly isUniform: boolean;
    }
  | {
      readonly kind: 'store';
      readonly memory: 'local' | 'workgroup';
      readonly index: Register;
      readonly value: Register;
    }
  | {
      readonly kind: 'atomic';
      readonly operation: AtomicOperation;
      readonly index: Register;
      readonly value: Register;
    }
  /** Notes that a guard fires, unless the register holds something other than 0. */
  | { readonly kind: 'fire'; readonly unless: Register }
  /** Notes that this invocation has used up its budget: the cell ends with this region (E14). */
  | { readonly kind: 'run-out' }
  | Pay;

/** Adds to the cost of the cell (E17). */
export interface Pay {
  readonly kind: 'pay';
  readonly cost: number;
}

/** `leave` and `again` name an enclosing block or loop of the region, or of the phases around it. */
export type Control =
  | {
      readonly kind: 'if';
      readonly condition: Register;
      readonly then: readonly Node[];
      readonly otherwise: readonly Node[];
    }
  | { readonly kind: 'block'; readonly label: Label; readonly body: readonly Node[] }
  /** Its end continues behind it; so does `leave`. */
  | { readonly kind: 'loop'; readonly label: Label; readonly body: readonly Node[] }
  | { readonly kind: 'leave'; readonly label: Label }
  | { readonly kind: 'again'; readonly label: Label };

/** The register that a node writes. */
export function targetOf(node: Node): Register | undefined {
  return 'to' in node ? node.to : undefined;
}

/** The registers that a node reads, those of nodes inside it left out. */
export function operandsOf(node: Node): readonly Register[] {
  switch (node.kind) {
    case 'copy':
      return [node.from];
    case 'unary':
    case 'extract':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'select':
      return [node.condition, node.yes, node.no];
    case 'insert':
      return [node.operand, node.bits];
    case 'owned':
    case 'load':
      return [node.index];
    case 'load-buffer':
      return node.condition === undefined ? [node.index] : [node.index, node.condition];
    case 'store-buffer':
      return node.condition === undefined ? [node.index, node.value] : [node.index, node.value, node.condition];
    case 'store':
    case 'atomic':
      return [node.index, node.value];
    case 'fire':
      return [node.unless];
    case 'if':
      return [node.condition];
    default:
      return [];
  }
}

/** The lists of nodes inside a node. */
export function partsOf(node: Node): readonly (readonly Node[])[] {
  switch (node.kind) {
    case 'if':
      return [node.then, node.otherwise];
    case 'block':
    case 'loop':
      return [node.body];
    default:
      return [];
  }
}
