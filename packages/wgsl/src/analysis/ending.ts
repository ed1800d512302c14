/**
 * Loops that go on until a register is equal to something: one that grows by one in each round does not step over it, so that the count
 * is never more than what is missing when the loop is entered.
 */
import { combine, isConstant, of, only, scale, subtract } from './affine.js';
import * as bound from './bound.js';
import type { Plan } from './plan.js';
import type { Course, Entry } from './trial.js';
import type { Affine, Unknown } from './unknown.js';

type Steps = Plan['steps'];

/** Functions of functions through which it is seen that something does not change in a loop. */
const MOST_DEPTH = 4;

/** A register of a comparison that taught nothing but that two words differ. */
interface Ending {
  /** By how much the difference grows in a round. */
  readonly by: number;
  /** The difference when the loop is entered. */
  readonly first: Affine;
}

/** Sums that the count cannot exceed, if the loop is supposed to go on only as long as it is less. */
export function find(entry: Entry, first: Course, steps: Steps): readonly Affine[] {
  const { universe, loopBudget } = entry.walk;
  const known = { universe, facts: entry.facts };
  const ends = endingsOf(entry, first, steps)
    .filter((ending) => Math.abs(ending.by) === 1 && !isConstant(ending.first))
    .map((ending) => scale(ending.first, -ending.by))
    .filter((end) => bound.least(known, end, 0) >= 0);
  if (ends.length === 0) return [];
  const { plan, target } = entry.walkBody(entry.plan(loopBudget, { steps, ends }));
  const isLess = (end: Affine): boolean => {
    const difference = subtract(of(plan.count), end);
    return target.backEdges.every((state) => bound.greatest({ universe, facts: state.facts }, difference, -1) < 0);
  };
  return ends.every(isLess) ? ends : [];
}

/** Counts at which a difference is zero that does not depend on anything else. */
export function constantEnds(entry: Entry, first: Course, steps: Steps): readonly number[] {
  return endingsOf(entry, first, steps)
    .filter((ending) => isConstant(ending.first))
    .map((ending) => -ending.first.constant / ending.by)
    .filter(Number.isInteger);
}

function endingsOf(entry: Entry, { plan, heads }: Course, steps: Steps): readonly Ending[] {
  const endings: Ending[] = [];
  for (const difference of entry.walk.universe.unequal) {
    for (const [register, head] of heads.asked) {
      const [step, unknown] = [steps.get(register), only(head)];
      const place = unknown === undefined ? -1 : difference.unknowns.indexOf(unknown);
      const factor = difference.factors[place];
      if (unknown === undefined || factor === undefined) continue;
      if (step === undefined || step.low !== step.high || step.low === 0) continue;
      const rest = combine(1, difference, -factor, of(unknown));
      if (!rest.unknowns.every((other) => isFixed(other, plan.count, MOST_DEPTH))) continue;
      endings.push({ by: factor * step.low, first: combine(1, rest, factor, entry.initial(register)) });
    }
  }
  return endings;
}

/** Whether an unknown is the same in all rounds: it, or what it is made of, was there before the loop was entered. */
function isFixed({ id, origin }: Unknown, count: Unknown, depth: number): boolean {
  if (id < count.id) return true;
  if (depth === 0 || origin.kind !== 'function') return false;
  return origin.operands.every(({ unknowns }) => unknowns.every((one) => isFixed(one, count, depth - 1)));
}
