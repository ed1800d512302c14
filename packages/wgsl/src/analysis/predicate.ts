/**
 * Conditions: what comparisons say of the words that they compare. A word that is 0 or 1 by a condition is an unknown that keeps
 * it, so that a branch on the word, however it came there, teaches what the comparison said.
 */
import { floorDivide, isUniform, negate, of, one, shift, subtract, wrap, zero } from './affine.js';
import * as bound from './bound.js';
import { integer, reading } from './division.js';
import * as facts from './facts.js';
import * as universes from './universe.js';
import type { Affine, Comparison, Is, Predicate, Relation, Unknown } from './unknown.js';

type Scope = bound.Scope;

const WORD = 2 ** 32;
/** How far one condition is followed through truth values, and how many parts of predicates it is followed through. */
const MOST_DEPTH = 24;
const MOST_PARTS = 64;

/** The word that is 1 if the comparison holds, else 0. */
export function compare(scope: Scope, operation: Relation, left: Affine, right: Affine): Affine {
  const comparison = { kind: 'compare', operation, left, right } as const;
  const decided = decide(scope, comparison);
  if (decided !== undefined) return decided ? one : zero;
  return of(truth(scope.universe, comparison, isUniform(left) && isUniform(right)));
}

/** The word that is 1 if both are, or one is, where both are truth values; else undefined. */
export function logic({ universe }: Scope, kind: 'all' | 'any', left: Affine, right: Affine): Affine | undefined {
  const parts = [truthOf(left), truthOf(right)].filter((part) => part !== undefined);
  if (parts.length < 2) return undefined;
  return of(truth(universe, { kind, parts }, isUniform(left) && isUniform(right)));
}

/** An unknown that is 1 if the predicate holds, else 0. */
export function truth(universe: universes.Universe, predicate: Predicate, isUniform: boolean): Unknown {
  return universes.make(universe, { low: 0, high: 1, isUniform, origin: { kind: 'truth', predicate } });
}

/** That a word is not 0 (`value` 1), or that it is. */
export function is(word: Affine, value: 0 | 1): Predicate {
  const known = truthOf(word);
  if (known === undefined) return { kind: 'compare', operation: value === 1 ? 'ne' : 'eq', left: word, right: zero };
  return value === 1 ? known : { ...known, value: known.value === 1 ? 0 : 1 };
}

/** That a word is not 0, if it is a truth value. */
function truthOf({ constant: base, unknowns: [unknown, ...others], factors: [factor] }: Affine): Is | undefined {
  if (unknown?.origin.kind !== 'truth' || others.length > 0) return undefined;
  if (base === 0 && factor === 1) return { kind: 'is', truth: unknown, value: 1 };
  return base === 1 && factor === -1 ? { kind: 'is', truth: unknown, value: 0 } : undefined;
}

/** Whether a comparison holds, if that is known. */
function decide(scope: Scope, { operation, left, right }: Comparison): boolean | undefined {
  if (operation === 'eq' || operation === 'ne') {
    const isEqual = decideEqual(scope, wrap(subtract(left, right)));
    return isEqual === undefined ? undefined : isEqual === (operation === 'eq');
  }
  const isSigned = operation.endsWith('-s');
  const [a, b] = [reading(scope, left, isSigned), reading(scope, right, isSigned)];
  // a - b from there on is false.
  const limit = operation.startsWith('lt') ? 0 : 1;
  if (a !== undefined && b !== undefined) {
    const difference = subtract(a, b);
    if (bound.greatest(scope, difference, limit - 1) < limit) return true;
    return bound.least(scope, difference, limit) >= limit ? false : undefined;
  }
  // A word that is several integers is at an end of the range at most.
  const base = isSigned ? -WORD / 2 : 0;
  const [least, greatest] = [base, base + WORD - 1];
  if (a !== undefined) {
    if (bound.greatest(scope, a) - least < limit) return true;
    return bound.least(scope, a) - greatest >= limit ? false : undefined;
  }
  if (b === undefined) return undefined;
  if (greatest - bound.least(scope, b) < limit) return true;
  return least - bound.greatest(scope, b) >= limit ? false : undefined;
}

/** Whether a sum is a multiple of 2³². */
function decideEqual(scope: Scope, difference: Affine): boolean | undefined {
  const { first, last } = multiples(scope, difference);
  if (first > last) return false;
  const isOne = first === last && isAt(scope, difference, first * WORD);
  return isOne ? true : undefined;
}

function isAt(scope: Scope, affine: Affine, value: number): boolean {
  return bound.least(scope, affine, value) >= value && bound.greatest(scope, affine, value) <= value;
}

/** The multiples of 2³² that a sum can be, by their numbers. */
function multiples(scope: Scope, affine: Affine): { readonly first: number; readonly last: number } {
  const first = -floorDivide(-bound.least(scope, affine), WORD);
  return { first, last: floorDivide(bound.greatest(scope, affine), WORD) };
}

