/**
 * How many random cells an audit takes (SPEC.md, chapter Draws, *Probabilities*). One inequality, solved for each of its sides:
 *
 *   2^grindingBits · P(miss) ≤ missProbability,
 *
 * where P(miss) is the probability that no sample shows a wrong cell, f (`faultyFraction`) the share of wrong cells, q
 * (`guessProbability`) the probability that a wrong cell passes, and k the samples:
 *
 * - draws with replacement (D5; f is a share of the weights): P = (1 − f(1 − q))^k;
 * - draws without (D4, with `cells`: N): b = ⌈f·N⌉ cells are wrong, P = Σ_j C(b, j) C(N − b, k − j) / C(N, k) · q^j, which for
 *   q = 0 is C(N − b, k) / C(N, k). More than N samples are N.
 *
 * Answers are exact (`probability.ts` says how, and what is left). Numbers mean the decimals that are printed for them: 0.1 is one tenth.
 */
import { AssayError, type challenge, policy } from '@assay/core';
import { decimal, type Fraction, isMissedAtMost } from './probability.js';

const sources: readonly challenge.Source['kind'][] = ['beacon', 'hash', 'seed'];

/** What the probability of a miss depends on besides samples and share. */
export interface Circumstances {
  /** The challenge can be tried 2^grindingBits times before the commitment. A whole number from 0 to 256; 0 when absent. */
  readonly grindingBits?: number;
  /** The probability that a wrong cell that is drawn passes, because its words were guessed. From 0 to below 1; 0 when absent. */
  readonly guessProbability?: number;
  /** From how many cells the samples are drawn without replacement. Absent: with replacement. */
  readonly cells?: number;
}

/** The share of cells (or of weights) that are wrong, above 0, at most 1. */
export interface Share {
  readonly faultyFraction: number;
}

/** The probability with which an audit may miss that share, strictly between 0 and 1. */
export interface Bound {
  readonly missProbability: number;
}

/** How many cells are drawn: k of D4, D5. */
export interface Samples {
  readonly samples: number;
}

/**
 * The least number of samples k with 2^grindingBits · P(miss) ≤ missProbability.
 *
 * @throws AssayError `sampling.bad-argument`; `sampling.out-of-reach`: all N cells are not enough, because guesses may pass, or
 * without `cells` 2⁵³ − 1 samples are not. Both invalid.
 */
export function samplesFor(options: Share & Bound & Circumstances): number {
  assertArguments(options, 'faultyFraction', 'missProbability');
  const { missProbability: bound, cells = Number.MAX_SAFE_INTEGER } = options;
  const wrong = wrongShare(options);
  const found = least(BigInt(cells), (samples) => isMet(samples, wrong, bound, options));
  if (found !== undefined) return Number(found);
  throw new AssayError({
    kind: 'invalid',
    code: 'sampling.out-of-reach',
    expected: `a probability of a miss that ${cells} samples reach`,
    got: `${bound}, where they reach ${missProbability({ ...options, samples: cells })}`,
    remedy:
      'Allow a larger probability or a larger faulty share, check all cells, or use a challenge that cannot be ground.',
  });
}

/**
 * 2^grindingBits · P(miss), at most 1: the least number for which so many samples are enough, so it is rounded up. It is 0 only
 * where a miss is impossible, and never below 5e-324 otherwise.
 *
 * @throws AssayError `sampling.bad-argument` (invalid).
 */
export function missProbability(options: Samples & Share & Circumstances): number {
  assertArguments(options, 'samples', 'faultyFraction');
  const { samples, guessProbability = 0, cells } = options;
  const wrong = wrongShare(options);
  const { numerator, denominator } = wrong;
  const right = denominator - numerator;
  if (guessProbability === 0 && (cells === undefined ? right === 0n : right < BigInt(samples))) return 0;
  const found = least(toOrdinal(1) - 1n, (ordinal) => isMet(BigInt(samples), wrong, fromOrdinal(ordinal), options));
  return found === undefined ? 1 : fromOrdinal(found);
}

/**
 * The least share of wrong cells (or weights) for which so many samples are enough. With `cells` it is a number of cells over N.
 *
 * @throws AssayError `sampling.bad-argument`; `sampling.out-of-reach`: not even if every cell is wrong. Both invalid.
 */
export function faultyFraction(options: Samples & Bound & Circumstances): number {
  assertArguments(options, 'samples', 'missProbability');
  const { samples, missProbability: bound, cells } = options;
  const meets = (wrong: Fraction): boolean => isMet(BigInt(samples), wrong, bound, options);
  const found =
    cells === undefined
      ? least(toOrdinal(1), (ordinal) => meets(decimal(fromOrdinal(ordinal))))
      : least(BigInt(cells), (numerator) => meets({ numerator, denominator: BigInt(cells) }));
  if (found !== undefined) return cells === undefined ? fromOrdinal(found) : Number(found) / cells;
  throw new AssayError({
    kind: 'invalid',
    code: 'sampling.out-of-reach',
    expected: `a probability of a miss that ${samples} samples reach if every cell is wrong`,
    got: `${bound}, where they reach ${missProbability({ ...options, faultyFraction: 1 })}`,
    remedy: 'Draw more samples, allow a larger probability, or use a challenge that cannot be ground.',
  });
}

