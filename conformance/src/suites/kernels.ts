/** The ready-made jobs, at sizes with ragged edges. */
import type { job as jobs } from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import { type Case, noRace } from '../case.js';

export function cases(): readonly Case[] {
  const jobs: readonly (readonly [string, jobs.Job])[] = [
    ['edges', edges.job({ width: 21, height: 13 })],
    ['edges-small', edges.job({ width: 1, height: 3 })],
    ['matmul', matmul.job({ m: 70, n: 66, k: 12 })],
    ['matmul-small', matmul.job({ m: 1, n: 1, k: 4 })],
  ];
  return jobs.map(([name, job]) => ({
    name: `kernel/${name}`,
    job,
    inputs: new Map(job.inputs.map((input) => [input.name, noise(input.sizeBytes)])),
    expected: { guards: [], race: noRace, results: new Map() },
  }));
}

/** Bytes that repeat after none of the sizes here. */
function noise(lengthBytes: number): Uint8Array {
  let state = lengthBytes;
  return new Uint8Array(lengthBytes).map(() => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}
