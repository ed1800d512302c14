/** What a run starts from. */
import { AssayError, type job as jobs } from '@assay/core';

/** Bytes of each input by name, exactly as long as the job says. They must not change until the run has ended. */
export type Inputs = ReadonlyMap<string, Uint8Array>;

/** @throws AssayError `run.missing-input`, `run.unknown-input`, `run.wrong-input-size` (invalid). */
export function assertInputs(job: jobs.Job, inputs: Inputs): void {
  const names = new Set(job.inputs.map(({ name }) => name));
  const wrong = (code: string, where: string, expected: string, got: string): AssayError =>
    new AssayError({
      kind: 'invalid',
      code,
      where,
      expected,
      got,
      remedy: `The job takes ${[...names].join(', ') || 'no inputs'}.`,
    });
  for (const { name, sizeBytes } of job.inputs) {
    const bytes = inputs.get(name);
    if (bytes === undefined) throw wrong('run.missing-input', `input ${name}`, `${sizeBytes} bytes`, 'nothing');
    if (bytes.length !== sizeBytes) {
      throw wrong('run.wrong-input-size', `input ${name}`, `${sizeBytes} bytes`, `${bytes.length} bytes`);
    }
  }
  for (const name of inputs.keys()) {
    if (!names.has(name)) throw wrong('run.unknown-input', `input ${name}`, 'an input of the job', name);
  }
}