/**
 * Refuses an audit that is too weak: 2^grindingBits · P(miss) must be at most `missProbability`, and a challenge that is
 * derived from the sealed commitment must allow for the grinding that a policy must state (core T6).
 *
 * @param options `source`: where the challenge's seed comes from (SPEC.md, chapter Challenges).
 * @throws AssayError `sampling.bad-argument`; `sampling.too-little-grinding`; `sampling.too-few`, whose `expected` has the number
 * that would do; `sampling.out-of-reach` where none would. All invalid.
 */
export function assertEnough(
  options: Samples & Share & Bound & Circumstances & { readonly source: challenge.Source['kind'] },
): void {
  assertArguments(options, 'samples', 'faultyFraction', 'missProbability');
  const { samples, missProbability: bound, grindingBits = 0, source } = options;
  if (!sources.includes(source)) throw badArgument('source', sources.join(', '), source);
  if (source === 'hash' && grindingBits < policy.leastGrindingBits) {
    throw new AssayError({
      kind: 'invalid',
      code: 'sampling.too-little-grinding',
      where: 'grindingBits',
      expected: `at least ${policy.leastGrindingBits} for a hash-derived challenge`,
      got: String(grindingBits),
      remedy: 'A worker can try commitments until the challenge suits him. Allow for it, or use a beacon.',
    });
  }
  if (isMet(BigInt(samples), wrongShare(options), bound, options)) return;
  throw new AssayError({
    kind: 'invalid',
    code: 'sampling.too-few',
    where: 'samples',
    expected: `at least ${samplesFor(options)}`,
    got: String(samples),
    remedy: 'Draw so many, or say that a larger share or a larger probability is meant.',
  });
}

/** The inequality at the head of this file. It stays true with more samples, a larger share or a larger bound. */
function isMet(samples: bigint, wrong: Fraction, bound: number, circumstances: Circumstances): boolean {
  const { grindingBits = 0, guessProbability = 0, cells } = circumstances;
  const { numerator, denominator } = decimal(bound);
  const guess = decimal(guessProbability);
  const once = cells !== undefined;
  return isMissedAtMost(
    {
      samples: once && samples > BigInt(cells) ? BigInt(cells) : samples,
      wrong,
      seen: { ...guess, numerator: guess.denominator - guess.numerator },
      once,
    },
    { numerator, denominator: denominator << BigInt(grindingBits) },
  );
}

/** Of N cells the fewest, at least one, whose share is not below the stated one: as doubles, so that b / N gives b again. */
function wrongShare({ faultyFraction: share, cells }: Share & Circumstances): Fraction {
  if (cells === undefined) return decimal(share);
  let wrong = Math.ceil(share * cells);
  while ((wrong - 1) / cells >= share) wrong--;
  while (wrong / cells < share) wrong++;
  return { numerator: BigInt(wrong), denominator: BigInt(cells) };
}

/** The least of 1 to `most` for which a condition holds that, once true, stays true. */
function least(most: bigint, holds: (value: bigint) => boolean): bigint | undefined {
  if (most === 0n || !holds(most)) return undefined;
  let [below, found] = [0n, most];
  while (found - below > 1n) {
    const middle = (below + found) >> 1n;
    if (holds(middle)) found = middle;
    else below = middle;
  }
  return found;
}

/** The place of a positive double among all of them, 5e-324 being the first: its bits, read as an integer. */
function toOrdinal(value: number): bigint {
  return new BigUint64Array(Float64Array.of(value).buffer)[0]!;
}

/** The inverse of {@link toOrdinal}. */
function fromOrdinal(ordinal: bigint): number {
  return new Float64Array(BigUint64Array.of(ordinal).buffer)[0]!;
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 1;
const COUNT = 'a whole number from 1 to 2^53 - 1';

/** What each argument may be, in the order in which they are looked at. */
const rules: readonly (readonly [keyof Arguments, string, (value: number) => boolean])[] = [
  ['samples', COUNT, isCount],
  ['faultyFraction', 'a number above 0, at most 1', (value) => value > 0 && value <= 1],
  ['missProbability', 'a number above 0, below 1', (value) => value > 0 && value < 1],
  [
    'grindingBits',
    `a whole number from 0 to ${policy.mostGrindingBits}`,
    (value) => Number.isInteger(value) && value >= 0 && value <= policy.mostGrindingBits,
  ],
  ['guessProbability', 'a number from 0 to below 1', (value) => value >= 0 && value < 1],
  ['cells', COUNT, isCount],
];

type Arguments = Partial<Samples & Share & Bound & Circumstances>;

function assertArguments(options: Arguments, ...required: readonly (keyof Arguments)[]): void {
  for (const [name, expected, allows] of rules) {
    const value: unknown = options[name];
    if (value === undefined && !required.includes(name)) continue;
    if (typeof value !== 'number' || !allows(value)) throw badArgument(name, expected, value);
  }
}

function badArgument(where: string, expected: string, got: unknown): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: 'sampling.bad-argument',
    where,
    expected,
    got: String(got),
    remedy: 'Counts are whole numbers; shares and probabilities are numbers between 0 and 1, not per cent.',
  });
}
