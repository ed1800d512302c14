/** Walks of a loop's body that are made to find out what it does: nothing is kept of them but what comes to the back-edges. */
import type { Register } from '../execution/ir.js';
import type * as environments from './environment.js';
import type * as facts from './facts.js';
import type { Heads, Plan } from './plan.js';
import type { Affine, Level } from './unknown.js';
import * as values from './value.js';
import type { Target, Walk } from './walk.js';

/** The place where a loop is entered. */
export interface Entry {
  readonly walk: Walk;
  readonly level: Level;
  readonly facts: facts.Facts;
  /** Registers that are assigned in the loop. */
  readonly assigned: readonly Register[];
  /** What they hold. */
  initial(register: Register): Affine;
  /** A plan with these parts; the loop is repeated `high` times at most. */
  plan(high: number, parts?: Partial<Plan>): Plan;
  /** Walks the body as the plan supposes. */
  walkBody(plan: Plan): Course;
}

/** What a walk of the body has seen. */
export interface Course {
  readonly plan: Plan;
  readonly heads: Heads;
  readonly target: Target;
}

/** What a register holds at a back-edge; undefined if nobody asked for it in time. */
export function valueAt({ walk }: Entry, state: environments.State, register: Register): Affine | undefined {
  const value = state.changes.get(register);
  return value === undefined ? undefined : values.resolve(walk.universe, value, register);
}
