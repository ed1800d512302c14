import type { Tally } from './checks/table.js';
import type { Report } from './reporter.js';

/** What a whole run of the CI came to; `skipped` never counts as passed. */
export interface Total extends Tally {
  readonly skipped: number;
}

/**
 * Adds up the tests' report (undefined when vitest left none) with its exit code, and further tallies.
 * A run that failed without naming a failed test counts as one failure, and so does one in which no test passed.
 */
export function total(report: Report | undefined, exitCode: number, tallies: readonly Tally[]): Total {
  let passed = report?.passed ?? 0;
  let failed = (report?.failed.length ?? 0) + (report?.errors.length ?? 0);
  if (failed === 0 && (report === undefined || exitCode !== 0 || passed === 0)) failed = 1;
  for (const tally of tallies) {
    passed += tally.passed;
    failed += tally.failed;
  }
  return { passed, failed, skipped: report?.skipped.length ?? 0 };
}

/** `N passed, N failed`, with `, N skipped` where any was. */
export function toText({ passed, failed, skipped }: Total): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}
