import { type identity, key as keys, receipt as receipts, task as tasks } from '@assay/core';
import { honest } from '@assay/testkit';
import { verifyReceipt } from '@assay/verify';
import { describe, expect, it } from 'vitest';

// Attack: publish the seal of A as one's own before A reveals, then open it. Rule R3: worker, task, trace root and salt
// are under the seal, so that it opens for one claim only.

const { terms, receipt, task, trace, suite, salt, signed, otherRoot } = honest;
const { seal, worker, traceRoot } = receipt.claim;
const thief = keys.fromSecret(new Uint8Array(32).fill(66));

describe('a copied seal', () => {
  it('control: it opens for the claim that it was made of', () => {
    expect(receipts.seal(worker, tasks.id(task), traceRoot, salt)).toBe(seal);
    expect(verifyReceipt(receipt, terms).code).toBe('valid');
  });

  it.each<[string, Partial<receipts.Claim>]>([
    ['another salt', { salt: '56'.repeat(32) as identity.Salt }],
    ['the salt in another place', { salt: seal as string as identity.Salt }],
    ['another trace root', { traceRoot: otherRoot }],
  ])('does not open for %s', (_, change) => {
    expect(verifyReceipt(signed({ ...change, seal }), terms)).toMatchObject({
      code: 'receipt.wrong-seal',
      evidence: { got: seal },
    });
  });

  it('does not open for another worker, who can only make a seal of its own', () => {
    const own = receipts.issue({ task: tasks.id(task), trace, suite, secret: thief.secret, salt });
    expect(own.claim.seal).not.toBe(seal);
    expect(receipts.seal(keys.toIdentity(thief), tasks.id(task), traceRoot, salt)).toBe(own.claim.seal);
  });

  it('is not the digest of an object of another type, nor of the claim', () => {
    expect(seal).not.toBe(receipts.id(receipt));
  });
});
