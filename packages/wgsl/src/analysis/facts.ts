/**
 * What holds where control has come: bounds of unknowns, and sums that are not positive (SPEC.md A3). Facts are about unknowns,
 * which do not change, so a fact stays true whatever is assigned behind it. They are lists that share their tails: what two
 * paths have in common is where their lists meet.
 */
import { floorDivide } from './affine.js';
import type { Affine, Unknown } from './unknown.js';

export interface Facts {
  readonly bounds: Bound | undefined;
  readonly inequalities: Inequality | undefined;
}

interface Node<T> {
  readonly previous: T | undefined;
  readonly depth: number;
  /** The newest of the oldest nodes, up to this one. */
  readonly base: T | undefined;
}

/** Of bounds of one unknown the newest is the tightest. */
export interface Bound extends Node<Bound> {
  readonly unknown: Unknown;
  readonly low: number;
  readonly high: number;
}

/** `affine` ≤ 0. */
export interface Inequality extends Node<Inequality> {
  readonly affine: Affine;
}

/** Nothing but the unknowns' own bounds and axioms. */
export const none: Facts = { bounds: undefined, inequalities: undefined };

/** In a long list the newest are looked at, which are of the place at hand, and the oldest, which are of the whole kernel. */
const NEWEST = 48;
const OLDEST = 24;
/** Sums through which one new fact narrows bounds. */
const MOST_NARROWINGS = 24;

/** The next node that is looked at, `seen` after the newest. */
export function next<T extends Node<T>>(node: T, seen: number): T | undefined {
  return seen === NEWEST && node.depth > OLDEST + 1 ? node.base : node.previous;
}

function boundOf({ bounds }: Facts, unknown: Unknown): Bound | Unknown {
  let seen = 0;
  for (let bound = bounds; bound !== undefined; bound = next(bound, ++seen))
    if (bound.unknown === unknown) return bound;
  return unknown;
}

export function lowOf(facts: Facts, unknown: Unknown): number {
  return boundOf(facts, unknown).low;
}

export function highOf(facts: Facts, unknown: Unknown): number {
  return boundOf(facts, unknown).high;
}

/** A lower bound of a sum by the bounds of its unknowns one by one. */
export function leastOf(facts: Facts, { constant, unknowns, factors }: Affine): number {
  let sum = constant;
  for (let i = 0; i < unknowns.length; i++) {
    const factor = factors[i]!;
    sum += factor * (factor > 0 ? lowOf(facts, unknowns[i]!) : highOf(facts, unknowns[i]!));
  }
  return sum;
}

/** An upper bound, likewise. */
export function greatestOf(facts: Facts, { constant, unknowns, factors }: Affine): number {
  let sum = constant;
  for (let i = 0; i < unknowns.length; i++) {
    const factor = factors[i]!;
    sum += factor * (factor > 0 ? highOf(facts, unknowns[i]!) : lowOf(facts, unknowns[i]!));
  }
  return sum;
}

/** The facts together with `affine` ≤ 0; undefined if that cannot be. */
export function assume(facts: Facts, affine: Affine): Facts | undefined {
  if (leastOf(facts, affine) > 0) return undefined;
  if (greatestOf(facts, affine) <= 0) return facts;
  let known = affine.unknowns.length > 1 ? withInequality(facts, affine) : facts;
  for (const { axioms } of affine.unknowns) {
    for (const axiom of axioms) if (!isAmong(known, axiom)) known = withInequality(known, axiom);
  }
  const pending = [affine];
  for (let k = 0; k < pending.length && k < MOST_NARROWINGS; k++) {
    const next = narrow(known, pending[k]!, pending);
    if (next === undefined) return undefined;
    known = next;
  }
  return known;
}

