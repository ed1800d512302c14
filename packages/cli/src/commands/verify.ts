import {
  type challenge as challenges,
  job as jobs,
  receipt as receipts,
  task as tasks,
  verdict as verdicts,
} from '@assay/core';
import { verifyReceipt } from '@assay/verify';
import { describeIds, describeVerdict } from '../audit-text.js';
import { type Audited, auditOf, readResponse } from '../auditing.js';
import { describeBinding } from '../drawing.js';
import { outcomeCodes } from '../exit.js';
import { assertNew } from '../files/staging.js';
import { costsOf, layout, type NamedFiles, open, type RunFolder } from '../folder.js';
import { type Output, toShellText } from '../output.js';
import { bar } from '../progress.js';
import { announce, type ReportOptions } from '../reporting.js';
import { read } from '../store.js';
import { UsageError } from '../usage.js';

export interface VerifyOptions extends NamedFiles, ReportOptions {}

/** `assay verify RECEIPT [CHALLENGE RESPONSE]`: form and signature; with a response, the audit. Returns the exit status. */
export async function verify(
  receiptFile: string,
  challengeFile: string | undefined,
  responseFile: string | undefined,
  options: VerifyOptions,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  await assertNew(options.proof, options.html);
  const folder = open(receiptFile, options, 'verify');
  if (challengeFile === undefined) return verifyForm(receiptFile, folder, output);
  if (responseFile === undefined) {
    const message = 'missing the response to the challenge: give both or neither';
    throw new UsageError('usage.missing-argument', 'assay verify', message);
  }
  const { challenge, audited } = await auditFiles(folder, challengeFile, responseFile, output, signal);
  const files = `${[receiptFile, challengeFile, responseFile].map(toShellText).join(' ')}${toOptionsText(options)}`;
  const again = `assay verify ${files}`;
  const prove = `assay prove-fraud ${files} --out ${layout.proof}`;
  const remark = describeBinding(challenge, folder);
  return announce({ folder, receiptFile, challenge, again, prove, remark }, audited, options, output);
}

/** Files that have to be named again. */
function toOptionsText({ job, task, costs }: NamedFiles): string {
  return Object.entries({ job, task, costs })
    .flatMap(([name, file]) => (file === undefined ? [] : [` --${name} ${toShellText(file)}`]))
    .join('');
}

/** Audits a response that lies in a file. */
export async function auditFiles(
  folder: RunFolder,
  challengeFile: string,
  responseFile: string,
  output: Output,
  signal: AbortSignal,
): Promise<{ readonly challenge: challenges.Challenge; readonly audited: Audited }> {
  const challenge = read('challenge', challengeFile);
  const response = readResponse(responseFile);
  const costs = costsOf(folder);
  const progress = bar(!output.isJson);
  try {
    return { challenge, audited: await auditOf(folder, challenge, response, { costs, progress, signal }) };
  } finally {
    progress.stop();
  }
}

/** The first rung: nothing is said of the work. */
function verifyForm(receiptFile: string, folder: RunFolder, output: Output): number {
  const { receipt, job, task, named } = folder;
  const verdict = verifyReceipt(receipt, folder);
  const isValid = verdicts.isValid(verdict);
  const ids = {
    receipt: receipts.id(receipt),
    task: tasks.id(task),
    job: jobs.id(job),
    worker: receipt.claim.worker,
    requester: task.requester,
    domain: task.domain,
  };
  if (isValid)
    output.line('Valid: a well-formed receipt, signed by its worker on this task. Nothing is said of the work.');
  for (const line of describeVerdict(verdict)) output.line(line);
  for (const line of describeIds(ids, named)) output.line(line);
  if (isValid) {
    output.line();
    output.line(`Check the work: assay challenge ${toShellText(receiptFile)}, or all of it: assay replay`);
  }
  output.result({ ok: isValid, verdict, outcome: verdicts.outcomeOf(verdict), ...ids });
  return outcomeCodes[verdicts.outcomeOf(verdict)];
}
