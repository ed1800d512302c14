/**
 * Which registers are equal in all invocations of a cell, which in the invocations that run together, which in none (SPEC.md C4).
 *
 * It starts from "equal everywhere" and goes on until nothing changes. A register is not equal if what it is computed from is not,
 * or if it is written where only some invocations are while others wait at a place where its value matters.
 */
import type { BuiltinWord } from '../../execution/ir.js';
import { Work } from '../limits.js';
import type { Liveness } from '../program/liveness.js';
import { type Label, type Node, type Phase, type Program, partsOf, type Register } from '../program/program.js';
import type { Registers } from '../program/registers.js';

/** How far a value is the same. */
export const level = {
  /** In all invocations of the workgroup. */
  workgroup: 0,
  /** In the invocations that run together; of a lane width of 1, in one. */
  group: 1,
  /** Each lane has its own. */
  lane: 2,
} as const;

export type Level = (typeof level)[keyof typeof level];

/** What is known of a program that runs in groups of 1 or 4 lanes. */
export interface Levels {
  of(register: Register): Level;
  /** In each lane the word is 0 or 1. */
  isBoolean(register: Register): boolean;
  /** The constant by which the word grows from lane to lane, modulo 2³², in lanes that are not active too; of registers of level lane. */
  strideOf(register: Register): number | undefined;
  /** The same constant where no lane is clamped to a bound and none kept an older word: what the lanes may be looked at for. */
  likelyStrideOf(register: Register): number | undefined;
  /** It has one definition. */
  isSingle(register: Register): boolean;
  /** The constant that the register always holds. */
  constantOf(register: Register): number | undefined;
  /** Whether lanes leave or repeat this construct of a region at different times. */
  isDivergent(label: Label): boolean;
  /** Whether lanes end a region at different times: some have run out of their budget. */
  readonly hasDivergentExits: boolean;
  /** A definition that must keep what is in the lanes that are not active. */
  isBlended(node: Node): boolean;
}

/** Sweeps after which everything is taken to be different. */
export const mostSweeps = 12;

/** Constructs around jumps, and sets that definitions are looked for in: about a second. */
const MOST_WORK = 2 ** 27;

/** Strides: a number, or not known; absent before the first definition is seen. */
const UNKNOWN = Number.NaN;

/** Control that only some invocations of the workgroup or of a group are in, and what matters to the others. */
interface Waiting {
  readonly level: Level;
  readonly registers: readonly Registers[];
  readonly outer: Waiting | undefined;
}

/** A construct around the node at hand, innermost first. */
interface Around {
  readonly label: Label | undefined;
  /** How far control inside it may differ from control around it: of an `if` its condition, of a label how it is left. */
  level(): Level;
  readonly outer: Around | undefined;
}

interface State {
  readonly program: Program;
  readonly liveness: Liveness;
  readonly lanes: 1 | 4;
  readonly levels: Uint8Array;
  readonly notBoolean: Uint8Array;
  readonly strides: Map<Register, number>;
  readonly likelyStrides: Map<Register, number>;
  readonly constants: Map<Register, number>;
  readonly definitions: Uint32Array;
  /** Labels of regions. */
  readonly labels: Map<Label, Level>;
  readonly regionLabels: Set<Label>;
  readonly blended: Set<Node>;
  readonly hasRunOut: boolean;
  /** Bindings that are written. */
  readonly written: ReadonlySet<number>;
  readonly work: Work;
  exitLevel: Level;
  hasChanged: boolean;
}

/**
 * @param lanes invocations that run together.
 * @param sweeps how many times the program is looked at before everything is taken to be different.
 * @throws AssayError `compiler.too-large` (exhausted).
 */
