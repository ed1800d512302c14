/** A worker who leaves a share of the cells out, and how often audits notice. */
import {
  type challenge as challenges,
  type identity,
  job as jobs,
  key as keys,
  owner,
  receipt as receipts,
  suite as suites,
  task as tasks,
} from '@assay/core';
import { respond } from '@assay/runtime';
import { CpuRunner } from '@assay/runtime/node';
import { audit, sampleOf, type Terms } from '@assay/verify';
import { executor } from '@assay/wgsl';
import { noise } from '../content.js';

/** Cells of the job. */
export const cells = 1000;
const CELL_WORDS = 4;
/** Of so many audits one is carried out to its verdict. */
const CHECKED = 20;

const suite = suites.blake3();
const worker = keys.fromSecret(new Uint8Array(32).fill(7));

/** No word of the result is zero. */
const job = jobs.define({
  name: 'mix',
  kernels: {
    mix: {
      source: `
@group(0) @binding(0) var<storage, read> values: array<u32>;
@group(0) @binding(1) var<storage, read_write> mixed: array<u32>;

@compute @workgroup_size(${CELL_WORDS})
fn main(@builtin(global_invocation_id) id: vec3u) {
  mixed[id.x] = ((values[id.x] ^ (values[id.x] >> 15u)) * 0x2c1b3c6du) | 1u;
}`,
      bindings: { values: { binding: 0, access: 'read' }, mixed: { binding: 1, access: 'write' } },
    },
  },
  inputs: [{ name: 'values', sizeBytes: 4 * CELL_WORDS * cells }],
  steps: [
    {
      kernel: 'mix',
      grid: [cells, 1, 1],
      reads: { values: 'values' },
      writes: { mixed: { name: 'mixed', sizeBytes: 4 * CELL_WORDS * cells, owner: owner.linear(CELL_WORDS) } },
    },
  ],
  outputs: ['mixed'],
});

/** A receipt on work of which part was not done. */
export interface Lazy {
  readonly skipped: ReadonlySet<number>;
  readonly receipt: receipts.Receipt;
  readonly terms: Terms;
  /** By index of version, as they are committed to. */
  readonly contents: readonly Uint8Array[];
}

/** Works the job and then claims zeros for cells at random places. @param count how many. */
export async function work(count: number, seed: number): Promise<Lazy> {
  const values = noise(job.inputs[0]!.sizeBytes, seed);
  const files = new Map([['values', values]]);
  const cpu = new CpuRunner({ threads: 1 });
  const { outputs } = await cpu.run(job, files);
  await cpu.close();

  const skipped = new Set(places(seed).slice(0, count));
  const claimed = outputs.get('mixed')!.map((byte, i) => (skipped.has(Math.floor(i / (4 * CELL_WORDS))) ? 0 : byte));
  const contents = [values, claimed];
  const { task } = tasks.make({
    job,
    files,
    requester: keys.toIdentity(worker),
    nonce: '77'.repeat(32) as tasks.Nonce,
    suite,
  });
  const receipt = receipts.issue({
    task: tasks.id(task),
    trace: contents.map((bytes) => suite.root(bytes)),
    suite,
    secret: worker.secret,
    salt: '55'.repeat(32) as identity.Salt,
  });
  return { skipped, receipt, terms: { job, task, suite }, contents };
}

/**
 * Counts audits that draw a skipped cell. Of some of them the response is made and checked.
 *
 * @throws Error where a verdict is not what the draw says: then the count is worth nothing.
 */
export function countDetected(lazy: Lazy, samples: number, audits: number, seed: number): number {
  const { receipt, terms, skipped } = lazy;
  const cache = new executor.Cache();
  let detected = 0;
  for (let i = 0; i < audits; i++) {
    const challenge: challenges.Challenge = {
      claim: receipts.id(receipt),
      source: { kind: 'seed', seed: seedOf(seed, samples, i) },
      samples,
      held: [],
    };
    const isDrawn = sampleOf(receipt, terms, challenge).cells.some(({ workgroup }) => skipped.has(workgroup));
    if (isDrawn) detected++;
    if (i % CHECKED > 0) continue;
    const code = verdictOn(lazy, challenge, cache);
    const expected = isDrawn ? 'cell.wrong' : 'valid';
    if (code !== expected) throw new Error(`audit ${i} of ${samples} cells: ${code}, expected ${expected}`);
  }
  return detected;
}

function verdictOn({ receipt, terms, contents }: Lazy, challenge: challenges.Challenge, cache: executor.Cache): string {
  const versions = { bytesOf: (index: number) => contents[index]! };
  const response = respond({ ...terms, receipt, challenge, versions, cache });
  return audit(receipt, terms, challenge, response, { cache }).verdict.code;
}

/** Cells in a random order (Fisher and Yates). */
function places(seed: number): readonly number[] {
  const draws = new Uint32Array(noise(4 * cells, seed + 1).buffer);
  const order = Array.from({ length: cells }, (_, cell) => cell);
  for (let i = cells - 1; i > 0; i--) {
    const j = draws[i]! % (i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/** 32 bytes as hexadecimal digits, others for each audit. */
function seedOf(...parts: readonly number[]): string {
  return parts
    .map((part) => part.toString(16).padStart(16, '0'))
    .join('')
    .padEnd(64, '0');
}
