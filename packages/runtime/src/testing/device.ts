import { type AssayError, isAssayError } from '@assay/core';
import { acquire, type DawnGpu } from '../node/dawn.js';

/** The software adapter's device, or null where there is none. */
export async function softwareGpu(): Promise<DawnGpu | null> {
  try {
    return await acquire({ adapter: 'software' });
  } catch (error) {
    if (isAssayError(error) && (error.code === 'adapter.none' || error.code === 'adapter.no-dawn')) return null;
    throw error;
  }
}

/** The name of a suite's adapter; a suite without one is skipped under this name. */
export function adapterName(gpu: DawnGpu | null): string {
  return gpu === null ? 'skipped: no adapter' : 'software adapter';
}

/** The AssayError that a promise fails with. */
export async function failureOf(promise: Promise<unknown>): Promise<AssayError> {
  const reason: unknown = await promise.then(
    () => new Error('it succeeded'),
    (error: unknown) => error,
  );
  if (isAssayError(reason)) return reason;
  throw reason;
}

/** The AssayError that a call throws. */
export function thrownBy(call: () => unknown): AssayError {
  try {
    call();
  } catch (error) {
    if (isAssayError(error)) return error;
    throw error;
  }
  throw new Error('it succeeded');
}

/** Buffers that a device has made from now on. */
export interface Census {
  readonly made: number;
  /** Not destroyed yet. */
  readonly alive: ReadonlySet<GPUBuffer>;
}

/** Counts the buffers of a device, whoever makes them. */
export function takeCensus(device: GPUDevice): Census {
  const alive = new Set<GPUBuffer>();
  const census = { made: 0, alive };
  const create = device.createBuffer;
  device.createBuffer = function (descriptor) {
    const buffer = create.call(this, descriptor);
    const destroy = buffer.destroy;
    buffer.destroy = function () {
      alive.delete(buffer);
      return destroy.call(this);
    };
    census.made++;
    alive.add(buffer);
    return buffer;
  };
  return census;
}
