import { job as jobs, receipt as receipts, trace as traces, verdict } from '@assay/core';

/**
 * Compares a receipt's trace with the trace of a replay of the same job on the same inputs, and names the first version
 * that differs. The replay is the verifier's own run: whoever trusts it can trust the verdict; nobody else need.
 */
export function checkReplay(receipt: receipts.Receipt, job: jobs.Job, replayed: traces.Trace): verdict.Verdict {
  const id = receipts.id(receipt);
  const versions = jobs.versions(job);
  if (replayed.length !== versions.length) {
    return verdict.of('replay.wrong-trace-length', id, { expected: versions.length, got: replayed.length });
  }
  const index = traces.firstDifference(receipt.trace, replayed);
  if (index === undefined) return verdict.of('valid', id);
  const version = versions[index];
  return verdict.of('replay.version-differs', id, {
    version: index,
    name: version?.name ?? '',
    step: version?.origin.kind === 'write' ? version.origin.step : -1,
    claimed: receipt.trace[index] ?? '',
    replayed: replayed[index] ?? '',
  });
}
