import { receipt as receipts, task as tasks } from '@assay/core';
import { honest } from '@assay/testkit';
import { verifyReceipt } from '@assay/verify';
import { describe, expect, it } from 'vitest';

// Attack: be paid twice for one run, by presenting the receipt of one task for another on the same job. Rules R2, R5.

const { terms, receipt, task, issue } = honest;
const second: tasks.Task = { ...task, nonce: '78'.repeat(32) as tasks.Nonce };

describe('a receipt presented for another task', () => {
  it('control: it is valid for its own, and the worker can issue another for the second', () => {
    expect(verifyReceipt(receipt, terms).code).toBe('valid');
    expect(verifyReceipt(issue({ task: tasks.id(second) }), { ...terms, task: second }).code).toBe('valid');
  });

  it('is refused where only the nonce differs', () => {
    expect(verifyReceipt(receipt, { ...terms, task: second })).toMatchObject({
      code: 'receipt.other-task',
      evidence: { expected: tasks.id(second), got: tasks.id(task) },
    });
  });

  it('is refused where the task in it is overwritten: the signature and the seal are on the first', () => {
    const renamed = { ...receipt, claim: { ...receipt.claim, task: tasks.id(second) } };
    expect(verifyReceipt(renamed, { ...terms, task: second }).code).toBe('receipt.bad-signature');
    expect(receipts.id(renamed)).not.toBe(receipts.id(receipt));
  });

  it('is refused where the seal is taken over and signed again', () => {
    const renamed = honest.signed({ task: tasks.id(second) });
    expect(verifyReceipt(renamed, { ...terms, task: second }).code).toBe('receipt.wrong-seal');
  });
});
