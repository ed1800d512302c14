import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { isAssayError } from '@assay/core';
import type { executor } from '@assay/wgsl';
import { afterEach, describe, expect, it } from 'vitest';
import { openedOf, RUNAWAY, type Sketch, WIDTH } from '../testing/step.js';
import { CellThreads } from './cells.js';

const built = new URL('../../dist/node.js', import.meta.url);

const opened: CellThreads[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((threads) => threads.close()));
});

function start(count = 2): CellThreads {
  const threads = new CellThreads(count);
  opened.push(threads);
  return threads;
}

/** Cells of different lengths; in every fifth one a guard fires. */
const UNEVEN: Sketch = {
  body: 'var v = x[i]; for (var k = 0u; k < i % 64u; k++) { v = v * 3u + k; } y[i + select(0u, 1u, i % 80u == 79u)] = v;',
  cells: 500,
};
const numbers = Uint32Array.from({ length: 500 * WIDTH }, (_, i) => i * i);

/** What one thread makes of it, with the machine alone. */
function alone(sketch: Sketch, x?: Uint32Array): { run: ReturnType<executor.Executor['runAll']>; y: Uint8Array } {
  const one = openedOf(sketch, x === undefined ? {} : { x });
  return { run: one.runAll(0, sketch.cells!), y: one.version('y')! };
}

describe('threads', () => {
  it.each([1, 2, 5])('(%i of them) store and tell what one does', async (count) => {
    const { run, y } = alone(UNEVEN, numbers);
    const one = openedOf(UNEVEN, { threads: count, x: numbers });
    const told: [number, number][] = [];
    const found = await start(count).run(one.share(), 0, UNEVEN.cells!, {
      isMetered: true,
      onProgress: (...progress) => told.push(progress),
    });
    expect(one.version('y')).toEqual(y);
    expect(found.costs).toEqual(run.costs);
    expect(found.cost).toBe(run.costs.reduce((a, b) => a + b));
    expect(run.fired.length).toBeGreaterThan(50);
    expect([found.firedCells, found.fired]).toEqual([run.fired.length, run.fired]);
    expect(told.at(-1)).toEqual([500, 500]);
    expect(told.map(([done]) => done)).toEqual(told.map(([done]) => done).sort((a, b) => a - b));
  });

  it('run a part of the cells, and leave the others alone', async () => {
    const { run, y } = alone(UNEVEN, numbers);
    const one = openedOf(UNEVEN, { x: numbers });
    const found = await start().run(one.share(), 100, 107, { isMetered: true });
    expect(found.costs).toEqual(run.costs.slice(100, 107));
    expect(found.fired).toEqual(run.fired.filter((cell) => cell >= 100 && cell < 107));
    const expected = new Uint8Array(y.length);
    expected.set(y.subarray(4 * WIDTH * 100, 4 * WIDTH * 107), 4 * WIDTH * 100);
    expect(one.version('y')).toEqual(expected);
    expect(await start().run(one.share(), 5, 5)).toEqual({ cost: 0, firedCells: 0, fired: [], costs: undefined });
  });

  it('take turns, and serve one step after the other', async () => {
    const threads = start();
    const steps = ['y[i] = x[i] + 1u;', 'y[i] = x[i] * 7u;', 'y[i] = x[i] + i;'].map((body) =>
      openedOf({ body, cells: 40 }),
    );
    await Promise.all(steps.map((one) => threads.run(one.share(), 0, 40)));
    for (const [k, one] of steps.entries()) {
      const words = new Uint32Array(one.version('y')!.buffer);
      expect([words[0], words[7], words[639]]).toEqual(
        [
          [1, 1, 1],
          [0, 0, 0],
          [0, 7, 639],
        ][k],
      );
    }
  });

  it('are not started for what is known to be little', async () => {
    const one = openedOf(UNEVEN, { threads: 1, x: numbers });
    const threads = new CellThreads();
    await threads.close();
    const { y } = alone(UNEVEN, numbers);
    await expect(threads.run(one.share(), 0, 500, { mostCost: 1 })).rejects.toMatchObject({ code: 'cells.closed' });
    const single = openedOf(UNEVEN, { threads: 0, x: numbers });
    // No frame for a thread: it could run nowhere else.
    await expect(start().run(single.share(), 0, 500)).rejects.toMatchObject({ kind: 'bug', code: 'cells.no-frame' });
    expect((await start().run(single.share(), 0, 500, { mostCost: 20_000 })).firedCells).toBe(100);
    expect(single.version('y')).toEqual(y);
    await expect(start().run(single.share(), 0, 500, { mostCost: 20_001 })).rejects.toMatchObject({
      code: 'cells.no-frame',
    });
  });

  it('can be started before they are needed, by one and by two', async () => {
    const threads = start();
    threads.start(1, 1e9);
    threads.start(500, 1e9);
    const { y } = alone(UNEVEN, numbers);
    const one = openedOf(UNEVEN, { x: numbers });
    expect((await threads.run(one.share(), 0, 500)).firedCells).toBe(100);
    expect(one.version('y')).toEqual(y);
  });

  it('end a cell by its cost where the bound was wrong and nobody could stop it', async () => {
    const one = openedOf(RUNAWAY);
    await expect(start().run(one.share(), 0, 4, { mostCost: 100 })).rejects.toMatchObject({
      kind: 'exhausted',
      code: 'executor.max-cost',
    });
  });

  it('tell what nobody has foreseen as a bug', async () => {
    const assignment = openedOf(UNEVEN).share();
    const broken = { ...assignment, executable: { ...assignment.executable, module: {} } };
    await expect(start().run(broken, 0, 500)).rejects.toMatchObject({ kind: 'bug', code: 'run.unexpected' });
  });

  it('pass on what a cell is refused for, whole, and go on', async () => {
    const threads = start();
    const costly = openedOf({ body: 'for (var k = 0u; k < i; k++) { y[i] += x[k]; }', cells: 60 }, { maxCost: 9000 });
    const error: unknown = await threads.run(costly.share(), 0, 60).catch((reason: unknown) => reason);
    expect(isAssayError(error)).toBe(true);
    expect(error).toMatchObject({
      kind: 'exhausted',
      code: 'executor.max-cost',
      where: expect.stringMatching(/^kernel main, workgroup \(\d+, 0, 0\)$/),
      remedy: expect.stringMatching(/\.$/),
    });
    expect((await threads.run(openedOf(UNEVEN).share(), 0, 500)).firedCells).toBe(100);
  });
});

