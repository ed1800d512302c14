/** What operations make of words (SPEC.md A3, E1, E5): sums where sums can say it, else unknowns with bounds and axioms. */
import { add, constant, isUniform, key, modulo, negate, of, shift, size, subtract, timesWord, wrap } from './affine.js';
import * as bound from './bound.js';
import { divide, integer, reading } from './division.js';
import * as facts from './facts.js';
import * as universes from './universe.js';
import type { Affine, Unknown } from './unknown.js';

type Scope = bound.Scope;

/** A sum with more unknowns, or a greater one, becomes an unknown word. */
const MOST_UNKNOWNS = 12;
const MOST = 2 ** 50;
const WORD = 2 ** 32;

/** A sum as a register's value. */
export function fit({ universe }: Scope, sum: Affine): Affine {
  const affine = wrap(sum);
  if (affine.unknowns.length <= MOST_UNKNOWNS && size(affine) <= MOST) return affine;
  const [unknown] = universes.memoize(universe, `word ${key(affine)}`, () => [
    universes.make(universe, { low: 0, high: WORD - 1, ...universes.functionOf('word', affine) }),
  ]);
  return of(unknown!);
}

/** An unknown from `low` to `high` that came to be at the place of the scope, so that the bounds may rest on its facts. */
export function fresh({ universe }: Scope, low: number, high: number, ...operands: readonly Affine[]): Unknown {
  const origin = { kind: 'word' } as const;
  return universes.make(universe, { low, high, isUniform: operands.every(isUniform), origin });
}

/** Any word. */
export function anything(scope: Scope, ...operands: readonly Affine[]): Affine {
  return of(fresh(scope, 0, WORD - 1, ...operands));
}

/** A fresh unknown that is at most each of `tops`, and made of them and of `others`. */
export function atMost(
  scope: Scope,
  low: number,
  high: number,
  tops: readonly Affine[],
  others: readonly Affine[] = [],
): Affine {
  const made = fresh(scope, low, high, ...tops, ...others);
  for (const top of tops) universes.tie(made, subtract(of(made), top));
  return of(made);
}

/** A constant that the sum is by the facts. */
export function known(scope: Scope, word: Affine): number | undefined {
  const low = facts.leastOf(scope.facts, word);
  return low === facts.greatestOf(scope.facts, word) ? low : undefined;
}

export function sum(scope: Scope, a: Affine, b: Affine): Affine {
  return fit(scope, add(a, b));
}

export function difference(scope: Scope, a: Affine, b: Affine): Affine {
  return fit(scope, subtract(a, b));
}

export function product(scope: Scope, a: Affine, b: Affine): Affine {
  const [left, right] = [known(scope, a), known(scope, b)];
  if (right !== undefined) return fit(scope, timesWord(a, right));
  if (left !== undefined) return fit(scope, timesWord(b, left));
  const [p, q] = [integerOf(scope, a), integerOf(scope, b)];
  if (p === undefined || q === undefined) return anything(scope, a, b);
  const [low, high] = corners(range(scope, p), range(scope, q));
  if (low < -WORD / 2 || high >= WORD) return anything(scope, a, b);
  const [first, second] = [key(p), key(q)].sort();
  const [unknown] = universes.memoize(scope.universe, `${first} * ${second}`, () => [
    universes.make(scope.universe, { ...productBounds(p, q), ...universes.functionOf('product', p, q) }),
  ]);
  scope.facts = facts.assumeBetween(scope.facts, of(unknown!), low, high) ?? scope.facts;
  return of(unknown!);
}

/** Of the product of two sums, where products beyond ±2³² count as that: it is spoken of where it is less. */
function productBounds(a: Affine, b: Affine): { readonly low: number; readonly high: number } {
  const scope = { facts: facts.none };
  const [low, high] = corners(range(scope, a), range(scope, b));
  return { low: Math.max(low, -WORD), high: Math.min(high, WORD) };
}

function corners(
  [a, b]: readonly [number, number],
  [c, d]: readonly [number, number],
): readonly [low: number, high: number] {
  const products = [a * c, a * d, b * c, b * d];
  return [Math.min(...products), Math.max(...products)];
}

/** The unsigned integer that a word is, else the signed one. */
export function integerOf(scope: Scope, word: Affine): Affine | undefined {
  return reading(scope, word, false) ?? reading(scope, word, true);
}

/** The least and the greatest value. */
export function range({ facts: known }: Pick<Scope, 'facts'>, affine: Affine): readonly [low: number, high: number] {
  return [facts.leastOf(known, affine), facts.greatestOf(known, affine)];
}

/** Of an integer that a word is read as. */
export function rangeOf(scope: Scope, reading: Affine, isSigned: boolean): readonly [low: number, high: number] {
  const [low, high] = range(scope, reading);
  const least = isSigned ? -WORD / 2 : 0;
  return [Math.max(low, least), Math.min(high, least + WORD - 1)];
}

