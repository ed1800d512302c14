import path from 'node:path';
import {
  AssayError,
  isAssayError,
  job as jobs,
  receipt as receipts,
  trace as traces,
  verdict as verdicts,
} from '@assay/core';
import { type RestoreOptions, type Runner, restore, wasmEngine } from '@assay/runtime';
import { ofDescent, proof as proofs, verifyReceipt } from '@assay/verify';
import { describeVerdict, row } from '../audit-text.js';
import { type Move, descend as play } from '../descending.js';
import { outcomeCodes } from '../exit.js';
import { assertNew } from '../files/staging.js';
import { layout, type NamedFiles, open, type RunFolder, versionsIn } from '../folder.js';
import { type Output, toSizeText } from '../output.js';
import { bar } from '../progress.js';
import { judgeLine, written } from '../reporting.js';
import type { AnswerOptions } from '../responding.js';
import { withCpu } from '../session.js';
import { type OwnRun, ownRun } from '../watching.js';

export interface DescendOptions extends NamedFiles, AnswerOptions {
  /** The watcher's folder. */
  readonly own?: string;
  /** The version that is expected to differ first. */
  readonly into?: string;
  readonly out?: string;
}

/** `assay descend RECEIPT`: makes a worker's folder show where it differs from a run of one's own. Returns the exit status. */
export async function descend(
  receiptFile: string,
  options: DescendOptions,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const out = options.out ?? path.join(path.dirname(receiptFile), layout.proof);
  await assertNew(out);
  const folder = open(receiptFile, options, 'descend');
  const formal = verifyReceipt(folder.receipt, folder);
  const watched = verdicts.isValid(formal) ? await watch(folder, options, output, signal) : undefined;
  if (watched === undefined) {
    if (verdicts.isValid(formal))
      output.line('Valid: a run of your own gives the same trace. There is nothing to descend into.');
    return conclude(formal, folder, [], undefined, output);
  }
  const { version, own, committed } = watched;
  output.line(`The receipt and your own run part in ${traces.describe(version)}. What came before is the same.`);
  output.line();
  const moves: Move[] = [];
  const root = folder.receipt.trace[version.index]!;
  const ended = play({ root, committed, own: own.get(version.index)! }, wasmEngine(), (move) => {
    moves.push(move);
    const size = move.lengthBytes === undefined ? '' : `: ${toSizeText(move.lengthBytes)}`;
    output.line(`  ${move.by.padEnd(8)} ${move.text}${size}`);
  });
  output.line();
  if (!ended.ok) {
    return conclude({ ...ended.verdict, claim: receipts.id(folder.receipt) }, folder, moves, undefined, output);
  }

  const { chunk } = ended.difference;
  const proof = ofDescent(folder.receipt, folder, own, { version: version.index, chunk, opening: ended.opening });
  if (proof === undefined) {
    const expected = 'a word that the worker got wrong';
    const verdict = verdicts.of('proof.unfounded', receipts.id(folder.receipt), { expected, got: 'your own run is' });
    return conclude(verdict, folder, moves, undefined, output);
  }
  const bytes = proofs.encode(proof);
  const verdict = proofs.verifyFraudProof(bytes, folder.receipt, wasmEngine());
  const { file } = await written(out, bytes, output);
  const kept = file === undefined ? undefined : { file, lengthBytes: bytes.length };
  const status = conclude(verdict, folder, moves, kept, output);
  if (file !== undefined) {
    output.line();
    output.line(`Anybody can judge it: ${judgeLine(file, receiptFile)}`);
  }
  return status;
}

interface Watched {
  /** The first one that differs. */
  readonly version: jobs.Version;
  /** The watcher's bytes by index: of that version, and of those that it was made from. */
  readonly own: ReadonlyMap<number, Uint8Array>;
  /** The worker's bytes of that version. */
  readonly committed: Uint8Array;
}