/** The facts where the predicate holds, or (`isExpected` false) where it does not; undefined if control cannot come there. */
export function assume(
  universe: universes.Universe,
  known: facts.Facts,
  predicate: Predicate,
  isExpected: boolean,
): facts.Facts | undefined {
  return follow({ universe, left: MOST_PARTS }, known, predicate, isExpected, MOST_DEPTH);
}

interface Following {
  readonly universe: universes.Universe;
  /** Parts of predicates that are still looked at. */
  left: number;
}

function follow(
  following: Following,
  known: facts.Facts,
  predicate: Predicate,
  isExpected: boolean,
  depth: number,
): facts.Facts | undefined {
  const { universe } = following;
  following.left -= 1;
  universe.work += 1;
  if (depth === 0 || following.left < 0) return known;
  switch (predicate.kind) {
    case 'compare':
      return assumeComparison({ universe, facts: known }, predicate, isExpected);
    case 'is': {
      const value = predicate.value === (isExpected ? 1 : 0) ? 1 : 0;
      const next = facts.assumeBetween(known, of(predicate.truth), value, value);
      const { origin } = predicate.truth;
      if (next === undefined || next === known || origin.kind !== 'truth') return next;
      return follow(following, next, origin.predicate, value === 1, depth - 1);
    }
    case 'all':
    case 'any':
      return (predicate.kind === 'all') === isExpected
        ? followAll(following, known, predicate.parts, isExpected, depth)
        : followAny(following, known, predicate.parts, isExpected, depth);
    case 'passed':
      return isExpected ? assumeAll(known, predicate.inequalities) : known;
    case 'implies': {
      const next = isExpected ? predicate.yes : predicate.no;
      return next === undefined ? known : follow(following, known, next, true, depth - 1);
    }
  }
}

function followAll(
  following: Following,
  known: facts.Facts,
  parts: readonly Predicate[],
  isExpected: boolean,
  depth: number,
): facts.Facts | undefined {
  let all: facts.Facts | undefined = known;
  for (const part of parts) {
    if (all !== undefined) all = follow(following, all, part, isExpected, depth - 1);
  }
  return all;
}

/** What is learned if only one of the parts can be as expected. */
function followAny(
  following: Following,
  known: facts.Facts,
  parts: readonly Predicate[],
  isExpected: boolean,
  depth: number,
): facts.Facts | undefined {
  const possible: facts.Facts[] = [];
  for (const part of parts) {
    const next = follow(following, known, part, isExpected, depth - 1);
    if (next !== undefined) possible.push(next);
  }
  return possible.length > 1 ? known : possible[0];
}

function assumeAll(known: facts.Facts, inequalities: readonly Affine[]): facts.Facts | undefined {
  let all: facts.Facts | undefined = known;
  for (const affine of inequalities) if (all !== undefined) all = facts.assume(all, affine);
  return all;
}

function assumeComparison(scope: Scope, comparison: Comparison, isExpected: boolean): facts.Facts | undefined {
  const { operation, left, right } = comparison;
  if (operation === 'eq' || operation === 'ne') {
    return isExpected === (operation === 'eq') ? assumeEqual(scope, left, right) : assumeDifferent(scope, left, right);
  }
  const isSigned = operation.endsWith('-s');
  const [a, b] = [integer(scope, left, isSigned), integer(scope, right, isSigned)];
  const slack = operation.startsWith('lt') === isExpected ? 1 : 0;
  return facts.assume(scope.facts, shift(isExpected ? subtract(a, b) : subtract(b, a), slack));
}

function assumeEqual(scope: Scope, left: Affine, right: Affine): facts.Facts | undefined {
  const difference = wrap(subtract(left, right));
  const { first, last } = multiples(scope, difference);
  if (first > last) return undefined;
  if (first === last) return facts.assumeBetween(scope.facts, difference, first * WORD, first * WORD);
  return facts.assumeBetween(scope.facts, subtract(integer(scope, left, false), integer(scope, right, false)), 0, 0);
}

/** An inequality teaches something at the ends of a range only. */
function assumeDifferent(scope: Scope, left: Affine, right: Affine): facts.Facts | undefined {
  const difference = wrap(subtract(left, right));
  const { first, last } = multiples(scope, difference);
  const [low, high] = [first * WORD, last * WORD];
  let known: facts.Facts | undefined = scope.facts;
  if (bound.least(scope, difference, low) >= low) known = facts.assume(known, shift(negate(difference), low + 1));
  if (known !== undefined && bound.greatest(scope, difference, high) <= high) {
    known = facts.assume(known, shift(difference, 1 - high));
  }
  if (known === scope.facts && first === last) universes.noteUnequal(scope.universe, shift(difference, -low));
  return known;
}
