import { afterEach, describe, expect, it, vi } from 'vitest';
import { acquire } from './browser.js';
import { install, isInstalled } from './node/software.js';
import { loader, preload } from './node/vulkan.js';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

describe('acquire in a page', () => {
  it('fails with adapter.none where navigator has no gpu, or is absent', async () => {
    for (const navigator of [undefined, {}]) {
      vi.stubGlobal('navigator', navigator);
      await expect(acquire()).rejects.toMatchObject({ kind: 'exhausted', code: 'adapter.none' });
    }
  });

  // Dawn is what Chromium puts behind navigator.gpu.
  it.skipIf(!isInstalled())("works on Dawn's navigator.gpu (needs linux-x64 and @sparticuz/chromium)", async () => {
    const found = install();
    if (loader() === null) preload(found?.loader ?? '');
    vi.stubEnv('VK_DRIVER_FILES', found?.manifest);
    vi.stubEnv('VK_ICD_FILENAMES', found?.manifest);
    const { create } = await import('webgpu');
    vi.stubGlobal('navigator', { gpu: create([]) });

    for (const adapter of ['auto', 'software'] as const) {
      const gpu = await acquire({ adapter });
      expect(gpu.report).toMatchObject({ backend: 'browser', isSoftware: true });
      expect(gpu.device.limits.maxBufferSize).toBe(gpu.report.limits.maxBufferSize);
      gpu.destroy();
    }
    await expect(acquire({ adapter: 'gpu' })).rejects.toMatchObject({ code: 'adapter.none' });
  });
});
