import { job as jobs } from '@assay/core';
import { challengeOf, cheater, work } from '@assay/testkit';
import { sampleOf } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { check, evidence, judge, replayAll } from '../audited.js';

// Attack: a frame in so many pieces that audits look at 256 of them (D7), and a change in another one. It is missed with the probability
// of those that are not drawn; a full replay looks at all.

const ROWS = 400;
const WIDTH = 8;
const job = jobs.define({
  name: 'columns',
  kernels: {
    add: {
      source: `
@group(0) @binding(0) var<storage, read_write> rows: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < ${ROWS}u) { rows[${WIDTH}u * id.x + 3u] += id.x; }
}`,
      bindings: { rows: { binding: 0, access: 'write' } },
    },
  },
  inputs: [{ name: 'before', sizeBytes: 4 * ROWS * WIDTH }],
  steps: [
    {
      kernel: 'add',
      grid: [Math.ceil(ROWS / 64), 1, 1],
      writes: {
        rows: {
          name: 'after',
          sizeBytes: 4 * ROWS * WIDTH,
          from: 'before',
          owner: {
            kind: 'tile',
            dimensions: [
              { extent: ROWS, tile: 64, axis: 'x', origin: 0 },
              { extent: WIDTH, tile: 2, axis: 'y', origin: 3 },
            ],
          },
        },
      },
      loopBudget: 0,
    },
  ],
  outputs: ['after'],
});

const inputs = new Map([['before', cheater.noise(4 * ROWS * WIDTH)]]);
/** Between the owned columns 3 and 4 of two rows: one of 401 stretches. */
const WORD = 200 * WIDTH + 6;
const worked = work(job, inputs);
const spoiled = work(job, inputs, { forge: cheater.spoiling('after', WORD) });
const seeds = Array.from({ length: 100 }, (_, i) => i.toString(16).padStart(64, 'd'));
const isDrawn = seeds.map((seed) => {
  const { stretches } = sampleOf(spoiled.receipt, spoiled, challengeOf(spoiled, 1, { seed }));
  expect(stretches).toHaveLength(256);
  return stretches.some(({ start, end }) => start <= WORD && WORD < end);
});
const challenge = (wanted: boolean) => challengeOf(spoiled, 1, { seed: seeds[isDrawn.indexOf(wanted)]! });

describe('a frame in 401 stretches', () => {
  it('control: unchanged', () => {
    expect(check(worked).verdict.code).toBe('valid');
    expect(replayAll(worked).verdict.code).toBe('valid');
  });

  it('a change is drawn 256 times in 401', () => {
    const drawn = isDrawn.filter(Boolean).length;
    const p = 256 / 401;
    expect(Math.abs(drawn - seeds.length * p)).toBeLessThan(6 * Math.sqrt(seeds.length * p * (1 - p)));
  });

  it('not drawn it passes; drawn it does not, and a stranger sees it', () => {
    expect(check(spoiled, challenge(false)).verdict.code).toBe('valid');
    const result = check(spoiled, challenge(true));
    expect(result.verdict).toMatchObject({ code: 'frame.changed', evidence: { start: WORD - 1, end: WORD + 5 } });
    expect(judge(evidence(spoiled, result)!, spoiled.receipt)).toEqual(result.verdict);
  });

  it('whatever the verifier holds', () => {
    for (const held of [[0], [1], [0, 1]]) {
      const bytes = new Map(held.map((version) => [version, spoiled.contents[version]!]));
      const result = check(spoiled, { ...challenge(true), held }, undefined, { held: bytes });
      expect(result.verdict).toMatchObject({ code: 'frame.changed', evidence: { start: WORD - 1, end: WORD + 5 } });
      expect(judge(evidence(spoiled, result)!, spoiled.receipt)).toEqual(result.verdict);
    }
  });

  it('a full replay finds it', () => {
    const result = replayAll(spoiled);
    expect(result.verdict.code).toBe('frame.changed');
    expect(judge(evidence(spoiled, result)!, spoiled.receipt)).toEqual(result.verdict);
  });
});
