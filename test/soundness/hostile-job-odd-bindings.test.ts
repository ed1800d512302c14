import { job as jobs, owner } from '@assay/core';
import { cheater, type Worked, work } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { check, descend, evidence, judge, replayAll } from '../audited.js';

// Attack: bindings that nobody thinks of, each of which could be forgotten by one of worker, verifier and judge: variables that the kernel
// never uses, with and without a version that they start from; one version under two variables, and read while another one starts from it; a
// literal as a start; names that every object of JavaScript has; versions of one word; cells that own nothing.

const GRID = 6;
const accesses: readonly (readonly [string, jobs.Binding['access']])[] = [
  ['valueOf', 'read'],
  ['hasOwnProperty', 'read'],
  ['constructor', 'write'],
  ['toString', 'write'],
  ['unused', 'write'],
  ['unusedZeros', 'write'],
  ['nothing', 'read'],
  ['one', 'uniform'],
];
const bindings = Object.fromEntries(accesses.map(([name, access], binding) => [name, { binding, access }]));
const job = jobs.define({
  name: 'odd',
  kernels: {
    odd: {
      source: `
@group(0) @binding(0) var<storage, read> valueOf: array<u32>;
@group(0) @binding(1) var<storage, read> hasOwnProperty: array<u32>;
@group(0) @binding(2) var<storage, read_write> constructor: array<u32>;
@group(0) @binding(3) var<storage, read_write> toString: array<u32>;
@group(0) @binding(4) var<storage, read_write> unused: array<u32>;
@group(0) @binding(5) var<storage, read_write> unusedZeros: array<u32>;
@group(0) @binding(6) var<storage, read> nothing: array<u32>;
@group(0) @binding(7) var<uniform> one: u32;

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) cell: vec3u) {
  let word = 64u * cell.x;
  constructor[word] += valueOf[word + 1u] + hasOwnProperty[word] + one;
  constructor[word + 1u] = constructor[word] ^ toString[cell.x];
  toString[cell.x] += 3u;
}`,
      bindings,
    },
  },
  inputs: [
    { name: 'state', sizeBytes: 4 * 256 },
    { name: 'one', sizeBytes: 4 },
  ],
  literals: [{ name: 'table', bytes: cheater.noise(16, 3) }],
  steps: [
    {
      kernel: 'odd',
      grid: [GRID, 1, 1],
      reads: { valueOf: 'state', hasOwnProperty: 'state', nothing: 'state', one: 'one' },
      writes: {
        constructor: { name: 'next', sizeBytes: 4 * 256, from: 'state', owner: owner.linear(64) }, // cells 4 and 5 own nothing
        toString: { name: 'counts', sizeBytes: 16, from: 'table', owner: owner.linear(1) },
        unused: { name: 'same', sizeBytes: 4 * 256, from: 'state', owner: owner.linear(50) },
        unusedZeros: { name: 'zeros', sizeBytes: 4, owner: owner.linear(1) },
      },
      loopBudget: 0,
    },
  ],
  outputs: ['next', 'counts', 'same', 'zeros'],
});

const inputs = new Map([
  ['state', cheater.noise(4 * 256)],
  ['one', Uint8Array.of(1, 0, 0, 0)],
]);
const worked = work(job, inputs);
const indexOf = (name: string): number => jobs.versions(job).findIndex((version) => version.name === name);
const spoiled = (name: string, word: number): Worked =>
  work(job, inputs, { forge: cheater.spoiling(name, word, 1 << 9) });

describe('odd bindings', () => {
  it('control: the honest claim stands, and what nobody stores is as it was', () => {
    expect(check(worked).verdict.code).toBe('valid');
    expect(replayAll(worked).verdict.code).toBe('valid');
    expect(worked.contents[indexOf('same')]).toEqual(inputs.get('state'));
    expect(worked.contents[indexOf('zeros')]).toEqual(new Uint8Array(4));
    expect(worked.contents[indexOf('counts')]).not.toEqual(worked.contents[indexOf('table')]);
  });

  it.each([
    ['next', 64, 1],
    ['next', 65, 1],
    ['next', 130, 2],
    ['next', 255, 3],
    ['counts', 3, 3],
    ['same', 0, 0],
    ['same', 255, 5],
    ['zeros', 0, 0],
  ])('one other word of %s (%i) is fraud of cell %i, before a judge and in a descent', (name, word, workgroup) => {
    const claim = spoiled(name, word);
    const version = indexOf(name);
    for (const result of [check(claim), replayAll(claim)]) {
      expect(result.verdict).toMatchObject({ code: 'cell.wrong', evidence: { step: 0, workgroup, version, word } });
      expect(judge(evidence(claim, result)!, claim.receipt)).toEqual(result.verdict);
    }
    expect(judge(descend(claim, version, worked.contents[version]!)!, claim.receipt)).toMatchObject({
      code: 'cell.wrong',
      evidence: { workgroup, version, word },
    });
  });
});
