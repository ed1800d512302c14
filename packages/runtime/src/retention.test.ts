import type { job as jobs } from '@assay/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slice } from './restore.js';
import { kept, type Retention } from './retention.js';
import { chainOf } from './testing/chain.js';
import { dataflows } from './testing/dataflow.js';
import { thrownBy } from './testing/device.js';

const check = {
  numRuns: Math.max(1, Math.round(2000 * Number(process.env.ASSAY_CASES ?? 1 / 20))),
  seed: Number(process.env.ASSAY_SEED),
};

const written = (job: jobs.Job): string[] =>
  job.steps.flatMap(({ writes }) => Object.values(writes).map(({ name }) => name));

/** Names of what a worker has after a run. */
const atHand = (job: jobs.Job, retention: Retention): Set<string> =>
  new Set([...job.inputs.map(({ name }) => name), ...job.outputs, ...kept(job, retention)]);

describe('retention', () => {
  it('all: every written version but the outputs, in the order of the job', () => {
    expect(kept(chainOf(3), { kind: 'all' })).toEqual(['state1', 'cache1', 'state2', 'cache2']);
  });

  it('none: nothing', () => {
    expect(kept(chainOf(3), { kind: 'none' })).toEqual([]);
  });

  it('every 4 steps: what is made before the 4th and the 8th and needed after', () => {
    expect(kept(chainOf(5), { kind: 'every', steps: 4 })).toEqual(['state2', 'cache2', 'state4', 'cache4']);
  });

  it('every 3 steps: also what only one of two later steps needs', () => {
    // Steps 0-2 make state1, cache1, state2; step 3 needs state2 and cache1, step 4 needs state2.
    expect(kept(chainOf(3), { kind: 'every', steps: 3 })).toEqual(['cache1', 'state2']);
  });

  it('every step: whatever a later step needs', () => {
    expect(kept(chainOf(3), { kind: 'every', steps: 1 })).toEqual(['state1', 'cache1', 'state2', 'cache2']);
  });

  it('more steps than there are: nothing', () => {
    expect(kept(chainOf(3), { kind: 'every', steps: 6 })).toEqual([]);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses every %s steps', (steps) => {
    expect(thrownBy(() => kept(chainOf(3), { kind: 'every', steps }))).toMatchObject({
      kind: 'invalid',
      code: 'retention.wrong-steps',
    });
  });

  it('every n steps: any version is made again in at most n of them', () => {
    fc.assert(
      fc.property(dataflows, fc.integer({ min: 1, max: 15 }), (job, steps) => {
        const have = atHand(job, { kind: 'every', steps });
        for (const name of written(job)) {
          const part = slice(job, have, new Set([name]));
          expect(part === undefined).toBe(have.has(name));
          expect(part?.steps.length ?? 0).toBeLessThanOrEqual(steps);
        }
      }),
      check,
    );
  });

  it('all: nothing is ever run again', () => {
    fc.assert(
      fc.property(dataflows, (job) => {
        expect(slice(job, atHand(job, { kind: 'all' }), new Set(written(job)))).toBeUndefined();
      }),
      check,
    );
  });
});
