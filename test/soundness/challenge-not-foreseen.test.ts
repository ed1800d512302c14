import { type challenge as challenges, receipt as receipts, verdict } from '@assay/core';
import { work } from '@assay/testkit';
import { type Acceptance, verifyChallenge } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { audited } from '../audited.js';
import * as marks from '../marks.js';

// Attack: make a worker answer what he never agreed to: a source of the challenger's own choice, so that he asks for as long as he finds
// something or the worker has had enough; another number of samples; a claim that is not his. Such challenges bind nobody (C2, C4).

const acceptance: Acceptance = { round: 7, value: 'ab'.repeat(32) };
const beacon: challenges.Source = { kind: 'beacon', ...acceptance };
const seed: challenges.Source = { kind: 'seed', seed: 'cd'.repeat(32) };
const policies = {
  beacon: { ...audited, samples: marks.samples },
  hash: marks.policy,
  none: undefined,
};
const works = Object.fromEntries(
  Object.entries(policies).map(([kind, policy]) => [
    kind,
    work(marks.job, marks.inputs, policy === undefined ? {} : { policy }),
  ]),
) as Record<keyof typeof policies, ReturnType<typeof work>>;

function verdictOf(kind: keyof typeof works, change: Partial<challenges.Challenge>): verdict.Verdict {
  const worked = works[kind];
  const challenge = { ...marks.challengeOf(worked), ...change };
  return verifyChallenge(challenge, worked.receipt, worked, acceptance);
}

describe('a challenge that the policy does not foresee', () => {
  it('control: the foreseen one binds', () => {
    expect(verdictOf('beacon', { source: beacon }).code).toBe('valid');
    expect(verdictOf('hash', { source: { kind: 'hash' } }).code).toBe('valid');
  });

  it.each<[keyof typeof works, challenges.Source]>([
    ['beacon', seed],
    ['beacon', { kind: 'hash' }],
    ['hash', seed],
    ['hash', beacon],
    ['none', seed],
    ['none', beacon],
    ['none', { kind: 'hash' }],
  ])('under a policy with %s: $kind', (kind, source) => {
    const found = verdictOf(kind, { source });
    expect(found).toMatchObject({ code: 'challenge.not-foreseen', evidence: { expected: kind, got: source.kind } });
    expect(verdict.outcomeOf(found)).toBe('bad-challenge');
  });

  it.each([1, marks.samples - 1, marks.samples + 1, 2 ** 20])('%i samples', (samples) => {
    const found = verdictOf('beacon', { source: beacon, samples });
    expect(found).toMatchObject({ code: 'challenge.wrong-samples', evidence: { expected: `${marks.samples}` } });
    expect(verdict.outcomeOf(found)).toBe('bad-challenge');
  });

  it('of another claim, also of the same worker on another task', () => {
    const claim = receipts.id(works.hash.receipt);
    const found = verdictOf('beacon', { source: beacon, claim });
    expect(found.code).toBe('challenge.other-claim');
    expect(verdict.outcomeOf(found)).toBe('bad-challenge');
  });

  it.each([
    ['a version that the job does not have', [2]],
    ['one twice', [1, 1]],
    ['in another order', [1, 0]],
  ])('that names as held %s', (_, held) => {
    const found = verdictOf('beacon', { source: beacon, held });
    expect(found.code).toBe('challenge.wrong-held');
    expect(verdict.outcomeOf(found)).toBe('bad-challenge');
  });
});
