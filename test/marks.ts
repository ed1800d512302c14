/** A job of one step with many small cells, each of which writes a mark that only the work gives; and challenges ground against it. */
import {
  type challenge as challenges,
  type identity,
  job as jobs,
  owner,
  type policy as policies,
  receipt as receipts,
} from '@assay/core';
import { cases, cheater, type Worked } from '@assay/testkit';
import { sampleOf } from '@assay/verify';
import { audited } from './audited.js';

export const cells = 32;
/** Cells that a lazy worker leaves out, the first ones; and how many an audit draws. */
export const skipped = 14;
export const samples = 8;

const WORDS = 4;

export const job: jobs.Job = jobs.define({
  name: 'marks',
  kernels: {
    mark: {
      source: `
@group(0) @binding(0) var<storage, read> values: array<u32>;
@group(0) @binding(1) var<storage, read_write> marks: array<u32>;

@compute @workgroup_size(${WORDS})
fn main(@builtin(global_invocation_id) id: vec3u) {
  marks[id.x] = ((values[id.x] ^ (values[id.x] >> 15u)) * 0x2c1b3c6du) | 1u;
}`,
      bindings: { values: { binding: 0, access: 'read' }, marks: { binding: 1, access: 'write' } },
    },
  },
  inputs: [{ name: 'values', sizeBytes: 4 * WORDS * cells }],
  steps: [
    {
      kernel: 'mark',
      grid: [cells, 1, 1],
      reads: { values: 'values' },
      writes: { marks: { name: 'marks', sizeBytes: 4 * WORDS * cells, owner: owner.linear(WORDS) } },
      loopBudget: 0,
    },
  ],
  outputs: ['marks'],
});

export const inputs: ReadonlyMap<string, Uint8Array> = new Map([['values', cheater.noise(4 * WORDS * cells)]]);

/** Leaves the first cells out. */
export const lazy: cheater.Forge = cheater.skipping(job, ({ workgroup }) => workgroup < skipped);

/** Bytes of the marks that nobody computes. */
export const freeBytes: number = 4 * WORDS * skipped;

/** Challenges derive from the sealed commitment; the policy says what grinding it allows for. */
export const policy: policies.Policy = { ...audited, challenge: { kind: 'hash', grindingBits: 80 }, samples };

/** How many tries a cheater has in these tests: 2^14, 2^20 in a soak. */
export const grindingBits: number = Math.min(20, Math.max(14, cases(20)));

/** The challenge that a claim brings upon itself. */
export function challengeOf({ receipt }: Pick<Worked, 'receipt'>): challenges.Challenge {
  return { claim: receipts.id(receipt), source: { kind: 'hash' }, samples, held: [] };
}

/** Whether none of the cells that were left out is drawn for a claim. */
export function isLucky(worked: Worked): boolean {
  const { cells: drawn } = sampleOf(worked.receipt, worked, challengeOf(worked));
  return drawn.every(({ workgroup }) => workgroup >= skipped);
}

/** The same work under another seal, not signed: what a cheater looks at before he signs. */
export function sealed(worked: Worked, change: Partial<Pick<receipts.Claim, 'salt' | 'traceRoot'>>): Worked {
  const claim = { ...worked.receipt.claim, ...change };
  const seal = receipts.seal(claim.worker, claim.task, claim.traceRoot, claim.salt);
  return { ...worked, receipt: { ...worked.receipt, claim: { ...claim, seal } } };
}

/** A number as 32 bytes. */
export function saltOf(number: number): identity.Salt {
  return number.toString(16).padStart(64, '0') as identity.Salt;
}

/** C(N − b, k) / C(N, k): none of b wrong cells among k of N. */
export const missed: number = Array.from({ length: samples }, (_, i) => (cells - skipped - i) / (cells - i)).reduce(
  (product, factor) => product * factor,
);

/** Of tries in blocks of some size, the share of blocks with a lucky one. */
export function luckyBlocks(lucky: readonly boolean[], size: number): number {
  const blocks = Array.from({ length: lucky.length / size }, (_, i) => lucky.slice(i * size, (i + 1) * size));
  return blocks.filter((block) => block.includes(true)).length / blocks.length;
}
