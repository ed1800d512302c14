import { AssayError } from '@assay/core';

/** What fast-check's `fc.assert` takes as its second argument. */
export interface CheckParameters {
  readonly numRuns: number;
  readonly seed: number;
}

/** The share of its full number of cases that a property is tried with in a plain run; a soak has 1. */
const DEFAULT_SCALE: number = 1 / 20;

/**
 * The number of cases for a property that deserves `full` of them: `full` × ASSAY_CASES (a number above 0; 1/20 when unset),
 * rounded, at least 1. Throws `testkit.scale` (invalid).
 */
export function cases(full: number): number {
  const text = process.env.ASSAY_CASES;
  const scale = text === undefined ? DEFAULT_SCALE : Number(text);
  if (!(scale > 0) || !Number.isFinite(full * scale)) {
    const remedy = 'Set ASSAY_CASES to the share of cases to try (1 for all), or unset it.';
    const where = 'ASSAY_CASES';
    throw new AssayError({
      kind: 'invalid',
      code: 'testkit.scale',
      where,
      expected: 'a number above 0',
      got: `"${text}"`,
      remedy,
    });
  }
  return Math.max(1, Math.round(full * scale));
}

/**
 * The seed of this run, a 32-bit signed integer: ASSAY_SEED, which the test configuration draws and prints when it is unset.
 * Throws `testkit.seed` (invalid) when it is absent (another configuration) or no such number.
 */
export function seed(): number {
  const text = process.env.ASSAY_SEED ?? '';
  const value = Number(text);
  if (!/^-?\d+$/.test(text) || value !== (value | 0)) {
    const remedy =
      'Set ASSAY_SEED to the number that the run to repeat printed, or unset it and use the root configuration.';
    const expected = 'a whole number from -2147483648 to 2147483647';
    throw new AssayError({
      kind: 'invalid',
      code: 'testkit.seed',
      where: 'ASSAY_SEED',
      expected,
      got: `"${text}"`,
      remedy,
    });
  }
  return value;
}

/** Parameters for a property that deserves `full` cases: `fc.assert(property, check(10_000))`. */
export function check(full: number): CheckParameters {
  return { numRuns: cases(full), seed: seed() };
}
