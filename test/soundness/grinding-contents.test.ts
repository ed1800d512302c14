import { receipt as receipts, task as tasks, trace as traces } from '@assay/core';
import { cheater, honest, work } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { check } from '../audited.js';
import * as marks from '../marks.js';

// Attack: the words of cells that nobody worked are free bits. Each value of them is another trace root, another seal and another
// challenge, without a new salt; so a seal that binds the salt is not enough, and the same allowance for grinding covers this.

const { suite, salt, worker } = honest;
const lazy = work(marks.job, marks.inputs, { forge: marks.lazy, policy: marks.policy });
const [values, marked] = lazy.contents as [Uint8Array, Uint8Array];
const tries = 2 ** marks.grindingBits;

/** The marks with a number in a cell that was left out. */
function contentsOf(number: number): Uint8Array {
  const contents = marked.slice();
  new DataView(contents.buffer).setUint32(marks.freeBytes - 4, number, true);
  return contents;
}

const valuesRoot = suite.root(values);
const lucky = Array.from({ length: tries }, (_, number) => {
  const traceRoot = traces.root([valuesRoot, suite.root(contentsOf(number))], suite);
  return marks.isLucky(marks.sealed(lazy, { traceRoot }));
});

describe('contents of cells that were left out are tried until the challenge suits', () => {
  it('control: with what the work gives instead it is an honest claim', () => {
    const worked = work(marks.job, marks.inputs, { policy: marks.policy });
    expect(check(worked, marks.challengeOf(worked)).verdict.code).toBe('valid');
  });

  it('each of them is another challenge: as many are lucky as with salts', () => {
    const deviation = Math.sqrt(tries * marks.missed * (1 - marks.missed));
    expect(Math.abs(lucky.filter(Boolean).length - tries * marks.missed)).toBeLessThan(6 * deviation);
  });

  it('and who has tried enough passes the audit', () => {
    const contents = contentsOf(lucky.indexOf(true));
    const ground = work(marks.job, marks.inputs, { forge: cheater.claiming('marks', contents), policy: marks.policy });
    const issued = receipts.issue({
      task: tasks.id(ground.task),
      trace: ground.receipt.trace,
      suite,
      secret: worker.secret,
      salt,
    });
    expect(issued).toEqual(ground.receipt);
    expect(check(ground, marks.challengeOf(ground)).verdict.code).toBe('valid');
    expect(check(lazy, marks.challengeOf(lazy)).verdict.code).toBe('cell.wrong');
  });
});
