import { isAssayError } from '@assay/core';
import { honest, work } from '@assay/testkit';
import { sampling, verifyChallenge } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { check } from '../audited.js';
import * as marks from '../marks.js';

// Attack: where the challenge derives from the sealed commitment, try salts until none of the cells that were left out is drawn, and
// seal only then. With 2^g tries a miss of probability P becomes one of up to 2^g · P (SPEC.md, *Probabilities*): measured here, and
// refused by `sampling.assertEnough` for every such setting.

const worked = work(marks.job, marks.inputs, { forge: marks.lazy, policy: marks.policy });
const tries = Array.from({ length: 2 ** marks.grindingBits }, (_, i) => marks.saltOf(i));
const lucky = tries.map((salt) => marks.isLucky(marks.sealed(worked, { salt })));
const share = marks.skipped / marks.cells;

/** Within six standard deviations: the salts are fixed, so this holds always or never. */
function expectShare(got: number, probability: number, count: number): void {
  const deviation = Math.sqrt((probability * (1 - probability)) / count);
  expect(Math.abs(got - probability)).toBeLessThan(6 * deviation);
}

describe('salts are tried until the challenge suits', () => {
  it('control: one try has the probability of the formula', () => {
    expectShare(lucky.filter(Boolean).length / tries.length, marks.missed, tries.length);
    const computed = sampling.missProbability({ samples: marks.samples, faultyFraction: share, cells: marks.cells });
    expect(computed / marks.missed).toBeCloseTo(1, 12);
  });

  it.each([1, 2, 4, 6])('with 2^%i tries it is as much larger', (bits) => {
    const got = marks.luckyBlocks(lucky, 2 ** bits);
    expectShare(got, 1 - (1 - marks.missed) ** (2 ** bits), tries.length / 2 ** bits);
    const samples = { samples: marks.samples, faultyFraction: share, cells: marks.cells };
    const most = sampling.missProbability({ ...samples, grindingBits: bits });
    expect(most / (2 ** bits * marks.missed)).toBeCloseTo(1, 12);
    expect(1 - (1 - marks.missed) ** (2 ** bits)).toBeLessThan(most);
  });

  it('and who has tried enough passes the audit that binds him', () => {
    const salt = tries[lucky.indexOf(true)]!;
    const ground = work(marks.job, marks.inputs, { forge: marks.lazy, policy: marks.policy, salt });
    const challenge = marks.challengeOf(ground);
    expect(verifyChallenge(challenge, ground.receipt, ground).code).toBe('valid');
    expect(check(ground, challenge).verdict.code).toBe('valid');
    expect(check(worked, marks.challengeOf(worked)).verdict.code).toBe('cell.wrong');
    expect(worked.receipt.claim.salt).toBe(honest.salt);
  });

  it('such settings are refused', () => {
    const setting = { samples: marks.samples, faultyFraction: share, missProbability: 1e-6, cells: marks.cells };
    const codeOf = (source: 'hash' | 'beacon', grindingBits: number, samples: number): string => {
      try {
        sampling.assertEnough({ ...setting, source, grindingBits, samples });
      } catch (error) {
        if (isAssayError(error)) return error.code;
        throw error;
      }
      return 'accepted';
    };
    expect(codeOf('hash', marks.grindingBits, marks.samples)).toBe('sampling.too-little-grinding');
    expect(codeOf('hash', 80, marks.samples)).toBe('sampling.too-few');
    expect(codeOf('beacon', 0, marks.samples)).toBe('sampling.too-few');
    const enough = sampling.samplesFor({ ...setting, grindingBits: 80 });
    expect(codeOf('hash', 80, enough)).toBe('accepted');
    expect(codeOf('hash', 80, enough - 1)).toBe('sampling.too-few');
  });
});
