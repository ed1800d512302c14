import { isAssayError, job as jobs, key as keys, receipt as receipts } from '@assay/core';
import { verifyReceipt } from '@assay/verify';
import { afterAll, describe, expect, it } from 'vitest';
import { type AttestOptions, attest } from './attest.js';
import { execute } from './executor.js';
import { chooseCells, versionsFor } from './self-check.js';
import { noise } from './testing/dataflow.js';
import { adapterName, softwareGpu } from './testing/device.js';
import { inputs, job, suite, task, taskOf, worker } from './testing/task.js';

const gpu = await softwareGpu();
afterAll(() => gpu?.destroy());

describe.skipIf(gpu === null)(`attest (${adapterName(gpu)})`, () => {
  const here = gpu as NonNullable<typeof gpu>;
  const key = worker;

  it.each(['host', 'device'] as const)('signs what a run on the %s committed to', async (commit) => {
    const execution = await execute(here, job, inputs, { commit });
    const receipt = attest({ job, task, execution, report: here.report, key, check: 'none' });
    expect(verifyReceipt(receipt, { job, task, suite })).toMatchObject({ code: 'valid' });
    expect(receipt.trace).toEqual(execution.roots);
    expect(receipt.claim.worker).toEqual(keys.toIdentity(worker));
    expect(receipts.decode(receipts.encode(receipt))).toEqual(receipt);
    expect(receipt.notes).toMatchObject({
      adapter: { isSoftware: true, architecture: here.report.architecture },
      committedOn: commit,
      deviceBytes: execution.deviceBytes,
    });
  });

  it('takes more notes, and a fresh salt each time', async () => {
    const execution = await execute(here, job, inputs);
    const options = { job, task, execution, report: here.report, key, check: 'none' } as const;
    const [one, other] = [attest({ ...options, notes: { for: 'a test', committedOn: 'paper' } }), attest(options)];
    expect(one.notes).toMatchObject({ for: 'a test', committedOn: 'paper', deviceBytes: execution.deviceBytes });
    expect(one.claim.traceRoot).toBe(other.claim.traceRoot);
    expect(one.claim.salt).not.toBe(other.claim.salt);
    expect(one.claim.seal).not.toBe(other.claim.seal);
    expect(verifyReceipt(one, { job, task, suite })).toMatchObject({ code: 'valid' });
  });

  it('replays cells before it signs, and says how many', async () => {
    const cells = chooseCells(job);
    const execution = await execute(here, job, inputs, { keep: versionsFor(job, cells) });
    const receipt = attest({ job, task, execution, report: here.report, key, check: { cells } });
    expect(verifyReceipt(receipt, { job, task, suite })).toMatchObject({ code: 'valid' });
    expect(receipt.notes).toMatchObject({ selfCheck: { right: 2, open: 0 } });
    const unchecked = attest({ job, task, execution, report: here.report, key, check: 'none' });
    expect(unchecked.notes).not.toHaveProperty('selfCheck');
  });

  it('signs nothing that the device computed wrong', async () => {
    const cells = chooseCells(job);
    const honest = await execute(here, job, inputs, { keep: versionsFor(job, cells) });
    const sum = honest.kept.get('sum')!;
    const wrong = sum.with(0, sum[0]! ^ 1);
    const index = jobs.versions(job).findIndex(({ name }) => name === 'sum');
    const execution = {
      ...honest,
      roots: honest.roots.with(index, suite.root(wrong)),
      kept: new Map([...honest.kept, ['sum', wrong]]),
    };
    const options = { job, task, execution, report: here.report, key };
    expect(refusal(() => attest({ ...options, check: { cells } }))).toMatchObject({
      kind: 'trap',
      code: 'attest.wrong-cell',
      where: 'kernel sum, job.steps[0], workgroup 0',
    });
    // A control: nothing else is wrong with it.
    expect(verifyReceipt(attest({ ...options, check: 'none' }), { job, task, suite })).toMatchObject({ code: 'valid' });
  });

  it('cannot be called from JavaScript without saying what to replay', async () => {
    const execution = await execute(here, job, inputs);
    const options = { job, task, execution, report: here.report, key } as unknown as AttestOptions;
    expect(refusal(() => attest(options))).toMatchObject({ kind: 'invalid', code: 'attest.no-check' });
  });

  it.each([
    ['left', 0],
    ['right', 1],
  ] as const)('refuses a run on another %s than the task commits to', async (name, index) => {
    const execution = await execute(here, job, new Map([...inputs, [name, noise(256, 99)]]));
    expect(refusal(() => attest({ job, task, execution, report: here.report, key, check: 'none' }))).toMatchObject({
      kind: 'invalid',
      code: 'attest.other-run',
      where: `input ${name}`,
      expected: task.inputs[index]!.root,
      got: execution.roots[index],
    });
  });

  it('refuses a run without commitments', async () => {
    const execution = await execute(here, job, inputs, { commit: 'none' });
    expect(refusal(() => attest({ job, task, execution, report: here.report, key, check: 'none' }))).toMatchObject({
      code: 'attest.other-run',
      where: 'run',
      expected: '5 roots',
      got: '0',
    });
  });

  it('refuses a run of a job with fewer versions', async () => {
    const shorter = jobs.define({ ...job, steps: job.steps.slice(0, 1), outputs: ['sum'] });
    const execution = await execute(here, shorter, inputs);
    expect(refusal(() => attest({ job, task, execution, report: here.report, key, check: 'none' }))).toMatchObject({
      code: 'attest.other-run',
      where: 'run',
    });
    const own = attest({ job: shorter, task: taskOf(shorter), execution, report: here.report, key, check: 'none' });
    expect(verifyReceipt(own, { job: shorter, task: taskOf(shorter), suite })).toMatchObject({ code: 'valid' });
  });

  it('refuses the task of another job', async () => {
    const execution = await execute(here, job, inputs);
    const other = jobs.define({ ...job, name: 'another' });
    for (const wrong of [
      { job, task: taskOf(other) },
      { job: other, task },
    ]) {
      const error = refusal(() => attest({ ...wrong, execution, report: here.report, key, check: 'none' }));
      expect(error).toMatchObject({ kind: 'invalid', code: 'task.other-job' });
    }
  });
});

function refusal(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    if (isAssayError(error)) return error;
    throw error;
  }
}
