import { challengeOf, cheater, work } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { check, evidence, judge } from '../audited.js';
import * as relay from '../relay.js';

// Attack: work on a smaller input, which takes fewer rounds, and claim that it was the task's. The roots of the inputs are the task's,
// the versions are those of the smaller one.

const smaller = relay.inputs.get('start')!.slice();
for (let cell = 0; cell < relay.cells; cell++) smaller[4 * cell] = 1; // rounds
const other = work(relay.job, new Map(relay.inputs).set('start', smaller));

describe('the result for another input', () => {
  it('control: for that input it is right', () => {
    expect(check(other).verdict.code).toBe('valid');
  });

  it('all versions of it: the frame is not that of the input', () => {
    const worked = work(relay.job, relay.inputs, { forge: ({ index }) => other.contents[index]! });
    const result = check(worked, challengeOf(worked, 1));
    expect(result.verdict).toMatchObject({
      code: 'frame.changed',
      evidence: { version: relay.versions.state, start: 0 },
    });
    expect(judge(evidence(worked, result)!, worked.receipt)).toEqual(result.verdict);
  });

  it('only the last one: it does not follow from the one before', () => {
    const worked = work(relay.job, relay.inputs, {
      forge: cheater.claiming('out', other.contents[relay.versions.out]!),
    });
    const result = check(worked, challengeOf(worked, 1));
    expect(result.verdict).toMatchObject({ code: 'cell.wrong', evidence: { step: 1 } });
    expect(judge(evidence(worked, result)!, worked.receipt)).toEqual(result.verdict);
  });
});
