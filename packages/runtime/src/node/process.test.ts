import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { job as jobs, owner, size } from '@assay/core';
import { afterEach, describe, expect, it } from 'vitest';
import { GpuProcess, type StartOptions } from './process.js';
import { isInstalled } from './software.js';

const built = new URL('../../dist/', import.meta.url);
const isPosix = process.platform !== 'win32';

const opened: GpuProcess[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((gpu) => gpu.close()));
});

async function start(options: StartOptions = {}): Promise<GpuProcess> {
  const gpu = await GpuProcess.start({ adapter: 'software', ...options });
  opened.push(gpu);
  return gpu;
}

const WORDS = 64;

/** b[i] = 3·a[i] + c[0], after `before`. */
function job(before = ''): jobs.Job {
  const source = `
    @group(0) @binding(0) var<storage, read> a: array<u32>;
    @group(0) @binding(1) var<storage, read> c: array<u32>;
    @group(0) @binding(2) var<storage, read_write> b: array<u32>;
    @compute @workgroup_size(${WORDS})
    fn main(@builtin(global_invocation_id) id: vec3u) {
      ${before}
      b[id.x] = a[id.x] * 3u + c[0];
    }`;
  return {
    profile: 1,
    name: 'affine',
    kernels: {
      affine: {
        source,
        entryPoint: 'main',
        bindings: {
          a: { binding: 0, access: 'read' },
          c: { binding: 1, access: 'read' },
          b: { binding: 2, access: 'write' },
        },
      },
    },
    inputs: [{ name: 'input', sizeBytes: size.fromNumber(4 * WORDS) }],
    literals: [{ name: 'constant', bytes: new Uint8Array([7, 0, 0, 0]) }],
    steps: [
      {
        kernel: 'affine',
        grid: [1, 1, 1],
        overrides: {},
        reads: { a: 'input', c: 'constant' },
        writes: { b: { name: 'output', sizeBytes: size.fromNumber(4 * WORDS), owner: owner.linear(WORDS) } },
        loopBudget: jobs.limits.loopBudget,
      },
    ],
    outputs: ['output'],
  };
}

/** Never 1: the inputs are multiples of 5. The write keeps compilers from dropping the loop. */
const RUNAWAY = 'loop { b[id.x] = b[id.x] * 1664525u + 1013904223u; if (a[0] == 1u) { break; } }';

const values = Uint32Array.from({ length: WORDS }, (_, i) => 5 * i);
const inputs = new Map([['input', new Uint8Array(values.buffer)]]);
const expected = values.map((value) => 3 * value + 7);

function words(bytes: Uint8Array | undefined): Uint32Array {
  return new Uint32Array(Uint8Array.from(bytes ?? []).buffer);
}

/** A dead process whose parent has not collected it is gone too. */
function isGone(pid: number): boolean {
  if (process.platform === 'linux') {
    try {
      return /^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    } catch {
      return true;
    }
  }
  try {
    return !process.kill(pid, 0);
  } catch {
    return true;
  }
}

