import { isAssayError, job as jobs, owner } from '@assay/core';
import { analysis, checkFitness, executor } from '@assay/wgsl';
import { describe, expect, it } from 'vitest';
import { interpret, kernelOf } from '../interpretation.js';

// Attack: a kernel that is no trouble for the worker's device, but takes the time, the memory or the stack of whoever compiles it to
// check a cell: with that the checks never happen. Whatever is too much is refused by a limit with a name (wgsl SPEC.md C10), in
// seconds, and the interpreter is still there; a cell that does not end is stopped (C9).

const WORDS = 16;

function jobOf(body: string, { loopBudget = 10_000, functions = '' } = {}): jobs.Job {
  const source = `
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> o: array<u32>;
${functions}
@compute @workgroup_size(8)
fn main(@builtin(local_invocation_index) i: u32, @builtin(workgroup_id) id: vec3u) {
  var s = x[i];
${body}
  o[8 * id.x + i] = s;
}`;
  return jobs.define({
    name: 'bomb',
    kernels: { bomb: { source, bindings: { x: { binding: 0, access: 'read' }, o: { binding: 1, access: 'write' } } } },
    inputs: [{ name: 'in', sizeBytes: 4 * WORDS }],
    steps: [
      {
        kernel: 'bomb',
        grid: [2, 1, 1],
        reads: { x: 'in' },
        writes: { o: { name: 'out', sizeBytes: 4 * WORDS, owner: owner.linear(8) } },
        loopBudget,
      },
    ],
    outputs: ['out'],
  });
}

const inputs = new Map([['in', new Uint8Array(Uint32Array.from({ length: WORDS }, (_, k) => 2 ** k - 3).buffer)]]);

function repeat(count: number, line: (k: number) => string): string {
  return Array.from({ length: count }, (_, k) => line(k)).join('\n');
}

/** What the compiled executor leaves in `out`, with every guard that the kernel can have. */
function replay(job: jobs.Job, maxCost?: number): Uint8Array {
  const [step] = job.steps as [jobs.Step];
  const kernel = kernelOf(job, step);
  const reads = new Map([['x', inputs.get('in')!]]);
  const guards = analysis.guards.all(kernel);
  const { versions } = executor.replayStep({
    kernel,
    step,
    reads,
    guards,
    ...(maxCost === undefined ? {} : { maxCost }),
  });
  return versions.get('o')!;
}

/** Fails unless a job that is fit to be judged is refused by this limit. */
function expectRefused(job: jobs.Job, code: string): void {
  expect(checkFitness(job)).toMatchObject({ misfits: [] });
  try {
    replay(job);
    expect.unreachable('it was compiled');
  } catch (error) {
    if (!isAssayError(error)) throw error;
    expect({ kind: error.kind, code: error.code }).toEqual({ kind: 'exhausted', code });
  }
}

describe('a bomb for the compiler', () => {
  const held = (count: number): string =>
    `${repeat(count, (k) => `let v${k} = vec4(s + ${k}u) * x[(i + ${k % 7}u) % 16];`)}
if (s > 5) { s = x[0]; }
${repeat(count, (k) => `s ^= v${k}.x + v${k}.y * v${k}.z + v${k}.w;`)}`;
  const nested = (functions: number): string =>
    repeat(functions, (k) => {
      const open = repeat(30, (n) => `s != ${100 * k + n} && (`);
      return `fn f${k}(s: u32) -> bool { return ${open} ${k === 0 ? 's < 99' : `f${k - 1}(s + 1)`} ${')'.repeat(30)}; }`;
    });
  const doubling = (depth: number): string =>
    repeat(depth, (k) => {
      const inner = k === 0 ? 'a * 3' : `f${k - 1}(a) ^ f${k - 1}(a + 1)`;
      return `fn f${k}(a: u32) -> u32 { if (a == 7) { return ${k}; } if (a % 5 == 1) { return a; } return ${inner}; }`;
    });

  it.each<[string, (count: number) => jobs.Job, control: number, bomb: number, code: string]>([
    ['of variables', (count) => jobOf(held(count)), 100, 4000, 'compiler.too-large'],
    [
      'of branches',
      (count) => jobOf(repeat(count, (k) => `if (s % ${3 + (k % 5)} == x[${k % 9}]) { s += i; } else { s *= 3; }`)),
      200,
      9000,
      'compiler.too-large',
    ],
    [
      'of loops',
      (count) => jobOf(repeat(count, (k) => `while (s % ${3 + k} > i) { s += 5; if (s == 9) { continue; } s ^= i; }`)),
      20,
      2000,
      'compiler.too-large',
    ],
    [
      'of switches',
      (count) => {
        const clauses = repeat(200, (k) => `case ${k}: { s ^= x[${k % 16}] + i; if (s == ${k}) { break; } s += 1; }`);
        return jobOf(repeat(count, () => `switch (s % 200) { ${clauses} default: {} }`));
      },
      1,
      20,
      'compiler.too-large',
    ],
    [
      'of calls that are expanded',
      (depth) => jobOf(`s = f${depth - 1}(s);`, { functions: doubling(depth) }),
      4,
      12,
      'compiler.too-large',
    ],
    [
      'of conditions inside each other',
      (functions) => jobOf(`s += u32(f${functions - 1}(s));`, { functions: nested(functions) }),
      12,
      24,
      'compiler.too-deep',
    ],
    [
      'of divisions',
      (count) => jobOf(repeat(count, (k) => `s = (s / (i + ${k}u)) ^ (s % (x[${k % 5}] + ${k}u));`)),
      100,
      8000,
      'compiler.too-large',
    ],
  ])('%s is refused; a smaller one is not', (_, make, control, bomb, code) => {
    const small = make(control);
    expect(replay(small)).toEqual(interpret(small, inputs).versions.get('out'));
    expectRefused(make(bomb), code);
  });

  it('of as much local memory as a kernel may have is compiled', () => {
    const array = (k: number): string =>
      `fn f${k}(a: u32) -> u32 { var t: array<u32, 2048>; t[a % 2048] = a; t[(a * 7) % 2048] += ${k}; return t[(a * 49) % 2048]; }`;
    const functions = repeat(7, (k) =>
      k === 0 ? array(0) : array(k).replace('t[a % 2048] = a;', `t[a % 2048] = f${k - 1}(a + 1);`),
    );
    const job = jobOf('s += f6(s);', { functions });
    expect(replay(job)).toEqual(interpret(job, inputs).versions.get('out'));
  });
});

describe('a cell that does not end', () => {
  const spin = (loopBudget: number): jobs.Job =>
    jobOf('while (s != 1) { for (var k = 0u; k != s; k += 2) { s ^= k * i; } }', { loopBudget });

  it('is stopped where it costs more than it may', () => {
    expect(() => replay(spin(2 ** 31 - 1), 100_000)).toThrow(
      expect.objectContaining({ kind: 'exhausted', code: 'executor.max-cost' }),
    );
  });

  it('control: ends at its budget', () => {
    const job = spin(1000);
    expect(replay(job, 100_000)).toEqual(interpret(job, inputs).versions.get('out'));
  });
});
