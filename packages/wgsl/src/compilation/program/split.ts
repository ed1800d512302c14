/**
 * Gives each web of definitions a register of its own: definitions that reach a common use share one, all others do not.
 *
 * The IR takes registers again for values that have nothing to do with each other. Behind this pass most registers are written in
 * one place, and none holds values of different kinds at different times without need.
 */

import { tooLarge } from '../limits.js';
import { withPrologue } from './build.js';
import { type Compound, isCompound, type Liveness, livenessOf } from './liveness.js';
import { type Label, type Node, type Phase, type Program, partsOf, type Register, targetOf } from './program.js';
import type { Registers } from './registers.js';
import { rename, renamePhases, type Simple } from './rename.js';
import { type Web, Webs } from './webs.js';

type Choice = Extract<Node, { kind: 'if' }>;
type Loop = Extract<Node, { kind: 'loop' }>;

/** Definitions that are compared where control comes together: about half a second. */
const MOST_WORK = 2 ** 26;

/** A place where control comes together, and the registers that may come there with different definitions. */
interface Join {
  readonly registers: readonly Register[];
  /** In this order; undefined where control has not come yet. */
  webs: Web[] | undefined;
}

/** Where jumps to a label go. */
interface Target {
  readonly behind: Join;
  readonly header: Join | undefined;
}

/** The state of the walk. */
interface Splitter {
  readonly liveness: Liveness;
  /** What is written inside, of the registers that may be live at a join. */
  readonly written: ReadonlyMap<Compound, readonly Register[]>;
  readonly webs: Webs;
  /** The web that each register holds at the place at hand. */
  readonly current: Int32Array;
  /** The webs of what registers hold at the start. */
  readonly initial: Map<Register, Web>;
  readonly targets: Map<Label, Target>;
  work: number;
}

const NONE = -1;

/** What control does not come to is left out. @throws AssayError `compiler.too-large` (exhausted). */
export function split(program: Program): Program {
  const liveness = livenessOf(program);
  const splitter: Splitter = {
    liveness,
    written: writtenIn(program, liveness),
    webs: new Webs(),
    current: new Int32Array(program.registers).fill(NONE),
    initial: new Map(),
    targets: new Map(),
    work: 0,
  };
  const { body } = walk(splitter, program.body);
  const zeros = [...splitter.initial.values()].map((to): Node => ({ kind: 'constant', to, value: 0 }));
  const { webs } = splitter;
  const numbers = new Int32Array(webs.size).fill(NONE);
  let registers = 0;
  const numberOf = (web: Web): Register => {
    const one = webs.find(web);
    if (numbers[one] === NONE) {
      numbers[one] = registers;
      registers += 1;
    }
    return numbers[one]!;
  };
  const renamed = renamePhases(withPrologue(body as readonly Phase[], zeros), numberOf);
  return { ...program, registers, body: renamed };
}

/** A list with webs for registers, and whether control comes to its end. */
interface Walked<T> {
  readonly body: readonly T[];
  readonly isOpen: boolean;
}

function walk<T extends Node | Phase>(splitter: Splitter, list: readonly T[]): Walked<T> {
  const body: T[] = [];
  for (const node of list) {
    const isOpen = isCompound(node)
      ? compound(splitter, node, body as (Node | Phase)[])
      : simple(splitter, node as Simple, body as (Node | Phase)[]);
    if (!isOpen) return { body, isOpen };
  }
  return { body, isOpen: true };
}

/** Gives whether control goes on behind it. */
function simple(splitter: Splitter, node: Simple, body: (Node | Phase)[]): boolean {
  const { current, webs, targets } = splitter;
  const web = (register: Register): Web => webOf(splitter, register);
  const define = (register: Register): Web => {
    current[register] = webs.add();
    return current[register]!;
  };
  body.push(rename(node, web, define));
  if (node.kind === 'leave') come(splitter, targets.get(node.label)?.behind);
  else if (node.kind === 'again') come(splitter, targets.get(node.label)?.header);
  else return true;
  return false;
}

