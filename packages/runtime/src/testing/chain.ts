import { job as jobs, owner } from '@assay/core';
import { kernel } from '@assay/wgsl';
import { noise, toWords } from './dataflow.js';

// A state that is mixed again and again, and a cache to which each round appends what it has: most words of a cache are a frame.

const WIDTH = 64;

/** y[i] = x[i] · 1664525 + x[i + 1, cyclic] + 1013904223. */
const mix = `@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;
@compute @workgroup_size(16) fn main(@builtin(global_invocation_id) id: vec3u) {
  y[id.x] = x[id.x] * 1664525u + x[(id.x + 1u) % ${WIDTH}u] + 1013904223u;
}`;

/** The cache from word 64 · round on is the state. */
const append = `override round: u32;
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> cache: array<u32>;
@compute @workgroup_size(16) fn main(@builtin(global_invocation_id) id: vec3u) {
  cache[${WIDTH}u * round + id.x] = x[id.x];
}`;

/** Steps 2k and 2k + 1 make `state{k+1}` from `state{k}`, and `cache{k+1}` from that and `cache{k}`. Outputs: the last ones. */
export function chainOf(rounds: number): jobs.Job {
  const cacheBytes = 4 * WIDTH * rounds;
  return jobs.define({
    name: 'chain',
    kernels: { mix: kernel(mix), append: kernel(append) },
    inputs: [
      { name: 'state0', sizeBytes: 4 * WIDTH },
      { name: 'cache0', sizeBytes: cacheBytes },
    ],
    steps: Array.from({ length: rounds }, (_, k): jobs.DraftStep[] => [
      {
        kernel: 'mix',
        grid: [4, 1, 1],
        reads: { x: `state${k}` },
        writes: { y: { name: `state${k + 1}`, sizeBytes: 4 * WIDTH, owner: owner.linear(16) } },
      },
      {
        kernel: 'append',
        grid: [4, 1, 1],
        overrides: { round: k },
        reads: { x: `state${k + 1}` },
        writes: {
          cache: {
            name: `cache${k + 1}`,
            sizeBytes: cacheBytes,
            owner: owner.linear(16, WIDTH * k),
            from: `cache${k}`,
          },
        },
      },
    ]).flat(),
    outputs: [`state${rounds}`, `cache${rounds}`],
  });
}

/** The inputs of a chain. */
export function startOf(rounds: number): ReadonlyMap<string, Uint8Array> {
  return new Map([
    ['state0', noise(4 * WIDTH, 1)],
    ['cache0', noise(4 * WIDTH * rounds, 2)],
  ]);
}

/** All versions of a chain, by its definition. */
export function versionsOf(rounds: number): ReadonlyMap<string, Uint8Array> {
  const all = new Map(startOf(rounds));
  let state = toWords(all.get('state0')!);
  const cache = toWords(all.get('cache0')!);
  for (let k = 0; k < rounds; k++) {
    const before = state;
    state = before.map((word, i) => Math.imul(word, 1_664_525) + before[(i + 1) % WIDTH]! + 1_013_904_223);
    cache.set(state, WIDTH * k);
    all.set(`state${k + 1}`, new Uint8Array(state.slice().buffer));
    all.set(`cache${k + 1}`, new Uint8Array(cache.slice().buffer));
  }
  return all;
}
