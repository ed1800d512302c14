import {
  challenge as challenges,
  identity,
  job as jobs,
  receipt as receipts,
  suite,
  task as tasks,
  trace as traces,
} from '@assay/core';
import { challengeOf, cheater, honest, work } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { answer, check } from '../audited.js';
import * as relay from '../relay.js';

// Attack: a buffer whose bytes are those of an object, so that its root could be taken for the object's id, or an opening of it for a
// showing of the object. Ids are derived with a context (core C2, I2), roots are not; and the one object that is committed to as a
// buffer, the trace, is looked for in one place only.

const { out } = relay.versions;
const worked = work(relay.job, relay.inputs);
const { receipt, job, task } = worked;
const challenge = challengeOf(worked, 3);
const objects: readonly (readonly [string, Uint8Array])[] = [
  ['job', jobs.encode(job)],
  ['task', tasks.encode(task)],
  ['receipt', receipts.encode(receipt)],
  ['challenge', challenges.encode(challenge)],
  ['response', answer(worked, challenge)],
];
const ids = [jobs.id(job), tasks.id(task), receipts.id(receipt), challenges.id(challenge), receipt.claim.seal];
const { root } = suite.blake3();

describe('a buffer that imitates an object', () => {
  it.each(objects)('a %s: its root is no id, in any context', (_, bytes) => {
    const derived = Object.keys(identity.contexts).map((context) => identity.digestHex(context as 'job', bytes));
    expect(derived.some((id) => ids.includes(id as (typeof ids)[number]))).toBe(
      bytes !== objects[2]![1] && bytes !== objects[4]![1],
    );
    expect([...ids, ...derived]).not.toContain(root(bytes));
  });

  it('control: the trace is a buffer, and its root is claimed as the trace’s', () => {
    const bytes = honest.suite.root(Uint8Array.from(receipt.trace.flatMap((each) => [...Buffer.from(each, 'hex')])));
    expect(bytes).toBe(receipt.claim.traceRoot);
    expect(traces.root(receipt.trace, honest.suite)).toBe(bytes);
  });

  it('a version with the bytes of the trace is a version, and wrong', () => {
    const contents = new Uint8Array(4096);
    contents.set(receipt.trace.flatMap((each) => [...Buffer.from(each, 'hex')]));
    const imitating = work(relay.job, relay.inputs, { forge: cheater.claiming('out', contents) });
    expect(check(imitating, challengeOf(imitating, 1)).verdict).toMatchObject({
      code: 'cell.wrong',
      evidence: { version: out },
    });
  });

  it('a version whose root is claimed to be that of the trace has no opening', () => {
    const { suite: hashes, salt, worker } = honest;
    const trace = receipt.trace.with(out, receipt.claim.traceRoot);
    const issued = receipts.issue({ task: tasks.id(task), trace, suite: hashes, secret: worker.secret, salt });
    const claimed = { ...worked, receipt: issued };
    expect(check(claimed, challengeOf(claimed, 1)).verdict).toMatchObject({
      code: 'response.wrong-opening',
      evidence: { version: out },
    });
  });
});
