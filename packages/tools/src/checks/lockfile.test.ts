import { expect, it } from 'vitest';
import { within } from '../fixture.js';
import { check } from './lockfile.js';

const find = (name: string, text: string): Promise<readonly string[]> =>
  within({ [name]: text }, (workspace) => check(workspace).map(({ where }) => where));

const CLEAN = [
  'packages:',
  "  '@noble/hashes@2.4.0':",
  '    resolution: {integrity: sha512-abc==}',
  '    deprecated: moved, see https://example.org/registry',
  '',
].join('\n');

it('accepts versions and hashes', async () => {
  expect(await find('pnpm-lock.yaml', CLEAN)).toEqual([]);
  expect(await find('.npmrc', 'save-exact=true\n')).toEqual([]);
});

it.each([
  ['pnpm-lock.yaml', '    resolution: {integrity: sha512-abc==, tarball: https://registry.example.org/a.tgz}'],
  ['pnpm-lock.yaml', '  registry: https://registry.example.org/'],
  ['package-lock.json', '      "resolved": "https://registry.example.org/a.tgz",'],
  ['examples/demo/.npmrc', 'registry=https://registry.example.org/'],
])('finds the host in %s: %s', async (name, line) => {
  expect(await find(name, `${CLEAN}${line}\n`)).toEqual([`${name}:5`]);
});
