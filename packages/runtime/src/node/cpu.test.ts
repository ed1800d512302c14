import { job as jobs, key as keys, owner, receipt as receipts, suite as suites } from '@assay/core';
import { kernel } from '@assay/wgsl';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { attest } from '../attest.js';
import { wasmEngine } from '../engine.js';
import type { Progress } from '../executor.js';
import { replay } from '../replay.js';
import { contentsOf, dataflows, inputsOf, noise, toWords } from '../testing/dataflow.js';
import { failureOf } from '../testing/device.js';
import { jobOf, RUNAWAY } from '../testing/step.js';
import { inputs, job, task, worker } from '../testing/task.js';
import { CpuRunner } from './cpu.js';

const check = {
  numRuns: Math.max(1, Math.round(400 * Number(process.env.ASSAY_CASES ?? 1 / 20))),
  seed: Number(process.env.ASSAY_SEED),
};
const blake3 = suites.blake3(wasmEngine());

const cpu = new CpuRunner({ threads: 2 });
afterAll(() => cpu.close());

const zeros = (of: jobs.Job): Map<string, Uint8Array> =>
  new Map(of.inputs.map(({ name, sizeBytes }) => [name, new Uint8Array(sizeBytes)]));

describe('a run without a device', () => {
  it('commits to every version and gives the outputs, by the definition of the job', async () => {
    await fc.assert(
      fc.asyncProperty(dataflows, async (some) => {
        const given = inputsOf(some);
        const contents = contentsOf(some, given);
        const bytesOf = (name: string): Uint8Array => new Uint8Array(contents.get(name)!.buffer);
        const { roots, outputs, committedOn, cells } = await cpu.run(some, given);
        expect(roots).toEqual(jobs.versions(some).map(({ name }) => blake3.root(bytesOf(name))));
        expect([...outputs.keys()]).toEqual(some.outputs);
        for (const [name, bytes] of outputs) expect(toWords(bytes)).toEqual(contents.get(name));
        expect(committedOn).toBe('host');
        expect(cells).toBe(some.steps.reduce((sum, { grid }) => sum + grid[0], 0));
      }),
      check,
    );
  });

  it('gives copies of inputs that are outputs, and no roots where none are wanted', async () => {
    const some = { ...job, outputs: ['left', 'sum'] };
    const { roots, outputs, committedOn } = await cpu.run(some, inputs, { commit: 'none' });
    expect([roots, committedOn]).toEqual([[], 'none']);
    expect(outputs.get('left')).toEqual(inputs.get('left'));
    expect(outputs.get('left')!.buffer).not.toBe(inputs.get('left')!.buffer);
    const [left, right] = ['left', 'right'].map((name) => toWords(inputs.get(name)!));
    expect(toWords(outputs.get('sum')!)).toEqual(left!.map((word, i) => word + right![i]!));
  });

  it('tells what it does: kernels, then cells of all steps', async () => {
    const told: Progress[] = [];
    await cpu.run(job, inputs, { onProgress: (progress) => told.push(progress) });
    expect(told).toEqual([
      { phase: 'compile', done: 1, total: 2 },
      { phase: 'compile', done: 2, total: 2 },
      { phase: 'cell', done: 1, total: 2 },
      { phase: 'cell', done: 2, total: 2 },
    ]);
  });

  it('counts the cells in which guards fire', async () => {
    const some = jobOf({ body: 'y[i + x[i]] = 1u;', cells: 64 });
    const first = Uint32Array.from({ length: 1024 }, (_, i) => (i % 256 === 15 ? 1 : 0));
    const run = await cpu.run(some, new Map([['x', new Uint8Array(first.buffer)]]));
    expect(run.firedCells).toBe(4);
    const step = await cpu.runStep(some, 0, new Map([['x', new Uint8Array(first.buffer)]]));
    expect(step).toMatchObject({ cells: 64, cost: run.cost, firedCells: 4, fired: [0, 16, 32, 48] });
    expect(step.versions.get('y')).toEqual(run.outputs.get('y'));
  });

  it('leaves a version that the kernel does not use as it was', async () => {
    const used = kernel(
      '@group(0) @binding(0) var<storage, read_write> y: array<u32>; @compute @workgroup_size(4) fn main(@builtin(local_invocation_index) i: u32) { y[i] = 9u; }',
    );
    const bindings = {
      ...used.bindings,
      z: { binding: 1, access: 'write' },
      w: { binding: 2, access: 'write' },
    } as const;
    const write = (name: string): jobs.DraftStep['writes'][string] => ({ name, sizeBytes: 16, owner: owner.linear(4) });
    const some = jobs.define({
      name: 'unused',
      kernels: { main: { ...used, bindings } },
      inputs: [{ name: 'a', sizeBytes: 16 }],
      steps: [
        { kernel: 'main', grid: [1, 1, 1], writes: { y: write('b'), z: { ...write('c'), from: 'a' }, w: write('d') } },
      ],
      outputs: ['b', 'c', 'd'],
    });
    const a = noise(16, 5);
    const { outputs } = await cpu.run(some, new Map([['a', a]]));
    expect(toWords(outputs.get('b')!)).toEqual(Uint32Array.of(9, 9, 9, 9));
    expect([outputs.get('c'), outputs.get('d')]).toEqual([a, new Uint8Array(16)]);
  });

  it('keeps no more than later steps need', async () => {
    const sizeBytes = 2 ** 23;
    const source = `@group(0) @binding(0) var<storage, read_write> y: array<u32>;
      @compute @workgroup_size(256) fn main(@builtin(global_invocation_id) id: vec3u) { y[id.x] += id.x; }`;
    const chain = jobs.define({
      name: 'chain',
      kernels: { main: kernel(source) },
      inputs: [{ name: 'y0', sizeBytes }],
      steps: Array.from({ length: 100 }, (_, k) => ({
        kernel: 'main',
        grid: [sizeBytes / 1024, 1, 1] as const,
        writes: { y: { name: `y${k + 1}`, sizeBytes, owner: owner.linear(256), from: `y${k}` } },
      })),
      outputs: ['y100'],
    });
    const before = process.memoryUsage.rss();
    let most = 0;
    const onProgress = (): void => {
      most = Math.max(most, process.memoryUsage.rss() - before);
    };
    const { outputs } = await cpu.run(chain, zeros(chain), { commit: 'none', onProgress });
    expect(toWords(outputs.get('y100')!)[7]).toBe(700);
    // All versions together have 808 MB.
    expect(most).toBeLessThan(400 * 2 ** 20);
  });
});

