import { type challenge as challenges, receipt as receipts, suite as suites, verdict } from '@assay/core';
import { type Cheat, challengeOf, type Worked, work } from '@assay/testkit';
import { type AuditResult, audit, proof, response as responses, sampleOf } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { respond } from './respond.js';
import { chainOf, startOf } from './testing/chain.js';
import { noise } from './testing/dataflow.js';
import { thrownBy } from './testing/device.js';

const ROUNDS = 40;
const chain = (cheat?: Cheat): Worked => work(chainOf(ROUNDS), startOf(ROUNDS), cheat);
const worked = chain();

const answerTo = (worked: Worked, challenge: challenges.Challenge): Uint8Array =>
  respond({ ...worked, challenge, versions: { bytesOf: (index) => worked.contents[index]! } });

const audited = (worked: Worked, samples: number, held: readonly number[] = []): AuditResult => {
  const challenge = challengeOf(worked, samples, { held });
  const bytes = new Map(held.map((index) => [index, worked.contents[index]!]));
  return audit(worked.receipt, worked.terms, challenge, answerTo(worked, challenge), { held: bytes });
};

describe('respond', () => {
  it('an honest worker’s answer is valid, whatever the verifier holds', () => {
    for (const samples of [1, 30, 1000]) expect(audited(worked, samples).verdict.code).toBe('valid');
    expect(audited(worked, 30, [1, 3, 5]).verdict.code).toBe('valid');
    expect(audited(worked, 30, [...worked.contents.keys()]).verdict.code).toBe('valid');
  });

  it('a wrong word in a drawn cell is fraud, and a stranger sees it', () => {
    const forged = chain({
      forge: ({ name }, honest) => (name === 'state7' ? honest.with(100, honest[100]! ^ 1) : honest),
    });
    const { verdict: found, audit: opened } = audited(forged, 1000);
    expect(found.code).toBe('cell.wrong');
    const bytes = proof.encode(proof.ofVerdict(forged.receipt, forged.terms, opened!, found)!);
    const judged = proof.verifyFraudProof(bytes, receipts.decode(receipts.encode(forged.receipt)));
    expect(judged).toEqual(found);
    expect(verdict.outcomeOf(judged)).toBe('fraud');
  });

  it('a changed word of nobody is fraud', () => {
    const forged = chain({
      forge: ({ name }, honest) => (name === 'cache7' ? honest.with(9000, honest[9000]! ^ 1) : honest),
    });
    expect(audited(forged, 3).verdict.code).toBe('frame.changed');
  });

  it('opens each stretch of a frame in both versions, byte for byte as if it were opened alone', () => {
    const challenge = challengeOf(worked, 3, { held: [3] });
    const { stretches } = sampleOf(worked.receipt, worked, challenge);
    const { frames } = responses.decode(answerTo(worked, challenge));
    // A cache has a stretch before and one behind what was appended: all but the first and the last one have both.
    expect(stretches.length).toBe(2 * ROUNDS - 2);
    const suite = suites.blake3();
    const alone = (version: number, at: number): Uint8Array | undefined =>
      version === 3 ? undefined : suite.open(worked.contents[version]!, responses.rangesOfStretch(stretches[at]!));
    for (const [at, { version, from }] of stretches.entries()) {
      expect(frames[at]!.before, `before ${at}`).toEqual(alone(from, at));
      expect(frames[at]!.after, `after ${at}`).toEqual(alone(version, at));
    }
  });

  it('refuses bytes that are not those of the receipt', () => {
    const challenge = challengeOf(worked, 1);
    const versions = {
      bytesOf: (index: number) => (index === 1 ? noise(256 * ROUNDS, 9) : worked.contents[index]!),
    };
    expect(thrownBy(() => respond({ ...worked, challenge, versions }))).toMatchObject({
      kind: 'invalid',
      code: 'respond.other-bytes',
      where: 'version 1',
    });
  });
});
