import { verdict } from '@assay/core';
import { challengeOf, cheater, work } from '@assay/testkit';
import type { response as responses } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { answer, changed, check } from '../audited.js';
import * as relay from '../relay.js';

// Attack: leave out a version altogether, or all of them, or a frame. Whatever a drawn cell needs and is not there is `withheld`; what
// was shown still counts, for fraud that is seen comes first (O1).

const { seeds, start, state, out } = relay.versions;
const worked = work(relay.job, relay.inputs);
const challenge = challengeOf(worked, 100);
const response = answer(worked, challenge);
const without = (...versions: readonly number[]): Uint8Array =>
  changed(response, ({ openings }) => ({ openings: openings.filter(({ version }) => !versions.includes(version)) }));

describe('a version is left out of the answer', () => {
  it('control: with all of them it is right', () => {
    expect(check(worked, challenge, without()).verdict.code).toBe('valid');
  });

  it.each([
    ['what the first step reads', seeds, 0],
    ['what its words start from', start, 0],
    ['what it wrote', state, 0],
    ['the result', out, 1],
  ])('%s', (_, version, step) => {
    const { verdict: found } = check(worked, challenge, without(version));
    expect(found).toMatchObject({ code: 'response.incomplete', evidence: { step, workgroup: 0, version } });
    expect(verdict.outcomeOf(found)).toBe('withheld');
  });

  it('all of them', () => {
    expect(check(worked, challenge, without(seeds, start, state, out)).verdict.code).toBe('response.incomplete');
  });

  it('control: a version that the challenge names as held need not be there', () => {
    const holding = challengeOf(worked, 100, { held: [out] });
    const held = new Map([[out, worked.contents[out]!]]);
    expect(check(worked, holding, answer(worked, holding), { held }).verdict.code).toBe('valid');
  });

  it('a wrong cell that was shown comes before one that was not', () => {
    const lazy = work(relay.job, relay.inputs, { forge: cheater.skipping(relay.job, ({ step }) => step === 1) });
    const asked = challengeOf(lazy, 100);
    const shown = changed(answer(lazy, asked), ({ openings }) => ({
      openings: openings.filter(({ version }) => version !== start),
    }));
    expect(check(lazy, asked, shown).verdict).toMatchObject({ code: 'cell.wrong', evidence: { step: 1 } });
  });

  type Frames = responses.Response['frames'];

  it.each<[string, (frames: Frames) => Frames]>([
    ['a frame less', (frames) => frames.slice(1)],
    ['no frames', () => []],
    ['a frame more', (frames) => [...frames, frames[0]!]],
    ['a frame without the version before', ([first, ...rest]) => [{ after: first!.after! }, ...rest]],
    ['a frame without the version itself', ([first, ...rest]) => [{ before: first!.before! }, ...rest]],
    ['an empty frame', ([, ...rest]) => [{}, ...rest]],
  ])('%s', (_, change) => {
    const shown = changed(response, ({ frames }) => ({ frames: change(frames) }));
    expect(check(worked, challenge, shown).verdict.code).toBe('response.wrong-pages');
  });

  it.each<[string, (frames: Frames) => Frames]>([
    ['frames in another order', (frames) => frames.toReversed()],
    [
      'the openings of a frame exchanged',
      ([first, ...rest]) => [{ before: first!.after!, after: first!.before! }, ...rest],
    ],
  ])('%s', (_, change) => {
    const shown = changed(response, ({ frames }) => ({ frames: change(frames) }));
    expect(check(worked, challenge, shown).verdict.code).toBe('response.wrong-opening');
  });
});
