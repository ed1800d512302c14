import { blake3 } from '@noble/hashes/blake3.js';
import { describe, expect, it } from 'vitest';
import { toHex } from './bytes.js';
import { contexts, digest, digestHex } from './identity.js';

/** The table of I2, written again: a changed context changes every id. */
const frozen: Record<keyof typeof contexts, string> = {
  job: 'Assay 2026-11-20 job id v1',
  kernel: 'Assay 2026-11-20 kernel id v1',
  task: 'Assay 2026-11-20 task id v1',
  claim: 'Assay 2026-11-20 claim id and signing digest v1',
  seal: 'Assay 2026-11-20 sealed commitment v1',
  verdict: 'Assay 2026-11-20 verdict id v1',
  costs: 'Assay 2026-11-20 cost table id v1',
  challenge: 'Assay 2026-11-20 challenge id v1',
  seed: 'Assay 2026-11-20 challenge seed v1',
  secret: 'Assay 2026-11-20 challenge secret commitment v1',
  draw: 'Assay 2026-11-20 challenge draws v1',
  product: 'Assay 2026-11-20 product check vectors v1',
  file: 'Assay 2026-11-20 file checksum v1',
};
const names = Object.keys(frozen) as (keyof typeof contexts)[];

describe('identity', () => {
  it('I2: the contexts are frozen', () => expect(contexts).toEqual(frozen));

  it.each(names)('I1: the digest of a %s is BLAKE3 in derive-key mode', (name) => {
    for (const length of [0, 1, 64, 1024, 1025, 5000]) {
      const bytes = Uint8Array.from({ length }, (_, i) => i % 251);
      const expected = blake3(bytes, { context: new TextEncoder().encode(frozen[name]) });
      expect(toHex(digest(name, bytes))).toBe(toHex(expected));
      expect(digestHex(name, bytes)).toBe(toHex(expected));
    }
  });

  it('I2: bytes have another digest as each type, and as a buffer', () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const all = [...names.map((name) => toHex(digest(name, bytes))), toHex(blake3(bytes))];
    expect(new Set(all).size).toBe(names.length + 1);
  });
});
