import { job as jobs, owner, type suite as suites } from '@assay/core';
import { kernel } from '@assay/wgsl';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { CpuRunner } from './node/cpu.js';
import { onDevice, type Runner } from './replay.js';
import { restore, slice } from './restore.js';
import { chainOf, startOf, versionsOf } from './testing/chain.js';
import { contentsOf, dataflows, inputsOf, noise, toWords } from './testing/dataflow.js';
import { adapterName, failureOf, softwareGpu, thrownBy } from './testing/device.js';
import { suite } from './testing/task.js';

const check = {
  numRuns: Math.max(1, Math.round(400 * Number(process.env.ASSAY_CASES ?? 1 / 20))),
  seed: Number(process.env.ASSAY_SEED),
};

const gpu = await softwareGpu();
const cpu = new CpuRunner({ threads: 2 });
afterAll(() => {
  gpu?.destroy();
  return cpu.close();
});

/** The cpu's runner, which counts the steps that it is asked for. */
function counting(): Runner & { steps: number } {
  const counter: Runner & { steps: number } = {
    steps: 0,
    run(job, ...request) {
      counter.steps += job.steps.length;
      return cpu.run(job, ...request);
    },
  };
  return counter;
}

const ROUNDS = 4;
const chain = chainOf(ROUNDS);
const contents = versionsOf(ROUNDS);
const trace: readonly suites.Root[] = jobs.versions(chain).map(({ name }) => suite.root(contents.get(name)!));
const some = (...names: string[]): ReadonlyMap<string, Uint8Array> =>
  new Map(names.map((name) => [name, contents.get(name)!]));

describe('slice', () => {
  it('is the steps that are needed, from what is at hand', () => {
    const part = slice(chain, new Set(['state0', 'cache0', 'state2', 'cache1']), new Set(['cache3', 'state0']))!;
    jobs.assertJob(part);
    expect(part.inputs).toEqual([
      { name: 'cache1', sizeBytes: contents.get('cache1')!.length },
      { name: 'state2', sizeBytes: 256 },
    ]);
    expect(part.steps).toEqual([3, 4, 5].map((index) => chain.steps[index]));
    expect(part.outputs).toEqual(['cache3']);
    expect(part.kernels).toEqual(chain.kernels);
  });

  it('leaves out kernels and literals that it does not need', () => {
    const part = slice(chain, new Set(['state0']), new Set(['state2']))!;
    expect(Object.keys(part.kernels)).toEqual(['mix']);
    expect(part.inputs.map(({ name }) => name)).toEqual(['state0']);
  });

  it('is nothing where all is at hand, and for literals', () => {
    const job = jobs.define({ ...chain, literals: [{ name: 'table', bytes: noise(8, 1) }] });
    expect(slice(job, new Set(['state1', 'cache2']), new Set(['cache2', 'state1', 'table']))).toBeUndefined();
    expect(slice(job, new Set(), new Set())).toBeUndefined();
  });

  it('makes a version that is at hand again, if its step makes another one that is not', () => {
    const twins = jobs.define({
      name: 'twins',
      kernels: {
        both: kernel(`@group(0) @binding(0) var<storage, read> x: array<u32>;
          @group(0) @binding(1) var<storage, read_write> a: array<u32>;
          @group(0) @binding(2) var<storage, read_write> b: array<u32>;
          @compute @workgroup_size(1) fn main() { a[0] = x[0] + 1u; b[0] = x[0] + 2u; }`),
        sum: kernel(`@group(0) @binding(0) var<storage, read> a: array<u32>;
          @group(0) @binding(1) var<storage, read> b: array<u32>;
          @group(0) @binding(2) var<storage, read_write> s: array<u32>;
          @compute @workgroup_size(1) fn main() { s[0] = a[0] + b[0]; }`),
      },
      inputs: [{ name: 'x', sizeBytes: 4 }],
      steps: [
        {
          kernel: 'both',
          grid: [1, 1, 1],
          reads: { x: 'x' },
          writes: {
            a: { name: 'a', sizeBytes: 4, owner: owner.linear(1) },
            b: { name: 'b', sizeBytes: 4, owner: owner.linear(1) },
          },
        },
        {
          kernel: 'sum',
          grid: [1, 1, 1],
          reads: { a: 'a', b: 'b' },
          writes: { s: { name: 's', sizeBytes: 4, owner: owner.linear(1) } },
        },
      ],
      outputs: ['s'],
    });
    const part = slice(twins, new Set(['x', 'a']), new Set(['s']))!;
    jobs.assertJob(part);
    expect(part.inputs.map(({ name }) => name)).toEqual(['x']);
    expect(part.outputs).toEqual(['s']);
  });

  it('refuses names that the job does not have, and what cannot be made', () => {
    expect(thrownBy(() => slice(chain, new Set(), new Set(['state9'])))).toMatchObject({
      kind: 'invalid',
      code: 'restore.unknown-version',
      where: 'version state9',
    });
    expect(thrownBy(() => slice(chain, new Set(['cache1']), new Set(['cache2'])))).toMatchObject({
      kind: 'invalid',
      code: 'restore.missing-input',
      where: 'input state0',
    });
    expect(thrownBy(() => slice(chain, new Set(['state0']), new Set(['cache0'])))).toMatchObject({
      code: 'restore.missing-input',
      where: 'input cache0',
    });
  });
});

