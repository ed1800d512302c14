import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isAssayError } from '@assay/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { install, isInstalled, PACKAGE_VERSION } from './software.js';

const uid = process.getuid?.() ?? -1;
let root: string;
let cache: string;

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'assay-software-'));
  cache = path.join(root, `assay-swiftshader-${PACKAGE_VERSION}-${uid}`);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (isAssayError(error)) return error.code;
    throw error;
  }
  return 'none';
}

describe.skipIf(!isInstalled())('SwiftShader from the npm package (needs linux-x64 and @sparticuz/chromium)', () => {
  it('is unpacked into a directory that only this user can use', () => {
    const found = install({ cacheRoot: root });
    expect(found?.version).toBe(PACKAGE_VERSION);
    expect(lstatSync(cache).mode & 0o777).toBe(0o700);
    expect(found?.loader).toBe(path.join(cache, 'libvulkan.so.1'));
    const manifest = JSON.parse(readFileSync(found?.manifest ?? '', 'utf8')) as { ICD: { library_path: string } };
    const library = readFileSync(path.join(cache, manifest.ICD.library_path));
    expect(library.subarray(0, 4)).toEqual(Buffer.from('\x7fELF'));
  });

  it('is left alone when it is there, and completed when a file is missing', () => {
    const found = install({ cacheRoot: root });
    const before = lstatSync(found?.loader ?? '').ino;
    install({ cacheRoot: root });
    expect(lstatSync(found?.loader ?? '').ino).toBe(before);
    rmSync(found?.manifest ?? '');
    install({ cacheRoot: root });
    expect(lstatSync(found?.manifest ?? '').isFile()).toBe(true);
  });

  it.each([
    [0o700, 'none'],
    [0o755, 'none'],
    [0o720, 'software.cache-unsafe'],
    [0o702, 'software.cache-unsafe'],
  ])('a cache directory of mode %o gives %s', (mode, code) => {
    mkdirSync(cache);
    chmodSync(cache, mode);
    expect(codeOf(() => install({ cacheRoot: root }))).toBe(code);
  });

  it('refuses a link or a file in place of the cache directory', () => {
    const elsewhere = path.join(root, 'elsewhere');
    mkdirSync(elsewhere, { mode: 0o700 });
    symlinkSync(elsewhere, cache);
    expect(codeOf(() => install({ cacheRoot: root }))).toBe('software.cache-unsafe');
    rmSync(cache);
    writeFileSync(cache, '');
    expect(codeOf(() => install({ cacheRoot: root }))).toBe('software.cache-unsafe');
  });

  it('names a place for temporary files that is not there', () => {
    expect(codeOf(() => install({ cacheRoot: path.join(root, 'missing') }))).toBe('software.cache-unusable');
  });

  it.each([
    [0o777, 'software.cache-unsafe'],
    [0o1777, 'none'],
  ])('a parent directory of mode %o gives %s', (mode, code) => {
    chmodSync(root, mode);
    expect(codeOf(() => install({ cacheRoot: root }))).toBe(code);
  });

  it.skipIf(uid !== 0)("refuses somebody else's cache directory (needs root to make one)", () => {
    mkdirSync(cache, { mode: 0o700 });
    chownSync(cache, 65534, 65534);
    expect(codeOf(() => install({ cacheRoot: root }))).toBe('software.cache-unsafe');
  });
});
