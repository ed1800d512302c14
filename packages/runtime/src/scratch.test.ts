import { it } from 'vitest';
import { job as jobs, owner } from '@assay/core';
import { acquire } from './node/dawn.js';
import { execute } from './executor.js';
const src = `@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) { if (id.x < arrayLength(&y)) { y[id.x] = x[id.x] + 1u; } }`;
const K = { k: { source: src, bindings: { x: { binding: 0, access: 'read' }, y: { binding: 1, access: 'write' } } } } as const;
it('times', async () => {
  const gpu = await acquire({ adapter: 'software' });
  for (const [n, all] of [[5000, false], [20000, false], [20000, true]] as const) {
    const job = jobs.define({ name: 'x', kernels: K, inputs: [{ name: 'v', sizeBytes: 1024 }], steps: Array.from({ length: n }, (_, i) => ({ kernel: 'k', grid: [4, 1, 1] as const, reads: { x: i ? `v${i - 1}` : 'v' }, writes: { y: { name: `v${i}`, sizeBytes: 1024, owner: owner.linear(64) } } })), outputs: all ? Array.from({ length: n }, (_, i) => `v${i}`) : [`v${n - 1}`] });
    for (const commit of ['none', 'host'] as const) {
      const t = performance.now(); await execute(gpu, job, new Map([['v', new Uint8Array(1024)]]), { commit });
      console.log(n, all ? 'all outputs' : 'one output', commit, (performance.now() - t).toFixed(0), 'ms');
    }
  }
  const rss = () => (process.memoryUsage().rss / 2 ** 20).toFixed(0);
  const size = 2 ** 29;
  const big = jobs.define({ name: 'x', kernels: K, inputs: [{ name: 'v', sizeBytes: size }], steps: [{ kernel: 'k', grid: [1, 1, 1], reads: { x: 'v' }, writes: { y: { name: 'o', sizeBytes: 4, owner: owner.linear(1) } } }], outputs: ['o'] });
  const bytes = new Uint8Array(size).fill(1);
  console.log('rss before', rss(), 'ms');
  let peak = 0;
  const run = execute(gpu, big, new Map([['v', bytes]]), { commit: 'none', onProgress: () => { peak = Math.max(peak, process.memoryUsage().rss / 2 ** 20); } });
  await run;
  console.log('rss peak', peak.toFixed(0), 'after', rss(), 'maxrss', (process.resourceUsage().maxRSS / 1024).toFixed(0), 'ms');
}, 600000);
