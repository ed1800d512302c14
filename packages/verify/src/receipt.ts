import {
  AssayError,
  type codec,
  isAssayError,
  job as jobs,
  receipt as receipts,
  signature,
  type suite,
  task as tasks,
  trace as traces,
  verdict,
} from '@assay/core';

/** What a receipt is checked against. The verifier brings all of it: nothing here is taken from the receipt. */
export interface Terms {
  readonly job: jobs.Job;
  readonly task: tasks.Task;
  readonly suite: suite.HashSuite;
}

/**
 * The first rung: is this a well-formed, signed claim on this very task, whose trace starts from the task's inputs?
 * It says nothing about whether the work was done. Costs one signature and one hash of the trace.
 *
 * The rules are checked in the order of SPEC.md, chapter Receipt; the verdict names the first that fails.
 */
export function verifyReceipt(receipt: receipts.Receipt, { job, task, suite }: Terms): verdict.Verdict {
  if (suite.name !== task.suite) {
    throw new AssayError({
      kind: 'bug',
      code: 'verify.other-suite',
      where: 'terms.suite',
      expected: `the task's hash suite, ${task.suite}`,
      got: suite.name,
      remedy: 'Pass the suite that the task names.',
    });
  }
  const { claim, trace } = receipt;
  const id = receipts.id(receipt);
  const fail = (code: verdict.VerdictCode, evidence: codec.Fields): verdict.Verdict => verdict.of(code, id, evidence);

  const taskId = tasks.id(task);
  if (claim.task !== taskId) return fail('receipt.other-task', { expected: taskId, got: claim.task });
  const jobId = jobs.id(job);
  if (task.job !== jobId) return fail('task.other-job', { expected: jobId, got: task.job });
  const unfit = unfitness(task, job);
  if (unfit !== undefined) return fail('task.unfit', unfit);

  if (!signature.isValid(receipt.signature, receipts.signingDigest(claim), claim.worker)) {
    return fail('receipt.bad-signature', { worker: claim.worker.publicKey });
  }
  const seal = receipts.seal(claim.worker, claim.task, claim.traceRoot, claim.salt);
  if (claim.seal !== seal) return fail('receipt.wrong-seal', { expected: seal, got: claim.seal });

  const versions = jobs.versions(job);
  if (trace.length !== versions.length) {
    return fail('receipt.wrong-trace-length', { expected: versions.length, got: trace.length });
  }
  const root = traces.root(trace, suite);
  if (claim.traceRoot !== root) return fail('receipt.wrong-trace-root', { expected: root, got: claim.traceRoot });

  for (const { index, name, origin } of versions) {
    if (origin.kind === 'write') continue;
    const expected = origin.kind === 'input' ? task.inputs[index]?.root : suite.root(origin.bytes);
    const got = trace[index]!;
    if (expected !== got) {
      return fail(origin.kind === 'input' ? 'receipt.wrong-input' : 'receipt.wrong-literal', {
        version: index,
        name,
        expected: expected ?? '',
        got,
      });
    }
  }
  return verdict.of('valid', id);
}

/** {@link verifyReceipt} of untrusted bytes: what cannot be decoded ends in the verdict `receipt.malformed`. */
export function verifyReceiptBytes(encoded: Uint8Array, terms: Terms): verdict.Verdict {
  let receipt: receipts.Receipt;
  try {
    receipt = receipts.decode(encoded);
  } catch (error) {
    return verdict.of('receipt.malformed', undefined, evidenceOf(error));
  }
  return verifyReceipt(receipt, terms);
}

function unfitness(task: tasks.Task, job: jobs.Job): codec.Fields | undefined {
  try {
    tasks.assertFor(task, job);
    return undefined;
  } catch (error) {
    return evidenceOf(error);
  }
}

/** The fields of a failure that untrusted data caused; anything else is ours and goes on. */
function evidenceOf(error: unknown): codec.Fields {
  if (!isAssayError(error) || error.kind === 'bug') throw error;
  const { code, where, expected, got } = error;
  return { code, where: where ?? '', expected, got };
}
