import type { job as jobs } from '@assay/core';
import { type ExecuteOptions, type Execution, execute, type Gpu, type Inputs } from '@assay/runtime';

/** One timed run. */
export interface Sample {
  /** Wall clock from the call to its result. */
  readonly wholeMs: number;
  /** The part of it after the last pipeline was compiled. */
  readonly compiledMs: number;
  /** CPU time of all threads of this process in that part: the adapter's own work where a CPU is the adapter. */
  readonly compiledCpuMs: number;
}

/** Marks the two ends of a run. Call `compiled` when pipelines are ready, `end` at the result. */
export class Stopwatch {
  readonly #startMs: number = performance.now();
  #compiledMs = Number.NaN;
  #cpu: NodeJS.CpuUsage = process.cpuUsage();

  compiled(): void {
    this.#compiledMs = performance.now();
    this.#cpu = process.cpuUsage();
  }

  end(): Sample {
    const { user, system } = process.cpuUsage(this.#cpu);
    const endMs = performance.now();
    return {
      wholeMs: endMs - this.#startMs,
      compiledMs: endMs - this.#compiledMs,
      compiledCpuMs: (user + system) / 1000,
    };
  }
}

/** Runs `job` once through the library. */
export async function run(
  gpu: Gpu,
  job: jobs.Job,
  inputs: Inputs,
  options: ExecuteOptions,
): Promise<{ readonly sample: Sample; readonly execution: Execution }> {
  const watch = new Stopwatch();
  const onProgress: ExecuteOptions['onProgress'] = ({ phase, done, total }) => {
    if (phase === 'compile' && done === total) watch.compiled();
  };
  const execution = await execute(gpu, job, inputs, { ...options, onProgress });
  return { sample: watch.end(), execution };
}

let marks = 0;

/**
 * WGSL that no device has compiled before. Dawn gives out a living pipeline again when it is asked for an equal one; whether
 * the one of an earlier run still lives is up to the garbage collector, and a benchmark must not hang on that.
 */
export function unseen(source: string): string {
  return `${source}\n// reading ${++marks}\n`;
}

/** The job with every kernel {@link unseen}. */
export function unseenJob(job: jobs.Job): jobs.Job {
  const kernels = Object.entries(job.kernels).map(([name, kernel]) => [
    name,
    { ...kernel, source: unseen(kernel.source) },
  ]);
  return { ...job, kernels: Object.fromEntries(kernels) as jobs.Job['kernels'] };
}
