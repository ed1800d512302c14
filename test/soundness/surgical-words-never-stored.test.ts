import { challengeOf, cheater, work } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { check, descend, evidence, judge } from '../audited.js';
import * as relay from '../relay.js';

// Attack: change words that a cell owns and no invocation of it ever stores. They are no frame, and no run of the kernel writes them; they
// must be what the version started from (S3).

const { state, start } = relay.versions;
const worked = work(relay.job, relay.inputs);
const CELL = 5;
const last = relay.firstWord + relay.cellWords * (CELL + 1) - 1;

describe('words of a cell that nobody stores', () => {
  const spoiled = work(relay.job, relay.inputs, { forge: cheater.spoiling('state', last) });

  it('control: they keep the values that they start from', () => {
    const at = (bytes: Uint8Array): readonly number[] => [
      ...bytes.subarray(4 * (last + 1 - relay.kept), 4 * (last + 1)),
    ];
    expect(at(worked.contents[state]!)).toEqual(at(worked.contents[start]!));
    expect(check(worked).verdict.code).toBe('valid');
  });

  it('control: a change of the frame is not this one', () => {
    const other = work(relay.job, relay.inputs, { forge: cheater.spoiling('state', relay.stateWords - 1) });
    expect(check(other).verdict.code).toBe('frame.changed');
  });

  it('changed, the cell that owns them is wrong', () => {
    const result = check(spoiled);
    expect(result.verdict).toMatchObject({
      code: 'cell.wrong',
      evidence: { step: 0, workgroup: CELL, version: state, word: last },
    });
    expect(judge(evidence(spoiled, result)!, spoiled.receipt)).toEqual(result.verdict);
  });

  it('a watcher finds them, too', () => {
    const found = judge(descend(spoiled, state, worked.contents[state]!)!, spoiled.receipt);
    expect(found).toMatchObject({ code: 'cell.wrong', evidence: { step: 0, workgroup: CELL, word: last } });
  });

  it('the version they start from is shown with them, or the answer is not whole', () => {
    const challenge = challengeOf(spoiled, 1);
    const { audit } = check(spoiled, challenge);
    expect(audit!.committed.parts(start).length).toBeGreaterThan(0);
  });
});
