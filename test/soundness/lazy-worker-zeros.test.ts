import { type identity, key as keys, receipt as receipts, suite, task as tasks, type verdict } from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import { execute, onDevice, replay } from '@assay/runtime';
import { gpuTest } from '@assay/testkit';
import { describe, expect } from 'vitest';

// Attack: do all steps but the last and claim zeros for what that would have made. SPEC.md R5 holds; only a replay can tell.

const blake3 = suite.blake3();
const worker = keys.fromSecret(new Uint8Array(32).fill(7));
const terms = { requester: keys.toIdentity(worker), nonce: '77'.repeat(32) as tasks.Nonce, suite: blake3 };
const salt = '55'.repeat(32) as identity.Salt;

const cases = [
  ['matmul', matmul.job({ m: 20, n: 12, k: 16 })],
  ['edges', edges.job({ width: 20, height: 12 })],
] as const;

describe('zeros instead of the last step', () => {
  gpuTest.for(cases)('of %s', async ([, job], { gpu }) => {
    const files = new Map(
      job.inputs.map(({ name, sizeBytes }) => [name, Uint8Array.from({ length: sizeBytes }, (_, i) => (i * i) % 251)]),
    );
    const { task, inputs } = tasks.make({ job, files, ...terms });
    const { roots, outputs } = await execute(gpu, job, inputs);
    const check = (trace: readonly suite.Root[]): Promise<verdict.Verdict> => {
      const receipt = receipts.issue({ task: tasks.id(task), trace, suite: blake3, secret: worker.secret, salt });
      return replay(onDevice(gpu), { receipt, job, task, inputs });
    };

    expect((await check(roots)).code, 'control').toBe('valid');

    const [output] = outputs.values();
    expect(output!.some((byte) => byte !== 0)).toBe(true);
    const last = roots.length - 1;
    const found = await check(roots.with(last, blake3.root(new Uint8Array(output!.length))));
    expect(found).toMatchObject({
      code: 'replay.version-differs',
      evidence: { version: last, name: job.outputs[0], step: job.steps.length - 1, replayed: roots[last] },
    });
  });
});
