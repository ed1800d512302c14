import { job as jobs, receipt as receipts, task as tasks } from '@assay/core';
import { challengeOf, honest, work } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { check, evidence, judge } from '../audited.js';
import * as relay from '../relay.js';

// Attack: run a cheaper job with the same versions, and claim its trace for the task's job: here one with a smaller loop budget, so
// that loops end early. What is right is said by the job that the task names.

const { suite, salt, worker } = honest;
const [fill, spin] = relay.job.steps;
const cheaper = jobs.define({ ...relay.job, steps: [fill!, { ...spin!, loopBudget: 5 }] });
const ran = work(cheaper, relay.inputs);
const asked = work(relay.job, relay.inputs);

describe('the trace of another job', () => {
  it('control: it is right for the job that ran', () => {
    expect(check(ran).verdict.code).toBe('valid');
  });

  it('claimed for the task: the last step does not take the rounds that it must', () => {
    const { trace } = ran.receipt;
    const receipt = receipts.issue({ task: tasks.id(asked.task), trace, suite, secret: worker.secret, salt });
    const claimed = { ...asked, receipt, contents: ran.contents };
    const result = check(claimed, challengeOf(claimed, 1));
    expect(result.verdict).toMatchObject({ code: 'cell.wrong', evidence: { step: 1 } });
    expect(judge(evidence(claimed, result)!, receipt)).toEqual(result.verdict);
  });

  it('a verifier who is handed the job that ran sees that the task names another', () => {
    const terms = { ...asked.terms, job: cheaper };
    const { verdict } = check({ ...asked, terms }, challengeOf(asked, 1), Uint8Array.of(0));
    expect(verdict.code).toBe('task.other-job');
  });
});
