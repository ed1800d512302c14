/** What may be concluded of somebody's work, by what is known of it from how it was made. */
import { isAssayError, verdict } from '@assay/core';
import { expect } from 'vitest';
import type { Wrong } from './specimens.js';

/**
 * Asserts that a verdict has bytes, and that it calls fraud only what is wrong: this very word, or a stretch with it.
 *
 * @returns the code.
 */
export function assertTruthful(found: verdict.Verdict, wrong: Wrong | undefined): verdict.VerdictCode {
  expect(verdict.decode(verdict.encode(found))).toEqual(found);
  if (verdict.outcomeOf(found) !== 'fraud') return found.code;
  if (wrong === undefined) throw new Error(`fraud of an honest worker: ${found.code}`);
  const { cell, version, word, claimed, expected } = wrong;
  if (cell !== undefined) {
    expect(found).toMatchObject({ code: 'cell.wrong', evidence: { ...cell, version, word, claimed, expected } });
    return found.code;
  }
  expect(found).toMatchObject({ code: 'frame.changed', evidence: { version } });
  const { start, end } = found.evidence;
  expect(Number(start)).toBeLessThanOrEqual(word);
  expect(Number(end)).toBeGreaterThan(word);
  return found.code;
}

/** Asserts that a verdict has one of some outcomes. */
export function assertOutcome(found: verdict.Verdict, ...allowed: readonly verdict.Outcome[]): void {
  if (!allowed.includes(verdict.outcomeOf(found)))
    throw new Error(`${JSON.stringify(found)} is not ${allowed.join(', ')}`);
}

/** What an action gives, or the code of the failure that untrusted bytes may cause; anything else that is thrown goes on. */
export function attempt<T>(action: () => T): { readonly value: T } | { readonly code: string } {
  try {
    return { value: action() };
  } catch (error) {
    if (!isAssayError(error) || !['malformed', 'invalid', 'exhausted'].includes(error.kind)) throw error;
    return { code: error.code };
  }
}

/** Megabytes that this process has had at most. */
export function mostMemory(): number {
  return process.resourceUsage().maxRSS / 1024;
}
