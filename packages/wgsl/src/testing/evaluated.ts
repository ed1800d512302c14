/** Programs of the compiler, run node by node for one cell, by what compilation/program/program.ts says of each. To be compared with. */
import { grid as grids, owner } from '@assay/core';
import { expect } from 'vitest';
import type { Node, Phase, Program } from '../compilation/program/program.js';
import { type CellOptions, type CellResult, runCell } from '../execution/interpreter.js';
import type { BuiltinWord, Kernel, Label } from '../execution/ir.js';
import { ReadBuffer, WrittenBuffer } from '../execution/memory.js';
import * as operation from '../execution/operation.js';
import { input, outputWords } from './interpreted.js';
import type { Sample } from './wild.js';

/** What a cell of a program is given. */
export type EvaluatedCell = Omit<CellOptions, 'kernel' | 'trace'>;

/** What the cell did, in the interpreter's terms. */
export interface Evaluated extends Pick<CellResult, 'writes' | 'reads' | 'cost'> {
  /** Whether a guard fired, an invocation ran out, or the workgroup used up its budget. */
  readonly hasFired: boolean;
}

/** More than any test runs: a program that does not end fails. */
const MOST_NODES = 50_000_000;

/** Where control goes on, unless it goes on with the next node. */
interface Jump {
  readonly kind: 'leave' | 'again' | 'end';
  readonly label: Label;
}

/** The cell is at its end. */
const end: Jump = { kind: 'end', label: -1 };

interface Cell {
  readonly program: Program;
  readonly options: EvaluatedCell;
  readonly invocations: number;
  readonly registers: readonly Int32Array[];
  readonly local: readonly Int32Array[];
  readonly workgroup: Int32Array;
  readonly buffers: ReadonlyMap<number, ReadBuffer | WrittenBuffer>;
  /** Back-edges of counted loops. */
  backEdges: number;
  hasFired: boolean;
  hasRunOut: boolean;
  cost: number;
  nodes: number;
}

/** Runs one cell. Throws where the program does what it must not: an index that is not inside, a word that the cell does not own. */
export function evaluate(program: Program, options: EvaluatedCell): Evaluated {
  const [x, y, z] = program.workgroupSize;
  const invocations = x * y * z;
  const words = (count: number): Int32Array[] => Array.from({ length: invocations }, () => new Int32Array(count));
  const cell: Cell = {
    program,
    options,
    invocations,
    registers: words(program.registers),
    local: words(program.localWords),
    workgroup: new Int32Array(program.workgroupWords),
    buffers: new Map(
      program.bindings.map(({ binding, isWritten }) => [
        binding,
        isWritten
          ? new WrittenBuffer(binding, options.port, (...word) => options.owns(...word))
          : new ReadBuffer(binding, options.port),
      ]),
    ),
    backEdges: 0,
    hasFired: false,
    hasRunOut: false,
    cost: 0,
    nodes: 0,
  };
  const jump = runPhases(cell, program.body);
  if (jump !== undefined && jump.kind !== 'end') throw new Error(`${jump.kind} ${jump.label} leads nowhere`);
  const { cost, hasFired } = cell;
  const buffers = [...cell.buffers];
  return {
    writes: new Map(buffers.flatMap(([binding, buffer]) => (buffer.isWritten ? [[binding, buffer.writes()]] : []))),
    reads: new Map(buffers.map(([binding, buffer]) => [binding, buffer.reads()])),
    cost,
    hasFired,
  };
}

function runPhases(cell: Cell, list: readonly Phase[]): Jump | undefined {
  for (const phase of list) {
    const jump = runPhase(cell, phase);
    if (jump !== undefined) return jump;
  }
  return undefined;
}

