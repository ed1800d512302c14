import { describe, expect, it } from 'vitest';
import type { Value } from './codec.js';
import * as key from './key.js';
import * as signature from './signature.js';
import { outcome } from './testing/fixture.js';

const secret = new Uint8Array(32).fill(9);
const valid = key.fromSecret(secret);

describe('key', () => {
  it('F2: holds the secret beside its public key', () => {
    expect(valid).toEqual({ ...signature.identityOf(secret), secret });
    expect(key.toIdentity(valid)).toEqual(signature.identityOf(secret));
    expect(key.toIdentity(valid)).not.toHaveProperty('secret');
    expect(key.shape.fromValue(key.shape.toValue(valid), 'key')).toEqual(valid);
  });

  it('F2: refuses a pair that does not belong together, without telling the secret', () => {
    expect(outcome(() => key.assertKey(valid))).toBe('accepted');
    const changed = { ...valid, secret: new Uint8Array(32).fill(8) };
    expect(() => key.assertKey(changed)).toThrow(
      expect.objectContaining({ kind: 'invalid', code: 'key.mismatch', where: 'key.publicKey' }),
    );
    expect(() => key.assertKey(changed)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('0808') }),
    );
  });

  it.each<[string, object, string]>([
    ['control', {}, 'accepted'],
    ['another scheme', { scheme: 'secp256k1' }, 'malformed shape.wrong-value'],
    ['a secret of 31 bytes', { secret: new Uint8Array(31) }, 'malformed shape.wrong-value'],
    ['a secret of 64 bytes', { secret: new Uint8Array(64) }, 'malformed shape.wrong-value'],
    ['an unknown version', { version: 2 }, 'malformed shape.unknown-version'],
    ['an unknown field', { label: 'mine' }, 'malformed shape.unknown-field'],
  ])('reads: %s', (_, fields, expected) => {
    const value = { ...(key.shape.toValue(valid) as object), ...fields } as Value;
    expect(outcome(() => key.shape.fromValue(value, 'key'))).toBe(expected);
  });
});
