import { expect, it } from 'vitest';
import { toText, total } from './total.js';

const report = { passed: 3, failed: [], skipped: [], errors: [] };
const skipped = [{ name: 'a', reason: 'skipped: no adapter' }];
const tally = { passed: 2, failed: 0 };

it.each([
  ['a clean run', report, 0, [tally, { passed: 1, failed: 0 }], '6 passed, 0 failed'],
  ['skipped tests, which did not pass', { ...report, skipped }, 0, [tally], '5 passed, 0 failed, 1 skipped'],
  ['a failed test', { ...report, failed: ['a'] }, 1, [tally], '5 passed, 1 failed'],
  ['a file that does not load', { ...report, errors: ['a'] }, 1, [tally], '5 passed, 1 failed'],
  ['a failed check', report, 0, [{ passed: 1, failed: 2 }], '4 passed, 2 failed'],
  ['an exit code that nothing explains', report, 1, [tally], '5 passed, 1 failed'],
  ['no report', undefined, 134, [tally], '2 passed, 1 failed'],
  ['no report and a clean exit', undefined, 0, [tally], '2 passed, 1 failed'],
  ['no test that passed', { ...report, passed: 0, skipped }, 0, [tally], '2 passed, 1 failed, 1 skipped'],
])('counts %s', (_, each, exitCode, tallies, text) => {
  expect(toText(total(each, exitCode, tallies))).toBe(text);
});
