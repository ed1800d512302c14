/** Jobs run without a device against the same on one: receipts are judged alike. */
import { type Case, folder, generate, interpret } from '@assay/conformance';
import {
  type identity,
  type job as jobs,
  key as keys,
  receipt as receipts,
  suite as suites,
  task as tasks,
} from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import { attest, execute, onDevice, replay, wasmEngine } from '@assay/runtime';
import { CpuRunner } from '@assay/runtime/node';
import { cases, gpuTest, seed } from '@assay/testkit';
import { afterAll, describe, expect, it } from 'vitest';

const engine = wasmEngine();
const suite = suites.blake3(engine);
const worker = keys.fromSecret(new Uint8Array(32).fill(7));
const terms = { requester: keys.toIdentity(worker), nonce: '77'.repeat(32) as tasks.Nonce, suite };
const salt = '55'.repeat(32) as identity.Salt;

const cpu = new CpuRunner({ threads: 2 });
afterAll(() => cpu.close());

/** Bytes that repeat after none of the sizes here. */
const noise = (lengthBytes: number): Uint8Array => {
  let state = lengthBytes;
  return new Uint8Array(lengthBytes).map(() => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
};

function filesOf({ inputs }: jobs.Job): Map<string, Uint8Array> {
  return new Map(inputs.map(({ name, sizeBytes }) => [name, noise(sizeBytes)]));
}

describe.each([
  ['edges of a picture', edges.job({ width: 83, height: 61 })],
  ['edges of the smallest picture', edges.job({ width: 1, height: 1 })],
  ['a product', matmul.job({ m: 70, n: 130, k: 64 })],
  ['a product of two numbers', matmul.job({ m: 1, n: 1, k: 4 })],
])('%s', (_, job) => {
  gpuTest('has the roots and the outputs of a device', async ({ gpu }) => {
    const inputs = filesOf(job);
    const there = await execute(gpu, job, inputs, { engine });
    const here = await cpu.run(job, inputs);
    expect(here.roots).toEqual(there.roots);
    expect(here.outputs).toEqual(there.outputs);
    expect(here.firedCells).toBe(0);
  });

  gpuTest('has the verdict of a device on each receipt', async ({ gpu }) => {
    const { task, inputs } = tasks.make({ job, files: filesOf(job), ...terms });
    const execution = await execute(gpu, job, inputs, { engine });
    const honest = attest({ job, task, execution, report: gpu.report, key: worker, check: 'none', engine });
    expect(await replay(cpu, { receipt: honest, job, task, inputs, engine })).toMatchObject({ code: 'valid' });

    const written = execution.roots.length - job.steps.length;
    for (let wrong = written; wrong < execution.roots.length; wrong++) {
      const trace = execution.roots.with(wrong, suite.root(Uint8Array.of(wrong, 0, 0, 0)));
      const receipt = receipts.issue({ task: tasks.id(task), trace, suite, secret: worker.secret, salt });
      const found = await replay(cpu, { receipt, job, task, inputs, engine });
      expect(found).toMatchObject({ code: 'replay.version-differs', evidence: { version: wrong } });
      expect(found).toEqual(await replay(onDevice(gpu, engine), { receipt, job, task, inputs, engine }));
    }
  });
});

/** Fails unless a case ends as it does by the reference interpreter. What races has no right result. */
async function compare(one: Case): Promise<void> {
  const steps = interpret(one);
  if (steps.some(({ replay }) => replay.race !== undefined)) return;
  const written = steps.flatMap(({ step, replay }) =>
    [...replay.versions].map(([variable, bytes]): [string, Uint8Array] => [step.writes[variable]!.name, bytes]),
  );
  const job = { ...one.job, outputs: written.map(([name]) => name) };
  const { outputs, cost, firedCells } = await cpu.run(job, one.inputs, { commit: 'none' });
  expect(outputs).toEqual(new Map(written));
  expect(cost).toBe(steps.reduce((sum, { replay }) => sum + replay.costs.reduce((a, b) => a + b), 0));
  expect(firedCells).toBe(steps.flatMap(({ cells }) => cells).filter(({ guards }) => guards.length > 0).length);
}

describe.each(['exec', 'guard', 'race'] as const)('programs of %s', (corpus) => {
  it.each(folder.cases(corpus).map((one) => [one.name, one] as const))('%s', (_, one) => compare(one));
});

it('random kernels', async () => {
  const first = Math.abs(seed()) % 1_000_000;
  for (let k = first; k < first + cases(400); k++) {
    const { job, inputs, source } = generate(k);
    try {
      await compare({ name: `random/${k}`, job, inputs });
    } catch (error) {
      throw new Error(`random/${k}\n${source}`, { cause: error });
    }
  }
}, 600_000);
