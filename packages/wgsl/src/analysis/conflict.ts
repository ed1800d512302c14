/** Whether two invocations can come to one word (SPEC.md A7). */
import { isConstant, of, shift, subtract } from './affine.js';
import * as bound from './bound.js';
import * as facts from './facts.js';
import * as twins from './twin.js';
import type { Universe } from './universe.js';
import type { Affine, Unknown } from './unknown.js';

/** A place in the program where invocations touch a word of shared memory. */
export interface Place {
  /** The word's index, an integer. */
  readonly word: Affine;
  /** What holds when an invocation comes there. */
  readonly facts: facts.Facts;
}

/** Unknowns that may be other ones for the second place although they are uniform: it is in another round of a loop. */
export type IsElsewhere = (unknown: Unknown) => boolean;

/**
 * Whether it is proven that no two invocations of a workgroup touch one word, the first at one place, the second at the other.
 *
 * @param locals the components of the local invocation id that are not constant.
 */
export function areApart(
  universe: Universe,
  locals: readonly Unknown[],
  first: Place,
  second: Place,
  isElsewhere: IsElsewhere,
): boolean {
  const over = twins.create(universe, (unknown) => !unknown.isUniform || isElsewhere(unknown));
  const word = twins.ofAffine(over, second.word);
  let known: facts.Facts | undefined = first.facts;
  for (const one of twins.ofFacts(over, second.facts)) known = known && facts.assume(known, one);
  // Nobody comes to both places.
  if (known === undefined) return true;
  const distance = subtract(first.word, word);
  const others = locals.map((local) => twins.ofAffine(over, of(local)));
  const scope: bound.Scope = { universe, facts: known };
  if (isNever(scope, distance)) return true;
  if (isInjective(scope, distance, over, locals, others)) return true;
  // Two invocations differ along some axis.
  return locals.every((local, axis) => {
    const ahead = subtract(of(local), others[axis]!);
    return [shift(ahead, 1), shift(subtract(others[axis]!, of(local)), 1)].every((order) => {
      const ordered = facts.assume(scope.facts, order);
      return ordered === undefined || isNever({ universe, facts: ordered }, distance);
    });
  });
}

/** Whether a sum is never 0. */
function isNever(scope: bound.Scope, sum: Affine): boolean {
  if (isConstant(sum)) return sum.constant !== 0;
  const common = sum.factors.reduce(greatestCommonDivisor, 0);
  if (sum.constant % common !== 0) return true;
  return bound.greatest(scope, sum, -1) < 0 || bound.least(scope, sum, 1) > 0;
}

/** Sums that are looked at to find out what is equal. */
const MOST_SUMS = 16;

/** Two equal terms, one of each place. */
interface Pair {
  readonly factor: number;
  readonly own: Unknown;
  readonly other: Unknown;
  /** The difference of the two is at most this in absolute value. */
  readonly span: number;
}

/** Whether the distance is 0 for one invocation only. */
function isInjective(
  scope: bound.Scope,
  distance: Affine,
  over: twins.Twins,
  locals: readonly Unknown[],
  others: readonly Affine[],
): boolean {
  const equal: bound.Scope = { universe: scope.universe, facts: scope.facts };
  const zeros = [distance];
  const equals: Unknown[] = [];
  for (let k = 0; k < zeros.length && k < MOST_SUMS; k++) {
    const { facts: known, forced } = force(equal, zeros[k]!, over);
    if (known === undefined) return true;
    equal.facts = known;
    equals.push(...forced);
    for (const divided of dividends(equals, forced)) zeros.push(subtract(divided, twins.ofAffine(over, divided)));
  }
  return locals.every((local, axis) => {
    const difference = subtract(of(local), others[axis]!);
    return bound.greatest(equal, difference, 0) <= 0 && bound.least(equal, difference, 0) >= 0;
  });
}

/** What was divided, where the quotient and the remainder are equal: then it is equal too. `fresh`: those found equal last. */
function dividends(equals: readonly Unknown[], fresh: readonly Unknown[]): readonly Affine[] {
  const partsOf = (list: readonly Unknown[], name: string): readonly (readonly Affine[])[] =>
    list.flatMap(({ origin }) => (origin.kind === 'function' && origin.name === name ? [origin.operands] : []));
  const isSame = (a: readonly Affine[], b: readonly Affine[]): boolean =>
    a[0] === b[0] && a[1]!.constant === b[1]!.constant;
  const [quotients, remainders] = [partsOf(equals, 'quotient'), partsOf(equals, 'remainder')];
  return [...partsOf(fresh, 'quotient'), ...partsOf(fresh, 'remainder')]
    .filter((one) => quotients.some((other) => isSame(one, other)) && remainders.some((other) => isSame(one, other)))
    .map(([divided]) => divided!);
}

/**
 * What must be equal where a distance is 0. Its terms are the digits of a number: the largest factor that is larger than all the
 * rest together can be forces its two unknowns to be equal, and so on. No facts: the distance is never 0.
 */
function force(
  { universe, facts: before }: bound.Scope,
  distance: Affine,
  over: twins.Twins,
): { readonly facts: facts.Facts | undefined; readonly forced: readonly Unknown[] } {
  const { pairs, low, high } = digits({ universe, facts: before }, distance, over);
  let rest = Math.max(Math.abs(low), Math.abs(high)) + pairs.reduce((sum, { factor, span }) => sum + factor * span, 0);
  let known: facts.Facts | undefined = before;
  const forced: Unknown[] = [];
  for (const { factor, own, other, span } of pairs) {
    rest -= factor * span;
    if (factor <= rest) break;
    const difference = subtract(of(own), of(other));
    known = known && facts.assume(known, difference);
    known = known && facts.assume(known, subtract(of(other), of(own)));
    forced.push(own);
  }
  return { facts: known, forced };
}

/** The pairs of a distance, largest factor first, and the bounds of what is left of it. */
function digits(
  scope: bound.Scope,
  { constant, unknowns, factors }: Affine,
  over: twins.Twins,
): { readonly pairs: readonly Pair[]; readonly low: number; readonly high: number } {
  const factorOf = new Map(unknowns.map((unknown, k) => [unknown, factors[k]!]));
  const pairs: Pair[] = [];
  const rest = new Map(factorOf);
  for (const [own, factor] of factorOf) {
    const other = over.known.get(own);
    if (other === undefined || factorOf.get(other) !== -factor) continue;
    rest.delete(own);
    rest.delete(other);
    const [low, high] = [facts.lowOf(scope.facts, own), facts.highOf(scope.facts, own)];
    const [otherLow, otherHigh] = [facts.lowOf(scope.facts, other), facts.highOf(scope.facts, other)];
    pairs.push({ factor: Math.abs(factor), own, other, span: Math.max(high - otherLow, otherHigh - low, 0) });
  }
  pairs.sort((a, b) => b.factor - a.factor);
  const left = { constant, unknowns: [...rest.keys()], factors: [...rest.values()] };
  return { pairs, low: bound.least(scope, left), high: bound.greatest(scope, left) };
}

function greatestCommonDivisor(a: number, b: number): number {
  let [left, right] = [Math.abs(a), Math.abs(b)];
  while (right !== 0) [left, right] = [right, left % right];
  return left;
}
