import { job, key, owner, suite, task } from '@assay/core';
import { attest, chooseCells, newKey, newNonce, replay, versionsFor } from '@assay/runtime';
import { GpuProcess } from '@assay/runtime/node';
import { kernel } from '@assay/wgsl';

const source = `
  @group(0) @binding(0) var<storage, read> x: array<u32>;
  @group(0) @binding(1) var<storage, read_write> y: array<u32>;
  @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) { y[id.x] = x[id.x] * x[id.x]; }`;
const squares = { name: 'squares', sizeBytes: 4096, owner: owner.linear(64) };
const square = job.define({
  name: 'square',
  kernels: { square: kernel(source) },
  inputs: [{ name: 'numbers', sizeBytes: 4096 }],
  steps: [{ kernel: 'square', grid: [16, 1, 1], reads: { x: 'numbers' }, writes: { y: squares } }],
  outputs: ['squares'],
});

const worker = newKey();
const files = new Map([['numbers', new Uint8Array(Uint32Array.from({ length: 1024 }, (_, i) => i).buffer)]]);
const terms = { job: square, files, requester: key.toIdentity(worker), nonce: newNonce(), suite: suite.blake3() };
const { task: asked, inputs } = task.make(terms);

const gpu = await GpuProcess.start();
const cells = chooseCells(square); // are replayed before anything is signed
const execution = await gpu.run(square, inputs, { keep: versionsFor(square, cells) });
const receipt = attest({ job: square, task: asked, execution, report: gpu.report, key: worker, check: { cells } });
const verdict = await replay(gpu, { receipt, job: square, task: asked, inputs });
console.log(
  '1023 squared:',
  new Uint32Array(execution.outputs.get('squares').buffer)[1023],
  '- receipt:',
  verdict.code,
);
await gpu.close();
