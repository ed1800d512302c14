import { Engine, programs, type Request } from '@assay/conformance';
import { afterEach, describe, expect, it, type TestContext } from 'vitest';

// What engines do not survive: the case has it for a result, and the next one is answered.

const bindings = [{ binding: 0, type: 'storage', words: [7] }] as const;
const declared = '@group(0) @binding(0) var<storage, read_write> x: array<u32>;';

function dispatch(body: string, functions = ''): Request {
  const code = `${declared} ${functions} @compute @workgroup_size(1) fn main() { ${body} }`;
  return { code, entryPoint: 'main', bindings, grid: [1, 1, 1] };
}

const increment = dispatch('x[0] += 1u;');
const incremented = { kind: 'done', outputs: new Map([[0, Int32Array.of(8)]]) };

let engine: Engine | undefined;

async function start(name: string, context: TestContext, deadlineMs: number): Promise<Engine> {
  const located = programs.engines[name]!('software');
  const started = 'absent' in located ? located.absent : await Engine.start(located.program, { deadlineMs });
  if (typeof started === 'string') return context.skip(`skipped: no ${name} (${started})`);
  engine = started;
  return started;
}

afterEach(async () => {
  await engine?.close();
  engine = undefined;
});

describe.each(['dawn', 'deno'])('%s', (name) => {
  it('compiles, makes pipelines and dispatches, as far as it is asked', async (context) => {
    const asked = await start(name, context, 60_000);
    const { code, entryPoint } = increment;
    expect(await asked.ask({ code })).toEqual({ kind: 'done', outputs: new Map() });
    expect(await asked.ask({ code, entryPoint: 'main', bindings })).toEqual({ kind: 'done', outputs: new Map() });
    expect(await asked.ask(increment)).toEqual(incremented);
    expect(entryPoint).toBe('main');
  });

  it.for<[string, Request, object]>([
    ['text that is no WGSL', { ...increment, code: 'fn' }, { stage: 'compile' }],
    ['an entry point that is not there', { ...increment, entryPoint: 'other' }, { stage: 'pipeline' }],
    [
      'bindings that do not fit',
      { ...increment, bindings: [{ ...bindings[0], type: 'uniform' }] },
      { stage: 'pipeline' },
    ],
    ['more workgroups than there may be', { ...increment, grid: [65_536, 1, 1] }, { stage: 'run' }],
  ])('refuses %s, and says when', async ([, request, refusal], context) => {
    const asked = await start(name, context, 60_000);
    expect(await asked.ask(request)).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/\w/),
      ...refusal,
    });
    expect(await asked.ask(increment)).toEqual(incremented);
  });

  it('is killed where a shader does not end', async (context) => {
    const asked = await start(name, context, 3_000);
    const endless = dispatch('for (var i = 0u; x[0] != 0u; i++) { x[0] = (i | 1u); }');
    expect(await asked.ask(endless)).toMatchObject({ kind: 'timed-out' });
    expect(await asked.ask(increment)).toEqual(incremented);
  });
});

describe('deno', () => {
  it('is started anew where naga panics', async (context) => {
    const asked = await start('deno', context, 60_000);
    const functions = 'fn put(p: ptr<function, u32>) { *p = 3u; }';
    const panic = dispatch('var a: array<u32, 2>; put(&a[x[0] & 1u]); x[0] = a[1];', functions);
    expect(await asked.ask(panic)).toMatchObject({ kind: 'crashed', message: expect.stringContaining('panicked') });
    expect(await asked.ask(increment)).toEqual(incremented);
  });
});
