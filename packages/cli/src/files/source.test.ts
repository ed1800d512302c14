import { chmodSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type job, size, tensor } from '@assay/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as npy from './npy.js';
import * as png from './png.js';
import { readInput } from './source.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'assay-source-'));
  // The tests that give up root's rights still have to get in.
  chmodSync(directory, 0o755);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function save(name: string, bytes: Uint8Array): string {
  const path = join(directory, name);
  writeFileSync(path, bytes);
  return path;
}

/** An input by its description (`u8[2,3]`) or by its size. */
function input(described: string | number): job.Input {
  if (typeof described === 'number') return { name: 'a', sizeBytes: size.fromNumber(described) };
  const declared = tensor.fromText(described);
  return { name: 'a', sizeBytes: size.padded(tensor.lengthBytes(declared)), tensor: declared };
}

const count = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i + 1);
const error = (kind: string, code: string): unknown => expect.objectContaining({ kind, code });

describe('readInput, raw', () => {
  it.each([5, 6, 7, 8])('fills %i bytes up to two words', (length) => {
    const path = save('a.bin', count(length));
    const expected = new Uint8Array(8);
    expected.set(count(length));
    expect(readInput(path, input(8))).toEqual({ bytes: expected, contentLengthBytes: length });
  });

  it.each([0, 4, 9])('refuses %i bytes for two words', (length) => {
    const path = save('a.bin', count(length));
    const attempt = (): unknown => readInput(path, input(8));
    expect(attempt).toThrow(error('invalid', 'input.wrong-size'));
    expect(attempt).toThrow(`expected 8 bytes for "a" (or up to 3 fewer, filled with zeros), got ${length} bytes`);
  });

  it('looks at the extension, not at the content', () => {
    const bytes = npy.encode({ element: 'u8', shape: [4] }, count(4));
    expect(readInput(save('a.dat', bytes), input(bytes.length)).bytes).toEqual(bytes);
  });
});

describe('readInput, .npy', () => {
  const bytes = npy.encode({ element: 'i16', shape: [1, 3] }, count(6));

  it('takes the elements of the declared type and shape', () => {
    const read = readInput(save('a.NPY', bytes), input('i16[1,3]'));
    expect(read).toEqual({ bytes: Uint8Array.of(1, 2, 3, 4, 5, 6, 0, 0), contentLengthBytes: 6 });
  });

  it('takes any elements of the right size where nothing is declared', () => {
    expect(readInput(save('a.npy', bytes), input(8)).bytes).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6, 0, 0));
    expect(() => readInput(save('a.npy', bytes), input(12))).toThrow(error('invalid', 'input.wrong-size'));
  });

  it.each([
    ['u16[1,3]', 'input.wrong-type', 'expected u16[1,3], got i16[1,3]'],
    ['i32[1,3]', 'input.wrong-type', 'a.astype("int32")'],
    ['i16[3,1]', 'input.wrong-shape', 'expected i16[3,1], got i16[1,3]'],
    ['i16[3]', 'input.wrong-shape', 'expected i16[3], got i16[1,3]'],
  ])('refuses it for %s: %s', (declared, code, message) => {
    const attempt = (): unknown => readInput(save('a.npy', bytes), input(declared));
    expect(attempt).toThrow(error('invalid', code));
    expect(attempt).toThrow(message);
  });

  it('refuses a file cut short or with bytes behind', () => {
    const short = save('a.npy', bytes.subarray(0, -1));
    expect(() => readInput(short, input('i16[1,3]'))).toThrow(error('malformed', 'npy.truncated'));
    const long = save('a.npy', Uint8Array.from([...bytes, 0]));
    expect(() => readInput(long, input('i16[1,3]'))).toThrow(error('malformed', 'npy.trailing-bytes'));
  });

  it('reports a declaration that its own size contradicts as a bug', () => {
    const wrong = { ...input('i16[1,3]'), sizeBytes: size.fromNumber(4) };
    expect(() => readInput(save('a.npy', bytes), wrong)).toThrow(error('bug', 'input.bad-declaration'));
  });
});

describe('readInput, .png', () => {
  const bytes = png.encode(3, 2, count(24));

  it('takes the pixels of the declared size', () => {
    const read = readInput(save('a.png', bytes), input('u8[2,3,4]'));
    expect(read).toEqual({ bytes: count(24), contentLengthBytes: 24 });
  });

  it.each(['u8[2,3,3]', 'u8[2,3,4,1]', 'i8[2,3,4]', 'u32[2,3]', 24])('refuses it for %s', (declared) => {
    const attempt = (): unknown => readInput(save('a.png', bytes), input(declared));
    expect(attempt).toThrow(error('invalid', 'input.not-a-picture'));
  });

  it('refuses another size from the header alone and says how to make a job of it', () => {
    const attempt = (): unknown => readInput(save('photo.png', bytes.subarray(0, 33)), input('u8[3,2,4]'));
    expect(attempt).toThrow(error('invalid', 'input.wrong-shape'));
    expect(attempt).toThrow('expected a picture of 2×3 pixels, got 3×2.');
    expect(attempt).toThrow('assay job edges --like photo.png');
  });

  it('refuses a damaged picture, and one that is none', () => {
    const short = save('a.png', bytes.subarray(0, -1));
    expect(() => readInput(short, input('u8[2,3,4]'))).toThrow(error('malformed', 'png.damaged'));
    const text = save('a.png', new TextEncoder().encode('hello'));
    expect(() => readInput(text, input('u8[2,3,4]'))).toThrow(error('malformed', 'png.not-png'));
  });

  it('refuses to load a file far longer than its pixels can need', () => {
    const path = save('a.png', bytes);
    // Sparse: no disk is used.
    truncateSync(path, 2 ** 26 + 16 * 6 + 1);
    expect(() => readInput(path, input('u8[2,3,4]'))).toThrow(error('exhausted', 'png.too-large'));
  });
});

describe('readInput, files', () => {
  it.each(['a', 'a.npy', 'a.png'])('tells of a missing %s', (name) => {
    const path = join(directory, name);
    expect(() => readInput(path, input(4))).toThrow(expect.objectContaining({ code: 'file.not-found', where: path }));
  });

  it('tells of a directory', () => {
    expect(() => readInput(directory, input(4))).toThrow(error('invalid', 'file.is-directory'));
  });

  it.skipIf(process.getuid === undefined)('tells of a file that may not be read (needs POSIX)', () => {
    const path = save('a', count(4));
    chmodSync(path, 0);
    asNobody(() => {
      expect(() => readInput(path, input(4))).toThrow(error('invalid', 'file.no-permission'));
    });
  });
});

/** Root may read everything, so a test of permissions run by root gives them up for a moment. */
function asNobody(body: () => void): void {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid!(65534);
  try {
    body();
  } finally {
    if (isRoot) process.seteuid!(0);
  }
}
