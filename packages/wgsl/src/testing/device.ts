/// <reference types="@webgpu/types" />
/** Dispatches of kernels whose bindings are words: on a device as printed, and all cells interpreted. */
import { grid as grids, owner } from '@assay/core';
import type { DawnGpu } from '@assay/testkit';
import { expect } from 'vitest';
import type { Dispatch } from '../analysis/dispatch.js';
import * as guards from '../analysis/guards.js';
import { print } from '../device/print.js';
import { type GuardKind, type Race, runCell } from '../execution/interpreter.js';
import type { Kernel } from '../execution/ir.js';
import { lower } from '../execution/lower.js';
import { check } from '../validation/check.js';

/** In a browser these are `GPUBufferUsage`, `GPUMapMode` and `GPUShaderStage`. */
const [MAP_READ, COPY_SRC, COPY_DST, STORAGE, MODE_READ, COMPUTE] = [0x1, 0x4, 0x8, 0x80, 0x1, 0x4];

/** Words by binding. */
export type Contents = ReadonlyMap<number, Int32Array<ArrayBuffer>>;

/** The kernel `main` of a text that must be in the profile. */
export function lowered(source: string): Kernel {
  const { program, diagnostics } = check(source);
  expect(diagnostics).toEqual([]);
  return lower(program!, { entryPoint: 'main' });
}

/** What the circumstances of a dispatch are, where they are not the usual: one workgroup that owns all, no literals. */
export function dispatchOf(kernel: Kernel, contents: Contents, parts: Partial<Dispatch> = {}): Dispatch {
  const written = kernel.bindings.filter(({ access }) => access === 'write');
  return {
    grid: [1, 1, 1],
    lengthWords: new Map([...contents].map(([binding, words]) => [binding, words.length])),
    owners: new Map(written.map(({ binding }) => [binding, owner.linear(2 ** 32 - 1)])),
    literals: new Map(),
    loopBudget: 1000,
    ...parts,
  };
}

/** Runs WGSL with the bindings of a kernel, uniform ones as read-only storage; gives what is in the written ones after it. */
export async function runText(
  { device }: DawnGpu,
  { source, kernel, grid, contents }: { source: string; kernel: Kernel; grid: grids.Grid; contents: Contents },
): Promise<Contents> {
  const buffers = new Map(
    [...contents].map(([binding, words]) => {
      const buffer = device.createBuffer({ size: words.byteLength, usage: STORAGE | COPY_DST | COPY_SRC });
      device.queue.writeBuffer(buffer, 0, words);
      return [binding, buffer] as const;
    }),
  );
  const layout = device.createBindGroupLayout({
    entries: kernel.bindings.map(({ binding, access }) => ({
      binding,
      visibility: COMPUTE,
      buffer: { type: access === 'write' ? ('storage' as const) : ('read-only-storage' as const) },
    })),
  });
  const pipeline = await device.createComputePipelineAsync({
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module: device.createShaderModule({ code: source }), entryPoint: 'main' },
  });
  const entries = kernel.bindings.map(({ binding }) => ({ binding, resource: { buffer: buffers.get(binding)! } }));
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout, entries }));
  pass.dispatchWorkgroups(...grid);
  pass.end();
  const written = kernel.bindings.filter(({ access }) => access === 'write').map(({ binding }) => binding);
  const staged = written.map((binding) => {
    const buffer = buffers.get(binding)!;
    const staging = device.createBuffer({ size: buffer.size, usage: MAP_READ | COPY_DST });
    encoder.copyBufferToBuffer(buffer, 0, staging, 0, buffer.size);
    return [binding, staging] as const;
  });
  device.queue.submit([encoder.finish()]);
  const results = new Map<number, Int32Array<ArrayBuffer>>();
  for (const [binding, staging] of staged) {
    await staging.mapAsync(MODE_READ);
    results.set(binding, new Int32Array(staging.getMappedRange().slice(0)));
    staging.destroy();
  }
  for (const buffer of buffers.values()) buffer.destroy();
  return results;
}

/** What all cells of a dispatch leave in the written bindings, and what happened on the way. */
export interface Interpreted {
  readonly contents: Contents;
  /** Kinds of guards that fired in some cell. */
  readonly fired: ReadonlySet<GuardKind>;
  readonly race: Race | undefined;
}

export function interpretAll(kernel: Kernel, dispatch: Dispatch, contents: Contents): Interpreted {
  const written = kernel.bindings.filter(({ access }) => access === 'write').map(({ binding }) => binding);
  const after = new Map(written.map((binding) => [binding, contents.get(binding)!.slice()]));
  const fired = new Set<GuardKind>();
  let race: Race | undefined;
  for (let workgroup = 0; workgroup < grids.count(dispatch.grid); workgroup++) {
    const result = runCell({
      kernel,
      grid: dispatch.grid,
      workgroup: grids.fromIndex(dispatch.grid, workgroup),
      port: {
        lengthWords: (binding) => contents.get(binding)!.length,
        load: (binding, word) => contents.get(binding)![word]!,
      },
      owns: (binding, word) => owner.ownerOf(dispatch.owners.get(binding)!, dispatch.grid, word) === workgroup,
      loopBudget: dispatch.loopBudget,
    });
    for (const [binding, { words, values }] of result.writes) {
      for (const [k, word] of words.entries()) after.get(binding)![word] = values[k]!;
    }
    for (const { kind } of result.guards) fired.add(kind);
    race ??= result.race;
  }
  return { contents: after, fired, race };
}

/** Fails unless the kernel as printed, with these guards, leaves the same words as its cells; gives what these did. */
export async function expectSame(
  gpu: DawnGpu,
  kernel: Kernel,
  dispatch: Dispatch,
  contents: Contents,
  kept: guards.Guards = guards.all(kernel),
): Promise<Interpreted> {
  const interpreted = interpretAll(kernel, dispatch, contents);
  expect(interpreted.race).toBeUndefined();
  const source = print(kernel, dispatch, kept);
  const found = await runText(gpu, { source, kernel, grid: dispatch.grid, contents });
  const plain = (words: Contents): object =>
    Object.fromEntries([...words].map(([binding, all]) => [binding, [...all]]));
  expect(plain(found), source).toEqual(plain(interpreted.contents));
  return interpreted;
}