/** E5 on unsigned words. */
export function unsignedDivision(scope: Scope, isRemainder: boolean, a: Affine, b: Affine): Affine {
  const constantDivisor = known(scope, b);
  const by = constantDivisor === undefined ? undefined : modulo(constantDivisor, WORD);
  if (by === 0) return isRemainder ? constant(0) : a;
  const dividend = integer(scope, a, false);
  if (by !== undefined) {
    const { quotient, remainder } = divide(scope, dividend, by);
    return isRemainder ? remainder : quotient;
  }
  const [low, high] = rangeOf(scope, dividend, false);
  const divisor = reading(scope, b, false);
  if (divisor === undefined) return atMost(scope, 0, high, [dividend], [b]);
  const [least, greatest] = rangeOf(scope, divisor, false);
  if (isRemainder) {
    // Below the divisor, unless that is 0.
    const top = least > 0 ? shift(divisor, -1) : divisor;
    return atMost(scope, 0, Math.min(high, greatest), [dividend, top]);
  }
  if (least <= 0) return atMost(scope, 0, high, [dividend], [b]);
  return atMost(scope, Math.floor(low / greatest), Math.floor(high / least), [dividend], [b]);
}

/** E5 on signed words: truncates towards zero, the remainder has the sign of the dividend. */
export function signedDivision(scope: Scope, isRemainder: boolean, a: Affine, b: Affine): Affine {
  const constantDivisor = known(scope, b);
  const by = constantDivisor === undefined ? undefined : constantDivisor | 0;
  if (by === 0) return isRemainder ? constant(0) : a;
  const dividend = integer(scope, a, true);
  const [low, high] = rangeOf(scope, dividend, true);
  if (by !== undefined && by > 0 && low >= 0) {
    const { quotient, remainder } = divide(scope, dividend, by);
    return isRemainder ? remainder : quotient;
  }
  const divisor = reading(scope, b, true);
  const [least, greatest] = divisor === undefined ? [-WORD / 2, WORD / 2 - 1] : rangeOf(scope, divisor, true);
  const most = Math.max(-low, high);
  if (isRemainder) {
    const room = Math.max(0, Math.min(most, Math.max(-least, greatest) - 1));
    return of(fresh(scope, low < 0 ? -room : 0, high > 0 ? room : 0, a, b));
  }
  if (least <= 0) return of(fresh(scope, low >= 0 && least === 0 ? 0 : -most, most, a, b));
  return of(
    fresh(
      scope,
      Math.trunc(low / (low < 0 ? least : greatest)),
      Math.trunc(high / (high < 0 ? greatest : least)),
      a,
      b,
    ),
  );
}

/** The lesser of two words, or the greater. */
export function extremum(scope: Scope, isGreatest: boolean, isSigned: boolean, a: Affine, b: Affine): Affine {
  const [left, right] = [integer(scope, a, isSigned), integer(scope, b, isSigned)];
  const between = subtract(left, right);
  if (bound.greatest(scope, between, 0) <= 0) return isGreatest ? b : a;
  if (bound.least(scope, between, 0) >= 0) return isGreatest ? a : b;
  const result = isGreatest
    ? negate(minimum(scope.universe, negate(left), negate(right)))
    : minimum(scope.universe, left, right);
  // What the bounds of the unknown itself do not say.
  const [low, high] = [bound.least, bound.greatest].map((end) => [end(scope, left), end(scope, right)]);
  const limit = isGreatest ? Math.max : Math.min;
  scope.facts = facts.assumeBetween(scope.facts, result, limit(...low!), limit(...high!)) ?? scope.facts;
  return result;
}

/** An unknown that is the lesser of two sums. */
function minimum(universe: universes.Universe, a: Affine, b: Affine): Affine {
  const [first, second] = key(a) < key(b) ? [a, b] : [b, a];
  const [unknown] = universes.memoize(universe, `${key(first)} min ${key(second)}`, () => {
    const scope = { facts: facts.none };
    const [[lowA, highA], [lowB, highB]] = [range(scope, a), range(scope, b)];
    const made = universes.make(universe, {
      low: Math.min(lowA, lowB),
      high: Math.min(highA, highB),
      ...universes.functionOf('minimum', first, second),
    });
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      universes.tie(made, subtract(of(made), one));
      // It is less than one of them by as much as the other can be.
      const least = shift(one, -Math.max(0, facts.greatestOf(facts.none, subtract(one, other))));
      universes.tie(made, subtract(least, of(made)));
    }
    return [made];
  });
  return of(unknown!);
}

/** The absolute value of a signed word; of -2³¹ it is 2³¹, the same word (E6). */
export function absolute(scope: Scope, a: Affine): Affine {
  const value = integer(scope, a, true);
  if (bound.least(scope, value, 0) >= 0) return value;
  const opposite = negate(value);
  if (bound.least(scope, opposite, 0) >= 0) return opposite;
  const greater = negate(minimum(scope.universe, value, opposite));
  const most = Math.max(-bound.least(scope, value), bound.greatest(scope, value));
  scope.facts = facts.assumeBetween(scope.facts, greater, 0, most) ?? scope.facts;
  return greater;
}
