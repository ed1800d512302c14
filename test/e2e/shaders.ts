import { file, job as jobs, owner } from '@assay/core';

/** What differs from a copy of 64 words. */
export interface Change {
  /** The body of the entry point: `a` is read, `b` written, `id` the invocation. */
  readonly body?: string;
  readonly words?: number;
  /** Invocations of a workgroup, each of which owns one word. */
  readonly workgroup?: number;
  readonly binding?: number;
}

/** A job with one kernel that reads `a` and writes `b`, words both. */
export function define({
  body = 'b[id.x] = a[id.x];',
  words = 64,
  workgroup = 64,
  binding = 1,
}: Change = {}): jobs.Job {
  const source = [
    '@group(0) @binding(0) var<storage, read> a: array<u32>;',
    `@group(0) @binding(${binding}) var<storage, read_write> b: array<u32>;`,
    `@compute @workgroup_size(${workgroup}) fn main(@builtin(global_invocation_id) id: vec3u) {`,
    `  ${body}`,
    '}',
  ].join('\n');
  const version = { tensor: { element: 'u32', shape: [words] } } as const;
  return jobs.define({
    name: 'shader',
    kernels: { only: { source, bindings: { a: { binding: 0, access: 'read' }, b: { binding: 1, access: 'write' } } } },
    inputs: [{ name: 'a', ...version }],
    steps: [
      {
        kernel: 'only',
        grid: [Math.ceil(words / workgroup), 1, 1],
        reads: { a: 'a' },
        writes: { b: { name: 'b', ...version, owner: owner.linear(workgroup) } },
        loopBudget: jobs.limits.loopBudget,
      },
    ],
    outputs: ['b'],
  });
}

/** The job's file. */
export function encode(change: Change = {}): Uint8Array {
  return file.encode('job', define(change));
}

/** Never ends; no compiler can know, because the way out depends on the input (which has to be zeros). */
export const RUNAWAY: Change = {
  body: 'var x = a[id.x]; while (x < 10u) { x = (x * 5u + 3u) & 7u; b[id.x] = x; }',
};
