/**
 * The intermediate representation: what a cell does, with nothing left to decide (SPEC.md, chapter Execution).
 *
 * Calls are expanded, overrides have values, vectors and structures are taken apart into 32-bit words, every index is
 * checked by instructions that stand there. It is made for three consumers: the reference interpreter, a compiler to
 * WebAssembly, and a machine whose single steps can be proven.
 *
 * A *register* holds one 32-bit word of one invocation. Registers are not in single-assignment form: a variable of the
 * program is the same registers all the time. Booleans are 0 and 1.
 */
import type { Span } from '../text/span.js';

/** Changes when lowering gives another IR for some program. Versions are added, never edited. */
export const loweringVersion = 1;

/** A kernel with override values, lowered. */
export interface Kernel {
  readonly loweringVersion: number;
  readonly entryPoint: string;
  readonly workgroupSize: readonly [number, number, number];
  readonly bindings: readonly Binding[];
  /** Words of workgroup memory; zero when a cell starts. */
  readonly workgroupWords: number;
  /** Words of memory of each invocation, for arrays of the private and function spaces; zero when a cell starts. */
  readonly localWords: number;
  readonly registers: number;
  /** Registers that hold builtin values when an invocation starts; all others hold 0. */
  readonly builtins: readonly { readonly register: Register; readonly value: BuiltinWord }[];
  /** What the workgroup does. */
  readonly body: readonly Phase[];
  /** Places in the source, by {@link Instruction} `at`. */
  readonly spans: readonly Span[];
}

/** A buffer that the kernel reads or writes, as a list of words. */
export interface Binding {
  /** The WGSL variable. */
  readonly name: string;
  readonly binding: number;
  readonly access: 'read' | 'uniform' | 'write';
}

export type Register = number;

/** One word of a builtin value: `workgroup_id.x`, `local_invocation_index`, … */
export type BuiltinWord =
  | `${'local_invocation_id' | 'global_invocation_id' | 'workgroup_id' | 'num_workgroups'}.${'x' | 'y' | 'z'}`
  | 'local_invocation_index';

/**
 * What the workgroup does together. A *region* is code without barriers: every invocation runs it, one after the other, in
 * any order. Control flow around barriers is uniform (V38), so the workgroup has one course through its phases.
 */
export type Phase =
  | { readonly kind: 'region'; readonly code: readonly Instruction[] }
  /** All invocations have come here; accesses to this memory before and after it are ordered. */
  | { readonly kind: 'barrier'; readonly memory: 'workgroup' | 'storage'; readonly at: At }
  | { readonly kind: 'block'; readonly label: Label; readonly body: readonly Phase[] }
  /** Like the instruction of this name; its back-edges are counted for the workgroup, not for an invocation (E14). */
  | { readonly kind: 'loop'; readonly label: Label; readonly body: readonly Phase[] }
  /** The register has one value in all invocations. */
  | {
      readonly kind: 'if';
      readonly condition: Register;
      readonly then: readonly Phase[];
      readonly otherwise: readonly Phase[];
    }
  | { readonly kind: 'leave'; readonly label: Label }
  | { readonly kind: 'again'; readonly label: Label };

/** Names a block or a loop; unique in a kernel. */
export type Label = number;

/** An index into {@link Kernel.spans}. */
export type At = number;

/**
 * What one invocation does. `leave` and `again` name an enclosing block or loop, which may be a {@link Phase} around the
 * region: then all invocations do the same, and the workgroup follows.
 */
