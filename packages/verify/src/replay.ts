import { AssayError, job as jobs, receipt as receipts, trace as traces, verdict } from '@assay/core';
import { type Terms, verifyReceipt } from './receipt.js';

/**
 * Compares a receipt with the trace of the verifier's own run of the job on the same inputs, and names the first version
 * that differs. Whoever trusts that run can trust the verdict; nobody else need, and a job that does not keep to the exact
 * profile can differ without anybody's fault.
 *
 * @param replayed the roots of all versions, as the verifier's run gave them.
 * @returns the verdict of {@link verifyReceipt} where that is not valid, else of the comparison.
 * @throws AssayError `replay.wrong-trace` (bug), `replay.other-start` (invalid): the verifier's run was not one of this job
 * on the task's inputs, which says nothing about the receipt.
 */
export function checkReplay(receipt: receipts.Receipt, terms: Terms, replayed: traces.Trace): verdict.Verdict {
  const formal = verifyReceipt(receipt, terms);
  if (!verdict.isValid(formal)) return formal;
  const versions = jobs.versions(terms.job);
  if (replayed.length !== versions.length) {
    throw new AssayError({
      kind: 'bug',
      code: 'replay.wrong-trace',
      where: 'replayed',
      expected: `${versions.length} roots, one for each version of the job`,
      got: String(replayed.length),
      remedy: 'Run the job with commitments.',
    });
  }
  const index = traces.firstDifference(receipt.trace, replayed);
  if (index === undefined) return formal;
  const { name, origin } = versions[index]!;
  const claimed = receipt.trace[index]!;
  if (origin.kind !== 'write') {
    // The receipt's is the task's, or verifyReceipt would have said so.
    throw new AssayError({
      kind: 'invalid',
      code: 'replay.other-start',
      where: `${origin.kind} ${name}`,
      expected: `bytes with the root ${claimed}`,
      got: `bytes with the root ${replayed[index]}`,
      remedy: 'Replay on the inputs of the task. This says nothing about the receipt.',
    });
  }
  const id = receipts.id(receipt);
  const evidence = { version: index, name, step: origin.step, claimed, replayed: replayed[index]! };
  return verdict.of('replay.version-differs', id, evidence);
}
