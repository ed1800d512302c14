import { createPrivateKey, createPublicKey, sign as nodeSign, verify as nodeVerify } from 'node:crypto';
import { ED25519_TORSION_SUBGROUP, ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from './bytes.js';
import type { Value } from './codec.js';
import * as signature from './signature.js';
import { check, outcome } from './testing/fixture.js';

const { Point } = ed25519;
type Point = InstanceType<typeof Point>;
const L = Point.Fn.ORDER;

/** RFC 8032, section 7.1, TEST 1 to TEST 3. */
const rfc8032 = [
  {
    secret: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    secret: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
  {
    secret: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
];

function toBytesLE(value: bigint): Uint8Array {
  return fromHex(value.toString(16).padStart(64, '0')).reverse();
}
function fromBytesLE(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHex(bytes.slice().reverse())}`);
}
function nodeKey(publicKey: Uint8Array) {
  return createPublicKey({
    key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]),
    format: 'der',
    type: 'spki',
  });
}

const digest = Uint8Array.from({ length: 32 }, (_, i) => 7 * i);
const secret = fromHex(rfc8032[0]!.secret);
/** The secret's scalar a and the public point A = a·B. */
const scalar = ed25519.utils.getExtendedPublicKey(secret).scalar;
const A = Point.BASE.multiply(scalar);
/** A point of order 8. */
const torsion = ED25519_TORSION_SUBGROUP.map((hex) => Point.fromHex(hex, true)).find(
  (point) => !point.multiplyUnsafe(4n).is0(),
) as Point;
const identity = Point.ZERO.toBytes();
/** The neutral element, y = 1, written as y = p + 1. */
const identityNonCanonical = toBytesLE(Point.Fp.ORDER + 1n);

/** What whoever knows the scalar a can sign with R given as bytes: S = r + SHA-512(R ‖ A ‖ M)·a. */
function crafted(r: bigint, R: Uint8Array, publicKey: Uint8Array, a: bigint): Uint8Array {
  const h = fromBytesLE(sha512(concat(R, publicKey, digest))) % L;
  return concat(R, toBytesLE((r + h * a) % L));
}

function verdicts(bytes: Uint8Array, publicKey: Uint8Array): { assay: boolean; zip215: boolean; node: boolean } {
  const worker: signature.Identity = { scheme: 'ed25519', publicKey: toHex(publicKey) as signature.PublicKey };
  return {
    assay: signature.isValid(toHex(bytes) as signature.Signature, digest, worker),
    zip215: ed25519.verify(bytes, digest, publicKey, { zip215: true }),
    node: nodeVerify(null, digest, nodeKey(publicKey), bytes),
  };
}

describe('S1: RFC 8032', () => {
  it.each(rfc8032)('section 7.1, key $publicKey', (vector) => {
    expect(signature.identityOf(fromHex(vector.secret))).toEqual({ scheme: 'ed25519', publicKey: vector.publicKey });
    const made = ed25519.sign(fromHex(vector.message), fromHex(vector.secret));
    expect(toHex(made)).toBe(vector.signature);
    expect(ed25519.verify(made, fromHex(vector.message), fromHex(vector.publicKey), { zip215: false })).toBe(true);
  });

  it('signs a digest as OpenSSL does, byte for byte, and both accept it', () => {
    const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(bytes32, bytes32, (seed, message) => {
        const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
        const expected = nodeSign(null, message, createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }));
        const made = signature.sign(message, seed);
        expect(made).toBe(expected.toString('hex'));
        const worker = signature.identityOf(seed);
        expect(signature.isValid(made, message, worker)).toBe(true);
        expect(nodeVerify(null, message, nodeKey(fromHex(worker.publicKey)), fromHex(made))).toBe(true);
      }),
      check(400),
    );
  });

  it('signs 32-byte digests only', () => {
    for (const length of [0, 31, 33, 64]) {
      expect(outcome(() => signature.sign(new Uint8Array(length), secret))).toBe('bug bytes.not-bytes');
      expect(outcome(() => signature.sign(digest, new Uint8Array(length)))).toBe('bug bytes.not-bytes');
      expect(outcome(() => signature.identityOf(new Uint8Array(length)))).toBe('bug bytes.not-bytes');
    }
  });
});

describe('S2: what is refused', () => {
  const valid = signature.sign(digest, secret);
  const worker = signature.identityOf(secret);

  it('control: a signature of this digest by this key', () => {
    expect(signature.isValid(valid, digest, worker)).toBe(true);
  });

  it('every bit of signature, digest and key', () => {
    const flip = (bytes: Uint8Array, bit: number): Uint8Array => {
      const changed = bytes.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      return changed;
    };
    for (let bit = 0; bit < 512; bit += 5) {
      const changed = toHex(flip(fromHex(valid), bit)) as signature.Signature;
      expect(signature.isValid(changed, digest, worker)).toBe(false);
    }
    for (let bit = 0; bit < 256; bit += 5) {
      const publicKey = toHex(flip(fromHex(worker.publicKey), bit)) as signature.PublicKey;
      expect(signature.isValid(valid, digest, { ...worker, publicKey })).toBe(false);
      expect(signature.isValid(valid, flip(digest, bit), worker)).toBe(false);
    }
  });

  it('texts of another length or notation, without an exception', () => {
    const odd = ['', valid.slice(2), `${valid}00`, valid.toUpperCase(), `0x${valid.slice(2)}`, 'z'.repeat(128)];
    for (const text of odd) expect(signature.isValid(text as signature.Signature, digest, worker)).toBe(false);
    for (const text of ['', worker.publicKey.slice(2), `${worker.publicKey}00`, worker.publicKey.toUpperCase()]) {
      expect(signature.isValid(valid, digest, { ...worker, publicKey: text as signature.PublicKey })).toBe(false);
    }
  });
});

describe('S2, S3: crafted signatures on which verifiers differ', () => {
  const publicKey = A.toBytes();

  it('control: R = r·B by the same construction', () => {
    const R = Point.BASE.multiply(5n).toBytes();
    expect(verdicts(crafted(5n, R, publicKey, scalar), publicKey)).toEqual({ assay: true, zip215: true, node: true });
  });

  it('S + L: refused by all', () => {
    const valid = fromHex(signature.sign(digest, secret));
    const S = fromBytesLE(valid.subarray(32));
    const malleated = concat(valid.subarray(0, 32), toBytesLE(S + L));
    expect(verdicts(valid, publicKey)).toEqual({ assay: true, zip215: true, node: true });
    expect(verdicts(malleated, publicKey)).toEqual({ assay: false, zip215: false, node: false });
  });

  it('a small-order key with R = 1 and S = 0, which signs any message: refused here only', () => {
    const bytes = concat(identity, toBytesLE(0n));
    expect(verdicts(bytes, identity)).toEqual({ assay: false, zip215: true, node: true });
  });

  it('all eight small-order keys', () => {
    const bytes = concat(identity, toBytesLE(0n));
    for (const hex of ED25519_TORSION_SUBGROUP) {
      expect(verdicts(bytes, fromHex(hex))).toMatchObject({ assay: false, zip215: true });
    }
  });

  it('a key in a non-canonical encoding: refused here only', () => {
    // Every point with such an encoding that somebody can sign for has small order too: both rules refuse it.
    const bytes = concat(identity, toBytesLE(0n));
    expect(Point.fromBytes(identityNonCanonical, true).is0()).toBe(true);
    expect(verdicts(bytes, identityNonCanonical)).toEqual({ assay: false, zip215: true, node: true });
  });

  it('R in a non-canonical encoding, by the honest key’s owner: only that rule fails', () => {
    expect(verdicts(crafted(0n, identity, publicKey, scalar), publicKey)).toEqual({
      assay: true,
      zip215: true,
      node: true,
    });
    expect(verdicts(crafted(0n, identityNonCanonical, publicKey, scalar), publicKey)).toEqual({
      assay: false,
      zip215: true,
      node: false,
    });
    const signBit = identity.slice();
    signBit[31] = 0x80; // x = 0 with its sign bit set
    expect(verdicts(crafted(0n, signBit, publicKey, scalar), publicKey)).toEqual({
      assay: false,
      zip215: true,
      node: false,
    });
  });

  it('R with a torsion part, by the honest key’s owner: accepted here, refused by OpenSSL', () => {
    const R = Point.BASE.multiply(5n).add(torsion).toBytes();
    expect(verdicts(crafted(5n, R, publicKey, scalar), publicKey)).toEqual({ assay: true, zip215: true, node: false });
  });

  it('a key with a torsion part is not of small order: accepted here, and by OpenSSL for one message in eight', () => {
    const mixed = A.add(torsion).toBytes();
    let agreeing = 0;
    for (let r = 1n; r <= 40n; r++) {
      const R = Point.BASE.multiply(r).toBytes();
      const { assay, node } = verdicts(crafted(r, R, mixed, scalar), mixed);
      expect(assay).toBe(true);
      if (node) agreeing++;
    }
    expect(agreeing).toBeGreaterThan(0);
    expect(agreeing).toBeLessThan(20);
  });
});

describe('S5: the fast path', () => {
  const worker = signature.identityOf(secret);
  const valid = signature.sign(digest, secret);
  /** Well formed, and of nothing. */
  const forged = toHex(concat(Point.BASE.multiply(5n).toBytes(), toBytesLE(7n))) as signature.Signature;
  const answers =
    (answer: unknown): signature.Native =>
    () =>
      answer as boolean;
  const isValid = (
    text: string,
    native: signature.Native,
    { publicKey = worker.publicKey as string, options = {} as signature.FastPathOptions } = {},
  ): boolean => {
    const identity: signature.Identity = { scheme: 'ed25519', publicKey: publicKey as signature.PublicKey };
    const fastPath = signature.fastPath(native, options);
    return signature.isValid(text as signature.Signature, digest, identity, { fastPath });
  };

  it('control: a yes counts, so that a native verifier which lies is believed on a plain signature', () => {
    expect(signature.isValid(forged, digest, worker)).toBe(false);
    expect(isValid(forged, answers(true))).toBe(true);
  });

  it('nothing but true counts, and nothing that native code does gets out', () => {
    const failing: signature.Native = () => {
      throw new Error('no such algorithm');
    };
    const others = [false, undefined, null, 1, 'true', {}, Promise.resolve(true)];
    for (const native of [failing, ...others.map(answers)]) {
      expect(isValid(forged, native)).toBe(false);
      expect(isValid(valid, native)).toBe(true);
    }
  });

  it('native code gets the bytes, and copies of its own', () => {
    const calls: string[][] = [];
    const before = digest.slice();
    const native: signature.Native = (...given) => {
      calls.push(given.map(toHex));
      for (const bytes of given) bytes.fill(0);
      return false;
    };
    expect(isValid(valid, native)).toBe(true);
    expect(calls).toEqual([[valid, toHex(before), worker.publicKey]]);
    expect(digest).toEqual(before);
  });

  it.each<[string, Uint8Array, Uint8Array]>([
    ['(a) S = L', Point.BASE.multiply(5n).toBytes(), toBytesLE(L)],
    ['(a) S = 2^256 - 1', Point.BASE.multiply(5n).toBytes(), new Uint8Array(32).fill(0xff)],
    ['(b) R with y = 0', toBytesLE(0n), toBytesLE(7n)],
    ['(b) R with y = 1', identity, toBytesLE(7n)],
    ['(b) R with y = p - 1', toBytesLE(Point.Fp.ORDER - 1n), toBytesLE(7n)],
    ['(b) R with y = p - 1 and a sign', toBytesLE(Point.Fp.ORDER - 1n + 2n ** 255n), toBytesLE(7n)],
    ['(b) R with y = p', toBytesLE(Point.Fp.ORDER), toBytesLE(7n)],
    ['(b) R with y = 2^255 - 1 and a sign', new Uint8Array(32).fill(0xff), toBytesLE(7n)],
  ])('%s: native code is not asked', (_, R, S) => {
    let asked = 0;
    const native: signature.Native = () => {
      asked++;
      return true;
    };
    expect(isValid(toHex(concat(R, S)), native)).toBe(false);
    expect(asked).toBe(0);
  });

  it.each<[string, bigint, bigint]>([
    ['(a) S = L - 1', 5n, L - 1n],
    ['(a) S = 0', 5n, 0n],
    ['(b) y = 2', 2n, 7n],
    ['(b) y = p - 2, with a sign', Point.Fp.ORDER - 2n + 2n ** 255n, 7n],
  ])('%s: it is', (_, R, S) => {
    expect(isValid(toHex(concat(toBytesLE(R), toBytesLE(S))), answers(true))).toBe(true);
  });

  it('(c) a yes counts for no key that S2 refuses, and none of them is kept', () => {
    const goodKeys = new Set<signature.PublicKey>();
    const refused = [
      ...ED25519_TORSION_SUBGROUP,
      toHex(identityNonCanonical),
      `01${'00'.repeat(30)}80`, // x = 0 with a sign
      toHex(toBytesLE(Point.Fp.ORDER + 3n)), // on the curve, of large order, in its second encoding
      toHex(toBytesLE(2n)), // no point has y = 2
      'ff'.repeat(32),
      worker.publicKey.slice(2),
      `${worker.publicKey}00`,
      worker.publicKey.toUpperCase(),
      '',
    ];
    expect(Point.fromBytes(toBytesLE(Point.Fp.ORDER + 3n), true).isSmallOrder()).toBe(false);
    for (const publicKey of refused) {
      expect([publicKey, isValid(forged, answers(true), { publicKey, options: { goodKeys } })]).toEqual([
        publicKey,
        false,
      ]);
    }
    expect(goodKeys.size).toBe(0);
    expect(isValid(forged, answers(true), { options: { goodKeys } })).toBe(true);
    expect([...goodKeys]).toEqual([worker.publicKey]);
  });

  it('texts that are no signatures never reach native code', () => {
    const odd = ['', valid.slice(2), `${valid}00`, valid.toUpperCase(), 'z'.repeat(128)];
    for (const text of odd) expect(isValid(text, answers(true))).toBe(false);
  });

  it('keys are kept up to the limit, the oldest makes room, and what was refused takes no place', () => {
    const goodKeys = new Set<signature.PublicKey>();
    const keyOf = (n: bigint): signature.PublicKey => toHex(Point.BASE.multiply(n).toBytes()) as signature.PublicKey;
    const [k1, k2, k3, k4] = [keyOf(1n), keyOf(2n), keyOf(3n), keyOf(4n)] as const;
    const options = { goodKeys, keyLimit: 2 };
    for (const publicKey of [k1, k2, k1, k3]) expect(isValid(forged, answers(true), { publicKey, options })).toBe(true);
    expect([...goodKeys]).toEqual([k2, k3]);
    expect(isValid(forged, answers(false), { publicKey: k4, options })).toBe(false);
    expect([...goodKeys]).toEqual([k2, k3]);
    goodKeys.clear();
    expect(isValid(forged, answers(true), { publicKey: k1, options: { goodKeys, keyLimit: 0 } })).toBe(true);
    expect(goodKeys.size).toBe(0);
  });

  it('a limit that is no count is refused', () => {
    for (const keyLimit of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(outcome(() => signature.fastPath(answers(true), { keyLimit }))).toBe('bug signature.key-limit');
    }
  });
});

describe('the encoded forms', () => {
  it('S1: an identity names its scheme and 32 bytes', () => {
    const worker = signature.identityOf(secret);
    const value = signature.identityShape.toValue(worker);
    expect(value).toEqual({ scheme: 'ed25519', publicKey: fromHex(worker.publicKey) });
    expect(signature.identityShape.fromValue(value, 'worker')).toEqual(worker);
    for (const changed of [
      { scheme: 'secp256k1' },
      { publicKey: new Uint8Array(31) },
      { publicKey: worker.publicKey },
    ]) {
      const refused = { ...(value as object), ...changed } as Value;
      expect(outcome(() => signature.identityShape.fromValue(refused, 'worker'))).toBe('malformed shape.wrong-value');
    }
  });
});
