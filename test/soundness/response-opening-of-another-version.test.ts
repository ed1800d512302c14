import { challengeOf, cheater, work } from '@assay/testkit';
import { response as responses } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { answer, changed, check } from '../audited.js';
import * as relay from '../relay.js';

// Attack: openings of other versions of the same job in the place of those that are asked for: the version that one starts from, whose
// frame is the same; the inputs; the same version of another task.

const { seeds, start, state, out } = relay.versions;
const worked = work(relay.job, relay.inputs);
const other = work(relay.job, new Map(relay.inputs).set('seeds', cheater.noise(4096, 77)));
const challenge = challengeOf(worked, 100);
const response = answer(worked, challenge);
const { openings } = responses.decode(response);
const others = responses.decode(answer(other, challengeOf(other, 100))).openings;
const bytesOf = (index: number, from = openings): Uint8Array => from.find(({ version }) => version === index)!.bytes;

const codeWith = (version: number, bytes: Uint8Array, pages?: readonly number[]): string => {
  const replaced = changed(response, (decoded) => ({
    openings: decoded.openings.map((one) =>
      one.version === version ? { ...one, bytes, pages: pages ?? one.pages } : one,
    ),
  }));
  return check(worked, challenge, replaced).verdict.code;
};

describe('an opening of another version', () => {
  it('control: each in its place', () => {
    for (const version of [seeds, start, state, out]) expect(codeWith(version, bytesOf(version))).toBe('valid');
  });

  it.each([
    ['the one that it starts from', state, start],
    ['the one that starts from it', start, state],
    ['an input of the same size', out, seeds],
    ['the result in the place of an input', seeds, out],
  ])('%s', (_, asked, given) => {
    const { pages } = openings.find(({ version }) => version === given)!;
    expect(codeWith(asked, bytesOf(given), pages)).toBe('response.wrong-opening');
  });

  it.each([
    ['the result', out],
    ['the state', state],
    ['the input', seeds],
  ])('%s of another task', (_, version) => {
    expect(codeWith(version, bytesOf(version, others))).toBe('response.wrong-opening');
  });

  it('control: what both tasks have in common is the same opening', () => {
    expect(codeWith(start, bytesOf(start, others))).toBe('valid');
  });
});
