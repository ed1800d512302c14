/** A worker signs once per task: a second trace would be equivocation (`@assay/verify` SPEC.md E4), whatever the first one was. */
import {
  AssayError,
  type identity,
  isAssayError,
  job as jobs,
  key as keys,
  receipt as receipts,
  type signature,
  suite as suites,
  task as tasks,
  trace as traces,
  verdict,
} from '@assay/core';
import { verifyReceipt } from '@assay/verify';
import { type AttestOptions, assertRunOf, attest } from './attest.js';

/** Where a worker keeps what it signed, for good. Several processes of one worker have the same. */
export interface Journal {
  /**
   * The receipt of a worker on a task, as it was written.
   *
   * @throws AssayError where there is one that cannot be read: it may have been released.
   */
  read(task: identity.TaskId, worker: signature.Identity): Uint8Array | undefined;
  /**
   * Writes a receipt unless there is one, also of another process at the same time. It outlives a loss of power from then on.
   *
   * @returns whether it was written; what was there before is not touched.
   */
  write(task: identity.TaskId, worker: signature.Identity, receipt: Uint8Array): boolean;
}

/**
 * Signs a run as {@link attest} does, at most once per task and worker: the receipt is in the journal before it is returned, and
 * where the journal has one, exactly that one is released again.
 *
 * @throws AssayError `attest.already-signed` (invalid): the journal's receipt is for another trace; `journal.damaged` (malformed):
 * what is in the journal is no such receipt; `key.mismatch` (invalid); what {@link attest} and the journal throw. Nothing is
 * released then.
 */
export function signOnce(journal: Journal, options: AttestOptions): receipts.Receipt {
  assertRunOf(options);
  // The journal goes by the public key, and signatures by the secret: two that do not belong together would sign twice.
  keys.assertKey(options.key);
  const task = tasks.id(options.task);
  const worker = keys.toIdentity(options.key);
  const signed = journal.read(task, worker);
  if (signed !== undefined) return released(signed, options);

  const receipt = attest(options);
  if (journal.write(task, worker, receipts.encode(receipt))) return receipt;
  // Another process was faster: its receipt counts, and the one that was made here is never seen.
  const other = journal.read(task, worker);
  if (other === undefined) throw vanished();
  return released(other, options);
}

/** The journal's receipt, if it is on the trace of this run. */
function released(bytes: Uint8Array, { job, task, execution, key, engine }: AttestOptions): receipts.Receipt {
  const suite = suites.blake3(engine);
  const receipt = decoded(bytes);
  const found = verifyReceipt(receipt, { job, task, suite });
  if (!verdict.isValid(found)) throw damaged(verdict.sentenceOf(found));
  const { publicKey } = receipt.claim.worker;
  if (publicKey !== key.publicKey) throw damaged(`a receipt of ${publicKey}`);
  const index = traces.firstDifference(receipt.trace, execution.roots);
  if (index === undefined) return receipt;
  const version = jobs.versions(job)[index]!;
  throw alreadySigned(traces.describe(version), receipt.trace[index]!, execution.roots[index]!);
}

function decoded(bytes: Uint8Array): receipts.Receipt {
  try {
    return receipts.decode(bytes);
  } catch (error) {
    throw damaged(isAssayError(error) ? `bytes that are not one (${error.code})` : String(error), error);
  }
}

function alreadySigned(version: string, expected: string, got: string): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: 'attest.already-signed',
    where: version,
    expected: `the root ${expected}, which this worker has signed for this task`,
    got,
    remedy:
      'Nothing was signed: two traces for one task are equivocation, and cost the stake. Release the receipt that is in the journal. This run, or that one, computed something else than the job says: replay both (`assay replay`) before anything else is signed on this device.',
  });
}

function damaged(got: string, cause?: unknown): AssayError {
  return new AssayError({
    kind: 'malformed',
    code: 'journal.damaged',
    where: 'journal',
    expected: "this worker's receipt for this task",
    got,
    remedy:
      'Nothing was signed, and the entry must not be removed in order to sign again: what it held may have been released. Restore it from a backup, or from wherever the receipt was sent.',
    ...(cause === undefined ? {} : { cause }),
  });
}

function vanished(): AssayError {
  return new AssayError({
    kind: 'bug',
    code: 'journal.vanished',
    where: 'journal',
    expected: 'the receipt that kept this one from being written',
    got: 'none',
    remedy: 'Nothing was released. A journal never loses what it has: see what removes its entries.',
  });
}
