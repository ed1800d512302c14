import { job as jobs, owner } from '@assay/core';
import { challengeOf, cheater, type Worked, work } from '@assay/testkit';
import type { response as responses } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { answer, changed, check, everyCell } from '../audited.js';

// Attack: work nothing, and count on cells of an early step that use up the verifier's patience (S6): cells that he can run, but not the
// interpreter, which has to confirm each of them; or whose pages are kept back. What is dear, or is not there, takes no more of what he
// has for other cells than it took of his time, and the cheap wrong cells behind it are fraud.

const CELLS = 32;
const source = (rounds: number): string => `
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> o: array<u32>;
@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) cell: vec3u) {
  var value = x[256u * cell.x];
  for (var round = 0u; round < ${rounds}u; round++) { value = value * 1664525u + 1013904223u; }
  o[256u * cell.x] = value;
}`;
const bindings = { x: { binding: 0, access: 'read' }, o: { binding: 1, access: 'write' } } as const;
const sizeBytes = 1024 * CELLS;
const step = (kernel: string, from: string, to: string): jobs.DraftStep => ({
  kernel,
  grid: [CELLS, 1, 1],
  reads: { x: from },
  writes: { o: { name: to, sizeBytes, owner: owner.linear(256) } },
  loopBudget: 10_000,
});
const job = jobs.define({
  name: 'dear-and-cheap',
  kernels: { dear: { source: source(1000), bindings }, cheap: { source: source(1), bindings } },
  inputs: [{ name: 'in', sizeBytes }],
  steps: [step('dear', 'in', 'middle'), step('cheap', 'middle', 'out')],
  outputs: ['out'],
});
const inputs = new Map([['in', cheater.noise(sizeBytes)]]);
/** Of a dear cell, some thousands; of a cheap one, some tens. */
const limits = { mostCost: 2 ** 16, mostInterpreted: 1000, mostTogether: 2 ** 19 };

const worked = work(job, inputs);
const spoiled = work(job, inputs, { forge: (_, honest) => honest.map((byte) => byte ^ 1) });
const [DEAR, CHEAP] = [0, 1];
const found = (claim: Worked, response = answer(claim, challengeOf(claim, everyCell))) =>
  check(claim, challengeOf(claim, everyCell), response, { limits });

describe('cells that are too dear to be confirmed', () => {
  it('control: an honest claim is right within these limits', () => {
    expect(found(worked).verdict.code).toBe('valid');
  });

  it('leave time for those that are not', () => {
    const result = found(spoiled);
    expect(result.verdict).toMatchObject({ code: 'cell.wrong', evidence: { step: CHEAP, workgroup: 0 } });
    expect(result.findings.slice(0, CELLS)).toEqual(
      Array.from({ length: CELLS }, () => expect.objectContaining({ code: 'interpreter.max-cost' })),
    );
  });
});

describe('cells whose pages are kept back', () => {
  const without = (version: number) =>
    changed(answer(spoiled, challengeOf(spoiled, everyCell)), ({ openings }: responses.Response) => ({
      openings: openings.filter((one) => one.version !== version),
    }));

  it('leave time for those that are shown', () => {
    const result = found(spoiled, without(0));
    expect(result.findings[DEAR]).toMatchObject({ kind: 'withheld', version: 0 });
    expect(result.verdict).toMatchObject({ code: 'cell.wrong', evidence: { step: CHEAP } });
  });

  it('count as what it took to see that', () => {
    // Every cell is run to its end, and misses its page.
    const cost = found(worked).findings.find((finding) => finding.kind === 'right')!.cost;
    const challenge = challengeOf(spoiled, everyCell);
    const { findings } = check(spoiled, challenge, without(0), { limits: { ...limits, mostTogether: 10 * cost - 1 } });
    const kinds = findings.slice(0, CELLS).map((finding) => finding.kind);
    expect(kinds.filter((kind) => kind === 'withheld')).toHaveLength(10);
    expect(findings[10]).toMatchObject({ kind: 'beyond-limits', code: 'audit.cost' });
  });
});
