/** What an audit came to: printed, and written as page and as fraud proof where that is asked for. */
import { type challenge as challenges, verdict as verdicts } from '@assay/core';
import { proof as proofs } from '@assay/verify';
import { describe, describeIds, row } from './audit-text.js';
import type { Audited } from './auditing.js';
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
  /** What is said of the challenge. */
  readonly remark: string;
}

/** Prints and writes it. */
export async function announce(
  subject: Subject,
  audited: Audited,
  { html, proof: proofFile }: ReportOptions,
  output: Output,
): Promise<void> {
  const { folder, challenge, remark } = subject;
  const summary = summaries.of(folder, challenge, audited);
  for (const line of describe(summary)) output.line(line);
  output.line();
  output.line(remark);
  for (const line of describeIds(summary, folder.named)) output.line(line);

  const proof = proofFile === undefined ? undefined : proofOf(folder, audited);
  if (proofFile !== undefined && proof !== undefined) {
    await writeFile(proofFile, proof);
    output.line(row('proof', proofFile));
  }
  if (html !== undefined) {
    await writeFile(html, pageOf(subject, audited, proof === undefined ? undefined : proofFile, proof));
    output.line(row('page', html));
  }
  if (proofFile !== undefined && proof !== undefined) {
    output.line();
    output.line(`Anybody can judge it: ${judgeLine(proofFile, subject.receiptFile)}`);
  } else if (proofFile !== undefined) {
    output.warn(`${proofFile} was not written: nothing was found that a proof could show.`);
  }
  output.result({
    ok: verdicts.isValid(audited.verdict),
    ...summary,
    page: html ?? null,
    proof: proof === undefined ? null : proofFile,
  });
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
