/**
 * Bounds of sums by facts: an inequality with an unknown in common, times a positive number, is taken away, so that the unknown
 * disappears; the steps that make the bound best are taken first. Every step is right, so the result is a bound however far the
 * search comes.
 */
import { combine, equals, floorDivide, negate } from './affine.js';
import * as facts from './facts.js';
import type { Found, Searched, Universe } from './universe.js';
import type { Affine, Unknown } from './unknown.js';

/** The facts at a place, which grow with what is found out there. */
export interface Scope {
  readonly universe: Universe;
  facts: facts.Facts;
}

/** Inequalities that one search takes away, one after the other, and sums that it goes on with after each. */
const MOST_STEPS = 6;
const MOST_ROUTES = 3;
/** Inequalities that one search looks at. Of searches that find what they are for, most look at less than 30. */
const MOST_LOOKS = 80;
/** By which a sum is multiplied at most, so that inequalities can be taken away whole. */
const MOST_SCALE = 2 ** 20;
/** Sums beyond are not exact any more with room to spare. */
const MOST = 2 ** 52;

/** A lower bound of a sum; not searched for any more once it is `goal`. */
export function least(scope: Scope, affine: Affine, goal: number = Number.POSITIVE_INFINITY): number {
  const best = facts.leastOf(scope.facts, affine);
  if (best >= goal || !isSearchable(scope, affine)) return best;
  const { lower } = searched(scope, affine);
  if (!lower.isDone && -lower.bound < goal) search(scope, negate(affine), -goal, lower);
  return -lower.bound;
}

/** An upper bound of a sum; not searched for any more once it is `goal`. */
export function greatest(scope: Scope, affine: Affine, goal: number = Number.NEGATIVE_INFINITY): number {
  const best = facts.greatestOf(scope.facts, affine);
  if (best <= goal || !isSearchable(scope, affine)) return best;
  const { upper } = searched(scope, affine);
  if (!upper.isDone && upper.bound > goal) search(scope, affine, goal, upper);
  return upper.bound;
}

function isSearchable({ facts: known }: Scope, { unknowns }: Affine): boolean {
  if (unknowns.length === 0) return false;
  // Of two words of data that nothing is known of, no inequality makes less than a word: hashes are full of such sums.
  let wide = 0;
  for (const unknown of unknowns) if (isFree(known, unknown)) wide += 1;
  if (wide > 1) return false;
  const { inequalities } = known;
  return inequalities !== undefined || unknowns.some(({ axioms }) => axioms.length > 0);
}

function isFree(known: facts.Facts, unknown: Unknown): boolean {
  if (unknown.isCompared || unknown.axioms.length > 0) return false;
  return facts.highOf(known, unknown) - facts.lowOf(known, unknown) >= 2 ** 32 - 1;
}

/** Sums whose bounds are remembered: a word is often asked for again soon. */
const MOST_RECENT = 8;

function searched({ universe, facts: known }: Scope, affine: Affine): Searched {
  const { recent } = universe;
  for (const one of recent) if (one.affine === affine && one.facts === known) return one;
  const upper = { bound: facts.greatestOf(known, affine), isDone: false };
  const lower = { bound: -facts.leastOf(known, affine), isDone: false };
  const now = { affine, facts: known, lower, upper };
  if (recent.length === MOST_RECENT) recent.shift();
  recent.push(now);
  return now;
}

function search(scope: Scope, affine: Affine, goal: number, result: Found): void {
  let routes: readonly Route[] = [{ rest: affine, divisor: 1, taken: [] }];
  const end = scope.universe.work + MOST_LOOKS;
  for (let k = 0; k < MOST_STEPS && routes.length > 0 && scope.universe.work < end; k++) {
    const steps: Step[] = [];
    for (const route of routes) collect(scope, route, steps);
    for (const { bound } of steps) result.bound = Math.min(result.bound, bound);
    if (result.bound <= goal) return;
    routes = follow(steps);
  }
  result.isDone = true;
}

/** The sum is at most `rest / divisor`, because of what was taken away. */
interface Route {
  readonly rest: Affine;
  readonly divisor: number;
  readonly taken: readonly Affine[];
}

