/** A small job with all that audits look at: own words, words that no invocation stores, a frame that steers loops, several steps. */
import { job as jobs, owner } from '@assay/core';
import { cheater } from '@assay/testkit';

/** Workgroups of each step. */
export const cells = 16;
/** Words of a cell; the last {@link kept} of them no invocation of the first step stores. */
export const cellWords = 64;
export const kept = 4;
/** The first word of `state` that has an owner; those before are a stretch of its frame, and steer the loops of the second step. */
export const firstWord = 2048;
export const stateWords = 4096;

/** Indices of versions. */
export const versions = { seeds: 0, start: 1, state: 2, out: 3 } as const;

export const job: jobs.Job = jobs.define({
  name: 'relay',
  kernels: {
    fill: {
      source: `
@group(0) @binding(0) var<storage, read> seeds: array<u32>;
@group(0) @binding(1) var<storage, read_write> state: array<u32>;

@compute @workgroup_size(${cellWords})
fn main(@builtin(workgroup_id) cell: vec3u, @builtin(local_invocation_index) i: u32) {
  let word = ${firstWord}u + ${cellWords}u * cell.x + i;
  if (i < ${cellWords - kept}u) { state[word] = state[word] * 3u + seeds[${cellWords}u * cell.x + i] + 1u; }
}`,
      bindings: { seeds: { binding: 0, access: 'read' }, state: { binding: 1, access: 'write' } },
    },
    spin: {
      source: `
@group(0) @binding(0) var<storage, read> state: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(${cellWords})
fn main(@builtin(workgroup_id) cell: vec3u, @builtin(local_invocation_index) i: u32) {
  var value = state[${firstWord}u + ${cellWords}u * cell.x + i];
  for (var round = 0u; round < state[cell.x]; round++) { value = (value ^ (value >> 15u)) * 0x2c1b3c6du + round; }
  out[${cellWords}u * cell.x + i] = value | 1u;
}`,
      bindings: { state: { binding: 0, access: 'read' }, out: { binding: 1, access: 'write' } },
    },
  },
  inputs: [
    { name: 'seeds', sizeBytes: 4 * cells * cellWords },
    { name: 'start', sizeBytes: 4 * stateWords },
  ],
  steps: [
    {
      kernel: 'fill',
      grid: [cells, 1, 1],
      reads: { seeds: 'seeds' },
      writes: {
        state: { name: 'state', sizeBytes: 4 * stateWords, from: 'start', owner: owner.linear(cellWords, firstWord) },
      },
      loopBudget: 0,
    },
    {
      kernel: 'spin',
      grid: [cells, 1, 1],
      reads: { state: 'state' },
      writes: { out: { name: 'out', sizeBytes: 4 * cells * cellWords, owner: owner.linear(cellWords) } },
      loopBudget: 1000,
    },
  ],
  outputs: ['out'],
});

/** Loops of 7 rounds each; the rest is noise. */
export const inputs: ReadonlyMap<string, Uint8Array> = new Map([
  ['seeds', cheater.noise(4 * cells * cellWords, 5)],
  ['start', start()],
]);

function start(): Uint8Array {
  const bytes = cheater.noise(4 * stateWords, 6);
  const view = new DataView(bytes.buffer);
  for (let cell = 0; cell < cells; cell++) view.setUint32(4 * cell, 7, true);
  return bytes;
}