describe('a run is refused or ended', () => {
  const floats = `@group(0) @binding(0) var<storage, read> x: array<u32>;
    @group(0) @binding(1) var<storage, read_write> y: array<u32>;
    @compute @workgroup_size(16) fn main(@builtin(global_invocation_id) id: vec3u) { y[id.x] = u32(f32(x[id.x]) * 1.5); }`;

  it('where a shader is not in the exact profile: it says what to do', async () => {
    const exact = jobOf({ body: 'y[i] = x[i];' });
    const main = { ...exact.kernels.main!, source: floats };
    const refused = await failureOf(cpu.run({ ...exact, kernels: { main } }, zeros(exact)));
    expect(refused).toMatchObject({
      kind: 'invalid',
      code: 'cpu.not-exact',
      where: 'kernel main',
      got: 'one that is not: `1.5` is a float, and the exact profile has none',
      remedy: expect.stringMatching(/Run the job on a device\. `assay check` says/),
    });
    expect((await cpu.run(exact, zeros(exact))).cells).toBe(4);
  });

  it('where the entry point is not there, or the job does not fit its shader', async () => {
    const some = jobOf({ body: 'y[i] = x[i];' });
    const other = { ...some, kernels: { main: { ...some.kernels.main!, entryPoint: 'other' } } };
    expect(await failureOf(cpu.run(other, zeros(some)))).toMatchObject({
      code: 'cpu.not-exact',
      got: 'one without the entry point other',
    });
    const { x, y } = some.kernels.main!.bindings;
    const swapped = { ...some.kernels.main!, bindings: { x: { ...x!, binding: 1 }, y: { ...y!, binding: 0 } } };
    const unfit = await failureOf(cpu.run({ ...some, kernels: { main: swapped } }, zeros(some)));
    expect(unfit).toMatchObject({ kind: 'invalid', code: 'kernel.does-not-fit' });
  });

  it('where a step needs more memory than compiled code can have, before anything has run', async () => {
    const first = jobOf({ body: 'y[i] = x[i];' });
    const source = `@group(0) @binding(0) var<storage, read_write> y: array<u32>;
      @compute @workgroup_size(1) fn main(@builtin(workgroup_id) id: vec3u) { y[id.x * 16777216u] = 1u; }`;
    const write = { name: 'large', sizeBytes: 2 ** 32, owner: owner.linear(2 ** 24) };
    const some = jobs.define({
      ...first,
      kernels: { ...first.kernels, large: kernel(source) },
      steps: [first.steps[0]!, { kernel: 'large', grid: [64, 1, 1], writes: { y: write } }],
    });
    const told: Progress[] = [];
    const refused = await failureOf(cpu.run(some, zeros(some), { onProgress: (progress) => told.push(progress) }));
    expect(refused).toMatchObject({ kind: 'exhausted', code: 'executor.too-large', where: 'job.steps[1]' });
    expect(told).toEqual([{ phase: 'compile', done: 1, total: 2 }]);
  });

  it('where a kernel is beyond the limits of the compiler', async () => {
    const loops = (count: number): jobs.Job =>
      jobOf({ body: 'for (var k = 0u; k < x[i]; k++) { y[i] += k; }'.repeat(count) });
    expect(await failureOf(cpu.run(loops(1025), zeros(loops(1025))))).toMatchObject({
      kind: 'exhausted',
      code: 'compiler.too-large',
      where: 'job.steps[0]',
      remedy: 'Run the job on a device, or cut the step in several.',
    });
    expect((await cpu.run(loops(10), zeros(loops(10)))).cells).toBe(4);
  });

  it('where inputs are missing or of another size', async () => {
    const some = jobOf({ body: 'y[i] = x[i];' });
    expect((await failureOf(cpu.run(some, new Map()))).code).toBe('run.missing-input');
    expect((await failureOf(cpu.run(some, new Map([['x', new Uint8Array(4)]])))).code).toBe('run.wrong-input-size');
  });

  it('by the deadline, which names the step; the next run goes well', async () => {
    const [first, second] = [jobOf({ body: 'y[i] = x[i];' }), jobOf(RUNAWAY)];
    const some = jobs.define({
      ...first,
      kernels: { ...first.kernels, endless: second.kernels.main! },
      steps: [
        first.steps[0]!,
        {
          ...second.steps[0]!,
          kernel: 'endless',
          reads: { x: 'y' },
          writes: { y: { ...second.steps[0]!.writes.y!, name: 'z' } },
        },
      ],
      outputs: ['z'],
    });
    const ended = await failureOf(cpu.run(some, zeros(some), { deadlineMs: 1500 }));
    expect(ended).toMatchObject({
      kind: 'exhausted',
      code: 'run.deadline',
      where: 'job.steps[1]',
      expected: 'the run to be over after 1500 ms',
      got: 'one still going on: of this step it has done 0 of 4 cells',
    });
    expect((await cpu.run(first, zeros(first))).cells).toBe(4);
  });

  it('by a signal, before it and in the middle', async () => {
    const some = jobOf(RUNAWAY);
    const before = cpu.run(some, zeros(some), { signal: AbortSignal.abort() });
    expect(await failureOf(before)).toMatchObject({ kind: 'exhausted', code: 'run.aborted' });
    const middle = cpu.run(some, zeros(some), { signal: AbortSignal.timeout(500) });
    expect(await failureOf(middle)).toMatchObject({ kind: 'exhausted', code: 'run.aborted' });
  });

  it('by close(), for good', async () => {
    const other = new CpuRunner({ threads: 1 });
    const some = jobOf(RUNAWAY);
    const running = failureOf(other.run(some, zeros(some)));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await Promise.all([other.close(), other.close()]);
    expect(await running).toMatchObject({ kind: 'exhausted', code: 'cells.closed' });
    expect(await failureOf(other.run(job, inputs))).toMatchObject({ code: 'cells.closed' });
  });
});

