/**
 * The reference interpreter: what a cell does, by SPEC.md chapter Execution, one rule a function. It is written to be read; the
 * other executors are compared with it.
 */
import { AssayError, type owner } from '@assay/core';
import { flatten, type Step } from './code.js';
import { type GuardEvent, type GuardKind, Guards } from './guard.js';
import type { At, Binding, BuiltinWord, Clamp, Instruction, Kernel } from './ir.js';
import { mostTouchedWords, type Port, ReadBuffer, type Room, type StoredWords, WrittenBuffer } from './memory.js';
import * as operation from './operation.js';
import { familyOf, kindOf, type Race, read, Shadow, write } from './race.js';

export type { GuardEvent, GuardKind } from './guard.js';
export type { Port, StoredWords } from './memory.js';
export type { Access, AccessKind, Race } from './race.js';

/** A cell: one workgroup of one dispatch. */
export interface CellOptions {
  readonly kernel: Kernel;
  /** Workgroups of the dispatch. */
  readonly grid: readonly [number, number, number];
  /** The workgroup's id. */
  readonly workgroup: readonly [number, number, number];
  readonly port: Port;
  /** Whether the cell owns a word of a written binding. Always the same answer. */
  owns(binding: number, word: number): boolean;
  /** The most back-edges of loops that one invocation takes (E14). */
  readonly loopBudget: number;
  /** The most that the cell may cost; a reader's patience, no part of the meaning. */
  readonly maxCost?: number;
  /** Is told of every step before it is taken. */
  readonly trace?: (event: TraceEvent) => void;
}

/** An invocation is about to take a step. */
export interface TraceEvent {
  /** See {@link Race}. */
  readonly region: number;
  /** `local_invocation_index`. */
  readonly invocation: number;
  readonly step: Step;
  /** Of the invocation; they change when the step is taken. */
  readonly registers: Int32Array;
}

/** What a cell did. */
export interface CellResult {
  /** The words that it stored, for each written binding by number, also where they did not change. */
  readonly writes: ReadonlyMap<number, StoredWords>;
  /**
   * The words whose contents at the start mattered, for each binding by number: ascending ranges that neither touch nor overlap.
   * Of a written binding, the own words that it loaded before it stored them.
   */
  readonly reads: ReadonlyMap<number, readonly owner.WordRange[]>;
  /** Guards that fired, in the order in which they fired first. */
  readonly guards: readonly GuardEvent[];
  /** The first race (E16). With a race, what was stored has no meaning beyond this interpreter's order of invocations. */
  readonly race: Race | undefined;
  /** E17. */
  readonly cost: number;
}

/** Registers and local memory of all invocations together: 256 MiB. */
const MOST_WORDS = 2 ** 26;

/** The state of a cell that runs. */
interface Cell {
  readonly steps: readonly Step[];
  readonly invocations: number;
  /** By `local_invocation_index`. */
  readonly registers: readonly Int32Array[];
  readonly local: readonly Int32Array[];
  /** Back-edges that each invocation took, and behind the last one those that the workgroup took (E14). */
  readonly backEdges: Int32Array;
  readonly workgroup: Int32Array;
  readonly workgroupShadow: Shadow;
  /** By binding number. */
  readonly buffers: ReadonlyMap<number, ReadBuffer | WrittenBuffer>;
  readonly loopBudget: number;
  readonly maxCost: number;
  readonly trace: CellOptions['trace'];
  readonly guards: Guards;
  race: Race | undefined;
  /** Whether a back-edge was not taken: then the cell ends with the region at hand (E14). */
  isOutOfBudget: boolean;
  cost: number;
  /** How many regions were run before this one. */
  region: number;
  /** The invocation at hand. */
  invocation: number;
}

/**
 * Runs a cell.
 *
 * @throws AssayError `interpreter.max-cost`, `interpreter.too-large` (exhausted); `interpreter.divergence`,
 * `interpreter.unknown-label` (bug).
 */
export function runCell(options: CellOptions): CellResult {
  const cell = start(options);
  runWorkgroup(cell);
  const buffers = [...cell.buffers];
  return {
    writes: new Map(buffers.flatMap(([binding, buffer]) => (buffer.isWritten ? [[binding, buffer.writes()]] : []))),
    reads: new Map(buffers.map(([binding, buffer]) => [binding, buffer.reads()])),
    guards: cell.guards.toList(),
    race: cell.race,
    cost: cell.cost,
  };
}

