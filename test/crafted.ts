/**
 * Ed25519 signatures that nobody makes by accident, with the verdicts that follow from their exponents alone.
 *
 * Every point here is e·B + t·T with known e and t: B the base point of order L, T a point of order 8. So whether an equation
 * holds is arithmetic modulo L and modulo 8, and needs no code that checks signatures.
 */
import { createHash } from 'node:crypto';
import { bytes } from '@assay/core';

/** The order of the base point, and the field's (RFC 8032, section 5.1). */
export const L: bigint = 2n ** 252n + 27742317777372353535851937790883648493n;
const p = 2n ** 255n - 19n;

/** Extended homogeneous coordinates (RFC 8032, section 5.1.4). */
type Point = readonly [X: bigint, Y: bigint, Z: bigint, T: bigint];

const d = mod(-121665n * inverse(121666n));
const zero: Point = [0n, 1n, 1n, 0n];
/** B of RFC 8032, section 5.1. */
const base = fromAffine(
  15112221349535400772501151409588531511454012693041857206046113283949847762202n,
  46316835694926478169428394003475163141307993866256225615783033603165251855960n,
);
/** Of order 8. */
const torsion = fromAffine(
  0x1fd5b9a006394a28e933993238de4abb5c193c7013e5e238dea14646c545d14an,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
);

/** e·B + t·T in one of its encodings: 0 is the canonical one. */
export interface Element {
  readonly e: bigint;
  readonly t: number;
  readonly encoding: number;
  readonly bytes: Uint8Array;
  /** The canonical bytes of the same point. */
  readonly canonical: Uint8Array;
}

/** All encodings of e·B + t·T: one for nearly every point, up to four for some of small order. */
export function elements(e: bigint, t: number): readonly Element[] {
  const [X, Y, Z] = add(multiply(base, e), multiply(torsion, BigInt(t)));
  const [x, y] = [mod(X * inverse(Z)), mod(Y * inverse(Z))];
  const ys = y + p < 2n ** 255n ? [y, y + p] : [y];
  const signs = x === 0n ? [0n, 1n] : [x & 1n];
  const all = ys.flatMap((each) => signs.map((sign) => toBytesLE(each + (sign << 255n))));
  return all.map((encoded, encoding) => ({ e, t, encoding, bytes: encoded, canonical: all[0]! }));
}

/** All 14 encodings of the eight points of small order. */
export const smallOrder: readonly Element[] = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((t) => elements(0n, t));

export interface Crafted {
  readonly signature: Uint8Array;
  /** Whether the equation of RFC 8032 holds with the cofactor, and without: for S mod L, and the points as decoded. */
  readonly holds: { readonly cofactored: boolean; readonly cofactorless: boolean };
  /** SHA-512(R ‖ A ‖ digest) mod L of the bytes as they are. */
  readonly k: bigint;
}

export interface Choices {
  /** Multiples of L to add to S: up to 15 fit. */
  readonly addL?: bigint;
  /** Added to S: nothing holds any more. */
  readonly error?: bigint;
  /** The signer hashes the canonical encodings instead of the bytes of R and A. */
  readonly reencodes?: boolean;
}

/** What can be signed by who knows all exponents: S = r + k·a. */
export function craft(A: Element, R: Element, digest: Uint8Array, choices: Choices = {}): Crafted {
  const { addL = 0n, error = 0n, reencodes = false } = choices;
  const k = hash(R.bytes, A.bytes, digest);
  const signed = reencodes ? hash(R.canonical, A.canonical, digest) : k;
  const S = ((((R.e + signed * A.e + error) % L) + L) % L) + addL * L;
  const cofactored = (S - R.e - k * A.e) % L === 0n;
  const cofactorless = cofactored && (BigInt(R.t) + k * BigInt(A.t)) % 8n === 0n;
  return { signature: bytes.concat(R.bytes, toBytesLE(S)), holds: { cofactored, cofactorless }, k };
}

/** Rule S2, said in exponents. */
export function isStrict(A: Element, R: Element, { addL = 0n }: Choices, { holds }: Crafted): boolean {
  return addL === 0n && A.encoding === 0 && R.encoding === 0 && A.e !== 0n && holds.cofactored;
}

/** What OpenSSL does, said in exponents: it compares R's bytes with the encoding of [S]B − [k]A, for any A on the curve. */
export function isOpenssl(R: Element, { addL = 0n }: Choices, { holds }: Crafted): boolean {
  return addL === 0n && R.encoding === 0 && holds.cofactorless;
}

function hash(...parts: readonly Uint8Array[]): bigint {
  const digest = createHash('sha512')
    .update(bytes.concat(...parts))
    .digest('hex');
  return fromBytesLE(bytes.fromHex(digest)) % L;
}

function add([X1, Y1, Z1, T1]: Point, [X2, Y2, Z2, T2]: Point): Point {
  const [A, B] = [mod((Y1 - X1) * (Y2 - X2)), mod((Y1 + X1) * (Y2 + X2))];
  const [C, D] = [mod(2n * T1 * T2 * d), mod(2n * Z1 * Z2)];
  const [E, F, G, H] = [B - A, D - C, D + C, B + A];
  return [mod(E * F), mod(G * H), mod(F * G), mod(E * H)];
}

function multiply(point: Point, times: bigint): Point {
  if (times === 0n) return zero;
  const half = multiply(point, times >> 1n);
  const double = add(half, half);
  return (times & 1n) === 0n ? double : add(double, point);
}

function fromAffine(x: bigint, y: bigint): Point {
  return [x, y, 1n, mod(x * y)];
}

function mod(value: bigint): bigint {
  return ((value % p) + p) % p;
}

/** By Fermat. */
function inverse(value: bigint): bigint {
  let [result, square] = [1n, mod(value)];
  for (let exponent = p - 2n; exponent > 0n; exponent >>= 1n) {
    if ((exponent & 1n) === 1n) result = mod(result * square);
    square = mod(square * square);
  }
  return result;
}

function toBytesLE(value: bigint): Uint8Array {
  return bytes.fromHex(value.toString(16).padStart(64, '0')).reverse();
}

function fromBytesLE(encoded: Uint8Array): bigint {
  return BigInt(`0x${bytes.toHex(encoded.toReversed())}`);
}
