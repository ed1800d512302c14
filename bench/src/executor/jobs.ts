/** Jobs whose shaders are in bench/shaders: what ready-made kernels do not have, a hash and barriers. */
import { readFileSync } from 'node:fs';
import { job as jobs, owner } from '@assay/core';
import { kernel } from '@assay/wgsl';

/** Chunks that one workgroup hashes, and words of a chaining value. */
const GROUP = 64;
const VALUE_WORDS = 8;
const CHUNK_WORDS = 256;
/** Rows and columns of the product that one workgroup makes, and elements of a row between two barriers. */
const TILE = 64;
const DEPTH = 32;

/** Chaining values of chunks of 1 KiB, from `message` to `values`. `chunks` is a multiple of 64. */
export function chunks(count: number): jobs.Job {
  return jobs.define({
    name: 'blake3-chunks',
    kernels: { chunks: kernel(shader('blake3-chunks')) },
    inputs: [{ name: 'message', sizeBytes: 4 * CHUNK_WORDS * count }],
    steps: [
      {
        kernel: 'chunks',
        grid: [count / GROUP, 1, 1],
        overrides: { chunks: count },
        reads: { message: 'message' },
        writes: {
          values: {
            name: 'values',
            sizeBytes: 4 * VALUE_WORDS * count,
            owner: owner.linear(VALUE_WORDS * GROUP),
          },
        },
        loopBudget: 16,
      },
    ],
    outputs: ['values'],
  });
}

/** The int8 product in workgroup memory: `a` i8[m, k], `bt` i8[n, k], `c` i32[m, n]. m and n are multiples of 64, k of 32. */
export function tiled({ m, n, k }: { readonly m: number; readonly n: number; readonly k: number }): jobs.Job {
  return jobs.define({
    name: 'product-tiled',
    kernels: { tiled: kernel(shader('product-tiled')) },
    inputs: [
      { name: 'a', sizeBytes: m * k },
      { name: 'bt', sizeBytes: n * k },
    ],
    steps: [
      {
        kernel: 'tiled',
        grid: [n / TILE, m / TILE, 1],
        overrides: { n, k },
        reads: { a: 'a', bt: 'bt' },
        writes: { c: { name: 'c', sizeBytes: 4 * m * n, owner: owner.tile2d(m, n, TILE, TILE) } },
        loopBudget: (k / DEPTH) * (DEPTH / 4),
      },
    ],
    outputs: ['c'],
  });
}

function shader(name: string): string {
  return readFileSync(new URL(`../../shaders/${name}.wgsl`, import.meta.url), 'utf8');
}