/** Everything is 0 but the registers of builtin values (E3). */
function start(options: CellOptions): Cell {
  const { kernel, port, loopBudget, maxCost = Number.POSITIVE_INFINITY, trace } = options;
  const [x, y, z] = kernel.workgroupSize;
  const invocations = x * y * z;
  assertFits(kernel, invocations);
  const room: Room = { words: mostTouchedWords };
  const registers = perInvocation(invocations, kernel.registers);
  for (const [invocation, own] of registers.entries()) {
    for (const { register, value } of kernel.builtins) own[register] = builtinWord(options, invocation, value);
  }
  return {
    steps: flatten(kernel),
    invocations,
    registers,
    local: perInvocation(invocations, kernel.localWords),
    backEdges: new Int32Array(invocations + 1),
    workgroup: new Int32Array(kernel.workgroupWords),
    workgroupShadow: new Shadow(kernel.workgroupWords),
    buffers: new Map(kernel.bindings.map((each) => [each.binding, bufferOf(each, port, options, room)])),
    loopBudget,
    maxCost,
    trace,
    guards: new Guards(),
    race: undefined,
    isOutOfBudget: false,
    cost: 0,
    region: 0,
    invocation: 0,
  };
}

function bufferOf(
  { binding, access }: Binding,
  port: Port,
  options: CellOptions,
  room: Room,
): ReadBuffer | WrittenBuffer {
  if (access !== 'write') return new ReadBuffer(binding, port);
  return new WrittenBuffer(binding, port, (...word) => options.owns(...word), room);
}

function perInvocation(invocations: number, words: number): readonly Int32Array[] {
  const all = new Int32Array(invocations * words);
  return Array.from({ length: invocations }, (_, i) => all.subarray(i * words, (i + 1) * words));
}

/** WGSL §13.3: x runs fastest. */
function builtinWord({ kernel, grid, workgroup }: CellOptions, invocation: number, value: BuiltinWord): number {
  if (value === 'local_invocation_index') return invocation;
  const [width, height] = kernel.workgroupSize;
  const local = [
    invocation % width,
    Math.floor(invocation / width) % height,
    Math.floor(invocation / (width * height)),
  ];
  const [name, component] = value.split('.');
  const axis = component === 'x' ? 0 : component === 'y' ? 1 : 2;
  switch (name) {
    case 'local_invocation_id':
      return local[axis]!;
    case 'global_invocation_id':
      return workgroup[axis] * kernel.workgroupSize[axis] + local[axis]!;
    case 'workgroup_id':
      return workgroup[axis];
    default:
      return grid[axis];
  }
}

/** E7: the course of the workgroup through its regions and barriers. */
function runWorkgroup(cell: Cell): void {
  const { steps } = cell;
  let pc = 0;
  while (pc < steps.length && !cell.isOutOfBudget) {
    const step = steps[pc]!;
    pc += 1;
    switch (step.kind) {
      case 'region':
        pc = runRegion(cell, pc, step.end.index);
        cell.region += 1;
        break;
      case 'goto':
        pc = step.target.index;
        break;
      case 'repeat':
        takeBackEdge(cell, cell.invocations, step.at);
        break;
      default:
        pay(cell);
        pc = takePhase(cell, step, pc);
    }
  }
}

/** E17: every invocation takes a step of the workgroup. */
function pay(cell: Cell): void {
  cell.cost += cell.invocations;
  if (cell.cost > cell.maxCost) throw tooCostly(cell.maxCost);
}

/** What the workgroup does together; gives the next step. */
function takePhase(cell: Cell, step: Step, next: number): number {
  switch (step.kind) {
    case 'barrier':
      orderMemory(cell, step.memory);
      return next;
    case 'branch':
      return uniform(cell, step.condition) !== 0 ? next : step.otherwise.index;
    case 'jump':
      return step.target.index;
    default:
      return next;
  }
}

/** E9. */
function orderMemory(cell: Cell, memory: 'workgroup' | 'storage'): void {
  if (memory === 'workgroup') cell.workgroupShadow.nextEpoch();
  else for (const buffer of cell.buffers.values()) if (buffer.isWritten) buffer.shadow.nextEpoch();
}

/** A register that has one value in all invocations (V38). */
function uniform(cell: Cell, register: number): number {
  const value = cell.registers[0]![register]!;
  const other = cell.registers.findIndex((own) => own[register] !== value);
  if (other >= 0) throw divergence(`register ${register} is ${cell.registers[other]![register]} in ${other}`);
  return value;
}

/**
 * E7: the invocations run a region one after the other. Gives the step that all of them go on with; where one ran out of
 * budget there is none, and each may have gone its own way (E14).
 */
