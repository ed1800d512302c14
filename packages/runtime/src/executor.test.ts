import { job as jobs, owner, suite } from '@assay/core';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { wasmEngine } from './engine.js';
import { type Execution, execute, type Progress } from './executor.js';
import type { Inputs } from './inputs.js';
import { plan } from './plan.js';
import { contentsOf, dataflows, inputsOf, noise, toWords } from './testing/dataflow.js';
import { adapterName, softwareGpu, takeCensus } from './testing/device.js';

const gpu = await softwareGpu();
afterAll(() => gpu?.destroy());

const check = {
  numRuns: Math.max(1, Math.round(240 * Number(process.env.ASSAY_CASES ?? 1 / 20))),
  seed: Number(process.env.ASSAY_SEED),
};
const blake3 = suite.blake3(wasmEngine());
const COMMITMENTS = ['host', 'device'] as const;

/** y[i] = x[i] · 3 + 1 in each word. */
const triple = `@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < arrayLength(&y)) { y[id.x] = x[id.x] * 3u + 1u; }
}`;
/** y[i] += i, in place. */
const grow = `@group(0) @binding(0) var<storage, read_write> y: array<u32>;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < arrayLength(&y)) { y[id.x] += id.x; }
}`;
const kernels: jobs.Draft['kernels'] = {
  triple: { source: triple, bindings: { x: { binding: 0, access: 'read' }, y: { binding: 1, access: 'write' } } },
  grow: { source: grow, bindings: { y: { binding: 0, access: 'write' } } },
};

/** A step that writes `name`, reading `x` (triple) or starting from `from` (grow). */
function step(name: string, sizeBytes: number, origin: { x: string } | { from: string }): jobs.DraftStep {
  const grid = [Math.ceil(sizeBytes / 256), 1, 1] as const;
  const write = { name, sizeBytes, owner: owner.linear(64) };
  return 'x' in origin
    ? { kernel: 'triple', grid, reads: { x: origin.x }, writes: { y: write } }
    : { kernel: 'grow', grid, writes: { y: { ...write, from: origin.from } } };
}

/** Input x; y = 3x + 1; z = y + index, over y's memory. */
function smallJob(sizeBytes: number, outputs: readonly string[] = ['x', 'y', 'z']): jobs.Job {
  return jobs.define({
    name: 'small',
    kernels,
    inputs: [{ name: 'x', sizeBytes }],
    steps: [step('y', sizeBytes, { x: 'x' }), step('z', sizeBytes, { from: 'y' })],
    outputs,
  });
}

function smallContents(x: Uint8Array): Map<string, Uint8Array> {
  const y = toWords(x).map((word) => Math.imul(word, 3) + 1);
  const z = y.map((word, index) => word + index);
  return new Map([
    ['x', x],
    ['y', new Uint8Array(y.buffer)],
    ['z', new Uint8Array(z.buffer)],
  ]);
}

/** A step of one workgroup that writes y. */
function single(words: number, more: Partial<jobs.DraftStep>): jobs.DraftStep {
  return {
    kernel: 'k',
    grid: [1, 1, 1],
    writes: { y: { name: 'y', sizeBytes: 4 * words, owner: owner.linear(words) } },
    ...more,
  };
}

async function wordsOf(execution: Promise<Execution>, output: string): Promise<number[]> {
  return [...toWords((await execution).outputs.get(output)!)];
}

