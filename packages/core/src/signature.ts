/**
 * Signatures of workers and requesters. One verification rule everywhere: Ed25519 as noble implements it with
 * `zip215: false` (SPEC.md, chapter Signatures). Other libraries differ on crafted signatures, and a difference would
 * split a settlement.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { assertBytes, fromHex, toHex } from './bytes.js';
import { hex, oneOf, record, type Shape } from './shape.js';

declare const brand: unique symbol;

/** An Ed25519 public key: 64 hexadecimal digits. */
export type PublicKey = string & { readonly [brand]: 'PublicKey' };
/** An Ed25519 signature: 128 hexadecimal digits. Never an identifier: one claim has many valid signatures. */
export type Signature = string & { readonly [brand]: 'Signature' };

/** Whoever signs: a scheme and a key of it. */
export interface Identity {
  readonly scheme: 'ed25519';
  readonly publicKey: PublicKey;
}

/** The encoded form of a public key. */
export const publicKeyShape: Shape<PublicKey> = hex<PublicKey>(32);
/** The encoded form of a signature. */
export const signatureShape: Shape<Signature> = hex<Signature>(64);
/** The encoded form of an identity. */
export const identityShape: Shape<Identity> = record<Identity>({ scheme: oneOf('ed25519'), publicKey: publicKeyShape });

/** The public identity of a 32-byte Ed25519 secret (the seed of RFC 8032). */
export function identityOf(secret: Uint8Array): Identity {
  assertBytes(secret, 'secret', 32);
  return { scheme: 'ed25519', publicKey: toHex(ed25519.getPublicKey(secret)) as PublicKey };
}

/** Signs a 32-byte digest; deterministic (RFC 8032). */
export function sign(digest: Uint8Array, secret: Uint8Array): Signature {
  assertBytes(digest, 'digest', 32);
  assertBytes(secret, 'secret', 32);
  return toHex(ed25519.sign(digest, secret)) as Signature;
}

/** Whether the signature of a 32-byte digest is valid: RFC 8032 with canonical encodings and no small-order key. */
export function isValid(signature: Signature, digest: Uint8Array, { publicKey }: Identity): boolean {
  assertBytes(digest, 'digest', 32);
  try {
    return ed25519.verify(fromHex(signature), digest, fromHex(publicKey), { zip215: false });
  } catch {
    return false; // noble throws on some encodings that it cannot parse
  }
}
