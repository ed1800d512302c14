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

/**
 * Signs what a run committed to, after checking that it ran this very task.
 *
 * @param options.notes more unsigned notes, beside the manifest of adapter and software.
 * @throws AssayError `task.…` or `attest.other-run` (invalid) when the run was not one of the task, `attest.unverifiable` (trap) when
 * its roots cannot be right; nothing is signed then.
 */
export function attest(options: {
  readonly job: jobs.Job;
  readonly task: tasks.Task;
  readonly execution: Execution;
  readonly report: AdapterReport;
  readonly key: keys.Key;
  readonly engine?: suites.Engine;
  readonly notes?: codec.Fields;
}): receipts.Receipt {
  const { job, task, execution, report, key, engine, notes = {} } = options;
  const suite = suites.blake3(engine);
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
  const receipt = receipts.issue({
    task: tasks.id(task),
    trace: execution.roots,
    suite,
    secret: key.secret,
    salt: newSalt(),
    notes: { ...manifest(report, execution), ...notes },
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

/** Where and how the work was done, for people who look into a dispute. Nothing may rest on it. */
function manifest(report: AdapterReport, { committedOn, deviceBytes }: Execution): codec.Fields {
  const { vendor, architecture, device, description, backend, isSoftware } = report;
  return { adapter: { vendor, architecture, device, description, backend, isSoftware }, committedOn, deviceBytes };
}

function mismatch(where: string, expected: string, got: string, remedy: string): AssayError {
  return new AssayError({ kind: 'invalid', code: 'attest.other-run', where, expected, got, remedy });
}