describe('a cell that does not end', () => {
  /** Whether some thread still stores. */
  async function isStill(one: executor.Executor): Promise<boolean> {
    const before = one.version('y')!;
    await new Promise((resolve) => setTimeout(resolve, 50));
    return before.every((byte, at) => byte === one.version('y')![at]);
  }

  it('is ended by the deadline, which tells how far it came; others run then', async () => {
    const threads = start();
    // One of 4: the others are done.
    const body = `if (i >= ${2 * WIDTH}u && i < ${3 * WIDTH}u) { ${RUNAWAY.body} } y[i] = 7u;`;
    const one = openedOf({ ...RUNAWAY, body });
    await threads.run(openedOf(UNEVEN).share(), 0, 500); // then the threads have started
    const startedMs = performance.now();
    const running = threads.run(one.share(), 0, 4, { deadlineMs: 2000 });
    await expect(running).rejects.toMatchObject({
      kind: 'exhausted',
      code: 'cells.deadline',
      where: 'kernel main',
      expected: 'all cells to have run after 2000 ms',
      got: '3 of 4',
    });
    expect(performance.now() - startedMs).toBeGreaterThan(1990);
    expect(await isStill(one)).toBe(true);
    expect((await threads.run(openedOf(UNEVEN).share(), 0, 500)).firedCells).toBe(100);
  });

  it('control: it would have gone on', async () => {
    const one = openedOf(RUNAWAY);
    const running = start()
      .run(one.share(), 0, 4)
      .catch((reason: unknown) => reason);
    const isRunning = async (): Promise<boolean> => !(await isStill(one));
    await expect.poll(isRunning, { timeout: 10_000 }).toBe(true);
    await opened[0]!.close();
    expect(await running).toMatchObject({ kind: 'exhausted', code: 'cells.closed' });
    expect(await isStill(one)).toBe(true);
  });

  it('is ended by a signal, and none is begun after one', async () => {
    const threads = start();
    const one = openedOf(RUNAWAY);
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('enough')), 300);
    await expect(threads.run(one.share(), 0, 4, { signal: controller.signal })).rejects.toMatchObject({
      kind: 'exhausted',
      code: 'cells.aborted',
      got: 'an abort (enough) after 0 of 4',
    });
    expect(await isStill(one)).toBe(true);
    const { signal } = controller;
    await expect(threads.run(openedOf(UNEVEN).share(), 0, 500, { signal })).rejects.toMatchObject({
      code: 'cells.aborted',
    });
  });

  it('is ended by a callback that throws', async () => {
    const one = openedOf(RUNAWAY);
    const onProgress = (): void => {
      throw new Error('no bar');
    };
    await expect(start().run(one.share(), 0, 4, { onProgress })).rejects.toThrow('no bar');
    expect(await isStill(one)).toBe(true);
  });
});

describe('a program', () => {
  /** Its exit status and what it printed. */
  async function ended(source: string): Promise<{ status: number | null; text: string }> {
    const program = spawn(process.execPath, ['--input-type=module', '-e', source], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    program.stdout.on('data', (part) => {
      text += part;
    });
    const [status] = (await once(program, 'close')) as [number | null];
    return { status, text };
  }

  const head = `import { CpuRunner } from '${built.href}';
    import { job as jobs } from '${new URL('../../core/dist/index.js', built).href}';`;

  it('ends by itself, with idle threads that nobody closed', async () => {
    const bindings = { x: { binding: 0, access: 'read' }, y: { binding: 1, access: 'write' } };
    const draft = {
      name: 'sums',
      kernels: {
        k: {
          source: `@group(0) @binding(0) var<storage, read> x: array<u32>;
            @group(0) @binding(1) var<storage, read_write> y: array<u32>;
            @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
              for (var k = 0u; k < 100000u; k++) { y[id.x] += x[id.x] ^ k; }
            }`,
          bindings,
        },
      },
      inputs: [{ name: 'a', sizeBytes: 1024 }],
      steps: [
        {
          kernel: 'k',
          grid: [4, 1, 1],
          reads: { x: 'a' },
          writes: { y: { name: 'b', sizeBytes: 1024, owner: { kind: 'linear', words: 64, offset: 0 } } },
        },
      ],
      outputs: ['b'],
    };
    const source = `${head}
      const cpu = new CpuRunner({ threads: 2 });
      const { cells } = await cpu.run(jobs.define(${JSON.stringify(draft)}), new Map([['a', new Uint8Array(1024)]]));
      console.log(cells);`;
    expect(await ended(source)).toEqual({ status: 0, text: '4\n' });
  });
});
