/** A small job, a task on it, and the receipt of a worker who ran it: the control of every attack. */
import {
  bytes,
  type identity,
  job as jobs,
  key as keys,
  owner,
  receipt as receipts,
  signature,
  suite as suites,
  task as tasks,
} from '@assay/core';

export const suite: suites.HashSuite = suites.blake3();
export const worker: keys.Key = keys.fromSecret(new Uint8Array(32).fill(7));
export const salt = '55'.repeat(32) as identity.Salt;

/** Versions: 0 left, 1 right (inputs), 2 table (a literal), 3 sum (step 0), 4 scaled (step 1). */
export const job: jobs.Job = jobs.define({
  name: 'sum-and-scale',
  kernels: {
    sum: {
      source: '@compute @workgroup_size(1) fn main() {}',
      bindings: {
        left: { binding: 0, access: 'read' },
        right: { binding: 1, access: 'read' },
        sum: { binding: 2, access: 'write' },
      },
    },
    scale: {
      source: '@compute @workgroup_size(1) fn main() {} // by a table',
      bindings: {
        sum: { binding: 0, access: 'read' },
        table: { binding: 1, access: 'read' },
        scaled: { binding: 2, access: 'write' },
      },
    },
  },
  inputs: [
    { name: 'left', sizeBytes: 16 },
    { name: 'right', sizeBytes: 16 },
  ],
  literals: [{ name: 'table', bytes: Uint8Array.of(2, 0, 0, 0) }],
  steps: [
    {
      kernel: 'sum',
      grid: [4, 1, 1],
      reads: { left: 'left', right: 'right' },
      writes: { sum: { name: 'sum', sizeBytes: 16, owner: owner.linear(1) } },
    },
    {
      kernel: 'scale',
      grid: [4, 1, 1],
      reads: { sum: 'sum', table: 'table' },
      writes: { scaled: { name: 'scaled', sizeBytes: 16, owner: owner.linear(1) } },
    },
  ],
  outputs: ['scaled'],
});

/** The contents of every version, in order: 1+10 … 4+40, then twice that. */
export const contents: readonly Uint8Array[] = [
  Uint32Array.of(1, 2, 3, 4),
  Uint32Array.of(10, 20, 30, 40),
  Uint32Array.of(2),
  Uint32Array.of(11, 22, 33, 44),
  Uint32Array.of(22, 44, 66, 88),
].map((words) => new Uint8Array(words.buffer));

export const trace: readonly suites.Root[] = contents.map((version) => suite.root(version));

export const task: tasks.Task = tasks.make({
  job,
  files: new Map([
    ['left', contents[0]!],
    ['right', contents[1]!],
  ]),
  requester: keys.toIdentity(keys.fromSecret(new Uint8Array(32).fill(1))),
  nonce: '77'.repeat(32) as tasks.Nonce,
  suite,
}).task;

/** What a verifier brings. */
export const terms: { readonly job: jobs.Job; readonly task: tasks.Task; readonly suite: suites.HashSuite } = {
  job,
  task,
  suite,
};

export const receipt: receipts.Receipt = issue();

/** The receipt that the worker issues on whatever is given: everything in it fits together. */
export function issue(change: Partial<Parameters<typeof receipts.issue>[0]> = {}): receipts.Receipt {
  return receipts.issue({ task: tasks.id(task), trace, suite, secret: worker.secret, salt, ...change });
}

/** The receipt with another claim, signed by the worker on that: only the claim itself can be wrong. */
export function signed(claim: Partial<receipts.Claim>): receipts.Receipt {
  const changed = { ...receipt.claim, ...claim };
  return { ...receipt, claim: changed, signature: signature.sign(receipts.signingDigest(changed), worker.secret) };
}

/** The root of a buffer that is none of the job's. */
export const otherRoot: suites.Root = suite.root(bytes.fromHex('ff'));
