import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { size, tensor } from '@assay/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeOutput } from './export.js';
import * as npy from './npy.js';
import * as png from './png.js';
import { readInput } from './source.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'assay-export-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const saved = (name: string): Uint8Array => Uint8Array.from(readFileSync(join(directory, name)));
const count = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i + 1);

describe('writeOutput', () => {
  it('writes only the bytes of a version that nothing describes', async () => {
    expect(await writeOutput(directory, 'c', count(8))).toEqual(['c.bin']);
    expect(readdirSync(directory)).toEqual(['c.bin']);
    expect(saved('c.bin')).toEqual(count(8));
  });

  it('writes an array beside the bytes, without the padding', async () => {
    const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 0, 0);
    expect(await writeOutput(directory, 'c', bytes, tensor.fromText('i16[3,1]'))).toEqual(['c.bin', 'c.npy']);
    expect(saved('c.bin')).toEqual(bytes);
    const read = npy.decode(saved('c.npy'), 'c.npy');
    expect(read).toEqual({ tensor: { element: 'i16', shape: [3, 1] }, data: count(6) });
  });

  it('writes a picture beside the bytes', async () => {
    expect(await writeOutput(directory, 'c', count(24), tensor.fromText('u8[2,3,4]'))).toEqual(['c.bin', 'c.png']);
    expect(png.decode(saved('c.png'), 'c.png')).toEqual({ width: 3, height: 2, rgba: count(24) });
  });

  it.each(['u8[2,3,4]', 'u8[3]', 'i32[5,2]'])('writes what readInput reads back: %s', async (text) => {
    const declared = tensor.fromText(text);
    const sizeBytes = size.padded(tensor.lengthBytes(declared));
    const bytes = new Uint8Array(sizeBytes);
    bytes.set(count(tensor.lengthBytes(declared)));
    for (const name of await writeOutput(directory, 'c', bytes, declared)) {
      const read = readInput(join(directory, name), { name: 'c', sizeBytes, tensor: declared });
      expect(read.bytes).toEqual(bytes);
    }
  });

  it.each(['../c', 'a/b', 'a\\b', '.c', '', 'a\0', 'ä', 'a'.repeat(201)])('refuses %j as a file name', async (name) => {
    const attempt = writeOutput(join(directory, 'in'), name, count(4));
    await expect(attempt).rejects.toMatchObject({ kind: 'invalid', code: 'output.bad-name' });
    expect(readdirSync(directory)).toEqual([]);
  });

  it('reports a description of more than the bytes as a bug', async () => {
    const attempt = writeOutput(directory, 'c', count(4), tensor.fromText('u8[5]'));
    await expect(attempt).rejects.toMatchObject({ kind: 'bug', code: 'output.bad-declaration' });
  });
});
