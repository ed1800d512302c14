import { job as jobs, owner, verdict } from '@assay/core';
import { cheater, type Worked, work } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { check, evidence, judge, replayAll } from '../audited.js';

// Attack: a requester's job in which invocations race in workgroup memory, so that an honest device comes to other words than whoever
// replays the cell. The race is the job's fault: a verifier says so, and a judge who is handed the honest claim as fraud says so, too.

function jobOf(slot: string): jobs.Job {
  return jobs.define({
    name: 'last-one-wins',
    kernels: {
      race: {
        source: `
@group(0) @binding(0) var<storage, read> values: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
var<workgroup> shared_words: array<u32, 8>;

@compute @workgroup_size(8)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) i: u32) {
  shared_words[${slot}] = values[id.x];
  workgroupBarrier();
  out[id.x] = shared_words[${slot}];
}`,
        bindings: { values: { binding: 0, access: 'read' }, out: { binding: 1, access: 'write' } },
      },
    },
    inputs: [{ name: 'values', sizeBytes: 128 }],
    steps: [
      {
        kernel: 'race',
        grid: [4, 1, 1],
        reads: { values: 'values' },
        writes: { out: { name: 'out', sizeBytes: 128, owner: owner.linear(8) } },
        loopBudget: 0,
      },
    ],
    outputs: ['out'],
  });
}

const values = cheater.noise(128);
const inputs = new Map([['values', values]]);

/** What a device leaves on which the first invocation of each cell came last. */
const firstWins = Uint8Array.from({ length: 128 }, (_, i) => values[32 * Math.floor(i / 32) + (i % 4)]!);
const onDevice = (job: jobs.Job): Worked => work(job, inputs, { forge: () => firstWins });
const racing = jobOf('i / 8u');

describe('invocations that race in workgroup memory', () => {
  it('control: with a word for each of them the job is sound, and such words are fraud', () => {
    expect(check(work(jobOf('i'), inputs)).verdict.code).toBe('valid');
    expect(check(onDevice(jobOf('i'))).verdict.code).toBe('cell.wrong');
  });

  it('an honest device is not slashed: the job is at fault', () => {
    const result = check(onDevice(racing));
    expect(result.verdict).toMatchObject({
      code: 'cell.races',
      evidence: { step: 0, workgroup: 0, memory: 'workgroup', word: 0 },
    });
    expect(verdict.outcomeOf(result.verdict)).toBe('job-fault');
    expect(replayAll(onDevice(racing)).verdict).toEqual(result.verdict);
  });

  it('a stranger sees the race, and not the worker', () => {
    const worked = onDevice(racing);
    const bytes = evidence(worked, check(worked))!;
    expect(judge(bytes, worked.receipt)).toMatchObject({ code: 'cell.races', evidence: { memory: 'workgroup' } });
  });

  it('whichever invocation won', () => {
    for (let last = 0; last < 8; last++) {
      const contents = Uint8Array.from(
        { length: 128 },
        (_, i) => values[32 * Math.floor(i / 32) + 4 * last + (i % 4)]!,
      );
      const { verdict: found } = check(work(racing, inputs, { forge: () => contents }));
      // Of the one that the compiled executor lets win nobody notices, and nobody is wronged.
      expect(found.code).toBe(last === 7 ? 'valid' : 'cell.races');
    }
  });
});
