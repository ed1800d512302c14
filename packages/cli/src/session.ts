import type { AssayError } from '@assay/core';
import type { AdapterChoice, AdapterReport } from '@assay/runtime';
import { GpuProcess } from '@assay/runtime/node';
import type { Output } from './output.js';

/** Options of every command that runs jobs. */
export interface DeviceOptions {
  readonly adapter: AdapterChoice;
  /** Most seconds that a run may take. */
  readonly deadline: number;
}

/** Starts the GPU process for one command, says loudly when it is software, and ends it whatever happens. */
export async function withDevice<T>(options: DeviceOptions, output: Output, signal: AbortSignal, action: (gpu: GpuProcess) => Promise<T>): Promise<T> {
  const gpu = await GpuProcess.start({ adapter: options.adapter, signal });
  try {
    if (gpu.report.isSoftware) output.warn(softwareWarning(gpu.report));
    return await action(gpu);
  } finally {
    await gpu.close();
  }
}

/** `NVIDIA H200 (vulkan)`. */
export function toAdapterText({ description, device, vendor, backend }: AdapterReport): string {
  return `${description || device || vendor || 'unnamed adapter'} (${backend})`;
}

/** A signal that fires on Ctrl-C or SIGTERM; the second Ctrl-C ends the program at once. */
export function interruptible(): { readonly signal: AbortSignal; isInterrupted(): boolean } {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return { signal: controller.signal, isInterrupted: () => controller.signal.aborted };
}

function softwareWarning(report: AdapterReport): string {
  return `No GPU in use: ${toAdapterText(report)} does the work on the CPU. The result is the same, only slower.`;
}

/** Whether an error only says that the user interrupted. */
export function isInterruption({ code }: AssayError): boolean {
  return code === 'run.aborted' || code === 'output.interrupted';
}
