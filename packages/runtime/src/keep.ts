/** Versions whose bytes a run is asked for besides its outputs. */
import { AssayError, type job as jobs } from '@assay/core';
import type { Inputs } from './inputs.js';

/** @throws AssayError `run.unknown-version` (invalid). */
export function assertKeep(job: jobs.Job, keep: readonly string[]): void {
  if (keep.length === 0) return;
  const known = new Set([
    ...[...job.inputs, ...job.literals].map(({ name }) => name),
    ...job.steps.flatMap(({ writes }) => Object.values(writes).map(({ name }) => name)),
  ]);
  const unknown = keep.find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new AssayError({
    kind: 'invalid',
    code: 'run.unknown-version',
    where: 'keep',
    expected: 'names of versions of the job: inputs, literals, or what a step writes',
    got: unknown,
    remedy: 'Correct the name; `assay inspect JOB` lists the versions.',
  });
}

/** What was asked for, in that order. @param made bytes of the written versions among it, by name. */
export function keptOf(
  job: jobs.Job,
  keep: readonly string[],
  inputs: Inputs,
  made: ReadonlyMap<string, Uint8Array>,
): ReadonlyMap<string, Uint8Array> {
  if (keep.length === 0) return new Map();
  const literals = new Map(job.literals.map(({ name, bytes }) => [name, bytes]));
  return new Map(keep.map((name) => [name, inputs.get(name) ?? literals.get(name) ?? made.get(name)!]));
}
