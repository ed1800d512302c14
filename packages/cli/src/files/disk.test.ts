import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssayError } from '@assay/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as disk from './disk.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'assay-disk-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const error = (kind: string, code: string, where: string): unknown => expect.objectContaining({ kind, code, where });

describe('disk.read', () => {
  it('reads a part into a longer buffer of zeros', () => {
    const path = join(directory, 'a');
    writeFileSync(path, Uint8Array.of(1, 2, 3, 4, 5));
    const bytes = disk.read(path, { positionBytes: 1, lengthBytes: 3, capacityBytes: 5 });
    expect(bytes).toEqual(Uint8Array.of(2, 3, 4, 0, 0));
  });

  it('tells when a file got shorter', () => {
    const path = join(directory, 'a');
    writeFileSync(path, Uint8Array.of(1, 2));
    expect(() => disk.read(path, { lengthBytes: 3 })).toThrow(error('invalid', 'file.changed', path));
  });

  it('tells when there is not that much memory', () => {
    const path = join(directory, 'a');
    writeFileSync(path, '');
    const attempt = (): unknown => disk.read(path, { lengthBytes: 2 ** 52 });
    expect(attempt).toThrow(error('exhausted', 'memory.full', path));
  });
});

describe('disk.lengthBytes', () => {
  it.each([
    ['a', 'file.not-found'],
    ['file/a', 'file.not-found'],
    ['directory', 'file.is-directory'],
    ['link', 'file.bad-path'],
    ['n'.repeat(300), 'file.bad-path'],
    ['n\0', 'file.bad-path'],
  ])('refuses %j: %s', (name, code) => {
    writeFileSync(join(directory, 'file'), '');
    mkdirSync(join(directory, 'directory'));
    symlinkSync('link', join(directory, 'link'));
    const path = join(directory, name);
    expect(() => disk.lengthBytes(path)).toThrow(error('invalid', code, path));
  });

  it.skipIf(process.platform === 'win32')('refuses a device, which would never end (needs POSIX)', () => {
    expect(() => disk.lengthBytes('/dev/zero')).toThrow(error('invalid', 'file.not-regular', '/dev/zero'));
  });
});

describe('disk.fromSystemError', () => {
  const system = (code: string): Error => Object.assign(new Error(code), { code });

  it.each([
    ['ENOSPC', 'exhausted', 'disk.full'],
    ['EDQUOT', 'exhausted', 'disk.full'],
    ['EFBIG', 'exhausted', 'disk.file-limit'],
    ['EROFS', 'invalid', 'disk.read-only'],
    ['EACCES', 'invalid', 'file.no-permission'],
    ['EPERM', 'invalid', 'file.no-permission'],
    ['EMFILE', 'exhausted', 'file.too-many-open'],
    ['EIO', 'exhausted', 'disk.failed'],
  ])('%s is %s, %s', (code, kind, expected) => {
    const made = disk.fromSystemError(system(code), '/x/y', { purpose: 'write', neededBytes: 12345 });
    expect(made).toEqual(error(kind, expected, '/x/y'));
    expect(made.cause).toHaveProperty('code', code);
    if (kind === 'exhausted' && expected !== 'file.too-many-open' && expected !== 'disk.failed') {
      expect(made.message).toContain('12345 bytes');
    }
  });

  it('lets an AssayError through and throws a bug on', () => {
    const ours = new AssayError({ kind: 'invalid', code: 'a.b', expected: 'a', got: 'b', remedy: 'C.' });
    expect(disk.fromSystemError(ours, '/x')).toBe(ours);
    const bug = new TypeError('x is undefined');
    expect(() => disk.fromSystemError(bug, '/x')).toThrow(bug);
  });
});
