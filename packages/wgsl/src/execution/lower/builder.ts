/** Where instructions go while a kernel is lowered: lists inside lists, and the numbers of registers, labels and memory. */
import { AssayError } from '@assay/core';
import type { Span } from '../../text/span.js';
import type { At, Instruction, Label, Phase, Register } from '../ir.js';
import { operandsOf } from '../operand.js';
import { assertWithin } from './limit.js';

/** Values of one register each. */
export type Words = readonly Register[];

/** How a construct is made: of phases where a barrier is reached in it, else of instructions. */
export type Level = 'phase' | 'code';

/** The state of building. Use the functions of this module. */
export interface Builder {
  /** Where phases go; undefined inside the code of a region. */
  phases: Phase[] | undefined;
  code: Instruction[];
  readonly spans: Span[];
  readonly spanNumbers: Map<string, At>;
  /** How often a label is left for. */
  readonly uses: Map<Label, number>;
  /** The next free register; those below hold something. Freed registers are taken again. */
  register: number;
  mostRegisters: number;
  /** The next free word of local memory, like registers. */
  local: number;
  mostLocal: number;
  labels: number;
  instructions: number;
}

export function create(): Builder {
  return {
    phases: [],
    code: [],
    spans: [],
    spanNumbers: new Map(),
    uses: new Map(),
    register: 0,
    mostRegisters: 0,
    local: 0,
    mostLocal: 0,
    labels: 0,
    instructions: 0,
  };
}

/** Registers for a value; free again at the end of the {@link scope}. */
export function allocate(builder: Builder, count: number): Words {
  const first = builder.register;
  assertWithin('registers', first + count);
  builder.register += count;
  builder.mostRegisters = Math.max(builder.mostRegisters, builder.register);
  return Array.from({ length: count }, (_, k) => first + k);
}

export function temporary(builder: Builder): Register {
  const first = builder.register;
  assertWithin('registers', first + 1);
  builder.register += 1;
  builder.mostRegisters = Math.max(builder.mostRegisters, builder.register);
  return first;
}

/** Words of local memory; free again at the end of the {@link scope}. `isFresh`: nobody has had one of them before. */
export function allocateLocal(builder: Builder, count: number): { readonly base: number; readonly isFresh: boolean } {
  const base = builder.local;
  assertWithin('localWords', base + count);
  const isFresh = base >= builder.mostLocal;
  builder.local += count;
  builder.mostLocal = Math.max(builder.mostLocal, builder.local);
  return { base, isFresh };
}

/** Registers and local memory that the action takes are free behind it. */
export function scope<T>(builder: Builder, action: () => T): T {
  const { register, local } = builder;
  const result = action();
  builder.register = register;
  builder.local = local;
  return result;
}

export function label(builder: Builder): Label {
  builder.labels += 1;
  return builder.labels - 1;
}

/** The number of a place in the source. */
export function at(builder: Builder, span: Span): At {
  const key = `${span.start} ${span.end}`;
  const known = builder.spanNumbers.get(key);
  if (known !== undefined) return known;
  builder.spans.push({ start: span.start, end: span.end });
  builder.spanNumbers.set(key, builder.spans.length - 1);
  return builder.spans.length - 1;
}

/** Adds an instruction, unless control cannot come here. */
export function emit(builder: Builder, instruction: Instruction): void {
  if (isUnreachable(builder)) return;
  count(builder);
  builder.code.push(instruction);
}

export function constant(builder: Builder, value: number): Register {
  const to = temporary(builder);
  emit(builder, { kind: 'constant', to, value: value | 0 });
  return to;
}

export function copy(builder: Builder, to: Register, from: Register): void {
  if (to !== from) emit(builder, { kind: 'copy', to, from });
}

/** Continues behind the block. */
export function leave(builder: Builder, target: Label): void {
  if (isUnreachable(builder)) return;
  builder.uses.set(target, (builder.uses.get(target) ?? 0) + 1);
  emit(builder, { kind: 'leave', label: target });
}

