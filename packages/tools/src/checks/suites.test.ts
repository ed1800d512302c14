import { expect, it } from 'vitest';
import { manifest, within } from '../fixture.js';
import { check } from './suites.js';

const find = (text: string, path = 'packages/core/src/a.test.ts'): Promise<readonly string[]> =>
  within(
    {
      'package.json': manifest({ name: 'top' }),
      'packages/core/package.json': manifest({ name: '@assay/core' }),
      [path]: text,
    },
    (workspace) => check(workspace).map(({ what }) => what),
  );

it.each([
  "it('a', () => {}); describe.each([1])('b %i', () => {});",
  "it('a', (context) => context.skip('skipped: no adapter'));",
  "it('a', (context) => context.skip(gpu === undefined, reason));",
  "it('a', ({ skip }) => skip(reason));",
  "it.skip('a (skipped: needs a disk)', () => {});",
  "it.skipIf(isWindows)('a (needs signals)', () => {});",
  "describe.skipIf(gpu === undefined)('a (skipped: no adapter)', () => {});",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a module
  'describe.skipIf(gpu === undefined)(`a (${adapter})`, () => {});',
  "it.skipIf(a).each([1])('a %i (skipped: no adapter)', () => {});",
  "cursor.skip(4); // it.only('a')",
  'export const options = { retry: 0 };',
  "const text = 'it.only(1)';",
])('accepts %s', async (text) => {
  expect(await find(text)).toEqual([]);
});

it('reads tests and their configuration only', async () => {
  expect(await find('export const options = { retry: 3 };', 'packages/core/src/a.ts')).toEqual([]);
  expect(await find('export const options = { retry: 3 };', 'vitest.config.ts')).toHaveLength(1);
});

it.each([
  ["it.only('a', () => {});", 'it.only keeps the other tests from running'],
  ["describe.only.each([1])('a', () => {});", 'describe.only keeps the other tests from running'],
  ["it.skip('a', () => {});", 'it.skip without a reason in its title'],
  ["it.todo('a');", 'it.todo without a reason in its title'],
  ["describe.skipIf(a)('b', () => {});", 'describe.skipIf without a reason in its title'],
  ["it.skipIf(a).each([1])('b', () => {});", 'it.skipIf.each without a reason in its title'],
  ["it('a', (context) => context.skip());", 'a test is skipped without a reason'],
  ["it('a', (context) => context.skip(true));", 'a test is skipped without a reason'],
  ["it('a', (context) => context.skip(''));", 'a test is skipped without a reason'],
  ["it('a', ({ skip }) => skip());", 'a test is skipped without a reason'],
  ["it('a', { retry: 2 }, () => {});", 'a retry hides a test that fails at times'],
  ["it('a', { retry: { count: 2 } }, () => {});", 'a retry hides a test that fails at times'],
])('finds %s', async (text, what) => {
  expect(new Set(await find(text))).toEqual(new Set([what]));
});