describe('a receipt', async () => {
  const execution = await cpu.run(job, inputs);
  const report = {
    vendor: '',
    architecture: '',
    device: '',
    description: '',
    backend: '',
    isSoftware: true,
    features: [],
    limits: {},
  };
  const signed = (trace: readonly suites.Root[]): receipts.Receipt =>
    attest({ job, task, execution: { ...execution, roots: trace }, report, key: worker, check: 'none' });

  it('that is honest is found valid', async () => {
    const receipt = signed(execution.roots);
    expect(await replay(cpu, { receipt, job, task, inputs })).toEqual({
      code: 'valid',
      claim: receipts.id(receipt),
      evidence: {},
    });
  });

  it('with wrong roots is refuted by the first of them', async () => {
    const otherRoot = blake3.root(Uint8Array.of(1, 2, 3, 4));
    const receipt = signed(execution.roots.map((root, index) => (index >= 3 ? otherRoot : root)));
    expect(await replay(cpu, { receipt, job, task, inputs })).toEqual({
      code: 'replay.version-differs',
      claim: receipts.id(receipt),
      evidence: { version: 3, name: 'sum', step: 0, claimed: otherRoot, replayed: execution.roots[3] },
    });
  });

  it("is not blamed for the verifier's own inputs", async () => {
    const receipt = signed(execution.roots);
    const other = new Map([...inputs, ['left', noise(256, 99)]]);
    expect(await failureOf(replay(cpu, { receipt, job, task, inputs: other }))).toMatchObject({
      code: 'replay.other-start',
    });
  });

  it('of a stranger is not replayed', async () => {
    const receipt = signed(execution.roots);
    const stranger = keys.toIdentity(keys.fromSecret(new Uint8Array(32).fill(8)));
    const stolen = { ...receipt, claim: { ...receipt.claim, worker: stranger } };
    const aborted = { signal: AbortSignal.abort() }; // it would throw if anything were run
    expect(await replay(cpu, { receipt: stolen, job, task, inputs }, aborted)).toMatchObject({
      code: 'receipt.bad-signature',
    });
  });
});