function runPhase(cell: Cell, phase: Phase): Jump | undefined {
  switch (phase.kind) {
    case 'region':
      return runRegion(cell, phase.code);
    case 'pay':
      cell.cost += phase.cost * cell.invocations;
      return undefined;
    case 'if': {
      const [value, ...others] = cell.registers.map((own) => own[phase.condition]!);
      if (others.some((other) => other !== value)) throw new Error(`r${phase.condition} decides, and is not uniform`);
      return runPhases(cell, value !== 0 ? phase.then : phase.otherwise);
    }
    case 'block': {
      const jump = runPhases(cell, phase.body);
      return isLeave(jump, phase.label) ? undefined : jump;
    }
    case 'loop':
      for (;;) {
        const jump = runPhases(cell, phase.body);
        if (jump === undefined || isLeave(jump, phase.label)) return undefined;
        if (jump.kind !== 'again' || jump.label !== phase.label) return jump;
        if (!phase.isCounted) continue;
        if (cell.backEdges === cell.options.loopBudget) {
          cell.hasFired = true;
          return end;
        }
        cell.backEdges += 1;
      }
    case 'leave':
    case 'again':
      return phase;
  }
}

function runRegion(cell: Cell, code: readonly Node[]): Jump | undefined {
  const jumps = cell.registers.map((_, invocation) => runNodes(cell, code, invocation));
  if (cell.hasRunOut) return end;
  const [jump, ...others] = jumps;
  if (others.some((other) => other?.kind !== jump?.kind || other?.label !== jump?.label)) {
    throw new Error('invocations leave a region for different places');
  }
  return jump;
}

function runNodes(cell: Cell, list: readonly Node[], invocation: number): Jump | undefined {
  for (const node of list) {
    const jump = runNode(cell, node, invocation);
    if (jump !== undefined) return jump;
  }
  return undefined;
}

function runNode(cell: Cell, node: Node, invocation: number): Jump | undefined {
  const registers = cell.registers[invocation]!;
  cell.nodes += 1;
  if (cell.nodes > MOST_NODES) throw new Error('the cell does not end');
  switch (node.kind) {
    case 'constant':
      registers[node.to] = node.value;
      return undefined;
    case 'builtin':
      registers[node.to] = builtinWord(cell, invocation, node.value);
      return undefined;
    case 'budget':
      registers[node.to] = cell.options.loopBudget;
      return undefined;
    case 'length':
      registers[node.to] = cell.buffers.get(node.binding)!.lengthWords;
      return undefined;
    case 'copy':
      registers[node.to] = registers[node.from]!;
      return undefined;
    case 'unary':
      registers[node.to] = operation.unary[node.operation](registers[node.operand]!);
      return undefined;
    case 'binary':
      registers[node.to] = operation.binary[node.operation](registers[node.left]!, registers[node.right]!);
      return undefined;
    case 'select':
      registers[node.to] = registers[registers[node.condition] !== 0 ? node.yes : node.no]!;
      return undefined;
    case 'extract':
      registers[node.to] = operation.extract(registers[node.operand]!, node.offset, node.count, node.isSigned);
      return undefined;
    case 'insert':
      registers[node.to] = operation.insert(registers[node.operand]!, registers[node.bits]!, node.offset, node.count);
      return undefined;
    case 'owned':
      registers[node.to] = ownSlot(cell, node.binding, registers[node.index]! >>> 0) >= 0 ? 1 : 0;
      return undefined;
    case 'load-buffer':
      registers[node.to] =
        node.condition !== undefined && registers[node.condition] === 0
          ? 0
          : loadBuffer(cell, node.binding, registers[node.index]! >>> 0);
      return undefined;
    case 'store-buffer':
      if (node.condition !== undefined && registers[node.condition] === 0) return undefined;
      storeBuffer(cell, node.binding, registers[node.index]! >>> 0, registers[node.value]!);
      return undefined;
    case 'load': {
      const memory = memoryOf(cell, node.memory, invocation);
      registers[node.to] = memory[inside(registers[node.index]!, memory.length)]!;
      return undefined;
    }
    case 'store': {
      const memory = memoryOf(cell, node.memory, invocation);
      memory[inside(registers[node.index]!, memory.length)] = registers[node.value]!;
      return undefined;
    }
    case 'atomic': {
      const index = inside(registers[node.index]!, cell.workgroup.length);
      cell.workgroup[index] = operation.atomic[node.operation](cell.workgroup[index]!, registers[node.value]!);
      return undefined;
    }
    case 'fire':
      if (registers[node.unless] === 0) cell.hasFired = true;
      return undefined;
    case 'run-out':
      cell.hasFired = true;
      cell.hasRunOut = true;
      return undefined;
    case 'pay':
      cell.cost += node.cost;
      return undefined;
    case 'if':
      return runNodes(cell, registers[node.condition] !== 0 ? node.then : node.otherwise, invocation);
    case 'block': {
      const jump = runNodes(cell, node.body, invocation);
      return isLeave(jump, node.label) ? undefined : jump;
    }
    case 'loop':
      for (;;) {
        const jump = runNodes(cell, node.body, invocation);
        if (jump === undefined || isLeave(jump, node.label)) return undefined;
        if (jump.kind !== 'again' || jump.label !== node.label) return jump;
        cell.nodes += 1;
        if (cell.nodes > MOST_NODES) throw new Error('the cell does not end');
      }
    case 'leave':
    case 'again':
      return node;
  }
}

