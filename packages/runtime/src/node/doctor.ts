import { isAssayError } from '@assay/core';
import type { AdapterChoice, AdapterReport } from '../adapter.js';
import { advise, type Survey, survey } from './advice.js';
import { GpuProcess } from './process.js';

/** The outcome of looking for an adapter of one kind. */
export interface Probe {
  readonly adapter: AdapterReport | null;
  /** Why there is none. */
  readonly failure: { readonly code: string; readonly message: string } | null;
}

/** What this machine has for jobs to run on. Plain data. */
export interface Diagnosis {
  readonly platform: string;
  /** Like `v20.19.0`. */
  readonly nodeVersion: string;
  readonly machine: Survey;
  readonly gpu: Probe;
  readonly software: Probe;
  /** What the choice `auto` takes. */
  readonly chosen: AdapterReport | null;
  /** Whole sentences; empty if a GPU was found. */
  readonly advice: readonly string[];
}

/**
 * Opens a device of each kind, in processes of their own (a driver may crash or hang), and says what was found and what is
 * missing. Never throws for what it finds.
 */
export async function diagnose(options: { readonly signal?: AbortSignal } = {}): Promise<Diagnosis> {
  const machine = survey();
  // One after the other: two that start at once compete for the driver.
  const gpu = await probe('gpu', options.signal);
  const software = await probe('software', options.signal);
  const missing = [gpu, software].filter((kind) => kind.failure !== null && kind.failure.code !== 'adapter.none');
  return {
    platform: machine.platform,
    nodeVersion: process.version,
    machine,
    gpu,
    software,
    chosen: gpu.adapter ?? software.adapter,
    advice:
      gpu.adapter !== null
        ? []
        : [
            ...advise(machine, software.adapter === null ? 'auto' : 'gpu'),
            ...missing.map((kind) => kind.failure?.message ?? ''),
          ],
  };
}

async function probe(adapter: AdapterChoice, signal: AbortSignal | undefined): Promise<Probe> {
  try {
    const opened = await GpuProcess.start({ adapter, ...(signal === undefined ? {} : { signal }) });
    await opened.close();
    return { adapter: opened.report, failure: null };
  } catch (error) {
    if (!isAssayError(error)) throw error;
    return { adapter: null, failure: { code: error.code, message: error.message } };
  }
}
