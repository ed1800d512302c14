/** Jobs that were really worked, with what is asked about them and what is answered. */
import { type challenge as challenges, job as jobs, key as keys, owner, type policy as policies } from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import { type Cheat, challengeOf, cheater, type Worked, work } from '@assay/testkit';
import type { AuditOptions } from '@assay/verify';
import { executor } from '@assay/wgsl';
import { answer, audited, everyCell } from '../audited.js';
import * as relay from '../relay.js';

/** A word that is not what it must be. Values from 0 to 2³²−1. */
export interface Wrong {
  readonly version: number;
  readonly word: number;
  readonly claimed: number;
  readonly expected: number;
  /** Undefined in a frame. */
  readonly cell: { readonly step: number; readonly workgroup: number } | undefined;
}

/** Somebody's work with what is asked about it and what he answers. */
export interface Specimen {
  readonly worked: Worked;
  /** Draws every cell and every stretch. */
  readonly challenge: challenges.Challenge;
  readonly response: Uint8Array;
  readonly options: AuditOptions;
  /** What the worker claims against better knowledge, if he does. */
  readonly wrong?: Wrong;
}

/** Patience of the verifier in these tests: every cell of these jobs ends long before. */
export const limits = { mostCost: 2 ** 20, mostInterpreted: 2 ** 20, mostTogether: 2 ** 24 } as const;

/** Of the picture with patches. */
export const ROWS = 24;
export const COLUMNS = 96;
const patchSource = `
@group(0) @binding(0) var<storage, read> source: array<u32>;
@group(0) @binding(1) var<storage, read_write> ground: array<u32>;
@group(0) @binding(2) var<storage, read_write> sums: array<u32>;
@compute @workgroup_size(8, 4)
fn main(@builtin(workgroup_id) cell: vec3u, @builtin(local_invocation_id) i: vec3u, @builtin(local_invocation_index) at: u32) {
  let word = (${COLUMNS}u * (4u + 4u * cell.y + i.y)) + 32u + 8u * cell.x + i.x;
  ground[word] = 3u * ground[word] + source[(word * 7u) % arrayLength(&source)];
  if (at < 4u) { sums[4u * (cell.x + 2u * cell.y) + at] = ground[word] ^ at; }
}`;

/** Patches in the middle of a picture that is a literal: a frame of many stretches; two versions written by one step. */
export const patches: jobs.Job = jobs.define({
  name: 'patches',
  kernels: {
    patch: {
      source: patchSource,
      bindings: {
        source: { binding: 0, access: 'read' },
        ground: { binding: 1, access: 'write' },
        sums: { binding: 2, access: 'write' },
      },
    },
  },
  inputs: [
    { name: 'picture', sizeBytes: 4 * ROWS * COLUMNS },
    { name: 'source', sizeBytes: 4 * 600 },
  ],
  literals: [{ name: 'blank', bytes: cheater.noise(4 * ROWS * COLUMNS, 3) }],
  steps: ['picture', 'blank'].map((from) => ({
    kernel: 'patch',
    grid: [2, 3, 1] as const,
    reads: { source: 'source' },
    writes: {
      ground: {
        name: `on-${from}`,
        sizeBytes: 4 * ROWS * COLUMNS,
        from,
        owner: {
          kind: 'tile' as const,
          dimensions: [
            { extent: ROWS, tile: 4, axis: 'y' as const, origin: 4 },
            { extent: COLUMNS, tile: 8, axis: 'x' as const, origin: 32 },
          ],
        },
      },
      sums: { name: `sums-${from}`, sizeBytes: 4 * 4 * 6, owner: owner.linear(4) },
    },
    loopBudget: 0,
  })),
  outputs: ['on-blank'],
});

/** Of the product. */
export const extents = { m: 70, n: 66, k: 16 } as const;
export const product: jobs.Job = matmul.job(extents);
/** Of the picture whose edges are found. */
export const WIDTH = 40;
export const picture: jobs.Job = edges.job({ width: WIDTH, height: 24 });

function inputsOf(job: jobs.Job): ReadonlyMap<string, Uint8Array> {
  if (job === relay.job) return relay.inputs;
  return new Map(job.inputs.map(({ name, sizeBytes }, i) => [name, cheater.noise(sizeBytes, i + 11)]));
}

const byHash: policies.Policy = { ...audited, challenge: { kind: 'hash', grindingBits: 80 }, samples: 12 };
const policyOf = new Map<jobs.Job, policies.Policy>([
  [product, audited],
  [picture, byHash],
]);

/** Works a job, honestly or not, and answers a challenge that draws all of it. */
export function specimenOf(job: jobs.Job, cheat: Cheat = {}): Specimen {
  const policy = policyOf.get(job);
  const worked = work(job, inputsOf(job), { ...(policy === undefined ? {} : { policy }), ...cheat });
  const challenge = challengeOf(worked, everyCell);
  const options = { limits, cache: new executor.Cache() };
  return { worked, challenge, response: answer(worked, challenge), options };
}

/** Everybody has a key of his own: two claims of one worker on one task are fraud by themselves. */
let workers = 100;
export const someWorker = (): keys.Key => keys.fromSecret(new Uint8Array(32).fill(workers++));

/** Work of which nothing is wrong. */
export const flawless: readonly Specimen[] = [product, picture, relay.job, patches].map((job) =>
  specimenOf(job, { worker: someWorker() }),
);
