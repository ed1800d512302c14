import {
  AssayError,
  type codec,
  job as jobs,
  type key as keys,
  receipt as receipts,
  suite as suites,
  task as tasks,
} from '@assay/core';
import { verifyReceipt } from '@assay/verify';
import type { AdapterReport } from './adapter.js';
import type { Execution } from './executor.js';
import { newSalt } from './random.js';
import { type SelfChecked, type SelfCheckOptions, selfCheck } from './self-check.js';

/** What is signed, by whom, and how it was looked at before. */
export interface AttestOptions {
  readonly job: jobs.Job;
  readonly task: tasks.Task;
  readonly execution: Execution;
  readonly report: AdapterReport;
  readonly key: keys.Key;
  /**
   * Cells that are replayed before anything is signed (`chooseCells`, `selfCheck`). `none` where somebody else answers for the
   * words: a receipt on what a faulty device made costs the stake.
   */
  readonly check: Pick<SelfCheckOptions, 'cells' | 'kept'> | 'none';
  readonly engine?: suites.Engine;
  /** More unsigned notes, beside the manifest of adapter, software and self-check. */
  readonly notes?: codec.Fields;
}

/**
 * Signs what a run committed to, after checking that it ran this very task, and that the device did what the job says.
 *
 * Where two receipts for one task must not be, call it through `signOnce`.
 *
 * @throws AssayError `task.…` or `attest.other-run` (invalid) when the run was not one of the task, `attest.no-check` (invalid);
 * `attest.unverifiable` (trap) when its roots cannot be right; what `selfCheck` throws. Nothing is signed then.
 */
export function attest(options: AttestOptions): receipts.Receipt {
  const { job, task, execution, report, key, check, engine, notes = {} } = options;
  const suite = suites.blake3(engine);
  assertRunOf(options);
  const checked = check === 'none' ? undefined : lookAt(check, options);
  const receipt = receipts.issue({
    task: tasks.id(task),
    trace: execution.roots,
    suite,
    secret: key.secret,
    salt: newSalt(),
    notes: { ...manifest(report, execution, checked), ...notes },
  });
  // What a verifier would refuse must not leave: a device that got a literal wrong has got more wrong.
  const { code, evidence } = verifyReceipt(receipt, { job, task, suite });
  if (code === 'valid') return receipt;
  throw new AssayError({
    kind: 'trap',
    code: 'attest.unverifiable',
    where: String(evidence.name ?? 'run'),
    expected: 'a run whose receipt is valid',
    got: code,
    remedy: 'Nothing was signed out. Run the job again; if it stays so, the device or its driver is faulty.',
  });
}

/**
 * That a run was one of this very task.
 *
 * @throws AssayError `task.…`, `attest.other-run` (invalid).
 */
export function assertRunOf({ job, task, execution }: Pick<AttestOptions, 'job' | 'task' | 'execution'>): void {
  tasks.assertFor(task, job);
  if (execution.job !== job && jobs.id(execution.job) !== task.job) {
    throw mismatch('run', `the job ${task.job}`, jobs.id(execution.job), 'Run the job that the task names.');
  }
  const versions = jobs.versions(job);
  if (execution.roots.length !== versions.length) {
    throw mismatch(
      'run',
      `${versions.length} roots`,
      `${execution.roots.length}`,
      'Run the job with commitments (not commit: none).',
    );
  }
  for (const [index, { name, root }] of task.inputs.entries()) {
    const got = execution.roots[index]!;
    if (got !== root) throw mismatch(`input ${name}`, root, got, 'Run the job on the inputs that the task commits to.');
  }
}

function lookAt(check: Exclude<AttestOptions['check'], 'none'>, options: AttestOptions): SelfChecked {
  const { job, execution, report, engine } = options;
  if (check === undefined) throw noCheck(); // from JavaScript
  return selfCheck({ ...check, job, execution, report, ...(engine === undefined ? {} : { engine }) });
}

/** Where and how the work was done, for people who look into a dispute. Nothing may rest on it. */
function manifest(
  { vendor, architecture, device, description, backend, isSoftware }: AdapterReport,
  { committedOn, deviceBytes }: Execution,
  checked: SelfChecked | undefined,
): codec.Fields {
  const adapter = { vendor, architecture, device, description, backend, isSoftware };
  const selfCheck = checked === undefined ? {} : { selfCheck: { right: checked.right, open: checked.open.length } };
  return { adapter, committedOn, deviceBytes, ...selfCheck };
}

function noCheck(): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: 'attest.no-check',
    where: 'check',
    expected: 'cells to replay before anything is signed, or `none`',
    got: 'nothing',
    remedy:
      'Choose cells with `chooseCells`, run the job with `keep: versionsFor(job, cells)`, and pass `check: { cells }`.',
  });
}

function mismatch(where: string, expected: string, got: string, remedy: string): AssayError {
  return new AssayError({ kind: 'invalid', code: 'attest.other-run', where, expected, got, remedy });
}
