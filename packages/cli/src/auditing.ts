/** The audit of a response, with progress and an ear for Ctrl-C. */
import { setImmediate } from 'node:timers/promises';
import {
  AssayError,
  type challenge as challenges,
  type costs,
  job as jobs,
  type verdict as verdicts,
} from '@assay/core';
import { Audit, type CellFinding, openAudit, response as responses } from '@assay/verify';
import * as disk from './files/disk.js';
import { type RunFolder, versionsIn } from './folder.js';
import type { Bar } from './progress.js';

/** What an audit came to. */
export interface Audited {
  readonly verdict: verdicts.Verdict;
  /** Undefined where the verdict was reached before any cell was looked at. */
  readonly audit: Audit | undefined;
  /** Of each cell of the sample. */
  readonly findings: readonly CellFinding[];
  readonly responseBytes: number;
  readonly milliseconds: number;
}

/** How long cells are checked before somebody is heard. */
const TURN_MS = 50;

/**
 * Checks a response.
 *
 * @throws AssayError `audit.…`, `costs.…` (invalid): mistakes of the verifier's own; the signal's reason.
 */
export async function auditOf(
  folder: RunFolder,
  challenge: challenges.Challenge,
  response: Uint8Array,
  {
    costs,
    progress,
    signal,
  }: { readonly costs: costs.Costs | undefined; readonly progress: Bar; readonly signal: AbortSignal },
): Promise<Audited> {
  const { receipt, job, task, suite } = folder;
  const startedMs = performance.now();
  const took = (): { responseBytes: number; milliseconds: number } => ({
    responseBytes: response.length,
    milliseconds: performance.now() - startedMs,
  });
  const options = { held: heldOf(folder, challenge), ...(costs === undefined ? {} : { costs }) };
  const audit = openAudit(receipt, { job, task, suite }, challenge, response, options);
  if (!(audit instanceof Audit)) return { verdict: audit, audit: undefined, findings: [], ...took() };
  const { cells } = audit.sample;
  const findings: CellFinding[] = [];
  let heardMs = performance.now();
  let isConfirmed = true;
  for (const cell of cells) {
    const finding = audit.check(cell, { isConfirmed });
    findings.push(finding);
    // One is enough for a proof; to confirm each of many would take the interpreter hours.
    if (finding.kind === 'wrong') isConfirmed = false;
    if (performance.now() - heardMs < TURN_MS) continue;
    progress.update({ phase: 'cell', done: findings.length, total: cells.length });
    await setImmediate();
    signal.throwIfAborted();
    heardMs = performance.now();
  }
  return { verdict: audit.conclude(findings), audit, findings, ...took() };
}

/** A response's bytes; of one that is longer than any that is read, no more than shows it. */
export function readResponse(file: string): Uint8Array {
  return disk.read(file, { lengthBytes: Math.min(disk.lengthBytes(file), responses.mostBytes + 1) });
}

/** Bytes of the versions that the challenge names as held, from the verifier's files. */
function heldOf(folder: RunFolder, { held }: challenges.Challenge): ReadonlyMap<number, Uint8Array> {
  if (held.length === 0) return new Map();
  const { contents, others } = versionsIn(folder, new Set(held));
  const versions = jobs.versions(folder.job);
  const found = new Map<number, Uint8Array>();
  for (const index of held) {
    const version = versions[index];
    if (version === undefined) continue; // the audit says so
    const bytes = contents.get(version.name);
    if (bytes === undefined) throw missingHeld(folder, version, others);
    found.set(index, bytes);
  }
  return found;
}

function missingHeld({ directory, command }: RunFolder, { name }: jobs.Version, others: readonly string[]): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: `${command}.missing-held`,
    where: directory,
    expected: `the bytes of version ${name}, which the challenge names as held`,
    got: others.length === 0 ? 'no file of it' : `others, in ${others.join(', ')}`,
    remedy: `Put it into versions/${name}.bin beside the receipt, or draw again without naming it.`,
  });
}
