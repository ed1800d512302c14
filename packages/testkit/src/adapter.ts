import { isAssayError } from '@assay/core';
import { acquire, type DawnGpu } from '@assay/runtime/node';
import { type TestAPI, test } from 'vitest';

/** A device, or why there is none (`skipped: no adapter (…)`). */
export type SoftwareGpu =
  | { readonly gpu: DawnGpu; readonly skipped: undefined }
  | { readonly gpu: undefined; readonly skipped: string };

let acquired: Promise<SoftwareGpu> | undefined;

/** The software adapter's device, opened once in a test file. Only its absence is forgiven: any other failure is thrown. */
export function softwareGpu(): Promise<SoftwareGpu> {
  acquired ??= open();
  return acquired;
}

/** `it` for tests that run on the software adapter: `gpuTest('adds', async ({ gpu }) => …)`. Without one they are skipped by name. */
export const gpuTest: TestAPI<{ gpu: DawnGpu }> = test.extend<{ gpu: DawnGpu }>({
  gpu: async ({ skip }, use) => {
    const { gpu, skipped } = await softwareGpu();
    if (gpu === undefined) return skip(skipped);
    await use(gpu);
  },
});

async function open(): Promise<SoftwareGpu> {
  try {
    return { gpu: await acquire({ adapter: 'software' }), skipped: undefined };
  } catch (error) {
    const isAbsent = isAssayError(error) && (error.code === 'adapter.none' || error.code === 'adapter.no-dawn');
    if (!isAbsent) throw error;
    return { gpu: undefined, skipped: `skipped: no adapter (${error.message})` };
  }
}
