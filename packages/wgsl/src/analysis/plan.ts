/** What is supposed of a loop: how often it is repeated, and what its registers hold when a round begins. */
import type { Register } from '../execution/ir.js';
import { add, combine, of, shift, size, subtract } from './affine.js';
import * as arithmetic from './arithmetic.js';
import type { Scope } from './bound.js';
import * as facts from './facts.js';
import type { Power } from './power.js';
import type { Range } from './range.js';
import * as universes from './universe.js';
import type { Affine, Unknown } from './unknown.js';
import type { Carried } from './value.js';

export interface Plan {
  /** Rounds before the one at hand. */
  readonly count: Unknown;
  /** By how much registers change in a round. */
  readonly steps: ReadonlyMap<Register, Step>;
  /** Where they stay. Of registers with neither, nothing is supposed. */
  readonly ranges: ReadonlyMap<Register, Range>;
  /** Registers with a range that go from power to power. */
  readonly powers: ReadonlyMap<Register, Power>;
  /** What does not change in the loop, and is never less than the count. */
  readonly ends: readonly Affine[];
  /** Rounds before the last one, at most; that there are no more than the loop budget is always supposed. */
  readonly most: number;
}

/** A register grows by `low` to `high` in each round. */
export interface Step {
  readonly low: number;
  readonly high: number;
}

/** What registers hold when a round begins, and those for which that was asked. */
export interface Heads extends Carried {
  readonly asked: Map<Register, Affine>;
  /** Where registers lie that nobody asks for in the body, once that is known: those that only pass through. */
  passing: ((register: Register) => Range) | undefined;
}

/** Beyond, the change of a register over all rounds is not exact with room to spare. */
const MOST_CHANGE = 2 ** 48;

/** @param initial what a register holds where the loop is entered, the place of the scope. */
export function heads(scope: Scope, plan: Plan, initial: (register: Register) => Affine): Heads {
  const asked = new Map<Register, Affine>();
  const entry = { universe: scope.universe, facts: scope.facts };
  const heads: Heads = {
    kind: 'carried',
    asked,
    passing: undefined,
    at: (register) => {
      const known = asked.get(register);
      if (known !== undefined) return known;
      const head = headOf(entry, plan, register, initial, heads.passing);
      asked.set(register, head);
      return head;
    },
  };
  return heads;
}

function headOf(
  entry: Scope,
  plan: Plan,
  register: Register,
  initial: (register: Register) => Affine,
  passing: Heads['passing'],
): Affine {
  const { universe } = entry;
  const { count, steps } = plan;
  const [step, range] = [steps.get(register), plan.ranges.get(register) ?? passing?.(register)];
  if (step !== undefined && step.low === step.high) return advanced(entry, initial(register), count, step.low);
  if (step !== undefined) return drifting(entry, initial(register), count, step, plan.ranges.get(register));
  const head = range === undefined ? universes.word(universe, false) : within(universe, range);
  const power = plan.powers.get(register);
  if (power !== undefined) {
    const { constant, counts, heads } = power;
    const excess = shift(combine(counts, of(count), heads, of(head)), constant);
    for (const unknown of [head, count]) universes.tie(unknown, excess);
  }
  return of(head);
}

function within(universe: universes.Universe, { low, high, isUniform }: Range): Unknown {
  return universes.make(universe, { low, high, isUniform, origin: { kind: 'word' } });
}

/** `initial + count · by`. */
function advanced(entry: Scope, initial: Affine, count: Unknown, by: number): Affine {
  if (by === 0) return initial;
  return arithmetic.fit(entry, add(initial, of(count, by)));
}

const HALF = 2 ** 31;

/** An unknown between `initial + count · low` and `initial + count · high`. */
function drifting(
  { universe, facts: known }: Scope,
  initial: Affine,
  count: Unknown,
  { low, high }: Step,
  range: Range | undefined,
): Affine {
  const change = Math.max(Math.abs(low), Math.abs(high)) * count.high;
  if (size(initial) + change > MOST_CHANGE) {
    return of(range === undefined ? universes.word(universe, false) : within(universe, range));
  }
  const [least, greatest] = [facts.leastOf(known, initial), facts.greatestOf(known, initial)];
  // A range is of words. The integer stays in it if it begins there, and no step is as large as what lies outside of it.
  const isWithin = range !== undefined && range.low <= least && greatest <= range.high && range.high - range.low < HALF;
  const made = universes.make(universe, {
    low: Math.max(least + Math.min(0, low * count.high), isWithin ? range.low : Number.NEGATIVE_INFINITY),
    high: Math.min(greatest + Math.max(0, high * count.high), isWithin ? range.high : Number.POSITIVE_INFINITY),
    isUniform: range?.isUniform ?? false,
    origin: { kind: 'word' },
  });
  universes.tie(made, subtract(of(made), high === 0 ? initial : add(initial, of(count, high))));
  universes.tie(made, subtract(low === 0 ? initial : add(initial, of(count, low)), of(made)));
  return of(made);
}