function isLeave(jump: Jump | undefined, label: Label): boolean {
  return jump?.kind === 'leave' && jump.label === label;
}

function builtinWord({ program, options }: Cell, invocation: number, value: BuiltinWord): number {
  if (value === 'local_invocation_index') return invocation;
  const [width, height] = program.workgroupSize;
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
      return options.workgroup[axis] * program.workgroupSize[axis] + local[axis]!;
    case 'workgroup_id':
      return options.workgroup[axis];
    default:
      return options.grid[axis];
  }
}

/** -1 for a word that is outside, or not the cell's. */
function ownSlot(cell: Cell, binding: number, word: number): number {
  const buffer = cell.buffers.get(binding)!;
  if (!buffer.isWritten) throw new Error(`binding ${binding} has no owner`);
  return word < buffer.lengthWords ? buffer.slotOf(word) : -1;
}

function loadBuffer(cell: Cell, binding: number, word: number): number {
  const buffer = cell.buffers.get(binding)!;
  if (!buffer.isWritten) return buffer.load(inside(word, buffer.lengthWords));
  const slot = ownSlot(cell, binding, word);
  if (slot < 0) throw new Error(`loads word ${word} of binding ${binding}, which is not its own`);
  return buffer.load(word, slot);
}

function storeBuffer(cell: Cell, binding: number, word: number, value: number): void {
  const buffer = cell.buffers.get(binding)!;
  const slot = ownSlot(cell, binding, word);
  if (slot < 0 || !buffer.isWritten) throw new Error(`stores word ${word} of binding ${binding}, which is not its own`);
  buffer.store(slot, value);
}

function memoryOf(cell: Cell, memory: 'local' | 'workgroup', invocation: number): Int32Array {
  return memory === 'local' ? cell.local[invocation]! : cell.workgroup;
}

function inside(index: number, length: number): number {
  if (index < 0 || index >= length) throw new Error(`index ${index} of ${length} words`);
  return index;
}

/**
 * Fails unless the program does in a cell what its kernel does: stores the same words, loads the same words, costs the same, and
 * fires a guard if a guard fires. Without a comparison where the kernel races; gives whether there was one.
 */
export function expectSame(program: Program, options: CellOptions): boolean {
  const { writes, reads, cost, guards, race } = runCell(options);
  if (race !== undefined) return false;
  expect(evaluate(program, options)).toEqual({ writes, reads, cost, hasFired: guards.length > 0 });
  return true;
}

/** All cells of a random kernel. */
export function cellsOf({ kernel, dispatch, contents }: Sample): readonly CellOptions[] {
  const { grid, lengthWords, owners, loopBudget } = dispatch;
  return Array.from({ length: grids.count(grid) }, (_, workgroup) => ({
    kernel,
    grid,
    workgroup: grids.fromIndex(grid, workgroup),
    port: {
      lengthWords: (binding) => lengthWords.get(binding)!,
      load: (binding, word) => (contents[binding]?.[word] ?? 0) | 0,
    },
    owns: (binding, word) => owner.ownerOf(owners.get(binding)!, grid, word) === workgroup,
    loopBudget,
    maxCost: 5_000_000,
  }));
}

/** The only cell of a kernel of `testing/kernels.ts`. */
export function cellOf(kernel: Kernel, loopBudget = 1000): CellOptions {
  return {
    kernel,
    grid: [1, 1, 1],
    workgroup: [0, 0, 0],
    port: {
      lengthWords: (binding) => (binding === 0 ? input.length : outputWords),
      load: (binding, word) => (binding === 0 ? input[word]! : 0),
    },
    owns: () => true,
    loopBudget,
  };
}