/** `low` ≤ `affine` ≤ `high`. */
export function assumeBetween(facts: Facts, affine: Affine, low: number, high: number): Facts | undefined {
  const { constant, unknowns, factors } = affine;
  const below = assume(facts, { constant: constant - high, unknowns, factors });
  if (below === undefined) return undefined;
  return assume(below, { constant: low - constant, unknowns, factors: factors.map((factor) => -factor) });
}

/** Bounds of the unknowns by `affine` ≤ 0; `pending` takes what ties the narrowed ones to others. */
function narrow(facts: Facts, affine: Affine, pending: Affine[]): Facts | undefined {
  const { unknowns, factors } = affine;
  let known = facts;
  for (let i = 0; i < unknowns.length; i++) {
    const unknown = unknowns[i]!;
    const factor = factors[i]!;
    const low = lowOf(known, unknown);
    const high = highOf(known, unknown);
    // factor · unknown ≤ room
    const room = factor * (factor > 0 ? low : high) - leastOf(known, affine);
    const newLow = factor > 0 ? low : Math.max(low, -floorDivide(room, -factor));
    const newHigh = factor > 0 ? Math.min(high, floorDivide(room, factor)) : high;
    if (newLow > newHigh) return undefined;
    if (newLow === low && newHigh === high) continue;
    known = withBound(known, unknown, newLow, newHigh);
    pending.push(...unknown.axioms);
  }
  return known;
}

function withBound({ bounds: previous, inequalities }: Facts, unknown: Unknown, low: number, high: number): Facts {
  const depth = (previous?.depth ?? 0) + 1;
  const bound: Bound = { unknown, low, high, previous, depth, base: baseOf(previous) };
  return { bounds: bound, inequalities };
}

function withInequality({ bounds, inequalities: previous }: Facts, affine: Affine): Facts {
  const depth = (previous?.depth ?? 0) + 1;
  for (const unknown of affine.unknowns) unknown.isCompared = true;
  const inequality: Inequality = { affine, previous, depth, base: baseOf(previous) };
  return { bounds, inequalities: inequality };
}

function baseOf<T extends Node<T>>(previous: T | undefined): T | undefined {
  return previous === undefined || previous.depth <= OLDEST ? previous : previous.base;
}

function isAmong({ inequalities }: Facts, affine: Affine): boolean {
  let seen = 0;
  for (let one = inequalities; one !== undefined; one = next(one, ++seen)) if (one.affine === affine) return true;
  return false;
}

/** What both lists have in common. */
export function common(a: Facts, b: Facts): Facts {
  if (a === b) return a;
  return { bounds: meeting(a.bounds, b.bounds), inequalities: meeting(a.inequalities, b.inequalities) };
}

function meeting<T extends Node<T>>(a: T | undefined, b: T | undefined): T | undefined {
  let [left, right] = [a, b];
  while (left !== right) {
    const [depth, other] = [left?.depth ?? 0, right?.depth ?? 0];
    if (depth >= other) left = left?.previous;
    if (other >= depth) right = right?.previous;
  }
  return left;
}

/** The sums that are not positive by `facts` and stand behind `since`, of which `facts` are a continuation; oldest first. */
export function toList(facts: Facts, since: Facts = none): readonly Affine[] {
  const list: Affine[] = [];
  const [newestBound, newest] = [since.bounds?.depth ?? 0, since.inequalities?.depth ?? 0];
  let seen = 0;
  for (let one = facts.inequalities; one !== undefined && one.depth > newest; one = next(one, ++seen)) {
    list.push(one.affine);
  }
  seen = 0;
  const bounded = new Set<Unknown>();
  for (let one = facts.bounds; one !== undefined && one.depth > newestBound; one = next(one, ++seen)) {
    const { unknown, low, high } = one;
    if (bounded.has(unknown)) continue;
    bounded.add(unknown);
    if (high < unknown.high) list.push({ constant: -high, unknowns: [unknown], factors: [1] });
    if (low > unknown.low) list.push({ constant: low, unknowns: [unknown], factors: [-1] });
  }
  return list.reverse();
}
