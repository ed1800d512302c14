/** Jobs that were really worked, honestly and not, with the answers and the evidence that belong to them. */
import {
  type challenge as challenges,
  type costs,
  file,
  job as jobs,
  key as keys,
  bytes as octets,
  owner,
  type policy as policies,
  receipt as receipts,
  task as tasks,
} from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import { type Cheat, challengeOf, cheater, honest, type Worked, work } from '@assay/testkit';
import { type AuditOptions, proof } from '@assay/verify';
import { executor } from '@assay/wgsl';
import { answer, audited, check, everyCell } from '../audited.js';
import * as relay from '../relay.js';

/** Words and wherever they are wrong. Values from 0 to 2³²−1. */
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
  readonly name: string;
  readonly worked: Worked;
  /** Draws every cell and every stretch. */
  readonly challenge: challenges.Challenge;
  readonly response: Uint8Array;
  readonly options: AuditOptions;
  /** What the worker claims against better knowledge, if he does. */
  readonly wrong?: Wrong;
  /** The evidence against it, or against the job. */
  readonly proof?: Uint8Array;
}

/** Patience of the verifier in these tests: every cell of these jobs ends long before. */
export const limits = { mostCost: 2 ** 20, mostInterpreted: 2 ** 20, mostTogether: 2 ** 24 } as const;

