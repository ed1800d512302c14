import { expect, it } from 'vitest';
import { manifest, within } from '../fixture.js';
import { check } from './files.js';

const find = (path: string, lines: number): Promise<readonly string[]> =>
  within(
    {
      'package.json': manifest({ name: 'top' }),
      'packages/core/package.json': manifest({ name: '@assay/core' }),
      [path]: '//\n'.repeat(lines),
    },
    (workspace) => check(workspace).map(({ where, what }) => `${where}: ${what}`),
  );

it.each([
  ['packages/core/src/bytes.ts', 600],
  ['packages/core/src/bytes.test.ts', 601],
  ['packages/core/src/generated/table.ts', 601],
  ['test/e2e/long.test.ts', 601],
  ['packages/core/src/subtypes.ts', 1],
  ['docs/common.md', 1],
])('accepts %s of %i lines', async (path, lines) => {
  expect(await find(path, lines)).toEqual([]);
});

it('finds a file of 601 lines', async () => {
  const where = 'packages/core/src/bytes.ts';
  expect(await find(where, 601)).toEqual([`${where}: 601 lines, at most 600 are wanted`]);
});

it.each(['utils.ts', 'util.mjs', 'helpers.ts', 'common.test.ts', 'misc.ts', 'types.ts', 'utils/bytes.ts'])(
  'finds the name %s',
  async (name) => {
    const where = `packages/core/src/${name}`;
    expect(await find(where, 1)).toEqual([`${where}: the name says nothing`]);
  },
);
