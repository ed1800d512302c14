/**
 * What a register holds: a sum, or what becomes one when it is read. Where ways meet, most of the registers that differ are never
 * read again, and cost nothing then.
 */
import type { Register } from '../execution/ir.js';
import { constant, equals, isConstant, isUniform, negate, of, shift, subtract } from './affine.js';
import * as bound from './bound.js';
import { integer } from './division.js';
import * as facts from './facts.js';
import * as predicates from './predicate.js';
import * as universes from './universe.js';
import type { Affine, Predicate, Unknown } from './unknown.js';

export type Value = Affine | Joined | Carried;

/** Where ways meet: the value of the way that was taken. */
export interface Joined {
  readonly kind: 'joined';
  /** None if there are too many. */
  readonly parts: readonly Part[];
  /** What all of the ways have in common. */
  readonly common: facts.Facts;
  /** All invocations of a workgroup take the same way. */
  readonly isUniform: boolean;
  result: Affine | undefined;
}

/** The value at the end of a way. */
export interface Part {
  readonly facts: facts.Facts;
  readonly value: Value;
}

/** What comes to the beginning of a loop's body. */
export interface Carried {
  readonly kind: 'carried';
  at(register: Register): Affine;
}

/** Of more ways that differ nothing is known. */
export const mostParts = 8;
/** Joins of joins, and of what comes from loop to loop, of which none was read before. */
const MOST_DEPTH = 24;
/** Ways that are gone through to find a value's range. */
const MOST_WAYS = 64;
/** Facts of a way that a truth value teaches. */
const MOST_PASSED = 24;
const WORD = 2 ** 32;

/** The sum. */
export function resolve(universe: universes.Universe, value: Value, register: Register): Affine {
  if (!('kind' in value)) return value;
  if (value.kind === 'joined' && value.result !== undefined) return value.result;
  if (universe.depth === MOST_DEPTH) return of(universes.word(universe, false));
  universe.depth += 1;
  const result = value.kind === 'carried' ? value.at(register) : joined(universe, value, register);
  universe.depth -= 1;
  if (value.kind === 'joined') value.result = result;
  return result;
}

/** Whether two values are the same without being resolved. */
export function isSame(a: Value, b: Value): boolean {
  return a === b || (!('kind' in a) && !('kind' in b) && equals(a, b));
}

/**
 * The least and the greatest integer that a value can be, apart from the ways on which it is what comes to the beginning of a loop
 * (`but`); undefined if there are no others. Nothing is resolved.
 */
export function rangeOf(
  universe: universes.Universe,
  known: facts.Facts,
  value: Value,
  but: Carried,
): readonly [low: number, high: number] | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const pending: Part[] = [{ facts: known, value }];
  for (let k = 0; k < pending.length; k++) {
    const part = pending[k]!;
    if (part.value === but) continue;
    if (!('kind' in part.value)) {
      const scope = { universe, facts: part.facts };
      low = Math.min(low, bound.least(scope, part.value));
      high = Math.max(high, bound.greatest(scope, part.value));
    } else if (part.value.kind === 'carried' || part.value.parts.length === 0 || k > MOST_WAYS) {
      return [0, WORD - 1];
    } else pending.push(...part.value.parts);
  }
  return low <= high ? [low, high] : undefined;
}

/** A way with what its value can be. */
interface Way {
  readonly facts: facts.Facts;
  readonly sum: Affine;
  readonly low: number;
  readonly high: number;
}

function joined(universe: universes.Universe, value: Joined, register: Register): Affine {
  const { parts } = value;
  if (parts.length === 0) return of(universes.word(universe, false));
  const sums = parts.map((part) => resolve(universe, part.value, register));
  const [first] = sums;
  if (first !== undefined && sums.every((sum) => equals(sum, first))) return first;
  const ways = parts.map((part, k) => wayOf(universe, part.facts, sums[k]!));
  const low = Math.min(...ways.map((way) => way.low));
  const high = Math.max(...ways.map((way) => way.high));
  if (low === high) return constant(low);
  const isOne = value.isUniform && sums.every(isUniform);
  if (low >= 0 && high <= 1) return of(truth(universe, ways, value.common, isOne));
  const made = universes.make(universe, { low, high, isUniform: isOne, origin: { kind: 'word' } });
  if (ways.length === 2) relate(made, ways);
  return of(made);
}

function wayOf(universe: universes.Universe, known: facts.Facts, sum: Affine): Way {
  const isWide = facts.greatestOf(known, sum) - facts.leastOf(known, sum) > WORD;
  const scope = { universe, facts: known };
  const whole = isWide ? integer(scope, sum, false) : sum;
  return { facts: known, sum: whole, low: bound.least(scope, whole), high: bound.greatest(scope, whole) };
}

/** The joined truth value tells which way was taken, if it is 1 on one of them only, or 0. */
function truth(universe: universes.Universe, ways: readonly Way[], common: facts.Facts, isUniform: boolean): Unknown {
  const consequence = (value: 0 | 1): Predicate | undefined => {
    const [way, ...others] = ways.filter(({ low, high }) => low <= value && value <= high);
    if (way === undefined || others.length > 0) return undefined;
    const inequalities = facts.toList(way.facts, common).slice(0, MOST_PASSED);
    return { kind: 'all', parts: [{ kind: 'passed', inequalities }, predicates.is(way.sum, value)] };
  };
  return predicates.truth(universe, { kind: 'implies', yes: consequence(1), no: consequence(0) }, isUniform);
}

/**
 * Whether a sum has a value on another way too. An unknown that came to be on one way only may have bounds and axioms that rest on
 * what holds there; on the other way nothing may be said of it.
 */
function isDefinedOn({ sum: other }: Way, sum: Affine): boolean {
  return sum.unknowns.every((unknown) => other.unknowns.includes(unknown) || isTotal(unknown, MOST_OPERANDS));
}

/** Functions whose operands are looked at inside each other. */
const MOST_OPERANDS = 4;

/** Whether it has a value everywhere: an id, or a function of such. */
function isTotal({ origin }: Unknown, depth: number): boolean {
  if (origin.kind === 'workgroup' || origin.kind === 'local') return true;
  if (origin.kind !== 'function' || depth === 0) return false;
  return origin.operands.every(({ unknowns }) => unknowns.every((unknown) => isTotal(unknown, depth - 1)));
}

/** How far the joined value is from the value of each way: nothing on that way, and on the other as far as the two differ. */
function relate(made: Unknown, ways: readonly Way[]): void {
  for (const [k, own] of ways.entries()) {
    const other = ways[1 - k];
    if (other === undefined || isConstant(own.sum) || !isDefinedOn(other, own.sum)) continue;
    const between = subtract(other.sum, own.sum);
    const [low, high] = [facts.leastOf(other.facts, between), facts.greatestOf(other.facts, between)];
    const distance = subtract(of(made), own.sum);
    if (high < WORD) universes.tie(made, shift(distance, -Math.max(0, high)));
    if (low > -WORD) universes.tie(made, shift(negate(distance), Math.min(0, low)));
  }
}
