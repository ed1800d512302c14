import { verdict } from '@assay/core';
import { challengeOf, cheater, type Worked, work } from '@assay/testkit';
import { sampleOf } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { answer, check, descend, judge } from '../audited.js';
import * as scatter from '../scatter.js';

// Attack: leave out a step, and change one word of an earlier version so that all cells of that step would take longer than any verifier
// waits. The loop budget of the job allows it. An audit that does not draw the one wrong cell comes to no end, and says so: `undecided`, which
// is no `valid`. This is a limit (O4): budgets have to keep cells within what judges run. A watcher still shows the one word.

const { order } = scatter.versions;
const culprit = { step: 0, workgroup: scatter.cells - 1 };
const limits = { mostCost: 2 ** 16, mostInterpreted: 2 ** 16 };
const worked = work(scatter.job, scatter.inputs);
const endless = (rounds: number): Worked => {
  const contents = worked.contents[order]!.slice();
  new DataView(contents.buffer).setUint32(4 * scatter.roundsWord, rounds, true);
  return work(scatter.job, scatter.inputs, {
    // The last step is claimed as it would be with one round: nobody works it.
    forge: ({ name }) => (name === 'order' ? contents : worked.contents[scatter.versions.out]!),
  });
};
const patient = endless(3);
const shielded: Worked = (() => {
  // Worked with few rounds, then claimed with many: whoever replays it has to take them.
  const many = worked.contents[order]!.slice();
  new DataView(many.buffer).setUint32(4 * scatter.roundsWord, 100_000, true);
  return work(scatter.job, scatter.inputs, { forge: cheater.claiming('order', many) });
})();
const challenge = (claim: Worked, isCulprit: boolean) =>
  Array.from({ length: 30 }, (_, i) => challengeOf(claim, 1, { seed: i.toString(16).padStart(64, '2') })).find(
    (one) =>
      isCulprit ===
      sampleOf(claim.receipt, claim, one).cells.some(
        ({ step, workgroup }) => step === culprit.step && workgroup === culprit.workgroup,
      ),
  )!;
const verdictOf = (claim: Worked, isCulprit: boolean): verdict.Verdict => {
  const asked = challenge(claim, isCulprit);
  return check(claim, asked, answer(claim, asked), { limits }).verdict;
};

describe('costs that the worker made himself', () => {
  it('control: with the rounds of the job, within the limits', () => {
    expect(verdictOf(worked, false).code).toBe('valid');
    expect(verdictOf(patient, false).code).toBe('cell.wrong');
  });

  it('an audit that does not draw the wrong cell is undecided', () => {
    const found = verdictOf(shielded, false);
    expect(found).toMatchObject({ code: 'cell.beyond-limits', evidence: { step: 1, code: 'executor.max-cost' } });
    expect(verdict.outcomeOf(found)).toBe('undecided');
  });

  it('one that draws it is not', () => {
    expect(verdictOf(shielded, true)).toMatchObject({ code: 'cell.wrong', evidence: culprit });
  });

  it('a watcher shows the word, which costs nothing to judge', () => {
    const found = judge(descend(shielded, order, worked.contents[order]!)!, shielded.receipt);
    expect(found).toMatchObject({ code: 'cell.wrong', evidence: { ...culprit, word: scatter.roundsWord } });
    expect(verdict.outcomeOf(found)).toBe('fraud');
  });
});
