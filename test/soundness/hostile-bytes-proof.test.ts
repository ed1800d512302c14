import { bytes as octets, receipt as receipts, verdict } from '@assay/core';
import { challengeOf, type honest, type Worked, work } from '@assay/testkit';
import { proof } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { accusation, aimedAt, rearrangedProof } from '../hostile/accusations.js';
import { damaged } from '../hostile/damage.js';
import { equivocation, equivocator, forged, raced } from '../hostile/forgeries.js';
import { assertOutcome, assertTruthful, attempt } from '../hostile/oracle.js';
import { flawless, type Specimen } from '../hostile/specimens.js';
import { pick, type Tally, tryMany } from '../hostile/trials.js';
import { decode, distorted, encode, withFields } from '../hostile/value.js';
import type { Random } from '../profile/mutation.js';

// Attack: bytes that were once evidence, changed, or aimed at another worker, or put together anew from all that an honest worker committed
// to. The judge has nothing else than these bytes and the receipt: an honest worker is never at fault, nor a job that does not race, and of
// one who claims a wrong word nothing else is shown than this word.

const guilty = [...forged, raced];
const proofs = [...guilty.map((one) => one.proof), equivocation];

/** Evidence of any sort, meant for a receipt or said to be. */
function changed(bytes: Uint8Array, worked: Worked, chance: Random): Uint8Array {
  const claim = octets.fromHex(receipts.id(worked.receipt));
  switch (chance.next(10)) {
    case 0:
      return damaged(bytes, chance, proofs);
    case 1:
      return distorted(bytes, chance, proofs);
    case 2:
      return encode(withFields(decode(distorted(bytes, chance, proofs)), { claim }));
    case 3:
      return aimedAt(pick(chance, proofs), worked.receipt);
    case 4:
    case 5:
    case 6: {
      const ofTheJob = guilty.filter((one) => one.worked.job === worked.job).map((one) => one.proof);
      return rearrangedProof(aimedAt(pick(chance, [...ofTheJob, bytes]), worked.receipt), worked, chance);
    }
    default:
      return accusation(worked, chance);
  }
}

/** The code of the judge's verdict, of which everything is asserted that holds of any. */
function judge(bytes: Uint8Array, { worked, wrong }: Pick<Specimen, 'worked' | 'wrong'>): verdict.Verdict {
  const found = proof.verifyFraudProof(bytes, worked.receipt);
  assertTruthful(found, wrong);
  const decoded = attempt(() => proof.decode(bytes));
  if ('value' in decoded) expect(octets.isEqual(proof.encode(decoded.value), bytes)).toBe(true);
  else expect(found).toMatchObject({ code: 'proof.malformed', evidence: { code: decoded.code } });
  return found;
}

const refusals = ['proof.malformed', 'proof.other-claim', 'proof.wrong-opening'];
const expectAll = (tally: Tally, ...codes: readonly string[]): void =>
  expect([...tally.keys()]).toEqual(expect.arrayContaining([...refusals, ...codes]));

describe('evidence that was changed', () => {
  it('control: as it was, it shows what it was made of', () => {
    for (const specimen of guilty) {
      const outcome = specimen === raced ? 'job-fault' : 'fraud';
      assertOutcome(judge(specimen.proof, specimen), outcome);
    }
    expect(proof.verifyFraudProof(equivocation, equivocator.receipt).code).toBe('receipt.equivocation');
  });

  it('shows nothing against an honest worker', () => {
    const tally = tryMany(12_000, (chance) => {
      const specimen = pick(chance, flawless);
      const found = judge(changed(pick(chance, proofs), specimen.worked, chance), specimen);
      assertOutcome(found, 'bad-challenge');
      return found.code;
    });
    expectAll(tally, 'proof.unfounded');
  });

  it('shows nothing else but the wrong word of one who claims a wrong word', () => {
    const tally = tryMany(12_000, (chance) => {
      const specimen = pick(chance, forged);
      const bytes = chance.next(3) === 0 ? pick(chance, proofs) : specimen.proof;
      const found = judge(changed(bytes, specimen.worked, chance), specimen);
      assertOutcome(found, 'fraud', 'bad-challenge');
      return found.code;
    });
    expectAll(tally, 'proof.unfounded', 'cell.wrong', 'frame.changed');
  });

  it('of a race says nothing about the worker', () => {
    const tally = tryMany(2000, (chance) => {
      const found = judge(changed(raced.proof, raced.worked, chance), raced);
      assertOutcome(found, 'job-fault', 'bad-challenge');
      return found.code;
    });
    expect([...tally.keys()]).toEqual(expect.arrayContaining(['proof.malformed', 'cell.races']));
  });
});

describe('evidence of two claims that was changed', () => {
  // Signed by this worker: the same trace with another salt, and a claim on another task.
  const { job, receipt } = equivocator;
  const inputs = new Map(job.inputs.map(({ name }, index) => [name, equivocator.contents[index]!]));
  const again = work(job, inputs, { salt: '66'.repeat(32) as typeof honest.salt }).receipt;
  const elsewhere = work(job, inputs, { nonce: '88'.repeat(32) as Worked['task']['nonce'] }).receipt;
  const claims = [again, elsewhere, receipt, ...flawless.map(({ worked }) => worked.receipt)];
  const innocent = claims.map((other) => proof.encode(proof.ofEquivocation(receipt, other)));

  it('control: claims that are no equivocation', () => {
    for (const bytes of innocent) {
      expect(proof.verifyFraudProof(bytes, receipt).code).toBe('proof.unfounded');
    }
    expect(challengeOf({ receipt: again }, 1).claim).not.toBe(challengeOf({ receipt }, 1).claim);
  });

  it('shows no equivocation but that of the two claims as they were signed', () => {
    const { finding } = proof.decode(equivocation);
    const tally = tryMany(4000, (chance) => {
      const bytes = chance.next(2) === 0 ? equivocation : pick(chance, innocent);
      const change = chance.next(3) === 0 ? damaged : distorted;
      const changedBytes = change(bytes, chance, [equivocation, ...innocent]);
      const found = proof.verifyFraudProof(changedBytes, receipt);
      assertOutcome(found, 'fraud', 'bad-challenge');
      expect(verdict.decode(verdict.encode(found))).toEqual(found);
      if (verdict.outcomeOf(found) === 'fraud') {
        expect(found.code).toBe('receipt.equivocation');
        expect(proof.decode(changedBytes).finding).toEqual(finding);
      }
      return found.code;
    });
    const codes = ['proof.malformed', 'proof.other-claim', 'proof.unfounded'];
    expect([...tally.keys()]).toEqual(expect.arrayContaining(codes));
  });
});
