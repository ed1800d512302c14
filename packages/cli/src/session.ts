import { AssayError } from '@assay/core';
import type { AdapterChoice, AdapterReport } from '@assay/runtime';
import { CpuRunner, GpuProcess } from '@assay/runtime/node';
import { signalCodes } from './exit.js';
import type { Output } from './output.js';

/** Options of every command that runs jobs. */
export interface DeviceOptions {
  readonly adapter: AdapterChoice;
  /** Most seconds that a run may take. */
  readonly deadline: number;
}

/** Starts the GPU process for one command, says loudly when it is software, and ends it whatever happens. */
export async function withDevice<T>(
  options: DeviceOptions,
  output: Output,
  signal: AbortSignal,
  action: (gpu: GpuProcess) => Promise<T>,
): Promise<T> {
  const gpu = await GpuProcess.start({ adapter: options.adapter, signal });
  try {
    if (gpu.report.isSoftware) output.warn(softwareWarning(gpu.report, options.adapter));
    return await action(gpu);
  } finally {
    await gpu.close();
  }
}

/** Starts compiled cells on threads for one command, and ends them whatever happens. */
export async function withCpu<T>(threads: number | undefined, action: (cpu: CpuRunner) => Promise<T>): Promise<T> {
  const cpu = new CpuRunner(threads === undefined ? {} : { threads });
  try {
    return await action(cpu);
  } finally {
    await cpu.close();
  }
}

/** `NVIDIA H200 (vulkan)`. */
export function toAdapterText({ description, device, vendor, backend }: AdapterReport): string {
  return `${description || device || vendor || 'unnamed adapter'} (${backend})`;
}

/** A signal that ends a command early. */
export type EndingSignal = keyof typeof signalCodes;

/** What was heard from outside while a command ran. */
export interface Interrupt {
  /** Aborts at the first ending signal. */
  readonly signal: AbortSignal;
  received(): EndingSignal | undefined;
}

/**
 * Listens for Ctrl-C and its kin. The first one lets the command tidy up; the second ends the program at once, and what was
 * being written then stays behind under its `.partial` name, which the next run into the same place removes.
 */
export function listen(): Interrupt {
  const controller = new AbortController();
  let received: EndingSignal | undefined;
  for (const name of Object.keys(signalCodes) as EndingSignal[]) {
    process.on(name, () => {
      if (received !== undefined) process.exit(signalCodes[name]);
      received = name;
      controller.abort(interruption(name));
    });
  }
  return { signal: controller.signal, received: () => received };
}

/**
 * Does what takes long and hears nothing meanwhile: until it is done, an ending signal ends the program at once, as it does those
 * that never listen. For work that writes nothing.
 */
export function unattended<T>(action: () => T): T {
  const heard = (Object.keys(signalCodes) as EndingSignal[]).map((name) => [name, process.listeners(name)] as const);
  for (const [name] of heard) process.removeAllListeners(name);
  try {
    return action();
  } finally {
    for (const [name, listeners] of heard) for (const listener of listeners) process.on(name, listener);
  }
}

/** How an interrupted command ends. */
export function interruption(signal: EndingSignal): AssayError {
  return new AssayError({
    kind: 'exhausted',
    code: 'assay.interrupted',
    expected: 'the command to run to its end',
    got: `an interruption (${signal === 'SIGINT' ? 'Ctrl-C' : signal})`,
    remedy: 'Nothing partial was kept: run it again.',
  });
}

function softwareWarning(report: AdapterReport, choice: AdapterChoice): string {
  const reason = choice === 'software' ? 'No GPU in use, as asked' : 'No GPU found (`assay doctor` tells why)';
  return `${reason}: ${toAdapterText(report)} does the work on the CPU. The result is the same, only slower.`;
}
