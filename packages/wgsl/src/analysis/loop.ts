/**
 * Loops (SPEC.md A3, A5). Trial walks of the body find out what the registers do from round to round and how often the loop can be
 * repeated; what they suppose is an invariant, because it holds when the loop is entered and a walk shows that it holds again
 * at the back-edge. In trials, loops inside are walked once and nothing is supposed of them, so that trials do not multiply.
 */
import type { Register } from '../execution/ir.js';
import { isConstant, isUniform, of, only, subtract } from './affine.js';
import * as bound from './bound.js';
import * as environments from './environment.js';
import * as facts from './facts.js';
import * as plans from './plan.js';
import * as powers from './power.js';
import * as ranges from './range.js';
import * as universes from './universe.js';
import type { Affine, Level, Unknown } from './unknown.js';
import * as values from './value.js';
import type { Loop, Node, Target, Walk } from './walk.js';
import * as walks from './walk.js';

/** Walks the body of a loop, from its beginning to its end. */
export type Visit = (walk: Walk, loop: Loop) => void;

/** A register that changes by more in a round, or by amounts further apart, is not said to change by steps. */
const MOST_STEP = 2 ** 30;
const MOST_SPREAD = 2 ** 16;
/** Suppositions on the number of rounds, and walks to find ranges, that are tried. */
const MOST_CAPS = 4;
const MOST_RANGE_WALKS = 6;
const WORD = 2 ** 32;

/** The place where a loop is entered. */
interface Entry {
  readonly walk: Walk;
  readonly loop: Loop;
  readonly level: Level;
  readonly visit: Visit;
  readonly facts: facts.Facts;
  readonly assigned: readonly Register[];
  readonly initial: (register: Register) => Affine;
}

/** What a walk of the body has seen. */
interface Course {
  readonly plan: plans.Plan;
  readonly heads: plans.Heads;
  readonly target: Target;
}

/** Walks a loop; control goes on behind it. */
export function visit(walk: Walk, loop: Loop, level: Level, visitBody: Visit): void {
  const entry = enter(walk, loop, level, visitBody);
  const plan = walk.trial !== undefined ? unplanned(entry) : planOf(entry);
  const { target, heads } = walkBody(entry, plan);
  if (target.watched === undefined) heads.passing = (register) => passingRange(entry, heads, target, register);
  const ends = walk.mayRunOut && level === 'code' ? [...target.exits, ...target.backEdges] : target.exits;
  const next = environments.meet(walk.environment, ends, level === 'phase');
  walk.isReachable = next !== undefined;
  walk.facts = next ?? walk.facts;
}

function enter(walk: Walk, loop: Loop, level: Level, visitBody: Visit): Entry {
  const assigned = assignedIn(walk, loop);
  const { universe, values: held } = walk.environment;
  const initials = new Map(assigned.map((register) => [register, held[register]!]));
  const initial = (register: Register): Affine => values.resolve(universe, initials.get(register)!, register);
  return { walk, loop, level, visit: visitBody, facts: walk.facts, assigned, initial };
}

/** A walk of the body from which nothing is kept but what comes to the back-edges. */
function trial(entry: Entry, plan: plans.Plan): Course {
  return walkBody(entry, plan, true);
}

function walkBody(entry: Entry, plan: plans.Plan, isOnTrial = false): Course {
  const { walk, loop, level, assigned } = entry;
  const { environment, trial: outer } = walk;
  const before = environments.setMark(environment);
  const { mark } = environment;
  walk.facts = entry.facts;
  walk.isReachable = true;
  walk.universe.work += assigned.length;
  const heads = plans.heads(walk, plan, entry.initial);
  for (const register of assigned) environments.write(environment, register, heads);
  // Of a loop that is on trial, or inside of one, it is enough to know how it goes.
  const watched = isOnTrial || (outer !== undefined && !(walk.mayRunOut && level === 'code')) ? heads.asked : undefined;
  const target: Target = { level, trial: outer, mark, exits: [], backEdges: [], watched };
  if (isOnTrial) walk.trial = target;
  walk.targets.set(loop.label, target);
  walk.rounds.push({ label: loop.label, level, count: plan.count });
  entry.visit(walk, loop);
  if (walk.isReachable) walks.exit(walk, target);
  if (walk.trial === undefined) count(walk, plan, level, target);
  walk.trial = outer;
  walk.rounds.pop();
  walk.targets.delete(loop.label);
  environments.rewind(environment, mark, before);
  return { plan, heads, target };
}

