/**
 * Writes the rounds of small loops one behind the other, where it is known how many there are.
 *
 * A loop is run as far as constants go: branches that are known are taken, the others are written as they are. If that comes to an
 * end, and what was written is small, it takes the place of the loop. So it does not matter how a loop counts. A register may have
 * more definitions then than before: `split` comes behind this pass.
 */

import { type Item, innerOf, visit, withParts } from '../program/items.js';
import type { Label, Node, Phase, Program, Register } from '../program/program.js';
import { assign, type Expression, fold, isPure } from './expression.js';
import { type Survey, survey } from './survey.js';

type Of<Kind extends Node['kind']> = Extract<Node, { kind: Kind }>;

/** Nodes of an unrolled loop, constants left out. */
const MOST_NODES = 1024;
/** With the last, in which it ends. */
const MOST_ROUNDS = 256;
/** Nodes of all unrolled loops together: so many for each item of the program, and these, but not more than that. */
const GROWTH = 4;
const LEAST_GROWTH = 4096;
const MOST_GROWTH = 16_384;
/** Items that may be looked at in loops that turn out too long, for each item of the program, and these. */
const FUEL = 8;
const LEAST_FUEL = 65_536;
const MOST_PATIENCE = 2 ** 24;

/** Where jumps to a label go. */
interface Target {
  readonly leave: Label;
  again: Label;
  /** If the loop is being unrolled: the round at hand. */
  round: Round | undefined;
  leaves: number;
}

/** What is known at the back-edges of a round. */
interface Round {
  /** Registers with several definitions that the loop writes. */
  readonly registers: readonly Register[];
  /** What they hold at every back-edge up to now; NaN stands for what is not known. */
  values: Float64Array | undefined;
  repeats: number;
}

interface Unroller {
  readonly survey: Survey;
  /** What each register holds; NaN stands for what is not known. */
  readonly values: Float64Array;
  /** Registers that were written, and what they held before. */
  readonly written: Register[];
  readonly before: number[];
  readonly targets: Map<Label, Target>;
  nextLabel: Label;
  /** How many loops around the place at hand are being unrolled. */
  depth: number;
  /** How much more may be written in the innermost of them. */
  room: number;
  growth: number;
  fuel: number;
  /** Whether a branch was known that jumps: else there is no hope that a loop comes to an end. */
  hasDecided: boolean;
  hasUnrolled: boolean;
  /** How many changes may still be looked at in nested blocks and loops: without it, nothing is unrolled. */
  patience: number;
}

/** Nothing is known. */
const UNKNOWN = Number.NaN;

/** The same program, if it has no such loop. */
export function unroll(program: Program): Program {
  const found = survey(program);
  const unroller: Unroller = {
    survey: found,
    values: Float64Array.from(found.counts, (count) => (count === 0 ? 0 : UNKNOWN)),
    written: [],
    before: [],
    targets: new Map(),
    nextLabel: 0,
    depth: 0,
    room: Number.POSITIVE_INFINITY,
    growth: Math.min(MOST_GROWTH, LEAST_GROWTH + GROWTH * found.size),
    fuel: LEAST_FUEL + FUEL * found.size,
    hasDecided: false,
    hasUnrolled: false,
    patience: MOST_PATIENCE,
  };
  visit(program.body, (item) => {
    if (item.kind === 'constant' && found.counts[item.to] === 1) unroller.values[item.to] = item.value;
    if ('label' in item) unroller.nextLabel = Math.max(unroller.nextLabel, item.label + 1);
  });
  const body = program.body.map((phase) => walkPhase(unroller, phase) as Phase);
  return unroller.hasUnrolled && unroller.patience >= 0 ? { ...program, body } : program;
}

function walkPhase(unroller: Unroller, phase: Item): Item {
  if (phase.kind !== 'region') {
    const parts = innerOf(phase).map((part) => part.map((inner) => walkPhase(unroller, inner)));
    return parts.length > 0 ? withParts(phase, parts) : phase;
  }
  const code: Node[] = [];
  walk(unroller, phase.code, code);
  undo(unroller, 0);
  return { ...phase, code };
}

/** Writes a list; gives whether control comes to its end. Gives up where there is no room for it. */
function walk(unroller: Unroller, list: readonly Node[], out: Node[]): boolean {
  for (const node of list) {
    if (unroller.depth > 0) unroller.fuel -= 1;
    if (isOut(unroller) || !walkNode(unroller, node, out)) return false;
  }
  return true;
}

