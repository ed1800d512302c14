/** Versions that were not kept, made again by the part of the job that makes them. */
import { AssayError, isAssayError, job as jobs, type trace as traces } from '@assay/core';
import type { ExecuteOptions } from './executor.js';
import type { Runner } from './replay.js';
import { sourcesOf } from './retention.js';

/**
 * The part of a job that makes what is wanted and not at hand: versions at hand become inputs, the steps that are needed stay
 * in their order, and the outputs are what is wanted. A needed step makes all its versions, also those that are at hand.
 *
 * @param job a valid one.
 * @param have names of versions at hand. Literals always are.
 * @returns a valid job, or undefined where nothing is missing.
 * @throws AssayError `restore.unknown-version`, `restore.missing-input` (invalid); `restore.too-many-inputs` (exhausted).
 */
export function slice(job: jobs.Job, have: ReadonlySet<string>, wanted: ReadonlySet<string>): jobs.Job | undefined {
  const missing = missingOf(job, have, wanted);
  if (missing.length === 0) return undefined;
  const { steps, needed } = stepsFor(job, have, missing);
  const lost = job.inputs.find(({ name }) => needed.has(name));
  if (lost !== undefined) throw missingInput(lost.name, missing[0]!);

  const made = new Set(steps.flatMap(({ writes }) => Object.values(writes).map(({ name }) => name)));
  const bound = new Set(steps.flatMap(sourcesOf));
  const inputs = jobs
    .versions(job)
    .filter(({ name, origin }) => origin.kind !== 'literal' && bound.has(name) && !made.has(name))
    .map(({ name, sizeBytes, tensor }) => ({ name, sizeBytes, ...(tensor === undefined ? {} : { tensor }) }));
  if (inputs.length > jobs.limits.inputs) throw tooManyInputs(inputs.length);
  const kernels = new Set(steps.map(({ kernel }) => kernel));
  return jobs.define({
    profile: job.profile,
    name: job.name,
    kernels: Object.fromEntries(Object.entries(job.kernels).filter(([name]) => kernels.has(name))),
    inputs,
    literals: job.literals.filter(({ name }) => bound.has(name)),
    steps,
    outputs: missing,
  });
}

/** What {@link restore} can be told besides. */
export interface RestoreOptions extends Pick<ExecuteOptions, 'signal' | 'onProgress'> {
  /** The roots of all versions, in the job's order: what is used and what is made must have them. */
  readonly trace?: traces.Trace;
}

/**
 * The bytes of versions, run for again where they are not at hand.
 *
 * @param have bytes of the versions at hand, by name. Literals need not be among them.
 * @returns what is wanted, by name; what is at hand as it is, not a copy.
 * @throws AssayError what {@link slice} and the runner throw; `restore.other-start` (invalid): a version at hand does not have the
 * trace's root; `restore.other-bytes` (trap): a version that was made does not.
 */
export async function restore(
  runner: Runner,
  job: jobs.Job,
  have: ReadonlyMap<string, Uint8Array>,
  wanted: Iterable<string>,
  { trace, ...options }: RestoreOptions = {},
): Promise<ReadonlyMap<string, Uint8Array>> {
  const names = new Set(wanted);
  const bytes = new Map([...job.literals.map(({ name, bytes }) => [name, bytes] as const), ...have]);
  for (const part of partsOf(job, new Set(have.keys()), names)) {
    const inputs = new Map(part.inputs.map(({ name }) => [name, bytes.get(name)!]));
    const { outputs, roots } = await runner.run(part, inputs, {
      ...options,
      ...(trace === undefined ? { commit: 'none' } : {}),
    });
    if (trace !== undefined) assertRoots(job, part, trace, roots);
    for (const [name, made] of outputs) bytes.set(name, made);
  }
  return new Map([...names].map((name) => [name, bytes.get(name)!]));
}

/**
 * One slice; or as many as it takes where one would bind more versions at hand than a job may have inputs, and for a version that
 * alone would, all that it is made from.
 */