/** The next round of a loop of this level. */
export function again(builder: Builder, target: Label, level: Level): void {
  if (level === 'code') emit(builder, { kind: 'again', label: target });
  else if (!isUnreachable(builder)) pushPhase(builder, { kind: 'again', label: target });
}

export function barrier(builder: Builder, memory: 'workgroup' | 'storage', place: At): void {
  if (isUnreachable(builder)) return;
  pushPhase(builder, { kind: 'barrier', memory, at: place });
}

/** A block whose label the action can leave for. Without effect where nobody does. */
export function block(builder: Builder, name: Label, level: Level, action: () => void): void {
  if (level === 'code') {
    const body = nestedCode(builder, action);
    stripTail(builder, body, name);
    if ((builder.uses.get(name) ?? 0) > 0) emit(builder, { kind: 'block', label: name, body });
    else append(builder, body);
    return;
  }
  const body = nestedPhases(builder, action);
  if (isUnreachable(builder)) return;
  if ((builder.uses.get(name) ?? 0) > 0) pushPhase(builder, { kind: 'block', label: name, body });
  else phasesOf(builder).push(...body);
}

/** A loop; `again` is the action's to call. */
export function loop(builder: Builder, name: Label, level: Level, place: At, action: () => void): void {
  if (level === 'code') {
    const body = nestedCode(builder, action);
    emit(builder, { kind: 'loop', label: name, body, at: place });
    return;
  }
  const body = nestedPhases(builder, action);
  if (!isUnreachable(builder)) pushPhase(builder, { kind: 'loop', label: name, body });
}

/** An `if` with what the actions emit in its two sides. */
export function conditional(
  builder: Builder,
  condition: Register,
  level: Level,
  thenAction: () => void,
  otherwiseAction: () => void,
): void {
  if (level === 'code') {
    const [then, otherwise] = [nestedCode(builder, thenAction), nestedCode(builder, otherwiseAction)];
    if (then.length + otherwise.length > 0) emit(builder, { kind: 'if', condition, then, otherwise });
    return;
  }
  const then = nestedPhases(builder, thenAction);
  const otherwise = nestedPhases(builder, otherwiseAction);
  if (!isUnreachable(builder)) pushPhase(builder, { kind: 'if', condition, then, otherwise });
}

/** Puts an instruction before all that the block at hand, of phases, has so far. */
export function prepend(builder: Builder, instruction: Instruction): void {
  count(builder);
  const phases = phasesOf(builder);
  const [first] = phases;
  if (first === undefined) builder.code.unshift(instruction);
  else if (first.kind === 'region') phases[0] = { kind: 'region', code: [instruction, ...first.code] };
  else phases.unshift({ kind: 'region', code: [instruction] });
}

/** What the kernel does, once all is lowered. */
export function finish(builder: Builder): readonly Phase[] {
  flush(builder);
  return phasesOf(builder);
}

/**
 * Brings a value into its registers. Where an instruction shortly before made a word in a register that is free behind this
 * statement (`mark` and above), it is changed to write to the right one at once.
 */
export function move(builder: Builder, to: Words, from: Words, mark: Register): void {
  const isMixed = to.some((register, k) => from.some((other, j) => other === register && j !== k));
  if (isMixed) {
    const source = from.map((register) => duplicate(builder, register));
    for (const [k, register] of to.entries()) copy(builder, register, source[k] ?? register);
    return;
  }
  const uses = new Map<Register, number>();
  for (const register of from) uses.set(register, (uses.get(register) ?? 0) + 1);
  const left: [to: Register, from: Register][] = [];
  for (let k = from.length - 1; k >= 0; k -= 1) {
    const [target, source] = [to[k] ?? 0, from[k] ?? 0];
    const isOwn = source >= mark && uses.get(source) === 1;
    if (!isOwn || !retarget(builder, target, source)) left.unshift([target, source]);
  }
  for (const [target, source] of left) copy(builder, target, source);
}

/** A value wider than this stays where it is. */
const widest = 4;

