import { it } from 'vitest';
import { acquire } from './node/dawn.js';
import { execute } from './executor.js';
import { job as jobs, owner } from '@assay/core';
it('probe', async () => {
  const gpu = await acquire({ adapter: 'software' });
  const src = `@group(0) @binding(0) var<storage, read_write> a: array<u32>;
  @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) { if (id.x < arrayLength(&a)) { a[id.x] = id.x; } }`;
  const job = jobs.define({ name: 'p', kernels: { k: { source: src, bindings: { a: { binding: 0, access: 'write' } } } },
    steps: Array.from({length: 40}, (_, i) => ({ kernel: 'k', grid: [64, 1, 1] as const, writes: { a: { name: `v${i}`, sizeBytes: 16384, owner: owner.linear(64) } } })), outputs: ['v0'] });
  console.log('extensible', Object.isExtensible(gpu.device));
  await execute(gpu, job, new Map());
  const c = new AbortController();
  const p = execute(gpu, job, new Map(), { signal: c.signal, onProgress: (e) => { if (e.phase === 'compile') c.abort(); } });
  console.log(await p.catch((e) => e.code));
  // leaked scopes?
  for (let i = 0; i < 4; i++) { try { console.log('pop', await gpu.device.popErrorScope()); } catch (e) { console.log('pop throws', String(e)); } }
  const c2 = new AbortController();
  const p2 = execute(gpu, job, new Map(), { signal: c2.signal, onProgress: (e) => { if (e.phase === 'step') c2.abort(); } });
  console.log(await p2.catch((e) => e.code));
  for (let i = 0; i < 4; i++) { try { console.log('pop', await gpu.device.popErrorScope()); } catch (e) { console.log('pop throws', String(e)); } }
  console.log('good again', (await execute(gpu, job, new Map())).roots.length);
  const bad = { ...job, kernels: { k: { ...job.kernels.k!, source: src.replace('array<u32>', 'array<u32, 5000>').replace('arrayLength(&a)', '4096') } } };
  console.log(await Promise.allSettled([execute(gpu, job, new Map()), execute(gpu, bad, new Map()), execute(gpu, job, new Map())]).then((r) => r.map((x) => x.status === 'fulfilled' ? 'ok' : `${x.reason.code} ${x.reason.message}`)));
  for (const phase of ['compile', 'step'] as const) {
    const g = await acquire({ adapter: 'software' });
    const q = execute(g, job, new Map(), { commit: 'device', onProgress: (e) => { if (e.phase === phase) g.destroy(); } });
    console.log(phase, await q.catch((e) => `${e.name} ${e.code} ${e.message}`));
    console.log('after', await execute(g, job, new Map()).catch((e) => `${e.name} ${e.code} ${e.message}`));
  }
  for (const ms of [0, 1, 3, 10, 30]) {
    const g = await acquire({ adapter: 'software' });
    setTimeout(() => g.destroy(), ms);
    console.log(ms, await execute(g, job, new Map()).then(() => 'done', (e) => `${e.name} ${e.code} ${e.message}`));
  }
});
