import { job as jobs, owner } from '@assay/core';
import { analysis, cell, check, kernel, lower } from '@assay/wgsl';
import { describe, expect, it } from 'vitest';
import { mostCost } from './cost.js';
import { jobOf, type Sketch } from './testing/step.js';

/** The bound, and what the costliest cell comes to. */
function costs(job: jobs.Job, x?: Uint32Array): { bound: number; most: number } {
  const step = job.steps[0]!;
  const { source, entryPoint } = job.kernels[step.kernel]!;
  const lowered = lower(check(source).program!, { entryPoint, overrides: {} });
  const dispatch = analysis.dispatch.ofStep(job, step, lowered);
  const bytes = new Uint8Array(job.inputs[0]!.sizeBytes);
  if (x !== undefined) bytes.set(new Uint8Array(x.buffer));
  const run = cell.replayStep({ kernel: lowered, step, reads: new Map([['x', bytes]]) });
  return { bound: mostCost(lowered, dispatch, analysis.inspect(lowered, dispatch)), most: Math.max(...run.costs) };
}

describe('the bound of a cost', () => {
  it.each<[string, Sketch, Uint32Array?]>([
    ['nothing but loads and stores', { body: 'y[i] = x[i] + 1u;' }],
    ['branches', { body: 'if (x[i] > 3u) { y[i] = 1u; } else { y[i] = x[i] * 2u; }' }],
    ['a loop of known length', { body: 'for (var k = 0u; k < 50u; k++) { y[i] += x[i] ^ k; }' }],
    ['loops in a loop', { body: 'for (var j = 0u; j < 9u; j++) { for (var k = 0u; k < j; k++) { y[i] += x[k]; } }' }],
    [
      'a loop as long as the input says',
      { body: 'for (var k = 0u; k < x[i]; k++) { y[i] += k; }' },
      Uint32Array.of(40),
    ],
    ['a loop that ends at the budget', { body: 'while (x[i] == 0u) { y[i] += 1u; }', loopBudget: 30 }],
    [
      'a loop that halves',
      { body: 'var v = x[i]; loop { v /= 2u; if (v == 0u) { break; } y[i] = v; }' },
      Uint32Array.of(2 ** 31),
    ],
  ])('holds with %s', (_, sketch, x) => {
    const { bound, most } = costs(jobOf(sketch), x);
    expect(bound).toBeGreaterThanOrEqual(most);
    expect(bound).toBeLessThan(Number.POSITIVE_INFINITY);
  });

  it('holds with a barrier in a loop', () => {
    const source = `
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;
var<workgroup> w: array<u32, 16>;
@compute @workgroup_size(16) fn main(@builtin(local_invocation_index) i: u32) {
  for (var k = 0u; k < 12u; k++) {
    w[i] = x[i] + k;
    workgroupBarrier();
    for (var j = 0u; j < 3u; j++) { y[i] += w[15u - i]; }
    workgroupBarrier();
  }
}`;
    const job = jobs.define({
      name: 'barriers',
      kernels: { main: kernel(source) },
      inputs: [{ name: 'x', sizeBytes: 64 }],
      steps: [
        {
          kernel: 'main',
          grid: [1, 1, 1],
          reads: { x: 'x' },
          writes: { y: { name: 'y', sizeBytes: 64, owner: owner.linear(16) } },
        },
      ],
      outputs: ['y'],
    });
    const { bound, most } = costs(job);
    expect(bound).toBeGreaterThanOrEqual(most);
    expect(bound).toBeLessThan(100 * most);
  });

  it('is the cost itself where there is one course', () => {
    const { bound, most } = costs(jobOf({ body: 'y[i] = x[i] + 1u;' }));
    expect(bound).toBe(most);
  });

  it('grows with the budget where no other end of a loop is known', () => {
    const body = 'while (x[i] == 0u) { y[i] += 1u; }';
    const [one, other] = [10, 1000].map((loopBudget) => costs(jobOf({ body, loopBudget })).bound);
    expect(other! / one!).toBeGreaterThan(50);
  });
});
