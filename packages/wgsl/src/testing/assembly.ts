/** A notation for IR by hand: one function an instruction, operands in the order of the formula, result first. */

import type { CellOptions, CellResult } from '../execution/interpreter.js';
import { runCell } from '../execution/interpreter.js';
import type { BinaryOperation, BuiltinWord, Instruction, Kernel, Phase, UnaryOperation } from '../execution/ir.js';
import type { AtomicOperation } from '../execution/operation.js';

/** Registers of every kernel made here. */
const REGISTERS = 32;

export const constant = (to: number, value: number): Instruction => ({ kind: 'constant', to, value });
export const copy = (to: number, from: number): Instruction => ({ kind: 'copy', to, from });
export const unary = (to: number, operation: UnaryOperation, operand: number): Instruction => ({
  kind: 'unary',
  operation,
  to,
  operand,
});
export const binary = (to: number, left: number, operation: BinaryOperation, right: number): Instruction => ({
  kind: 'binary',
  operation,
  to,
  left,
  right,
});
export const select = (to: number, condition: number, yes: number, no: number): Instruction => ({
  kind: 'select',
  to,
  condition,
  yes,
  no,
});
export const length = (to: number, binding: number): Instruction => ({ kind: 'length', to, binding });
export const clamp = (to: number, index: number, count: number, at = 0): Instruction => ({
  kind: 'clamp',
  to,
  index,
  count,
  at,
});
export const loadBuffer = (to: number, binding: number, index: number, at = 0, valid?: number): Instruction => ({
  kind: 'load-buffer',
  to,
  binding,
  index,
  valid,
  at,
});
export const storeBuffer = (binding: number, index: number, value: number, at = 0, valid?: number): Instruction => ({
  kind: 'store-buffer',
  binding,
  index,
  value,
  valid,
  at,
});
export const load = (to: number, memory: 'local' | 'workgroup', index: number, at = 0): Instruction => ({
  kind: 'load',
  memory,
  to,
  index,
  isUniform: false,
  at,
});
export const store = (memory: 'local' | 'workgroup', index: number, value: number, at = 0): Instruction => ({
  kind: 'store',
  memory,
  index,
  value,
  at,
});
export const atomic = (index: number, operation: AtomicOperation, value: number, at = 0): Instruction => ({
  kind: 'atomic',
  operation,
  index,
  value,
  at,
});
export const when = (
  condition: number,
  then: readonly Instruction[],
  otherwise: readonly Instruction[] = [],
): Instruction => ({ kind: 'if', condition, then, otherwise });
export const block = (label: number, body: readonly Instruction[]): Instruction => ({ kind: 'block', label, body });
export const loop = (label: number, body: readonly Instruction[], at = 0): Instruction => ({
  kind: 'loop',
  label,
  body,
  at,
});
export const leave = (label: number): Instruction & Phase => ({ kind: 'leave', label });
export const again = (label: number): Instruction & Phase => ({ kind: 'again', label });

/** Control flow of the workgroup. */
export const phases: {
  when(condition: number, then: readonly Phase[], otherwise?: readonly Phase[]): Phase;
  block(label: number, body: readonly Phase[]): Phase;
  loop(label: number, body: readonly Phase[]): Phase;
} = {
  when: (condition, then, otherwise = []) => ({ kind: 'if', condition, then, otherwise }),
  block: (label, body) => ({ kind: 'block', label, body }),
  loop: (label, body) => ({ kind: 'loop', label, body }),
};

export const region = (...code: readonly Instruction[]): Phase => ({ kind: 'region', code });
export const barrier = (memory: 'workgroup' | 'storage'): Phase => ({ kind: 'barrier', memory, at: 0 });

/** A kernel of one dimension whose register 0 is the `local_invocation_index`; bindings 0 and 1 are read, 2 and 3 written. */
export function kernel(body: readonly Phase[], parts: Partial<Kernel> = {}): Kernel {
  return {
    loweringVersion: 1,
    entryPoint: 'main',
    workgroupSize: [1, 1, 1],
    bindings: [
      { name: 'in0', binding: 0, access: 'read' },
      { name: 'in1', binding: 1, access: 'uniform' },
      { name: 'out2', binding: 2, access: 'write' },
      { name: 'out3', binding: 3, access: 'write' },
    ],
    workgroupWords: 16,
    localWords: 16,
    registers: REGISTERS,
    builtins: [builtin(0, 'local_invocation_index')],
    body,
    spans: [{ start: 0, end: 0 }],
    ...parts,
  };
}

export const builtin = (register: number, value: BuiltinWord): Kernel['builtins'][number] => ({ register, value });

/** Contents of the buffers by binding. */
export type Buffers = Readonly<Record<number, readonly number[]>>;

/** What a cell of {@link run} did, and the buffers after it. */
export interface Run extends CellResult {
  readonly buffers: Readonly<Record<number, readonly number[]>>;
}

/** Runs the only cell of a dispatch; buffers that are not given hold eight zeros. The cell owns all unless told otherwise. */
export function run(kernel: Kernel, buffers: Buffers = {}, options: Partial<CellOptions> = {}): Run {
  const contents: Record<number, number[]> = {};
  for (const { binding } of kernel.bindings) contents[binding] = [...(buffers[binding] ?? Array<number>(8).fill(0))];
  const result = runCell({
    kernel,
    grid: [1, 1, 1],
    workgroup: [0, 0, 0],
    port: {
      lengthWords: (binding) => contents[binding]!.length,
      load: (binding, word) => contents[binding]![word]!,
    },
    owns: () => true,
    loopBudget: 1000,
    maxCost: 1_000_000,
    ...options,
  });
  for (const [binding, { words, values }] of result.writes) {
    for (const [i, word] of words.entries()) contents[binding]![word] = values[i]!;
  }
  return { ...result, buffers: contents };
}
