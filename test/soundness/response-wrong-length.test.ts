import { bytes as octets, verdict } from '@assay/core';
import { challengeOf, work } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { answer, check, withOpening } from '../audited.js';
import * as relay from '../relay.js';

// Attack: openings with bytes too many or too few, at either end or in the middle. Job and pages fix their length (core C5).

const { state } = relay.versions;
const worked = work(relay.job, relay.inputs);
const challenge = challengeOf(worked, 1);
const response = answer(worked, challenge);
const withBytes = (change: (bytes: Uint8Array) => Uint8Array) =>
  check(
    worked,
    challenge,
    withOpening(response, state, ({ bytes }) => ({ bytes: change(bytes) })),
  ).verdict;

describe('an opening of another length', () => {
  it('control: of its length it holds', () => {
    expect(withBytes((bytes) => bytes.slice()).code).toBe('valid');
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ['a byte more', (bytes) => octets.concat(bytes, Uint8Array.of(0))],
    ['a byte more, before', (bytes) => octets.concat(Uint8Array.of(0), bytes)],
    ['a value more', (bytes) => octets.concat(bytes, bytes.subarray(0, 32))],
    ['a chunk more', (bytes) => octets.concat(bytes, new Uint8Array(1024))],
    ['a byte less', (bytes) => bytes.subarray(0, -1)],
    ['a byte less, before', (bytes) => bytes.subarray(1)],
    ['without its first value', (bytes) => bytes.subarray(32)],
    ['half of it', (bytes) => bytes.subarray(0, bytes.length / 2)],
    ['one byte', (bytes) => bytes.subarray(0, 1)],
  ])('%s', (_, change) => {
    const found = withBytes(change);
    expect(found).toMatchObject({ code: 'response.wrong-opening', evidence: { version: state } });
    expect(verdict.outcomeOf(found)).toBe('withheld');
  });

  it('without bytes it is no opening', () => {
    expect(withBytes(() => new Uint8Array()).code).toBe('response.malformed');
  });
});
