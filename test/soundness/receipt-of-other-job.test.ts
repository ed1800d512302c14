import { job as jobs, suite as suites, task as tasks } from '@assay/core';
import { honest } from '@assay/testkit';
import { verifyReceipt } from '@assay/verify';
import { describe, expect, it } from 'vitest';

// Attack: run a cheaper job of the same form (same inputs, same sizes) and present its receipt. Rules J*, T1, R5.

const { terms, job, task, receipt, issue } = honest;
const suite = suites.blake3();
/** One character of a kernel less. */
const { scale } = job.kernels as { scale: jobs.Kernel };
const cheaper: jobs.Job = {
  ...job,
  kernels: { ...job.kernels, scale: { ...scale, source: scale.source.slice(0, -1) } },
};
const cheaperTask: tasks.Task = { ...task, job: jobs.id(cheaper) };
const cheaperReceipt = issue({ task: tasks.id(cheaperTask) });

describe('a receipt of another job', () => {
  it('control: each is valid on its own job', () => {
    expect(verifyReceipt(receipt, terms).code).toBe('valid');
    expect(verifyReceipt(cheaperReceipt, { job: cheaper, task: cheaperTask, suite }).code).toBe('valid');
  });

  it('is refused for the task of the job that was asked for', () => {
    expect(verifyReceipt(cheaperReceipt, terms).code).toBe('receipt.other-task');
  });

  it('is refused where the task of the other job is brought along', () => {
    expect(verifyReceipt(cheaperReceipt, { ...terms, task: cheaperTask })).toMatchObject({
      code: 'task.other-job',
      evidence: { expected: jobs.id(job), got: jobs.id(cheaper) },
    });
  });

  it('is refused where the other job is brought along', () => {
    expect(verifyReceipt(receipt, { ...terms, job: cheaper }).code).toBe('task.other-job');
  });
});
