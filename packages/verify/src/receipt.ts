import {
  AssayError,
  type codec,
  job as jobs,
  receipt as receipts,
  signature,
  type suite,
  task as tasks,
  trace as traces,
  verdict,
} from '@assay/core';
import { evidenceOf } from './failure.js';

/** What a receipt is checked against. The verifier brings all of it: nothing here is taken from the receipt. */
export interface Terms {
  readonly job: jobs.Job;
  readonly task: tasks.Task;
  readonly suite: suite.HashSuite;
  /** The sealed commitment that the layer accepted from this worker, where it knows one. */
  readonly seal?: string;
  /** Native code that is asked first about signatures (core S5): a verdict comes sooner, and is the same. */
  readonly fastPath?: signature.FastPath;
}

/**
 * The first rung: is this a well-formed, signed claim on this very task, whose trace starts from the task's inputs?
 * It says nothing about whether the work was done.
 *
 * The rules are checked in the order of SPEC.md R5; the verdict names the first that fails. What anybody could have changed
 * on the way (signature, trace) is checked before what only the signer could have got wrong, so that nobody can make an
 * honest worker's claim look guilty. A forgery costs one signature check; a valid receipt also the hashes of the trace, the
 * job and its literals.
 *
 * @param receipt as decoded by `receipt.decode`; for bytes see {@link verifyReceiptBytes}.
 * @throws AssayError `verify.other-suite` (bug) where `suite` is not the task's.
 */
export function verifyReceipt(receipt: receipts.Receipt, terms: Terms): verdict.Verdict {
  const { job, task, suite } = terms;
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
  const id = receipts.id(receipt);
  const found = checkClaim(receipt, terms) ?? checkTerms(job, task) ?? checkStart(receipt, terms);
  return found === undefined ? verdict.of('valid', id) : verdict.of(found.code, id, found.evidence);
}

interface Found {
  readonly code: verdict.VerdictCode;
  readonly evidence: codec.Fields;
}

/** Needs the claim and the task only. */
function checkClaim(
  { claim, signature: signed, trace }: receipts.Receipt,
  { task, suite, seal: accepted, fastPath }: Terms,
): Found | undefined {
  const taskId = tasks.id(task);
  if (claim.task !== taskId) return { code: 'receipt.other-task', evidence: { expected: taskId, got: claim.task } };
  if (!signature.isValid(signed, receipts.signingDigest(claim), claim.worker, { fastPath })) {
    return { code: 'receipt.bad-signature', evidence: { worker: claim.worker.publicKey } };
  }
  const seal = receipts.seal(claim.worker, claim.task, claim.traceRoot, claim.salt);
  if (claim.seal !== seal) return { code: 'receipt.wrong-seal', evidence: { expected: seal, got: claim.seal } };
  if (accepted !== undefined && claim.seal !== accepted) {
    return { code: 'receipt.other-seal', evidence: { expected: accepted, got: claim.seal } };
  }
  const root = traces.root(trace, suite);
  if (claim.traceRoot !== root) {
    return { code: 'receipt.wrong-trace-root', evidence: { expected: claim.traceRoot, got: root } };
  }
  return undefined;
}

function checkTerms(job: jobs.Job, task: tasks.Task): Found | undefined {
  try {
    tasks.assertFor(task, job);
    return undefined;
  } catch (error) {
    const evidence = evidenceOf(error);
    return { code: evidence.code === 'task.other-job' ? 'task.other-job' : 'task.unfit', evidence };
  }
}

/** That the trace has the job's versions, and begins with what is known of them. */
function checkStart({ trace }: receipts.Receipt, { job, task, suite }: Terms): Found | undefined {
  const versions = jobs.versions(job);
  if (trace.length !== versions.length) {
    return { code: 'receipt.wrong-trace-length', evidence: { expected: versions.length, got: trace.length } };
  }
  for (const { index, name, origin } of versions) {
    if (origin.kind === 'write') break; // they come last
    const expected = origin.kind === 'input' ? task.inputs[index]!.root : suite.root(origin.bytes);
    const got = trace[index]!;
    if (expected === got) continue;
    const code = origin.kind === 'input' ? 'receipt.wrong-input' : 'receipt.wrong-literal';
    return { code, evidence: { version: index, name, expected, got } };
  }
  return undefined;
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
