import { job as jobs, owner } from '@assay/core';
import { cheater, work } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { check, replayAll } from '../audited.js';
import { interpret } from '../interpretation.js';

// Attack: a cell of the job stores into the words of another one, the victim, and challenges are about the victim: what its words hold would
// depend on which cell a device ran last. By the exact profile the store is dropped and the load is 0 (wgsl E11, E12), on every executor, so
// that whoever keeps to it stands, in every cell; and the values of a device that does not are wrong in the victim.

const CELLS = 8;
const job = jobs.define({
  name: 'victim',
  kernels: {
    spoil: {
      source: `
@group(0) @binding(0) var<storage, read> victims: array<u32>;
@group(0) @binding(1) var<storage, read_write> words: array<u32>;

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) cell: vec3u) {
  let victim = victims[cell.x];
  words[4u * cell.x] = words[4u * victim + 1u] + 5u;
  words[4u * victim + 2u] = 1000u + cell.x;
}`,
      bindings: { victims: { binding: 0, access: 'read' }, words: { binding: 1, access: 'write' } },
    },
  },
  inputs: [
    { name: 'victims', sizeBytes: 4 * CELLS },
    { name: 'before', sizeBytes: 16 * CELLS },
  ],
  steps: [
    {
      kernel: 'spoil',
      grid: [CELLS, 1, 1],
      reads: { victims: 'victims' },
      writes: { words: { name: 'after', sizeBytes: 16 * CELLS, from: 'before', owner: owner.linear(4) } },
      loopBudget: 0,
    },
  ],
  outputs: ['after'],
});

/** Each cell spoils the next one, but for cell 5, which spoils itself. */
const victims = Uint32Array.from({ length: CELLS }, (_, cell) => (cell === 5 ? 5 : (cell + 1) % CELLS));
const inputs = new Map([
  ['victims', new Uint8Array(victims.buffer)],
  ['before', cheater.noise(16 * CELLS)],
]);

describe('a cell that stores into the words of another', () => {
  it('control: into its own it does', () => {
    const before = new Uint32Array(inputs.get('before')!.slice().buffer);
    const after = new Uint32Array(work(job, inputs).contents[2]!.slice().buffer);
    expect([...after.subarray(20, 24)]).toEqual([(before[21]! + 5) >>> 0, before[21], 1005, before[23]]);
    expect([...after.subarray(24, 28)]).toEqual([5, ...before.subarray(25, 28)]);
  });

  it('whoever keeps to the profile stands, in the victim too', () => {
    const worked = work(job, inputs);
    expect(replayAll(worked).verdict.code).toBe('valid');
    const interpreted = interpret(job, inputs).versions.get('after')!;
    expect(check(work(job, inputs, { forge: () => interpreted })).verdict.code).toBe('valid');
  });

  it('values of a device without guards are wrong in the victim, and in who loaded them', () => {
    const spoiled = (word: number, value: number): string => {
      const forge = (_: unknown, honest: Uint8Array): Uint8Array => {
        const bytes = honest.slice();
        new DataView(bytes.buffer).setUint32(4 * word, value, true);
        return bytes;
      };
      const { code, evidence } = check(work(job, inputs, { forge })).verdict;
      return `${code} ${evidence.workgroup}`;
    };
    expect(spoiled(4 * 3 + 2, 1002)).toBe('cell.wrong 3');
    const loaded = new Uint32Array(inputs.get('before')!.slice().buffer)[4 * 4 + 1]!;
    expect(spoiled(4 * 3, loaded + 5)).toBe('cell.wrong 3');
  });
});
