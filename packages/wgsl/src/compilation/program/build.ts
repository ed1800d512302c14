/** The first stage: a kernel with its guards, its loop budget and its cost written out. */
import type { Guards } from '../../analysis/guards.js';
import type { BinaryOperation, Instruction, Kernel, Phase as KernelPhase, Label } from '../../execution/ir.js';
import type { Node, Phase, Program, Register } from './program.js';

type BufferAccess = Extract<Instruction, { kind: 'load-buffer' | 'store-buffer' }>;
type Clamp = Extract<Instruction, { kind: 'clamp' }>;
type Choice = Extract<Instruction, { kind: 'if' }>;
type Whole = Extract<Instruction, { kind: 'block' | 'loop' }>;

/** The state of building. */
interface Builder {
  readonly guards: Guards;
  /** Loops of the workgroup. */
  readonly phaseLoops: Set<Label>;
  /** Back-edges that an invocation has taken in loops of regions (E14). Not used without a budget. */
  readonly taken: Register;
  /** The next free register. */
  registers: number;
}

/**
 * The program of a kernel. Registers keep their numbers, new ones come behind them.
 *
 * @param guards those that may fire; what they hold are instructions of this kernel.
 */
export function build(kernel: Kernel, guards: Guards): Program {
  const taken = kernel.registers;
  const builder: Builder = { guards, phaseLoops: new Set(), taken, registers: taken + 1 };
  const body = phases(builder, kernel.body);
  const builtins = kernel.builtins.map(({ register, value }): Node => ({ kind: 'builtin', to: register, value }));
  return {
    workgroupSize: kernel.workgroupSize,
    bindings: kernel.bindings.map(({ binding, access }) => ({ binding, isWritten: access === 'write' })),
    workgroupWords: kernel.workgroupWords,
    localWords: kernel.localWords,
    registers: builder.registers,
    body: withPrologue(body, builtins),
  };
}

/** The phases, with code that every invocation runs first. */
export function withPrologue(body: readonly Phase[], prologue: readonly Node[]): readonly Phase[] {
  if (prologue.length === 0) return body;
  const [first, ...rest] = body;
  if (first?.kind !== 'region') return [{ kind: 'region', code: prologue }, ...body];
  return [{ kind: 'region', code: [...prologue, ...first.code] }, ...rest];
}

/** E17: a phase other than a region costs 1 for each invocation. */
function phases(builder: Builder, list: readonly KernelPhase[]): readonly Phase[] {
  const built: Phase[] = [];
  for (const phase of list) {
    if (phase.kind === 'region') {
      if (phase.code.length > 0) built.push({ kind: 'region', code: code(builder, phase.code) });
      continue;
    }
    built.push({ kind: 'pay', cost: 1 });
    switch (phase.kind) {
      case 'barrier':
        break;
      case 'if': {
        const { condition } = phase;
        const [then, otherwise] = [phases(builder, phase.then), phases(builder, phase.otherwise)];
        built.push({ kind: 'if', condition, then, otherwise });
        break;
      }
      case 'block':
        built.push({ kind: 'block', label: phase.label, body: phases(builder, phase.body) });
        break;
      case 'loop': {
        builder.phaseLoops.add(phase.label);
        const isCounted = builder.guards.hasWorkgroupBudget;
        built.push({ kind: 'loop', label: phase.label, isCounted, body: phases(builder, phase.body) });
        break;
      }
      default:
        built.push({ kind: phase.kind, label: phase.label });
    }
  }
  return built;
}

/**
 * E17: every instruction costs 1, control flow included. What stands between two places that control flow goes apart at, or comes
 * together, is paid for at once.
 */
