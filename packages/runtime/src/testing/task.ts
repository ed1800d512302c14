import { job as jobs, key as keys, owner, suite as suites, task as tasks } from '@assay/core';
import { noise } from './dataflow.js';

export const suite: suites.HashSuite = suites.blake3();
export const worker: keys.Key = keys.fromSecret(new Uint8Array(32).fill(7));

const binding = (number: number, access: jobs.Binding['access']): jobs.Binding => ({ binding: number, access });

/** Versions: 0 left, 1 right (inputs), 2 factor (a literal), 3 sum = left + right, 4 scaled = factor · sum. */
export const job: jobs.Job = jobs.define({
  name: 'sum-and-scale',
  kernels: {
    sum: {
      source: `@group(0) @binding(0) var<storage, read> left: array<u32>;
        @group(0) @binding(1) var<storage, read> right: array<u32>;
        @group(0) @binding(2) var<storage, read_write> sum: array<u32>;
        @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) { sum[i] = left[i] + right[i]; }`,
      bindings: { left: binding(0, 'read'), right: binding(1, 'read'), sum: binding(2, 'write') },
    },
    scale: {
      source: `@group(0) @binding(0) var<storage, read> sum: array<u32>;
        @group(0) @binding(1) var<uniform> factor: u32;
        @group(0) @binding(2) var<storage, read_write> scaled: array<u32>;
        @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) { scaled[i] = factor * sum[i]; }`,
      bindings: { sum: binding(0, 'read'), factor: binding(1, 'uniform'), scaled: binding(2, 'write') },
    },
  },
  inputs: [
    { name: 'left', sizeBytes: 256 },
    { name: 'right', sizeBytes: 256 },
  ],
  literals: [{ name: 'factor', bytes: Uint8Array.of(3, 0, 0, 0) }],
  steps: [
    {
      kernel: 'sum',
      grid: [1, 1, 1],
      reads: { left: 'left', right: 'right' },
      writes: { sum: { name: 'sum', sizeBytes: 256, owner: owner.linear(64) } },
    },
    {
      kernel: 'scale',
      grid: [1, 1, 1],
      reads: { sum: 'sum', factor: 'factor' },
      writes: { scaled: { name: 'scaled', sizeBytes: 256, owner: owner.linear(64) } },
    },
  ],
  outputs: ['scaled'],
});

export const inputs: ReadonlyMap<string, Uint8Array> = new Map([
  ['left', noise(256, 1)],
  ['right', noise(256, 2)],
]);

/** The task of a job on {@link inputs}. */
export function taskOf(of: jobs.Job, files: ReadonlyMap<string, Uint8Array> = inputs): tasks.Task {
  return tasks.make({
    job: of,
    files,
    requester: keys.toIdentity(keys.fromSecret(new Uint8Array(32).fill(1))),
    nonce: '77'.repeat(32) as tasks.Nonce,
    suite,
  }).task;
}

export const task: tasks.Task = taskOf(job);
