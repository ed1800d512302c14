import { job as jobs, owner } from '@assay/core';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { execute, type Progress } from './executor.js';
import { noise } from './testing/dataflow.js';
import { adapterName, type Census, failureOf, softwareGpu, takeCensus } from './testing/device.js';

const gpu = await softwareGpu();
afterAll(() => gpu?.destroy());

const good = `@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < arrayLength(&y)) { y[id.x] = x[id.x] + 1u; }
}`;
const input = noise(256, 1);
const inputs: ReadonlyMap<string, Uint8Array> = new Map([['x', input]]);
const bindings = { x: { binding: 0, access: 'read' }, y: { binding: 1, access: 'write' } } as const;

/** One step, y of x, both 256 bytes; what is given replaces a part of it. */
function jobOf(
  kernel: Partial<jobs.Draft['kernels'][string]>,
  step: Partial<jobs.DraftStep> = {},
  more: Partial<jobs.Draft> = {},
): jobs.Job {
  return jobs.define({
    name: 'fault',
    kernels: { blur: { source: good, bindings, ...kernel } },
    inputs: [{ name: 'x', sizeBytes: 256 }],
    steps: [
      {
        kernel: 'blur',
        grid: [1, 1, 1],
        reads: { x: 'x' },
        writes: { y: { name: 'y', sizeBytes: 256, owner: owner.linear(64) } },
        ...step,
      },
    ],
    outputs: ['y'],
    ...more,
  });
}

/** The good job with another source. */
const withSource = (source: string, step: Partial<jobs.DraftStep> = {}): jobs.Job => jobOf({ source }, step);

/** 400 steps, each from the version before. */
const long = jobOf(
  {},
  {},
  {
    steps: Array.from(
      { length: 400 },
      (_, index): jobs.DraftStep => ({
        kernel: 'blur',
        grid: [1, 1, 1],
        reads: { x: index === 0 ? 'x' : `y${index - 1}` },
        writes: { y: { name: `y${index}`, sizeBytes: 256, owner: owner.linear(64) } },
      }),
    ),
    outputs: ['y399'],
  },
);

