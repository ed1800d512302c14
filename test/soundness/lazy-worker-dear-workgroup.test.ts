import { costs, type policy } from '@assay/core';
import { challengeOf, cheater, type Worked, work } from '@assay/testkit';
import { sampleOf } from '@assay/verify';
import { executor, steps } from '@assay/wgsl';
import { describe, expect, it } from 'vitest';
import { answer, audited, check } from '../audited.js';
import * as relay from '../relay.js';

// Attack: leave out the one workgroup that costs nearly all. Drawn by a cost table it is drawn nearly always; without one it is a cell
// among 32, and missed as often as D4 and D6 say.

const DEAR = 11;
const SAMPLES = 2;
const CELLS = 2 * relay.cells;

const inputs = new Map(relay.inputs);
const start = inputs.get('start')!.slice();
for (let cell = 0; cell < relay.cells; cell++)
  new DataView(start.buffer).setUint32(4 * cell, cell === DEAR ? 900 : 1, true);
inputs.set('start', start);

const honest = work(relay.job, inputs);
const metered = relay.job.steps.map((step, index) => {
  const { kernel, dispatch } = steps.lowering(relay.job).lower(step, index)!;
  const reads = new Map(
    index === 0 ? [['seeds', inputs.get('seeds')!]] : [['state', honest.contents[relay.versions.state]!]],
  );
  const starts = new Map(index === 0 ? [['state', start]] : []);
  return executor.replayStep({ kernel, step, dispatch, reads, starts }).costs;
});
const table = costs.of(relay.job, metered);
const weighted: policy.Policy = { ...audited, samples: SAMPLES, weights: costs.id(table) };

const forge = cheater.skipping(relay.job, ({ step, workgroup }) => step === 1 && workgroup === DEAR);
const lazy = {
  uniform: work(relay.job, inputs, { forge }),
  weighted: work(relay.job, inputs, { forge, policy: weighted }),
};

const TRIALS = 500;
const seedOf = (trial: number): string => trial.toString(16).padStart(64, '5');
const draws = (worked: Worked, trial: number, given?: costs.Costs): boolean => {
  const challenge = challengeOf(worked, SAMPLES, { seed: seedOf(trial) });
  const { cells } = sampleOf(worked.receipt, worked, challenge, given);
  return cells.some(({ step, workgroup }) => step === 1 && workgroup === DEAR);
};
const trials = Array.from({ length: TRIALS }, (_, trial) => trial);
const missed = (worked: Worked, given?: costs.Costs): number =>
  trials.filter((trial) => !draws(worked, trial, given)).length;

/** Within six standard deviations: the seeds are fixed, so this holds always or never. */
function expectRate(misses: number, probability: number): void {
  const deviation = Math.sqrt(TRIALS * probability * (1 - probability));
  expect(Math.abs(misses - TRIALS * probability)).toBeLessThan(6 * deviation);
}

describe('one dear workgroup among cheap ones is left out', () => {
  const verdictOf = (worked: Worked, trial: number, given?: costs.Costs): string => {
    const challenge = challengeOf(worked, SAMPLES, { seed: seedOf(trial) });
    const options = given === undefined ? {} : { costs: given };
    return check(worked, challenge, answer(worked, challenge, given), options).verdict.code;
  };

  it('control: worked, it stands with and without the table', () => {
    expect(verdictOf(honest, 0)).toBe('valid');
    expect(verdictOf(work(relay.job, inputs, { policy: weighted }), 0, table)).toBe('valid');
  });

  it('without a cost table it is one of many cells: mostly not caught', () => {
    // Not among two of 32; and not the one of its step that D6 draws where both are of the other step.
    const ofOtherStep = (16 / 32) * (15 / 31);
    const probability = (CELLS - SAMPLES) / CELLS - ofOtherStep / relay.cells;
    expect(probability).toBeGreaterThan(0.9);
    expectRate(missed(lazy.uniform), probability);
    const passed = trials.find((trial) => !draws(lazy.uniform, trial))!;
    expect(verdictOf(lazy.uniform, passed)).toBe('valid');
  });

  it('by a cost table it is drawn by its weight', () => {
    const [first, second] = metered.map((step) => step.reduce((sum, cost) => sum + cost)) as [number, number];
    const dear = metered[1]![DEAR]!;
    const share = dear / (first + second);
    expect(share).toBeGreaterThan(0.9);
    const probability = (1 - share) ** SAMPLES - ((first / (first + second)) ** SAMPLES * dear) / second;
    expectRate(missed(lazy.weighted, table), probability);
    const caught = trials.find((trial) => draws(lazy.weighted, trial, table))!;
    expect(verdictOf(lazy.weighted, caught, table)).toBe('cell.wrong');
  });
});
