import { blake3, type job as jobs } from '@assay/core';
import { analysis, cell, checkFitness } from '@assay/wgsl';
import { blake3 as noble } from '@noble/hashes/blake3.js';
import { describe, expect, it } from 'vitest';
import { noise } from '../content.js';
import { prepare } from './case.js';
import { chunks, tiled } from './jobs.js';

const small = { m: 64, n: 128, k: 64 } as const;
const hashed = 128;

describe.each([
  ['chunks', chunks(hashed)],
  ['tiled', tiled(small)],
])('%s', (_name, job) => {
  it('is fit to be judged', () => {
    expect(checkFitness(job).misfits).toEqual([]);
  });

  it('needs no guard', () => {
    expect(analysis.guards.countOf(prepare(job, job.steps[0]!).guards)).toBe(0);
  });
});

it('chunks makes the chaining values below the root of the message', () => {
  const message = noise(1024 * hashed, 1);
  const { values } = outputsOf(chunks(hashed), { message });
  let level = Array.from({ length: hashed }, (_, i) => values!.subarray(32 * i, 32 * i + 32));
  while (level.length > 2)
    level = level.flatMap((left, i) => (i % 2 === 0 ? [blake3.parent(left, level[i + 1]!)] : []));
  expect(blake3.rootParent(level[0]!, level[1]!)).toEqual(noble(message));
});

it('tiled makes the product', () => {
  const { m, n, k } = small;
  const [a, bt] = [noise(m * k, 1), noise(n * k, 2)];
  const [x, y] = [new Int8Array(a.buffer), new Int8Array(bt.buffer)];
  const expected = Int32Array.from({ length: m * n }, (_, at) => {
    const [row, column] = [Math.floor(at / n), at % n];
    let sum = 0;
    for (let t = 0; t < k; t++) sum += x[row * k + t]! * y[column * k + t]!;
    return sum;
  });
  const { c } = outputsOf(tiled(small), { a, bt });
  expect(new Int32Array(c!.buffer)).toEqual(expected);
});

/** What the reference interpreter makes of a job of one step. Fails where it finds a race, or a guard fires. */
function outputsOf(job: jobs.Job, inputs: Readonly<Record<string, Uint8Array>>): Partial<Record<string, Uint8Array>> {
  const [step] = job.steps;
  const { kernel } = prepare(job, step!);
  const { versions, race, guards } = cell.replayStep({ kernel, step: step!, reads: new Map(Object.entries(inputs)) });
  expect({ race, guards }).toEqual({ race: undefined, guards: [] });
  return Object.fromEntries(versions);
}