export function levelsOf(program: Program, liveness: Liveness, lanes: 1 | 4, sweeps: number = mostSweeps): Levels {
  const state: State = {
    program,
    liveness,
    lanes,
    levels: new Uint8Array(program.registers),
    notBoolean: new Uint8Array(program.registers),
    strides: new Map(),
    likelyStrides: new Map(),
    constants: new Map(),
    definitions: new Uint32Array(program.registers),
    labels: new Map(),
    regionLabels: new Set(),
    blended: new Set(),
    hasRunOut: survey(program),
    written: new Set(program.bindings.flatMap(({ binding, isWritten }) => (isWritten ? [binding] : []))),
    work: new Work(MOST_WORK),
    exitLevel: level.workgroup,
    hasChanged: true,
  };
  forEachNode(program.body, (node) => {
    if ('to' in node) state.definitions[node.to]! += 1;
    if (node.kind === 'block' || node.kind === 'loop') state.regionLabels.add(node.label);
  });
  forEachNode(program.body, (node) => {
    if (node.kind === 'constant' && state.definitions[node.to] === 1) state.constants.set(node.to, node.value | 0);
  });
  for (let done = 0; state.hasChanged; done++) {
    state.hasChanged = false;
    if (done === sweeps) raiseAll(state);
    for (const phase of program.body) visitPhase(state, phase);
  }
  return {
    of: (register) => state.levels[register] as Level,
    isBoolean: (register) => state.notBoolean[register] === 0,
    strideOf: (register) => numberOr(state.strides.get(register)),
    likelyStrideOf: (register) => numberOr(state.likelyStrides.get(register)),
    isSingle: (register) => state.definitions[register] === 1,
    constantOf: (register) => state.constants.get(register),
    isDivergent: (label) => state.labels.get(label) === level.lane,
    hasDivergentExits: state.exitLevel === level.lane,
    isBlended: (node) => state.blended.has(node),
  };
}

function numberOr(stride: number | undefined): number | undefined {
  return stride === undefined || Number.isNaN(stride) ? undefined : stride;
}

/** Whether an invocation can run out of its budget. */
function survey(program: Program): boolean {
  let found = false;
  forEachNode(program.body, (node) => {
    if (node.kind === 'run-out') found = true;
  });
  return found;
}

/** All nodes of all regions, each before those inside it. */
export function forEachNode(body: readonly Phase[], visit: (node: Node) => void): void {
  const pending: (Phase | Node)[] = [];
  const push = (list: readonly (Phase | Node)[]): void => {
    for (let i = list.length - 1; i >= 0; i--) pending.push(list[i]!);
  };
  const regions: Phase[] = [...body].reverse();
  for (let phase = regions.pop(); phase !== undefined; phase = regions.pop()) {
    const inner = phaseParts(phase);
    for (let i = inner.length - 1; i >= 0; i--) regions.push(inner[i]!);
    if (phase.kind !== 'region') continue;
    push(phase.code);
    for (let node = pending.pop() as Node | undefined; node !== undefined; node = pending.pop() as Node | undefined) {
      visit(node);
      const parts = partsOf(node);
      for (let i = parts.length - 1; i >= 0; i--) push(parts[i]!);
    }
  }
}

function phaseParts(phase: Phase): readonly Phase[] {
  switch (phase.kind) {
    case 'block':
    case 'loop':
      return phase.body;
    case 'if':
      return [...phase.then, ...phase.otherwise];
    default:
      return [];
  }
}

/** Nothing is equal, every construct is left at different times, and nothing is known of words: the next sweep finds the rest. */
function raiseAll(state: State): void {
  const most = state.lanes === 1 ? level.group : level.lane;
  state.levels.fill(most);
  state.notBoolean.fill(1);
  for (const label of state.regionLabels) state.labels.set(label, most);
  for (const strides of [state.strides, state.likelyStrides]) {
    for (let register = 0; register < state.program.registers; register++) strides.set(register, UNKNOWN);
  }
  if (state.hasRunOut) state.exitLevel = most;
  state.hasChanged = true;
}

function visitPhase(state: State, phase: Phase): void {
  switch (phase.kind) {
    case 'region':
      visitList(state, phase.code, undefined, undefined);
      break;
    case 'block':
    case 'loop':
      for (const inner of phase.body) visitPhase(state, inner);
      break;
    case 'if':
      for (const inner of [...phase.then, ...phase.otherwise]) visitPhase(state, inner);
      break;
    default:
      break;
  }
}

function visitList(
  state: State,
  nodes: readonly Node[],
  around: Around | undefined,
  waiting: Waiting | undefined,
): void {
  for (const node of nodes) visit(state, node, around, waiting);
}

