/**
 * Computes less: folds constants, uses what has been computed already, takes branches that are known, and leaves out what nobody
 * reads.
 *
 * Registers are webs (see `split`). What the program does stays the same: stores, loads of buffers, cost, guards that fire.
 */
import { decider } from './algebra.js';
import { Known } from './known.js';
import type { Label, Node, Phase, Program } from './program.js';
import { emptyList, pay, rewrite, type Writer, writerOf } from './rewrite.js';
import { type Survey, survey } from './survey.js';
import { removeUnused } from './unused.js';

type Item = Node | Phase;
type Of<Kind extends Item['kind']> = Extract<Item, { kind: Kind }>;

/** How control goes through what was written. */
interface Course {
  /** It may come to the end. */
  readonly completes: boolean;
  /** The depth of the outermost label that it may jump to. */
  readonly lowest: number;
}

/** The state of the walk. */
interface Walk {
  readonly writer: Writer;
  readonly survey: Survey;
  /** The depth of each label around the place at hand. */
  readonly depths: Map<Label, number>;
  /** Labels that some `leave` was written for. */
  readonly left: Set<Label>;
  /** What control may leave for some place outside. */
  readonly escaping: Set<Item>;
  /** How much more may be looked at again where control comes together: then less is known. */
  patience: number;
  isInRegion: boolean;
}

const straight: Course = { completes: true, lowest: Number.POSITIVE_INFINITY };
/** No label. */
const NOWHERE = Number.POSITIVE_INFINITY;
/** Changes that are looked at again for each item. */
const PATIENCE = 32;

export function simplify(program: Program): Program {
  const found = survey(program);
  const known = new Known(found.counts);
  const walk: Walk = {
    writer: writerOf(known),
    survey: found,
    depths: new Map(),
    left: new Set(),
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
  for (const [at, item] of source.entries()) {
    const course = walkItem(walk, item, at === source.length - 1 ? next : NOWHERE, next);
    lowest = Math.min(lowest, course.lowest);
    if (!course.completes) return { completes: false, lowest };
    if (item.kind === 'leave') break;
  }
  return { completes: true, lowest };
}

/** @param inside the same for the end of this item; `next` is of the end of its list. */
function walkItem(walk: Walk, item: Item, inside: number, next: number): Course {
  switch (item.kind) {
    case 'region':
      return walkRegion(walk, item, inside);
    case 'if':
      return walkChoice(walk, item, inside);
    case 'block':
      return walkBlock(walk, item, inside);
    case 'loop':
      return walk.survey.repeated.has(item.label) ? walkLoop(walk, item, inside) : walkBlock(walk, item, inside);
    case 'leave': {
      const depth = walk.depths.get(item.label) ?? -1;
      if (depth >= next) return straight;
      walk.left.add(item.label);
      walk.writer.list.items.push(item);
      return { completes: false, lowest: depth };
    }
    case 'again':
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
  return course;
}

function walkChoice(walk: Walk, item: Of<'if'>, next: number): Course {
  const { known, context } = walk.writer;
  const own = known.resolve(item.condition);
  const found = decider(context, own);
  // Of truth values, one is uniform if the other is; of other words, 0 may be and the rest not.
  const { register: condition, isInverse } =
    walk.isInRegion || known.isTruth(found.register) ? found : { register: own, isInverse: false };
  const [then, otherwise] = isInverse ? [item.otherwise, item.then] : [item.then, item.otherwise];
  const value = known.constantOf(condition);
  if (value === 0) return walkList(walk, otherwise, next);
  if (value !== undefined || known.isNonZero(condition)) return walkList(walk, then, next);
  const start = walk.writer.changes.length;
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
  if (isThenLeft === isOtherLeft) join(walk, start);
  const course: Course = {
    completes: yes.course.completes || last.course.completes,
    lowest: Math.min(yes.course.lowest, last.course.lowest),
  };
  if (yes.items.length + last.items.length > 0) {
    append(walk, { kind: 'if', condition, then: yes.items, otherwise: last.items } as Of<'if'>, course);
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
  const { label, body } = item;
  if (!walk.survey.left.has(label)) return walkList(walk, body, next);
  const start = walk.writer.changes.length;
  const { items, course } = inScope(walk, () => walkLabelled(walk, item, next));
  join(walk, start);
  if (walk.left.has(label) || items.length > walk.patience) {
    append(walk, { kind: 'block', label, body: items } as Of<'block'>, course);
    return { completes: course.completes || walk.left.has(label), lowest: course.lowest };
  }
  // Every `leave` was the same as going on.
  walk.patience -= items.length;
  for (const one of items) {
    if (one.kind === 'pay') pay(walk.writer.list, one.cost);
    else append(walk, one, walk.escaping.has(one) ? course : straight);
  }
  return course;
}

function walkLoop(walk: Walk, item: Of<'loop'>, next: number): Course {
  const { label } = item;
  const changes = walk.survey.changesOf(item);
  walk.patience -= changes.length;
  if (walk.patience < 0) walk.writer.known.changeAll();
  else for (const one of changes) walk.writer.known.change(one);
  const start = walk.writer.changes.length;
  const { items, course } = inScope(walk, () => walkLabelled(walk, item, next));
  join(walk, start);
  append(walk, { ...item, body: items } as Of<'loop'>, course);
  return { completes: course.completes || walk.left.has(label), lowest: course.lowest };
}

function walkLabelled(walk: Walk, { label, body }: Of<'block' | 'loop'>, next: number): Course {
  const depth = walk.depths.size;
  walk.depths.set(label, depth);
  const course = walkList(walk, body, Math.min(next, depth));
  walk.depths.delete(label);
  return course;
}

/** Control comes together: what was changed on the way may be one or the other. */
function join(walk: Walk, start: number): void {
  const { changes, known } = walk.writer;
  walk.patience -= changes.length - start;
  if (walk.patience < 0) known.changeAll();
  else for (let k = start; k < changes.length; k++) known.change(changes[k]!);
}
