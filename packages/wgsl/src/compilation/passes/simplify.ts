/**
 * Computes less: folds constants, uses what has been computed already, takes branches that are known, and leaves out what nobody
 * reads.
 *
 * Registers are webs (see `split`). What the program does stays the same: stores, loads of buffers, cost, guards that fire.
 */

import { type Item, withParts } from '../program/items.js';
import type { Label, Node, Phase, Program } from '../program/program.js';
import { decider } from './algebra.js';
import { Known } from './known.js';
import { emptyList, pay, rewrite, type Writer, writerOf } from './rewrite.js';
import { type Survey, survey } from './survey.js';
import { removeUnused } from './unused.js';

type Of<Kind extends Item['kind']> = Extract<Item, { kind: Kind }>;

/** How control goes through what was written. */
interface Course {
  /** It may come to the end. */
  readonly completes: boolean;
  /** The depth of the outermost label that it may jump to. */
  readonly lowest: number;
  /** What stands behind it in its list is not come to: if it comes to the end, then to the end of the list. */
  readonly isLast?: boolean;
}

/** The state of the walk. */
interface Walk {
  readonly writer: Writer;
  readonly survey: Survey;
  /** The depth of each label around the place at hand. */
  readonly depths: Map<Label, number>;
  /** Labels that some `leave` was written for. */
  readonly left: Set<Label>;
  /** Loops that some `again` was written for. */
  readonly repeated: Set<Label>;
  /** What control may leave for some place outside. */
  readonly escaping: Set<Item>;
  /** How much more may be looked at once for each construct around it: then less is known. */
  patience: number;
  isInRegion: boolean;
}

const straight: Course = { completes: true, lowest: Number.POSITIVE_INFINITY };
/** No label. */
const NOWHERE = Number.POSITIVE_INFINITY;
/** For each item. */
const PATIENCE = 32;

export function simplify(program: Program): Program {
  const found = survey(program);
  const known = new Known(found.counts);
  const walk: Walk = {
    writer: writerOf(known),
    survey: found,
    depths: new Map(),
    left: new Set(),
    repeated: new Set(),
    escaping: new Set(),
    patience: 4096 + PATIENCE * found.size,
    isInRegion: false,
  };
  walkList(walk, program.body, NOWHERE);
  return removeUnused({ ...program, registers: known.registers, body: walk.writer.list.items as Phase[] });
}

/**
 * Walks through a list, and writes to the list at hand.
 *
 * @param next the depth of the outermost label to leave which is to come to the end of the list.
 */
function walkList(walk: Walk, source: readonly Item[], next: number): Course {
  let lowest = NOWHERE;
  const list = gathered(source);
  for (const [at, item] of list.entries()) {
    const course = walkItem(walk, item, at === list.length - 1 ? next : NOWHERE, next);
    lowest = Math.min(lowest, course.lowest);
    if (!course.completes) return { completes: false, lowest };
    if (course.isLast) return { completes: true, lowest, isLast: true };
  }
  return { completes: true, lowest };
}

/** Where a list ends in a branch that jumps on one side, and a `leave`, that is brought into the other side. */
function gathered(list: readonly Item[]): readonly Item[] {
  if (list.at(-1)?.kind !== 'leave') return list;
  let at = list.length - 2;
  while (list[at]?.kind === 'pay') at -= 1;
  const choice = list[at];
  if (choice?.kind !== 'if') return list;
  const [isThenLeft, isOtherLeft] = [isLeft(choice.then), isLeft(choice.otherwise)];
  if (isThenLeft === isOtherLeft) return list;
  const rest = list.slice(at + 1);
  const parts = isThenLeft
    ? [choice.then, [...choice.otherwise, ...rest]]
    : [[...choice.then, ...rest], choice.otherwise];
  return [...list.slice(0, at), withParts(choice, parts)];
}

/** @param inside the same for the end of this item; `next` is of the end of its list. */
function walkItem(walk: Walk, item: Item, inside: number, next: number): Course {
  switch (item.kind) {
    case 'region':
      return walkRegion(walk, item, inside);
    case 'if':
      return walkChoice(walk, item, inside, next);
    case 'block':
      return walkBlock(walk, item, inside);
    case 'loop':
      return walk.survey.repeated.has(item.label) ? walkLoop(walk, item, inside) : walkBlock(walk, item, inside);
    case 'leave': {
      const depth = walk.depths.get(item.label) ?? -1;
      if (depth >= next) return { ...straight, isLast: true };
      walk.left.add(item.label);
      walk.writer.list.items.push(item);
      return { completes: false, lowest: depth };
    }
    case 'again':
      walk.repeated.add(item.label);
      walk.writer.list.items.push(item);
      return { completes: false, lowest: walk.depths.get(item.label) ?? -1 };
    case 'pay':
      pay(walk.writer.list, item.cost);
      return straight;
    default:
      rewrite(walk.writer, item);
      return straight;
  }
}

/** What is written meanwhile is in a list of its own. */
function inList({ writer }: Walk, write: () => Course): { readonly items: readonly Item[]; readonly course: Course } {
  const outer = writer.list;
  const list = emptyList();
  writer.list = list;
  const course = write();
  writer.list = outer;
  return { items: list.items, course };
}