describe('restore', () => {
  it('gives any version of a random job from any others, by the definition of the job', async () => {
    await fc.assert(
      fc.asyncProperty(dataflows, fc.infiniteStream(fc.boolean()), async (job, coins) => {
        const given = inputsOf(job);
        const all = contentsOf(job, given);
        const have = new Map(given);
        const wanted: string[] = [];
        for (const { name } of jobs.versions(job)) {
          if (coins.next().value) have.set(name, new Uint8Array(all.get(name)!.buffer));
          if (coins.next().value) wanted.push(name);
        }
        const roots = jobs.versions(job).map(({ name }) => suite.root(new Uint8Array(all.get(name)!.buffer)));
        const restored = await restore(cpu, job, have, wanted, { trace: roots });
        expect([...restored.keys()]).toEqual(wanted);
        for (const [name, bytes] of restored) expect(toWords(bytes), name).toEqual(all.get(name));
      }),
      check,
    );
  });

  it('runs nothing where nothing is missing, and no step in vain', async () => {
    const counter = counting();
    const have = some('state0', 'cache0', 'state2', 'cache2');
    expect(await restore(counter, chain, have, ['cache2', 'state0'])).toEqual(some('cache2', 'state0'));
    expect(counter.steps).toBe(0);
    expect(await restore(counter, chain, have, ['state3'])).toEqual(some('state3'));
    expect(counter.steps).toBe(1);
    expect(await restore(counter, chain, have, ['cache4', 'state1'], { trace })).toEqual(some('cache4', 'state1'));
    expect(counter.steps).toBe(1 + 5);
  });

  it('takes several runs where one would start from more versions than a job may have inputs', async () => {
    const count = 2 * (jobs.limits.inputs + 1);
    const step = (k: number): jobs.DraftStep => ({
      kernel: 'next',
      grid: [1, 1, 1],
      reads: { x: `v${k}` },
      writes: { y: { name: `v${k + 1}`, sizeBytes: 4, owner: owner.linear(1) } },
    });
    const long = jobs.define({
      name: 'long',
      kernels: {
        next: kernel(`@group(0) @binding(0) var<storage, read> x: array<u32>;
          @group(0) @binding(1) var<storage, read_write> y: array<u32>;
          @compute @workgroup_size(1) fn main() { y[0] = x[0] + 3u; }`),
      },
      inputs: [{ name: 'v0', sizeBytes: 4 }],
      steps: Array.from({ length: count }, (_, k) => step(k)),
      outputs: [`v${count}`],
    });
    const names = Array.from({ length: count }, (_, k) => `v${k}`);
    const have = new Map(
      names.map((name, k): [string, Uint8Array] => [name, new Uint8Array(Uint32Array.of(3 * k).buffer)]),
    );
    const wanted = names.filter((_, k) => k % 2 === 1);
    for (const name of wanted) have.delete(name);
    expect(thrownBy(() => slice(long, new Set(have.keys()), new Set(wanted)))).toMatchObject({
      kind: 'exhausted',
      code: 'restore.too-many-inputs',
    });
    const counter = counting();
    const restored = await restore(counter, long, have, wanted);
    expect(counter.steps).toBe(wanted.length);
    expect(wanted.map((name) => toWords(restored.get(name)!)[0])).toEqual(
      wanted.map((name) => 3 * Number(name.slice(1))),
    );
  });

  it('starts from the inputs where what one version is made from is more than a job may have inputs', async () => {
    const each = Array.from({ length: 8 }, (_, i) => i);
    const rounds = jobs.limits.inputs / each.length + 1;
    const shader = (access: string, statement: string): string => `
      @group(0) @binding(0) var<storage, read> x: array<u32>;
      ${each.map((i) => `@group(0) @binding(${1 + i}) var<storage, ${access}> w${i}: array<u32>;`).join('\n')}
      ${access === 'read' ? '@group(0) @binding(9) var<storage, read_write> s: array<u32>;' : ''}
      @compute @workgroup_size(1) fn main() { ${statement} }`;
    const word = (name: string): jobs.DraftStep['writes'][string] => ({ name, sizeBytes: 4, owner: owner.linear(1) });
    const bound = <T>(value: (i: number) => T): Record<string, T> =>
      Object.fromEntries(each.map((i) => [`w${i}`, value(i)]));
    const steps = Array.from({ length: rounds }, (_, k): jobs.DraftStep[] => [
      { kernel: 'copy', grid: [1, 1, 1], reads: { x: 'one' }, writes: bound((i) => word(`w${k}.${i}`)) },
      {
        kernel: 'add',
        grid: [1, 1, 1],
        reads: { x: k === 0 ? 'one' : `s${k}`, ...bound((i) => `w${k}.${i}`) },
        writes: { s: word(`s${k + 1}`) },
      },
    ]);
    const wide = jobs.define({
      name: 'wide',
      kernels: {
        copy: kernel(shader('read_write', each.map((i) => `w${i}[0] = x[0];`).join(' '))),
        add: kernel(shader('read', `s[0] = x[0] + ${each.map((i) => `w${i}[0]`).join(' + ')};`)),
      },
      inputs: [{ name: 'one', sizeBytes: 4 }],
      steps: steps.flat(),
      outputs: [`s${rounds}`],
    });
    const one = new Uint8Array(Uint32Array.of(1).buffer);
    const have = new Map([
      ['one', one],
      ...Array.from({ length: rounds }, (_, k) => each.map((i): [string, Uint8Array] => [`w${k}.${i}`, one])).flat(),
    ]);
    const last = `s${rounds}`;
    expect(thrownBy(() => slice(wide, new Set(have.keys()), new Set([last])))).toMatchObject({
      code: 'restore.too-many-inputs',
    });
    const restored = await restore(cpu, wide, have, [last]);
    expect(toWords(restored.get(last)!)[0]).toBe(1 + each.length * rounds);
  });

  it('says so when the device computes something else this time', async () => {
    const other = trace.with(
      jobs.versions(chain).findIndex(({ name }) => name === 'cache1'),
      suite.root(noise(4, 1)),
    );
    const error = await failureOf(restore(cpu, chain, startOf(ROUNDS), ['cache2'], { trace: other }));
    expect(error).toMatchObject({ kind: 'trap', code: 'restore.other-bytes', where: 'version cache1' });
    expect(error.got).toContain('running the job again does not give what was signed');
  });

  it('blames a damaged copy, not the device', async () => {
    const damaged = new Map([...startOf(ROUNDS), ['state1', noise(256, 3)]]);
    expect(await failureOf(restore(cpu, chain, damaged, ['cache2'], { trace }))).toMatchObject({
      kind: 'invalid',
      code: 'restore.other-start',
      where: 'version state1',
    });
  });

  it.skipIf(gpu === null)(`runs on a device as well (${adapterName(gpu)})`, async () => {
    const runner = onDevice(gpu as NonNullable<typeof gpu>);
    const restored = await restore(runner, chain, some('state0', 'cache0', 'cache2', 'state3'), contents.keys(), {
      trace,
    });
    expect(restored).toEqual(contents);
  });
});
