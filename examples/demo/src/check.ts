/** The verifier, who has no GPU, and the judge, who has two files. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { auditPage, exitCodes, reportOf, writeFile } from '@assay/cli';
import { bytes, type challenge as challenges, file, receipt as receipts, type verdict as verdicts } from '@assay/core';
import { registered } from '@assay/kernels';
import { randomBytes, respond } from '@assay/runtime';
import { type AuditResult, audit, checkProducts, type ProductResult, proof as proofs } from '@assay/verify';
import { timed } from './screen.js';
import { engine, suite, type Worked } from './work.js';

/** The command that `npm run demo` has built. */
const COMMAND = fileURLToPath(new URL('../../../packages/cli/dist/main.js', import.meta.url));

export interface Checked {
  readonly challenge: challenges.Challenge;
  readonly response: Uint8Array;
  readonly result: AuditResult;
  /** Of the check alone, and of the worker's answer. */
  readonly milliseconds: number;
  readonly answerMilliseconds: number;
}

/** Draws cells, has the worker show what they need, and replays them. */
export async function check(worked: Worked, samples: number): Promise<Checked> {
  const { job, task, receipt, contents } = worked;
  const source = { kind: 'seed', seed: bytes.toHex(randomBytes(32)) } as const;
  const challenge: challenges.Challenge = { claim: receipts.id(receipt), source, samples, held: [] };
  const versions = { bytesOf: (index: number) => contents[index]! };
  const answered = await timed(() => respond({ job, task, receipt, challenge, versions, engine }));
  const response = answered.value;
  const checked = await timed(() => audit(receipt, { job, task, suite }, challenge, response));
  const { value: result, milliseconds } = checked;
  return { challenge, response, result, milliseconds, answerMilliseconds: answered.milliseconds };
}

/** Checks every word of declared products, by a verifier who was sent all bytes. */
export function checkWhole({ job, task, receipt, contents }: Worked): ProductResult {
  const held = new Map(contents.entries());
  const seed = randomBytes(32);
  return checkProducts(receipt, { job, task, suite }, { held, register: registered.products(), seed });
}

/** Writes an audit as the command does, and its page. */
export async function writeAudit(directory: string, worked: Worked, checked: Checked): Promise<void> {
  const { job, task, receipt } = worked;
  const { challenge, response, result, milliseconds } = checked;
  await writeFile(path.join(directory, 'challenge.assay'), file.encode('challenge', challenge));
  await writeFile(path.join(directory, 'response.assay'), response);
  const lengths = { response: response.length };
  const page = auditPage(reportOf({ job, task, receipt, challenge, result, lengths, milliseconds }));
  await writeFile(path.join(directory, 'audit.html'), new TextEncoder().encode(page));
}

/** What another process says, which is given a proof and the receipt beside it, and nothing else. */
export async function judge(
  directory: string,
  proof: proofs.FraudProof,
): Promise<{ readonly verdict: verdicts.Verdict; readonly lengthBytes: number; readonly milliseconds: number }> {
  const encoded = proofs.encode(proof);
  const files = [path.join(directory, 'fraud-proof.assay'), path.join(directory, 'receipt.assay')] as const;
  await writeFile(files[0], encoded);
  const judged = await timed(() => run([COMMAND, 'judge', ...files, '--json']));
  const { verdict } = JSON.parse(judged.value) as { readonly verdict: verdicts.Verdict };
  return { verdict, lengthBytes: encoded.length, milliseconds: judged.milliseconds };
}

/** The output of a command that may say that a receipt does not hold. */
async function run(args: readonly string[]): Promise<string> {
  try {
    return (await promisify(execFile)(process.execPath, args)).stdout;
  } catch (error) {
    const { code, stdout } = error as { readonly code?: number; readonly stdout?: string };
    if (code === exitCodes.refuted && stdout !== undefined) return stdout;
    throw error;
  }
}