/** `scale · rest - times · inequality`, divided by all that it was multiplied by, is at most `bound`. */
interface Step {
  readonly route: Route;
  readonly inequality: Affine;
  readonly scale: number;
  readonly times: number;
  readonly bound: number;
}

/** The sums that the best steps lead to. */
function follow(steps: Step[]): readonly Route[] {
  const routes: Route[] = [];
  steps.sort((a, b) => a.bound - b.bound);
  for (const { route, inequality, scale, times } of steps) {
    const rest = combine(scale, route.rest, -times, inequality);
    const divisor = route.divisor * scale;
    const isNew = !routes.some((other) => other.divisor === divisor && equals(other.rest, rest));
    if (isNew) routes.push({ rest, divisor, taken: [...route.taken, inequality] });
    if (routes.length === MOST_ROUTES) break;
  }
  return routes;
}

function collect(scope: Scope, route: Route, steps: Step[]): void {
  const { universe, facts: known } = scope;
  let seen = 0;
  for (let one = known.inequalities; one !== undefined; one = facts.next(one, ++seen)) {
    universe.work += 1;
    collectFrom(known, route, one.affine, steps);
  }
  for (const { axioms } of route.rest.unknowns) {
    universe.work += axioms.length;
    for (const axiom of axioms) collectFrom(known, route, axiom, steps);
  }
}

/** The ways to take the inequality away, one for each unknown that it can cancel. */
function collectFrom(known: facts.Facts, route: Route, inequality: Affine, steps: Step[]): void {
  const { rest, divisor, taken } = route;
  const [own, other] = [rest.unknowns, inequality.unknowns];
  if (other.length < 2 || taken.includes(inequality)) return;
  let i = 0;
  let j = 0;
  while (i < own.length && j < other.length) {
    const difference = own[i]!.id - other[j]!.id;
    if (difference === 0) {
      const step = stepBy(known, route, inequality, rest.factors[i]!, inequality.factors[j]!);
      if (step !== undefined && divisor * step.scale <= MOST_SCALE) steps.push(step);
    }
    if (difference <= 0) i += 1;
    if (difference >= 0) j += 1;
  }
}

/** The step that cancels an unknown with these factors; undefined if it cannot. */
function stepBy(known: facts.Facts, route: Route, inequality: Affine, own: number, other: number): Step | undefined {
  if (own > 0 !== other > 0) return undefined;
  const common = greatestCommonDivisor(Math.abs(own), Math.abs(other));
  const scale = Math.abs(other) / common;
  const times = Math.abs(own) / common;
  const top = greatestOfDifference(known, scale, route.rest, times, inequality);
  if (top >= MOST) return undefined;
  return { route, inequality, scale, times, bound: floorDivide(top, route.divisor * scale) };
}

/** An upper bound of `p·a - q·b`; infinite if it, or a part of it, is not exact. */
function greatestOfDifference(known: facts.Facts, p: number, a: Affine, q: number, b: Affine): number {
  let sum = p * a.constant - q * b.constant;
  let size = Math.abs(p * a.constant) + Math.abs(q * b.constant);
  let i = 0;
  let j = 0;
  while (i < a.unknowns.length || j < b.unknowns.length) {
    const u = a.unknowns[i];
    const v = b.unknowns[j];
    const isLeft = u !== undefined && (v === undefined || u.id <= v.id);
    const isRight = v !== undefined && (u === undefined || v.id <= u.id);
    const left = isLeft ? p * a.factors[i]! : 0;
    const right = isRight ? q * b.factors[j]! : 0;
    if (isLeft) i += 1;
    if (isRight) j += 1;
    const factor = left - right;
    size += Math.abs(left) + Math.abs(right);
    if (factor === 0) continue;
    const unknown = (isLeft ? u : v)!;
    const part = factor * (factor > 0 ? facts.highOf(known, unknown) : facts.lowOf(known, unknown));
    sum += part;
    size += Math.abs(part);
  }
  return size < MOST ? sum : Number.POSITIVE_INFINITY;
}

function greatestCommonDivisor(a: number, b: number): number {
  let left = a;
  let right = b;
  while (right !== 0) {
    const rest = left % right;
    left = right;
    right = rest;
  }
  return left;
}
