import { job as jobs, owner } from '@assay/core';
import { gpuTest } from '@assay/testkit';
import { kernel } from '@assay/wgsl';
import { describe, expect } from 'vitest';
import { expectAgreement } from '../agreement.js';
import { interpret } from '../interpretation.js';
import { engineTest, expectShippedAgrees } from '../second-engine.js';

// Attack: a kernel made so that the range analysis takes a guard for needless which fires, and the device runs the author's text
// without it (wgsl SPEC.md A2, D1). Each was believed once.

interface Attack {
  readonly body: string;
  /** Words of `y`. */
  readonly words: number;
  /** The first words of `x` with which a guard fires, and of the control, with which none does. */
  readonly fires: readonly number[];
  readonly control: readonly number[];
}

const attacks: Readonly<Record<string, Attack>> = {
  'an index that was made where another condition held': {
    body: 'let i = a & 127u; let n = b & 63u; var q = 3u; if (i >= 5u) { q = (i - 5u) % n; } if (i == 2u) { y[q] = 1u; }',
    words: 3,
    fires: [2, 7],
    control: [9, 7],
  },
  'an index that drifts and wraps': {
    body: 'var r = (a >> 1u) + (b >> 28u) - 5u; var j = 0u; for (var i = 0u; i < 10u; i++) { if (j > 40u) { r = r + (x[3] & 1u); } j += 2u; } y[r >> 20u] = 1u;',
    words: 2049,
    fires: [0, 0],
    control: [10, 0],
  },
  'an index with bits of a large product': {
    body: 'let t = a * 0x3ffffu; if (a == 0x80000000u) { y[insertBits(100u, t, 14u, 18u)] = 1u; }',
    words: 1,
    fires: [0x80000000, 0],
    control: [1, 0],
  },
  'an endless loop around one that nobody can repeat': {
    body: `let u = a >> 4u; let v = b >> 4u; let c1 = u < v;
      loop {
        if (x[2] == 7u) { break; }
        y[1] += 1u;
        var i = 0u;
        loop { let c2 = (i + v + 10u) <= u; i++; if (c1) { if (c2) { continue; } } break; }
      }
      y[0] = 1u;`,
    words: 2,
    fires: [0, 0, 0],
    control: [0, 0, 7],
  },
};

function jobOf({ body, words }: Attack): jobs.Job {
  const source = `@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;
@compute @workgroup_size(1) fn main() { let a = x[0]; let b = x[1]; y[0] += b & 1u; ${body} }`;
  return jobs.define({
    name: 'fools',
    kernels: { only: kernel(source) },
    inputs: [{ name: 'x', sizeBytes: 16 }],
    steps: [
      {
        kernel: 'only',
        grid: [1, 1, 1],
        reads: { x: 'x' },
        writes: { y: { name: 'y', sizeBytes: 4 * words, owner: owner.linear(words) } },
        loopBudget: 50,
      },
    ],
    outputs: ['y'],
  });
}

function inputOf(first: readonly number[]): ReadonlyMap<string, Uint8Array> {
  return new Map([['x', new Uint8Array(Uint32Array.of(...first, ...Array<number>(4 - first.length).fill(0)).buffer)]]);
}

describe('a kernel that fools the analysis', () => {
  gpuTest.for(Object.entries(attacks))('by %s', async ([, attack], { gpu }) => {
    const job = jobOf(attack);
    expect(interpret(job, inputOf(attack.control)).steps[0]!.guards, 'control').toEqual([]);
    await expectAgreement(gpu, job, inputOf(attack.control));
    expect(interpret(job, inputOf(attack.fires)).steps[0]!.guards).not.toEqual([]);
    await expectAgreement(gpu, job, inputOf(attack.fires));
  });

  engineTest.for(Object.entries(attacks))('by %s, on another engine', async ([, attack], { engine }) => {
    await expectShippedAgrees(engine, jobOf(attack), inputOf(attack.control));
    await expectShippedAgrees(engine, jobOf(attack), inputOf(attack.fires));
  });
});
