import { job as jobs } from '@assay/core';
import { matmul, registered } from '@assay/kernels';
import { product } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { interpret } from '../interpretation.js';

// Attack: a requester declares `matmul.i8.i32` for steps that compute something else, so that honest workers, whose bytes are
// those of the kernel, fail the product check. Verify SPEC.md P1: such a step is no product, and nothing is checked.

const extents = { m: 5, n: 6, k: 8 };
const job = matmul.job(extents);
const inputs = new Map([
  ['a', Uint8Array.from({ length: 40 }, (_, i) => 37 * i + 1)],
  ['b', Uint8Array.from({ length: 48 }, (_, i) => 91 * i + 5)],
]);

const register: readonly product.Registered[] = registered.products();

/** Runs the job honestly, and checks its product as one who believes the declaration would. */
function believe(job: jobs.Job): product.Result {
  const { versions } = interpret(job, inputs);
  const [a, bt, c] = ['a', 'bt', 'c'].map((name) => versions.get(name)!) as [Uint8Array, Uint8Array, Uint8Array];
  return product.check({ extents, a, bt, c, seed: new Uint8Array(32).fill(1), step: 1 });
}

function withProduct(change: Partial<jobs.Step>, source: string = job.kernels.product!.source): jobs.Job {
  const product = { ...job.kernels.product!, source };
  return jobs.define({
    ...job,
    kernels: { ...job.kernels, product },
    steps: [job.steps[0]!, { ...job.steps[1]!, ...change }],
  });
}

const text = job.kernels.product!.source;
const lies: readonly (readonly [string, jobs.Job])[] = [
  [
    'a kernel that adds one',
    withProduct({}, text.replace('c[start + column] = sums.x;', 'c[start + column] = sums.x + 1;')),
  ],
  ['a loop budget that ends the sums early', withProduct({ loopBudget: extents.k / 4 - 2 })],
  ['a k that leaves out the last columns', withProduct({ overrides: { ...extents, k: extents.k - 4 } })],
  ['an m that leaves out the last row', withProduct({ overrides: { ...extents, m: extents.m - 1 } })],
];

describe('a false declaration', () => {
  it('control: the true one is accepted, and the honest product holds', () => {
    expect(product.declared(job, 1, register)).toMatchObject({ kind: 'product', extents });
    expect(believe(job)).toEqual({ kind: 'holds' });
  });

  it.each(lies)('is not believed: %s', (_, lie) => {
    expect(lie.steps[1]!.meaning).toEqual({ operation: 'matmul.i8.i32', parameters: extents });
    expect(believe(lie).kind, 'an honest run of it would fail').toBe('differs');
    expect(product.declared(lie, 1, register).kind).toBe('none');
  });
});
