/**
 * Sums of unknown integers with integer coefficients: what a word is known to be equal to modulo 2³² (SPEC.md A3).
 *
 * All numbers are exact integers below 2⁵³ in absolute value; who makes larger ones has to notice ({@link size}).
 */
import type { Affine, Unknown } from './unknown.js';

const none: readonly never[] = [];

export const zero: Affine = { constant: 0, unknowns: none, factors: none };
export const one: Affine = { constant: 1, unknowns: none, factors: none };

export function constant(value: number): Affine {
  return { constant: value, unknowns: none, factors: none };
}

/** `factor` × an unknown. */
export function of(unknown: Unknown, factor = 1): Affine {
  return { constant: 0, unknowns: [unknown], factors: [factor] };
}

/** `a + by`. */
export function shift(a: Affine, by: number): Affine {
  return by === 0 ? a : { ...a, constant: a.constant + by };
}

/** `p·a + q·b`; p and q are not 0. */
export function combine(p: number, a: Affine, q: number, b: Affine): Affine {
  const unknowns: Unknown[] = [];
  const factors: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.unknowns.length || j < b.unknowns.length) {
    const u = a.unknowns[i];
    const v = b.unknowns[j];
    const isLeft = u !== undefined && (v === undefined || u.id <= v.id);
    const isRight = v !== undefined && (u === undefined || v.id <= u.id);
    let factor = 0;
    if (isLeft) factor += p * a.factors[i++]!;
    if (isRight) factor += q * b.factors[j++]!;
    if (factor === 0) continue;
    unknowns.push((isLeft ? u : v)!);
    factors.push(factor);
  }
  return { constant: p * a.constant + q * b.constant, unknowns, factors };
}

export function add(a: Affine, b: Affine): Affine {
  if (b.unknowns.length === 0) return shift(a, b.constant);
  return a.unknowns.length === 0 ? shift(b, a.constant) : combine(1, a, 1, b);
}

export function subtract(a: Affine, b: Affine): Affine {
  return b.unknowns.length === 0 ? shift(a, -b.constant) : combine(1, a, -1, b);
}

/** `k·a`; k is not 0. */
export function scale(a: Affine, k: number): Affine {
  return { constant: k * a.constant, unknowns: a.unknowns, factors: a.factors.map((factor) => k * factor) };
}

export function negate(a: Affine): Affine {
  return scale(a, -1);
}

/** The same word with coefficients from -2³¹ to 2³¹-1; they must be exact. */
export function wrap(a: Affine): Affine {
  if (a.constant === (a.constant | 0) && a.factors.every((factor) => factor === (factor | 0))) return a;
  return mapped(a, (coefficient) => coefficient | 0);
}

/** The word `k·a`, for a 32-bit k and coefficients of 32 bits. */
export function timesWord(a: Affine, k: number): Affine {
  return mapped(a, (coefficient) => Math.imul(coefficient, k));
}

function mapped(a: Affine, change: (coefficient: number) => number): Affine {
  const factors = a.factors.map(change);
  const constant = change(a.constant);
  if (!factors.includes(0)) return { constant, unknowns: a.unknowns, factors };
  const isKept = (_: unknown, i: number): boolean => factors[i] !== 0;
  return { constant, unknowns: a.unknowns.filter(isKept), factors: factors.filter(isKept) };
}

export function isConstant(a: Affine): boolean {
  return a.unknowns.length === 0;
}

/** The unknown that the sum is, without a constant or a factor. */
export function only(a: Affine): Unknown | undefined {
  return a.unknowns.length === 1 && a.constant === 0 && a.factors[0] === 1 ? a.unknowns[0] : undefined;
}

export function equals(a: Affine, b: Affine): boolean {
  return (
    a.constant === b.constant &&
    a.unknowns.length === b.unknowns.length &&
    a.unknowns.every((unknown, i) => unknown === b.unknowns[i] && a.factors[i] === b.factors[i])
  );
}

/** Equal for equal sums, and for no others. */
export function key(a: Affine): string {
  let text = `${a.constant}`;
  for (let i = 0; i < a.unknowns.length; i++) text += `,${a.factors[i]}*${a.unknowns[i]!.id}`;
  return text;
}

/** One value in all invocations, see {@link Unknown}. */
export function isUniform(a: Affine): boolean {
  return a.unknowns.every((unknown) => unknown.isUniform);
}

/** The largest that the sum or a part of it can be in absolute value, wherever it is spoken of. */
export function size({ constant, unknowns, factors }: Affine): number {
  let size = Math.abs(constant);
  for (let i = 0; i < unknowns.length; i++) {
    const { low, high } = unknowns[i]!;
    size += Math.abs(factors[i]!) * Math.max(Math.abs(low), Math.abs(high));
  }
  return size;
}

/** The quotient of integers, rounded down; `by` is positive. Exact below 2⁵³, as a rounded division is not. */
export function floorDivide(value: number, by: number): number {
  return (value - modulo(value, by)) / by;
}

/** From 0 to `by - 1`. */
export function modulo(value: number, by: number): number {
  const rest = value % by;
  return rest < 0 ? rest + by : rest + 0; // -0 becomes 0
}
