import { job as jobs, owner } from '@assay/core';
import { gpuTest } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { expectAgreement } from '../agreement.js';
import { interpret } from '../interpretation.js';
import { engineTest, expectShippedAgrees, expectSourceDisagrees } from '../second-engine.js';

// Attack: use up the loop budget in some invocations only, so that a value which the uniformity analysis knows to be uniform
// is not, and the workgroup parts ways at a barrier. The cell ends with the region instead (wgsl SPEC.md E14).

const parting = `
@group(0) @binding(0) var<uniform> bound: vec4u;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) i: u32) {
  for (var k = 0u; k < i * 3u; k++) { out[i] += 1u; }
  var n = 0u;
  for (var k = 0u; k < bound.x; k++) { n++; }
  out[i] += 100u * n;
  if (n == 4u) {
    workgroupBarrier();
    out[i] += 1000u;
  }
}`;

const waiting = `
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) i: u32) {
  for (var k = 0u; k < 6u; k++) {
    workgroupBarrier();
    out[i] += 1u;
  }
  out[i] += 100u;
}`;

function jobOf(source: string, loopBudget: number): jobs.Job {
  const isParting = source === parting;
  return jobs.define({
    name: 'parting',
    kernels: {
      parting: {
        source,
        bindings: {
          ...(isParting ? { bound: { binding: 0, access: 'uniform' } as const } : {}),
          out: { binding: 1, access: 'write' },
        },
      },
    },
    literals: [{ name: 'bound', bytes: new Uint8Array(Uint32Array.of(4, 0, 0, 0).buffer) }],
    steps: [
      {
        kernel: 'parting',
        grid: [1, 1, 1],
        reads: isParting ? { bound: 'bound' } : {},
        writes: { out: { name: 'out', sizeBytes: 16, owner: owner.linear(4) } },
        loopBudget,
      },
    ],
    outputs: ['out'],
  });
}

function run(source: string, loopBudget: number): { readonly words: number[]; readonly kinds: string[] } {
  const { versions, steps } = interpret(jobOf(source, loopBudget), new Map());
  return {
    words: [...new Uint32Array(versions.get('out')!.buffer)],
    kinds: [...new Set(steps[0]!.guards.map(({ kind }) => kind))],
  };
}

describe('a loop budget that is used up before a barrier', () => {
  it('control: with budget enough, all come to the barrier', () => {
    expect(run(parting, 13)).toEqual({ words: [1400, 1403, 1406, 1409], kinds: [] });
  });

  it('in the last invocation only: the cell ends before the barrier, for all of them', () => {
    // 9 back-edges in the first loop leave 3 for the second, whose fourth is not taken: n is 4 all the same.
    expect(run(parting, 12)).toEqual({ words: [400, 403, 406, 409], kinds: ['loop-budget'] });
  });

  it('so that n differs between invocations: the same', () => {
    expect(run(parting, 5)).toEqual({ words: [400, 303, 106, 106], kinds: ['loop-budget'] });
  });
});

describe('a loop that holds a barrier', () => {
  it('control: is counted for the workgroup', () => {
    expect(run(waiting, 6)).toEqual({ words: [106, 106, 106, 106], kinds: [] });
  });

  it('ends the cell where the budget is used up, in all invocations at once', () => {
    expect(run(waiting, 3)).toEqual({ words: [4, 4, 4, 4], kinds: ['loop-budget'] });
  });
});

describe('on a device too', () => {
  const budgets = [
    [parting, 13],
    [parting, 12],
    [parting, 5],
    [parting, 0],
    [waiting, 6],
    [waiting, 3],
    [waiting, 0],
  ] as const;

  gpuTest.for(budgets)('%#', ([source, budget], { gpu }) => expectAgreement(gpu, jobOf(source, budget), new Map()));

  engineTest.for(budgets)('%#, on another engine', ([source, budget], { engine }) =>
    expectShippedAgrees(engine, jobOf(source, budget), new Map()),
  );

  engineTest('control: not by the text as it stands', ({ engine }) =>
    expectSourceDisagrees(engine, jobOf(waiting, 3), new Map()),
  );
});
