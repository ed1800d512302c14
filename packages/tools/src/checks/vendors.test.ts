import { expect, it } from 'vitest';
import { manifest, within } from '../fixture.js';
import { check } from './vendors.js';

const find = (a: string, b: string, name = 'b.ts', fields: object = {}): Promise<readonly string[]> =>
  within(
    {
      'packages/cli/package.json': manifest({ name: '@assay/cli', ...fields }),
      'packages/cli/src/a.ts': a,
      [`packages/cli/src/${name}`]: b,
    },
    (workspace) => check(workspace).map(({ where, what }) => `${where}: ${what}`),
  );

it.each([
  ['one module', "import 'webgpu'; import type { T } from 'webgpu';", "import './a.js';"],
  ['libraries of pure functions', "import '@noble/hashes/blake3.js';", "import '@noble/hashes/sha2.js';"],
  ['different vendors', "import 'webgpu';", "import 'commander';"],
])('accepts %s', async (_, a, b) => {
  expect(await find(a, b)).toEqual([]);
});

it('accepts a second module that is a test, or in a private package', async () => {
  expect(await find("import 'webgpu';", "import 'webgpu';", 'b.test.ts')).toEqual([]);
  expect(await find("import 'webgpu';", "import 'webgpu';", 'b.ts', { private: true })).toEqual([]);
});

it.each([
  ['webgpu', "import 'webgpu';", "const dawn = await import('webgpu');"],
  ['fast-png', "import { decode } from 'fast-png';", "import type { Image } from 'fast-png';"],
  ['@sparticuz/chromium', "require.resolve('@sparticuz/chromium');", "import '@sparticuz/chromium/bin';"],
])('finds %s in two modules', async (name, a, b) => {
  const modules = 'packages/cli/src/a.ts, packages/cli/src/b.ts';
  expect(await find(a, b)).toEqual([`packages/cli: ${name} is imported by 2 modules: ${modules}`]);
});