/** How often the loop's back-edges are taken in all rounds of the loops around, where that is within numbers. */
function count({ rounds, universe, findings }: Walk, plan: plans.Plan, level: Level, { backEdges }: Target): void {
  if (backEdges.length === 0) return;
  let product = 1;
  for (const round of rounds) {
    if (level === 'phase' && round.level === 'code') continue;
    const tops = backEdges.map((state) => bound.greatest({ universe, facts: state.facts }, of(round.count)));
    const most = 1 + Math.max(...tops);
    product *= round.count === plan.count ? Math.min(most, plan.most) : most;
  }
  findings.backEdges[level] += product;
}

/** Nothing is supposed but that the budget is not exceeded. */
function unplanned(entry: Entry): plans.Plan {
  return planFor(entry, entry.walk.loopBudget, {});
}

/** @param high how often the loop is repeated at most. */
function planFor(entry: Entry, high: number, parts: Partial<plans.Plan>): plans.Plan {
  const nothing = { steps: new Map(), ranges: new Map(), powers: new Map(), most: Number.POSITIVE_INFINITY };
  return { ...nothing, ...parts, count: countUpTo(entry, high) };
}

function countUpTo({ walk, loop, level }: Entry, high: number): Unknown {
  const origin = { kind: 'round', label: loop.label, level } as const;
  return universes.make(walk.universe, { low: 0, high, isUniform: level === 'phase', origin });
}

function planOf(entry: Entry): plans.Plan {
  entry.walk.universe.unequal.length = 0;
  const first = trial(entry, unplanned(entry));
  if (first.target.backEdges.length === 0) return once(entry);
  const steps = stepsOf(entry, first);
  const most = mostRounds(entry, first, steps);
  const moving = [...first.heads.asked.keys()].filter((register) => !isExact(steps.get(register)));
  const initial = new Map<Register, ranges.Range>();
  for (const register of moving) {
    const range = initialRange(entry, register);
    if (!steps.has(register) || ranges.isNarrow(range)) initial.set(register, range);
  }
  if (initial.size === 0) return planFor(entry, most, { steps });
  const course = stabilize(entry, planFor(entry, most, { steps, ranges: initial }));
  const powers = powersOf(entry, course);
  const least = Math.min(most, ...[...powers.values()].map((power) => power.most));
  // What is beyond the budget may be cut off by it, which counts as one more.
  const others = new Map([...steps].filter(([register]) => !powers.has(register)));
  const parts = { steps: others, ranges: confirmed(course), powers };
  return least < entry.walk.loopBudget ? planFor(entry, least, { ...parts, most: least }) : planFor(entry, most, parts);
}

/** The ranges of registers that were asked for: of others the walk has not shown that they stay there. */
function confirmed({ plan, heads }: Course): ReadonlyMap<Register, ranges.Range> {
  return new Map([...plan.ranges].filter(([register]) => heads.asked.has(register)));
}

/** A loop that is never repeated: its registers are what they were. */
function once(entry: Entry): plans.Plan {
  const steps = new Map(entry.assigned.map((register) => [register, { low: 0, high: 0 }]));
  return planFor(entry, 0, { steps });
}

/** What a register holds at a back-edge; undefined if nobody asked in time. */
function valueAt({ walk: { universe } }: Entry, state: environments.State, register: Register): Affine | undefined {
  const value = state.changes.get(register);
  return value === undefined ? undefined : values.resolve(universe, value, register);
}

/** Registers that change by an amount in each round, whatever they hold when it begins. */
function stepsOf(entry: Entry, { heads, target }: Course): ReadonlyMap<Register, plans.Step> {
  const steps = new Map<Register, plans.Step>();
  for (const [register, head] of heads.asked) {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const state of target.backEdges) {
      const value = valueAt(entry, state, register);
      const change = value === undefined ? [-WORD, WORD] : changeOf(entry, state, subtract(value, head));
      low = Math.min(low, change[0]!);
      high = Math.max(high, change[1]!);
    }
    if (low >= -MOST_STEP && high <= MOST_STEP && high - low <= MOST_SPREAD) steps.set(register, { low, high });
  }
  return steps;
}

function changeOf(
  { walk: { universe } }: Entry,
  { facts: known }: environments.State,
  change: Affine,
): readonly [low: number, high: number] {
  if (isConstant(change)) return [change.constant | 0, change.constant | 0];
  const scope = { universe, facts: known };
  return [bound.least(scope, change), bound.greatest(scope, change)];
}

function isExact(step: plans.Step | undefined): boolean {
  return step !== undefined && step.low === step.high;
}

