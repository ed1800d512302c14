import { beforeAll, expect, it } from 'vitest';
import { within } from '../fixture.js';
import { check } from './tarballs.js';

// Put together here, so that this file passes the check for such paths itself.
const FOLDER = `/${'home'}/someone/a.ts`;

const MANIFEST = {
  version: '0.1.0',
  license: 'MIT',
  type: 'module',
  sideEffects: false,
  engines: { node: '>=20' },
  files: ['dist', '!dist/**/*.test.*', 'src', '!src/**/*.test.ts'],
  exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' }, './package.json': './package.json' },
};

const FILES: Readonly<Record<string, string>> = {
  'README.md': '# x\n',
  LICENSE: 'MIT\n',
  'src/index.ts': "export { one } from './one.js';\n",
  'src/one.ts': 'export const one: number = 1;\n',
  'dist/index.js': "export { one } from './one.js';\n",
  'dist/index.d.ts': "export { one } from './one.js';\n",
  'dist/one.js': 'export const one = 1;\n',
  'dist/one.d.ts': 'export declare const one: number;\n',
  'dist/one.test.js': 'export {};\n',
};

/** The packages with what differs from the control: files (undefined takes one away) and fields. */
const PACKAGES: Readonly<Record<string, { files?: Record<string, string | undefined>; fields?: object }>> = {
  control: {},
  secret: { fields: { private: true }, files: { 'README.md': undefined } },
  bare: { files: { 'README.md': undefined, LICENSE: undefined } },
  tested: { fields: { files: ['dist', 'src'] } },
  suited: { files: { 'src/port.contract.ts': 'export {};\n' } },
  built: { files: { 'dist/.tsbuildinfo': '{}' } },
  stale: { files: { 'dist/gone.js': 'export {};\n' } },
  placed: { files: { 'dist/one.js.map': `{"sources":["${FOLDER}"]}` } },
  broken: { files: { 'dist/index.js': undefined } },
  untyped: { files: { 'dist/index.d.ts': undefined } },
  extensionless: { files: { 'dist/index.d.ts': "export { one } from './one';\n" } },
};

const found = new Map<string, readonly string[]>();

beforeAll(async () => {
  const files = Object.entries(PACKAGES).flatMap(([name, { files: changed = {}, fields = {} }]) => {
    const manifest = JSON.stringify({ name: `@assay/${name}`, ...MANIFEST, ...fields });
    return Object.entries({ ...FILES, 'package.json': manifest, ...changed })
      .filter((entry): entry is [string, string] => entry[1] !== undefined)
      .map(([file, text]) => [`packages/${name}/${file}`, text]);
  });
  const findings = await within(Object.fromEntries(files), (workspace) => check(workspace));
  for (const { where, what } of findings) found.set(where, [...(found.get(where) ?? []), what]);
});

it.each(['control', 'secret'])('accepts the package "%s"', (name) => {
  expect(found.get(`packages/${name}`)).toBeUndefined();
});

it.each([
  ['bare', 'the tarball has no README.md'],
  ['bare', 'the tarball has no LICENSE'],
  ['tested', 'the tarball holds dist/one.test.js'],
  ['suited', 'the tarball holds src/port.contract.ts'],
  ['built', 'the tarball holds dist/.tsbuildinfo'],
  ['stale', 'dist/gone.js is stale: no src/gone.ts'],
  ['placed', `dist/one.js.map:1 in the tarball names a folder of one machine: ${FOLDER}"]}`],
  ['broken', 'publint: pkg.exports["."].default is ./dist/index.js but the file does not exist.'],
  ['untyped', 'publint: pkg.exports["."].types is ./dist/index.d.ts but the file does not exist.'],
  ['extensionless', 'attw: Internal resolution error'],
])('finds in the package "%s": %s', (name, what) => {
  expect(found.get(`packages/${name}`)).toContain(what);
});