function compound(splitter: Splitter, node: Compound, body: (Node | Phase)[]): boolean {
  switch (node.kind) {
    case 'region': {
      const { body: code, isOpen } = walk(splitter, node.code);
      body.push({ ...node, code });
      return isOpen;
    }
    case 'if':
      return choice(splitter, node as Choice, body);
    default:
      return labelled(splitter, node as Loop, body);
  }
}

function choice(splitter: Splitter, node: Choice, body: (Node | Phase)[]): boolean {
  const { current, liveness } = splitter;
  const condition = webOf(splitter, node.condition);
  const written = splitter.written.get(node) ?? [];
  const behind = joinOf(written, liveness.behind(node));
  const entry = written.map((register) => current[register]!);
  const { body: then, isOpen } = walk(splitter, node.then);
  if (isOpen) come(splitter, behind);
  for (const [k, register] of written.entries()) current[register] = entry[k]!;
  const { body: otherwise, isOpen: isOtherOpen } = walk(splitter, node.otherwise);
  if (isOtherOpen) come(splitter, behind);
  body.push({ ...node, condition, then, otherwise });
  return goOn(splitter, behind);
}

/** A block or a loop. */
function labelled(splitter: Splitter, node: Loop, body: (Node | Phase)[]): boolean {
  const { liveness, targets } = splitter;
  const written = splitter.written.get(node) ?? [];
  const behind = joinOf(written, liveness.behind(node));
  const header = node.kind === 'loop' ? joinOf(written, liveness.header(node)) : undefined;
  if (header !== undefined) come(splitter, header);
  targets.set(node.label, { behind, header });
  const inner = walk(splitter, node.body);
  targets.delete(node.label);
  if (inner.isOpen) come(splitter, behind);
  body.push({ ...node, body: inner.body });
  return goOn(splitter, behind);
}

function joinOf(written: readonly Register[], live: Registers): Join {
  return { registers: written.filter((register) => live.has(register)), webs: undefined };
}

/** Control comes to a join from here. */
function come(splitter: Splitter, join: Join | undefined): void {
  if (join === undefined) return;
  splitter.work += join.registers.length;
  if (splitter.work > MOST_WORK) throw tooLarge();
  const here = join.registers.map((register) => webOf(splitter, register));
  const { webs } = join;
  join.webs = webs === undefined ? here : here.map((web, k) => splitter.webs.unite(webs[k]!, web));
}

/** Control goes on behind a join, if it has come there. */
function goOn({ current }: Splitter, { registers, webs }: Join): boolean {
  if (webs === undefined) return false;
  for (const [k, register] of registers.entries()) current[register] = webs[k]!;
  return true;
}

/** What a register holds here. */
function webOf({ current, initial, webs }: Splitter, register: Register): Web {
  if (current[register] === NONE) {
    const web = initial.get(register) ?? webs.add();
    initial.set(register, web);
    current[register] = web;
  }
  return current[register]!;
}

/** For each branch, block and loop what is written inside. */
function writtenIn({ body, registers }: Program, { crossing }: Liveness): ReadonlyMap<Compound, readonly Register[]> {
  const all = new Map<Compound, readonly Register[]>();
  /** Where each register was last added to the list of a node. */
  const seen = new Int32Array(registers);
  let lists = 0;
  let work = 0;
  const visit = (parts: readonly (readonly (Node | Phase)[])[]): Register[] => {
    const inner: (readonly Register[])[] = [];
    const own: Register[] = [];
    for (const part of parts) {
      for (const node of part) {
        if (isCompound(node)) {
          const found = visit(node.kind === 'region' ? [node.code] : partsOf(node as Node));
          all.set(node, found);
          inner.push(found);
        } else {
          const to = targetOf(node as Node);
          if (to !== undefined && crossing.has(to)) own.push(to);
        }
      }
    }
    lists += 1;
    const list = lists;
    const written: Register[] = [];
    for (const found of [own, ...inner]) {
      work += found.length;
      if (work > MOST_WORK) throw tooLarge();
      for (const register of found) {
        if (seen[register] === list) continue;
        seen[register] = list;
        written.push(register);
      }
    }
    return written;
  };
  visit([body]);
  return all;
}
