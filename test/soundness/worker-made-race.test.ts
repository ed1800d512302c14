import { verdict } from '@assay/core';
import { challengeOf, cheater, type Worked, work } from '@assay/testkit';
import { sampleOf } from '@assay/verify';
import { analysis, steps } from '@assay/wgsl';
import { describe, expect, it } from 'vitest';
import { check, descend, evidence, judge, replayAll } from '../audited.js';
import * as scatter from '../scatter.js';

// Attack: leave out a whole step, and change one word of an earlier version so that all cells of that step race on what was committed to:
// then an audit that does not draw the one wrong cell says that the job is at fault, and the worker is paid for it. This is a limit (O4):
// a race shows that the job has no meaning only if what the cell started from is right. It is so for kernels that analysis cannot prove
// race-free for all contents; where fraud is seen at the same time, or shown by anybody while that is possible, fraud is what counts.

const { order } = scatter.versions;
const culprit = { step: 0, workgroup: scatter.cells - 1 };
const worked = work(scatter.job, scatter.inputs);
const spoil = cheater.spoiling('order', scatter.factorWord); // 1 becomes 0
const skip = cheater.skipping(scatter.job, ({ step }) => step === 1);
const shielded = work(scatter.job, scatter.inputs, {
  forge: (version, honest, contents) => skip(version, spoil(version, honest, contents), contents),
});
const lazy = work(scatter.job, scatter.inputs, { forge: skip });
const seeds = Array.from({ length: 30 }, (_, i) => i.toString(16).padStart(64, '1'));
const challenge = (worked: Worked, isCulprit: boolean) =>
  seeds
    .map((seed) => challengeOf(worked, 1, { seed }))
    .find(
      (one) =>
        isCulprit ===
        sampleOf(worked.receipt, worked, one).cells.some(
          ({ step, workgroup }) => step === culprit.step && workgroup === culprit.workgroup,
        ),
    )!;

describe('a race that the worker made himself', () => {
  it('control: the job does not race on what it computes, and a skipped step is fraud', () => {
    expect(replayAll(worked).verdict.code).toBe('valid');
    expect(check(lazy, challenge(lazy, false)).verdict.code).toBe('cell.wrong');
  });

  it('an audit that does not draw the wrong cell blames the job', () => {
    const result = check(shielded, challenge(shielded, false));
    expect(result.verdict).toMatchObject({ code: 'cell.races', evidence: { step: 1 } });
    expect(verdict.outcomeOf(result.verdict)).toBe('job-fault');
    expect(judge(evidence(shielded, result)!, shielded.receipt)).toEqual(result.verdict);
  });

  it('one that draws it blames the worker', () => {
    expect(check(shielded, challenge(shielded, true)).verdict).toMatchObject({ code: 'cell.wrong', evidence: culprit });
  });

  it('so does a full replay, and any watcher', () => {
    expect(replayAll(shielded).verdict).toMatchObject({ code: 'cell.wrong', evidence: culprit });
    const found = judge(descend(shielded, order, worked.contents[order]!)!, shielded.receipt);
    expect(found).toMatchObject({ code: 'cell.wrong', evidence: { ...culprit, word: scatter.factorWord } });
    expect(verdict.outcomeOf(found)).toBe('fraud');
  });

  it('analysis says before anybody works that this step may race on some contents, and the other does not', () => {
    const lowering = steps.lowering(scatter.job);
    const kinds = scatter.job.steps.map((step, index) => {
      const { kernel, dispatch } = lowering.lower(step, index)!;
      return analysis.freedomOf(kernel, analysis.inspect(kernel, dispatch)).kind === 'proven';
    });
    expect(kinds).toEqual([true, false]);
  });
});
