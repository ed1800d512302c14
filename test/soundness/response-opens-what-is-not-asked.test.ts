import { suite } from '@assay/core';
import { challengeOf, work } from '@assay/testkit';
import { response, type response as responses } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { answer, changed, check } from '../audited.js';
import * as relay from '../relay.js';

// Attack: an answer with more than was asked: versions that no drawn cell binds, that are known, that do not exist, or one of them twice,
// so that the second could stand for the first. More pages of what is asked are allowed (A2), and say nothing.

const { seeds, start, state, out } = relay.versions;
const worked = work(relay.job, relay.inputs);
const { open } = suite.blake3();
const whole = (version: number): responses.Response['openings'][number] => {
  const bytes = worked.contents[version]!;
  return {
    version,
    pages: [0, bytes.length / 1024],
    bytes: open(bytes, [{ offsetBytes: 0, lengthBytes: bytes.length }]),
  };
};
const challenge = challengeOf(worked, 1);
const honest = answer(worked, challenge);
const codeOf = (openings: readonly ReturnType<typeof whole>[]): string =>
  check(
    worked,
    challenge,
    changed(honest, () => ({ openings })),
  ).verdict.code;
const all = [seeds, start, state, out].map(whole);

describe('an answer that opens more', () => {
  it('control: more pages of what is asked are no fault', () => {
    expect(response.decode(honest).openings.map(({ version }) => version)).toEqual([seeds, start, state, out]);
    expect(codeOf(all)).toBe('valid');
  });

  it.each<[string, readonly ReturnType<typeof whole>[]]>([
    ['a version twice', [...all, all[3]!]],
    ['a version twice, in a row', [all[0]!, all[0]!, ...all.slice(1)]],
    ['in another order', all.toReversed()],
    ['two exchanged', [all[1]!, all[0]!, ...all.slice(2)]],
    ['a version that does not exist', [...all, { ...all[3]!, version: 4 }]],
    ['a version far beyond', [...all, { ...all[3]!, version: 65_535 }]],
  ])('%s', (_, openings) => {
    expect(codeOf(openings)).toBe('response.wrong-pages');
  });

  it('a version that is held', () => {
    const holding = challengeOf(worked, 1, { held: [out] });
    const held = new Map([[out, worked.contents[out]!]]);
    const shown = changed(answer(worked, holding), () => ({ openings: all }));
    expect(check(worked, holding, shown, { held }).verdict.code).toBe('response.wrong-pages');
  });
});
