import { bytes, signature } from '@assay/core';
import { nativeEd25519 } from '@assay/runtime/node';
import { check } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Choices,
  type Crafted,
  craft,
  type Element,
  elements,
  isOpenssl,
  isStrict,
  L,
  smallOrder,
} from '../crafted.js';

// Three verifiers and arithmetic: the rule (S2), OpenSSL, the rule with OpenSSL as its fast path (S5), and what follows from
// the exponents of points that were chosen.

interface Verdicts {
  readonly openssl: boolean;
  readonly strict: boolean;
  readonly fastPath: boolean;
  readonly withFastPath: boolean;
}

function verdicts(A: Element, digest: Uint8Array, crafted: Crafted, fastPath: signature.FastPath): Verdicts {
  const signed = bytes.toHex(crafted.signature) as signature.Signature;
  const publicKey = bytes.toHex(A.bytes) as signature.PublicKey;
  const worker: signature.Identity = { scheme: 'ed25519', publicKey };
  return {
    openssl: nativeEd25519(crafted.signature, digest, A.bytes),
    strict: signature.isValid(signed, digest, worker),
    fastPath: fastPath(signed, digest, publicKey),
    withFastPath: signature.isValid(signed, digest, worker, { fastPath }),
  };
}

const digestOf = (n: number): Uint8Array => Uint8Array.from({ length: 32 }, (_, i) => (n >> (8 * (i % 4))) ^ i);

const [a, r] = [0x1234567890abcdefn ** 3n, 0xfedcba0987654321n ** 3n];
const one = (e: bigint, t: number, encoding = 0): Element => elements(e, t)[encoding]!;

/** The first digest for which the condition holds: k is a hash, so that it can only be found by trying. */
function search(A: Element, R: Element, choices: Choices, condition: (crafted: Crafted) => boolean) {
  for (let n = 0; ; n++) {
    const crafted = craft(A, R, digestOf(n), choices);
    if (condition(crafted)) return { digest: digestOf(n), crafted };
  }
}

const cancels = ({ holds }: Crafted): boolean => holds.cofactorless;
const remains = ({ holds }: Crafted): boolean => holds.cofactored && !holds.cofactorless;
/** [8k mod L]A is not [8]([k]A) for an A with torsion: a verifier that reduces 8k refuses what it must accept. */
const wraps = (crafted: Crafted): boolean => remains(crafted) && 8n * crafted.k >= L;

describe('S2, S3, S5: the twelve cases of Chalkias, Garillot, Nikolaenko, "Taming the Many EdDSAs" (SSR 2020), table 5', () => {
  it.each<[string, Element, Element, Choices, (crafted: Crafted) => boolean, { openssl: boolean; strict: boolean }]>([
    ['0: S = 0, small A, small R', one(0n, 1), one(0n, 3), {}, cancels, { openssl: true, strict: false }],
    ['1: small A, mixed R', one(0n, 1), one(r, 3), {}, cancels, { openssl: true, strict: false }],
    ['2: mixed A, small R', one(a, 1), one(0n, 3), {}, cancels, { openssl: true, strict: true }],
    ['3: mixed A, mixed R', one(a, 1), one(r, 3), {}, cancels, { openssl: true, strict: true }],
    ['4: mixed A, mixed R, cofactored only', one(a, 1), one(r, 3), {}, remains, { openssl: false, strict: true }],
    ['5: mixed A, R of order L, 8k wraps', one(a, 1), one(r, 0), {}, wraps, { openssl: false, strict: true }],
    ['6: S > L', one(a, 0), one(r, 0), { addL: 1n }, cancels, { openssl: false, strict: false }],
    ['7: S ≫ L', one(a, 0), one(r, 0), { addL: 14n }, cancels, { openssl: false, strict: false }],
    [
      '8: non-canonical R, re-encoded to hash',
      one(a, 1),
      one(0n, 4, 1),
      { reencodes: true },
      () => true,
      { openssl: false, strict: false },
    ],
    ['9: non-canonical R', one(a, 1), one(0n, 4, 1), {}, cancels, { openssl: false, strict: false }],
    [
      '10: non-canonical A, re-encoded to hash',
      one(0n, 4, 1),
      one(r, 4),
      { reencodes: true },
      remains,
      { openssl: false, strict: false },
    ],
    ['11: non-canonical A', one(0n, 4, 1), one(r, 4), {}, cancels, { openssl: true, strict: false }],
  ])('%s', (_, A, R, choices, condition, { openssl, strict }) => {
    const { digest, crafted } = search(A, R, choices, condition);
    const found = verdicts(A, digest, crafted, signature.fastPath(nativeEd25519));
    expect(found).toMatchObject({ openssl, strict, withFastPath: strict });
    expect(openssl).toBe(isOpenssl(R, choices, crafted));
    expect(strict).toBe(isStrict(A, R, choices, crafted));
  });
});