/** Whether the loop at hand cannot be unrolled. */
function isOut({ depth, room, fuel }: Unroller): boolean {
  return depth > 0 && (room < 0 || fuel < 0);
}

function walkNode(unroller: Unroller, node: Node, out: Node[]): boolean {
  const { values } = unroller;
  switch (node.kind) {
    case 'leave':
    case 'again':
      unroller.room -= 1;
      jump(unroller, node, out);
      return false;
    case 'if': {
      const value = values[node.condition]!;
      if (Number.isNaN(value)) return choose(unroller, node, out);
      if (isLeft(node.then) || isLeft(node.otherwise)) unroller.hasDecided = true;
      return walk(unroller, value !== 0 ? node.then : node.otherwise, out);
    }
    case 'block':
      return walkLabelled(unroller, node, out);
    case 'loop': {
      if (!unroller.survey.repeated.has(node.label)) return walkLabelled(unroller, node, out);
      return writeRounds(unroller, node, out) ?? walkLabelled(unroller, node, out);
    }
    default: {
      const value = isPure(node) ? (fold(node as Expression, knownIn(values)) ?? UNKNOWN) : UNKNOWN;
      if (Number.isNaN(value)) unroller.room -= 1;
      if ('to' in node) set(unroller, node.to, value);
      out.push('to' in node && !Number.isNaN(value) ? assign(node.to, { kind: 'constant', value }) : node);
      return true;
    }
  }
}

function knownIn(values: Float64Array): (register: Register) => number | undefined {
  return (register) => (Number.isNaN(values[register]!) ? undefined : values[register]);
}

/** Whether a list ends in jumps, as far as that is easy to see. */
function isLeft(list: readonly Node[], levels = 2): boolean {
  const last = list.at(-1);
  if (last?.kind === 'if') return levels > 0 && isLeft(last.then, levels - 1) && isLeft(last.otherwise, levels - 1);
  return last?.kind === 'leave' || last?.kind === 'again';
}

function set({ values, written, before }: Unroller, register: Register, value: number): void {
  if (Object.is(values[register], value)) return;
  written.push(register);
  before.push(values[register]!);
  values[register] = value;
}

/** What is known is what was known then. */
function undo({ values, written, before }: Unroller, mark: number): void {
  while (written.length > mark) values[written.pop()!] = before.pop()!;
}

/** Nothing is known of what was written since then, nor of what a jump out of here may have changed. */
function forget(unroller: Unroller, mark: number, changed: Iterable<Register>): void {
  const { values, written } = unroller;
  for (const register of changed) set(unroller, register, UNKNOWN);
  for (let k = mark; k < written.length; k++) values[written[k]!] = UNKNOWN;
}

function jump(unroller: Unroller, node: Of<'leave' | 'again'>, out: Node[]): void {
  const target = unroller.targets.get(node.label);
  if (target === undefined) {
    out.push(node);
    return;
  }
  if (node.kind === 'leave') {
    target.leaves += 1;
    out.push({ kind: 'leave', label: target.leave });
    return;
  }
  const { round, again } = target;
  if (round === undefined) {
    out.push({ kind: 'again', label: again });
    return;
  }
  out.push({ kind: 'leave', label: again });
  round.repeats += 1;
  unroller.fuel -= round.registers.length;
  const here = Float64Array.from(round.registers, (register) => unroller.values[register]!);
  round.values = round.values?.map((value, k) => (value === here[k] ? value : UNKNOWN)) ?? here;
}

/** A branch that is not known. */
function choose(unroller: Unroller, node: Of<'if'>, out: Node[]): boolean {
  const { values, written } = unroller;
  unroller.room -= 1;
  const mark = written.length;
  const [then, otherwise]: [Node[], Node[]] = [[], []];
  const isThenOpen = walk(unroller, node.then, then);
  const held = new Map(written.slice(mark).map((register) => [register, values[register]!]));
  undo(unroller, mark);
  const isOtherOpen = walk(unroller, node.otherwise, otherwise);
  out.push({ ...node, then, otherwise });
  if (!isThenOpen) return isOtherOpen;
  if (!isOtherOpen) undo(unroller, mark);
  else for (const register of written.slice(mark)) if (!held.has(register)) set(unroller, register, UNKNOWN);
  for (const [register, value] of held) {
    if (!isOtherOpen || values[register] !== value) set(unroller, register, isOtherOpen ? UNKNOWN : value);
  }
  return true;
}

