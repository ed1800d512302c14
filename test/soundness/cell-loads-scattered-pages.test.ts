import { job as jobs, opening, owner } from '@assay/core';
import { challengeOf, work } from '@assay/testkit';
import { pages, response as responses } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { answer, check, evidence, judge, withOpening } from '../audited.js';

// Attack: a cell that loads from more runs of pages than one opening may have. Whoever opens all between them, and not only as much as it
// takes, cannot answer for a large version, and is held to withhold; and who makes no proof of it, lets its worker go.

const RUNS = opening.maxRanges + 1;
const sizeBytes = 2048 * opening.maxRanges + 1024;
const job = jobs.define({
  name: 'scattered',
  kernels: {
    gather: {
      source: `
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> o: array<u32>;
@compute @workgroup_size(1)
fn main() {
  var sum = 0u;
  for (var k = 0u; k < ${RUNS}u; k++) { sum += x[512u * k] + 1u; }
  o[0] = sum;
}`,
      bindings: { x: { binding: 0, access: 'read' }, o: { binding: 1, access: 'write' } },
    },
  },
  inputs: [{ name: 'in', sizeBytes }],
  steps: [
    {
      kernel: 'gather',
      grid: [1, 1, 1],
      reads: { x: 'in' },
      writes: { o: { name: 'out', sizeBytes: 4, owner: owner.linear(1) } },
      loopBudget: RUNS,
    },
  ],
  outputs: ['out'],
});
const spoiled = work(job, new Map([['in', new Uint8Array(sizeBytes)]]), {
  forge: (_, honest) => honest.map((byte) => byte ^ 1),
});
const challenge = challengeOf(spoiled, 1);
const response = answer(spoiled, challenge);
const result = check(spoiled, challenge, response);

describe('a cell that loads from more runs of pages than an opening has', () => {
  it('control: every second page, and the last one', () => expect(RUNS).toBe(65_537));

  it('is answered with one page more than it loads, and is checked', () => {
    const [shown] = responses.decode(response).openings;
    expect(shown!.pages.length / 2).toBe(opening.maxRanges);
    expect(pages.count(pages.fromList(shown!.pages, sizeBytes)!)).toBe(RUNS + 1);
    expect(result.verdict).toMatchObject({ code: 'cell.wrong', evidence: { step: 0, workgroup: 0, word: 0 } });
  });

  // The last chunk is in every opening: it needs no run of its own, and then no gap has to be opened.
  const runs = Array.from({ length: opening.maxRanges }, (_, k) => ({ start: 2 * k, end: 2 * k + 1 }));
  const least = withOpening(response, 0, () => ({
    pages: pages.toList(runs),
    bytes: spoiled.terms.suite.open(spoiled.contents[0]!, pages.toRanges(runs, sizeBytes)),
  }));

  it('of which no more is known than it loads is shown to a judge', () => {
    const found = check(spoiled, challenge, least);
    expect(found.verdict).toEqual(result.verdict);
    const bytes = evidence(spoiled, found)!;
    expect(bytes.length).toBeLessThan(1.1 * 1024 * RUNS + 32 * RUNS);
    expect(judge(bytes, spoiled.receipt)).toEqual(result.verdict);
  });
});