function runRegion(cell: Cell, first: number, end: number): number {
  const next = runInvocation(cell, first, end, 0);
  for (let invocation = 1; invocation < cell.invocations; invocation++) {
    const other = runInvocation(cell, first, end, invocation);
    if (other !== next && !cell.isOutOfBudget) throw divergence(`invocation ${invocation} went another way`);
  }
  return next;
}

/** Runs one invocation from the first step of a region until it is at the end, or has jumped out; gives where it is then. */
function runInvocation(cell: Cell, first: number, end: number, invocation: number): number {
  const { steps, maxCost, trace } = cell;
  const registers = cell.registers[invocation]!;
  const local = cell.local[invocation]!;
  cell.invocation = invocation;
  let cost = cell.cost;
  let pc = first;
  while (pc >= first && pc < end) {
    const step = steps[pc]!;
    pc += 1;
    if (step.kind === 'goto') {
      pc = step.target.index;
      continue;
    }
    cost += 1; // E17
    if (cost > maxCost) throw tooCostly(maxCost);
    if (trace !== undefined) trace({ region: cell.region, invocation, step, registers });
    switch (step.kind) {
      case 'constant':
        registers[step.to] = step.value;
        break;
      case 'copy':
        registers[step.to] = registers[step.from]!;
        break;
      case 'unary':
        registers[step.to] = step.apply(registers[step.operand]!);
        break;
      case 'binary':
        registers[step.to] = step.apply(registers[step.left]!, registers[step.right]!);
        break;
      case 'select':
        registers[step.to] = registers[step.condition] !== 0 ? registers[step.yes]! : registers[step.no]!;
        break;
      case 'extract':
        registers[step.to] = operation.extract(registers[step.operand]!, step.offset, step.count, step.isSigned);
        break;
      case 'insert':
        registers[step.to] = operation.insert(registers[step.operand]!, registers[step.bits]!, step.offset, step.count);
        break;
      case 'length':
        registers[step.to] = cell.buffers.get(step.binding)!.lengthWords;
        break;
      case 'clamp':
        registers[step.to] = clamp(cell, step, registers[step.index]! >>> 0);
        break;
      case 'load-buffer':
        registers[step.to] = loadBuffer(cell, step, registers);
        break;
      case 'store-buffer':
        storeBuffer(cell, step, registers);
        break;
      case 'load':
        registers[step.to] =
          step.memory === 'local'
            ? local[registers[step.index]!]!
            : loadWorkgroup(cell, registers[step.index]!, step.at);
        break;
      case 'store':
        if (step.memory === 'local') local[registers[step.index]!] = registers[step.value]!;
        else storeWorkgroup(cell, registers[step.index]!, registers[step.value]!, step.at);
        break;
      case 'atomic':
        modifyWorkgroup(cell, step, registers[step.index]!, registers[step.value]!);
        break;
      case 'branch':
        if (registers[step.condition] === 0) pc = step.otherwise.index;
        break;
      case 'jump':
        pc = step.target.index;
        break;
      case 'back-edge':
        pc = takeBackEdge(cell, invocation, step.at) ? step.target.index : step.end.index;
        break;
    }
  }
  cell.cost = cost;
  return pc;
}

/** E13. */
function clamp(cell: Cell, { count, at }: Clamp, index: number): number {
  if (index < count) return index;
  fire(cell, 'clamped', at, undefined, index);
  return count - 1;
}

/** E10, E11. */
function loadBuffer(cell: Cell, step: Extract<Instruction, { kind: 'load-buffer' }>, registers: Int32Array): number {
  const buffer = cell.buffers.get(step.binding)!;
  const word = registers[step.index]! >>> 0;
  if (isOutside(cell, step, registers, buffer.lengthWords)) return 0;
  if (!buffer.isWritten) return buffer.load(word);
  const slot = ownSlot(cell, step, buffer, word);
  if (slot < 0) return 0;
  watchBuffer(cell, step, buffer, word, slot, read);
  return buffer.load(word, slot);
}

/** E10, E12. */
function storeBuffer(cell: Cell, step: Extract<Instruction, { kind: 'store-buffer' }>, registers: Int32Array): void {
  const buffer = cell.buffers.get(step.binding)!;
  const word = registers[step.index]! >>> 0;
  if (!buffer.isWritten) throw storesToRead(step.binding);
  if (isOutside(cell, step, registers, buffer.lengthWords)) return;
  const slot = ownSlot(cell, step, buffer, word);
  if (slot < 0) return;
  watchBuffer(cell, step, buffer, word, slot, write);
  buffer.store(slot, registers[step.value]!);
}

