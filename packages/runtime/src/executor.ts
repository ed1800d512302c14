import type { job as jobs, suite } from '@assay/core';
import type { AdapterReport } from './adapter.js';

/** A device ready for jobs, however it was come by (Dawn in Node, `navigator.gpu` in a browser). */
export interface Gpu {
  readonly device: GPUDevice;
  readonly report: AdapterReport;
}

/** What a run tells while it goes on. `done` of `total`, in steps (`compile`, `step`) or bytes (`upload`, `commit`, `read`). */
export interface Progress {
  readonly phase: 'compile' | 'upload' | 'step' | 'commit' | 'read';
  readonly done: number;
  readonly total: number;
}

export interface ExecuteOptions {
  /** Where versions are hashed: `auto` takes the host on a CPU adapter, the device otherwise; `none` measures a bare run. */
  readonly commit?: 'auto' | 'device' | 'host' | 'none';
  readonly engine?: suite.Engine;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** The result of one run. */
export interface Execution {
  /** Roots of all versions in the job's version order (inputs, literals, writes); empty with `commit: 'none'`. */
  readonly roots: readonly suite.Root[];
  /** Bytes of the job's outputs by name. */
  readonly outputs: ReadonlyMap<string, Uint8Array>;
}

export type Execute = (
  gpu: Gpu,
  job: jobs.Job,
  inputs: ReadonlyMap<string, Uint8Array>,
  options?: ExecuteOptions,
) => Promise<Execution>;