describe('S5: whenever the fast path accepts, the rule does', () => {
  const scalars = [1n, 2n, a % 2n ** 252n, r % 2n ** 252n];
  const torsions = [0, 1, 2, 3, 4, 5, 6, 7];
  const points = scalars.flatMap((e) => torsions.flatMap((t) => elements(e, t))).concat(smallOrder);

  it('every point of small order has its encodings: 14 together', () => {
    expect(new Set(smallOrder.map((each) => bytes.toHex(each.bytes))).size).toBe(14);
  });

  it('every key of small order, in every encoding, with every R', () => {
    const fastPath = signature.fastPath(nativeEd25519);
    let opened = 0;
    for (const A of smallOrder) {
      for (const R of [...smallOrder, one(r, 0), one(r, 5)]) {
        const { digest, crafted } = search(A, R, {}, () => true);
        const found = verdicts(A, digest, crafted, fastPath);
        expect(found).toMatchObject({ strict: false, fastPath: false, withFastPath: false });
        expect(found.openssl).toBe(isOpenssl(R, {}, crafted));
        if (found.openssl) opened++;
      }
    }
    expect(opened).toBeGreaterThan(20);
  });

  it('chosen torsion, encodings, S beyond L and hashes of other encodings', () => {
    const seen = { both: 0, opensslOnly: 0, strictOnly: 0, neither: 0 };
    const fastPath = signature.fastPath(nativeEd25519, { keyLimit: 20 });
    const choice = fc.record({
      addL: fc.oneof({ weight: 6, arbitrary: fc.constant(0n) }, fc.bigInt(0n, 14n)),
      error: fc.oneof({ weight: 6, arbitrary: fc.constant(0n) }, fc.constantFrom(1n, -1n, 8n)),
      reencodes: fc.boolean(),
    });
    const chosen = fc.constantFrom(...points);
    fc.assert(
      fc.property(chosen, chosen, choice, fc.nat(), fc.boolean(), (A, R, choices, n, isSought) => {
        // Half of the time, look a little for a digest for which the torsion cancels.
        const digests = Array.from({ length: isSought ? 32 : 1 }, (_, i) => digestOf(n ^ i));
        const digest = digests.find((each) => craft(A, R, each, choices).holds.cofactorless) ?? digests[0]!;
        const crafted = craft(A, R, digest, choices);
        const found = verdicts(A, digest, crafted, fastPath);
        const openssl = isOpenssl(R, choices, crafted);
        const strict = isStrict(A, R, choices, crafted);
        expect(found).toMatchObject({ openssl, strict, withFastPath: strict });
        const isLeftToTheRule = R.e === 0n && R.t % 2 === 0; // y is 0, 1 or p - 1
        expect(found.fastPath).toBe(openssl && strict && !isLeftToTheRule);
        seen[openssl ? (strict ? 'both' : 'opensslOnly') : strict ? 'strictOnly' : 'neither']++;
      }),
      check(20_000),
    );
    if (check(20_000).numRuns < 1000) return;
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(10);
  });
});
