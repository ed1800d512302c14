/** Quotients and remainders of sums, and words read as the integers that operations take them for. */
import { combine, constant, floorDivide, key, modulo, negate, of, shift, size, subtract } from './affine.js';
import * as bound from './bound.js';
import * as facts from './facts.js';
import * as universes from './universe.js';
import type { Affine, Unknown } from './unknown.js';

type Scope = bound.Scope;

const WORD = 2 ** 32;

export interface Division {
  /** Rounded down. */
  readonly quotient: Affine;
  /** From 0 to the divisor - 1. */
  readonly remainder: Affine;
}

/**
 * Divides the integer that a sum is by a positive constant. What is a multiple of the divisor for all values comes out as it is;
 * of the rest the quotient and the remainder are unknowns, unless the rest lies between two multiples.
 */
export function divide(scope: Scope, affine: Affine, by: number): Division {
  if (by === 1) return { quotient: affine, remainder: constant(0) };
  const { multiple, rest } = split(affine, by);
  const period = periodOf(scope, rest, by);
  if (period !== undefined) return { quotient: shift(multiple, period), remainder: shift(rest, -period * by) };
  const [quotient, remainder] = universes.memoize(scope.universe, nameOf(rest, by), () =>
    unknowns(scope.universe, rest, by),
  );
  return { quotient: combine(1, multiple, 1, of(quotient!)), remainder: of(remainder!) };
}

function nameOf(affine: Affine, by: number): string {
  return `${by}/${key(affine)}`;
}

/** `affine = by · multiple + rest`, with a rest as small as can be. */
function split({ constant, unknowns, factors }: Affine, by: number): { multiple: Affine; rest: Affine } {
  const [multiples, rests] = [[], []] as [[number, number][], [number, number][]];
  for (const [i, factor] of factors.entries()) {
    const rest = factor % by;
    if (factor !== rest) multiples.push([i, (factor - rest) / by]);
    if (rest !== 0) rests.push([i, rest]);
  }
  const partOf = (part: number, terms: readonly [number, number][]): Affine => ({
    constant: part,
    unknowns: terms.map(([i]) => unknowns[i]!),
    factors: terms.map(([, factor]) => factor),
  });
  return { multiple: partOf(floorDivide(constant, by), multiples), rest: partOf(modulo(constant, by), rests) };
}

/** The quotient of `affine - low`, if that is the same for all values. */
function periodOf(scope: Scope, affine: Affine, by: number, low = 0): number | undefined {
  const known = scope.facts;
  const first = floorDivide(facts.leastOf(known, affine) - low, by);
  if (first === floorDivide(facts.greatestOf(known, affine) - low, by)) return first;
  const period = floorDivide(bound.least(scope, affine) - low, by);
  const last = (period + 1) * by - 1 + low;
  return bound.greatest(scope, affine, last) <= last ? period : undefined;
}

/** By their definition `affine = by · quotient + remainder`. */
function unknowns(universe: universes.Universe, affine: Affine, by: number): readonly Unknown[] {
  const operands = [affine, constant(by)] as const;
  const quotient = universes.make(universe, {
    low: floorDivide(facts.leastOf(facts.none, affine), by),
    high: floorDivide(facts.greatestOf(facts.none, affine), by),
    ...universes.functionOf('quotient', ...operands),
  });
  const remainder = universes.make(universe, {
    low: 0,
    high: by - 1,
    ...universes.functionOf('remainder', ...operands),
  });
  const excess = subtract(affine, combine(by, of(quotient), 1, of(remainder)));
  for (const one of [quotient, remainder]) {
    universes.tie(one, excess);
    universes.tie(one, negate(excess));
  }
  return [quotient, remainder];
}

/** The integer from 0 to 2³² - 1, or from -2³¹ to 2³¹ - 1, that a word is read as; undefined if it is several sums. */
export function reading(scope: Scope, word: Affine, isSigned: boolean): Affine | undefined {
  const low = isSigned ? -WORD / 2 : 0;
  const period = periodOf(scope, word, WORD, low);
  if (period !== undefined) return shift(word, -period * WORD);
  // Unknowns that were read the other way are the same words, and may be known better so.
  const other = reread(scope.universe, word);
  const otherPeriod = other === undefined || size(other) >= MOST_SIZE ? undefined : periodOf(scope, other, WORD, low);
  return other === undefined || otherPeriod === undefined ? undefined : shift(other, -otherPeriod * WORD);
}

/** Sums beyond are not exact any more with room to spare. */
const MOST_SIZE = 2 ** 52;

/** The same word by readings of its unknowns, if there are some. */
function reread({ known }: universes.Universe, word: Affine): Affine | undefined {
  let result: Affine | undefined;
  for (const [i, unknown] of word.unknowns.entries()) {
    const { low, high } = unknown;
    const base = low < 0 && high < WORD / 2 ? 0 : low >= 0 && high >= WORD / 2 ? -WORD / 2 : undefined;
    const remainder = base === undefined ? undefined : known.get(nameOf(shift(of(unknown), -base), WORD))?.[1];
    if (base === undefined || remainder === undefined) continue;
    const factor = word.factors[i]!;
    const change = combine(factor, shift(of(remainder), base), -factor, of(unknown));
    result = combine(1, result ?? word, 1, change);
  }
  return result;
}

/** The same, with an unknown where {@link reading} gives nothing. */
export function integer(scope: Scope, word: Affine, isSigned: boolean): Affine {
  const low = isSigned ? -WORD / 2 : 0;
  return reading(scope, word, isSigned) ?? shift(divide(scope, shift(word, -low), WORD).remainder, low);
}
