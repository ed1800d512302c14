import { bytes, type signature } from '@assay/core';
import { nativeEd25519 } from '@assay/runtime/node';
import { honest } from '@assay/testkit';
import { verifyReceipt } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { type Choices, type Crafted, type Element, elements, smallOrder } from '../crafted.js';
import { type Forged, forge, listen } from '../forged.js';

// Attack: a key, an R or an S in a second encoding, so that one worker counts as two, or one signature as two, at a verifier
// whose native code reduces what it reads. Rules S2, S5.

const { terms } = honest;
const A = elements(7n, 0)[0]!;
const R = elements(5n, 0)[0]!;
const others = smallOrder
  .filter(({ encoding }) => encoding > 0)
  .map((each) => [bytes.toHex(each.bytes), each] as const);
/** Native code that takes every encoding, and believes every equation. */
const lax: signature.Native = () => true;
const cancels = ({ holds }: Crafted): boolean => holds.cofactorless;

function verdicts({ receipt }: Forged) {
  const strict = verifyReceipt(receipt, terms).code;
  const openssl = listen(nativeEd25519);
  const withOpenssl = verifyReceipt(receipt, { ...terms, fastPath: openssl.fastPath }).code;
  const withLax = verifyReceipt(receipt, { ...terms, fastPath: listen(lax).fastPath }).code;
  return { strict, withOpenssl, withLax, said: openssl.said };
}

const sought = (key: Element, commitment: Element, choices: Choices = {}): Forged =>
  forge(key, commitment, choices, cancels);
const refused = 'receipt.bad-signature';

describe('a second encoding', () => {
  it('control: the canonical ones', () => {
    expect(verdicts(sought(A, R))).toEqual({ strict: 'valid', withOpenssl: 'valid', withLax: 'valid', said: [true] });
  });

  it.each(others)('of the key: OpenSSL accepts, and it is refused: %s', (_, key) => {
    const found = verdicts(sought(key, R));
    expect(found).toEqual({ strict: refused, withOpenssl: refused, withLax: refused, said: [true] });
  });

  it.each(others)('of R: nobody is asked, and it is refused: %s', (_, commitment) => {
    const mixed = elements(7n, 1)[0]!;
    for (const reencodes of [false, true]) {
      const forged = forge(mixed, commitment, { reencodes }, (crafted) => reencodes || cancels(crafted));
      expect(verdicts(forged)).toEqual({ strict: refused, withOpenssl: refused, withLax: refused, said: [] });
    }
  });

  it.each([1n, 2n, 14n])('of S, %i times L more: nobody is asked, and it is refused', (addL) => {
    const found = verdicts(sought(A, R, { addL }));
    expect(found).toEqual({ strict: refused, withOpenssl: refused, withLax: refused, said: [] });
  });
});
