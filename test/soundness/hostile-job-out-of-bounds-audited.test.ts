import { job as jobs, owner } from '@assay/core';
import { cheater, work } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { check, evidence, judge, replayAll } from '../audited.js';
import { interpret } from '../interpretation.js';

// Attack: a job that reaches past every end and over its loop budget, with indices and trip counts from buffers, so that executors which
// bound them otherwise come to other words. What the worker's executor, the verifier's and the judge's make of it is the same: an honest
// claim stands in every cell, and one other word does not.

const CELLS = 8;
const WORDS = 4 * CELLS;
const job = jobs.define({
  name: 'wild',
  kernels: {
    wild: {
      source: `
@group(0) @binding(0) var<storage, read> wild: array<i32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3u) {
  var table = array<u32, 4>(7u, 11u, 13u, 17u);
  let at = wild[id.x];
  table[at] += 1u;                                  // clamped
  var sum = u32(wild[u32(at)]) + table[(id.x + u32(at)) & 3u];
  while (sum != 0u) { sum = sum * 1664525u + 1013904223u; } // ends by the budget
  out[u32(at) + id.x] = 0xbadu;                     // mostly outside, or another cell's
  out[id.x] = sum + out[u32(at)];
}`,
      bindings: { wild: { binding: 0, access: 'read' }, out: { binding: 1, access: 'write' } },
    },
  },
  inputs: [{ name: 'wild', sizeBytes: 4 * WORDS }],
  steps: [
    {
      kernel: 'wild',
      grid: [CELLS, 1, 1],
      reads: { wild: 'wild' },
      writes: { out: { name: 'out', sizeBytes: 4 * WORDS, owner: owner.linear(4) } },
      loopBudget: 25,
    },
  ],
  outputs: ['out'],
});

const wild = Int32Array.from({ length: WORDS }, (_, i) => [-9, 2 ** 31 - 1, 100 + i, -(2 ** 31), 3 * WORDS][i % 5]!);
const inputs = new Map([['wild', new Uint8Array(wild.buffer)]]);
const worked = work(job, inputs);

describe('a job that reaches past its ends and over its budget', () => {
  it('control: guards of all kinds fire', () => {
    const kinds = interpret(job, inputs).steps[0]!.guards.map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['clamped', 'outside', 'not-owned', 'loop-budget']));
  });

  it('the honest claim stands, by either executor', () => {
    expect(check(worked).verdict.code).toBe('valid');
    expect(replayAll(worked).verdict.code).toBe('valid');
    const interpreted = interpret(job, inputs).versions.get('out')!;
    expect(interpreted).toEqual(worked.contents[1]);
  });

  it('one other word does not, and a stranger sees it', () => {
    const spoiled = work(job, inputs, { forge: cheater.spoiling('out', 9) });
    const result = check(spoiled);
    expect(result.verdict).toMatchObject({ code: 'cell.wrong', evidence: { workgroup: 2, word: 9 } });
    expect(judge(evidence(spoiled, result)!, spoiled.receipt)).toEqual(result.verdict);
  });
});
