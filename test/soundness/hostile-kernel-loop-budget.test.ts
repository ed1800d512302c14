import { job as jobs, owner } from '@assay/core';
import { gpuTest } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { expectAgreement } from '../agreement.js';
import { interpret } from '../interpretation.js';
import { engineTest, expectShippedAgrees } from '../second-engine.js';

// Attack: a kernel that runs for ever, or just longer than anybody has time to check. Its loops end at the job's budget of
// back-edges, for each invocation (wgsl SPEC.md E14).

const spin = `
@group(0) @binding(0) var<storage, read_write> rounds: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) i: u32) {
  var n = 0u;
  while (n < 5u || i >= 2u) {
    n++;
    rounds[i] = n;
  }
  for (var more = 0u; more < 3u; more++) {
    rounds[i] += 1000u;
  }
}`;

function job(loopBudget: number, source: string = spin): jobs.Job {
  return jobs.define({
    name: 'spin',
    kernels: { spin: { source, bindings: { rounds: { binding: 0, access: 'write' } } } },
    steps: [
      {
        kernel: 'spin',
        grid: [1, 1, 1],
        writes: { rounds: { name: 'rounds', sizeBytes: 16, owner: owner.linear(4) } },
        loopBudget,
      },
    ],
    outputs: ['rounds'],
  });
}

describe('a kernel that runs for ever', () => {
  it.each([
    [8, 0],
    [7, 4],
  ])('control: one that ends by itself after 8 back-edges, with a budget of %i: %i guards', (budget, times) => {
    const { versions, steps } = interpret(job(budget, spin.replace(' || i >= 2u', '')), new Map());
    expect([...new Uint32Array(versions.get('rounds')!.buffer)]).toEqual([3005, 3005, 3005, 3005]);
    expect(steps[0]!.guards.reduce((sum, guard) => sum + guard.times, 0)).toBe(times);
  });

  it.each([
    // Invocations 0 and 1 take 5 back-edges in the first loop and 3 in the second; 2 and 3 take all they may in the first.
    [9, [3005, 3005, 1010, 1010], 4],
    [8, [3005, 3005, 1009, 1009], 4],
    [7, [3005, 3005, 1008, 1008], 6],
    [6, [2005, 2005, 1007, 1007], 6],
    [0, [1001, 1001, 1001, 1001], 8],
  ])('ends at a budget of %i', (budget, rounds, times) => {
    const { versions, steps } = interpret(job(budget), new Map());
    expect([...new Uint32Array(versions.get('rounds')!.buffer)]).toEqual(rounds);
    const [{ guards }] = steps as [(typeof steps)[0]];
    expect(new Set(guards.map(({ kind }) => kind))).toEqual(new Set(['loop-budget']));
    expect(guards.reduce((sum, guard) => sum + guard.times, 0)).toBe(times);
  });

  gpuTest.for([9, 8, 7, 6, 0])('on a device too, at a budget of %i', (budget, { gpu }) =>
    expectAgreement(gpu, job(budget), new Map()),
  );

  engineTest.for([9, 8, 7, 6, 0])('on another engine too, at a budget of %i', (budget, { engine }) =>
    expectShippedAgrees(engine, job(budget), new Map()),
  );
});
