import { job as jobs, owner } from '@assay/core';
import { matmul, registered } from '@assay/kernels';
import { product } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { interpret } from '../interpretation.js';

// The register of @assay/kernels against the jobs of @assay/kernels (verify SPEC.md P1): the product step is recognised, and with
// any single part of it changed it is not.

const register: readonly product.Registered[] = registered.products();
const [m, n, k] = [70, 65, 12];
const job = matmul.job({ m, n, k });
const [pack, multiply] = job.steps as [jobs.Step, jobs.Step];
const { product: kernel } = job.kernels as { product: jobs.Kernel };
const { c } = multiply.writes as { c: jobs.Write };

/** The job with another second step, and another kernel for it. Valid or not: what is declared is looked at all the same. */
function withProduct(step: Partial<jobs.Step>, changed: jobs.Kernel = kernel): jobs.Job {
  return { ...job, kernels: { ...job.kernels, product: changed }, steps: [pack, { ...multiply, ...step }] };
}

const tiles = owner.tile2d(m, n, 64, 64);
const meaning = (parameters: Readonly<Record<string, number>>, operation = 'matmul.i8.i32'): Partial<jobs.Step> => ({
  meaning: { operation, parameters },
});
const source = (from: string, to: string): jobs.Kernel => {
  expect(kernel.source).toContain(from);
  return { ...kernel, source: kernel.source.replace(from, to) };
};
const bindings = (changed: jobs.Kernel['bindings']): jobs.Kernel => ({
  ...kernel,
  bindings: { ...kernel.bindings, ...changed },
});
const { meaning: _, ...undeclared } = multiply;

const changes: readonly (readonly [string, product.Obstacle, jobs.Job])[] = [
  ['no meaning', 'no-registered-operation', { ...job, steps: [pack, undeclared] }],
  ['operation', 'no-registered-operation', withProduct(meaning({ m, n, k }, 'matmul.u8.u32'))],
  ['source', 'other-kernel', withProduct({}, source('word < words', 'word + 1u < words'))],
  ['source: a comment', 'other-kernel', withProduct({}, source('// Product', '// product'))],
  ['entry point', 'other-kernel', withProduct({}, { ...kernel, entryPoint: 'other' })],
  ['binding numbers', 'other-kernel', withProduct({}, bindings({ a: kernel.bindings.bt!, bt: kernel.bindings.a! }))],
  ['binding access', 'other-kernel', withProduct({}, bindings({ a: { binding: 0, access: 'write' } }))],
  ['binding more', 'other-kernel', withProduct({}, bindings({ d: { binding: 3, access: 'write' } }))],
  ['profile', 'other-kernel', { ...job, profile: 2 }],
  ['parameter m', 'other-versions', withProduct(meaning({ m: m - 1, n, k }))],
  ['parameter n', 'other-versions', withProduct(meaning({ m, n: n + 1, k }))],
  ['parameter k', 'other-versions', withProduct(meaning({ m, n, k: k - 4 }))],
  ['parameters exchanged', 'other-versions', withProduct(meaning({ m: n, n: m, k }))],
  ['parameter missing', 'other-parameters', withProduct(meaning({ m, n }))],
  ['parameter more', 'other-parameters', withProduct(meaning({ m, n, k, l: 1 }))],
  ['parameter refused', 'other-parameters', withProduct(meaning({ m, n, k: 10 }))],
  ['parameter negative', 'other-parameters', withProduct(meaning({ m: -m, n: -n, k: -k }))],
  ['override m', 'other-dispatch', withProduct({ overrides: { m: m - 1, n, k } })],
  ['override n', 'other-dispatch', withProduct({ overrides: { m, n: n - 1, k } })],
  ['override k', 'other-dispatch', withProduct({ overrides: { m, n, k: k - 4 } })],
  ['override missing', 'other-dispatch', withProduct({ overrides: { m, n } })],
  ['grid x', 'other-dispatch', withProduct({ grid: [1, 2, 1] })],
  ['grid y', 'other-dispatch', withProduct({ grid: [2, 1, 1] })],
  ['grid z', 'other-dispatch', withProduct({ grid: [2, 2, 2] })],
  ['owner tile', 'other-dispatch', withProduct({ writes: { c: { ...c, owner: owner.tile2d(m, n, 64, 65) } } })],
  ['owner kind', 'other-dispatch', withProduct({ writes: { c: { ...c, owner: owner.linear(m * n) } } })],
  ['owner axes', 'other-dispatch', withProduct({ writes: { c: { ...c, owner: swapped(tiles) } } })],
  ['loop budget less', 'other-dispatch', withProduct({ loopBudget: k / 4 - 1 })],
  ['loop budget more', 'other-dispatch', withProduct({ loopBudget: k / 4 + 1 })],
  ['size of the left operand', 'other-versions', resized('a', m * k + 4)],
  ['size of the right operand', 'other-versions', withProduct({ reads: { a: 'a', bt: 'a' } })],
  ['operands exchanged', 'other-versions', withProduct({ reads: { a: 'bt', bt: 'a' } })],
  [
    'size of the product',
    'other-versions',
    withProduct({ writes: { c: { ...c, sizeBytes: (c.sizeBytes + 4) as jobs.Write['sizeBytes'] } } }),
  ],
  ['start of the product', 'other-versions', withProduct({ writes: { c: { ...c, from: 'b' } } })],
];