function visit(state: State, node: Node, around: Around | undefined, waiting: Waiting | undefined): void {
  switch (node.kind) {
    case 'if': {
      const own = levelOf(state, node.condition);
      const inner: Around = { label: undefined, level: () => levelOf(state, node.condition), outer: around };
      const behind = state.liveness.behind(node);
      const wait = (registers: readonly Registers[]): Waiting | undefined =>
        own === level.workgroup ? waiting : { level: own, registers, outer: waiting };
      visitList(state, node.then, inner, wait([behind, state.liveness.no(node)]));
      visitList(state, node.otherwise, inner, wait([behind]));
      break;
    }
    case 'block':
    case 'loop': {
      const own = labelLevel(state, node.label);
      const inner: Around = { label: node.label, level: () => labelLevel(state, node.label), outer: around };
      const behind = state.liveness.behind(node);
      const registers = node.kind === 'loop' ? [behind, state.liveness.header(node)] : [behind];
      visitList(state, node.body, inner, own === level.workgroup ? waiting : { level: own, registers, outer: waiting });
      break;
    }
    case 'leave':
    case 'again':
      jump(state, node.label, around);
      break;
    default:
      if ('to' in node) define(state, node, waiting);
  }
}

/** Where only some invocations come to a jump, they leave the others behind in all that is around it, up to its target. */
function jump(state: State, label: Label, around: Around | undefined): void {
  let most: Level = level.workgroup;
  for (let one = around; one !== undefined; one = one.outer) {
    state.work.spend(1);
    if (one.label === label) break;
    most = Math.max(most, one.level()) as Level;
  }
  if (state.regionLabels.has(label)) {
    if (most <= labelLevel(state, label)) return;
    state.labels.set(label, most);
    state.hasChanged = true;
    return;
  }
  // Out of the region all invocations jump together (V38), unless one has run out of its budget.
  if (!state.hasRunOut || most <= state.exitLevel) return;
  state.exitLevel = most;
  state.hasChanged = true;
}

function define(state: State, node: Extract<Node, { to: Register }>, waiting: Waiting | undefined): void {
  const { to } = node;
  let own = valueLevel(state, node);
  let isBlended = false;
  for (let one = waiting; one !== undefined; one = one.outer) {
    state.work.spend(1);
    if (!one.registers.some((registers) => registers.has(to))) continue;
    own = Math.max(own, one.level) as Level;
    if (one.level === level.lane) isBlended = true;
  }
  raise(state, to, own);
  if (isBlended && !state.blended.has(node)) {
    state.blended.add(node);
    state.hasChanged = true;
  }
  if (!isBoolean(state, node)) setNotBoolean(state, to);
  if (state.levels[to] !== level.lane) return;
  setStride(state, state.strides, to, isBlended ? UNKNOWN : strideOf(state, state.strides, node));
  setStride(state, state.likelyStrides, to, likelyStrideOf(state, node));
}

function raise(state: State, register: Register, to: Level): void {
  if (state.levels[register]! >= to) return;
  state.levels[register] = to;
  state.hasChanged = true;
}

function setNotBoolean(state: State, register: Register): void {
  if (state.notBoolean[register] === 1) return;
  state.notBoolean[register] = 1;
  state.hasChanged = true;
}

/** Definitions with different strides give none; `undefined` is not seen yet. */
function setStride(state: State, strides: Map<Register, number>, register: Register, stride: number | undefined): void {
  if (stride === undefined) return;
  const before = strides.get(register);
  const after = before === undefined || before === stride ? stride : UNKNOWN;
  if (Object.is(before, after)) return;
  strides.set(register, after);
  state.hasChanged = true;
}

function levelOf(state: State, register: Register): Level {
  return state.levels[register] as Level;
}

function labelLevel(state: State, label: Label): Level {
  return state.labels.get(label) ?? level.workgroup;
}

/** Of what a node computes, where all invocations that are there compute it. */
function valueLevel(state: State, node: Extract<Node, { to: Register }>): Level {
  const of = (...registers: readonly Register[]): Level =>
    registers.reduce<Level>((most, one) => Math.max(most, levelOf(state, one)) as Level, level.workgroup);
  switch (node.kind) {
    case 'constant':
    case 'budget':
    case 'length':
      return level.workgroup;
    case 'builtin':
      return builtinLevel(state, node.value);
    case 'copy':
      return of(node.from);
    case 'unary':
    case 'extract':
      return of(node.operand);
    case 'binary':
      return of(node.left, node.right);
    case 'select':
      return of(node.condition, node.yes, node.no);
    case 'insert':
      return of(node.operand, node.bits);
    case 'owned':
      return of(node.index);
    case 'load-buffer': {
      const own = node.condition === undefined ? of(node.index) : of(node.index, node.condition);
      return state.written.has(node.binding) ? changing(own) : own;
    }
    case 'load':
      if (node.memory === 'local') return state.lanes === 1 ? level.group : level.lane;
      return node.isUniform ? of(node.index) : changing(of(node.index));
  }
}

