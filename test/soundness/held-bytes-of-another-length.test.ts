import { isAssayError, bytes as octets, verdict } from '@assay/core';
import { challengeOf, cheater, type Worked, work } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { check, claimOf, everyCell, replayAll } from '../audited.js';
import * as relay from '../relay.js';

// Attack: commit to a longer or a shorter buffer than the job says, whose words are right as far as they go, and hand the bytes to the
// verifier. He finds every word as it must be, and yet the root is one that no opening of the version holds for (core C7.3): nobody who
// has not the bytes could check the claim, nor prove anything against it. What is held must have the version's length.

const { versions } = relay;

function claim(name: keyof typeof versions, change: (honest: Uint8Array) => Uint8Array): Worked {
  const { contents } = work(relay.job, relay.inputs);
  return claimOf(relay.job, contents.with(versions[name], change(contents[versions[name]]!)));
}

const longer = claim('out', (bytes) => octets.concat(bytes, cheater.noise(4)));
const shorter = claim('out', (bytes) => bytes.subarray(0, bytes.length - 4));

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (isAssayError(error)) return error.code;
    throw error;
  }
  return 'accepted';
};

describe('bytes of another length than the version has', () => {
  it('control: bytes of its length are taken', () => {
    expect(replayAll(claim('out', (bytes) => bytes)).verdict.code).toBe('valid');
  });

  it.each([
    ['more', longer],
    ['fewer', shorter],
  ])('%s are not the version, whatever their root is', (_, worked) => {
    expect(codeOf(() => replayAll(worked))).toBe('audit.wrong-held');
    const challenge = challengeOf(worked, everyCell, { held: [versions.out] });
    const held = new Map([[versions.out, worked.contents[versions.out]!]]);
    expect(codeOf(() => check(worked, challenge, Uint8Array.of(0), { held }))).toBe('audit.wrong-held');
  });

  it('the worker has no opening of it either, so that he cannot answer', () => {
    const { verdict: found } = check(longer);
    expect(found).toMatchObject({ code: 'response.wrong-opening', evidence: { version: versions.out } });
    expect(verdict.outcomeOf(found)).toBe('withheld');
  });
});
