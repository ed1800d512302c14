/** Kernels of which some instructions were changed: what nobody would write, and lowering would not make. */
import type { Dispatch } from '../analysis/dispatch.js';
import type { BinaryOperation, Instruction, Kernel, Label, Phase, Register, UnaryOperation } from '../execution/ir.js';
import type { AtomicOperation } from '../execution/operation.js';
import { phases, when } from './assembly.js';
import { type Draw, edges, pick } from './wild.js';

/** What instructions can be changed to. */
interface Context {
  readonly draw: Draw;
  readonly kernel: Kernel;
  /** Labels of the region around the instruction, and which of them are loops. */
  readonly labels: readonly Label[];
  readonly loops: ReadonlySet<Label>;
}

const binaries: readonly BinaryOperation[] = [
  ...(['add', 'sub', 'mul', 'div-s', 'div-u', 'rem-s', 'rem-u', 'and', 'or', 'xor', 'shl', 'shr-s', 'shr-u'] as const),
  ...(['eq', 'ne', 'lt-s', 'lt-u', 'le-s', 'le-u', 'min-s', 'min-u', 'max-s', 'max-u', 'dot4-i8', 'dot4-u8'] as const),
];
const unaries: readonly UnaryOperation[] = [
  ...(['not', 'complement', 'negate', 'abs-s', 'sign-s', 'count-leading-zeros', 'count-trailing-zeros'] as const),
  ...(['count-one-bits', 'reverse-bits', 'first-leading-bit-s', 'first-leading-bit-u', 'first-trailing-bit'] as const),
];
const atomics: readonly AtomicOperation[] = ['add', 'sub', 'max-s', 'max-u', 'min-s', 'min-u', 'and', 'or', 'xor'];

/** The kernel with one to four changes, at places drawn at random. It may do what no kernel does; see contract.ts. */
export function mutantOf(draw: Draw, kernel: Kernel): Kernel {
  let mutant = kernel;
  for (let changes = 1 + draw(4); changes > 0; changes--) mutant = changed(draw, mutant);
  return mutant;
}

/** The dispatch with another budget. */
export function withBudget<D extends Pick<Dispatch, 'loopBudget'>>(draw: Draw, dispatch: D): D {
  return { ...dispatch, loopBudget: pick(draw, [0, 1, 2, 3, 5, 8, 20, 100, dispatch.loopBudget]) };
}

function changed(draw: Draw, kernel: Kernel): Kernel {
  let left = draw(Math.max(1, sizeOf(kernel.body)));
  const loops = new Set<Label>();

  const phase = (one: Phase): Phase => {
    switch (one.kind) {
      case 'region':
        return { ...one, code: list(one.code, []) };
      case 'block':
      case 'loop':
        return { ...one, body: one.body.map(phase) };
      case 'if':
        return phases.when(one.condition, one.then.map(phase), one.otherwise.map(phase));
      default:
        return one;
    }
  };
  const list = (code: readonly Instruction[], labels: readonly Label[]): readonly Instruction[] =>
    left < 0 ? code : code.map((one) => instruction(one, labels));
  const instruction = (one: Instruction, labels: readonly Label[]): Instruction => {
    left -= 1;
    if (left === -1) return mutated({ draw, kernel, labels, loops }, one);
    if (left < 0) return one;
    switch (one.kind) {
      case 'block':
      case 'loop':
        if (one.kind === 'loop') loops.add(one.label);
        return { ...one, body: list(one.body, [...labels, one.label]) };
      case 'if':
        return when(one.condition, list(one.then, labels), list(one.otherwise, labels));
      default:
        return one;
    }
  };
  return { ...kernel, body: kernel.body.map(phase) };
}

/** Instructions. */
function sizeOf(list: readonly (Phase | Instruction)[], isCode = false): number {
  let size = 0;
  for (const one of list) {
    if (isCode) size += 1;
    if (one.kind === 'region') size += sizeOf(one.code, true);
    else if (one.kind === 'if') size += sizeOf(one.then, isCode) + sizeOf(one.otherwise, isCode);
    else if (one.kind === 'block' || one.kind === 'loop') size += sizeOf(one.body, isCode);
  }
  return size;
}

function mutated(context: Context, one: Instruction): Instruction {
  const { draw, kernel, labels, loops } = context;
  const any = (): Register => draw(kernel.registers);
  switch (one.kind) {
    case 'constant': {
      const value = pick(draw, [one.value + 1, one.value - 1, -one.value, 0, 1, pick(draw, edges)]) | 0;
      return { ...one, value };
    }
    case 'copy':
      return { ...one, from: any() };
    case 'unary':
      return draw(3) === 0 ? { ...one, operand: any() } : { ...one, operation: pick(draw, unaries) };
    case 'binary':
      switch (draw(5)) {
        case 0:
          return { ...one, left: one.right, right: one.left };
        case 1:
          return { ...one, left: any() };
        case 2:
          return { ...one, right: any() };
        default:
          return { ...one, operation: pick(draw, binaries) };
      }
    case 'select':
      return draw(2) === 0 ? { ...one, yes: one.no, no: one.yes } : { ...one, condition: any() };
    case 'extract':
    case 'insert': {
      const offset = draw(32);
      return { ...one, offset, count: draw(33 - offset) };
    }
    case 'length':
      return { ...one, binding: pick(draw, kernel.bindings).binding };
    case 'load-buffer': {
      const binding = draw(3) === 0 ? pick(draw, kernel.bindings).binding : one.binding;
      return draw(3) === 0 ? { ...one, binding, valid: undefined } : { ...one, binding, index: any() };
    }
    case 'store-buffer':
      return pick(draw, [
        { ...one, valid: undefined },
        { ...one, index: any() },
        { ...one, value: any() },
      ]);
    case 'load':
      return { ...one, index: any() };
    case 'store':
    case 'atomic':
      if (draw(2) === 0) return { ...one, value: any() };
      return one.kind === 'atomic' && draw(2) === 0
        ? { ...one, operation: pick(draw, atomics) }
        : { ...one, index: any() };
    case 'clamp':
      return draw(2) === 0 ? { ...one, count: 1 + draw(one.count) } : { ...one, index: any() };
    case 'if':
      return draw(2) === 0 ? when(one.condition, one.otherwise, one.then) : { ...one, condition: any() };
    case 'leave':
    case 'again': {
      if (labels.length === 0) return one;
      const label = pick(draw, labels);
      return loops.has(label) && draw(2) === 0 ? { kind: 'again', label } : { kind: 'leave', label };
    }
    case 'block':
    case 'loop':
      return one;
  }
}
