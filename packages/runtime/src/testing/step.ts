import { job as jobs, owner } from '@assay/core';
import { analysis, check, executor, kernel, lower } from '@assay/wgsl';

// Jobs of one step that reads x and writes y, word for word.

export interface Sketch {
  /** Statements: `i` is the invocation's index in the dispatch. */
  readonly body: string;
  readonly cells?: number;
  readonly loopBudget?: number;
}

/** Invocations of a cell, and words that it owns. */
export const WIDTH = 16;

export function jobOf({ body, cells = 4, loopBudget = 1000 }: Sketch): jobs.Job {
  const source = `
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;
@compute @workgroup_size(${WIDTH}) fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  ${body}
}`;
  const sizeBytes = 4 * WIDTH * cells;
  return jobs.define({
    name: 'one-step',
    kernels: { main: kernel(source) },
    inputs: [{ name: 'x', sizeBytes }],
    steps: [
      {
        kernel: 'main',
        grid: [cells, 1, 1],
        reads: { x: 'x' },
        writes: { y: { name: 'y', sizeBytes, owner: owner.linear(WIDTH) } },
        loopBudget,
      },
    ],
    outputs: ['y'],
  });
}

/** The job's step, opened for threads; x is zeros unless given. */
export function openedOf(
  sketch: Sketch,
  { threads = 2, x, maxCost }: { readonly threads?: number; readonly x?: Uint32Array; readonly maxCost?: number } = {},
): executor.Executor {
  const job = jobOf(sketch);
  const step = job.steps[0]!;
  const lowered = lower(check(job.kernels.main!.source).program!, { entryPoint: 'main', overrides: {} });
  const dispatch = analysis.dispatch.ofStep(job, step, lowered);
  const bytes = x === undefined ? new Uint8Array(job.inputs[0]!.sizeBytes) : new Uint8Array(x.buffer);
  const options = {
    kernel: lowered,
    step,
    dispatch,
    threads: 1 + threads,
    ...(maxCost === undefined ? {} : { maxCost }),
  };
  return executor.open(options, new Map([['x', [{ offsetBytes: 0, bytes }]]]));
}

/** Never ends within a test, and stores all the time. */
export const RUNAWAY: Sketch = {
  body: 'var v = i; loop { v = v * 1664525u + 1013904223u; y[i] = v; if (x[0] == 1u) { break; } }',
  loopBudget: jobs.limits.loopBudget,
};
