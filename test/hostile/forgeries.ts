/** Work with a wrong word in it, and jobs and workers that are wrong in other ways, with the evidence against them. */
import { job as jobs, owner } from '@assay/core';
import { type Cheat, cheater, type Worked, work } from '@assay/testkit';
import { proof } from '@assay/verify';
import { check } from '../audited.js';
import * as relay from '../relay.js';
import {
  COLUMNS,
  extents,
  patches,
  picture,
  product,
  ROWS,
  type Specimen,
  someWorker,
  specimenOf,
  WIDTH,
  type Wrong,
} from './specimens.js';

/** Work that can be shown to be wrong. */
export interface Forgery extends Specimen {
  /** The evidence. */
  readonly proof: Uint8Array;
}

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

const MASK = 0x10400001;

/** One word of a version is not what it must be; later steps go on from there. */
function spoiled(job: jobs.Job, name: string, word: number, cell: Wrong['cell']): Forgery {
  const specimen = specimenOf(job, { forge: cheater.spoiling(name, word, MASK), worker: someWorker() });
  const { index } = jobs.versions(job).find((version) => version.name === name)!;
  const { buffer, byteOffset } = specimen.worked.contents[index]!;
  const claimed = new DataView(buffer, byteOffset).getUint32(4 * word, true);
  const wrong: Wrong = { version: index, word, claimed, expected: (claimed ^ MASK) >>> 0, cell };
  return { ...specimen, wrong, proof: proofOf(specimen) };
}

/** What an audit comes to. */
function proofOf({ worked, challenge, response, options }: Specimen): Uint8Array {
  const found = check(worked, challenge, response, options);
  return proof.encode(proof.ofVerdict(worked.receipt, worked.terms, found.audit!, found.verdict)!);
}

/** Work with one wrong word, which owner maps and frames of these jobs put where it says. */
export const forged: readonly Forgery[] = [
  // Row 65, column 3: the second row of tiles.
  spoiled(product, 'c', 65 * extents.n + 3, { step: 1, workgroup: 2 }),
  spoiled(product, 'bt', 40 * (extents.k / 4) + 2, { step: 0, workgroup: 0 }),
  // Row 9, column 17: tile 2 of the second row of tiles, of which there are five in a row.
  spoiled(picture, 'gradient', 9 * WIDTH + 17, { step: 1, workgroup: 7 }),
  spoiled(relay.job, 'state', relay.firstWord + 5 * relay.cellWords + 1, { step: 0, workgroup: 5 }),
  spoiled(relay.job, 'state', relay.firstWord + 3 * relay.cellWords + 63, { step: 0, workgroup: 3 }),
  spoiled(relay.job, 'state', 1100, undefined),
  spoiled(patches, 'on-blank', 9 * COLUMNS + 40, { step: 1, workgroup: 3 }),
  spoiled(patches, 'on-blank', 9 * COLUMNS + 49, undefined),
  spoiled(patches, 'on-picture', COLUMNS * ROWS - 1, undefined),
  spoiled(patches, 'sums-picture', 7, { step: 0, workgroup: 1 }),
];

/** A job that has no single meaning, whose worker claims another one than the verifier's executor gives. */
export const raced: Forgery = racedSpecimen();

function racedSpecimen(): Forgery {
  const forge: Cheat['forge'] = ({ name }, own) => (name === 'out' ? own.with(0, own[0]! ^ 1) : own);
  const specimen = specimenOf(racing, { forge, worker: someWorker() });
  return { ...specimen, proof: proofOf(specimen) };
}

/** One who claims two traces of one task; what he is seen to claim is right. */
export const equivocator: Worked = work(relay.job, relay.inputs);
export const equivocation: Uint8Array = proof.encode(
  proof.ofEquivocation(
    equivocator.receipt,
    work(relay.job, relay.inputs, { forge: cheater.spoiling('out', 9) }).receipt,
  ),
);