/**
 * Of a word that invocations may store to meanwhile. Those that load it together load one value. So do all others, or they race
 * (E15), but the proofs that accesses are inside hold of each invocation's own course, in a cell that races too: none may go on with
 * what another one has loaded.
 */
function changing(own: Level): Level {
  return Math.max(own, level.group) as Level;
}

/** WGSL §13.3. Four invocations with consecutive indices run together. */
function builtinLevel({ program, lanes }: State, value: BuiltinWord): Level {
  const [width, height, depth] = program.workgroupSize;
  const most = lanes === 1 ? level.group : level.lane;
  if (value === 'local_invocation_index') return width * height * depth === 1 ? level.workgroup : most;
  const [name, axis] = value.split('.');
  if (name === 'workgroup_id' || name === 'num_workgroups') return level.workgroup;
  const [extent, below] = axis === 'x' ? [width, 1] : axis === 'y' ? [height, width] : [depth, width * height];
  if (extent === 1) return level.workgroup;
  return below % lanes === 0 ? level.group : most;
}

/** Whether what a node computes is 0 or 1, if its operands are what they were taken for up to now. */
function isBoolean(state: State, node: Extract<Node, { to: Register }>): boolean {
  const are = (...registers: readonly Register[]): boolean => registers.every((one) => state.notBoolean[one] === 0);
  switch (node.kind) {
    case 'constant':
      return node.value === 0 || node.value === 1;
    case 'copy':
      return are(node.from);
    case 'unary':
      return node.operation === 'not';
    case 'binary':
      switch (node.operation) {
        case 'eq':
        case 'ne':
        case 'lt-s':
        case 'lt-u':
        case 'le-s':
        case 'le-u':
          return true;
        case 'and':
        case 'or':
        case 'xor':
          return are(node.left, node.right);
        default:
          return false;
      }
    case 'select':
      return are(node.yes, node.no);
    case 'owned':
      return true;
    default:
      return false;
  }
}

/** Modulo 2³²; undefined where an operand has not been seen yet. */
function strideOf(
  state: State,
  strides: ReadonlyMap<Register, number>,
  node: Extract<Node, { to: Register }>,
): number | undefined {
  const of = (register: Register): number | undefined =>
    levelOf(state, register) === level.lane ? strides.get(register) : 0;
  const known = (register: Register): number => state.constants.get(register) ?? UNKNOWN;
  switch (node.kind) {
    case 'builtin': {
      const isConsecutive = state.program.workgroupSize[0] % 4 === 0;
      if (node.value === 'local_invocation_index') return 1;
      return isConsecutive && /^(?:local|global)_invocation_id\.x$/.test(node.value) ? 1 : UNKNOWN;
    }
    case 'copy':
      return of(node.from);
    case 'binary': {
      const [left, right] = [of(node.left), of(node.right)];
      if (left === undefined || right === undefined) return undefined;
      switch (node.operation) {
        case 'add':
          return wrapped(left + right);
        case 'sub':
          return wrapped(left - right);
        case 'mul':
          return right === 0
            ? product(left, known(node.right))
            : left === 0
              ? product(right, known(node.left))
              : UNKNOWN;
        case 'shl':
          return right === 0 ? product(left, powerOf(known(node.right))) : UNKNOWN;
        default:
          return UNKNOWN;
      }
    }
    default:
      return UNKNOWN;
  }
}

/** As {@link strideOf}, but the lesser or greater of two is the one that differs from lane to lane. */
function likelyStrideOf(state: State, node: Extract<Node, { to: Register }>): number | undefined {
  const of = (register: Register): number | undefined =>
    levelOf(state, register) === level.lane ? state.likelyStrides.get(register) : 0;
  const either = (one: Register, other: Register): number | undefined => {
    const [left, right] = [of(one), of(other)];
    if (left === undefined || right === undefined) return undefined;
    return left === 0 ? right : right === 0 || left === right ? left : UNKNOWN;
  };
  if (node.kind === 'select') return either(node.yes, node.no);
  if (node.kind === 'binary' && /^(?:min|max)-/.test(node.operation)) return either(node.left, node.right);
  return strideOf(state, state.likelyStrides, node);
}

function powerOf(amount: number): number {
  return Number.isNaN(amount) ? UNKNOWN : 2 ** (amount & 31);
}

function wrapped(stride: number): number {
  return Number.isNaN(stride) ? UNKNOWN : stride | 0;
}

function product(stride: number, factor: number): number {
  return Number.isNaN(stride * factor) ? UNKNOWN : Math.imul(stride, factor);
}
