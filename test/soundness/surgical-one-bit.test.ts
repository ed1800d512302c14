import { challenge as challenges, verdict } from '@assay/core';
import { matmul, registered } from '@assay/kernels';
import { challengeOf, cheater, work } from '@assay/testkit';
import { product, sampleOf } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { check, descend, evidence, judge, replayAll } from '../audited.js';

// Attack: one wrong bit in a product, in a cell that is not drawn. Samples do not show it, and this is said (DESIGN, *Surgical fraud*).
// What does: Freivalds' check, which looks at every word; a full replay; and one watcher who ran the job himself, by descent. Each ends
// in one culprit cell, and in evidence that a stranger judges.

const [m, n, k] = [256, 192, 16];
const job = matmul.job({ m, n, k });
const inputs = new Map([
  ['a', cheater.noise(m * k).map((byte) => byte & 0x8f)],
  ['b', cheater.noise(k * n, 2)],
]);
const WORD = 100 * n + 70;
const worked = work(job, inputs);
const spoiled = work(job, inputs, { forge: cheater.spoiling('c', WORD, 1 << 20) });
const C = 3;
const culprit = { step: 1, workgroup: 4 }; // row 100, column 70 in tiles of 64
const seeds = Array.from({ length: 40 }, (_, i) => i.toString(16).padStart(64, '9'));
const isDrawn = seeds.map((seed) =>
  sampleOf(spoiled.receipt, spoiled, challengeOf(spoiled, 3, { seed })).cells.some(
    ({ step, workgroup }) => step === culprit.step && workgroup === culprit.workgroup,
  ),
);
const drawn = (wanted: boolean): ReturnType<typeof challengeOf> =>
  challengeOf(spoiled, 3, { seed: seeds[isDrawn.indexOf(wanted)]! });

describe('one wrong bit', () => {
  it('control: without it everything holds', () => {
    expect(replayAll(worked).verdict.code).toBe('valid');
    expect(descend(worked, C, worked.contents[C]!)).toBeUndefined();
  });

  it('an audit that does not draw its cell finds nothing', () => {
    expect(check(spoiled, drawn(false)).verdict.code).toBe('valid');
  });

  it('one that draws it does', () => {
    expect(check(spoiled, drawn(true)).verdict).toMatchObject({
      code: 'cell.wrong',
      evidence: { ...culprit, word: WORD },
    });
  });

  it('the product check finds its row, whatever is drawn', () => {
    const declared = product.declared(job, 1, registered.products());
    expect(declared.kind).toBe('product');
    const [a, , bt] = spoiled.contents as [Uint8Array, Uint8Array, Uint8Array];
    const seed = challenges.seed(spoiled.receipt.claim, drawn(false).source);
    const claimed = { extents: { m, n, k }, a, bt, seed, step: 1 };
    expect(product.check({ ...claimed, c: worked.contents[C]! })).toEqual({ kind: 'holds' });
    const c = spoiled.contents[C]!;
    expect(product.check({ ...claimed, c })).toEqual({ kind: 'differs', rows: [100], count: 1 });
    expect(product.culprits(c, product.row(claimed, 100), 100)).toEqual([WORD]);
  });

  it('a full replay finds the cell, and a stranger sees it', () => {
    const result = replayAll(spoiled);
    expect(result.verdict).toMatchObject({ code: 'cell.wrong', evidence: { ...culprit, word: WORD } });
    expect(judge(evidence(spoiled, result)!, spoiled.receipt)).toEqual(result.verdict);
  });

  it('a watcher makes the worker show it, and a stranger sees it', () => {
    const found = judge(descend(spoiled, C, worked.contents[C]!)!, spoiled.receipt);
    expect(found).toMatchObject({ code: 'cell.wrong', evidence: { ...culprit, version: C, word: WORD } });
    expect(verdict.outcomeOf(found)).toBe('fraud');
  });
});
