import { challenge as challenges, job as jobs, bytes as octets, receipt as receipts, verdict } from '@assay/core';
import { type Acceptance, audit, verifyChallengeBytes } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { damaged } from '../hostile/damage.js';
import { assertOutcome, assertTruthful, attempt } from '../hostile/oracle.js';
import { flawless, type Specimen } from '../hostile/specimens.js';
import { pick, tryMany } from '../hostile/trials.js';
import { distorted } from '../hostile/value.js';
import type { Random } from '../profile/mutation.js';
import { changedChallenge } from './honest/hostility.js';

// Attack: bytes that were once a challenge, changed so that the worker has to answer what nobody foresaw, or cannot. A challenge that binds
// is the foreseen one but for what is held; and who answers any other is not at fault for what it asks.

const secret = '5e'.repeat(32);
const acceptance: Acceptance = {
  round: 2 ** 33 + 5,
  value: 'be'.repeat(32),
  secret: challenges.commitSecret(octets.fromHex(secret)),
};
const foreseen = flawless.slice(0, 2).map((specimen) => {
  const { receipt, task } = specimen.worked;
  const { round, value } = acceptance;
  const source: challenges.Source =
    task.policy.challenge.kind === 'beacon' ? { kind: 'beacon', round, value, secret } : { kind: 'hash' };
  const challenge = { claim: receipts.id(receipt), source, samples: task.policy.samples, held: [1] };
  return { ...specimen, challenge };
});
const lenders = foreseen.map(({ challenge }) => challenges.encode(challenge));

/** A challenge of any of three sorts. */
function changed({ worked, challenge }: Specimen, chance: Random): Uint8Array {
  switch (chance.next(3)) {
    case 0:
      return damaged(challenges.encode(challenge), chance, lenders);
    case 1:
      return distorted(challenges.encode(challenge), chance, lenders);
    default:
      return challenges.encode(changedChallenge(challenge, worked.contents.length, chance));
  }
}

describe('challenges that were changed on the way', () => {
  it('control: as they were, they bind', () => {
    for (const { worked, challenge } of foreseen) {
      const found = verifyChallengeBytes(challenges.encode(challenge), worked.receipt, worked.terms, acceptance);
      expect(found.code).toBe('valid');
    }
  });

  it('bind as foreseen, or not at all', () => {
    const tally = tryMany(12_000, (chance) => {
      const specimen = pick(chance, foreseen);
      const { job, receipt, terms } = specimen.worked;
      const bytes = changed(specimen, chance);
      const found = verifyChallengeBytes(bytes, receipt, terms, acceptance);
      assertOutcome(found, 'valid', 'bad-challenge');
      const decoded = attempt(() => challenges.decode(bytes));
      if ('code' in decoded) {
        expect(found).toMatchObject({ code: 'challenge.malformed', evidence: { code: decoded.code } });
        return assertTruthful(found, undefined);
      }
      expect(octets.isEqual(challenges.encode(decoded.value), bytes)).toBe(true);
      const { held, ...rest } = decoded.value;
      const { held: _, ...expected } = specimen.challenge;
      const isForeseen = JSON.stringify(rest) === JSON.stringify(expected);
      const areVersions = held.every((one, i) => one < jobs.versions(job).length && one > (held[i - 1] ?? -1));
      expect(verdict.isValid(found)).toBe(isForeseen && areVersions);
      return assertTruthful(found, undefined);
    });
    const codes = ['malformed', 'other-claim', 'not-foreseen', 'wrong-source', 'wrong-samples', 'wrong-held'];
    expect([...tally.keys()]).toEqual(expect.arrayContaining(['valid', ...codes.map((code) => `challenge.${code}`)]));
  });

  it('whatever they ask, the answer to the one that was meant says nothing against the worker', () => {
    const tally = tryMany(2000, (chance) => {
      const specimen = pick(chance, flawless);
      const { receipt, terms, contents } = specimen.worked;
      const decoded = attempt(() => challenges.decode(changed(specimen, chance)));
      if ('code' in decoded || decoded.value.samples > 20_000) return 'none';
      const held = new Map(contents.entries());
      const { verdict: found } = audit(receipt, terms, decoded.value, specimen.response, { ...specimen.options, held });
      assertOutcome(found, 'valid', 'withheld', 'bad-challenge');
      return assertTruthful(found, undefined);
    });
    expect([...tally.keys()]).toEqual(expect.arrayContaining(['none', 'response.other-challenge']));
  });
});
