import { verdict } from '@assay/core';
import { cheater, type Worked, work } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { cellProof, judge, type Shown } from '../audited.js';
import * as scatter from '../scatter.js';

// Attack: a challenger who calls a right cell wrong, or racing, to have a worker slashed or a job voided (or a worker who wants the job to
// be at fault). He may leave out pages, so that the judge would see zeros: cells that store by what they load would race then, or come to
// other words. A load from what is not shown makes the proof unfounded (E2), whatever it seems to show.

const { keys, values, order, out } = scatter.versions;
const worked = work(scatter.job, scatter.inputs);
const spoiled = work(scatter.job, scatter.inputs, { forge: cheater.spoiling('out', 9) });

const judged = (claim: Worked, step: number, workgroup: number, shown: Shown): verdict.Verdict =>
  judge(cellProof(claim, { step, workgroup }, shown), claim.receipt);

/** All that cell 1 of the second step needs. */
const all: Shown = [
  [values, 0, 1],
  [order, 0, 4],
  [out, 0, 1],
];

describe('a fraud proof of a cell that is right', () => {
  it('control: of one that is wrong it is fraud', () => {
    expect(judged(spoiled, 1, 1, all)).toMatchObject({
      code: 'cell.wrong',
      evidence: { step: 1, workgroup: 1, word: 9 },
    });
  });

  it('nothing differs, and nothing races', () => {
    for (let workgroup = 0; workgroup < scatter.cells; workgroup++) {
      const found = judged(worked, 1, workgroup, all);
      expect(found.code).toBe('proof.unfounded');
      expect(verdict.outcomeOf(found)).toBe('bad-challenge');
    }
    // The words of another cell are wrong.
    expect(judged(spoiled, 1, 0, all).code).toBe('proof.unfounded');
  });

  it.each<[string, Shown]>([
    [
      'where it stores, so that all would store to one word',
      [
        [values, 0, 1],
        [order, 3, 4],
        [out, 0, 1],
      ],
    ],
    [
      'what it stores',
      [
        [order, 0, 4],
        [out, 0, 1],
      ],
    ],
    ['all that it loads', [[out, 0, 1]]],
    [
      'its own words',
      [
        [values, 0, 1],
        [order, 0, 4],
      ],
    ],
    ['everything', []],
  ])('left out: %s', (_, shown) => {
    for (const claim of [worked, spoiled]) expect(judged(claim, 1, 1, shown).code).toBe('proof.unfounded');
  });

  it.each<[string, number, number, Shown]>([
    ['a step that does not exist', 2, 0, []],
    ['a workgroup that does not exist', 1, scatter.cells, []],
    ['one far beyond', 1, 2 ** 32 - 1, []],
    ['a version that the step does not bind', 1, 1, [[keys, 0, 1], ...all]],
    ['versions in another order', 1, 1, all.toReversed()],
    ['a version twice', 1, 1, [...all, [out, 0, 1]]],
  ])('%s', (_, step, workgroup, shown) => {
    const found = judged(spoiled, step, workgroup, shown);
    expect(found.code).toBe('proof.wrong-opening');
    expect(verdict.outcomeOf(found)).toBe('bad-challenge');
  });
});
