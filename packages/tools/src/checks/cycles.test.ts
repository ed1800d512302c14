import { expect, it } from 'vitest';
import { manifest, within } from '../fixture.js';
import { check } from './cycles.js';

const find = (files: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  within({ 'packages/core/package.json': manifest({ name: '@assay/core' }), ...files }, (workspace) =>
    check(workspace).map(({ where, what }) => `${where}: ${what}`),
  );

it('accepts a tree', async () => {
  const files = {
    'packages/core/src/a.ts': "import { b } from './b.js';\nexport const a = b;\n",
    'packages/core/src/b.ts': "import type { C } from './c.js';\nexport const b: C = 1;\n",
    'packages/core/src/c.ts': 'export type C = number;\n',
  };
  expect(await find(files)).toEqual([]);
});

it.each([
  ['a type import', "import type { A } from './a.js';"],
  ['a type import of one name', "import { type A } from './a.js';"],
  ['an inline type', "export type B = import('./a.js').A;"],
  ['a re-export', "export * from './a.js';"],
  ['a dynamic import', "export const load = () => import('./a.js');"],
])('finds a cycle closed by %s', async (_, text) => {
  const files = { 'packages/core/src/a.ts': "import './b.js';\nexport type A = 1;\n", 'packages/core/src/b.ts': text };
  const cycle = 'packages/core/src/a.ts → packages/core/src/b.ts → packages/core/src/a.ts';
  expect(await find(files)).toEqual([`packages/core/src/a.ts: import cycle ${cycle}`]);
});

it('finds a module that imports itself, and two cycles apart', async () => {
  const files = {
    'packages/core/src/a.ts': "import './a.js';\n",
    'packages/core/src/b.ts': "import './c.js';\n",
    'packages/core/src/c.ts': "import './b.js';\n",
  };
  expect(await find(files)).toHaveLength(2);
});

it('finds packages in a cycle, even where no module is in one', async () => {
  const files = (last: string): Readonly<Record<string, string>> => ({
    'packages/core/src/index.ts': 'export const one = 1;\n',
    [last]: "import '@assay/verify';\n",
    'packages/verify/package.json': manifest({ name: '@assay/verify' }),
    'packages/verify/src/index.ts': "import '@assay/core';\n",
  });
  const what = 'packages in a cycle: @assay/core → @assay/verify → @assay/core';
  expect(await find(files('packages/core/src/top.ts'))).toEqual([`@assay/core: ${what}`]);
  expect(await find(files('packages/core/src/top.test.ts'))).toEqual([]);
});
