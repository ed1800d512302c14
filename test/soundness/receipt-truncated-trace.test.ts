import { verdict } from '@assay/core';
import { honest } from '@assay/testkit';
import { verifyReceipt } from '@assay/verify';
import { describe, expect, it } from 'vitest';

// Attack: leave out the versions that were not computed, or append some that the job does not have. Rules R1, R5.

const { terms, receipt, trace, issue, otherRoot } = honest;

describe('a trace of the wrong length', () => {
  it('control: one root for each version', () => {
    expect(trace).toHaveLength(5);
    expect(verifyReceipt(receipt, terms).code).toBe('valid');
  });

  it.each([1, 2, 3, 4])('is refused with only the first %i of 5 roots, signed over and sealed as they are', (count) => {
    expect(verifyReceipt(issue({ trace: trace.slice(0, count) }), terms)).toMatchObject({
      code: 'receipt.wrong-trace-length',
      evidence: { expected: 5, got: count },
    });
  });

  it('is refused without its first root, with a root more, and twice over', () => {
    for (const other of [trace.slice(1), [...trace, otherRoot], [...trace, ...trace]]) {
      expect(verifyReceipt(issue({ trace: other }), terms).code).toBe('receipt.wrong-trace-length');
    }
  });

  it('is refused where the trace was cut after it was signed, by a code that does not blame the signer', () => {
    const cut = verifyReceipt({ ...receipt, trace: trace.slice(0, 4) }, terms);
    expect(cut.code).toBe('receipt.wrong-trace-root');
    expect(verdict.faultOf(cut)).toBe('bearer');
    expect(verdict.faultOf(verifyReceipt(issue({ trace: trace.slice(0, 4) }), terms))).toBe('signer');
  });
});
