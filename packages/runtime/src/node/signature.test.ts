import { generateKeyPairSync } from 'node:crypto';
import { bytes, signature } from '@assay/core';
import { describe, expect, it } from 'vitest';
import { nativeEd25519 } from './signature.js';

const secret = new Uint8Array(32).fill(9);
const digest = Uint8Array.from({ length: 32 }, (_, i) => 5 * i);
const worker = signature.identityOf(secret);
const signed = signature.sign(digest, secret);
const [signatureBytes, keyBytes] = [bytes.fromHex(signed), bytes.fromHex(worker.publicKey)];

describe('nativeEd25519', () => {
  it('RFC 8032, section 7.1, TEST 2', () => {
    const key = bytes.fromHex('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c');
    const made = bytes.fromHex(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    );
    expect(nativeEd25519(made, Uint8Array.of(0x72), key)).toBe(true);
    expect(nativeEd25519(made, Uint8Array.of(0x73), key)).toBe(false);
  });

  it('accepts what was signed, and no other signature, digest or key', () => {
    expect(nativeEd25519(signatureBytes, digest, keyBytes)).toBe(true);
    const other = bytes.fromHex(signature.identityOf(new Uint8Array(32)).publicKey);
    expect(nativeEd25519(signatureBytes, digest, other)).toBe(false);
    expect(nativeEd25519(signatureBytes, digest.toReversed(), keyBytes)).toBe(false);
    expect(nativeEd25519(signatureBytes.toReversed(), digest, keyBytes)).toBe(false);
  });

  it('never throws', () => {
    const sizes = [0, 1, 31, 33, 57, 64, 114, 1000].map((length) => new Uint8Array(length));
    for (const odd of sizes) {
      if (odd.length !== 64) expect(nativeEd25519(odd, digest, keyBytes)).toBe(false);
      expect(nativeEd25519(signatureBytes, odd, keyBytes)).toBe(false);
      expect(nativeEd25519(signatureBytes, digest, odd)).toBe(false);
    }
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'der', type: 'spki' });
    expect(nativeEd25519(signatureBytes, digest, rsa)).toBe(false);
    for (const odd of [undefined, null, 'text', 7, {}]) {
      expect(nativeEd25519(odd as never, digest, keyBytes)).toBe(false);
      expect(nativeEd25519(signatureBytes, odd as never, keyBytes)).toBe(false);
      expect(nativeEd25519(signatureBytes, digest, odd as never)).toBe(false);
    }
  });

  it('as a fast path it accepts by itself', () => {
    expect(signature.fastPath(nativeEd25519)(signed, digest, worker.publicKey)).toBe(true);
  });
});
