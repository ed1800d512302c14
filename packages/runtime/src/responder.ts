/** From a challenge to a worker's answer, whatever the worker has kept. */
import { AssayError, job as jobs, suite as suites, verdict } from '@assay/core';
import { type Sample, sampleOf, verifyReceipt } from '@assay/verify';
import type { Runner } from './replay.js';
import { type RespondOptions, respond } from './respond.js';
import { type RestoreOptions, restore } from './restore.js';
import { sourcesOf } from './retention.js';

/** What was run, what is asked, and what is left of the run. */
export interface AnswerOptions extends Omit<RespondOptions, 'versions'>, Pick<RestoreOptions, 'signal' | 'onProgress'> {
  /** Bytes by name of the versions at hand: all inputs, and whatever was kept. */
  readonly have: ReadonlyMap<string, Uint8Array>;
  /** Makes what is missing again. Not asked where nothing is. */
  readonly runner: Runner;
}

/**
 * Builds the response to a challenge (see {@link respond}), after making again what it needs and is not at hand.
 *
 * @returns the canonical bytes.
 * @throws AssayError `answer.other-receipt`, `answer.other-bytes` (invalid); what {@link respond} and {@link restore} throw.
 */
export async function answer({ have, runner, signal, onProgress, ...asked }: AnswerOptions): Promise<Uint8Array> {
  const { job, task, receipt, challenge, costs, engine } = asked;
  const suite = suites.blake3(engine);
  const formal = verifyReceipt(receipt, { job, task, suite });
  if (!verdict.isValid(formal)) throw otherReceipt(formal.code);

  const sample = sampleOf(receipt, { job, task }, challenge, costs);
  const needed = neededFor(job, sample, new Set(challenge.held));
  const versions = jobs.versions(job);
  for (const { index, name, origin } of versions) {
    if (origin.kind === 'literal' || !needed.has(name) || !have.has(name)) continue;
    const root = suite.root(have.get(name)!);
    if (root !== receipt.trace[index]) throw otherBytes(name, receipt.trace[index]!, root);
  }
  const bytes = await restore(runner, job, have, needed, {
    trace: receipt.trace,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  return respond({ ...asked, versions: { bytesOf: (index) => bytes.get(versions[index]!.name)! } });
}

/** The names of the versions that a response is made from: what drawn cells run on, and what is opened. */
function neededFor(job: jobs.Job, { cells, stretches }: Sample, held: ReadonlySet<number>): ReadonlySet<string> {
  const versions = jobs.versions(job);
  const indices = new Map(versions.map(({ name, index }) => [name, index]));
  const opened = stretches.flatMap(({ version, from }) => [versions[from]!.name, versions[version]!.name]);
  const run: string[] = [];
  for (const index of new Set(cells.map(({ step }) => step))) {
    const step = job.steps[index]!;
    run.push(...sourcesOf(step));
    opened.push(...Object.values(step.writes).map(({ name }) => name));
  }
  return new Set([...run, ...opened.filter((name) => !held.has(indices.get(name)!))]);
}

function otherReceipt(code: verdict.VerdictCode): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: 'answer.other-receipt',
    where: 'receipt',
    expected: 'the valid receipt of this job and task',
    got: code,
    remedy: 'Pass job, task and receipt of one run; nobody can be asked about another receipt.',
  });
}

function otherBytes(name: string, expected: string, got: string): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: 'answer.other-bytes',
    where: `version ${name}`,
    expected: `the bytes that the receipt commits to, with the root ${expected}`,
    got: `others, with the root ${got}`,
    remedy:
      'The copy at hand was changed or damaged. Leave it out, so that it is made again; an input has to be fetched again.',
  });
}
