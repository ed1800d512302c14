import { costs, type policy as policies, verdict } from '@assay/core';
import { work } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { answer, audited, check } from '../audited.js';
import * as marks from '../marks.js';

// Attack: a requester binds by the policy a cost table that is none for the job, so that nobody can draw cells, nobody can answer, and the
// worker is late. Whoever has the table sees that the task is unfit (W3).

const table: costs.Costs = costs.of(marks.job, [Array.from({ length: marks.cells }, (_, i) => i + 1)]);
const [step] = table.steps as [costs.StepCosts & { kind: 'each' }];
const policyOf = (given: costs.Costs): policies.Policy => ({
  ...audited,
  samples: marks.samples,
  weights: costs.id(given),
});

function verdictWith(given: costs.Costs): verdict.Verdict {
  const worked = work(marks.job, marks.inputs, { policy: policyOf(given) });
  const challenge = marks.challengeOf(worked);
  const isFit = given === table;
  return check(worked, challenge, isFit ? answer(worked, challenge, given) : Uint8Array.of(0), { costs: given })
    .verdict;
}

describe('a cost table that is none for its job', () => {
  it('control: one that is', () => {
    expect(verdictWith(table).code).toBe('valid');
  });

  it.each<[string, costs.Costs, string]>([
    ['of another job', { ...table, job: '00'.repeat(32) as costs.Costs['job'] }, 'costs.other-job'],
    ['with a step more', { ...table, steps: [step, step] }, 'costs.wrong-steps'],
    ['with a cell less', { ...table, steps: [{ ...step, weights: step.weights.subarray(4) }] }, 'costs.wrong-cells'],
    [
      'with a weight of 0',
      { ...table, steps: [{ ...step, weights: step.weights.slice().fill(0, 0, 4) }] },
      'costs.zero',
    ],
  ])('%s', (_, given, code) => {
    const found = verdictWith(given);
    expect(found).toMatchObject({ code: 'task.unfit', evidence: { code } });
    expect(verdict.outcomeOf(found)).toBe('job-fault');
  });

  it('a table that the policy does not name is the verifier’s mistake, and no verdict', () => {
    const worked = work(marks.job, marks.inputs, { policy: policyOf(table) });
    const challenge = marks.challengeOf(worked);
    const other = { ...table, steps: [{ kind: 'equal' as const, weight: 1 }] };
    expect(() => check(worked, challenge, Uint8Array.of(0), { costs: other })).toThrow(/audit\.wrong-costs|cost table/);
    expect(() => check(worked, challenge, Uint8Array.of(0))).toThrow(/cost table/);
  });
});
