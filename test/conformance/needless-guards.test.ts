/** The ready-made jobs and the examples run as their authors wrote them: no guard of their kernels is needed (wgsl SPEC.md A2, D1). */
import { readFileSync } from 'node:fs';
import { job as jobs, owner } from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import { analysis, kernel } from '@assay/wgsl';
import { describe, expect, it } from 'vitest';
import { kernelOf } from '../interpretation.js';

/** Guards that are left in each step, and the back-edges that are proven. */
function inspect(job: jobs.Job): readonly { readonly guards: number; readonly backEdges: object }[] {
  return job.steps.map((step) => {
    const lowered = kernelOf(job, step);
    const { guards, backEdges } = analysis.inspect(lowered, analysis.dispatch.ofStep(job, step, lowered));
    return { guards: analysis.guards.countOf(guards), backEdges };
  });
}

const none = { guards: 0, backEdges: { invocation: 0, workgroup: 0 } };

describe('no guard is left', () => {
  it.each([
    [1, 1],
    [1, 33],
    [33, 1],
    [7, 5],
    [8, 8],
    [9, 17],
    [64, 48],
    [1001, 333],
    [1920, 1080],
    [524_280, 8_000],
    [8_000, 524_280],
  ])('of edges of %i×%i pixels', (width, height) => {
    expect(inspect(edges.job({ width, height }))).toEqual([none, none, none, none]);
  });

  it.each([
    [1, 1, 4],
    [64, 64, 64],
    [65, 63, 68],
    [5, 3, 12],
    [1, 130, 8],
    [130, 1, 8],
    [512, 512, 512],
    [1000, 33, 1028],
    [1, 4_194_240, 1_020],
    [4_194_240, 1, 4_092],
    [100, 100, 131_068],
  ])('of a product of %i×%i, sums of %i', (m, n, k) => {
    const product = { guards: 0, backEdges: { invocation: k / 4, workgroup: 0 } };
    expect(inspect(matmul.job({ m, n, k }))).toEqual([none, product]);
  });

  it('of the first job', () => {
    const example = readFileSync(new URL('../../examples/first-job/main.mjs', import.meta.url), 'utf8');
    const [, source = ''] = /const source = `([^`]*)`/.exec(example) ?? [];
    const write = { name: 'squares', sizeBytes: 4096, owner: owner.linear(64) };
    const job = jobs.define({
      name: 'square',
      kernels: { square: kernel(source) },
      inputs: [{ name: 'numbers', sizeBytes: 4096 }],
      steps: [{ kernel: 'square', grid: [16, 1, 1], reads: { x: 'numbers' }, writes: { y: write } }],
      outputs: ['squares'],
    });
    expect(inspect(job)).toEqual([none]);
  });
});
