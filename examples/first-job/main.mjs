import { job, key, owner, suite, task } from '@assay/core';
import { attest, newKey, newNonce, replay } from '@assay/runtime';
import { GpuProcess } from '@assay/runtime/node';

const source = `
  @group(0) @binding(0) var<storage, read> numbers: array<u32>;
  @group(0) @binding(1) var<storage, read_write> squares: array<u32>;
  @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
    if (id.x < arrayLength(&squares)) { squares[id.x] = numbers[id.x] * numbers[id.x]; }
  }`;
const square = job.define({
  name: 'square',
  kernels: { square: { source, bindings: { numbers: { binding: 0, access: 'read' }, squares: { binding: 1, access: 'write' } } } },
  inputs: [{ name: 'numbers', tensor: { element: 'u32', shape: [1000] } }],
  steps: [
    {
      kernel: 'square',
      grid: [16, 1, 1], // 16 workgroups of 64 invocations: enough for 1000 numbers
      reads: { numbers: 'numbers' },
      writes: { squares: { name: 'squares', tensor: { element: 'u32', shape: [1000] }, owner: owner.linear(64) } },
    },
  ],
  outputs: ['squares'],
});

const worker = newKey();
const files = new Map([['numbers', new Uint8Array(Uint32Array.from({ length: 1000 }, (_, i) => i).buffer)]]);
const asked = task.make({ job: square, files, requester: key.toIdentity(worker), nonce: newNonce(), suite: suite.blake3() });

const gpu = await GpuProcess.start();
const execution = await gpu.run(square, asked.inputs);
const receipt = attest({ job: square, task: asked.task, execution, report: gpu.report, key: worker });
console.log('999 squared is', new Uint32Array(execution.outputs.get('squares').buffer)[999]);

const verdict = await replay(gpu, { receipt, job: square, task: asked.task, inputs: asked.inputs });
console.log('The receipt is', verdict.code);
await gpu.close();
