/**
 * What is supposed of a loop is an invariant: it holds when the loop is entered, and a walk of the body that supposes it shows that it
 * holds again at the back-edges.
 */
import type { Register } from '../execution/ir.js';
import { isConstant, isUniform, only, subtract } from './affine.js';
import * as bound from './bound.js';
import * as caps from './cap.js';
import * as endings from './ending.js';
import type { State } from './environment.js';
import type { Plan, Step } from './plan.js';
import * as powers from './power.js';
import * as ranges from './range.js';
import { type Course, type Entry, valueAt } from './trial.js';
import type { Affine } from './unknown.js';

type Steps = ReadonlyMap<Register, Step>;
type Ranges = ReadonlyMap<Register, ranges.Range>;

/** A register that changes by more in a round, or by amounts further apart, is not said to change by steps. */
const MOST_STEP = 2 ** 30;
const MOST_SPREAD = 2 ** 16;
/** Walks to find ranges. */
const MOST_RANGE_WALKS = 6;
const WORD = 2 ** 32;

/** A plan that is true. */
export function planOf(entry: Entry): Plan {
  const { universe, loopBudget } = entry.walk;
  universe.unequal.length = 0;
  const first = entry.walkBody(entry.plan(loopBudget));
  if (first.target.backEdges.length === 0) return once(entry);
  const steps = stepsOf(entry, first);
  const ends = endings.find(entry, first, steps);
  const most = caps.mostRounds(entry, first, { steps, ends });
  const initial = initialRanges(entry, first, steps);
  if (initial.size === 0) return entry.plan(most, { steps, ends, most });
  const course = stabilize(entry, entry.plan(most, { steps, ends, ranges: initial }));
  const found = powersOf(entry, course);
  const least = Math.min(most, ...[...found.values()].map((power) => power.most));
  const others = new Map([...steps].filter(([register]) => !found.has(register)));
  return entry.plan(least, { steps: others, ends, ranges: confirmed(course), powers: found, most: least });
}

/** A loop that is never repeated: its registers are what they were. */
function once(entry: Entry): Plan {
  return entry.plan(0, { steps: new Map(entry.assigned.map((register) => [register, { low: 0, high: 0 }])) });
}

/** The ranges of registers that were asked for: of others the walk has not shown that they stay there. */
function confirmed({ plan, heads }: Course): Ranges {
  return new Map([...plan.ranges].filter(([register]) => heads.asked.has(register)));
}

/** Registers that change by an amount in each round, whatever they hold when it begins. */
function stepsOf(entry: Entry, { heads, target }: Course): Steps {
  const steps = new Map<Register, Step>();
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
  { facts: known }: State,
  change: Affine,
): readonly [low: number, high: number] {
  if (isConstant(change)) return [change.constant | 0, change.constant | 0];
  const scope = { universe, facts: known };
  return [bound.least(scope, change), bound.greatest(scope, change)];
}

/** The ranges at the entry of registers that do not change by constants. */
function initialRanges(entry: Entry, { heads }: Course, steps: Steps): Ranges {
  const found = new Map<Register, ranges.Range>();
  for (const register of heads.asked.keys()) {
    const step = steps.get(register);
    if (step !== undefined && step.low === step.high) continue;
    const range = initialRange(entry, register);
    if (step === undefined || ranges.isNarrow(range)) found.set(register, range);
  }
  return found;
}

/** Where a register lies when the loop is entered. */
export function initialRange(
  { walk: { universe }, level, facts: known, initial }: Entry,
  register: Register,
): ranges.Range {
  const value = initial(register);
  const scope = { universe, facts: known };
  const isSame = level === 'phase' && isUniform(value);
  return ranges.from(bound.least(scope, value), bound.greatest(scope, value), isSame);
}

/**
 * Ranges in which registers stay: those that they have when the loop is entered, widened until a walk that supposes them finds
 * nothing outside at the back-edges, and then narrowed to what that walk found. True are those that were asked for in the walk.
 */
function stabilize(entry: Entry, plan: Plan): Course {
  let course = entry.walkBody(plan);
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
    course = entry.walkBody({ ...plan, ranges: next });
  }
  return entry.walkBody({ ...plan, ranges: new Map() });
}

/** Where registers with a range are at the back-edges; those that were not asked for are not among them. */
function foundIn(entry: Entry, { plan, heads, target }: Course): Ranges {
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
function isInside({ plan }: Course, found: Ranges): boolean {
  return [...found].every(([register, range]) => {
    const supposed = plan.ranges.get(register)!;
    return plan.steps.has(register) ? ranges.holds(supposed, range) : ranges.contains(supposed, range);
  });
}

/** The same with the ranges that registers have when the loop is entered and at its back-edges, if those are stable too. */
function narrowed(entry: Entry, course: Course, found: Ranges): Course {
  const next = new Map(course.plan.ranges);
  for (const [register, range] of found) next.set(register, ranges.hull(initialRange(entry, register), range));
  const narrower = entry.walkBody({ ...course.plan, ranges: next });
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
