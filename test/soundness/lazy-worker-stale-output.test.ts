import { type identity, key as keys, receipt as receipts, suite, task as tasks, type verdict } from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import { execute, onDevice, replay } from '@assay/runtime';
import { gpuTest } from '@assay/testkit';
import { describe, expect } from 'vitest';

// Attack: keep the versions of an earlier task of the same job, and sell them again as those of the new one.

const blake3 = suite.blake3();
const worker = keys.fromSecret(new Uint8Array(32).fill(7));
const terms = { requester: keys.toIdentity(worker), nonce: '77'.repeat(32) as tasks.Nonce, suite: blake3 };
const salt = '55'.repeat(32) as identity.Salt;

const cases = [
  ['matmul', matmul.job({ m: 20, n: 12, k: 16 })],
  ['edges', edges.job({ width: 20, height: 12 })],
] as const;

describe('the output of another input', () => {
  gpuTest.for(cases)('of %s', async ([, job], { gpu }) => {
    // The two inputs differ in one byte, the first.
    const files = (first: number): Map<string, Uint8Array> =>
      new Map(
        job.inputs.map(({ name, sizeBytes }) => [
          name,
          Uint8Array.from({ length: sizeBytes }, (_, i) => (i === 0 ? first : (i * i) % 251)),
        ]),
      );
    const { task, inputs } = tasks.make({ job, files: files(10), ...terms });
    const fresh = (await execute(gpu, job, inputs)).roots;
    const stale = (await execute(gpu, job, files(250))).roots;
    const check = (trace: readonly suite.Root[]): Promise<verdict.Verdict> => {
      const receipt = receipts.issue({ task: tasks.id(task), trace, suite: blake3, secret: worker.secret, salt });
      return replay(onDevice(gpu), { receipt, job, task, inputs });
    };

    expect((await check(fresh)).code, 'control').toBe('valid');

    // As it was: the trace starts from the other input.
    expect(await check(stale)).toMatchObject({
      code: 'receipt.wrong-input',
      evidence: { version: 0, expected: fresh[0], got: stale[0] },
    });

    // With the task's inputs put in front: what the first step made of them is wrong.
    const first = job.inputs.length;
    const { name } = Object.values(job.steps[0]!.writes)[0]!;
    expect(await check([...fresh.slice(0, first), ...stale.slice(first)])).toMatchObject({
      code: 'replay.version-differs',
      evidence: { version: first, name, step: 0, claimed: stale[first], replayed: fresh[first] },
    });

    // With only the output from before: the last version is wrong, however right all before it are.
    const last = fresh.length - 1;
    expect(await check(fresh.with(last, stale[last]!))).toMatchObject({
      code: 'replay.version-differs',
      evidence: { version: last, name: job.outputs[0], step: job.steps.length - 1 },
    });
  });
});
