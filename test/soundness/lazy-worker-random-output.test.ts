import { verdict } from '@assay/core';
import { challengeOf, cheater, work } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { check, evidence, judge } from '../audited.js';
import * as relay from '../relay.js';

// Attack: commit to noise, and to its right roots. Every cell is wrong, so that the fewest samples show it.

const worked = work(relay.job, relay.inputs);
const random = work(relay.job, relay.inputs, { forge: ({ index }, honest) => cheater.noise(honest.length, index) });
const seeds = Array.from({ length: 3 }, (_, i) => i.toString(16).padStart(64, '0'));

describe('noise instead of a result', () => {
  it.each(seeds)('control: an honest claim stands, drawn from seed %s', (seed) => {
    expect(check(worked, challengeOf(worked, 1, { seed })).verdict.code).toBe('valid');
  });

  it.each(seeds)('one sample is enough, drawn from seed %s', (seed) => {
    const result = check(random, challengeOf(random, 1, { seed }));
    const { verdict: found } = result;
    expect(found).toMatchObject({ code: 'cell.wrong', evidence: { step: 0, version: relay.versions.state } });
    expect(verdict.outcomeOf(found)).toBe('fraud');
    expect(judge(evidence(random, result)!, random.receipt)).toEqual(found);
  });
});