/**
 * Frees what was taken since `mark` but the value, which comes to lie as low as {@link retarget} can bring it. What was
 * allocated before the value was computed must not be needed any more.
 */
export function compact(builder: Builder, words: Words, mark: Register): Words {
  if (words.length === 0 || words.length > widest) return words;
  const taken = new Set(words);
  if (taken.size < words.length) return words;
  let free = mark;
  const lowered = words.map((word) => {
    while (taken.has(free)) free += 1;
    if (word <= free || !retarget(builder, free, word)) return word;
    taken.add(free);
    return free;
  });
  builder.register = Math.max(mark, ...lowered.map((word) => word + 1));
  return lowered;
}

/** A register of its own with this value. */
export function duplicate(builder: Builder, from: Register): Register {
  const to = temporary(builder);
  copy(builder, to, from);
  return to;
}

/** How far back {@link retarget} looks. */
const recent = 32;

/** Makes the instruction that wrote `from` write `to`, if nothing behind it uses either. */
function retarget({ code }: Builder, to: Register, from: Register): boolean {
  for (let k = code.length - 1; k >= 0 && k >= code.length - recent; k -= 1) {
    const instruction = code[k];
    if (instruction === undefined || 'label' in instruction || instruction.kind === 'if') return false;
    if ('to' in instruction && instruction.to === from) {
      code[k] = { ...instruction, to };
      return true;
    }
    const isUsed = operandsOf(instruction).some((operand) => operand === from || operand === to);
    if (isUsed || ('to' in instruction && instruction.to === to)) return false;
  }
  return false;
}

function count(builder: Builder): void {
  builder.instructions += 1;
  assertWithin('instructions', builder.instructions);
}

function append(builder: Builder, body: readonly Instruction[]): void {
  // They were counted when they were made.
  if (!isUnreachable(builder)) for (const instruction of body) builder.code.push(instruction);
}

/** Leaving a block at its very end is what happens anyway. */
function stripTail(builder: Builder, list: Instruction[], name: Label): void {
  const last = list.at(-1);
  if (last?.kind === 'leave' && last.label === name) {
    list.pop();
    builder.uses.set(name, (builder.uses.get(name) ?? 1) - 1);
  } else if (last?.kind === 'if') {
    const [then, otherwise] = [[...last.then], [...last.otherwise]];
    stripTail(builder, then, name);
    stripTail(builder, otherwise, name);
    list.pop();
    if (then.length + otherwise.length > 0) list.push({ ...last, then, otherwise });
  }
}

function nestedCode(builder: Builder, action: () => void): Instruction[] {
  const { phases, code } = builder;
  builder.phases = undefined;
  builder.code = [];
  action();
  const body = builder.code;
  builder.phases = phases;
  builder.code = code;
  return body;
}

function nestedPhases(builder: Builder, action: () => void): readonly Phase[] {
  flush(builder);
  const outer = phasesOf(builder);
  builder.phases = [];
  action();
  flush(builder);
  const body = phasesOf(builder);
  builder.phases = outer;
  return body;
}

function pushPhase(builder: Builder, phase: Phase): void {
  flush(builder);
  count(builder);
  phasesOf(builder).push(phase);
}

/** What was emitted since the last phase becomes a region. */
function flush(builder: Builder): void {
  if (builder.code.length === 0) return;
  phasesOf(builder).push({ kind: 'region', code: builder.code });
  builder.code = [];
}

function isUnreachable({ code, phases }: Builder): boolean {
  const phase = code.length === 0 ? phases?.at(-1) : undefined;
  const last = phase?.kind === 'region' ? phase.code.at(-1) : (phase ?? code.at(-1));
  return last?.kind === 'leave' || last?.kind === 'again';
}

function phasesOf({ phases }: Builder): Phase[] {
  if (phases !== undefined) return phases;
  throw new AssayError({
    kind: 'bug',
    code: 'lower.barrier-in-region',
    expected: 'barriers only where all invocations go together',
    got: 'one inside the code of a single invocation',
    remedy: 'Report this with the shader: it is a defect of lowering.',
  });
}
