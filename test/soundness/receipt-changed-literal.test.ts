import { job as jobs, task as tasks } from '@assay/core';
import { honest } from '@assay/testkit';
import { verifyReceipt } from '@assay/verify';
import { describe, expect, it } from 'vitest';

// Attack: compute with another table than the job's, one that makes the work trivial. Rules R5, J2.

const { terms, job, task, receipt, trace, suite, issue } = honest;
const zeros = suite.root(new Uint8Array(4));

describe('a trace with another literal', () => {
  it('control: the job’s', () => expect(verifyReceipt(receipt, terms).code).toBe('valid'));

  it('is refused, and the literal is named', () => {
    const cheat = issue({ trace: [trace[0]!, trace[1]!, zeros, trace[3]!, zeros] });
    expect(verifyReceipt(cheat, terms)).toMatchObject({
      code: 'receipt.wrong-literal',
      evidence: { version: 2, name: 'table', expected: trace[2], got: zeros },
    });
  });

  it('is refused with a job that has the other literal: it is another job', () => {
    const literals = [{ ...job.literals[0]!, bytes: new Uint8Array(4) }];
    const other: jobs.Job = { ...job, literals };
    expect(
      verifyReceipt(issue({ trace: [trace[0]!, trace[1]!, zeros, trace[3]!, zeros] }), { ...terms, job: other }).code,
    ).toBe('task.other-job');
    expect(jobs.id(other)).not.toBe(task.job);
    expect(tasks.id({ ...task, job: jobs.id(other) })).not.toBe(tasks.id(task));
  });
});
