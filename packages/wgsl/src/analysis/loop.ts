/**
 * Loops (SPEC.md A3, A5). Walks of the body on trial find out what is true of every round; then the body is walked once more, and what
 * is found in it counts. In trials, loops inside are walked once and nothing is supposed of them, so that trials do not multiply.
 */
import type { Register } from '../execution/ir.js';
import { of, subtract } from './affine.js';
import * as bound from './bound.js';
import * as environments from './environment.js';
import * as plans from './plan.js';
import * as planner from './planner.js';
import * as ranges from './range.js';
import type { Course, Entry } from './trial.js';
import * as universes from './universe.js';
import type { Affine, Level } from './unknown.js';
import * as values from './value.js';
import type { Loop, Node, Target, Walk } from './walk.js';
import * as walks from './walk.js';

/** Walks the body of a loop, from its beginning to its end. */
export type Visit = (walk: Walk, loop: Loop) => void;

/** Walks a loop; control goes on behind it. */
export function visit(walk: Walk, loop: Loop, level: Level, visitBody: Visit): void {
  const entry = enter(walk, loop, level, visitBody);
  const plan = walk.trial !== undefined ? entry.plan(walk.loopBudget) : planner.planOf(entry);
  const { target, heads } = walkBody(entry, loop, plan, visitBody, false);
  if (target.watched === undefined) heads.passing = (register) => passingRange(entry, heads, target, register);
  const ends = walk.mayRunOut && level === 'code' ? [...target.exits, ...target.backEdges] : target.exits;
  const next = environments.meet(walk.environment, ends, level === 'phase');
  walk.isReachable = next !== undefined;
  walk.facts = next ?? walk.facts;
}

function enter(walk: Walk, loop: Loop, level: Level, visitBody: Visit): Entry {
  const { universe, values: held } = walk.environment;
  const assigned = assignedIn(walk, loop);
  const initials = new Map(assigned.map((register) => [register, held[register]!]));
  const entry: Entry = {
    walk,
    level,
    facts: walk.facts,
    assigned,
    initial: (register): Affine => values.resolve(universe, initials.get(register)!, register),
    plan: (high, parts = {}) => planFor(entry, loop, high, parts),
    walkBody: (plan) => walkBody(entry, loop, plan, visitBody, true),
  };
  return entry;
}

function planFor({ walk, level }: Entry, loop: Loop, high: number, parts: Partial<plans.Plan>): plans.Plan {
  const origin = { kind: 'round', label: loop.label, level } as const;
  const count = universes.make(walk.universe, { low: 0, high, isUniform: level === 'phase', origin });
  for (const end of parts.ends ?? []) universes.tie(count, subtract(of(count), end));
  return { steps: new Map(), ranges: new Map(), powers: new Map(), ends: [], most: high, ...parts, count };
}

function walkBody(entry: Entry, loop: Loop, plan: plans.Plan, visitBody: Visit, isOnTrial: boolean): Course {
  const { walk, level, assigned } = entry;
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
  visitBody(walk, loop);
  if (walk.isReachable) walks.exit(walk, target);
  if (walk.trial === undefined) count(walk, plan, level, target);
  walk.trial = outer;
  walk.rounds.pop();
  walk.targets.delete(loop.label);
  environments.rewind(environment, mark, before);
  return { plan, heads, target };
}

/** How often the loop's back-edges are taken in all rounds of the loops around, where that is within numbers. */
function count(
  { rounds, universe, loopBudget, findings }: Walk,
  plan: plans.Plan,
  level: Level,
  { backEdges }: Target,
): void {
  if (backEdges.length === 0) return;
  let product = 1;
  for (const round of rounds) {
    if (level === 'phase' && round.level === 'code') continue;
    // Facts that contradict each other give a bound below 0: nobody comes there, and nothing is to be taken off the sum.
    let most = 1;
    for (const { facts: known } of backEdges) {
      const top = bound.greatest({ universe, facts: known }, of(round.count));
      most = Math.max(most, Number.isNaN(top) ? Number.POSITIVE_INFINITY : 1 + top);
    }
    // That there are no more rounds than the budget was not found out, but supposed.
    const isFound = round.count === plan.count && plan.most < loopBudget;
    product *= isFound ? Math.min(most, plan.most) : most;
  }
  findings.backEdges[level] += product;
}

/** Where a register lies that is not read before it is assigned, when a round begins, or behind the loop. */
function passingRange(entry: Entry, heads: plans.Heads, { backEdges }: Target, register: Register): ranges.Range {
  let range = planner.initialRange(entry, register);
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
