import { edges, matmul } from '@assay/kernels';
import { checkFitness, kernel } from '@assay/wgsl';
import { describe, expect, it } from 'vitest';

describe.each([
  ['edges', edges.job({ width: 7, height: 5 })],
  ['matmul', matmul.job({ m: 3, n: 5, k: 8 })],
])('the ready-made job %s', (_, job) => {
  it('is fit to be judged', () => {
    expect(checkFitness(job).misfits).toEqual([]);
  });

  it('states the bindings that its shaders have', () => {
    for (const stated of Object.values(job.kernels)) expect(kernel(stated.source)).toEqual(stated);
  });
});
