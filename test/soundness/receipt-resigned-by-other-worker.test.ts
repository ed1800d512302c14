import { key as keys, receipt as receipts, signature } from '@assay/core';
import { honest } from '@assay/testkit';
import { verifyReceipt } from '@assay/verify';
import { describe, expect, it } from 'vitest';

// Attack: worker B takes the receipt of worker A, who did the work, and puts its own name under it. Rules R2, R3.
//
// A receipt that has been revealed can be copied by anybody: B may claim the same trace under its own name, and that
// claim is valid, because it is true. What protects A is the order: A's seal is published before the trace is, names A,
// and cannot be opened by B. So settlement pays by the seal that came first, and never by a receipt alone.

const { terms, receipt, trace, suite, salt } = honest;
const thief = keys.fromSecret(new Uint8Array(32).fill(66));
const worker = keys.toIdentity(thief);

function resigned(claim: receipts.Claim): receipts.Receipt {
  return { ...receipt, claim, signature: signature.sign(receipts.signingDigest(claim), thief.secret) };
}

describe('a receipt signed again by another worker', () => {
  it('control: A’s is valid', () => expect(verifyReceipt(receipt, terms).code).toBe('valid'));

  it('is refused with A’s name and B’s signature', () => {
    expect(verifyReceipt(resigned(receipt.claim), terms).code).toBe('receipt.bad-signature');
  });

  it('is refused with B’s name and A’s signature', () => {
    const claim = { ...receipt.claim, worker };
    expect(verifyReceipt({ ...receipt, claim }, terms).code).toBe('receipt.bad-signature');
  });

  it('is refused with B’s name and signature and A’s seal', () => {
    expect(verifyReceipt(resigned({ ...receipt.claim, worker }), terms).code).toBe('receipt.wrong-seal');
  });

  it('is a valid claim of B’s with B’s seal: after the reveal a receipt protects nobody’s priority', () => {
    const own = receipts.issue({ task: receipt.claim.task, trace, suite, secret: thief.secret, salt });
    expect(verifyReceipt(own, terms).code).toBe('valid');
    expect(own.claim.seal).not.toBe(receipt.claim.seal);
    expect(receipts.id(own)).not.toBe(receipts.id(receipt));
  });
});
