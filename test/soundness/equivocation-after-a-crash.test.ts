import { verdict } from '@assay/core';
import { work } from '@assay/testkit';
import { proof, verifyReceipt } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { check, judge } from '../audited.js';
import * as marks from '../marks.js';

// Attack: an honest worker crashed after he signed, lost the salt, worked again and signed again. Somebody shows both claims and calls it
// equivocation. The trace is the same, so it is none (E4); only the claim that was sealed first counts.

const before = work(marks.job, marks.inputs);
const after = work(marks.job, marks.inputs, { salt: marks.saltOf(99) });

describe('an honest worker who signs again with another salt', () => {
  it('control: the two claims are different ones', () => {
    expect(after.receipt.claim.seal).not.toBe(before.receipt.claim.seal);
    expect(after.receipt.claim.traceRoot).toBe(before.receipt.claim.traceRoot);
    const lazy = work(marks.job, marks.inputs, { forge: marks.lazy });
    const bytes = proof.encode(proof.ofEquivocation(before.receipt, lazy.receipt));
    expect(judge(bytes, before.receipt).code).toBe('receipt.equivocation');
  });

  it('does not equivocate', () => {
    for (const [one, two] of [[before, after] as const, [after, before] as const]) {
      const found = judge(proof.encode(proof.ofEquivocation(one.receipt, two.receipt)), one.receipt);
      expect(found.code).toBe('proof.unfounded');
      expect(verdict.outcomeOf(found)).toBe('bad-challenge');
    }
  });

  it('each claim stands by itself', () => {
    for (const worked of [before, after]) expect(check(worked).verdict.code).toBe('valid');
  });

  it('but for a layer that has accepted a seal there is one: another salt is no way to another challenge', () => {
    const terms = { ...after.terms, seal: before.receipt.claim.seal };
    expect(verifyReceipt(before.receipt, terms).code).toBe('valid');
    expect(verifyReceipt(after.receipt, terms).code).toBe('receipt.other-seal');
  });
});