/**
 * The most rounds before the last one: the count at a back-edge is less, as far as the registers that change by steps are compared
 * with something. That is found out for counts up to a cap beyond which their words wrap around; it holds for all if the back-edge
 * is not taken at the cap, because then no round comes after it.
 */
function mostRounds(entry: Entry, first: Course, steps: ReadonlyMap<Register, plans.Step>): number {
  const { loopBudget } = entry.walk;
  for (const cap of capsOf(entry, first, steps)) {
    const { plan, target } = trial(entry, planFor(entry, cap, { steps }));
    const top = topOf(entry, plan.count, target);
    if (top < cap) return top + 1;
  }
  return loopBudget;
}

/** The greatest count at a back-edge; -1 if none is taken. */
function topOf({ walk: { universe } }: Entry, count: Unknown, { backEdges }: Target): number {
  return Math.max(-1, ...backEdges.map((state) => bound.greatest({ universe, facts: state.facts }, of(count))));
}

/** Counts up to which the compared registers do not wrap around, those first that spare all of them. */
function capsOf(entry: Entry, first: Course, steps: ReadonlyMap<Register, plans.Step>): readonly number[] {
  const { loopBudget } = entry.walk;
  const compared = comparedAt(entry, first);
  const [signed, others] = [[], []] as [number[], number[]];
  for (const [register, head] of first.heads.asked) {
    const step = steps.get(register);
    const unknown = only(head);
    if (step === undefined || unknown === undefined || !compared.has(unknown)) continue;
    const initial = entry.initial(register);
    const [low, high] = [facts.leastOf(entry.facts, initial), facts.greatestOf(entry.facts, initial)];
    const by = Math.max(Math.abs(step.low), Math.abs(step.high));
    if (by === 0) continue;
    const isUp = step.high > 0;
    signed.push(Math.floor((isUp ? WORD / 2 - 1 - high : low + WORD / 2) / by));
    others.push(Math.floor((isUp ? WORD - 1 - high : low) / by));
  }
  const ends = equalAt(entry, first, steps);
  if (signed.length + ends.length === 0) return [];
  const all = [...ends, Math.min(...signed), ...[...signed, ...others].sort((a, b) => b - a)];
  const caps = all.filter((cap) => cap >= 0 && cap < WORD).map((cap) => Math.min(cap, loopBudget));
  return [...new Set(caps)].slice(0, MOST_CAPS);
}

/** Counts at which a register that grows by a constant is equal to a constant, if the loop goes on where it is not. */
function equalAt(entry: Entry, { heads }: Course, steps: ReadonlyMap<Register, plans.Step>): readonly number[] {
  const counts: number[] = [];
  for (const { constant, unknowns, factors } of entry.walk.universe.unequal) {
    for (const [register, head] of heads.asked) {
      const [step, initial] = [steps.get(register), entry.initial(register)];
      if (unknowns.length !== 1 || only(head) !== unknowns[0] || !isConstant(initial)) continue;
      if (step === undefined || step.low !== step.high || step.low === 0) continue;
      const count = -(constant + factors[0]! * initial.constant) / (factors[0]! * step.low);
      if (Number.isInteger(count)) counts.push(count);
    }
  }
  return counts;
}

/** Unknowns that the facts at the back-edges speak of, themselves or through functions of them. */
function comparedAt(entry: Entry, { target }: Course): ReadonlySet<Unknown> {
  const compared = new Set<Unknown>();
  const add = (unknown: Unknown, depth: number): void => {
    if (compared.has(unknown)) return;
    compared.add(unknown);
    if (depth === 0 || unknown.origin.kind !== 'function') return;
    for (const operand of unknown.origin.operands) for (const one of operand.unknowns) add(one, depth - 1);
  };
  for (const state of target.backEdges) {
    for (const { unknowns } of facts.toList(state.facts, entry.facts)) for (const one of unknowns) add(one, 3);
  }
  return compared;
}

/** Where a register lies when the loop is entered. */
function initialRange({ walk: { universe }, level, facts: known, initial }: Entry, register: Register): ranges.Range {
  const value = initial(register);
  const scope = { universe, facts: known };
  const isSame = level === 'phase' && isUniform(value);
  return ranges.from(bound.least(scope, value), bound.greatest(scope, value), isSame);
}

/**
 * Ranges in which registers stay: those that they have when the loop is entered, widened until a walk that supposes them finds
 * nothing outside at the back-edges, and then narrowed to what that walk found.
 */
