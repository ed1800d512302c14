import { task as tasks } from '@assay/core';
import { honest } from '@assay/testkit';
import { verifyReceipt } from '@assay/verify';
import { describe, expect, it } from 'vitest';

// Attack: answer each of several tasks of equal terms with one receipt, or with one claim and several names. Rule T1.

const { terms, task, receipt, issue } = honest;
const nonces = [...'0123'].map((digit) => `${'77'.repeat(31)}7${digit}` as tasks.Nonce);
const posted = nonces.map((nonce): tasks.Task => ({ ...task, nonce }));

describe('tasks that differ by their nonce only', () => {
  it('have ids of their own', () => {
    expect(new Set([task, ...posted].map(tasks.id)).size).toBe(5);
  });

  it('control: each is answered by a receipt of its own', () => {
    for (const one of posted)
      expect(verifyReceipt(issue({ task: tasks.id(one) }), { ...terms, task: one }).code).toBe('valid');
  });

  it('none is answered by that of another', () => {
    for (const one of posted) {
      expect(verifyReceipt(receipt, { ...terms, task: one }).code).toBe('receipt.other-task');
      for (const other of posted.filter((each) => each !== one)) {
        const answer = issue({ task: tasks.id(other) });
        expect(verifyReceipt(answer, { ...terms, task: one }).code).toBe('receipt.other-task');
      }
    }
  });
});