describe('the product step of matmul.job', () => {
  it.each([
    [1, 1, 4],
    [m, n, k],
    [64, 128, 65_532],
    [4_194_240, 1, 4],
  ] as const)('is recognised: %i×%i×%i', (m, n, k) => {
    const expected = { kind: 'product', extents: { m, n, k }, left: 'a', right: 'bt', product: 'c' };
    expect(product.declared(matmul.job({ m, n, k }), 1, register)).toEqual(expected);
  });

  it('the step that packs declares nothing', () => {
    const expected = { kind: 'none', obstacle: 'no-registered-operation' };
    expect(product.declared(job, 0, register)).toEqual(expected);
  });

  it.each(changes)('is not with another part: %s', (_, obstacle, changed) => {
    expect(product.declared(changed, 1, register)).toEqual({ kind: 'none', obstacle });
  });

  it('is whatever its kernel, its versions and their tensors are called, and wherever it stands', () => {
    const { tensor: __, ...bare } = c;
    const renamed = jobs.define({
      ...job,
      kernels: { twist: job.kernels.pack!, turn: kernel },
      steps: [
        { ...pack, kernel: 'twist', writes: { bt: { ...pack.writes.bt!, name: 'right' } } },
        { ...pack, kernel: 'twist', writes: { bt: { ...pack.writes.bt!, name: 'again' } } },
        { ...multiply, kernel: 'turn', reads: { a: 'a', bt: 'right' }, writes: { c: { ...bare, name: 'result' } } },
      ],
      outputs: ['result'],
    });
    const expected = { kind: 'product', extents: { m, n, k }, left: 'a', right: 'right', product: 'result' };
    expect(product.declared(renamed, 2, register)).toEqual(expected);
  });

  it('computes, by the reference interpreter, what the check accepts', () => {
    const inputs = new Map(
      job.inputs.map(({ name, sizeBytes }) => [
        name,
        Uint8Array.from({ length: sizeBytes }, (_, i) => (i * i * 31) >> 2),
      ]),
    );
    const { versions } = interpret(job, inputs);
    const [a, bt, c] = ['a', 'bt', 'c'].map((name) => versions.get(name)!) as [Uint8Array, Uint8Array, Uint8Array];
    const claimed = { extents: { m, n, k }, a, bt, c, seed: new Uint8Array(32).fill(9), step: 1 };
    expect(product.check(claimed)).toEqual({ kind: 'holds' });
    const last = m * n - 1;
    const changed = c.slice();
    changed[4 * last]! ^= 1;
    expect(product.check({ ...claimed, c: changed })).toEqual({ kind: 'differs', rows: [m - 1], count: 1 });
    expect(product.culprits(changed, product.row(claimed, m - 1), m - 1)).toEqual([last]);
  });

  it('has the kernel id that verifiers have in their registers', () => {
    // A changed shader is another kernel. Jobs with the old one stay products only if its id stays registered, too.
    expect(register.map(({ kernel }) => kernel)).toEqual([
      'ef3c992ae1afc25686795d1c634b5b0689d96c937919277cdca6037f9b669c17',
    ]);
  });
});

function swapped({ dimensions }: owner.TileOwner): owner.TileOwner {
  const [rows, columns] = dimensions as [owner.TileDimension, owner.TileDimension];
  return {
    kind: 'tile',
    dimensions: [
      { ...rows, axis: 'x' },
      { ...columns, axis: 'y' },
    ],
  };
}

function resized(name: string, sizeBytes: number): jobs.Job {
  const inputs = job.inputs.map(({ tensor: _, ...input }) =>
    input.name === name ? { ...input, sizeBytes: sizeBytes as jobs.Input['sizeBytes'] } : input,
  );
  return jobs.define({ ...job, inputs });
}
