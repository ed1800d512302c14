import { AssayError, type job as jobs } from '@assay/core';
import type { Inputs } from '@assay/runtime';
import { readInput } from './files/source.js';

export interface InputFiles {
  /** As the files are, without padding. */
  readonly exact: ReadonlyMap<string, Uint8Array>;
  /** As the job takes them. */
  readonly padded: Inputs;
}

/** Reads `name=FILE` arguments for a job. */
export function readInputs(job: jobs.Job, given: readonly string[]): InputFiles {
  const exact = new Map<string, Uint8Array>();
  const padded = new Map<string, Uint8Array>();
  const names = job.inputs.map(({ name }) => name).join(', ') || 'none';
  for (const argument of given) {
    const [name = '', ...rest] = argument.split('=');
    const file = rest.join('=');
    const input = job.inputs.find((candidate) => candidate.name === name);
    const where = `--input ${argument}`;
    if (file === '') throw wrongInput(where, 'name=FILE', `no file for "${name}"`);
    if (input === undefined) throw wrongInput(where, `one of the job's inputs (${names})`, `"${name}"`);
    if (padded.has(input.name)) throw wrongInput(where, 'each input once', `"${name}" a second time`);
    const { bytes: content, contentLengthBytes } = readInput(file, input);
    padded.set(input.name, content);
    exact.set(input.name, content.subarray(0, contentLengthBytes));
  }
  const missing = job.inputs.filter(({ name }) => !padded.has(name)).map(({ name }) => name);
  if (missing.length > 0) {
    throw wrongInput('--input', `a file for each of the job's inputs (${names})`, `none for ${missing.join(', ')}`);
  }
  return { exact, padded };
}

function wrongInput(where: string, expected: string, got: string): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: 'run.wrong-input-argument',
    where,
    expected,
    got,
    remedy: 'Pass --input name=FILE once for each input; `assay inspect JOB` lists them.',
  });
}
