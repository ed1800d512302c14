/**
 * Whether a random audit misses wrong cells with at most a given probability (SPEC.md, chapter Draws, *Probabilities*).
 * The answer is exact: integers only, with bounds on what is rounded, and rational numbers where that does not decide.
 */

/** A ratio of integers, not reduced; the denominator is positive. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** What is drawn, and from what. */
export interface Audit {
  /** At least 1; with `once` at most the number of cells. */
  readonly samples: bigint;
  /** The share of wrong cells, above 0. With `once` wrong cells over all cells. */
  readonly wrong: Fraction;
  /** The probability that a wrong cell which is drawn is seen to be wrong, above 0. */
  readonly seen: Fraction;
  /** No cell is drawn twice (D4). Otherwise draws are independent (D5). */
  readonly once: boolean;
}

/** Longer products are not multiplied out. */
const MOST_EXACT_FACTORS = 2048n;

/**
 * A number between 0 and 1 as the decimal that is printed for it: 0.1 is one tenth, and not the binary fraction beside it.
 * Larger numbers have larger decimals.
 */
export function decimal(value: number): Fraction {
  const [mantissa, exponent = '0'] = String(value).split('e');
  const [whole, decimals = ''] = mantissa!.split('.');
  return { numerator: BigInt(whole + decimals), denominator: 10n ** BigInt(decimals.length - Number(exponent)) };
}

/**
 * Whether the probability that the audit misses every wrong cell is at most `bound`, a fraction strictly between 0 and 1.
 *
 * Values are integers in units of 2^−precision. Let bound > 2^−bits. Both ways of computing the probability are off by less
 * than 2^(bits + 55) units, and the bound is above 2^(bits + 256). What differs by more than 2^(bits + 56) units, a share of
 * 2^−200, is decided so. The rest is compared in rational numbers. Only where these would have more than 2048 factors, and no
 * equality is known, does the answer stay no: then a sample too many is asked for, never one too few.
 */
export function isMissedAtMost(audit: Audit, bound: Fraction): boolean {
  const bits = bitLength(bound.denominator) - bitLength(bound.numerator) + 1n;
  const precision = 2n * bits + 256n;
  const slack = 1n << (bits + 56n);
  const limit = (bound.numerator << precision) / bound.denominator;

  // What is drawn once misses no more often than independent draws do (Hoeffding 1963, theorem 4: q^x is convex).
  const independent = fixedPower(missedByOne(audit), audit.samples, precision);
  if (independent + slack <= limit) return true;
  const missed = audit.once ? fixedSeries(audit, precision) : independent;
  if (missed + slack <= limit) return true;
  if (missed > limit + slack) return false;

  const exact = audit.once ? exactSeries(audit) : exactPower(audit);
  return exact !== undefined && exact.numerator * bound.denominator <= bound.numerator * exact.denominator;
}

/** The probability that one sample shows nothing: 1 − f(1 − q). */
function missedByOne({ wrong, seen }: Audit): Fraction {
  const denominator = wrong.denominator * seen.denominator;
  return { numerator: denominator - wrong.numerator * seen.numerator, denominator };
}

/** base^exponent, rounded down, by squaring: less than 4 · exponent units too small, at most 2^55 for 53 bits. */
function fixedPower({ numerator, denominator }: Fraction, exponent: bigint, precision: bigint): bigint {
  const base = (numerator << precision) / denominator;
  let power = 1n << precision;
  for (const bit of exponent.toString(2)) {
    power = (power * power) >> precision;
    if (bit === '1') power = (power * base) >> precision;
  }
  return power;
}

/**
 * E[q^J], J being the number of wrong cells among k of N when b are wrong (hypergeometric), by factorial moments:
 *
 *   E[q^J] = Σ_i (−1)^i (1 − q)^i E[C(J, i)],   E[C(J, i)] = C(b, i) · k(k−1)…(k−i+1) / (N(N−1)…(N−i+1)).
 *
 * With q = 0 that is C(N − b, k) / C(N, k). The ratio of neighbours falls with i and is at most λ / (i + 1), λ = kb(1 − q) / N.
 * So an error of one unit grows at most to e^λ, and e^λ < 2^bits, because the caller has seen that e^−λ ≥ (1 − λ/k)^k is above
 * the bound. For the bits that a number can have (1332) the terms vanish before the 8000th, at a ratio below 1/2: the sum is
 * off by less than 8192² · 2^bits units.
 */
function fixedSeries(audit: Audit, precision: bigint): bigint {
  const last = seriesLength(audit);
  let term = 1n << precision;
  let sum = term;
  for (let i = 0n; i < last && term !== 0n; i++) {
    const { numerator, denominator } = ratio(audit, i);
    term = (-term * numerator) / denominator;
    sum += term;
  }
  return sum;
}

/** The same sum as nested fractions: 1 − r₀(1 − r₁(1 − …)). */
function exactSeries(audit: Audit): Fraction | undefined {
  const last = seriesLength(audit);
  if (last > MOST_EXACT_FACTORS) return undefined;
  let value: Fraction = { numerator: 1n, denominator: 1n };
  for (let i = last - 1n; i >= 0n; i--) {
    const { numerator, denominator } = ratio(audit, i);
    const common = denominator * value.denominator;
    value = { numerator: common - numerator * value.numerator, denominator: common };
  }
  return value;
}

/**
 * Longer powers equal no bound: if (u/v)^k = s/t in lowest terms then v^k = t, and t divides a power of ten times one of two,
 * of at most 1400 bits for numbers that a double has printed and 256 bits of grinding.
 */
function exactPower(audit: Audit): Fraction | undefined {
  if (audit.samples > MOST_EXACT_FACTORS) return undefined;
  const { numerator, denominator } = missedByOne(audit);
  return { numerator: numerator ** audit.samples, denominator: denominator ** audit.samples };
}

/** Term i + 1 of the series over term i, without its sign. */
function ratio({ samples, wrong, seen }: Audit, i: bigint): Fraction {
  return {
    numerator: (samples - i) * (wrong.numerator - i) * seen.numerator,
    denominator: (wrong.denominator - i) * (i + 1n) * seen.denominator,
  };
}

function seriesLength({ samples, wrong }: Audit): bigint {
  return samples < wrong.numerator ? samples : wrong.numerator;
}

function bitLength(value: bigint): bigint {
  return BigInt(value.toString(2).length);
}
