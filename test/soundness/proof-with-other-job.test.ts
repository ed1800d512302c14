import { job as jobs, task as tasks, verdict } from '@assay/core';
import { cheater, work } from '@assay/testkit';
import { proof } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { check, evidence, judge } from '../audited.js';
import * as relay from '../relay.js';

// Attack: a challenger hands the judge another job or another task than the claim speaks of. Nothing fits then, and a judge who took
// that for a finding would call the job's requester guilty, or nobody. Rule E1: both are named by the claim, so it is the challenger's
// doing.

const worked = work(relay.job, relay.inputs, { forge: cheater.spoiling('out', 100) });
const { receipt } = worked;
const honest = proof.decode(evidence(worked, check(worked))!);
const otherJob = jobs.define({ ...relay.job, name: 'another' });
const otherTask: tasks.Task = { ...worked.task, domain: 'ledger:elsewhere' };

/** The verdict on the same proof with other bytes in it. */
function judged(change: { readonly job?: Uint8Array; readonly task?: Uint8Array }): verdict.Verdict {
  return judge(proof.encode({ ...honest, finding: { ...honest.finding, ...change } as proof.Finding }), receipt);
}

describe('a fraud proof with a job or a task that the claim does not name', () => {
  it('control: with those of the claim it is fraud', () => {
    expect(judged({})).toMatchObject({ code: 'cell.wrong', evidence: { step: 1, workgroup: 1 } });
  });

  it.each([
    ['another job', { job: jobs.encode(otherJob) }],
    ['another task', { task: tasks.encode(otherTask) }],
    [
      'both, which fit each other',
      { job: jobs.encode(otherJob), task: tasks.encode({ ...worked.task, job: jobs.id(otherJob) }) },
    ],
  ])('%s: the challenger is wrong, and not the requester', (_, change) => {
    const found = judged(change);
    expect(found.code).toBe('proof.other-claim');
    expect(verdict.outcomeOf(found)).toBe('bad-challenge');
  });

  it('the same bytes under a frame', () => {
    const finding: proof.Finding = {
      kind: 'frame',
      job: jobs.encode(otherJob),
      task: tasks.encode(worked.task),
      version: relay.versions.state,
      start: 0,
      end: 1,
      before: Uint8Array.of(1),
      after: Uint8Array.of(1),
    };
    expect(judge(proof.encode({ ...honest, finding }), receipt).code).toBe('proof.other-claim');
  });
});
