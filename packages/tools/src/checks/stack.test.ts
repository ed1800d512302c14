import { expect, it } from 'vitest';
import { manifest, within } from '../fixture.js';
import { check } from './stack.js';

const TABLE = `# Architecture

## The stack

| package | depends on | holds |
|---|---|---|
| \`@assay/core\` | – | bytes |
| \`@assay/verify\` | core | checks |
| \`@assay/testkit\` (dev) | core | cases |

## Else

| \`@assay/nothing\` | core | not of the table |
`;

const CONTROL: Readonly<Record<string, string>> = {
  'ARCHITECTURE.md': TABLE,
  'packages/core/package.json': manifest({ name: '@assay/core' }),
  'packages/core/src/index.ts': 'export const one = 1;\n',
  'packages/core/src/index.test.ts': "import '@assay/testkit';\n",
  'packages/verify/package.json': manifest({ name: '@assay/verify', dependencies: { '@assay/core': '0.1.0' } }),
  'packages/verify/src/index.ts': "import '@assay/core';\n",
  'packages/testkit/package.json': manifest({
    name: '@assay/testkit',
    private: true,
    dependencies: { '@assay/core': '0.1.0' },
  }),
};

const find = (changed: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  within({ ...CONTROL, ...changed }, (workspace) => check(workspace).map(({ where, what }) => `${where}: ${what}`));

it('accepts a tree that is as the table says', async () => {
  expect(await find({})).toEqual([]);
});

it.each([
  [
    'an edge upwards',
    { 'packages/core/src/up.ts': "import type { x } from '@assay/verify';\n" },
    ['packages/core/src/up.ts:1: core imports @assay/verify, an edge that the stack table does not allow'],
  ],
  [
    'an edge upwards in a test',
    { 'packages/core/src/up.test.ts': "import '@assay/verify';\n" },
    ['packages/core/src/up.test.ts:1: core imports @assay/verify, an edge that the stack table does not allow'],
  ],
  [
    'a dev package outside tests',
    { 'packages/core/src/up.ts': "\nimport '@assay/testkit';\n" },
    ['packages/core/src/up.ts:2: core imports @assay/testkit, an edge that the stack table does not allow'],
  ],
  [
    'a dependency that the table lacks',
    { 'packages/core/package.json': manifest({ name: '@assay/core', dependencies: { '@assay/verify': '0.1.0' } }) },
    ['packages/core/package.json: depends on verify, which the stack table does not allow'],
  ],
  [
    'a dependency that package.json lacks',
    { 'packages/verify/package.json': manifest({ name: '@assay/verify' }) },
    ['packages/verify/package.json: the stack table says it depends on core, package.json does not'],
  ],
  [
    'a package without a row',
    { 'packages/extra/package.json': manifest({ name: '@assay/extra' }) },
    ['packages/extra/package.json: @assay/extra has no row in ARCHITECTURE.md'],
  ],
  [
    'a row without a package',
    { 'ARCHITECTURE.md': TABLE.replace('## Else', '| `@assay/ghost` | core | - |\n\n## Else') },
    ['ARCHITECTURE.md:11: no package @assay/ghost exists'],
  ],
  [
    'rows out of order',
    { 'ARCHITECTURE.md': TABLE.replace('| `@assay/core` | – ', '| `@assay/core` | verify ') },
    [
      'ARCHITECTURE.md:7: core depends on verify, which is not in a row above',
      'packages/core/package.json: the stack table says it depends on verify, package.json does not',
    ],
  ],
  [
    'a dev package that is not private',
    { 'ARCHITECTURE.md': TABLE.replace(' (dev)', '') },
    [
      'packages/testkit/package.json: "private" and the (dev) mark of testkit disagree',
      'packages/core/src/index.test.ts:1: core imports @assay/testkit, an edge that the stack table does not allow',
    ],
  ],
  [
    'no table',
    { 'ARCHITECTURE.md': '# Architecture\n' },
    ['ARCHITECTURE.md: no table under the heading "## The stack"'],
  ],
])('finds %s', async (_, changed, findings) => {
  expect(await find(changed)).toEqual(findings);
});
