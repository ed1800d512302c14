import { bytes, type identity, key as keys, type task as tasks } from '@assay/core';

/** Fresh random bytes from the platform's generator (WebCrypto). */
export function randomBytes(count: number): Uint8Array<ArrayBuffer> {
  const random = new Uint8Array(count);
  // WebCrypto gives at most 65,536 bytes a call.
  for (let at = 0; at < count; at += 65_536) globalThis.crypto.getRandomValues(random.subarray(at, at + 65_536));
  return random;
}

/** A new Ed25519 key. */
export function newKey(): keys.Key {
  return keys.fromSecret(randomBytes(32));
}

/** A nonce that tells this task from every other. */
export function newNonce(): tasks.Nonce {
  return bytes.toHex(randomBytes(32)) as tasks.Nonce;
}

/** A salt, fresh for each receipt. */
export function newSalt(): identity.Salt {
  return bytes.toHex(randomBytes(32)) as identity.Salt;
}

/** A random number from 0 up to, not including, n: each is equally likely. @param n from 1 to 2⁵³. */
export function randomBelow(n: number): number {
  const bits = n.toString(2).length;
  for (;;) {
    const word = new DataView(randomBytes(8).buffer).getBigUint64(0);
    const drawn = Number(BigInt.asUintN(bits, word));
    if (drawn < n) return drawn;
  }
}
