import { type identity, key as keys, receipt as receipts, signature, type task as tasks, verdict } from '@assay/core';
import { cheater, honest, type Worked, work } from '@assay/testkit';
import { proof } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { judge } from '../audited.js';
import * as marks from '../marks.js';

// Attack: sign two results of one task, to show each to whom it suits. Two signatures are the proof (E4). And the other way round: make an
// honest worker look so, with claims that are not his, not on this task, or not signed.

const right = work(marks.job, marks.inputs);
const wrong = work(marks.job, marks.inputs, { forge: marks.lazy, salt: marks.saltOf(3) });
const other = keys.fromSecret(new Uint8Array(32).fill(66));
const judged = (receipt: receipts.Receipt, second: Pick<receipts.Receipt, 'claim' | 'signature'>): verdict.Verdict =>
  judge(proof.encode(proof.ofEquivocation(receipt, second)), receipt);

describe('two results of one task by one worker', () => {
  it('is fraud, whichever of them is accused', () => {
    for (const [one, two] of [[right, wrong] as const, [wrong, right] as const]) {
      const found = judged(one.receipt, two.receipt);
      const roots = { traceRoot: one.receipt.claim.traceRoot, other: two.receipt.claim.traceRoot };
      expect(found).toMatchObject({ code: 'receipt.equivocation', evidence: roots });
      expect(verdict.outcomeOf(found)).toBe('fraud');
    }
  });

  it('no trace, job or answer is needed: also of a result that was never revealed', () => {
    const { claim, signature: signed } = wrong.receipt;
    expect(judged(right.receipt, { claim, signature: signed }).code).toBe('receipt.equivocation');
  });

  it.each<[string, Worked]>([
    ['the same claim', right],
    ['of another worker', work(marks.job, marks.inputs, { forge: marks.lazy, worker: other })],
    ['of another task', work(marks.job, marks.inputs, { forge: marks.lazy, nonce: '78'.repeat(32) as tasks.Nonce })],
  ])('control: not %s', (_, { receipt }) => {
    const found = judged(right.receipt, receipt);
    expect(found.code).toBe('proof.unfounded');
    expect(verdict.outcomeOf(found)).toBe('bad-challenge');
  });

  it('nor one that the worker has not signed', () => {
    const { claim } = wrong.receipt;
    const forged = { claim, signature: signature.sign(receipts.signingDigest(claim), other.secret) };
    expect(judged(right.receipt, forged).code).toBe('proof.unfounded');
    expect(judged(right.receipt, { claim, signature: right.receipt.signature }).code).toBe('proof.unfounded');
    const renamed = { ...right.receipt, claim: { ...claim, salt: honest.salt } };
    expect(judged(right.receipt, renamed).code).toBe('proof.unfounded');
  });

  it('nor if what is accused is not signed', () => {
    const forged = { ...right.receipt, signature: wrong.receipt.signature };
    expect(judged(forged, wrong.receipt).code).toBe('proof.unfounded');
  });

  it('a proof about another receipt says nothing about this one', () => {
    const bytes = proof.encode(proof.ofEquivocation(wrong.receipt, right.receipt));
    const third = work(marks.job, marks.inputs, {
      forge: cheater.spoiling('marks', 1),
      salt: marks.saltOf(4) as identity.Salt,
    });
    expect(judge(bytes, third.receipt).code).toBe('proof.other-claim');
  });
});
