import { key as keys, receipt as receipts, type suite as suites, task as tasks } from '@assay/core';
import { afterAll, describe, expect, it } from 'vitest';
import { attest } from './attest.js';
import { wasmEngine } from './engine.js';
import { type Execution, execute, type Gpu } from './executor.js';
import { onDevice, type Runner, replay } from './replay.js';
import { noise } from './testing/dataflow.js';
import { adapterName, failureOf, softwareGpu } from './testing/device.js';
import { inputs, job, suite, task, taskOf, worker } from './testing/task.js';

const gpu = await softwareGpu();
afterAll(() => gpu?.destroy());

const otherRoot = suite.root(Uint8Array.of(1, 2, 3, 4));

/** A device's own runner, which counts what it is asked. */
function counting(on: Gpu): Runner & { runs: number } {
  const runner = onDevice(on);
  const counter: Runner & { runs: number } = {
    runs: 0,
    run(...request) {
      counter.runs++;
      return runner.run(...request);
    },
  };
  return counter;
}

describe.skipIf(gpu === null)(`replay (${adapterName(gpu)})`, async () => {
  const here = gpu as NonNullable<typeof gpu>;
  const execution = gpu === null ? ({} as Execution) : await execute(gpu, job, inputs);
  /** Signed by the worker, fitting in itself; only what the trace says can be wrong. */
  const signed = (trace: readonly suites.Root[]): receipts.Receipt =>
    attest({ job, task, execution: { ...execution, roots: trace }, report: here.report, key: worker, check: 'none' });

  it('finds an honest receipt valid', async () => {
    const runner = counting(here);
    const receipt = signed(execution.roots);
    const verdict = await replay(runner, { receipt, job, task, inputs });
    expect(verdict).toEqual({ code: 'valid', claim: receipts.id(receipt), evidence: {} });
    expect(runner.runs).toBe(1);
  });

  it('takes an engine, for the trace and for the run', async () => {
    const engine = wasmEngine();
    const receipt = signed(execution.roots);
    expect(await replay(onDevice(here, engine), { receipt, job, task, inputs, engine })).toMatchObject({
      code: 'valid',
    });
  });

  it.each([
    [3, 'sum', 0],
    [4, 'scaled', 1],
  ] as const)('names version %i, %s, when one digit of its root is another', async (version, name, step) => {
    const { roots } = execution;
    const claimed = roots[version]!.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) as suites.Root;
    const receipt = signed(roots.with(version, claimed));
    expect(await replay(onDevice(here), { receipt, job, task, inputs })).toEqual({
      code: 'replay.version-differs',
      claim: receipts.id(receipt),
      evidence: { version, name, step, claimed, replayed: roots[version] },
    });
  });

  it('names the first of two wrong versions', async () => {
    const receipt = signed(execution.roots.map((root, index) => (index >= 3 ? otherRoot : root)));
    const verdict = await replay(onDevice(here), { receipt, job, task, inputs });
    expect(verdict).toMatchObject({ code: 'replay.version-differs', evidence: { version: 3 } });
  });

  it.each([0, 1] as const)("blames its own input %i, not the worker, when that is not the task's", async (version) => {
    const { name } = task.inputs[version]!;
    const given = new Map([...inputs, [name, noise(256, 99)]]);
    const checked = replay(onDevice(here), { receipt: signed(execution.roots), job, task, inputs: given });
    await expect(checked).rejects.toMatchObject({
      kind: 'invalid',
      code: 'replay.other-start',
      where: `input ${name}`,
    });
  });

  it('runs nothing when the form is wrong already', async () => {
    const runner = counting(here);
    const receipt = signed(execution.roots);
    const issue = (trace: readonly suites.Root[]): receipts.Receipt =>
      receipts.issue({ task: tasks.id(task), trace, suite, secret: worker.secret, salt: receipt.claim.salt });
    const stranger = keys.toIdentity(keys.fromSecret(new Uint8Array(32).fill(8)));
    const cases = [
      ['receipt.other-task', { receipt, task: taskOf(job, new Map([...inputs, ['left', noise(256, 3)]])) }],
      ['receipt.bad-signature', { receipt: { ...receipt, claim: { ...receipt.claim, worker: stranger } } }],
      ['receipt.wrong-trace-root', { receipt: { ...receipt, trace: receipt.trace.with(4, otherRoot) } }],
      ['receipt.wrong-trace-length', { receipt: issue(receipt.trace.slice(1)) }],
      ['receipt.wrong-input', { receipt: issue(receipt.trace.with(1, otherRoot)) }],
      ['receipt.wrong-literal', { receipt: issue(receipt.trace.with(2, otherRoot)) }],
    ] as const;
    for (const [code, change] of cases) {
      expect(await replay(runner, { job, task, inputs, ...change })).toMatchObject({ code });
    }
    expect(runner.runs).toBe(0);
  });

  it('fails, without a verdict, when the run fails', async () => {
    const receipt = signed(execution.roots);
    const short = new Map([['left', inputs.get('left')!]]);
    const missing = await failureOf(replay(onDevice(here), { receipt, job, task, inputs: short }));
    expect(missing.code).toBe('run.missing-input');
    const aborted = replay(onDevice(here), { receipt, job, task, inputs }, { signal: AbortSignal.abort() });
    expect((await failureOf(aborted)).code).toBe('run.aborted');
  });
});
