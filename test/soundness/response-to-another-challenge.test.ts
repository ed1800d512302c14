import { challenge as challenges, verdict } from '@assay/core';
import { challengeOf, cheater, work } from '@assay/testkit';
import { sampleOf } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { answer, changed, check } from '../audited.js';
import * as relay from '../relay.js';

// Attack: answer a challenge whose cells are right instead of the one that was posed; as it is, or with the other one's id on it.

const worked = work(relay.job, relay.inputs);
const lazy = work(relay.job, relay.inputs, {
  forge: cheater.skipping(relay.job, ({ step, workgroup }) => step === 1 && workgroup < 8),
});
const candidates = Array.from({ length: 40 }, (_, i) =>
  challengeOf(lazy, 1, { seed: i.toString(16).padStart(64, 'e') }),
);
const hits = (challenge: challenges.Challenge): boolean =>
  sampleOf(lazy.receipt, lazy, challenge).cells.some(({ step, workgroup }) => step === 1 && workgroup < 8);
const posed = candidates.find(hits)!;
const lucky = candidates.find((challenge) => !hits(challenge))!;

describe('an answer to another challenge', () => {
  it('control: the posed one shows the fraud, the lucky one does not', () => {
    expect(check(lazy, posed).verdict.code).toBe('cell.wrong');
    expect(check(lazy, lucky).verdict.code).toBe('valid');
    expect(check(worked, challengeOf(worked, 1)).verdict.code).toBe('valid');
  });

  it('says whose it is', () => {
    const { verdict: found } = check(lazy, posed, answer(lazy, lucky));
    expect(found).toMatchObject({
      code: 'response.other-challenge',
      evidence: { expected: challenges.id(posed), got: challenges.id(lucky) },
    });
    expect(verdict.outcomeOf(found)).toBe('withheld');
  });

  it('relabelled it has not what the drawn cell needs', () => {
    const relabelled = changed(answer(lazy, lucky), () => ({ challenge: challenges.id(posed) }));
    expect(check(lazy, posed, relabelled).verdict.code).toBe('response.incomplete');
  });

  it('of another claim, or of more samples from the same seed', () => {
    const { source } = posed;
    const same = { ...posed, samples: 2, source };
    expect(check(lazy, posed, answer(lazy, same)).verdict.code).toBe('response.other-challenge');
    const other = challengeOf(worked, 1, { seed: 'ee'.repeat(32) });
    expect(check(lazy, posed, answer(worked, other)).verdict.code).toBe('response.other-challenge');
  });
});
