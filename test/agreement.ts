/** A job run on a device and by the reference interpreter. */
import { job as jobs } from '@assay/core';
import { execute, type Gpu } from '@assay/runtime';
import { expect } from 'vitest';
import { interpret } from './interpretation.js';

/** Fails unless the device gives every version of the job the bytes that it must have. */
export async function expectAgreement(gpu: Gpu, job: jobs.Job, inputs: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const written = jobs.versions(job).filter(({ origin }) => origin.kind === 'write');
  const outputs = written.map(({ name }) => name);
  const execution = await execute(gpu, { ...job, outputs }, inputs, { commit: 'none' });
  const { versions } = interpret(job, inputs);
  for (const name of outputs) {
    expect({ name, words: wordsOf(execution.outputs.get(name)!) }).toEqual({
      name,
      words: wordsOf(versions.get(name)!),
    });
  }
}

function wordsOf(bytes: Uint8Array): readonly number[] {
  return [...new Uint32Array(bytes.slice().buffer)];
}
