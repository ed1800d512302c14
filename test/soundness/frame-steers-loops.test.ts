import { verdict } from '@assay/core';
import { challengeOf, cheater, work } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { check, descend, evidence, judge, replayAll } from '../audited.js';
import * as relay from '../relay.js';

// Attack: change words that no cell owns so that the loops of a later step take one round instead of seven. Each cell is right for the
// bytes that were committed to; no replay of any cell can show it. The frame is looked at in every audit, whatever is drawn (S5).

const { state } = relay.versions;
const worked = work(relay.job, relay.inputs);
const seeds = Array.from({ length: 4 }, (_, i) => i.toString(16).padStart(64, 'b'));

describe('loops are steered by changed words of a frame', () => {
  const spoiled = work(relay.job, relay.inputs, { forge: cheater.spoiling('state', 9, 7 ^ 1) });

  it('control: the loops of that cell, and of no other, take other rounds', () => {
    const [right, wrong] = [worked, spoiled].map(({ contents }) => contents[relay.versions.out]!);
    const differing = Array.from(right!.keys()).filter((i) => right![i] !== wrong![i]);
    expect(new Set(differing.map((i) => Math.floor(i / 4 / relay.cellWords)))).toEqual(new Set([9]));
  });

  it('all cells are right, and the frame is not', () => {
    const { verdict: found, findings } = check(spoiled);
    expect(new Set(findings.map(({ kind }) => kind))).toEqual(new Set(['right']));
    expect(found).toMatchObject({
      code: 'frame.changed',
      evidence: { version: state, from: 1, start: 0, end: relay.firstWord },
    });
    expect(verdict.outcomeOf(found)).toBe('fraud');
  });

  it.each(seeds)('one sample is enough, drawn from seed %s', (seed) => {
    expect(check(worked, challengeOf(worked, 1, { seed })).verdict.code).toBe('valid');
    const result = check(spoiled, challengeOf(spoiled, 1, { seed }));
    expect(result.verdict.code).toBe('frame.changed');
    expect(judge(evidence(spoiled, result)!, spoiled.receipt)).toEqual(result.verdict);
  });

  it('a full replay and a watcher show it, too', () => {
    const result = replayAll(spoiled);
    expect(result.verdict.code).toBe('frame.changed');
    expect(judge(evidence(spoiled, result)!, spoiled.receipt)).toEqual(result.verdict);
    const found = judge(descend(spoiled, state, worked.contents[state]!)!, spoiled.receipt);
    expect(found).toMatchObject({ code: 'frame.changed', evidence: { version: state, start: 9, end: 10 } });
  });
});