/** Runs the job, or takes the watcher's run. Undefined where all traces agree. */
async function watch(
  folder: RunFolder,
  { own: directory, into: named, threads, deadline }: DescendOptions,
  output: Output,
  signal: AbortSignal,
): Promise<Watched | undefined> {
  const deadlineMs = 1000 * deadline;
  const progress = bar(!output.isJson);
  try {
    return await withCpu(threads, async (cpu) => {
      const runner: Runner = { run: (job, inputs, given) => cpu.run(job, inputs, { ...given, deadlineMs }) };
      const own = await ownRun(folder, directory, runner, { signal, onProgress: progress.update });
      const version = firstDifference(folder, own, named);
      if (version === undefined) return undefined;
      const committed = await committedTo(folder, version, runner, { signal, onProgress: progress.update }, output);
      return { version, committed, own: await own.bytesOf(boundWith(folder.job, version)) };
    });
  } finally {
    progress.stop();
  }
}

/**
 * The worker's bytes: from his directory, or made again, which gives them only where it is not he who was wrong.
 *
 * @throws AssayError `descend.missing-bytes` (invalid): neither has them.
 */
async function committedTo(
  folder: RunFolder,
  { name }: jobs.Version,
  runner: Runner,
  options: Omit<RestoreOptions, 'trace'>,
  output: Output,
): Promise<Uint8Array> {
  const { contents, others } = versionsIn(folder);
  for (const file of others) output.warn(`${file} is not what the receipt commits to: left out.`);
  try {
    const trace = folder.receipt.trace;
    return (await restore(runner, folder.job, contents, [name], { ...options, trace })).get(name)!;
  } catch (error) {
    if (!isAssayError(error) || !['restore.other-bytes', 'restore.missing-input'].includes(error.code)) throw error;
    throw new AssayError({
      kind: 'invalid',
      code: 'descend.missing-bytes',
      where: folder.directory,
      expected: `the bytes of version ${name} that the receipt commits to`,
      got: 'none, and running the job again does not give them',
      remedy:
        'Run with --keep all, so that they are there. Without them nobody is shown to be wrong, and nobody withheld.',
    });
  }
}

/** @throws AssayError `descend.other-version` (invalid) where another one is named. */
function firstDifference(
  { receipt, job }: RunFolder,
  own: OwnRun,
  named: string | undefined,
): jobs.Version | undefined {
  const index = traces.firstDifference(receipt.trace, own.trace);
  const version = index === undefined ? undefined : jobs.versions(job)[index];
  if (named === undefined || version?.name === named) return version;
  throw new AssayError({
    kind: 'invalid',
    code: 'descend.other-version',
    where: `--into ${named}`,
    expected:
      version === undefined
        ? 'a version that differs: there is none'
        : `${version.name}, the first version that differs`,
    got: named,
    remedy: 'Leave --into out. Only what was made from versions that agree shows who is wrong.',
  });
}

/** The version itself, and those that its step reads or starts from. */
function boundWith(job: jobs.Job, { index, origin }: jobs.Version): Set<number> {
  if (origin.kind !== 'write') return new Set([index]);
  const { reads, writes } = job.steps[origin.step]!;
  const names = new Set([...Object.values(reads), ...Object.values(writes).map(({ from }) => from)]);
  const sources = jobs.versions(job).filter(({ name, origin }) => names.has(name) && origin.kind !== 'literal');
  return new Set([index, ...sources.map((source) => source.index as number)]);
}

function conclude(
  verdict: verdicts.Verdict,
  { job }: RunFolder,
  moves: readonly Move[],
  proof: { readonly file: string; readonly lengthBytes: number } | undefined,
  output: Output,
): number {
  const outcome = verdicts.outcomeOf(verdict);
  const naming = { versions: jobs.versions(job), steps: job.steps };
  for (const line of describeVerdict(verdict, naming)) output.line(line);
  if (proof !== undefined) output.line(row('proof', `${proof.file}, ${toSizeText(proof.lengthBytes)}`));
  output.result({ ok: verdicts.isValid(verdict), verdict, outcome, moves, proof: proof?.file ?? null });
  return outcomeCodes[outcome];
}
