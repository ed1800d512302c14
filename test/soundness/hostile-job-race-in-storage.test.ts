import { job as jobs, owner, verdict } from '@assay/core';
import { cheater, type Worked, work } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { cellProof, check, evidence, judge } from '../audited.js';

// Attack: two invocations store to one word of their cell. Whoever ran it has one of the two values, and a challenger who is the requester's
// friend brings it to the judge as a wrong cell. The judge looks for races first (E2).

function jobOf(word: string): jobs.Job {
  return jobs.define({
    name: 'two-stores',
    kernels: {
      race: {
        source: `
@group(0) @binding(0) var<storage, read> values: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3u) {
  out[${word}] = values[id.x];
}`,
        bindings: { values: { binding: 0, access: 'read' }, out: { binding: 1, access: 'write' } },
      },
    },
    inputs: [{ name: 'values', sizeBytes: 64 }],
    steps: [
      {
        kernel: 'race',
        grid: [4, 1, 1],
        reads: { values: 'values' },
        writes: { out: { name: 'out', sizeBytes: 64, owner: owner.linear(4) } },
        loopBudget: 0,
      },
    ],
    outputs: ['out'],
  });
}

const values = cheater.noise(64);
const inputs = new Map([['values', values]]);
const racing = jobOf('id.x / 2u * 2u');

/** What a device leaves on which even invocations came last. */
const evenWins = Uint8Array.from({ length: 64 }, (_, i) => (i % 8 < 4 ? values[i]! : 0));
const onDevice = (job: jobs.Job): Worked => work(job, inputs, { forge: () => evenWins });

describe('invocations that race for a word of their cell', () => {
  it('control: with a word for each of them such contents are fraud', () => {
    expect(check(work(jobOf('id.x'), inputs)).verdict.code).toBe('valid');
    expect(check(onDevice(jobOf('id.x'))).verdict.code).toBe('cell.wrong');
  });

  it('an honest device is not slashed', () => {
    const worked = onDevice(racing);
    const result = check(worked);
    expect(result.verdict).toMatchObject({ code: 'cell.races', evidence: { memory: 'binding 1', word: 0 } });
    expect(verdict.outcomeOf(result.verdict)).toBe('job-fault');
    expect(judge(evidence(worked, result)!, worked.receipt)).toEqual(result.verdict);
  });

  it('nor if a challenger calls a cell of it wrong', () => {
    const worked = onDevice(racing);
    const shown = [[0, 0, 1] as const, [1, 0, 1] as const];
    for (let workgroup = 0; workgroup < 4; workgroup++) {
      const found = judge(cellProof(worked, { step: 0, workgroup }, shown), worked.receipt);
      expect(found).toMatchObject({ code: 'cell.races', evidence: { workgroup } });
    }
  });
});