type BufferAccess = Extract<Instruction, { kind: 'load-buffer' | 'store-buffer' }>;

/** E10: an index on the way was outside its array, or the word is outside the buffer. */
function isOutside(cell: Cell, step: BufferAccess, registers: Int32Array, lengthWords: number): boolean {
  if (step.valid !== undefined && registers[step.valid] === 0) {
    fire(cell, 'outside', step.at, step.binding, undefined);
    return true;
  }
  const word = registers[step.index]! >>> 0;
  if (word < lengthWords) return false;
  fire(cell, 'outside', step.at, step.binding, word);
  return true;
}

/** E11, E12: the slot of a word that the cell owns, else -1. */
function ownSlot(cell: Cell, { at, binding }: BufferAccess, buffer: WrittenBuffer, word: number): number {
  const slot = buffer.slotOf(word);
  if (slot < 0) fire(cell, 'not-owned', at, binding, word);
  return slot;
}

function loadWorkgroup(cell: Cell, word: number, at: At): number {
  watchWorkgroup(cell, word, read, at);
  return cell.workgroup[word]!;
}

function storeWorkgroup(cell: Cell, word: number, value: number, at: At): void {
  watchWorkgroup(cell, word, write, at);
  cell.workgroup[word] = value;
}

/** One access of its family, P5. */
function modifyWorkgroup(cell: Cell, step: Extract<Step, { kind: 'atomic' }>, word: number, value: number): void {
  watchWorkgroup(cell, word, familyOf[step.operation], step.at);
  cell.workgroup[word] = step.apply(cell.workgroup[word]!, value);
}

/** E14. `counter`: the invocation; for the workgroup, the number of invocations. */
function takeBackEdge(cell: Cell, counter: number, at: At | undefined): boolean {
  const taken = cell.backEdges[counter]!;
  if (taken < cell.loopBudget) {
    cell.backEdges[counter] = taken + 1;
    return true;
  }
  fire(cell, 'loop-budget', at, undefined, undefined);
  cell.isOutOfBudget = true;
  return false;
}

/** E15, E16: invocations run in their order, so the first race that is seen is the first. */
function watchWorkgroup(cell: Cell, word: number, kind: number, at: At): void {
  if (cell.race !== undefined) return;
  const { region, invocation } = cell;
  const first = cell.workgroupShadow.access(word, invocation, kind, at);
  if (first === undefined) return;
  cell.race = { region, memory: 'workgroup', word, first, second: { invocation, kind: kindOf(kind), at } };
}

function watchBuffer(
  cell: Cell,
  { binding, at }: BufferAccess,
  buffer: WrittenBuffer,
  word: number,
  slot: number,
  kind: number,
): void {
  if (cell.race !== undefined) return;
  const { region, invocation } = cell;
  const first = buffer.shadow.access(slot, invocation, kind, at);
  if (first === undefined) return;
  cell.race = { region, memory: { binding }, word, first, second: { invocation, kind: kindOf(kind), at } };
}

function fire(
  cell: Cell,
  kind: GuardKind,
  at: At | undefined,
  binding: number | undefined,
  index: number | undefined,
): void {
  cell.guards.fire(kind, at, cell.region, cell.invocation, binding, index);
}

function assertFits({ registers, localWords }: Kernel, invocations: number): void {
  const words = (registers + localWords) * invocations;
  if (words <= MOST_WORDS) return;
  throw new AssayError({
    kind: 'exhausted',
    code: 'interpreter.too-large',
    expected: `at most ${MOST_WORDS} words of registers and variables in all invocations`,
    got: `${words}`,
    remedy: 'Use smaller arrays in functions, or fewer calls of functions that have some.',
  });
}

function tooCostly(maxCost: number): AssayError {
  return new AssayError({
    kind: 'exhausted',
    code: 'interpreter.max-cost',
    expected: `a cell of at most ${maxCost} instructions`,
    got: 'one that goes on',
    remedy: 'Allow a higher cost, or give the step a lower loop budget or smaller workgroups.',
  });
}

function divergence(got: string): AssayError {
  return new AssayError({
    kind: 'bug',
    code: 'interpreter.divergence',
    expected: 'all invocations of a workgroup to take one course through its barriers (V38)',
    got,
    remedy: 'Report this with the shader: the uniformity analysis accepted too much.',
  });
}

function storesToRead(binding: number): AssayError {
  return new AssayError({
    kind: 'bug',
    code: 'interpreter.store-to-read',
    expected: 'stores to bindings with access write',
    got: `one to binding ${binding}`,
    remedy: 'Report this with the shader: lowering wrote to a buffer that the kernel reads.',
  });
}