describe.skipIf(gpu === null)(`execute (${adapterName(gpu)})`, () => {
  const { device, report } = gpu ?? ({} as NonNullable<typeof gpu>);
  const here = { device, report };

  describe('commits to what the job defines', () => {
    it.each(COMMITMENTS)('random dataflows, hashed on the %s', async (commit) => {
      const property = fc.asyncProperty(dataflows, async (job) => {
        const inputs = inputsOf(job);
        const contents = contentsOf(job, inputs);
        const versions = jobs.versions(job);
        const { roots, outputs, committedOn } = await execute(here, job, inputs, { commit });
        expect(committedOn).toBe(commit);
        expect([...outputs.keys()]).toEqual(job.outputs);
        for (const [name, bytes] of outputs) expect(toWords(bytes), name).toEqual(contents.get(name));
        const expected = versions.map(({ name }) => blake3.root(new Uint8Array(contents.get(name)!.buffer)));
        expect(versions.map(({ name }, index) => [name, roots[index]])).toEqual(
          versions.map(({ name }, index) => [name, expected[index]]),
        );
      });
      await fc.assert(property, check);
    });

    for (const commit of COMMITMENTS) {
      it.each([4, 8, 1020, 1024, 1028, 65_536, 65_540, 3 * 2 ** 20 + 4])(
        `%i bytes, hashed on the ${commit}`,
        async (sizeBytes) => {
          const contents = smallContents(noise(sizeBytes, 1));
          const { roots, outputs } = await execute(here, smallJob(sizeBytes), new Map([['x', contents.get('x')!]]), {
            commit,
          });
          for (const [name, bytes] of contents) expect(Buffer.compare(outputs.get(name)!, bytes), name).toBe(0);
          expect(roots).toEqual([...contents.values()].map((bytes) => blake3.root(bytes)));
        },
      );
    }

    it('a version that is uploaded in two pieces', async () => {
      const sizeBytes = 2 ** 26 + 4096;
      const x = new Uint8Array(sizeBytes);
      for (const at of [0, 2 ** 26 - 4, 2 ** 26, sizeBytes - 4]) x.set(noise(4, at), at);
      const job = jobs.define({
        name: 'large',
        kernels,
        inputs: [{ name: 'x', sizeBytes }],
        steps: [
          {
            kernel: 'triple',
            grid: [64, 1, 1],
            reads: { x: 'x' },
            writes: { y: { name: 'y', sizeBytes: 4, owner: owner.linear(1) } },
          },
        ],
        outputs: ['y'],
      });
      const { roots } = await execute(here, job, new Map([['x', x]]), { commit: 'device' });
      expect(roots[0]).toBe(blake3.root(x));
    });

    it('takes the host for a CPU adapter when it may choose, and an engine changes nothing', async () => {
      const inputs = new Map([['x', noise(4096, 2)]]);
      const plain = await execute(here, smallJob(4096), inputs);
      expect(plain.committedOn).toBe('host');
      const gpuLike = await execute({ device, report: { ...report, isSoftware: false } }, smallJob(4096), inputs);
      expect(gpuLike).toEqual({ ...plain, committedOn: 'device' });
      expect(await execute(here, smallJob(4096), inputs, { engine: wasmEngine() })).toEqual(plain);
    });

    it('commit: none gives the same outputs and no roots', async () => {
      const inputs = new Map([['x', noise(4096, 3)]]);
      const { roots, outputs, committedOn } = await execute(here, smallJob(4096), inputs, { commit: 'none' });
      expect({ roots, committedOn }).toEqual({ roots: [], committedOn: 'none' });
      expect(outputs).toEqual(smallContents(inputs.get('x')!));
    });

    it('twice, and a third time, the same', async () => {
      const job = fc.sample(dataflows, { numRuns: 1, seed: 7 })[0]!;
      const runs: Execution[] = [];
      for (const commit of ['host', 'device', 'host'] as const) {
        runs.push({ ...(await execute(here, job, inputsOf(job), { commit })), committedOn: 'none' });
      }
      expect(runs[1]).toEqual(runs[0]);
      expect(runs[2]).toEqual(runs[0]);
    });
  });

  describe('binds exactly what the job says', () => {
    it('a small version in larger, used memory: arrayLength, bytes and zeros are its own', async () => {
      const job = jobs.define({
        name: 'reuse',
        kernels: {
          fill: {
            source: `@group(0) @binding(0) var<storage, read_write> y: array<u32>;
              @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) { y[i] = 0xffffffffu; }`,
            bindings: { y: { binding: 0, access: 'write' } },
          },
          measure: {
            source: `@group(0) @binding(0) var<storage, read_write> y: array<u32>;
              @compute @workgroup_size(1) fn main() { y[1] = arrayLength(&y); }`,
            bindings: { y: { binding: 0, access: 'write' } },
          },
        },
        steps: [
          { kernel: 'fill', grid: [1, 1, 1], writes: { y: { name: 'a', sizeBytes: 256, owner: owner.linear(64) } } },
          { kernel: 'measure', grid: [1, 1, 1], writes: { y: { name: 'b', sizeBytes: 132, owner: owner.linear(33) } } },
        ],
        outputs: ['b'],
      });
      expect(plan(job).slots.map(({ sizeBytes }) => sizeBytes)).toEqual([256]);
      for (const commit of COMMITMENTS) {
        const words = await wordsOf(execute(here, job, new Map(), { commit }), 'b');
        expect(words).toEqual([0, 33, ...new Array<number>(31).fill(0)]);
      }
    });

    it('uniforms: an input of one word, a literal of a struct, and one version under three variables', async () => {
      const source = `struct P { a: u32, b: i32, c: vec2u }
        @group(0) @binding(7) var<uniform> word: u32;
        @group(0) @binding(2) var<uniform> p: P;
        @group(0) @binding(3) var<uniform> again: P;
        @group(0) @binding(4) var<storage, read> stored: array<u32>;
        @group(0) @binding(0) var<storage, read_write> y: array<u32>;
        @compute @workgroup_size(1) fn main() {
          y[0] = word; y[1] = p.a; y[2] = u32(p.b); y[3] = p.c.y; y[4] = again.c.x; y[5] = stored[3];
        }`;
      const literal = new Uint8Array(Uint32Array.of(11, 0x80000000, 33, 44).buffer);
      const job = jobs.define({
        name: 'uniforms',
        kernels: {
          k: {
            source,
            bindings: {
              word: { binding: 7, access: 'uniform' },
              p: { binding: 2, access: 'uniform' },
              again: { binding: 3, access: 'uniform' },
              stored: { binding: 4, access: 'read' },
              y: { binding: 0, access: 'write' },
            },
          },
        },
        inputs: [{ name: 'w', sizeBytes: 4 }],
        literals: [{ name: 'table', bytes: literal }],
        steps: [single(6, { reads: { word: 'w', p: 'table', again: 'table', stored: 'table' } })],
        outputs: ['y'],
      });
      const inputs = new Map([['w', new Uint8Array(Uint32Array.of(99).buffer)]]);
      for (const commit of COMMITMENTS) {
        const words = await wordsOf(execute(here, job, inputs, { commit }), 'y');
        expect(words).toEqual([99, 11, 0x80000000, 44, 33, 44]);
      }
    });

    it.each([
      [{}, [7, 0xfffffff9, 1]],
      [{ u: 4_294_967_295, s: -2_147_483_648, b: 0 }, [0xffffffff, 0x80000000, 0]],
      [{ s: 2_147_483_647, b: 1 }, [7, 0x7fffffff, 1]],
    ])('overrides %j', async (overrides, words) => {
      const source = `override u: u32 = 7; override s: i32 = -7; override b: bool = true;
        @group(0) @binding(0) var<storage, read_write> y: array<u32>;
        @compute @workgroup_size(1) fn main() { y[0] = u; y[1] = u32(s); y[2] = select(0u, 1u, b); }`;
      const job = jobs.define({
        name: 'overrides',
        kernels: { k: { source, bindings: { y: { binding: 0, access: 'write' } } } },
        steps: [single(3, { overrides })],
        outputs: ['y'],
      });
      expect(await wordsOf(execute(here, job, new Map()), 'y')).toEqual(words);
    });

    it('names that every JavaScript object inherits', async () => {
      const source = `override valueOf: u32 = 5;
        @group(0) @binding(0) var<storage, read> toString: array<u32>;
        @group(0) @binding(1) var<storage, read_write> constructor: array<u32>;
        @compute @workgroup_size(1) fn hasOwnProperty() { constructor[0] = toString[0] + valueOf; }`;
      const bindings = {
        toString: { binding: 0, access: 'read' },
        constructor: { binding: 1, access: 'write' },
      } as const;
      const write = { name: 'isPrototypeOf', sizeBytes: 4, owner: owner.linear(1) };
      const job = jobs.define({
        name: 'constructor',
        kernels: { constructor: { source, entryPoint: 'hasOwnProperty', bindings } },
        inputs: [{ name: 'toString', sizeBytes: 4 }],
        steps: [
          { kernel: 'constructor', grid: [1, 1, 1], reads: { toString: 'toString' }, writes: { constructor: write } },
        ],
        outputs: ['isPrototypeOf'],
      });
      const run = execute(here, job, new Map([['toString', Uint8Array.of(2, 0, 0, 0)]]));
      expect(await wordsOf(run, 'isPrototypeOf')).toEqual([7]);
    });

    it('a grid of three dimensions and an entry point that is not main', async () => {
      const source = `@group(0) @binding(0) var<storage, read_write> y: array<u32>;
        @compute @workgroup_size(1) fn other(@builtin(workgroup_id) w: vec3u) { y[w.x + 2u * (w.y + 3u * w.z)] = 100u * w.z + 10u * w.y + w.x; }`;
      const job = jobs.define({
        name: 'grid',
        kernels: { k: { source, entryPoint: 'other', bindings: { y: { binding: 0, access: 'write' } } } },
        steps: [{ kernel: 'k', grid: [2, 3, 2], writes: { y: { name: 'y', sizeBytes: 48, owner: owner.linear(1) } } }],
        outputs: ['y'],
      });
      const words = await wordsOf(execute(here, job, new Map()), 'y');
      expect(words).toEqual([0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121]);
    });
  });

  describe('a job of several batches', () => {
    const LENGTH = 333;
    const sizeBytes = 512;
    const job = jobs.define({
      name: 'long',
      kernels,
      inputs: [
        { name: 'x', sizeBytes },
        { name: 'late', sizeBytes },
        { name: 'unused', sizeBytes: 64 },
      ],
      literals: [{ name: 'literal', bytes: noise(sizeBytes, 9) }],
      steps: Array.from({ length: LENGTH }, (_, index) => {
        const name = `v${index}`;
        // The memory of what came before is taken for uploads in the middle of a batch.
        if (index % 100 === 50) return step(name, sizeBytes, { x: index === 50 ? 'late' : 'literal' });
        const before = index === 0 ? 'x' : `v${index - 1}`;
        return step(name, sizeBytes, index % 3 === 0 ? { from: before } : { x: before });
      }),
      outputs: ['x', 'literal', 'unused', 'v0', 'v49', 'v50', 'v51', `v${LENGTH - 1}`],
    });
    const inputs: Inputs = new Map([
      ['x', noise(sizeBytes, 4)],
      ['late', noise(sizeBytes, 5)],
      // A view into a larger buffer, and a Buffer, whose slice() would not copy.
      ['unused', Buffer.from(noise(128, 6)).subarray(32, 96)],
    ]);
    const contents = new Map<string, Uint32Array>();
    for (const { name, origin } of jobs.versions(job)) {
      if (origin.kind === 'input') contents.set(name, toWords(inputs.get(name)!));
      else if (origin.kind === 'literal') contents.set(name, toWords(origin.bytes));
      else if (origin.from !== undefined)
        contents.set(
          name,
          contents.get(origin.from)!.map((word, at) => word + at),
        );
      else
        contents.set(
          name,
          contents.get(job.steps[origin.step]!.reads.x!)!.map((word) => Math.imul(word, 3) + 1),
        );
    }

    it.each([...COMMITMENTS, 'none'] as const)('has the right versions and outputs, commit: %s', async (commit) => {
      const { roots, outputs, deviceBytes } = await execute(here, job, inputs, { commit });
      for (const name of job.outputs) expect(toWords(outputs.get(name)!), name).toEqual(contents.get(name));
      expect(outputs.get('unused')!.buffer).not.toBe(inputs.get('unused')!.buffer);
      const expected = [...contents.values()].map((words) => blake3.root(new Uint8Array(words.buffer as ArrayBuffer)));
      expect(roots).toEqual(commit === 'none' ? [] : expected);
      expect(deviceBytes).toBe(plan(job).deviceBytes);
      expect(deviceBytes).toBeLessThanOrEqual(3 * sizeBytes);
    });

    it.each([...COMMITMENTS, 'none'] as const)(
      'tells its progress: only forward, to the end of each phase, commit: %s',
      async (commit) => {
        const told: Progress[] = [];
        await execute(here, job, inputs, { commit, onProgress: (progress) => told.push(progress) });
        const before = told.length;
        await device.queue.onSubmittedWorkDone();
        expect(told).toHaveLength(before);
        const totals = { compile: 2, upload: 3 * sizeBytes, step: LENGTH };
        for (const [phase, total] of Object.entries(totals)) {
          const steps = told.filter((progress) => progress.phase === phase);
          const done = steps.map((progress) => progress.done);
          expect(steps.every((progress) => progress.total === total)).toBe(true);
          expect(done, phase).toEqual([...new Set(done)].sort((a, b) => a - b));
          expect(done.at(-1), phase).toBe(total);
          expect(done[0], phase).toBeGreaterThan(0);
        }
      },
    );

    it.each(['compile', 'upload', 'step'] as const)('ends with what its listener throws in %s', async (phase) => {
      const refusal = new Error('enough');
      const run = execute(here, job, inputs, {
        onProgress: (progress) => {
          if (progress.phase === phase) throw refusal;
        },
      });
      await expect(run).rejects.toBe(refusal);
      expect((await execute(here, smallJob(64), new Map([['x', noise(64, 1)]]))).roots).toHaveLength(3);
    });

    it.each(COMMITMENTS)('uses its staging memory again and leaves no buffer behind, commit: %s', async (commit) => {
      const own = await softwareGpu();
      const census = takeCensus(own!.device);
      await execute(own!, job, inputs, { commit });
      await new Promise(setImmediate);
      expect([...census.alive].map(({ label, size }) => ({ label, size }))).toEqual([]);
      // Slots, and on the host no more staging buffers than three batches need.
      expect(census.made).toBeLessThan(commit === 'host' ? 300 : 20);
      own!.destroy();
    });
  });

  it('waits for what is under way, however often uploads cut a batch', async () => {
    const sizeBytes = 65_536;
    const length = 60;
    const names = Array.from({ length }, (_, index) => `x${index}`);
    const job = jobs.define({
      name: 'uploads',
      kernels,
      inputs: names.map((name) => ({ name, sizeBytes })),
      steps: names.map((x, index) => step(`y${index}`, sizeBytes, { x })),
      outputs: [`y${length - 1}`],
    });
    const inputs = new Map(names.map((name, index) => [name, noise(sizeBytes, index)]));
    const own = await softwareGpu();
    const census = takeCensus(own!.device);
    const { outputs, roots } = await execute(own!, job, inputs, { commit: 'host' });
    const { y } = Object.fromEntries(smallContents(inputs.get(names.at(-1)!)!));
    expect(Buffer.compare(outputs.get(`y${length - 1}`)!, y!)).toBe(0);
    expect(roots.at(-1)).toBe(blake3.root(y!));
    // Two slots, and staging for the batch at hand and those in flight.
    expect(census.made).toBeLessThan(10);
    own!.destroy();
  });

  it('runs jobs that were started at once, each to its own end', async () => {
    const x = noise(1028, 8);
    const job = smallJob(1028);
    const unfit = {
      ...job,
      kernels: {
        ...job.kernels,
        grow: {
          ...job.kernels.grow!,
          source: grow.replace('array<u32>', 'array<u32, 300>').replace('arrayLength(&y)', '300u'),
        },
      },
    };
    const broken = { ...job, kernels: { ...job.kernels, grow: { ...job.kernels.grow!, source: 'no wgsl' } } };
    const controller = new AbortController();
    const inputs = new Map([['x', x]]);
    const runs = [job, unfit, job, broken, job].map((each, index) => {
      return execute(here, each, inputs, { commit: COMMITMENTS[index % 2]! });
    });
    const queued = execute(here, job, inputs, { signal: controller.signal });
    controller.abort();
    await expect(queued).rejects.toMatchObject({ code: 'run.aborted' });
    const roots = [...smallContents(x).values()].map((bytes) => blake3.root(bytes));
    const ends = (await Promise.allSettled(runs)).map((end) =>
      end.status === 'fulfilled' ? end.value.roots : (end.reason as { code: string }).code,
    );
    expect(ends).toEqual([roots, 'kernel.does-not-fit', roots, 'kernel.does-not-compile', roots]);
  });
});
