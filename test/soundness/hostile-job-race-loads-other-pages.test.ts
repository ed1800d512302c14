import { job as jobs, owner, verdict } from '@assay/core';
import { cheater, type Worked, work } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { check } from '../audited.js';

// Attack: a requester's job races for the index of what it loads. A device, the executor that made the answer and the interpreter each
// load other pages; of an honest answer the last of these is not content, and says that a page was withheld, which costs the worker what
// fraud costs. Rule S4: where the compiled executor could run the cell, a page that only the interpreter misses is the work of a race.

const PAGE_WORDS = 256;

function jobOf(slot: string): jobs.Job {
  return jobs.define({
    name: 'pages',
    kernels: {
      pages: {
        source: `
@group(0) @binding(0) var<storage, read> data: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
var<workgroup> slots: array<u32, 4>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) i: u32) {
  slots[${slot}] = i;
  let zero = data[1];                 // so that no compiler sees that what was stored is loaded
  out[i] = data[${PAGE_WORDS}u * slots[zero + ${slot}]];
}`,
        bindings: { data: { binding: 0, access: 'read' }, out: { binding: 1, access: 'write' } },
      },
    },
    inputs: [{ name: 'data', sizeBytes: 16 * PAGE_WORDS }],
    steps: [
      {
        kernel: 'pages',
        grid: [1, 1, 1],
        reads: { data: 'data' },
        writes: { out: { name: 'out', sizeBytes: 16, owner: owner.linear(4) } },
        loopBudget: 0,
      },
    ],
    outputs: ['out'],
  });
}

const data = cheater.noise(16 * PAGE_WORDS).fill(0, 4, 8);
const inputs = new Map([['data', data]]);

/** A worker whose device let another invocation be the last one: all of them saw its number. */
const onDevice = (job: jobs.Job, last: number): Worked =>
  work(job, inputs, {
    forge: () =>
      new Uint8Array(new Uint32Array(4).fill(new DataView(data.buffer).getUint32(4 * PAGE_WORDS * last, true)).buffer),
  });

describe('a job that races for the pages that it loads', () => {
  it('control: without the race the answer is whole and right', () => {
    expect(check(work(jobOf('i'), inputs)).verdict.code).toBe('valid');
  });

  it('control: without the race such words are fraud', () => {
    expect(check(onDevice(jobOf('i'), 0)).verdict.code).toBe('cell.wrong');
  });

  it.each([0, 1, 2])('whose device let invocation %i win has answered: the job is at fault', (last) => {
    const { verdict: found } = check(onDevice(jobOf('0'), last));
    expect(found).toMatchObject({ code: 'cell.races', evidence: { memory: 'workgroup', word: 0 } });
    expect(verdict.outcomeOf(found)).toBe('job-fault');
  });
});
