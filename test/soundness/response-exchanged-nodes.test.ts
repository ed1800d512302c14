import { bytes as octets } from '@assay/core';
import { challengeOf, cheater, work } from '@assay/testkit';
import { response as responses } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { answer, check, withOpening } from '../audited.js';
import * as relay from '../relay.js';

// Attack: an opening in which values of hidden nodes are doubled, exchanged, or taken from their neighbours, or in which chunks stand in
// each other's place. Every place in it is known (core C7), so each of them gives another root.

/** What the words of a drawn cell start from. */
const { start } = relay.versions;
const worked = work(relay.job, relay.inputs);
const challenge = challengeOf(worked, 1);
const response = answer(worked, challenge);
const { openings } = responses.decode(response);
const { bytes, pages } = openings.find(({ version }) => version === start)!;

/** Values before the first page that is shown: of the largest nodes left of it. */
const values = [...pages[0]!.toString(2)].filter((bit) => bit === '1').length;
const exchanged = (a: number, b: number, length: number): Uint8Array => {
  const other = bytes.slice();
  other.set(bytes.subarray(b, b + length), a);
  other.set(bytes.subarray(a, a + length), b);
  return other;
};
const codeOf = (changed: Uint8Array): string =>
  check(
    worked,
    challenge,
    withOpening(response, start, () => ({ bytes: changed })),
  ).verdict.code;
const last = bytes.length - 1024;

describe('an opening with parts exchanged', () => {
  it('control: as it is, it holds, and hides nodes before and behind its pages', () => {
    expect(codeOf(bytes)).toBe('valid');
    expect(values).toBeGreaterThan(0);
    expect(pages.at(-1)).toBeLessThan(15);
  });

  it.each<[string, () => Uint8Array]>([
    ['two values', () => exchanged(0, last - 32, 32)],
    ['a value twice', () => octets.concat(bytes.subarray(0, 32), bytes.subarray(0, 32), bytes.subarray(64))],
    ['a value of noise', () => octets.concat(cheater.noise(32), bytes.subarray(32))],
    ['a value and the beginning of a chunk', () => exchanged(0, 32 * values, 32)],
    ['two chunks', () => exchanged(32 * values, last, 1024)],
    ['a chunk twice', () => octets.concat(bytes.subarray(0, last), bytes.subarray(32 * values, 32 * values + 1024))],
    ['one bit', () => bytes.map((byte, i) => (i === 40 ? byte ^ 1 : byte))],
    ['all in reverse', () => bytes.slice().reverse()],
  ])('%s', (_, change) => {
    expect(codeOf(change())).toBe('response.wrong-opening');
  });
});
