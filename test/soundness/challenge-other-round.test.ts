import { challenge as challenges, bytes as octets, verdict } from '@assay/core';
import { work } from '@assay/testkit';
import { type Acceptance, sampleOf, verifyChallenge } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { audited } from '../audited.js';
import * as marks from '../marks.js';

// Attack: a challenger who wants certain cells to be drawn, or not to be: an earlier or a later round of the beacon, an invented value,
// a secret chosen when the value was known, or none where one was promised. The layer knows round, value and commitment (C3).

const policy = { ...audited, samples: marks.samples };
const worked = work(marks.job, marks.inputs, { policy });
const secret = 'e5'.repeat(32);
const round = 4711;
const value = 'f6'.repeat(32);
const committed: Acceptance = { round, value, secret: challenges.commitSecret(octets.fromHex(secret)) };

function verdictOf(source: Partial<challenges.Source & { kind: 'beacon' }>, acceptance?: Acceptance): verdict.Verdict {
  const challenge: challenges.Challenge = {
    ...marks.challengeOf(worked),
    source: { kind: 'beacon', round, value, ...source },
  };
  return verifyChallenge(challenge, worked.receipt, worked, acceptance);
}

describe('a challenge from another round, value or secret', () => {
  it('control: round and value of the acceptance, with the secret that was committed to, or without where none was', () => {
    expect(verdictOf({ secret }, committed).code).toBe('valid');
    expect(verdictOf({}, { round, value }).code).toBe('valid');
  });

  it.each<[string, Parameters<typeof verdictOf>[0], Acceptance | undefined]>([
    ['the round before', { round: round - 1 }, { round, value }],
    ['the round after', { round: round + 1 }, { round, value }],
    ['another value', { value: 'f7'.repeat(32) }, { round, value }],
    ['a secret where none was committed to', { secret }, { round, value }],
    ['no secret where one was', {}, committed],
    ['another secret', { secret: 'e6'.repeat(32) }, committed],
    ['the commitment for the secret', { secret: committed.secret! }, committed],
    ['no acceptance at all', {}, undefined],
  ])('%s', (_, source, acceptance) => {
    const found = verdictOf(source, acceptance);
    expect(found.code).toBe('challenge.wrong-source');
    expect(verdict.outcomeOf(found)).toBe('bad-challenge');
  });

  it('each of them would draw other cells', () => {
    const drawn = (source: Partial<challenges.Source & { kind: 'beacon' }>): string => {
      const challenge: challenges.Challenge = {
        ...marks.challengeOf(worked),
        source: { kind: 'beacon', round, value, ...source },
      };
      return JSON.stringify(sampleOf(worked.receipt, worked, challenge).cells);
    };
    const draws = [{}, { round: round + 1 }, { value: 'f7'.repeat(32) }, { secret }, { secret: 'e6'.repeat(32) }].map(
      drawn,
    );
    expect(new Set(draws).size).toBe(draws.length);
  });
});
