import { isAssayError } from '@assay/core';
import { check, gpuTest } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as matmul from './matmul.js';
import { assertOwners, assertSteps } from './steps.contract.js';

describe('matmul.job', () => {
  it('declares the product, its operands and its budget', () => {
    const { inputs, steps, outputs } = matmul.job({ m: 3, n: 5, k: 8 });
    expect(inputs).toEqual([
      { name: 'a', sizeBytes: 24, tensor: { element: 'i8', shape: [3, 8] } },
      { name: 'b', sizeBytes: 40, tensor: { element: 'i8', shape: [8, 5] } },
    ]);
    expect(outputs).toEqual(['c']);
    expect(steps[0]!.writes.bt).toMatchObject({
      name: 'bt',
      sizeBytes: 40,
      tensor: { element: 'i8', shape: [5, 8] },
    });
    expect(steps[1]).toMatchObject({
      loopBudget: 2,
      meaning: { operation: 'matmul.i8.i32', parameters: { m: 3, n: 5, k: 8 } },
    });
    expect(steps[1]!.writes.c).toMatchObject({
      name: 'c',
      sizeBytes: 60,
      tensor: { element: 'i32', shape: [3, 5] },
    });
  });

  it.each([
    [1, 1, 131_068, undefined],
    [1, 1, 131_072, 'matmul.bad-size'],
    [1, 1, 6, 'matmul.bad-size'],
    [1, 1, 0, 'matmul.bad-size'],
    [4_194_240, 1, 4, undefined],
    [4_194_241, 1, 4, 'matmul.bad-size'],
    [1, 4_194_240, 4, undefined],
    [1, 4_194_241, 4, 'matmul.bad-size'],
    [0, 1, 4, 'matmul.bad-size'],
    [65_536, 65_535, 4, undefined],
    [65_536, 65_536, 4, 'matmul.bad-size'],
    [4_194_240, 1, 4096, undefined],
    [4_194_240, 1, 4100, 'matmul.bad-size'],
    [1, 1_048_320, 4096, undefined],
    [1, 1_048_832, 4096, 'matmul.bad-size'],
  ])('%i×%i×%i: %s', (m, n, k, code) => {
    expect(codeOf(() => matmul.job({ m, n, k }))).toBe(code);
  });
});

describe('matmul on the software adapter', () => {
  gpuTest.for([
    [1, 1, 4],
    [3, 5, 8],
    [64, 64, 64],
    [65, 67, 12],
    [1, 130, 20],
    [130, 1, 20],
  ] as const)('%i×%i×%i: both versions equal the naive product', async ([m, n, k], { gpu }) => {
    const job = matmul.job({ m, n, k });
    await assertSteps(gpu.device, job, naive(m, n, k, noise(m * k, 1), noise(k * n, 2)));
    await assertSteps(gpu.device, job, naive(m, n, k, noise(m * k, 3, -128, 127), noise(k * n, 4, -128, 127)));
  });

  gpuTest('small matrices of any shape and content: both versions equal the naive product', async ({ gpu }) => {
    const extent = fc.integer({ min: 1, max: 80 });
    const elements = (length: number): fc.Arbitrary<Int8Array> =>
      fc.int8Array({ minLength: length, maxLength: length });
    const products = fc.tuple(extent, extent, fc.integer({ min: 1, max: 10 })).chain(([m, n, words]) => {
      const k = 4 * words;
      return fc.record({
        m: fc.constant(m),
        n: fc.constant(n),
        k: fc.constant(k),
        a: elements(m * k),
        b: elements(k * n),
      });
    });
    const property = fc.asyncProperty(products, async ({ m, n, k, a, b }) => {
      await assertSteps(gpu.device, matmul.job({ m, n, k }), naive(m, n, k, a, b));
    });
    await fc.assert(property, check(160));
  });

  gpuTest('the longest rows of extremes do not overflow', async ({ gpu }) => {
    const [m, n, k] = [1, 2, 131_068];
    const a = new Int8Array(k).fill(-128);
    const b = new Int8Array(2 * k).map((_, i) => (i % 2 === 0 ? -128 : 127));
    const versions = naive(m, n, k, a, b);
    expect([...new Int32Array(versions.get('c')!.buffer)]).toEqual([2_147_418_112, -2_130_641_408]);
    await assertSteps(gpu.device, matmul.job({ m, n, k }), versions);
  });

  gpuTest('a workgroup writes the words that it owns, and all of them', async ({ gpu }) => {
    const [m, n, k] = [150, 140, 36];
    await assertOwners(gpu.device, matmul.job({ m, n, k }), naive(m, n, k, noise(m * k, 5), noise(k * n, 6)));
  });
});

/** The product from its definition, in doubles (exact below 2^53) and checked to fit in an int32. */
function naive(m: number, n: number, k: number, a: Int8Array, b: Int8Array): Map<string, Uint8Array> {
  const bt = new Int8Array(n * k);
  for (let row = 0; row < k; row++) {
    for (let column = 0; column < n; column++) bt[column * k + row] = b[row * n + column]!;
  }
  const c = new DataView(new ArrayBuffer(4 * m * n));
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let t = 0; t < k; t++) sum += a[i * k + t]! * b[t * n + j]!;
      if (sum !== (sum | 0)) throw new RangeError(`c[${i}][${j}] is ${sum}`);
      c.setInt32(4 * (i * n + j), sum, true);
    }
  }
  return new Map([
    ['a', new Uint8Array(a.slice().buffer)],
    ['b', new Uint8Array(b.slice().buffer)],
    ['bt', new Uint8Array(bt.buffer)],
    ['c', new Uint8Array(c.buffer)],
  ]);
}

/** Elements from a linear congruential generator, or `levels` chosen by it; the same for the same seed. */
function noise(length: number, seed: number, ...levels: readonly number[]): Int8Array {
  let state = seed * 65_537 + length;
  return new Int8Array(length).map(() => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return levels.length === 0 ? state >>> 24 : levels[(state >>> 24) % levels.length]!;
  });
}

function codeOf(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (isAssayError(error)) return error.code;
    throw error;
  }
}