function code(builder: Builder, list: readonly Instruction[]): readonly Node[] {
  const built: Node[] = [];
  let stretch: Node[] = [];
  let cost = 0;
  const pay = (): void => {
    if (cost > 0) built.push({ kind: 'pay', cost });
    for (const node of stretch) built.push(node);
    stretch = [];
    cost = 0;
  };
  for (const instruction of list) {
    cost += 1;
    switch (instruction.kind) {
      case 'if':
      case 'block':
      case 'loop':
        pay();
        built.push(control(builder, instruction));
        break;
      case 'load-buffer':
      case 'store-buffer':
        access(builder, stretch, instruction);
        break;
      case 'clamp':
        clamp(builder, stretch, instruction);
        break;
      case 'again':
        again(builder, stretch, instruction.label);
        break;
      case 'load': {
        const { memory, to, index, isUniform } = instruction;
        stretch.push({ kind: 'load', memory, to, index, isUniform });
        break;
      }
      case 'store': {
        const { memory, index, value } = instruction;
        stretch.push({ kind: 'store', memory, index, value });
        break;
      }
      case 'atomic': {
        const { operation, index, value } = instruction;
        stretch.push({ kind: 'atomic', operation, index, value });
        break;
      }
      default:
        stretch.push(instruction);
    }
    // Nothing comes to what stands behind a jump, so nobody pays for it.
    if (instruction.kind === 'leave' || instruction.kind === 'again') break;
  }
  pay();
  return built;
}

function control(builder: Builder, instruction: Choice | Whole): Node {
  if (instruction.kind !== 'if') {
    const { kind, label } = instruction;
    return { kind, label, body: code(builder, instruction.body) };
  }
  const { condition } = instruction;
  const [then, otherwise] = [code(builder, instruction.then), code(builder, instruction.otherwise)];
  return { kind: 'if', condition, then, otherwise };
}

/** E10–E12. */
function access(builder: Builder, nodes: Node[], instruction: BufferAccess): void {
  const { binding, index } = instruction;
  const condition = mayAccess(builder, nodes, instruction);
  if (condition !== undefined) nodes.push({ kind: 'fire', unless: condition });
  if (instruction.kind === 'load-buffer') {
    nodes.push({ kind: 'load-buffer', to: instruction.to, binding, index, condition });
  } else {
    nodes.push({ kind: 'store-buffer', binding, index, value: instruction.value, condition });
  }
}

/** Whether an access may be made; undefined if it always may. A cell owns no word outside. */
function mayAccess(builder: Builder, nodes: Node[], instruction: BufferAccess): Register | undefined {
  const { guards } = builder;
  const { binding, index, valid } = instruction;
  const [isOutside, isForeign] = [guards.outside.has(instruction), guards.foreign.has(instruction)];
  if (!isOutside && !isForeign) return undefined;
  const to = register(builder);
  if (isForeign) nodes.push({ kind: 'owned', to, binding, index });
  else {
    const length = register(builder);
    nodes.push({ kind: 'length', to: length, binding });
    nodes.push({ kind: 'binary', operation: 'lt-u', to, left: index, right: length });
  }
  return isOutside && valid !== undefined ? binary(builder, nodes, 'and', valid, to) : to;
}

/** E13. */
function clamp(builder: Builder, nodes: Node[], instruction: Clamp): void {
  const { to, index, count } = instruction;
  if (!builder.guards.clamps.has(instruction)) {
    nodes.push({ kind: 'copy', to, from: index });
    return;
  }
  const last = constant(builder, nodes, count - 1);
  nodes.push({ kind: 'fire', unless: binary(builder, nodes, 'le-u', index, last) });
  nodes.push({ kind: 'binary', operation: 'min-u', to, left: index, right: last });
}

/** E14. Back-edges of the workgroup are counted where the workgroup takes them. */
function again(builder: Builder, nodes: Node[], label: Label): void {
  const { guards, phaseLoops, taken } = builder;
  if (!guards.hasInvocationBudget || phaseLoops.has(label)) {
    nodes.push({ kind: 'again', label });
    return;
  }
  const budget = register(builder);
  nodes.push({ kind: 'budget', to: budget });
  const condition = binary(builder, nodes, 'lt-u', taken, budget);
  const then: Node[] = [];
  const one = constant(builder, then, 1);
  then.push({ kind: 'binary', operation: 'add', to: taken, left: taken, right: one }, { kind: 'again', label });
  nodes.push({ kind: 'if', condition, then, otherwise: [{ kind: 'run-out' }, { kind: 'leave', label }] });
}

function register(builder: Builder): Register {
  builder.registers += 1;
  return builder.registers - 1;
}

function constant(builder: Builder, nodes: Node[], value: number): Register {
  const to = register(builder);
  nodes.push({ kind: 'constant', to, value: value | 0 });
  return to;
}

function binary(
  builder: Builder,
  nodes: Node[],
  operation: BinaryOperation,
  left: Register,
  right: Register,
): Register {
  const to = register(builder);
  nodes.push({ kind: 'binary', operation, to, left, right });
  return to;
}
