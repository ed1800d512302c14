import { type identity, job as jobs, key as keys, receipt as receipts, suite, task as tasks } from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import { type Execution, execute, onDevice, replay } from '@assay/runtime';
import { gpuTest } from '@assay/testkit';
import { describe, expect } from 'vitest';

// Attack: run a cheaper kernel that is nearly right, and claim its trace for the task's job. Every root is that of a buffer
// which was really computed, and all that follows was computed from it.

const blake3 = suite.blake3();
const worker = keys.fromSecret(new Uint8Array(32).fill(7));
const terms = { requester: keys.toIdentity(worker), nonce: '77'.repeat(32) as tasks.Nonce, suite: blake3 };
const salt = '55'.repeat(32) as identity.Salt;

/** 40 rows of 64 numbers; in all but row 23 the last four are 0. */
function rows(): Uint8Array {
  return Uint8Array.from({ length: 40 * 64 }, (_, i) => (i % 64 < 60 || Math.floor(i / 64) === 23 ? (i * i) % 251 : 0));
}

const cases = [
  {
    name: 'a matrix product that leaves out the last word of each row',
    job: matmul.job({ m: 40, n: 12, k: 64 }),
    files: new Map([
      ['a', rows()],
      ['b', Uint8Array.from({ length: 64 * 12 }, (_, i) => (i * i + i) % 251)],
    ]),
    kernel: 'product',
    from: 'word < words;',
    to: 'word < words - 1u;',
    wrong: { version: 3, name: 'c', step: 1 },
    mostWords: 12, // one row of 40
  },
  {
    name: 'a gradient whose direction is rounded by halves',
    job: edges.job({ width: 40, height: 30 }),
    files: new Map([
      ['picture', Uint8Array.from({ length: 4 * 40 * 30 }, (_, i) => (Math.imul(i, 2_654_435_761) >>> 13) & 0xff)],
    ]),
    kernel: 'gradient',
    from: 'sum * sum <= 2 * gx * gx',
    to: '2 * abs(gy) <= abs(gx)',
    wrong: { version: 2, name: 'gradient', step: 1 },
    mostWords: 200, // of 1200 pixels
  },
] as const;

describe('a cheaper kernel that is nearly right', () => {
  gpuTest.for(cases.map((each) => [each.name, each] as const))('%s', async ([, each], { gpu }) => {
    const { job, files, kernel, from, to, wrong, mostWords } = each;
    const { task, inputs } = tasks.make({ job, files, ...terms });
    const { [kernel]: honest, ...others } = job.kernels;
    expect(honest!.source).toContain(from);
    const cheaper = { ...others, [kernel]: { ...honest!, source: honest!.source.replace(from, to) } };
    const shown = (kernels: jobs.Job['kernels']): jobs.Job => jobs.define({ ...job, kernels, outputs: [wrong.name] });
    const right = await execute(gpu, shown(job.kernels), inputs);
    const cheap = await execute(gpu, shown(cheaper), inputs);
    const words = differences(right, cheap, wrong.name);
    expect(words).toBeGreaterThan(0);
    expect(words).toBeLessThanOrEqual(mostWords);

    const check = (execution: Execution) => {
      const trace = execution.roots;
      const receipt = receipts.issue({ task: tasks.id(task), trace, suite: blake3, secret: worker.secret, salt });
      return replay(onDevice(gpu), { receipt, job, task, inputs });
    };
    expect((await check(right)).code, 'control').toBe('valid');
    expect(await check(cheap)).toMatchObject({
      code: 'replay.version-differs',
      evidence: { ...wrong, claimed: cheap.roots[wrong.version], replayed: right.roots[wrong.version] },
    });
  });
});

/** How many words of a version are not equal. */
function differences(one: Execution, other: Execution, name: string): number {
  const [a, b] = [one, other].map(({ outputs }) => new Uint32Array(outputs.get(name)!.slice().buffer));
  return a!.filter((word, index) => word !== b![index]).length;
}