function partsOf(job: jobs.Job, have: ReadonlySet<string>, wanted: ReadonlySet<string>): readonly jobs.Job[] {
  try {
    const part = slice(job, have, wanted);
    return part === undefined ? [] : [part];
  } catch (error) {
    const missing = missingOf(job, have, wanted);
    if (!isAssayError(error) || error.code !== 'restore.too-many-inputs') throw error;
    if (missing.length < 2) return fromTheStart(job, have, wanted);
    const middle = missing.length >>> 1;
    const [first, second] = [new Set(missing.slice(0, middle)), new Set(missing.slice(middle))];
    return [...partsOf(job, have, first), ...partsOf(job, new Set([...have, ...first]), second)];
  }
}

/** A slice that starts from inputs of the job only, of which no job has too many. */
function fromTheStart(job: jobs.Job, have: ReadonlySet<string>, wanted: ReadonlySet<string>): readonly jobs.Job[] {
  const inputs = job.inputs.map(({ name }) => name).filter((name) => have.has(name));
  const part = slice(job, new Set(inputs), wanted);
  return part === undefined ? [] : [part];
}

/** The written versions and inputs that are wanted and not at hand, in the job's order. */
function missingOf(job: jobs.Job, have: ReadonlySet<string>, wanted: ReadonlySet<string>): readonly string[] {
  const versions = jobs.versions(job);
  const known = new Set(versions.map(({ name }) => name));
  for (const name of wanted) if (!known.has(name)) throw unknownVersion(name);
  return versions
    .filter(({ name, origin }) => origin.kind !== 'literal' && wanted.has(name) && !have.has(name))
    .map(({ name }) => name);
}

/** The steps that make versions, and all that has to be made or given for that. */
function stepsFor(
  job: jobs.Job,
  have: ReadonlySet<string>,
  missing: readonly string[],
): { readonly steps: readonly jobs.Step[]; readonly needed: ReadonlySet<string> } {
  const needed = new Set(missing);
  const steps: jobs.Step[] = [];
  for (const step of job.steps.toReversed()) {
    if (!Object.values(step.writes).some(({ name }) => needed.has(name))) continue;
    steps.push(step);
    for (const name of sourcesOf(step)) if (!have.has(name)) needed.add(name);
  }
  return { steps: steps.reverse(), needed };
}

function assertRoots(job: jobs.Job, part: jobs.Job, trace: traces.Trace, roots: traces.Trace): void {
  const indices = new Map(jobs.versions(job).map(({ name, index }) => [name, index]));
  for (const { index, name, origin } of jobs.versions(part)) {
    const expected = trace[indices.get(name)!]!;
    const got = roots[index]!;
    if (expected === got) continue;
    throw origin.kind === 'input' ? otherStart(name, expected, got) : otherBytes(name, expected, got);
  }
}

function unknownVersion(name: string): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: 'restore.unknown-version',
    where: `version ${name}`,
    expected: 'a version of the job',
    got: 'a name that it does not have',
    remedy: 'Pass the job that was run; `assay inspect JOB` lists its versions.',
  });
}

function missingInput(name: string, wanted: string): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: 'restore.missing-input',
    where: `input ${name}`,
    expected: `its bytes, because ${wanted} is made from them`,
    got: 'none',
    remedy: 'Inputs cannot be made again: get the file from whoever has it, and keep it until the task is settled.',
  });
}

function tooManyInputs(count: number): AssayError {
  return new AssayError({
    kind: 'exhausted',
    code: 'restore.too-many-inputs',
    expected: `at most ${jobs.limits.inputs} versions at hand for one run`,
    got: String(count),
    remedy: 'Restore fewer versions at once.',
  });
}

function otherStart(name: string, expected: string, got: string): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: 'restore.other-start',
    where: `version ${name}`,
    expected: `the bytes that the receipt commits to, with the root ${expected}`,
    got: `others, with the root ${got}`,
    remedy:
      'The copy at hand was changed or damaged. Leave it out, so that it is made again; an input has to be fetched again.',
  });
}

function otherBytes(name: string, expected: string, got: string): AssayError {
  return new AssayError({
    kind: 'trap',
    code: 'restore.other-bytes',
    where: `version ${name}`,
    expected: `the bytes that the receipt commits to, with the root ${expected}`,
    got: `others, with the root ${got}: running the job again does not give what was signed`,
    remedy:
      'Nothing was answered. Run it again, on another device or on the CPU. If it stays so, the signed run was wrong, or the kernel races (`assay check`).',
  });
}