describe.skipIf(gpu === null)(`execute fails (${adapterName(gpu)})`, () => {
  const here = gpu as NonNullable<typeof gpu>;
  const census: Census = gpu === null ? { made: 0, alive: new Set() } : takeCensus(gpu.device);
  let made = 0;
  let uncaptured: string[] = [];
  const onUncaptured = (event: GPUUncapturedErrorEvent): void => {
    uncaptured.push(event.error.message);
    event.preventDefault();
  };

  beforeEach(() => {
    made = census.made;
    uncaptured = [];
    here.device.addEventListener('uncapturederror', onUncaptured);
  });

  afterEach(async () => {
    const { outputs, roots } = await execute(here, jobOf({}), inputs, { commit: 'device' });
    expect(outputs.get('y')).toEqual(
      new Uint8Array(new Uint32Array(input.slice().buffer).map((word) => word + 1).buffer),
    );
    expect(roots).toHaveLength(2);
    await expect(here.device.popErrorScope()).rejects.toThrow('No error scopes to pop');
    await new Promise(setImmediate);
    here.device.removeEventListener('uncapturederror', onUncaptured);
    expect(uncaptured).toEqual([]);
    expect(census.alive.size).toBe(0);
  });

  describe('with kernel.does-not-compile', () => {
    it('naming line and column, with the line and a caret under it', async () => {
      const source = good.replace('x[id.x] + 1u', 'x[id.x] + uno');
      const error = await failureOf(execute(here, withSource(source), inputs));
      expect(error).toMatchObject({
        kind: 'invalid',
        code: 'kernel.does-not-compile',
        where: 'kernel blur, line 4, column 53',
      });
      expect(source.split('\n')[3]!.slice(52)).toMatch(/^uno/);
      expect(error.got).toContain("4:53 unresolved value 'uno'");
      expect(error.got).toContain(`\n    ${source.split('\n')[3]}\n${' '.repeat(4 + 52)}^\n`);
    });

    it('listing several errors', async () => {
      const source = `fn a() { let b: u32 = ; }\nfn c() -> { }\n${good}`;
      const { got, where } = await failureOf(execute(here, withSource(source), inputs));
      expect(where).toBe('kernel blur, line 1, column 23');
      expect(got).toMatch(/^1:23 .*; 2:11 /);
    });

    it('counting the rest of many', async () => {
      const source = `${'fn a() { let b: u32 = ; }\n'.repeat(9)}${good}`;
      const { got } = await failureOf(execute(here, withSource(source), inputs));
      expect(got).toMatch(/5:23 [^;]* \(and 4 more\)\n/);
      expect(got).not.toContain('6:23');
    });

    it('where a tab, a comment with other letters and other line breaks come before', async () => {
      const line = '\t/* größe 𝟙 */ let b = uno;';
      const source = `fn a() {\r\n\u2028${line}\r\n}\n${good}`;
      const { got, where } = await failureOf(execute(here, withSource(source), inputs));
      const column = line.indexOf('uno');
      expect(where).toBe(`kernel blur, line 3, column ${column + 1}`);
      expect(got).toContain(`\n    ${line}\n    \t${' '.repeat(column - 1)}^\n`);
    });

    it('naming the one of two kernels that is wrong', async () => {
      const job = jobOf({}, {}, { kernels: { blur: { source: good, bindings }, other: { source: 'fn', bindings } } });
      const two = {
        ...job,
        steps: [
          ...job.steps,
          { ...job.steps[0]!, kernel: 'other', writes: { y: { ...job.steps[0]!.writes.y!, name: 'z' } } },
        ],
      };
      const error = await failureOf(execute(here, two, inputs));
      expect(error).toMatchObject({ code: 'kernel.does-not-compile', where: 'kernel other, line 1, column 3' });
      // A kernel that no step uses is not compiled.
      expect((await execute(here, job, inputs)).roots).toHaveLength(2);
    });
  });

  const manyInvocations = (gpu?.device.limits.maxComputeInvocationsPerWorkgroup ?? 0) + 1;

  it.each([
    ['an entry point that is not there', jobOf({ entryPoint: 'mean' }), /mean/],
    [
      'an entry point of another stage',
      withSource(`${good}\n@fragment fn main2() {}`.replace('fn main(', 'fn nain(').replace('main2', 'main')),
      /main/,
    ],
    [
      'a binding that the job numbers otherwise',
      jobOf({ bindings: { ...bindings, y: { binding: 2, access: 'write' } } }),
      /binding/i,
    ],
    [
      'a binding that the job does not have',
      withSource(good.replace('{\n', '{ _ = z;\n').concat('\n@group(0) @binding(2) var<uniform> z: u32;')),
      /binding/i,
    ],
    [
      'a binding in another group',
      withSource(good.replace('@group(0) @binding(1)', '@group(1) @binding(1)')),
      /group/i,
    ],
    [
      'a written variable that the job only reads',
      withSource(
        good
          .replace('var<storage, read> x', 'var<storage, read_write> x')
          .replace('x[id.x] + 1u', 'x[id.x]++; y[id.x] = 1u')
          .replace('y[id.x] = x[id.x]++;', 'x[id.x]++;'),
      ),
      /in the shader/,
    ],
    [
      'a storage variable that the job binds as a uniform',
      jobOf({ bindings: { ...bindings, x: { binding: 0, access: 'uniform' } } }),
      /in the shader/,
    ],
    ['an override that the shader does not have', withSource(good, { overrides: { depth: 1 } }), /depth/],
    ['an override that has no value', withSource(`override depth: u32;\n${good.replace('+ 1u', '+ depth')}`), /depth/],
    [
      'a negative value for an unsigned override',
      withSource(`override depth: u32;\n${good.replace('+ 1u', '+ depth')}`, { overrides: { depth: -1 } }),
      /-1/,
    ],
    [
      'a workgroup larger than the device takes',
      withSource(`override side: u32;\n${good.replace('64', 'side')}`, { overrides: { side: manyInvocations } }),
      new RegExp(String(manyInvocations)),
    ],
    [
      'more workgroup memory than the device has',
      withSource(`override size: u32; var<workgroup> a: array<u32, size>;\n${good.replace('{\n', '{ a[0] = 1u;\n')}`, {
        overrides: { size: 1_000_000 },
      }),
      /workgroup/i,
    ],
  ] as const)('with kernel.does-not-fit for %s', async (_, job, message) => {
    const error = await failureOf(execute(here, job, inputs));
    expect(error).toMatchObject({ kind: 'invalid', code: 'kernel.does-not-fit', where: 'kernel blur' });
    expect(error.got).toMatch(message);
    expect(census.made).toBe(made);
  });

  it.each([
    [
      'a fixed array',
      good.replace('read_write> y: array<u32>', 'read_write> y: array<u32, 65>').replace('arrayLength(&y)', '64u'),
    ],
    [
      'a struct',
      good
        .replace('read> x: array<u32>', 'read> x: array<S>')
        .replace('x[id.x]', 'x[id.x].a')
        .concat('\nstruct S { a: u32, b: array<u32, 64> }'),
    ],
  ])('with kernel.does-not-fit for a version that is smaller than %s, naming the step', async (_, source) => {
    for (const commit of ['host', 'device', 'none'] as const) {
      const error = await failureOf(execute(here, withSource(source), inputs, { commit }));
      expect(error).toMatchObject({ kind: 'invalid', code: 'kernel.does-not-fit' });
      expect(error.got).toMatch(/job\.steps\[0\].*260.*256/);
    }
  });

  it('with job.exceeds-device before anything is compiled or allocated', async () => {
    const sizeBytes = here.device.limits.maxStorageBufferBindingSize + 4;
    const job = withSource('no wgsl', {
      writes: { y: { name: 'y', sizeBytes, owner: owner.linear(sizeBytes / 4) } },
    });
    const error = await failureOf(execute(here, job, inputs));
    expect(error).toMatchObject({
      kind: 'exhausted',
      code: 'job.exceeds-device',
      where: 'version y',
      got: String(sizeBytes),
    });
    expect(census.made).toBe(made);
  });

  it('with device.out-of-memory where the device promises more than it can give', async () => {
    // SwiftShader names a limit of 1 GiB and refuses a buffer of exactly that; nothing is touched, so nothing is taken.
    const sizeBytes = here.device.limits.maxBufferSize;
    const job = withSource(good, { writes: { y: { name: 'y', sizeBytes, owner: owner.linear(sizeBytes / 4) } } });
    for (const commit of ['none', 'device'] as const) {
      const error = await failureOf(execute(here, job, inputs, { commit }));
      expect(error).toMatchObject({
        kind: 'exhausted',
        code: 'device.out-of-memory',
        expected: `${sizeBytes + 256} bytes of device memory`,
      });
    }
  });

  it.each([
    ['run.missing-input', new Map(), 'input x', 'nothing'],
    ['run.wrong-input-size', new Map([['x', new Uint8Array(252)]]), 'input x', '252 bytes'],
    ['run.wrong-input-size', new Map([['x', new Uint8Array(260)]]), 'input x', '260 bytes'],
    ['run.unknown-input', new Map([...inputs, ['y', input]]), 'input y', 'y'],
  ] as const)('with %s, before anything is allocated', async (code, given, where, got) => {
    const error = await failureOf(execute(here, jobOf({}), given));
    expect(error).toMatchObject({ kind: 'invalid', code, where, got });
    expect(census.made).toBe(made);
  });

  describe('with run.aborted', () => {
    it('before it began, with the reason as its cause', async () => {
      const reason = new Error('closed');
      const run = execute(here, long, inputs, { signal: AbortSignal.abort(reason) });
      expect(await failureOf(run)).toMatchObject({ kind: 'exhausted', code: 'run.aborted', cause: reason });
      expect(census.made).toBe(made);
    });

    it.each([
      ['compile', 'host'],
      ['upload', 'host'],
      ['step', 'host'],
      ['compile', 'device'],
      ['upload', 'device'],
      ['step', 'device'],
      ['step', 'none'],
    ] as const)('in %s, commit: %s, and tells nothing more', async (phase, commit) => {
      const controller = new AbortController();
      const told: Progress[] = [];
      const onProgress = (progress: Progress): void => {
        told.push(progress);
        if (progress.phase === phase) controller.abort();
      };
      const run = execute(here, long, inputs, { commit, signal: controller.signal, onProgress });
      expect((await failureOf(run)).code).toBe('run.aborted');
      const before = told.length;
      await here.device.queue.onSubmittedWorkDone();
      expect(told).toHaveLength(before);
      expect(told.at(-1)!.done).toBeLessThanOrEqual(told.at(-1)!.total);
    });

    it('at once, while the device is busy with a step', async () => {
      const busy = good.replace(
        'y[id.x] =',
        'var s = 0u; for (var i = 0u; i < 1000000u; i++) { s = s * 5u + x[s % 64u]; } y[id.x] = s +',
      );
      const controller = new AbortController();
      const run = execute(here, withSource(busy), inputs, { signal: controller.signal });
      let isIdle = false;
      const submit = here.device.queue.submit;
      const submitted = new Promise<void>((resolve) => {
        here.device.queue.submit = function (commands) {
          resolve();
          return submit.call(this, commands);
        };
      });
      await submitted;
      here.device.queue.submit = submit;
      const idle = here.device.queue.onSubmittedWorkDone().then(() => {
        isIdle = true;
      });
      controller.abort();
      expect((await failureOf(run)).code).toBe('run.aborted');
      expect(isIdle).toBe(false);
      await idle;
    });

    it('never, once it has ended', async () => {
      const controller = new AbortController();
      const { roots } = await execute(here, jobOf({}), inputs, { signal: controller.signal });
      controller.abort();
      expect(roots).toHaveLength(2);
    });
  });

  describe('with device.lost', () => {
    it.each(['host', 'device', 'none'] as const)(
      'when the device goes away between steps, and from then on, commit: %s',
      async (commit) => {
        const own = await softwareGpu();
        const counted = takeCensus(own!.device);
        const onProgress = ({ phase }: Progress): void => {
          if (phase === 'step') own!.destroy();
        };
        const run = execute(own!, long, inputs, { commit, onProgress });
        const next = execute(own!, long, inputs);
        expect(await failureOf(run)).toMatchObject({ kind: 'trap', code: 'device.lost' });
        expect((await failureOf(next)).code).toBe('device.lost');
        expect((await failureOf(execute(own!, long, inputs))).code).toBe('device.lost');
        await new Promise(setImmediate);
        expect(counted.alive.size).toBe(0);
      },
    );
  });
});