/** What is known in there only is forgotten. */
function inScope(walk: Walk, write: () => Course): { readonly items: readonly Item[]; readonly course: Course } {
  const mark = walk.writer.known.mark();
  const written = inList(walk, write);
  walk.writer.known.release(mark);
  return written;
}

function append(walk: Walk, item: Item, { lowest }: Course): void {
  const { list } = walk.writer;
  list.items.push(item);
  // Behind a phase the cell may have ended.
  if (walk.isInRegion && lowest >= walk.depths.size) return;
  list.payAt = -1;
  walk.escaping.add(item);
}

function walkRegion(walk: Walk, { code }: Of<'region'>, next: number): Course {
  const mark = walk.writer.known.mark();
  walk.isInRegion = true;
  const { items, course } = inList(walk, () => walkList(walk, code, next));
  walk.isInRegion = false;
  walk.writer.known.forget(mark);
  if (items.length > 0) append(walk, { kind: 'region', code: items as Node[] }, course);
  return { completes: course.completes, lowest: course.lowest };
}

/** @param behind of the end of its list, if what is behind it there is not come to. */
function walkChoice(walk: Walk, item: Of<'if'>, next: number, behind: number): Course {
  const { known, context } = walk.writer;
  const own = known.resolve(item.condition);
  const found = decider(context, own);
  // Of truth values, one is uniform if the other is; of other words, 0 may be and the rest not.
  const { register: condition, isInverse } =
    walk.isInRegion || known.isTruth(found.register) ? found : { register: own, isInverse: false };
  const [then, otherwise] = isInverse ? [item.otherwise, item.then] : [item.then, item.otherwise];
  const value = known.constantOf(condition);
  if (value !== undefined || known.isNonZero(condition)) {
    const taken = value === 0 ? otherwise : then;
    return walkList(walk, taken, isLeft(taken) ? behind : next);
  }
  const side = (list: readonly Item[], isZero: boolean, within: typeof inList) =>
    within(walk, () => {
      known.assume(condition, isZero);
      return walkList(walk, list, next);
    });
  // Behind a branch that control does not come to the end of, what is known in the other one stays known.
  const [isThenLeft, isOtherLeft] = [isLeft(then), isLeft(otherwise)];
  const no = isThenLeft ? undefined : side(otherwise, true, inScope);
  const yes = side(then, false, isOtherLeft && !isThenLeft ? inList : inScope);
  const last = no ?? side(otherwise, true, isOtherLeft ? inScope : inList);
  const course: Course = {
    completes: yes.course.completes || last.course.completes,
    lowest: Math.min(yes.course.lowest, last.course.lowest),
    isLast: [yes, last].every(({ course: { completes, isLast } }) => !completes || isLast === true),
  };
  if (yes.items.length + last.items.length > 0) {
    append(walk, withParts({ ...item, condition }, [yes.items, last.items]), course);
  }
  return course;
}

/** Whether a list ends in a jump. */
function isLeft(list: readonly Item[]): boolean {
  const last = list.at(-1);
  return last?.kind === 'leave' || last?.kind === 'again';
}

/** A block, or a loop that is not repeated. */
function walkBlock(walk: Walk, item: Of<'block' | 'loop'>, next: number): Course {
  if (!walk.survey.left.has(item.label)) return walkList(walk, item.body, next);
  const { items, course } = inScope(walk, () => walkLabelled(walk, item, next));
  return appendBlock(walk, item.label, items, course);
}

function walkLoop(walk: Walk, item: Of<'loop'>, next: number): Course {
  const { label } = item;
  const changes = walk.survey.changesOf(item);
  walk.patience -= changes.length;
  if (walk.patience < 0) walk.writer.known.changeAll();
  else for (const one of changes) walk.writer.known.change(one);
  const { items, course } = inScope(walk, () => walkLabelled(walk, item, next));
  if (!walk.repeated.has(label)) return appendBlock(walk, label, items, course);
  append(walk, withParts(item, [items]), course);
  return { completes: course.completes || walk.left.has(label), lowest: course.lowest };
}

/** Writes a block, if something leaves it; else what is inside. */
function appendBlock(walk: Walk, label: Label, items: readonly Item[], { completes, lowest }: Course): Course {
  if (walk.left.has(label) || items.length > walk.patience) {
    append(walk, { kind: 'block', label, body: items } as Of<'block'>, { completes, lowest });
    return { completes: completes || walk.left.has(label), lowest };
  }
  walk.patience -= items.length;
  for (const item of items) {
    if (item.kind === 'pay') pay(walk.writer.list, item.cost);
    else append(walk, item, walk.escaping.has(item) ? { completes, lowest } : straight);
  }
  return { completes, lowest };
}

function walkLabelled(walk: Walk, { label, body }: Of<'block' | 'loop'>, next: number): Course {
  const depth = walk.depths.size;
  walk.depths.set(label, depth);
  const course = walkList(walk, body, Math.min(next, depth));
  walk.depths.delete(label);
  return course;
}
