import { job as jobs, type owner } from '@assay/core';
import { challengeOf, cheater, work } from '@assay/testkit';
import { sampleOf } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { answer, check, evidence, judge } from '../audited.js';

// Attack: cells that own a word in each of thousands of pages, and load as many, so that answers, checks and evidence take time by the
// square of the number of ranges, or grow beyond what a judge reads. Time grows with the ranges; evidence opens the page that is wrong.

const ROWS = 1024;
const COLUMNS = 512; // words: each row is two pages
const sizeBytes = 4 * ROWS * COLUMNS;
const job = jobs.define({
  name: 'columns',
  kernels: {
    column: {
      source: `
@group(0) @binding(0) var<storage, read> other: array<u32>;
@group(0) @binding(1) var<storage, read_write> table: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) cell: vec3u, @builtin(local_invocation_index) i: u32) {
  for (var row = i; row < ${ROWS}u; row += 64u) {
    table[${COLUMNS}u * row + cell.x] = table[${COLUMNS}u * row + cell.x] * 3u + other[row];
  }
}`,
      bindings: { other: { binding: 0, access: 'read' }, table: { binding: 1, access: 'write' } },
    },
  },
  inputs: [
    { name: 'other', sizeBytes: 4 * ROWS },
    { name: 'before', sizeBytes },
  ],
  steps: [
    {
      kernel: 'column',
      grid: [COLUMNS, 1, 1],
      reads: { other: 'other' },
      writes: {
        table: {
          name: 'after',
          sizeBytes,
          from: 'before',
          owner: {
            kind: 'tile',
            dimensions: [
              { extent: ROWS, tile: ROWS, axis: 'whole', origin: 0 },
              { extent: COLUMNS, tile: 1, axis: 'x', origin: 0 },
            ],
          } satisfies owner.OwnerMap,
        },
      },
      loopBudget: ROWS,
    },
  ],
  outputs: ['after'],
});

const inputs = new Map([
  ['other', cheater.noise(4 * ROWS)],
  ['before', cheater.noise(sizeBytes)],
]);
const WORD = 900 * COLUMNS + 1;
const spoiled = work(job, inputs, { forge: cheater.spoiling('after', WORD) });

describe('cells with thousands of ranges', () => {
  it('control: an honest answer opens each of their pages, and stands', () => {
    const worked = work(job, inputs);
    const challenge = challengeOf(worked, 1);
    const response = answer(worked, challenge);
    expect(response.length).toBeGreaterThan(2 * 1024 * ROWS); // of the version, and of the one that it starts from
    expect(check(worked, challenge, response).verdict.code).toBe('valid');
  });

  it('a wrong word is found, and its evidence is small', () => {
    const challenges = Array.from({ length: 8 * COLUMNS }, (_, i) =>
      challengeOf(spoiled, 1, { seed: i.toString(16).padStart(64, '0') }),
    );
    const drawsIt = (challenge: (typeof challenges)[number]): boolean =>
      sampleOf(spoiled.receipt, spoiled, challenge).cells[0]!.workgroup === 1;
    const result = check(spoiled, challenges.find(drawsIt));
    expect(result.verdict).toMatchObject({ code: 'cell.wrong', evidence: { workgroup: 1, word: WORD } });
    const bytes = evidence(spoiled, result)!;
    expect(judge(bytes, spoiled.receipt)).toEqual(result.verdict);
    // A page in each of 1024 rows is loaded as the start of the cell's own words; of the version itself only one is opened.
    expect(bytes.length).toBeLessThan(1.2 * 1024 * ROWS + 40_000);
  });
});
