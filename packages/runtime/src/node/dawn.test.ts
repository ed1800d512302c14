import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { acquire } from './dawn.js';
import { isInstalled } from './software.js';

const isLinux = process.platform === 'linux';
const home = fileURLToPath(new URL('../../', import.meta.url));

afterEach(() => vi.unstubAllEnvs());

/** No driver that the system has can be seen. */
function hideDrivers(): void {
  vi.stubEnv('VK_DRIVER_FILES', '/nonexistent/icd.json');
  vi.stubEnv('VK_ICD_FILENAMES', '/nonexistent/icd.json');
}

describe.skipIf(!isInstalled())('acquire with SwiftShader (needs linux-x64 and @sparticuz/chromium)', () => {
  it.each(['software', 'auto'] as const)('gives a working CPU device for "%s" where no GPU is', async (adapter) => {
    hideDrivers();
    const before = { ...process.env };
    const gpu = await acquire({ adapter });
    expect(process.env).toEqual(before);
    expect(gpu.report).toMatchObject({ isSoftware: true, backend: 'vulkan', architecture: 'swiftshader' });
    expect(gpu.report.limits.maxBufferSize).toBe(2 ** 30);
    // WebGPU's default is 128 MiB.
    expect(gpu.device.limits.maxStorageBufferBindingSize).toBe(gpu.report.limits.maxStorageBufferBindingSize);
    expect(gpu.device.features.has('timestamp-query')).toBe(false);
    expect(gpu.device.features.has('subgroups')).toBe(false);

    const buffer = gpu.device.createBuffer({ size: 16, usage: 0x0001 | 0x0008 });
    gpu.device.queue.writeBuffer(buffer, 0, new Uint32Array([1, 2, 3, 4]));
    await buffer.mapAsync(0x0001);
    expect(new Uint32Array(buffer.getMappedRange().slice(0))).toEqual(new Uint32Array([1, 2, 3, 4]));
    const lost = gpu.device.lost;
    gpu.destroy();
    expect((await lost).reason).toBe('destroyed');
  });

  it('opens two devices at once', async () => {
    const [a, b] = await Promise.all([acquire({ adapter: 'software' }), acquire({ adapter: 'software' })]);
    expect(a.device).not.toBe(b.device);
    a.destroy();
    b.destroy();
  });
});

describe.skipIf(!isLinux)('acquire without an adapter (needs Linux, where drivers can be hidden)', () => {
  it('fails with adapter.none for "gpu", and says what to do', async () => {
    hideDrivers();
    const error: unknown = await acquire({ adapter: 'gpu' }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'AssayError', kind: 'exhausted', code: 'adapter.none' });
  });

  it('fails with adapter.none for every choice where the software package is absent too', async () => {
    const root = mkdtempSync(path.join(os.tmpdir(), 'assay-absent-'));
    try {
      cpSync(path.join(home, 'dist'), path.join(root, 'dist'), { recursive: true });
      mkdirSync(path.join(root, 'node_modules/@assay'), { recursive: true });
      for (const name of ['webgpu', '@assay/core']) {
        symlinkSync(realpathSync(path.join(home, 'node_modules', name)), path.join(root, 'node_modules', name));
      }
      writeFileSync(path.join(root, 'package.json'), '{"type":"module"}');
      writeFileSync(
        path.join(root, 'main.js'),
        `import { acquire } from './dist/node/dawn.js';
         const found = [];
         for (const adapter of ['gpu', 'software', 'auto']) {
           try { (await acquire({ adapter })).destroy(); found.push('acquired'); }
           catch (error) { found.push(error.code, error.remedy); }
         }
         console.log(JSON.stringify(found));`,
      );
      const env = { ...process.env, VK_DRIVER_FILES: '/nonexistent', VK_ICD_FILENAMES: '/nonexistent' };
      const { stdout } = await promisify(execFile)(process.execPath, ['main.js'], { cwd: root, env });
      const found = JSON.parse(stdout) as string[];
      expect([found[0], found[2], found[4]]).toEqual(['adapter.none', 'adapter.none', 'adapter.none']);
      if (process.arch === 'x64') expect(found[3]).toContain('npm install @sparticuz/chromium@147.0.0');
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