async function becomesGone(pid: number, withinMs: number): Promise<boolean> {
  for (const endMs = performance.now() + withinMs; performance.now() < endMs; ) {
    if (isGone(pid)) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

/** Runs a module in another process and reads the process number that it prints. */
async function startProgram(source: string): Promise<{ kill(): void; printed: number }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [text] = (await once(child.stdout, 'data')) as [Buffer];
  return { kill: () => child.kill('SIGKILL'), printed: Number(String(text)) };
}

describe.skipIf(!isInstalled())('GpuProcess (needs linux-x64 and @sparticuz/chromium)', () => {
  it('runs jobs one after another, also when asked for at once', async () => {
    const gpu = await start();
    expect(gpu.report).toMatchObject({ isSoftware: true, architecture: 'swiftshader' });
    const phases = new Set<string>();
    const runs = [gpu.run(job(), inputs, { onProgress: ({ phase }) => phases.add(phase) }), gpu.run(job(), inputs)];
    for (const { outputs, roots } of await Promise.all(runs)) {
      expect(words(outputs.get('output'))).toEqual(expected);
      expect(roots.length).toBe(3);
    }
    expect(phases).toContain('step');
  });

  it('passes on the errors of the child whole, and goes on', async () => {
    const gpu = await start();
    const error: unknown = await gpu.run(job('nonsense'), inputs).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'AssayError', kind: expect.any(String), remedy: expect.stringMatching(/\.$/) });
    expect((error as { code: string }).code).not.toMatch(/^run\.(unexpected|device-process-died)/);
    expect(words((await gpu.run(job(), inputs)).outputs.get('output'))).toEqual(expected);
  });

  it('kills a shader that does not end, and is closed then', async () => {
    const gpu = await start();
    const startMs = performance.now();
    const running = gpu.run(job(RUNAWAY), inputs, { deadlineMs: 700 });
    const queued = gpu.run(job(), inputs).catch((reason: unknown) => reason);
    await expect(running).rejects.toMatchObject({ kind: 'exhausted', code: 'run.deadline' });
    expect(performance.now() - startMs).toBeLessThan(2700);
    expect(await queued).toMatchObject({ kind: 'exhausted', code: 'run.process-closed' });
    await expect(gpu.run(job(), inputs)).rejects.toMatchObject({ code: 'run.process-closed' });
    expect(await becomesGone(gpu.pid!, 2000)).toBe(true);
  });

  it('ends a run, its start or its wait when the signal says so', async () => {
    await expect(start({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'run.aborted' });
    await expect(start({ signal: AbortSignal.timeout(1) })).rejects.toMatchObject({ code: 'run.aborted' });

    const gpu = await start();
    const first = new AbortController();
    const second = new AbortController();
    const running = gpu.run(job(RUNAWAY), inputs, { signal: first.signal });
    const waiting = gpu.run(job(), inputs, { signal: second.signal });
    second.abort();
    await expect(waiting).rejects.toMatchObject({ kind: 'exhausted', code: 'run.aborted' });
    expect(isGone(gpu.pid!)).toBe(false);
    first.abort();
    await expect(running).rejects.toMatchObject({ kind: 'exhausted', code: 'run.aborted' });
    expect(await becomesGone(gpu.pid!, 2000)).toBe(true);
  });

  it('keeps to the deadline of its start', async () => {
    await expect(start({ startDeadlineMs: 1 })).rejects.toMatchObject({ kind: 'exhausted', code: 'run.deadline' });
  });

  it('says how the child died', async () => {
    const gpu = await start();
    const running = gpu.run(job(RUNAWAY), inputs);
    process.kill(gpu.pid!, 'SIGSEGV');
    await expect(running).rejects.toMatchObject({
      kind: 'trap',
      code: 'run.device-process-died',
      got: expect.stringContaining('SIGSEGV'),
    });
    await expect(gpu.run(job(), inputs)).rejects.toMatchObject({ code: 'run.process-closed' });
  });

  it('closes during a run, twice, without a hang', async () => {
    const gpu = await start();
    const running = gpu.run(job(RUNAWAY), inputs).catch((reason: unknown) => reason);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await Promise.all([gpu.close(), gpu.close()]);
    expect(await running).toMatchObject({ code: 'run.process-closed' });
    expect(isGone(gpu.pid!)).toBe(true);
  });

  it.skipIf(!isPosix)('leaves no orphan when its parent is killed (needs signals)', async () => {
    const program = await startProgram(`
      import { GpuProcess } from '${new URL('node/process.js', built).href}';
      const gpu = await GpuProcess.start({ adapter: 'software' });
      const { job, input } = JSON.parse(${JSON.stringify(JSON.stringify({ job: job(RUNAWAY), input: [...inputs.get('input')!] }))});
      job.literals[0].bytes = Uint8Array.of(7, 0, 0, 0);
      gpu.run(job, new Map([['input', Uint8Array.from(input)]]));
      setTimeout(() => console.log(gpu.pid), 300);`);
    expect(isGone(program.printed)).toBe(false);
    program.kill();
    expect(await becomesGone(program.printed, 3000)).toBe(true);
  });

  it('does not keep a program alive that forgets to close it', async () => {
    const source = `
      import { GpuProcess } from '${new URL('node/process.js', built).href}';
      const gpu = await GpuProcess.start({ adapter: 'software' });
      console.log(gpu.pid);`;
    const program = spawn(process.execPath, ['--input-type=module', '-e', source], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [text] = (await once(program.stdout, 'data')) as [Buffer];
    const [code] = (await once(program, 'exit')) as [number];
    expect(code).toBe(0);
    expect(await becomesGone(Number(String(text)), 3000)).toBe(true);
  });
});

describe.skipIf(!isPosix)('the watchdog (needs signals)', () => {
  it('ends a process whose main thread is blocked when its parent is killed', async () => {
    const watchdog = fileURLToPath(new URL('node/watchdog.js', built));
    const blocked = `import { watch } from ${JSON.stringify(watchdog)}; watch(process.ppid); console.log(process.pid); for (;;) {}`;
    const program = await startProgram(`
      import { spawn } from 'node:child_process';
      spawn(process.execPath, ['--input-type=module', '-e', ${JSON.stringify(blocked)}], { stdio: ['ignore', 'inherit', 'inherit'] });`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(isGone(program.printed)).toBe(false);
    program.kill();
    expect(await becomesGone(program.printed, 3000)).toBe(true);
  });
});
