import { it } from 'vitest';
import { job as jobs, owner } from '@assay/core';
import { acquire } from './node/dawn.js';
import { execute } from './executor.js';
const src = `@group(0) @binding(0) var<storage, read_write> y: array<u32>;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) { if (id.x < arrayLength(&y)) { y[id.x] = 1u; } }`;
const K = { k: { source: src, bindings: { y: { binding: 0, access: 'write' } } } } as const;
const keep: unknown[] = [];
it('destroys while compiling', async () => {
  const job = jobs.define({ name: 'x', kernels: K, steps: [{ kernel: 'k', grid: [1, 1, 1], writes: { y: { name: 'o', sizeBytes: 4, owner: owner.linear(1) } } }], outputs: ['o'] });
  for (let i = 0; i < 150; i++) {
    const g = await acquire({ adapter: 'software' });
    if (process.env.KEEP) keep.push(process.env.KEEP === "device" ? g.device : g);
    setTimeout(() => g.destroy(), i % 6);
    const end = await execute(g, job, new Map(), { commit: process.env.COMMIT as 'host' }).then(() => 'done', (e) => e.code);
    if (i % 10 === 0) console.log(i, end);
  }
}, 600000);