/** A block, or a loop as it is. */
function walkLabelled(unroller: Unroller, node: Of<'block' | 'loop'>, out: Node[]): boolean {
  unroller.room -= 1;
  const { targets, written } = unroller;
  const label = unroller.depth > 0 ? newLabel(unroller) : node.label;
  const target: Target = { leave: label, again: label, round: undefined, leaves: 0 };
  targets.set(node.label, target);
  const mark = written.length;
  const changed = changedIn(unroller, node);
  if (node.kind === 'loop') for (const one of changed) set(unroller, one, UNKNOWN);
  const body: Node[] = [];
  const isOpen = walk(unroller, node.body, body);
  targets.delete(node.label);
  out.push({ ...node, label, body });
  if (target.leaves > 0 || node.kind === 'loop') forget(unroller, mark, changed);
  return isOpen || target.leaves > 0;
}

/** Registers with several definitions that are written inside. */
function changedIn(unroller: Unroller, labelled: Of<'block' | 'loop'>): ReadonlySet<Register> {
  const changes = unroller.survey.changesOf(labelled);
  unroller.patience -= changes.length;
  return new Set(unroller.patience < 0 ? [] : changes.filter((one) => one >= 0));
}

function newLabel(unroller: Unroller): Label {
  unroller.nextLabel += 1;
  return unroller.nextLabel - 1;
}

/** Unrolls a loop; gives whether control comes to its end, or undefined where the loop has to stay. */
function writeRounds(unroller: Unroller, loop: Of<'loop'>, out: Node[]): boolean | undefined {
  const { growth, fuel, written, targets, room, hasDecided } = unroller;
  const most = Math.min(room, MOST_NODES, growth);
  if (most <= 0 || fuel <= 0) return undefined;
  const mark = written.length;
  const end = newLabel(unroller);
  const target: Target = { leave: end, again: end, round: undefined, leaves: 0 };
  targets.set(loop.label, target);
  unroller.depth += 1;
  unroller.room = most;
  const changed = changedIn(unroller, loop);
  const rounds = roundsOf(unroller, { loop, changed, target });
  unroller.depth -= 1;
  targets.delete(loop.label);
  unroller.hasDecided = hasDecided;
  if (rounds === undefined) {
    undo(unroller, mark);
    unroller.room = room;
    return undefined;
  }
  const used = most - unroller.room;
  unroller.room = room - used;
  if (unroller.depth === 0) {
    unroller.growth -= used;
    unroller.hasUnrolled = true;
  }
  out.push({ kind: 'block', label: end, body: rounds });
  forget(unroller, mark, changed);
  return target.leaves > 0;
}

/** A loop that is being unrolled. */
interface Unrolled {
  readonly loop: Of<'loop'>;
  readonly changed: ReadonlySet<Register>;
  readonly target: Target;
}

/** The rounds of a loop, up to the one behind which there is none. */
function roundsOf(unroller: Unroller, { loop, changed, target }: Unrolled): readonly Node[] | undefined {
  const registers = [...changed];
  const rounds: Node[] = [];
  unroller.hasDecided = false;
  for (let k = 0; k < MOST_ROUNDS; k++) {
    const mark = unroller.written.length;
    const round: Round = { registers, values: undefined, repeats: 0 };
    const again = newLabel(unroller);
    target.again = again;
    target.round = round;
    const body: Node[] = [];
    if (walk(unroller, loop.body, body)) {
      target.leaves += 1;
      body.push({ kind: 'leave', label: target.leave });
    }
    if (isOut(unroller)) return undefined;
    const { values, repeats } = round;
    if (values === undefined) {
      rounds.push(...body);
      return rounds;
    }
    if (!unroller.hasDecided) return undefined;
    const last = body.at(-1);
    if (repeats === 1 && last?.kind === 'leave' && last.label === again) rounds.push(...body.slice(0, -1));
    else rounds.push({ kind: 'block', label: again, body });
    forget(unroller, mark, changed);
    for (const [at, register] of registers.entries()) set(unroller, register, values[at]!);
  }
  return undefined;
}
