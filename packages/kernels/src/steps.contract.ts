/// <reference types="@webgpu/types" />
// What every job of this package keeps, tried step by step with nothing but WebGPU: no runtime can hide a fault of a kernel.
import { type job as jobs, owner } from '@assay/core';
import { expect } from 'vitest';

/** What a word holds that no workgroup wrote. */
const UNWRITTEN = 0xa5a5a5a5;
/** In a browser these are `GPUBufferUsage`, `GPUMapMode` and `GPUShaderStage`. */
const [MAP_READ, COPY_SRC, COPY_DST, STORAGE, MODE_READ, COMPUTE] = [0x1, 0x4, 0x8, 0x80, 0x1, 0x4];

/** Every step, given the right versions, writes the right version, and all of it. `versions` has all of the job's by name. */
export async function assertSteps(
  device: GPUDevice,
  job: jobs.Job,
  versions: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  for (const step of job.steps) {
    for (const [name, words] of await dispatch(device, job, step, versions, step.grid)) {
      expect(words, name).toEqual(toWords(versions.get(name)!));
    }
  }
}

/** Workgroups write the words that they own, all of them and no others: launched are the first, then all but a row or column. */
export async function assertOwners(
  device: GPUDevice,
  job: jobs.Job,
  versions: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  for (const step of job.steps) {
    const [x, y, z] = step.grid;
    const grids = [
      [1, 1, 1],
      [x - 1, y, z],
      [x, y - 1, z],
    ] as const;
    for (const grid of grids.filter((some) => some.every((extent) => extent > 0))) {
      const written = await dispatch(device, job, step, versions, grid);
      for (const { name, owner: map } of Object.values(step.writes)) {
        const wanted = toWords(versions.get(name)!).map((word, index) => {
          const workgroup = owner.ownerOf(map, step.grid, index)!;
          return workgroup % x < grid[0] && Math.floor(workgroup / x) < grid[1] ? word : UNWRITTEN;
        });
        expect(written.get(name), `${name}, grid ${grid.join('×')} of ${step.grid.join('×')}`).toEqual(wanted);
      }
    }
  }
}

/** The words of the written versions after one dispatch into buffers of exactly their sizes, {@link UNWRITTEN} before. */
async function dispatch(
  device: GPUDevice,
  job: jobs.Job,
  step: jobs.Step,
  versions: ReadonlyMap<string, Uint8Array>,
  grid: readonly [number, number, number],
): Promise<Map<string, Uint32Array>> {
  const { source, entryPoint, bindings } = job.kernels[step.kernel]!;
  const variables = Object.entries(bindings);
  const types = { read: 'read-only-storage', uniform: 'uniform', write: 'storage' } as const;
  const layout = device.createBindGroupLayout({
    entries: variables.map(([, { binding, access }]) => ({
      binding,
      visibility: COMPUTE,
      buffer: { type: types[access] },
    })),
  });
  const pipeline = await device.createComputePipelineAsync({
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module: device.createShaderModule({ code: source }), entryPoint, constants: step.overrides },
  });

  const buffers = new Map(
    variables.map(([variable]): [string, GPUBuffer] => {
      const write = step.writes[variable];
      const words = write
        ? new Uint32Array(write.sizeBytes / 4).fill(UNWRITTEN)
        : toWords(versions.get(step.reads[variable]!)!);
      const buffer = device.createBuffer({ size: words.byteLength, usage: STORAGE | COPY_SRC | COPY_DST });
      device.queue.writeBuffer(buffer, 0, words);
      return [variable, buffer];
    }),
  );
  const entries = variables.map(([variable, { binding }]) => ({
    binding,
    resource: { buffer: buffers.get(variable)! },
  }));
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout, entries }));
  pass.dispatchWorkgroups(...grid);
  pass.end();
  device.queue.submit([encoder.finish()]);

  const written = new Map<string, Uint32Array>();
  for (const [variable, { name }] of Object.entries(step.writes)) {
    written.set(name, await read(device, buffers.get(variable)!));
  }
  for (const buffer of buffers.values()) buffer.destroy();
  return written;
}

async function read(device: GPUDevice, buffer: GPUBuffer): Promise<Uint32Array> {
  const staging = device.createBuffer({ size: buffer.size, usage: MAP_READ | COPY_DST });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, 0, staging, 0, buffer.size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(MODE_READ);
  const words = new Uint32Array(staging.getMappedRange().slice(0));
  staging.destroy();
  return words;
}

function toWords(bytes: Uint8Array): Uint32Array<ArrayBuffer> {
  return new Uint32Array(bytes.slice().buffer);
}
