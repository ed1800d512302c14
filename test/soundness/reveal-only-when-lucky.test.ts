import { type challenge as challenges, verdict } from '@assay/core';
import { work } from '@assay/testkit';
import { type Acceptance, sampleOf, verifyChallenge, verifyReceipt } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { audited, check } from '../audited.js';
import * as marks from '../marks.js';

// Attack: seal a lazy claim, wait for the beacon, and reveal it only if the beacon is lucky; else reveal another claim, one that is lucky
// for this beacon or one that was worked meanwhile. The seal that was accepted opens for one claim only (`receipt.other-seal`). Who
// reveals nothing has no claim at all: that is for the layer to see, which knows that a seal was accepted (`withheld`).

const policy = { ...audited, samples: marks.samples };
const value = 'c4'.repeat(32);
const acceptance: Acceptance = { round: 1000, value };
const challengeOf = (worked: ReturnType<typeof work>): challenges.Challenge => ({
  ...marks.challengeOf(worked),
  source: { kind: 'beacon', ...acceptance },
});
const isLucky = (worked: ReturnType<typeof work>): boolean =>
  sampleOf(worked.receipt, worked, challengeOf(worked)).cells.every(({ workgroup }) => workgroup >= marks.skipped);

const sealed = work(marks.job, marks.inputs, { forge: marks.lazy, policy });
const seal = { seal: sealed.receipt.claim.seal };
const numbers = Array.from({ length: 4000 }, (_, i) => i);
const luckySalt = marks.saltOf(numbers.find((i) => isLucky(marks.sealed(sealed, { salt: marks.saltOf(i) })))!);
const lucky = work(marks.job, marks.inputs, { forge: marks.lazy, policy, salt: luckySalt });
const later = work(marks.job, marks.inputs, { policy });

describe('a claim is revealed only if the beacon is lucky', () => {
  it('control: the sealed claim is taken, and its audit finds what was left out', () => {
    expect(verifyReceipt(sealed.receipt, { ...sealed.terms, ...seal }).code).toBe('valid');
    expect(verifyChallenge(challengeOf(sealed), sealed.receipt, sealed, acceptance).code).toBe('valid');
    expect(check(sealed, challengeOf(sealed)).verdict.code).toBe('cell.wrong');
  });

  it('control: the others would pass', () => {
    expect(isLucky(lucky)).toBe(true);
    expect(check(lucky, challengeOf(lucky)).verdict.code).toBe('valid');
    expect(check(later, challengeOf(later)).verdict.code).toBe('valid');
  });

  it.each([
    ['the same work under a lucky salt', lucky],
    ['the right result, worked too late', later],
  ])('%s is not what was sealed', (_, worked) => {
    const terms = { ...worked.terms, ...seal };
    const { verdict: found } = check({ ...worked, terms }, challengeOf(worked));
    expect(found).toMatchObject({ code: 'receipt.other-seal', evidence: { expected: seal.seal } });
    expect(verdict.outcomeOf(found)).toBe('malformed');
  });

  it('with the accepted seal written on it, it is not signed, or its seal is wrong', () => {
    const claim = { ...lucky.receipt.claim, ...seal };
    const terms = { ...lucky.terms, ...seal };
    expect(verifyReceipt({ ...lucky.receipt, claim }, terms).code).toBe('receipt.bad-signature');
  });
});
