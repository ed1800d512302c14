import { receipt as receipts, task as tasks, verdict } from '@assay/core';
import { challengeOf, cheater, honest, work } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { check, evidence, judge } from '../audited.js';
import * as relay from '../relay.js';

// Attack: give the result of an earlier task on the same job again. Either the trace starts from the earlier inputs, which the task
// does not name; or it starts from the right ones, and the first cell that is looked at does not follow from them.

const earlier = work(
  relay.job,
  new Map(relay.inputs).set('seeds', cheater.noise(4 * relay.cells * relay.cellWords, 9)),
);
const cached = work(relay.job, relay.inputs, { forge: ({ index }) => earlier.contents[index]! });
const { suite, salt, worker } = honest;

describe('the result of an earlier task', () => {
  it('control: it is right for the earlier task', () => {
    expect(check(earlier, challengeOf(earlier, 1)).verdict.code).toBe('valid');
  });

  it('with its inputs: the task names others', () => {
    const { trace } = earlier.receipt;
    const receipt = receipts.issue({ task: tasks.id(cached.task), trace, suite, secret: worker.secret, salt });
    const { verdict: found } = check({ ...cached, receipt }, challengeOf({ receipt }, 1), Uint8Array.of(0));
    expect(found).toMatchObject({ code: 'receipt.wrong-input', evidence: { name: 'seeds' } });
    expect(verdict.outcomeOf(found)).toBe('fraud');
  });

  it('with the inputs of the task: no cell of the first step follows from them', () => {
    const result = check(cached, challengeOf(cached, 1));
    expect(result.verdict).toMatchObject({ code: 'cell.wrong', evidence: { step: 0 } });
    expect(judge(evidence(cached, result)!, cached.receipt)).toEqual(result.verdict);
  });

  it('the receipt itself is for the earlier task only', () => {
    const { receipt } = earlier;
    const other = work(relay.job, relay.inputs, { nonce: '78'.repeat(32) as tasks.Nonce });
    const { verdict: found } = check({ ...other, receipt }, challengeOf({ receipt }, 1), Uint8Array.of(0));
    expect(found.code).toBe('receipt.other-task');
  });
});
