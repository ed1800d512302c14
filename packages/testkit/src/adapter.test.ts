import { describe, expect } from 'vitest';
import { gpuTest, softwareGpu } from './adapter.js';

// WebGPU's flags by number: Dawn sets no globals.
const [MAP_READ, COPY_DST] = [0x0001, 0x0008]; // GPUBufferUsage
const READ = 0x0001; // GPUMapMode

describe('gpuTest', () => {
  gpuTest('gives the software adapter, the same one each time', async ({ gpu }) => {
    expect(gpu.report.isSoftware).toBe(true);
    expect((await softwareGpu()).gpu).toBe(gpu);
  });

  gpuTest('gives a device that works', async ({ gpu: { device } }) => {
    const buffer = device.createBuffer({ size: 8, usage: MAP_READ | COPY_DST });
    device.queue.writeBuffer(buffer, 0, Uint32Array.of(1, 0xffffffff));
    await buffer.mapAsync(READ);
    expect([...new Uint32Array(buffer.getMappedRange())]).toEqual([1, 0xffffffff]);
    buffer.destroy();
  });
});
