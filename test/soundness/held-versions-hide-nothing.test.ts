import { verdict } from '@assay/core';
import { challengeOf, cheater, work } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { answer, check, everyCell, evidence, judge } from '../audited.js';
import * as relay from '../relay.js';

// Attack: hope that a verifier who holds versions looks at less. Whatever he holds, the same cells are drawn and the same words compared, and
// his evidence is whole for somebody who holds nothing. And the other way round: a challenger who names as held what he has not, so that an
// honest answer seems to lack it, comes to no verdict at all.

const all = [0, 1, 2, 3];
const subsets = Array.from({ length: 16 }, (_, bits) => all.filter((version) => (bits >> version) & 1));
const worked = work(relay.job, relay.inputs);
const spoiled = work(relay.job, relay.inputs, { forge: cheater.spoiling('state', relay.firstWord + 200) });
const found = check(spoiled).verdict;

describe('versions that the verifier holds', () => {
  it.each(subsets.map((held) => [held]))('held %j', (held) => {
    const verdictOf = (claim: typeof worked): ReturnType<typeof check> => {
      const bytes = new Map(held.map((version) => [version, claim.contents[version]!]));
      return check(claim, challengeOf(claim, everyCell, { held }), undefined, { held: bytes });
    };
    expect(verdictOf(worked).verdict.code).toBe('valid');
    const result = verdictOf(spoiled);
    expect(result.verdict).toEqual(found);
    expect(judge(evidence(spoiled, result)!, spoiled.receipt)).toEqual(found);
  });

  it('held and not there: the challenger’s mistake, and no verdict', () => {
    const challenge = challengeOf(worked, 1, { held: [2, 3] });
    const response = answer(worked, challenge);
    const held = new Map([[2, worked.contents[2]!]]);
    expect(() => check(worked, challenge, response, { held })).toThrow(
      expect.objectContaining({ code: 'audit.missing-held' }),
    );
    held.set(3, worked.contents[3]!.with(0, 99));
    expect(() => check(worked, challenge, response, { held })).toThrow(
      expect.objectContaining({ code: 'audit.wrong-held' }),
    );
    held.set(3, worked.contents[3]!);
    expect(verdict.isValid(check(worked, challenge, response, { held }).verdict)).toBe(true);
  });
});