function stabilize(entry: Entry, plan: plans.Plan): Course {
  let course = trial(entry, plan);
  for (let k = 0; k < MOST_RANGE_WALKS; k++) {
    const found = foundIn(entry, course);
    if (isInside(course, found)) return k < 2 ? course : narrowed(entry, course, found);
    const next = new Map(course.plan.ranges);
    for (const [register, range] of next) {
      const [seen, isDrifting] = [found.get(register), plan.steps.has(register)];
      const widened = seen === undefined ? range : ranges.widen(range, seen, k);
      if (isDrifting && !ranges.isNarrow(widened)) next.delete(register);
      else next.set(register, widened);
    }
    course = trial(entry, { ...plan, ranges: next });
  }
  return trial(entry, { ...plan, ranges: new Map() });
}

/** Where registers with a range are at the back-edges; those that were not asked for are not among them. */
function foundIn(entry: Entry, { plan, heads, target }: Course): ReadonlyMap<Register, ranges.Range> {
  const { universe } = entry.walk;
  const found = new Map<Register, ranges.Range>();
  for (const register of plan.ranges.keys()) {
    if (!heads.asked.has(register)) continue;
    for (const state of target.backEdges) {
      const value = valueAt(entry, state, register);
      const scope = { universe, facts: state.facts };
      const here =
        value === undefined
          ? ranges.from(-WORD, WORD, false)
          : ranges.from(bound.least(scope, value), bound.greatest(scope, value), isUniform(value));
      const before = found.get(register);
      found.set(register, before === undefined ? here : ranges.hull(before, here));
    }
  }
  return found;
}

/** A register that changes by steps is the very integer that it has grown to. */
function isInside({ plan }: Course, found: ReadonlyMap<Register, ranges.Range>): boolean {
  return [...found].every(([register, range]) => {
    const supposed = plan.ranges.get(register)!;
    return plan.steps.has(register) ? ranges.holds(supposed, range) : ranges.contains(supposed, range);
  });
}

/** The same with the ranges that registers have when the loop is entered and at its back-edges, if those are stable too. */
function narrowed(entry: Entry, course: Course, found: ReadonlyMap<Register, ranges.Range>): Course {
  const next = new Map(course.plan.ranges);
  for (const [register, range] of found) next.set(register, ranges.hull(initialRange(entry, register), range));
  const narrower = trial(entry, { ...course.plan, ranges: next });
  return isInside(narrower, foundIn(entry, narrower)) ? narrower : course;
}

/** Registers that are divided or multiplied in each round. */
function powersOf(entry: Entry, { plan, heads, target }: Course): ReadonlyMap<Register, powers.Power> {
  const { universe } = entry.walk;
  const found = new Map<Register, powers.Power>();
  for (const [register, range] of plan.ranges) {
    const asked = heads.asked.get(register);
    const head = asked === undefined ? undefined : only(asked);
    if (head === undefined || ranges.isFull(range)) continue;
    const backEdges = target.backEdges.flatMap((state) => {
      const value = valueAt(entry, state, register);
      return value === undefined ? [] : [{ facts: state.facts, value }];
    });
    if (backEdges.length < target.backEdges.length) continue;
    const { low, high } = initialRange(entry, register);
    const power = powers.find(universe, { head, low, high, backEdges });
    if (power !== undefined) found.set(register, power);
  }
  return found;
}

/** Where a register lies that is not read before it is assigned, when a round begins, or behind the loop. */
function passingRange(entry: Entry, heads: plans.Heads, { backEdges }: Target, register: Register): ranges.Range {
  let range = initialRange(entry, register);
  for (const { facts: known, changes } of backEdges) {
    const value = changes.get(register) ?? heads;
    const found = values.rangeOf(entry.walk.universe, known, value, heads);
    if (found !== undefined) range = ranges.hull(range, ranges.from(...found, false));
  }
  return range;
}

/** The registers that are assigned in a loop. */
function assignedIn({ assigned, universe }: Walk, loop: Loop): readonly Register[] {
  const known = assigned.get(loop);
  if (known !== undefined) return known;
  const registers = new Set<Register>();
  const pending: Node[][] = [[...loop.body]];
  for (let nodes = pending.pop(); nodes !== undefined; nodes = pending.pop()) {
    universe.work += nodes.length;
    for (const node of nodes) {
      if ('to' in node) registers.add(node.to);
      for (const list of walks.partsOf(node)) pending.push([...list]);
    }
  }
  const found = [...registers];
  assigned.set(loop, found);
  return found;
}
