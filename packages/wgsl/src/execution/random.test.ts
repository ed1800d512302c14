import { gpuTest, check as parameters } from '@assay/testkit';
import fc from 'fast-check';
import { expect } from 'vitest';
import { dispatch } from '../testing/dispatch.js';
import { flows } from '../testing/flow.js';
import { input, interpret, outputWords } from '../testing/interpreted.js';
import { sourceOf } from '../testing/kernels.js';
import { straights } from '../testing/straight.js';
import { check } from '../validation/check.js';

gpuTest('E7: random control flow around barriers is what Dawn makes of it', async ({ gpu }) => {
  let [accepted, withBarriers] = [0, 0];
  const property = fc.asyncProperty(flows, async (sample) => {
    const source = sourceOf(sample);
    const { program } = check(source);
    fc.pre(program !== undefined);
    accepted += 1;
    const interpreted = interpret(program);
    if (interpreted.phases > 1) withBarriers += 1;
    const run = { device: gpu.device, source, input, outputWords, workgroups: 1 };
    expect([...interpreted.output]).toEqual([...(await dispatch(run))]);
  });
  await fc.assert(property, { ...parameters(600), maxSkipsPerRun: 50 });
  expect(withBarriers).toBeGreaterThan(accepted / 4);
});

gpuTest('E2: random assignments are what Dawn makes of them', async ({ gpu }) => {
  const property = fc.asyncProperty(straights, async (sample) => {
    const source = sourceOf(sample);
    const { program } = check(source);
    fc.pre(program !== undefined);
    const run = { device: gpu.device, source, input, outputWords, workgroups: 1 };
    expect([...interpret(program).output]).toEqual([...(await dispatch(run))]);
  });
  await fc.assert(property, parameters(400));
});
