/**
 * Signatures of workers and requesters. One verification rule everywhere: Ed25519 as noble implements it with
 * `zip215: false` (SPEC.md, chapter Signatures). Other libraries differ on crafted signatures, and a difference would
 * split a settlement.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE } from '@noble/curves/utils.js';
import { assertBytes, fromHex, toHex } from './bytes.js';
import { AssayError } from './errors.js';
import { hex, oneOf, record, type Shape } from './shape.js';

declare const brand: unique symbol;

const { Point } = ed25519;
const { Fn, Fp } = Point;

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

/**
 * Another implementation of Ed25519: whether it accepts these 64 bytes as a signature of the 32-byte digest by the 32-byte
 * key. Only `true` counts, and only where SPEC.md S5 says so; the bytes are copies of its own.
 */
export type Native = (signature: Uint8Array, digest: Uint8Array, publicKey: Uint8Array) => boolean;

/** Whether S5 accepts. `true` means that S2 does, too; `false` means nothing. Made by {@link fastPath}. */
export type FastPath = ((signature: Signature, digest: Uint8Array, publicKey: PublicKey) => boolean) & {
  readonly [brand]: 'FastPath';
};

export interface Options {
  /** Makes the answer come sooner, and never another one. */
  readonly fastPath?: FastPath | undefined;
}

export interface FastPathOptions {
  /** Where the keys are kept that S2 lets sign. Only the fast path may write here. Default: a memory of its own. */
  readonly goodKeys?: Set<PublicKey>;
  /** How many of them are kept; the oldest makes room. A key that is not kept costs a tenth of a check by the rule. Default: 4096. */
  readonly keyLimit?: number;
}

/**
 * The fast path of S5 over a native verifier. Keep it from call to call, for the sake of the keys it knows.
 *
 * @throws AssayError `signature.key-limit` (bug) unless `keyLimit` is a whole number from 0.
 */
export function fastPath(native: Native, { goodKeys = new Set(), keyLimit = 4096 }: FastPathOptions = {}): FastPath {
  if (!Number.isSafeInteger(keyLimit) || keyLimit < 0) {
    throw new AssayError({
      kind: 'bug',
      code: 'signature.key-limit',
      where: 'keyLimit',
      expected: 'a whole number from 0',
      got: String(keyLimit),
      remedy: 'Say how many public keys may be kept.',
    });
  }
  const isGood = (publicKey: PublicKey): boolean => {
    if (goodKeys.has(publicKey)) return true;
    if (!maySign(fromHex(publicKey))) return false;
    goodKeys.add(publicKey);
    const [oldest] = goodKeys;
    if (goodKeys.size > keyLimit) goodKeys.delete(oldest!);
    return true;
  };
  const accepts = (signature: Signature, digest: Uint8Array, publicKey: PublicKey): boolean => {
    try {
      const bytes = fromHex(signature);
      if (!hasPlainEncodings(bytes) || native(bytes, digest.slice(), fromHex(publicKey)) !== true) return false;
      return isGood(publicKey); // last, so that only keys that signed something take a place
    } catch {
      return false;
    }
  };
  return accepts as FastPath;
}

/**
 * Whether the signature of a 32-byte digest is valid: RFC 8032 with canonical encodings and no small-order key (S2). A fast
 * path changes when the answer comes, not what it is (S5).
 */
export function isValid(
  signature: Signature,
  digest: Uint8Array,
  { publicKey }: Identity,
  { fastPath: accepts }: Options = {},
): boolean {
  assertBytes(digest, 'digest', 32);
  if (accepts?.(signature, digest, publicKey)) return true;
  try {
    return ed25519.verify(fromHex(signature), digest, fromHex(publicKey), { zip215: false });
  } catch {
    return false; // noble throws on some encodings that it cannot parse
  }
}

/** S5 (a), (b): S < L, and R has 1 < y < p - 1, so that only the canonical encoding of a point can be meant. */
function hasPlainEncodings(signature: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  const y = bytesToNumberLE(signature.subarray(0, 32)) & (2n ** 255n - 1n);
  return 1n < y && y < Fp.ORDER - 1n && Fn.isValid(bytesToNumberLE(signature.subarray(32)));
}

/** S5 (c): what S2 asks of the key alone. Throws on a key that it cannot decode. */
function maySign(publicKey: Uint8Array): boolean {
  return !Point.fromBytes(publicKey, false).isSmallOrder();
}