export type Instruction =
  | { readonly kind: 'constant'; readonly to: Register; readonly value: number }
  | { readonly kind: 'copy'; readonly to: Register; readonly from: Register }
  | { readonly kind: 'unary'; readonly operation: UnaryOperation; readonly to: Register; readonly operand: Register }
  | {
      readonly kind: 'binary';
      readonly operation: BinaryOperation;
      readonly to: Register;
      readonly left: Register;
      readonly right: Register;
    }
  /** `to = condition != 0 ? yes : no`. */
  | {
      readonly kind: 'select';
      readonly to: Register;
      readonly condition: Register;
      readonly yes: Register;
      readonly no: Register;
    }
  /** Bits of a word; offset and count are constants, offset + count ≤ 32 (P3). */
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
  /** The length of a binding in words. */
  | { readonly kind: 'length'; readonly to: Register; readonly binding: number }
  /**
   * A word of a binding. Gives 0 where `valid` (a boolean) is 0, where `index` (unsigned) is not below the binding's length,
   * and, in a binding that the kernel writes, where the cell does not own the word. Each is a guard that fires (E10, E11).
   */
  | {
      readonly kind: 'load-buffer';
      readonly to: Register;
      readonly binding: number;
      readonly index: Register;
      readonly valid: Register | undefined;
      readonly at: At;
    }
  /** Stores a word of a binding with access `write`; does nothing where a load would give 0 by a guard (E12). */
  | {
      readonly kind: 'store-buffer';
      readonly binding: number;
      readonly index: Register;
      readonly value: Register;
      readonly valid: Register | undefined;
      readonly at: At;
    }
  /** A word of the invocation's or the workgroup's memory. The index is in bounds: {@link Clamp} made it so. */
  | {
      readonly kind: 'load';
      readonly memory: 'local' | 'workgroup';
      readonly to: Register;
      readonly index: Register;
      /** Of `workgroupUniformLoad` (E8): all invocations load the same word between two barriers. Tells compilers, changes nothing. */
      readonly isUniform: boolean;
      readonly at: At;
    }
  | {
      readonly kind: 'store';
      readonly memory: 'local' | 'workgroup';
      readonly index: Register;
      readonly value: Register;
      readonly at: At;
    }
  | Clamp
  /** `memory[index] = operation(memory[index], value)` on workgroup memory, as one access. */
  | {
      readonly kind: 'atomic';
      readonly operation: 'add' | 'sub' | 'max-s' | 'max-u' | 'min-s' | 'min-u' | 'and' | 'or' | 'xor';
      readonly index: Register;
      readonly value: Register;
      readonly at: At;
    }
  | {
      readonly kind: 'if';
      readonly condition: Register;
      readonly then: readonly Instruction[];
      readonly otherwise: readonly Instruction[];
    }
  /** `leave` continues behind it. */
  | { readonly kind: 'block'; readonly label: Label; readonly body: readonly Instruction[] }
  /** `again` continues at its beginning, as long as the invocation has loop budget (E14); its end continues behind it. */
  | { readonly kind: 'loop'; readonly label: Label; readonly body: readonly Instruction[]; readonly at: At }
  | { readonly kind: 'leave'; readonly label: Label }
  | { readonly kind: 'again'; readonly label: Label };

/** `to = min(index, count - 1)`, unsigned: the index of an array or vector in the local, workgroup or value domain (E13). */
export interface Clamp {
  readonly kind: 'clamp';
  readonly to: Register;
  readonly index: Register;
  /** Elements; positive. */
  readonly count: number;
  readonly at: At;
}

export type UnaryOperation =
  | 'not' // of a boolean
  | 'complement'
  | 'negate'
  | 'abs-s'
  | 'sign-s'
  | 'count-leading-zeros'
  | 'count-trailing-zeros'
  | 'count-one-bits'
  | 'reverse-bits'
  | 'first-leading-bit-s'
  | 'first-leading-bit-u'
  | 'first-trailing-bit';

/** `-s` and `-u` tell signed from unsigned where it matters. Division and remainder are WGSL's (E5). Shift amounts are masked by 31. */
export type BinaryOperation =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div-s'
  | 'div-u'
  | 'rem-s'
  | 'rem-u'
  | 'and'
  | 'or'
  | 'xor'
  | 'shl'
  | 'shr-s'
  | 'shr-u'
  | 'eq'
  | 'ne'
  | 'lt-s'
  | 'lt-u'
  | 'le-s'
  | 'le-u'
  | 'min-s'
  | 'min-u'
  | 'max-s'
  | 'max-u'
  | 'dot4-i8'
  | 'dot4-u8';
