/** What shifts and operations on bits make of words (SPEC.md A3). Two's complement makes many of them sums. */
import { add, constant, isConstant, modulo, negate, of, scale, shift, subtract, timesWord, wrap } from './affine.js';
import * as arithmetic from './arithmetic.js';
import type { Scope } from './bound.js';
import { divide, integer, reading } from './division.js';
import { logic } from './predicate.js';
import * as universes from './universe.js';
import type { Affine } from './unknown.js';

const WORD = 2 ** 32;

export function complement(a: Affine): Affine {
  return shift(negate(a), -1);
}

export function and(scope: Scope, a: Affine, b: Affine): Affine {
  if (isConstant(a)) return masked(scope, b, modulo(a.constant, WORD));
  if (isConstant(b)) return masked(scope, a, modulo(b.constant, WORD));
  const both = logic(scope, 'all', a, b);
  if (both !== undefined) return both;
  const parts = [reading(scope, a, false), reading(scope, b, false)].filter((part) => part !== undefined);
  const high = Math.min(WORD - 1, ...parts.map((part) => arithmetic.rangeOf(scope, part, false)[1]));
  const made = arithmetic.fresh(scope, 0, high, a, b);
  for (const part of parts) universes.tie(made, subtract(of(made), part));
  return of(made);
}

/** A word and an unsigned mask. */
function masked(scope: Scope, a: Affine, mask: number): Affine {
  if (mask === 0) return constant(0);
  const offset = trailingZeros(mask);
  const end = bitsOf(mask);
  if (mask + 2 ** offset === 2 ** end) return scale(extracted(scope, a, offset, end - offset), 2 ** offset);
  const whole = reading(scope, a, false);
  if (whole === undefined) return of(arithmetic.fresh(scope, 0, mask, a));
  const [, high] = arithmetic.rangeOf(scope, whole, false);
  return arithmetic.atMost(scope, 0, Math.min(high, mask), [whole], [a]);
}

/** Bits of a word, unsigned. The sum may be any that is the word modulo 2³²: what is above the bits falls away. */
export function extracted(scope: Scope, a: Affine, offset: number, count: number): Affine {
  const { quotient } = divide(scope, a, 2 ** offset);
  return divide(scope, quotient, 2 ** count).remainder;
}

/** Bits of a word, signed. */
export function extractedSigned(scope: Scope, a: Affine, offset: number, count: number): Affine {
  if (count === 0) return constant(0);
  const { quotient } = divide(scope, a, 2 ** offset);
  const half = 2 ** (count - 1);
  return shift(divide(scope, shift(quotient, half), 2 ** count).remainder, -half);
}

/** A word with other bits in one place. */
export function inserted(scope: Scope, a: Affine, bits: Affine, offset: number, count: number): Affine {
  if (count === 0 || count === 32) return count === 0 ? a : bits;
  const change = subtract(extracted(scope, bits, 0, count), extracted(scope, a, offset, count));
  return arithmetic.fit(scope, add(a, timesWord(wrap(change), (2 ** offset) | 0)));
}

export function or(scope: Scope, a: Affine, b: Affine): Affine {
  const either = disjoint(scope, a, b) ?? logic(scope, 'any', a, b);
  if (either !== undefined) return either;
  return combination(scope, a, b, true);
}

export function xor(scope: Scope, a: Affine, b: Affine): Affine {
  if (isConstant(b) && b.constant === -1) return complement(a);
  if (isConstant(a) && a.constant === -1) return complement(b);
  return disjoint(scope, a, b) ?? combination(scope, a, b, false);
}

/** The sum of two words that have no bit in common, as far as that shows. */
function disjoint(scope: Scope, a: Affine, b: Affine): Affine | undefined {
  const isDisjoint = isBelow(scope, a, zeros(b)) || isBelow(scope, b, zeros(a));
  return isDisjoint ? arithmetic.sum(scope, a, b) : undefined;
}

/** Whether a word is below 2^bits. */
function isBelow(scope: Scope, a: Affine, bits: number): boolean {
  const whole = bits === 0 ? undefined : reading(scope, a, false);
  if (bits === 0) return isConstant(a) && a.constant === 0;
  return whole !== undefined && arithmetic.rangeOf(scope, whole, false)[1] < 2 ** bits;
}

/** The number of low bits that are 0 whatever the unknowns are. */
function zeros({ constant: base, factors }: Affine): number {
  return Math.min(32, ...[base, ...factors].map(trailingZeros));
}

/** Words whose bits are among those of both. */
function combination(scope: Scope, a: Affine, b: Affine, isUnion: boolean): Affine {
  const [left, right] = [reading(scope, a, false), reading(scope, b, false)];
  if (left === undefined || right === undefined) return arithmetic.anything(scope, a, b);
  const [[lowA, highA], [lowB, highB]] = [
    arithmetic.rangeOf(scope, left, false),
    arithmetic.rangeOf(scope, right, false),
  ];
  const made = arithmetic.fresh(
    scope,
    isUnion ? Math.max(lowA, lowB) : 0,
    2 ** bitsOf(Math.max(highA, highB)) - 1,
    a,
    b,
  );
  universes.tie(made, subtract(of(made), add(left, right)));
  if (isUnion) for (const part of [left, right]) universes.tie(made, subtract(part, of(made)));
  return of(made);
}

/** Amounts count modulo 32. */
export function shiftLeft(scope: Scope, a: Affine, amount: Affine): Affine {
  const by = divide(scope, amount, 32).remainder;
  const [least, most] = arithmetic.range(scope, by);
  if (least === most) return arithmetic.product(scope, a, constant((2 ** least) | 0));
  const whole = reading(scope, a, false);
  if (whole === undefined) return arithmetic.anything(scope, a, amount);
  const [low, high] = arithmetic.rangeOf(scope, whole, false);
  if (high * 2 ** most >= WORD) return arithmetic.anything(scope, a, amount);
  const made = arithmetic.fresh(scope, low * 2 ** least, high * 2 ** most, a, amount);
  universes.tie(made, subtract(scale(whole, 2 ** least), of(made)));
  return of(made);
}

export function shiftRight(scope: Scope, isSigned: boolean, a: Affine, amount: Affine): Affine {
  const whole = integer(scope, a, isSigned);
  const by = divide(scope, amount, 32).remainder;
  const [least, most] = arithmetic.range(scope, by);
  if (least === most) return divide(scope, whole, 2 ** least).quotient;
  const ends = arithmetic
    .rangeOf(scope, whole, isSigned)
    .flatMap((end) => [end / 2 ** least, end / 2 ** most].map(Math.floor));
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  return low >= 0
    ? arithmetic.atMost(scope, low, high, [whole], [amount])
    : of(arithmetic.fresh(scope, low, high, a, amount));
}

/** Bits that a non-negative integer takes. */
export function bitsOf(value: number): number {
  return value < 1 ? 0 : 32 - Math.clz32(value >>> 0) + (value >= WORD ? 1 : 0);
}

function trailingZeros(value: number): number {
  const word = value | 0;
  return word === 0 ? 32 : 31 - Math.clz32(word & -word);
}
