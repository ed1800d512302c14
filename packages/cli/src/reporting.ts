/** What an audit came to: printed, and written as page and as fraud proof where that is asked for. */
import { type challenge as challenges, isAssayError, verdict as verdicts } from '@assay/core';
import { proof as proofs } from '@assay/verify';
import { describe, describeIds, row, wasLookedAt } from './audit-text.js';
import type { Audited } from './auditing.js';
import { exitCodes, outcomeCodes } from './exit.js';
import { writeFile } from './files/staging.js';
import type { RunFolder } from './folder.js';
import { type Output, toShellText } from './output.js';
import { auditPage } from './page/audit.js';
import { type Command, reportOf } from './page/report.js';
import { unattended } from './session.js';
import * as summaries from './summary.js';

/** What commands that audit write. */
export interface ReportOptions {
  /** File for a page. */
  readonly html?: string;
  /** File for the fraud proof, where there is one. */
  readonly proof?: string;
}

/** What was audited, and where it lies. */
export interface Subject {
  readonly folder: RunFolder;
  readonly receiptFile: string;
  readonly challenge: challenges.Challenge;
  /** The command line that repeats the audit. */
  readonly again: string;
  /** The command line that makes a fraud proof of what was found. */
  readonly prove: string;
  /** What is said of the challenge. */
  readonly remark: string;
}

/** Prints and writes it. Returns the exit status: what could not be written hides no verdict. */
export async function announce(
  subject: Subject,
  audited: Audited,
  { html, proof: proofFile }: ReportOptions,
  output: Output,
): Promise<number> {
  const { folder, challenge, remark } = subject;
  const summary = summaries.of(folder, challenge, audited);
  for (const line of describe(summary)) output.line(line);
  output.line();
  if (wasLookedAt(summary)) output.line(remark);
  for (const line of describeIds(summary, folder.named)) output.line(line);

  const proof = proofFile === undefined ? undefined : proofOf(folder, audited);
  const proven = proofFile === undefined || proof === undefined ? undefined : await written(proofFile, proof, output);
  if (proven?.file !== undefined) output.line(row('proof', proven.file));
  const page = html === undefined ? undefined : pageOf(subject, audited, proven?.file, proof);
  const shown = html === undefined || page === undefined ? undefined : await written(html, page, output);
  if (shown?.file !== undefined) output.line(row('page', shown.file));
  const next = nextStep(subject, audited.verdict, { isProvable: summary.isProvable, proofFile: proven?.file });
  if (next !== undefined) {
    output.line();
    output.line(next);
  }
  if (proofFile !== undefined && proof === undefined) {
    output.warn(`${proofFile} was not written: nothing was found that a proof could show.`);
  }
  output.result({
    ok: verdicts.isValid(audited.verdict),
    ...summary,
    page: shown?.file ?? null,
    proof: proven?.file ?? null,
  });
  return outcomeCodes[summary.outcome] || proven?.status || shown?.status || exitCodes.success;
}

/** What became of a file that was to be written. */
export interface Written {
  /** Undefined where it could not be. */
  readonly file: string | undefined;
  /** The exit status for that, where nothing graver is to be said. */
  readonly status: number;
}

/** Writes a new file beside a verdict, which stands whether that succeeds or not. */
export async function written(file: string, content: Uint8Array, output: Output): Promise<Written> {
  try {
    await writeFile(file, content);
    return { file, status: exitCodes.success };
  } catch (error) {
    if (!isAssayError(error) || error.kind === 'bug') throw error;
    const { code, expected, got, kind, remedy } = error;
    output.warn(`${file} was not written: expected ${expected}, got ${got}. ${remedy} (${code})`);
    return { file: undefined, status: exitCodes[kind] };
  }
}

/** What to do with what was found; undefined where nothing has to be. */
function nextStep(
  { prove, receiptFile }: Subject,
  { code }: verdicts.Verdict,
  { isProvable, proofFile }: { readonly isProvable: boolean; readonly proofFile: string | undefined },
): string | undefined {
  if (proofFile !== undefined) return `Anybody can judge it: ${judgeLine(proofFile, receiptFile)}`;
  if (isProvable) return `Make a proof: ${prove}`;
  const isUnreadable = code.startsWith('response.') && code !== 'response.incomplete';
  return isUnreadable
    ? 'Ask for it again: the response may have been damaged on its way, or be another file.'
    : undefined;
}

/** The fraud proof of what an audit found, encoded; undefined where there is nothing to prove. */
export function proofOf({ receipt, job, task }: RunFolder, { verdict, audit }: Audited): Uint8Array | undefined {
  if (audit === undefined) return undefined;
  const proof = unattended(() => proofs.ofVerdict(receipt, { job, task }, audit, verdict));
  return proof === undefined ? undefined : proofs.encode(proof);
}

export function judgeLine(proofFile: string, receiptFile: string): string {
  return `assay judge ${toShellText(proofFile)} ${toShellText(receiptFile)}`;
}

function pageOf(
  { folder, receiptFile, challenge, again }: Subject,
  { verdict, audit, findings, responseBytes, milliseconds }: Audited,
  proofFile: string | undefined,
  proof: Uint8Array | undefined,
): Uint8Array {
  const { job, task, receipt } = folder;
  const commands: Command[] = [
    { purpose: 'Repeat the audit', line: again },
    { purpose: 'Check all cells', line: `assay replay ${toShellText(receiptFile)} --cpu` },
  ];
  if (proofFile !== undefined) {
    commands.push({ purpose: 'Judge the fraud proof', line: judgeLine(proofFile, receiptFile) });
  }
  const report = reportOf({
    job,
    task,
    receipt,
    challenge,
    result: { verdict, findings, ...(audit === undefined ? {} : { audit }) },
    lengths: { response: responseBytes, ...(proof === undefined ? {} : { proof: proof.length }) },
    milliseconds,
    commands,
  });
  return new TextEncoder().encode(auditPage(report));
}
