import { receipt as receipts, verdict } from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import { respond } from '@assay/runtime';
import { type Cheat, challengeOf, type Worked, work } from '@assay/testkit';
import { audit, openFullReplay, proof } from '@assay/verify';
import { describe, expect, it } from 'vitest';

const noise = (length: number, factor: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * factor) >>> 3);
const product = (cheat?: Cheat): Worked =>
  work(
    matmul.job({ m: 128, n: 192, k: 64 }),
    new Map([
      ['a', noise(128 * 64, 37)],
      ['b', noise(64 * 192, 91)],
    ]),
    cheat,
  );

const answer = (worked: Worked, samples: number, held: readonly number[] = []) => {
  const challenge = challengeOf(worked, samples, { held });
  const versions = { bytesOf: (index: number) => worked.contents[index]! };
  const response = respond({ ...worked, challenge, versions });
  const bytes = new Map(held.map((index) => [index, worked.contents[index]!]));
  return audit(worked.receipt, worked.terms, challenge, response, { held: bytes });
};

describe('an honest worker, audited', () => {
  it('an honest worker’s answer is valid, whatever the verifier holds', () => {
    const worked = product();
    for (const samples of [1, 3, 1000]) expect(answer(worked, samples).verdict.code).toBe('valid');
    expect(answer(worked, 5, [0]).verdict.code).toBe('valid');
    expect(answer(worked, 5, [0, 1, 2, 3]).verdict.code).toBe('valid');
  });

  it('a wrong word in a drawn cell is fraud, and a stranger sees it', () => {
    const worked = product({
      forge: ({ name }, honest) => (name === 'c' ? honest.with(4000, honest[4000]! ^ 1) : honest),
    });
    const { verdict: found, audit: opened } = answer(worked, 1000);
    expect(found.code).toBe('cell.wrong');
    const bytes = proof.encode(proof.ofVerdict(worked.receipt, worked.terms, opened!, found)!);
    const judged = proof.verifyFraudProof(bytes, receipts.decode(receipts.encode(worked.receipt)));
    expect(judged).toEqual(found);
    expect(verdict.outcomeOf(judged)).toBe('fraud');
    expect(bytes.length).toBeGreaterThan(0);
  });

  it('pictures', () => {
    const worked = work(edges.job({ width: 64, height: 64 }), new Map([['picture', noise(64 * 64 * 4, 91)]]));
    expect(answer(worked, 40).verdict.code).toBe('valid');
    const replay = openFullReplay(worked.receipt, worked.terms, new Map(worked.contents.entries()));
    expect('sample' in replay).toBe(true);
  });
});
