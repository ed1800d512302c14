import { challenge as challenges, bytes as octets, verdict } from '@assay/core';
import { type AuditResult, audit, proof, response as responses } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { damaged } from '../hostile/damage.js';
import { forged, raced } from '../hostile/forgeries.js';
import { assertOutcome, assertTruthful, attempt } from '../hostile/oracle.js';
import { rearranged } from '../hostile/rearranged.js';
import { flawless, type Specimen } from '../hostile/specimens.js';
import { pick, type Tally, tryMany } from '../hostile/trials.js';
import { decode, distorted, encode, withFields } from '../hostile/value.js';
import type { Random } from '../profile/mutation.js';

// Attack: bytes that were once an answer, changed on the way or by the worker himself: damaged, distorted, or put together anew of true
// openings of other pages, other versions, other bytes. An honest worker's become no fraud, and a wrong cell that is drawn never valid.

/** Jobs with the shortest kernels come up most: with the others a verifier takes ten times as long. */
const seldom = new Set(['matmul', 'edges']);
const often = (all: readonly Specimen[]): readonly Specimen[] =>
  all.flatMap((one) => Array.from({ length: seldom.has(one.worked.job.name) ? 1 : 4 }, () => one));

function check({ worked, challenge, options }: Specimen, response: Uint8Array): AuditResult {
  return audit(worked.receipt, worked.terms, challenge, response, options);
}

const encoded = [...flawless, ...forged].map(({ response }) => response);

/** A response of any of these sorts. */
function changed(specimen: Specimen, chance: Random): Uint8Array {
  const { response, challenge } = specimen;
  switch (chance.next(8)) {
    case 0:
      return damaged(response, chance, encoded);
    case 1:
      return distorted(response, chance, encoded);
    case 2: {
      // Of whatever it was an answer: it is one to this challenge.
      const value = decode(distorted(response, chance, encoded));
      return encode(withFields(value, { challenge: octets.fromHex(challenges.id(challenge)) }));
    }
    case 3:
      return encode(withFields(decode(response), { challenge: new Uint8Array(32).fill(chance.next(256)) }));
    default:
      return rearranged(specimen, chance);
  }
}

/** The code of the verdict on a changed response, of which everything is asserted that holds of any. */
function codeOf(specimen: Specimen, bytes: Uint8Array, chance: Random, ...allowed: readonly verdict.Outcome[]): string {
  const found = check(specimen, bytes);
  assertOutcome(found.verdict, ...allowed);
  const code = assertTruthful(found.verdict, specimen.wrong);
  const decoded = attempt(() => responses.decode(bytes));
  if ('value' in decoded) expect(octets.isEqual(responses.encode(decoded.value), bytes)).toBe(true);
  else expect(['response.malformed', 'response.too-large']).toContain(code);
  if (['fraud', 'job-fault'].includes(verdict.outcomeOf(found.verdict)) && chance.next(4) === 0) {
    const { receipt, terms } = specimen.worked;
    const made = proof.ofVerdict(receipt, terms, found.audit!, found.verdict, { limits: specimen.options.limits! });
    expect(proof.verifyFraudProof(proof.encode(made!), receipt)).toEqual(found.verdict);
  }
  return code;
}

const refusals = ['malformed', 'other-challenge', 'wrong-pages', 'wrong-opening'].map((code) => `response.${code}`);
const expectAll = (tally: Tally, ...codes: readonly string[]): void =>
  expect([...tally.keys()]).toEqual(expect.arrayContaining([...refusals, ...codes]));

describe('responses that were changed', () => {
  it('control: as they were, they show what is there', () => {
    for (const specimen of [...flawless, ...forged, raced]) {
      const { verdict: found } = check(specimen, specimen.response);
      const { wrong } = specimen;
      const expected = wrong === undefined ? 'valid' : wrong.cell === undefined ? 'frame.changed' : 'cell.wrong';
      expect(assertTruthful(found, wrong)).toBe(specimen === raced ? 'cell.races' : expected);
    }
  });

  it('of an honest worker show no fraud', () => {
    const tally = tryMany(6000, (chance) => {
      const specimen = pick(chance, often(flawless));
      return codeOf(specimen, changed(specimen, chance), chance, 'valid', 'withheld');
    });
    expectAll(tally, 'response.incomplete', 'valid');
  });

  it('of one who claims a wrong word are never valid, and show nothing else but this word', () => {
    const tally = tryMany(6000, (chance) => {
      const specimen = pick(chance, often(forged));
      return codeOf(specimen, changed(specimen, chance), chance, 'fraud', 'withheld');
    });
    expectAll(tally, 'cell.wrong', 'frame.changed');
  });

  it('of a job that races say nothing about the worker', () => {
    const tally = tryMany(2000, (chance) => codeOf(raced, changed(raced, chance), chance, 'job-fault', 'withheld'));
    expectAll(tally, 'cell.races');
  });
});
