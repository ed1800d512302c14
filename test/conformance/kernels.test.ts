import { job as jobs } from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import { execute } from '@assay/runtime';
import { gpuTest } from '@assay/testkit';
import { describe, expect } from 'vitest';
import { interpret } from '../interpretation.js';

// All cells of all steps, by the reference interpreter and on a device: every version has the same bytes.

/** Bytes that repeat after none of the sizes here. */
function noise(lengthBytes: number): Uint8Array {
  let state = lengthBytes;
  return new Uint8Array(lengthBytes).map(() => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

describe('the interpreter and the software adapter', () => {
  gpuTest.for([
    ['edges', edges.job({ width: 21, height: 13 })],
    ['matmul', matmul.job({ m: 70, n: 66, k: 12 })],
  ] as const)('%s: all versions are equal, no guard fires, nothing races', async ([, job], { gpu }) => {
    const inputs = new Map(job.inputs.map(({ name, sizeBytes }) => [name, noise(sizeBytes)]));
    const written = job.steps.flatMap(({ writes }) => Object.values(writes).map(({ name }) => name));
    const { outputs } = await execute(gpu, jobs.define({ ...job, outputs: written }), inputs, { commit: 'none' });

    const { versions, steps } = interpret(job, inputs);
    for (const name of written) expect(versions.get(name), name).toEqual(outputs.get(name));
    for (const { guards, race } of steps) expect({ guards, race }).toEqual({ guards: [], race: undefined });
  });
});
