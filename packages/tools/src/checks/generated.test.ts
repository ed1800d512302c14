import { expect, it } from 'vitest';
import { manifest, within } from '../fixture.js';
import { table } from '../generators/table.js';
import { check } from './generated.js';

const EXPORTS = {
  '.': { types: './dist/index.d.ts', default: './dist/index.js' },
  './package.json': './package.json',
};

const CONTROL: Readonly<Record<string, string>> = {
  LICENSE: 'MIT\n',
  'packages/core/package.json': manifest({ name: '@assay/core', exports: EXPORTS }),
  'packages/core/src/index.ts': 'export {};\n',
  'packages/core/LICENSE': 'MIT\n',
  'shaders/kernels/add.wgsl': 'fn add() {}\n',
  'packages/kernels/src/generated/shaders.ts':
    '// Generated from shaders/kernels by packages/tools. Do not edit.\n\nexport const add: string = `fn add() {}\n`;\n',
};

const find = (changed: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  within({ 'package.json': manifest({ name: 'top' }), ...CONTROL, ...changed }, (workspace) =>
    check(workspace).map(({ where, what, mend }) => `${where}: ${what}. ${mend}`),
  );

it('accepts what the generators make', async () => {
  expect(await find({})).toEqual([]);
});

it('looks at each generator of the table', () => {
  expect(table.map(({ source }) => source)).toEqual([
    'shaders/kernels',
    'shaders/system',
    'packages/*/package.json',
    'LICENSE',
  ]);
});

it.each([
  [
    'a shader that was changed',
    'shaders/kernels/add.wgsl',
    'fn sum() {}\n',
    'packages/kernels/src/generated/shaders.ts',
    'shaders/kernels',
  ],
  [
    'a shader that came later',
    'shaders/kernels/sub.wgsl',
    'fn sub() {}\n',
    'packages/kernels/src/generated/shaders.ts',
    'shaders/kernels',
  ],
  [
    'a system shader without its module',
    'shaders/system/a.wgsl',
    '',
    'packages/runtime/src/generated/shaders.ts',
    'shaders/system',
  ],
  ['a licence that differs', 'packages/core/LICENSE', 'GPL\n', 'packages/core/LICENSE', 'LICENSE'],
  [
    'an exports map that differs',
    'packages/core/package.json',
    manifest({ name: '@assay/core', exports: { ...EXPORTS, './deep': './dist/deep.js' } }),
    'packages/core/package.json',
    'packages/*/package.json',
  ],
])('finds %s', async (_, path, text, where, source) => {
  expect(await find({ [path]: text })).toEqual([`${where}: differs from what ${source} makes. Run \`npm run fix\`.`]);
});

it('finds a generated module whose shaders are gone', async () => {
  const path = 'packages/runtime/src/generated/shaders.ts';
  expect(await find({ [path]: '' })).toEqual([
    `${path}: is left over: shaders/system makes none. Run \`npm run fix\`.`,
  ]);
});

it('reports a source that cannot be turned into its target', async () => {
  const what =
    'shaders/kernels/2d.wgsl: a shader\'s name is lower-case words joined by "-", starting with a letter. Rename it.';
  const [finding] = await find({ 'shaders/kernels/2d.wgsl': '' });
  expect(finding).toContain(what);
});
