import { costs, bytes as octets, receipt as receipts, task as tasks, type verdict } from '@assay/core';
import { challengeOf, cheater, honest, type Worked } from '@assay/testkit';
import { audit } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { answer, audited } from '../audited.js';
import { assertOutcome, assertTruthful, attempt } from '../hostile/oracle.js';
import { flawless } from '../hostile/specimens.js';
import { tryMany } from '../hostile/trials.js';
import { decode, distorted, encode, withFields } from '../hostile/value.js';
import * as relay from '../relay.js';

// Attack: a requester whose policy names a cost table that is none for the job, or no table at all: weights of other cells, of 0, too large, so
// that whoever draws by it fails, takes for ever, or finds fault with a worker. Job, task and claim fit together.

const { suite, salt, worker } = honest;
const specimen = flawless.find(({ worked }) => worked.job === relay.job)!;
const { job, receipt: plain, contents } = specimen.worked;
const weights = cheater.noise(4 * relay.cells);
const table = costs.encode({
  job: specimen.worked.task.job,
  steps: [
    { kind: 'each', weights },
    { kind: 'equal', weight: 3 },
  ],
});

/** The same work on a task whose policy names a table. */
function workedBy(named: costs.Costs): Worked {
  const task: tasks.Task = { ...specimen.worked.task, policy: { ...audited, weights: costs.id(named) } };
  const receipt = receipts.issue({ task: tasks.id(task), trace: plain.trace, suite, salt, secret: worker.secret });
  return { job, task, receipt, contents, terms: { job, task, suite } };
}

/** What an audit concludes whose verifier has the table, and whose worker answers if he can. */
function check(named: costs.Costs): verdict.Verdict {
  const worked = workedBy(named);
  const challenge = challengeOf(worked, 4);
  const answered = attempt(() => answer(worked, challenge, named));
  const response = 'value' in answered ? answered.value : Uint8Array.of(0);
  return audit(worked.receipt, worked.terms, challenge, response, { ...specimen.options, costs: named }).verdict;
}

describe('cost tables that a requester makes up', () => {
  it('control: cells are drawn by one that fits', () => {
    expect(check(costs.decode(table)).code).toBe('valid');
  });

  it('draw cells, or make the task unfit, and say nothing of the worker', () => {
    const tally = tryMany(4000, (chance) => {
      let bytes = distorted(table, chance);
      if (chance.next(2) === 0)
        bytes = encode(withFields(decode(bytes), { job: octets.fromHex(specimen.worked.task.job) }));
      const decoded = attempt(() => costs.decode(bytes));
      if ('code' in decoded) return decoded.code;
      expect(octets.isEqual(costs.encode(decoded.value), bytes)).toBe(true);
      const found = check(decoded.value);
      assertOutcome(found, 'valid', 'job-fault');
      return assertTruthful(found, undefined);
    });
    expect([...tally.keys()]).toEqual(expect.arrayContaining(['shape.wrong-value', 'task.unfit', 'valid']));
  });
});
