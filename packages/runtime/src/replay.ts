import type { job as jobs, receipt as receipts, task as tasks, verdict as verdicts } from '@assay/core';
import { suite as suites, verdict } from '@assay/core';
import { checkReplay, verifyReceipt } from '@assay/verify';
import { type ExecuteOptions, type Execution, execute, type Gpu } from './executor.js';
import type { Inputs } from './inputs.js';

/** Something that can run a job: a device in this process, or one in a process of its own. */
export interface Runner {
  run(job: jobs.Job, inputs: Inputs, options?: Omit<ExecuteOptions, 'engine'>): Promise<Execution>;
}

/**
 * Checks a receipt by doing all its work again, and compares every version.
 *
 * @param options.inputs the bytes of the inputs.
 * @returns the verdict: of the receipt's form first (nothing is run when that fails), then of the replay.
 * @throws AssayError `replay.other-start` (invalid) where the verifier's own inputs are not the task's, which says nothing
 * about the receipt; and what the runner throws.
 */
export async function replay(
  runner: Runner,
  {
    receipt,
    job,
    task,
    inputs,
    engine,
  }: { receipt: receipts.Receipt; job: jobs.Job; task: tasks.Task; inputs: Inputs; engine?: suites.Engine },
  options: Omit<ExecuteOptions, 'engine' | 'commit' | 'keep'> = {},
): Promise<verdicts.Verdict> {
  const terms = { job, task, suite: suites.blake3(engine) };
  const formal = verifyReceipt(receipt, terms);
  if (!verdict.isValid(formal)) return formal;
  const { roots } = await runner.run(job, inputs, options);
  return checkReplay(receipt, terms, roots);
}

/** A runner on a device of this process. A browser has only this; Node programs are better off with a `GpuProcess`. */
export function onDevice(gpu: Gpu, engine?: suites.Engine): Runner {
  return {
    run: (job, inputs, options = {}) =>
      execute(gpu, job, inputs, { ...options, ...(engine === undefined ? {} : { engine }) }),
  };
}
