import { AssayError, job as jobs, receipt as receipts, verdict as verdicts } from '@assay/core';
import { wasmEngine } from '@assay/runtime';
import { proof as proofs } from '@assay/verify';
import { describeVerdict, type Naming, row } from '../audit-text.js';
import { outcomeCodes } from '../exit.js';
import * as disk from '../files/disk.js';
import { assertNew, writeFile } from '../files/staging.js';
import { type NamedFiles, open } from '../folder.js';
import { type Output, toSizeText, toTimeText } from '../output.js';
import { judgeLine, proofOf } from '../reporting.js';
import { unattended } from '../session.js';
import { placed, read } from '../store.js';
import { UsageError } from '../usage.js';
import { auditFiles } from './verify.js';

export interface ProveOptions extends NamedFiles {
  readonly out: string;
  /** Another receipt of the same worker on the same task. */
  readonly other?: string;
}

/** `assay prove-fraud RECEIPT (CHALLENGE RESPONSE | --other RECEIPT)`: what shows a finding to a stranger. */
export async function proveFraud(
  receiptFile: string,
  challengeFile: string | undefined,
  responseFile: string | undefined,
  options: ProveOptions,
  output: Output,
  signal: AbortSignal,
): Promise<void> {
  await assertNew(options.out);
  const made =
    options.other === undefined
      ? await ofAudit(receiptFile, challengeFile, responseFile, options, output, signal)
      : ofOther(receiptFile, options.other);
  await writeFile(options.out, made.bytes);
  output.line(`Proven: ${verdicts.sentenceOf(made.verdict)} (${made.verdict.code})`);
  output.line(row('proof', `${options.out}, ${toSizeText(made.bytes.length)}`));
  output.line();
  output.line(`Anybody can judge it: ${judgeLine(options.out, receiptFile)}`);
  output.result({ ok: true, file: options.out, proofBytes: made.bytes.length, verdict: made.verdict });
}

/** `assay judge PROOF RECEIPT`: reads nothing else. Returns the exit status. */
export function judge(proofFile: string, receiptFile: string, output: Output): number {
  const receipt = read('receipt', receiptFile);
  const bytes = readProof(proofFile);
  const startedMs = performance.now();
  const verdict = unattended(() => proofs.verifyFraudProof(bytes, receipt, wasmEngine()));
  const milliseconds = performance.now() - startedMs;
  const { worker, task } = receipt.claim;
  for (const line of describeVerdict(verdict, namingOf(bytes, verdict))) output.line(line);
  output.line(row('receipt', receipts.id(receipt)));
  output.line(row('signed by', worker.publicKey));
  output.line(row('task', task));
  output.line(row('judged', `${toSizeText(bytes.length)} of proof and the receipt, in ${toTimeText(milliseconds)}`));
  const outcome = verdicts.outcomeOf(verdict);
  output.result({
    ok: false,
    verdict,
    outcome,
    fault: verdicts.faultOf(verdict),
    receipt: receipts.id(receipt),
    worker,
    task,
    proofBytes: bytes.length,
    milliseconds: Math.round(milliseconds),
  });
  return outcomeCodes[outcome];
}

/** From the proof's job, which is the claim's wherever something was shown. */
function namingOf(bytes: Uint8Array, verdict: verdicts.Verdict): Naming | undefined {
  if (!['cell.wrong', 'cell.races', 'frame.changed'].includes(verdict.code)) return undefined;
  const { finding } = proofs.decode(bytes);
  if (finding.kind === 'equivocation') return undefined;
  const job = jobs.decode(finding.job);
  return { versions: jobs.versions(job), steps: job.steps };
}

interface Made {
  readonly bytes: Uint8Array;
  readonly verdict: verdicts.Verdict;
}

async function ofAudit(
  receiptFile: string,
  challengeFile: string | undefined,
  responseFile: string | undefined,
  options: ProveOptions,
  output: Output,
  signal: AbortSignal,
): Promise<Made> {
  if (challengeFile === undefined || responseFile === undefined) {
    const message = 'missing the challenge and the response, or --other with a second receipt';
    throw new UsageError('usage.missing-argument', 'assay prove-fraud', message);
  }
  const folder = open(receiptFile, options, 'prove-fraud');
  const { audited } = await auditFiles(folder, challengeFile, responseFile, output, signal);
  const bytes = proofOf(folder, audited);
  if (bytes === undefined) throw nothingToProve(responseFile, audited.verdict);
  return { bytes, verdict: audited.verdict };
}

/** Two traces for one task. */
function ofOther(receiptFile: string, otherFile: string): Made {
  const receipt = read('receipt', receiptFile);
  const other = read('receipt', otherFile);
  const bytes = proofs.encode(proofs.ofEquivocation(receipt, other));
  const verdict = proofs.verifyFraudProof(bytes, receipt);
  if (verdicts.outcomeOf(verdict) !== 'fraud') throw noEquivocation(otherFile, receipt.claim, other.claim);
  return { bytes, verdict };
}

function noEquivocation(where: string, claim: receipts.Claim, other: receipts.Claim): AssayError {
  const got =
    claim.worker.publicKey !== other.worker.publicKey
      ? `one of another worker, ${other.worker.publicKey}`
      : claim.task !== other.task
        ? `one on another task, ${other.task}`
        : claim.traceRoot === other.traceRoot
          ? 'one with the same trace'
          : 'a signature that is not the worker’s';
  return new AssayError({
    kind: 'invalid',
    code: 'proof.nothing-to-prove',
    where,
    expected: 'a second receipt of the same worker on the same task, with another trace',
    got,
    remedy: 'Only two signed traces for one task prove something without an audit.',
  });
}

/** What is longer than a judge reads ends in his verdict all the same. */
function readProof(file: string): Uint8Array {
  return placed(file, () =>
    disk.read(file, { lengthBytes: Math.min(disk.lengthBytes(file), proofs.limits.mostBytes + 1) }),
  );
}

function nothingToProve(where: string, verdict: verdicts.Verdict): AssayError {
  const { code, evidence } = verdict;
  const why =
    typeof evidence.expected === 'string' ? `: expected ${evidence.expected}, got ${String(evidence.got)}` : '';
  return new AssayError({
    kind: 'invalid',
    code: 'proof.nothing-to-prove',
    where,
    expected: 'a wrong cell, a changed frame, a race, or two traces for one task',
    got: `the verdict ${code}${why}`,
    remedy: verdicts.isValid(verdict)
      ? 'Draw other cells, or run the job yourself and compare: assay replay, assay descend.'
      : 'It needs no proof, or allows none: `assay verify` explains it.',
  });
}
