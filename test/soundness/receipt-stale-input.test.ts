import { receipt as receipts, task as tasks } from '@assay/core';
import { honest } from '@assay/testkit';
import { verifyReceipt } from '@assay/verify';
import { describe, expect, it } from 'vitest';

// Attack: answer a task with the results of an earlier one, whose inputs were others. Rules T3, R5.

const { terms, job, task, receipt, contents, trace, suite, issue } = honest;
const fresh = new Uint8Array(Uint32Array.of(1, 2, 3, 5).buffer); // one word differs
const made = tasks.make({
  job,
  files: new Map([
    ['left', fresh],
    ['right', contents[1]!],
  ]),
  requester: task.requester,
  nonce: task.nonce,
  suite,
}).task;
const freshTerms = { ...terms, task: made };

describe('a trace that starts from stale inputs', () => {
  it('control: from the inputs of the task', () => {
    expect(verifyReceipt(receipt, terms).code).toBe('valid');
    const right = issue({ task: tasks.id(made), trace: [suite.root(fresh), ...trace.slice(1)] });
    expect(verifyReceipt(right, freshTerms).code).toBe('valid');
  });

  it('the old receipt is refused', () => {
    expect(verifyReceipt(receipt, freshTerms).code).toBe('receipt.other-task');
  });

  it('the old trace, signed for the new task, is refused, and the input is named', () => {
    const stale = receipts.issue({
      task: tasks.id(made),
      trace,
      suite,
      secret: honest.worker.secret,
      salt: honest.salt,
    });
    expect(verifyReceipt(stale, freshTerms)).toMatchObject({
      code: 'receipt.wrong-input',
      evidence: { version: 0, name: 'left', expected: suite.root(fresh), got: suite.root(contents[0]!) },
    });
  });

  it('inputs exchanged for one another are refused', () => {
    const exchanged = issue({ trace: [trace[1]!, trace[0]!, ...trace.slice(2)] });
    expect(verifyReceipt(exchanged, terms)).toMatchObject({ code: 'receipt.wrong-input', evidence: { version: 0 } });
  });
});
