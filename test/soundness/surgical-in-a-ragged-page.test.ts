import { job as jobs, owner } from '@assay/core';
import { cheater, work } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { check, descend, evidence, judge, replayAll } from '../audited.js';

// Attack: one wrong word where pages, cells and versions end: in a last page of one word, beside the edge of a page, in the ragged tile of the
// last cell, in a version of one word.

const WORDS = 257;
const OWN = 100; // the third cell has 57
const job = jobs.define({
  name: 'tail',
  kernels: {
    add: {
      source: `
@group(0) @binding(0) var<storage, read> values: array<u32>;
@group(0) @binding(1) var<storage, read_write> sums: array<u32>;
@group(0) @binding(2) var<storage, read_write> last: array<u32>;

@compute @workgroup_size(${OWN})
fn main(@builtin(global_invocation_id) id: vec3u) {
  sums[id.x] += values[id.x] + values[${WORDS - 1}];
  if (id.x == 0u) { last[0] = values[${WORDS - 1}] + 1u; }
}`,
      bindings: {
        values: { binding: 0, access: 'read' },
        sums: { binding: 1, access: 'write' },
        last: { binding: 2, access: 'write' },
      },
    },
  },
  inputs: [
    { name: 'values', sizeBytes: 4 * WORDS },
    { name: 'before', sizeBytes: 4 * WORDS },
  ],
  steps: [
    {
      kernel: 'add',
      grid: [3, 1, 1],
      reads: { values: 'values' },
      writes: {
        sums: { name: 'after', sizeBytes: 4 * WORDS, from: 'before', owner: owner.linear(OWN) },
        last: { name: 'last', sizeBytes: 4, owner: owner.linear(7) },
      },
      loopBudget: 0,
    },
  ],
  outputs: ['after', 'last'],
});

const inputs = new Map([
  ['values', cheater.noise(4 * WORDS)],
  ['before', cheater.noise(4 * WORDS, 2)],
]);
const worked = work(job, inputs);

describe('one wrong word where something ends', () => {
  it('control: without it everything holds', () => {
    expect(check(worked).verdict.code).toBe('valid');
    expect(replayAll(worked).verdict.code).toBe('valid');
  });

  it.each([
    ['after', 3, 0],
    ['after', 3, OWN - 1],
    ['after', 3, OWN],
    ['after', 3, 255],
    ['after', 3, 256],
    ['last', 2, 0],
  ])('of %s (version %i): word %i', (name, version, word) => {
    const spoiled = work(job, inputs, { forge: cheater.spoiling(name, word, 1 << 31) });
    const workgroup = name === 'last' ? 0 : Math.floor(word / OWN);
    for (const result of [check(spoiled), replayAll(spoiled)]) {
      expect(result.verdict).toMatchObject({ code: 'cell.wrong', evidence: { workgroup, version, word } });
      expect(judge(evidence(spoiled, result)!, spoiled.receipt)).toEqual(result.verdict);
    }
    const found = judge(descend(spoiled, version, worked.contents[version]!)!, spoiled.receipt);
    expect(found).toMatchObject({ code: 'cell.wrong', evidence: { workgroup, version, word } });
  });
});
