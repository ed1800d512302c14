import { type identity, job as jobs, key as keys, owner, receipt as receipts, suite, task as tasks } from '@assay/core';
import { execute } from '@assay/runtime';
import { gpuTest } from '@assay/testkit';
import { checkReplay } from '@assay/verify';
import { checkFitness } from '@assay/wgsl';
import { describe, expect } from 'vitest';
import { interpret } from '../interpretation.js';
import { engineTest, expectShippedAgrees, expectSourceDisagrees } from '../second-engine.js';

// Attack: a requester's job whose cells store into each other's words, past every end, over their loop budget and to single
// components of shared vectors, so that whoever runs it honestly has other bytes than whoever judges it, and loses the stake.

const source = `
struct Cell { lanes: vec4u, words: array<u32, 3>, tail: u32 }
@group(0) @binding(0) var<uniform> bounds: vec4u;
@group(0) @binding(1) var<storage, read> wild: array<i32>;
@group(0) @binding(2) var<storage, read_write> cells: array<Cell>;
@group(0) @binding(3) var<storage, read_write> sums: array<u32>;

var<workgroup> lanes: array<vec4u, 4>;

fn spin(start: u32) -> u32 {
  var sum = start;
  while (sum != bounds.w) { sum = sum * 1664525u + 1013904223u; }
  return sum;
}

@compute @workgroup_size(4)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) i: u32) {
  lanes[wild[i]][i] = i + 1;                            // one lane of a vector that others store to as well
  workgroupBarrier();
  let neighbour = id.x + 1 + u32(wild[4 + i]);
  cells[neighbour].words[i] = 0xbad;                    // another workgroup's
  cells[id.x].words[u32(wild[4 + i])] += sums[neighbour * 4];  // past the end of its own
  cells[id.x].lanes[i] = lanes[0][i] + lanes[3][i];
  if (i == 3) { cells[id.x].tail = spin(id.x); }        // does not end by itself
  workgroupBarrier();
  cells[id.x].tail = 0xbad;                             // nobody comes here: an invocation was out of budget
  sums[4 * id.x + i] = spin(i);
}`;

const CELLS = 3;
const CELL_WORDS = 8;

const job = jobs.define({
  name: 'hostile',
  kernels: {
    hostile: {
      source,
      bindings: {
        bounds: { binding: 0, access: 'uniform' },
        wild: { binding: 1, access: 'read' },
        cells: { binding: 2, access: 'write' },
        sums: { binding: 3, access: 'write' },
      },
    },
  },
  inputs: [
    { name: 'bounds', sizeBytes: 16 },
    { name: 'wild', sizeBytes: 32 },
  ],
  steps: [
    {
      kernel: 'hostile',
      grid: [CELLS, 1, 1],
      reads: { bounds: 'bounds', wild: 'wild' },
      writes: {
        cells: { name: 'cells', sizeBytes: 4 * CELLS * CELL_WORDS, owner: owner.linear(CELL_WORDS) },
        sums: { name: 'sums', sizeBytes: 4 * CELLS * 4, owner: owner.linear(4) },
      },
      loopBudget: 20,
    },
  ],
  outputs: ['cells', 'sums'],
});

const files = new Map([
  ['bounds', new Uint8Array(Uint32Array.of(1, 2, 3, 4).buffer)],
  ['wild', new Uint8Array(Int32Array.of(0, 3, -1, 70_000, 0, -1, 2_147_483_647, 2).buffer)],
]);

const blake3 = suite.blake3();
const worker = keys.fromSecret(new Uint8Array(32).fill(7));
const terms = { requester: keys.toIdentity(worker), nonce: '77'.repeat(32) as tasks.Nonce, suite: blake3 };

describe('a job made to have an honest worker slashed', () => {
  gpuTest('the receipt of who ran it stands before who has no device', async ({ gpu }) => {
    expect(checkFitness(job).misfits).toEqual([]);
    const { task, inputs } = tasks.make({ job, files, ...terms });
    const { roots } = await execute(gpu, job, inputs);
    const salt = '55'.repeat(32) as identity.Salt;
    const receipt = receipts.issue({ task: tasks.id(task), trace: roots, suite: blake3, secret: worker.secret, salt });

    const { versions, steps } = interpret(job, inputs);
    expect(steps[0]!.race).toBeUndefined();
    const kinds = new Set(steps[0]!.guards.map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['clamped', 'outside', 'not-owned', 'loop-budget']));
    const must = jobs.versions(job).map(({ name }) => blake3.root(versions.get(name)!));
    expect(checkReplay(receipt, { job, task, suite: blake3 }, must).code).toBe('valid');

    // Control: the judge sees a single bit.
    const other = versions.get('sums')!.slice();
    other[0]! ^= 1;
    const wrong = must.with(-1, blake3.root(other));
    expect(checkReplay(receipt, { job, task, suite: blake3 }, wrong).code).toBe('replay.version-differs');
  });

  engineTest('who runs it on another engine has the same bytes', ({ engine }) =>
    expectShippedAgrees(engine, job, files),
  );

  engineTest('control: not who runs the text as it stands, up to the loop without an end', async ({ engine }) => {
    const ending = `${source.slice(0, source.indexOf('  if (i == 3)'))}}`;
    const short = jobs.define({ ...job, kernels: { hostile: { ...job.kernels.hostile!, source: ending } } });
    await expectShippedAgrees(engine, short, files);
    await expectSourceDisagrees(engine, short, files);
  });
});
