import { job as jobs, owner } from '@assay/core';
import { gpuTest } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { expectAgreement } from '../agreement.js';
import { interpret } from '../interpretation.js';
import { engineTest, expectShippedAgrees, expectSourceDisagrees } from '../second-engine.js';

// Attack: a kernel that reads and writes words of other workgroups, so that what it makes depends on their order. The cell
// sees 0 where a word is not its own, and does not change it (wgsl SPEC.md E11, E12).

const job = jobs.define({
  name: 'foreign-words',
  kernels: {
    spoil: {
      source: `
@group(0) @binding(0) var<storage, read_write> words: array<u32>;

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) id: vec3u) {
  var sum = 1000u;
  for (var i = 0u; i < arrayLength(&words); i++) {
    sum += words[i];
    words[i] = id.x + 1u;
  }
  words[2u * id.x] = sum;
}`,
      bindings: { words: { binding: 0, access: 'write' } },
    },
  },
  inputs: [{ name: 'before', sizeBytes: 32 }],
  steps: [
    {
      kernel: 'spoil',
      grid: [3, 1, 1],
      writes: { words: { name: 'after', sizeBytes: 32, from: 'before', owner: owner.linear(2) } },
      loopBudget: 8,
    },
  ],
  outputs: ['after'],
});

describe('a kernel that reaches for words of other workgroups', () => {
  it('control: one workgroup that owns all of them sees and changes all, and no guard fires', () => {
    const [step] = job.steps;
    const { words } = step!.writes;
    const alone = jobs.define({
      ...job,
      steps: [{ ...step!, grid: [1, 1, 1], writes: { words: { ...words!, owner: owner.linear(8) } } }],
    });
    const before = new Uint8Array(Uint32Array.of(1, 2, 30, 40, 500, 600, 7, 8).buffer);
    const { versions, steps } = interpret(alone, new Map([['before', before]]));
    expect([...new Uint32Array(versions.get('after')!.buffer)]).toEqual([2188, 1, 1, 1, 1, 1, 1, 1]);
    expect(steps[0]!.guards).toEqual([]);
  });

  it('sees and changes its own', () => {
    const before = new Uint8Array(Uint32Array.of(1, 2, 30, 40, 500, 600, 7, 8).buffer);
    const { versions, steps } = interpret(job, new Map([['before', before]]));
    const after = new Uint32Array(versions.get('after')!.buffer);
    // Workgroup 0 sums 1 + 2, workgroup 1 sums 30 + 40, workgroup 2 sums 500 + 600; words 6 and 7 are the frame.
    expect([...after]).toEqual([1003, 1, 1070, 2, 2100, 3, 7, 8]);
    expect(steps[0]!.race).toBeUndefined();
    expect(steps[0]!.guards.map(({ kind, times, workgroup }) => ({ kind, times, workgroup }))).toEqual([
      { kind: 'not-owned', times: 18, workgroup: 0 },
      { kind: 'not-owned', times: 18, workgroup: 0 },
    ]);
  });

  gpuTest('on a device too', async ({ gpu }) => {
    const before = new Uint8Array(Uint32Array.of(1, 2, 30, 40, 500, 600, 7, 8).buffer);
    await expectAgreement(gpu, job, new Map([['before', before]]));
  });

  engineTest('on another engine too, but not by the text as it stands', async ({ engine }) => {
    const before = new Uint8Array(Uint32Array.of(1, 2, 30, 40, 500, 600, 7, 8).buffer);
    await expectShippedAgrees(engine, job, new Map([['before', before]]));
    await expectSourceDisagrees(engine, job, new Map([['before', before]]));
  });
});
