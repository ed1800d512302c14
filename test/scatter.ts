/** A job whose second step goes by what the first one made: where its invocations store, and how many rounds they take. */
import { job as jobs, owner } from '@assay/core';
import { cheater } from '@assay/testkit';

export const cells = 4;
/** Words of `order` that a cell makes: a page. Of these, the first {@link width} are where its invocations of the second step store. */
export const pageWords = 256;
export const width = 8;

/** Words of `order` in the page of the last cell, which all cells of the second step read: a factor, and a number of rounds. */
export const factorWord: number = pageWords * (cells - 1) + 100;
export const roundsWord: number = pageWords * (cells - 1) + 101;

/** Indices of versions. */
export const versions = { keys: 0, values: 1, order: 2, out: 3 } as const;

export const job: jobs.Job = jobs.define({
  name: 'scatter',
  kernels: {
    permute: {
      source: `
@group(0) @binding(0) var<storage, read> keys: array<u32>;
@group(0) @binding(1) var<storage, read_write> order: array<u32>;

@compute @workgroup_size(${width})
fn main(@builtin(workgroup_id) cell: vec3u, @builtin(local_invocation_index) i: u32) {
  order[${pageWords}u * cell.x + i] = keys[${width}u * cell.x + i] ^ 5u;
  if (i < 2u) { order[${pageWords}u * cell.x + 100u + i] = 1u; }
}`,
      bindings: { keys: { binding: 0, access: 'read' }, order: { binding: 1, access: 'write' } },
    },
    scatter: {
      source: `
@group(0) @binding(0) var<storage, read> order: array<u32>;
@group(0) @binding(1) var<storage, read> values: array<u32>;
@group(0) @binding(2) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(${width})
fn main(@builtin(workgroup_id) cell: vec3u, @builtin(local_invocation_index) i: u32) {
  var value = values[${width}u * cell.x + i];
  for (var round = 0u; round < order[${roundsWord}]; round++) { value = value * 1664525u + 1013904223u; }
  let to = (order[${pageWords}u * cell.x + i] * order[${factorWord}]) & ${width - 1}u;
  out[${width}u * cell.x + to] = value | 1u;
}`,
      bindings: {
        order: { binding: 0, access: 'read' },
        values: { binding: 1, access: 'read' },
        out: { binding: 2, access: 'write' },
      },
    },
  },
  inputs: [
    { name: 'keys', sizeBytes: 4 * width * cells },
    { name: 'values', sizeBytes: 4 * width * cells },
  ],
  steps: [
    {
      kernel: 'permute',
      grid: [cells, 1, 1],
      reads: { keys: 'keys' },
      writes: { order: { name: 'order', sizeBytes: 4 * pageWords * cells, owner: owner.linear(pageWords) } },
      loopBudget: 0,
    },
    {
      kernel: 'scatter',
      grid: [cells, 1, 1],
      reads: { order: 'order', values: 'values' },
      writes: { out: { name: 'out', sizeBytes: 4 * width * cells, owner: owner.linear(width) } },
      loopBudget: 2 ** 31 - 1,
    },
  ],
  outputs: ['out'],
});

/** The keys of each cell are 0 to 7. */
export const inputs: ReadonlyMap<string, Uint8Array> = new Map([
  ['keys', new Uint8Array(Uint32Array.from({ length: width * cells }, (_, i) => (3 * i) % width).buffer)],
  ['values', cheater.noise(4 * width * cells)],
]);
