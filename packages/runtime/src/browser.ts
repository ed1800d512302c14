import { AssayError } from '@assay/core';
import { type AdapterChoice, open, report } from './adapter.js';
import type { Gpu } from './executor.js';

/**
 * A device from the page's (or the worker's) `navigator.gpu`, of the same shape as the one that Node's `acquire` gives.
 * Fails with `adapter.none` (exhausted) or `adapter.device-refused` (trap).
 */
export async function acquire(options: { readonly adapter?: AdapterChoice } = {}): Promise<Gpu & { destroy(): void }> {
  const { adapter: choice = 'auto' } = options;
  // Absent from browsers without WebGPU, from insecure contexts, and from the ES library's types.
  const { gpu } = (globalThis as { navigator?: { gpu?: GPU } }).navigator ?? {};
  if (gpu === undefined) {
    throw none(
      'no navigator.gpu',
      'Open the page over https (or from localhost) in a browser that has WebGPU, with hardware acceleration on.',
    );
  }
  const adapter = await gpu.requestAdapter({
    powerPreference: 'high-performance',
    forceFallbackAdapter: choice === 'software',
  });
  if (adapter === null)
    throw none('null from requestAdapter', "See the browser's own page on its GPU (chrome://gpu, about:support).");
  if (choice === 'gpu' && report(adapter, 'browser').isSoftware) {
    throw none(
      `the software adapter ${adapter.info.description}`,
      'Turn hardware acceleration on, or choose the adapter "auto".',
    );
  }
  const opened = await open(adapter, 'browser');
  return { ...opened, destroy: () => opened.device.destroy() };
}

function none(got: string, remedy: string): AssayError {
  return new AssayError({ kind: 'exhausted', code: 'adapter.none', expected: 'a WebGPU adapter', got, remedy });
}
