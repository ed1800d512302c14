import { challengeOf, cheater, work } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { check, evidence, judge } from '../audited.js';
import * as relay from '../relay.js';

// Attack: buffers as they were allocated. What starts as zeros stays zeros, what starts from a version stays that one.

const idle = work(relay.job, relay.inputs, { forge: cheater.skipping(relay.job, () => true) });
const idleAtLast = work(relay.job, relay.inputs, { forge: cheater.skipping(relay.job, ({ step }) => step === 1) });
const nothing = new Map(relay.inputs).set('seeds', new Uint8Array(4 * relay.cells * relay.cellWords).fill(0xff));
nothing.set('start', new Uint8Array(4 * relay.stateWords));

describe('a worker who left the buffers as they were', () => {
  it('control: where that is the result, it is right', () => {
    // 0 · 3 + (2³² − 1) + 1 = 0
    const worked = work(relay.job, nothing, { forge: cheater.claiming('state', nothing.get('start')!) });
    expect(check(worked).verdict.code).toBe('valid');
  });

  it('one sample shows it', () => {
    const result = check(idle, challengeOf(idle, 1));
    expect(result.verdict).toMatchObject({ code: 'cell.wrong', evidence: { step: 0 } });
    expect(judge(evidence(idle, result)!, idle.receipt)).toEqual(result.verdict);
  });

  it('also if only the last step was left out', () => {
    const result = check(idleAtLast, challengeOf(idleAtLast, 1));
    expect(result.verdict).toMatchObject({ code: 'cell.wrong', evidence: { step: 1, claimed: 0 } });
    expect(judge(evidence(idleAtLast, result)!, idleAtLast.receipt)).toEqual(result.verdict);
  });
});
