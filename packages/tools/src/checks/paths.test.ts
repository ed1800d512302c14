import { expect, it } from 'vitest';
import { within } from '../fixture.js';
import { check } from './paths.js';

const find = (text: string): Promise<readonly string[]> =>
  within({ 'a.md': text }, (workspace) => check(workspace).map(({ where, what }) => `${where}: ${what}`));

// Put together here, so that this file passes the check itself.
const folder = (name: string): string => `/${name}/someone`;

it.each([
  'see packages/core/work/file',
  'https://example.org/home/page',
  './home/a',
  '../work/x',
  'a /home alone',
  '~/projects/x',
])('accepts "%s"', async (text) => {
  expect(await find(text)).toEqual([]);
});

it.each(['home', 'root', 'Users', 'work'])('finds a path below %s wherever a path can begin', async (name) => {
  const at = folder(name);
  for (const line of [at, `"${at}"`, `cd ${at} && x`, `file://${at}`, `a=${at}`, `(${at})`]) {
    expect(await find(`first\n${line}\n`)).toHaveLength(1);
  }
  expect(await find(`x\n\n${at}/a b`)).toEqual([`a.md:3: names a folder of one machine: ${at}/a b`]);
});

it('finds a Windows path', async () => {
  expect(await find(`C:\\${'Users'}\\someone`)).toHaveLength(1);
});

it('leaves binary files alone', async () => {
  expect(await find(`\0${folder('home')}`)).toEqual([]);
});