const ROWS = 24;
const COLUMNS = 96;
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
const patches = jobs.define({
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

/** All invocations of a cell store in one word. */
const racing = jobs.define({
  name: 'racing',
  kernels: {
    race: {
      source: `
@group(0) @binding(0) var<storage, read> source: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@compute @workgroup_size(8)
fn main(@builtin(workgroup_id) cell: vec3u, @builtin(local_invocation_index) i: u32) {
  out[4u * cell.x] = source[8u * cell.x + i];
}`,
      bindings: { source: { binding: 0, access: 'read' }, out: { binding: 1, access: 'write' } },
    },
  },
  inputs: [{ name: 'source', sizeBytes: 4 * 64 }],
  steps: [
    {
      kernel: 'race',
      grid: [8, 1, 1],
      reads: { source: 'source' },
      writes: { out: { name: 'out', sizeBytes: 4 * 32, owner: owner.linear(4) } },
    },
  ],
  outputs: ['out'],
});

const extents = { m: 70, n: 66, k: 16 } as const;
const product = matmul.job(extents);
const picture = edges.job({ width: 40, height: 24 });

function inputsOf(job: jobs.Job): ReadonlyMap<string, Uint8Array> {
  if (job === relay.job) return relay.inputs;
  return new Map(job.inputs.map(({ name, sizeBytes }, i) => [name, cheater.noise(sizeBytes, i + 11)]));
}

const byHash: policies.Policy = { ...audited, challenge: { kind: 'hash', grindingBits: 80 }, samples: 12 };
const policyOf = new Map<jobs.Job, policies.Policy>([
  [product, audited],
  [picture, byHash],
]);

function specimenOf(job: jobs.Job, cheat: Cheat = {}): Specimen {
  const policy = policyOf.get(job);
  const worked = work(job, inputsOf(job), { ...(policy === undefined ? {} : { policy }), ...cheat });
  const challenge = challengeOf(worked, everyCell);
  const options = { limits, cache: new executor.Cache() };
  return { name: job.name, worked, challenge, response: answer(worked, challenge), options };
}

/** Everybody has a key of his own: two claims of one worker on one task are fraud by themselves. */
let workers = 100;
const someWorker = (): keys.Key => keys.fromSecret(new Uint8Array(32).fill(workers++));

/** Work of which nothing is wrong. */
export const flawless: readonly Specimen[] = [product, picture, relay.job, patches].map((job) =>
  specimenOf(job, { worker: someWorker() }),
);

const MASK = 0x10400001;

/** One word of a version is not what it must be; later steps go on from there. */
function spoiled(job: jobs.Job, name: string, word: number, cell: Wrong['cell']): Specimen {
  const specimen = specimenOf(job, { forge: cheater.spoiling(name, word, MASK), worker: someWorker() });
  const { worked, challenge, response, options } = specimen;
  const { index } = jobs.versions(job).find((version) => version.name === name)!;
  const claimed = octets.toHex(worked.contents[index]!.slice(4 * word, 4 * word + 4).reverse());
  const value = Number.parseInt(claimed, 16);
  const found = check(worked, challenge, response, options);
  const made = proof.ofVerdict(worked.receipt, worked.terms, found.audit!, found.verdict)!;
  return {
    ...specimen,
    name: `${job.name} with a wrong word of ${name}`,
    wrong: { version: index, word, claimed: value, expected: (value ^ MASK) >>> 0, cell },
    proof: proof.encode(made),
  };
}

/** Work with one wrong word, which owner maps and frames of these jobs put where it says. */
export const forged: readonly Specimen[] = [
  // Row 65, column 3: the second row of tiles.
  spoiled(product, 'c', 65 * extents.n + 3, { step: 1, workgroup: 2 }),
  spoiled(product, 'bt', 40 * (extents.k / 4) + 2, { step: 0, workgroup: 0 }),
  // Row 9, column 17: tile 2 of the second row of tiles, of which there are five in a row.
  spoiled(picture, 'gradient', 9 * 40 + 17, { step: 1, workgroup: 7 }),
  spoiled(relay.job, 'state', relay.firstWord + 5 * relay.cellWords + 1, { step: 0, workgroup: 5 }),
  spoiled(relay.job, 'state', relay.firstWord + 3 * relay.cellWords + 63, { step: 0, workgroup: 3 }),
  spoiled(relay.job, 'state', 1100, undefined),
  spoiled(patches, 'on-blank', 9 * COLUMNS + 40, { step: 1, workgroup: 3 }),
  spoiled(patches, 'on-blank', 9 * COLUMNS + 49, undefined),
  spoiled(patches, 'on-picture', COLUMNS * ROWS - 1, undefined),
  spoiled(patches, 'sums-picture', 7, { step: 0, workgroup: 1 }),
];

/** A job that has no single meaning, whose worker claims another one than the verifier's executor gives. */
export const raced: Specimen = racedSpecimen();

function racedSpecimen(): Specimen {
  const forge: Cheat['forge'] = ({ name }, own) => (name === 'out' ? own.with(0, own[0]! ^ 1) : own);
  const specimen = specimenOf(racing, { forge, worker: someWorker() });
  const { worked, challenge, response, options } = specimen;
  const found = check(worked, challenge, response, options);
  const made = proof.ofVerdict(worked.receipt, worked.terms, found.audit!, found.verdict)!;
  return { ...specimen, proof: proof.encode(made) };
}

/** One who claims two traces of one task; what he is seen to claim is right. */
export const equivocator: Worked = work(relay.job, relay.inputs);
export const equivocation: Uint8Array = proof.encode(
  proof.ofEquivocation(
    equivocator.receipt,
    work(relay.job, relay.inputs, { forge: cheater.spoiling('out', 9) }).receipt,
  ),
);

/** Files of every type. */
export const files: readonly Uint8Array[] = [...flawless.slice(0, 3), forged[5]!].flatMap(({ worked, challenge }) => [
  file.encode('job', worked.job),
  file.encode('task', worked.task),
  file.encode('receipt', worked.receipt),
  file.encode('challenge', challenge),
  file.encode('verdict', check(worked, challenge).verdict),
  file.encode('key', honest.worker),
  file.encode('costs', {
    job: jobs.id(worked.job),
    steps: worked.job.steps.map(
      ({ grid }, step): costs.StepCosts =>
        step === 0
          ? { kind: 'each', weights: cheater.noise(4 * grid[0] * grid[1] * grid[2]).fill(1, 0, 4) }
          : { kind: 'equal', weight: 1 + step },
    ),
  }),
]);

/** Objects as bytes, which lend their parts to each other. */
export const encoded = {
  receipts: [...flawless, ...forged].map(({ worked }) => receipts.encode(worked.receipt)),
  tasks: [...flawless, ...forged].map(({ worked }) => tasks.encode(worked.task)),
  responses: [...flawless, ...forged].map(({ response }) => response),
} as const;
