import { execFileSync, spawnSync } from 'node:child_process';
import { blake3 as noble } from '@noble/hashes/blake3.js';
import { describe, expect, it } from 'vitest';
import { toHex } from './bytes.js';
import * as suite from './suite.js';

const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251);
const hasB3sum = spawnSync('b3sum', ['--version']).status === 0;

describe('the blake3 suite', () => {
  const { name, root, open, verify } = suite.blake3();

  it('is called blake3', () => {
    expect(name).toBe('blake3');
  });

  it('C1: commits with the plain hash', () => {
    expect(root(bytes)).toBe(toHex(noble(bytes)));
    expect(root(new Uint8Array(0))).toBe(toHex(noble(new Uint8Array(0))));
  });

  it.skipIf(!hasB3sum)('C1: prints what b3sum prints (needs b3sum)', () => {
    for (const length of [0, 1, 1024, 1025, 65_536, 100_000]) {
      const input = bytes.subarray(0, length);
      expect(execFileSync('b3sum', ['--no-names'], { input, encoding: 'utf8' }).trim()).toBe(root(input));
    }
  });

  it('opens and verifies', () => {
    const ranges = [{ offsetBytes: 5000, lengthBytes: 100 }];
    const opened = verify(root(bytes), bytes.length, ranges, open(bytes, ranges));
    expect(opened.ok && opened.bytes[0]).toEqual(bytes.subarray(5000, 5100));
  });

  it('refuses another root', () => {
    const ranges = [{ offsetBytes: 5000, lengthBytes: 100 }];
    const refused = verify(root(bytes.subarray(1)), bytes.length, ranges, open(bytes, ranges));
    expect(refused).toMatchObject({ ok: false, failure: { kind: 'invalid', code: 'opening.wrong-root' } });
  });
});

describe('toRoot', () => {
  const good = suite.blake3().root(bytes);

  it('control: takes a root', () => {
    expect(suite.toRoot(good)).toBe(good);
  });

  const bad = [good.toUpperCase(), good.slice(1), `${good}0`, `0x${good}`, `${good}\n`, `${good.slice(1)}g`, ''];
  for (const text of bad) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(suite.isRoot(text)).toBe(false);
      expect(() => suite.toRoot(text)).toThrow(
        expect.objectContaining({ kind: 'malformed', code: 'suite.not-a-root' }),
      );
    });
  }
});
