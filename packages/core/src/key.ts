import { AssayError } from './errors.js';
import { binary, object, oneOf, record, type Shape } from './shape.js';
import { type Identity, identityOf, type PublicKey, publicKeyShape } from './signature.js';

/** A secret key as it is kept in a file. The public key beside it shows when a bit of the secret has flipped. */
export interface Key {
  readonly scheme: 'ed25519';
  readonly publicKey: PublicKey;
  /** 32 bytes (the seed of RFC 8032). Never print or log it. */
  readonly secret: Uint8Array;
}

/** The encoded form (SPEC.md, chapter Files). */
export const shape: Shape<Key> = object(
  'key',
  1,
  record<Key>({ scheme: oneOf('ed25519'), publicKey: publicKeyShape, secret: binary(32, 32) }),
);

/** The key of 32 random bytes; the caller brings the randomness. */
export function fromSecret(secret: Uint8Array): Key {
  const { scheme, publicKey } = identityOf(secret);
  return { scheme, publicKey, secret };
}

/** The public half. */
export function toIdentity({ scheme, publicKey }: Key): Identity {
  return { scheme, publicKey };
}

/**
 * Throws unless the public key belongs to the secret.
 *
 * @throws AssayError `key.mismatch` (invalid).
 */
export function assertKey(key: Key): void {
  const { publicKey } = identityOf(key.secret);
  if (publicKey === key.publicKey) return;
  throw new AssayError({
    kind: 'invalid',
    code: 'key.mismatch',
    where: 'key.publicKey',
    expected: `the public key of the secret, ${publicKey}`,
    got: key.publicKey,
    remedy: 'The key is damaged: restore it from a backup, or make a new one.',
  });
}
