import { type identity, isAssayError, job as jobs, kernel as kernels, owner } from '@assay/core';
import { check as cases } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stream } from './draw.js';
import { p, p2 } from './freivalds.js';
import * as product from './product.js';

const seed = Uint8Array.from({ length: 32 }, (_, i) => 255 - 5 * i);
const step = 5;

/** The product from its definition. */
function naive({ m, n, k }: product.Extents, a: Int8Array, bt: Int8Array): bigint[] {
  return Array.from({ length: m * n }, (_, word) => {
    const [i, j] = [Math.floor(word / n), word % n];
    let sum = 0n;
    for (let t = 0; t < k; t++) sum += BigInt(a[i * k + t]!) * BigInt(bt[j * k + t]!);
    return sum;
  });
}

function toWords(values: readonly bigint[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries()) view.setInt32(4 * i, Number(value), true);
  return bytes;
}

/** The bytes at an odd offset of a larger buffer, as openings and files are found. */
function shifted(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(bytes.length + 6).fill(0xee);
  whole.set(bytes, 3);
  return whole.subarray(3, 3 + bytes.length);
}

const bytesOf = (elements: Int8Array): Uint8Array => new Uint8Array(elements.buffer);

/** Operands with their right product. */
function claimed(extents: product.Extents, a: Int8Array, bt: Int8Array): product.Claimed {
  const c = toWords(naive(extents, a, bt));
  return { extents, a: shifted(bytesOf(a)), bt: shifted(bytesOf(bt)), c: shifted(c), seed, step };
}

const side = fc.oneof(fc.constantFrom(1, 4), fc.integer({ min: 1, max: 40 }));
const element = fc.oneof(fc.integer({ min: -128, max: 127 }), fc.constantFrom(-128, 127));
const elements = (length: number): fc.Arbitrary<Int8Array> =>
  fc.array(element, { minLength: length, maxLength: length }).map((all) => Int8Array.from(all));
const right = fc
  .record({ m: side, n: side, k: side })
  .chain((extents) =>
    fc
      .tuple(elements(extents.m * extents.k), elements(extents.n * extents.k))
      .map(([a, bt]) => claimed(extents, a, bt)),
  );

// Three words that are 0 and might be nearly as large as p/2: differences of that size stay within the bound.
const LONG = 65_532;
const balanced = claimed(
  { m: 1, n: 3, k: LONG },
  Int8Array.from({ length: LONG }, (_, t) => (t % 2 === 0 ? 127 : -127)),
  new Int8Array(3 * LONG).fill(-128),
);
const draws = stream('product', seed, step);
const draw = (): bigint[] => Array.from({ length: 3 }, () => BigInt(draws.below(p)));
const vectors = [draw(), draw()] as const;

/** `balanced.c` with differences that the range alone does not give away. */
function within(differences: readonly bigint[]): Uint8Array {
  for (const difference of differences) expect(Math.abs(Number(difference))).toBeLessThanOrEqual(LONG * 127 * 128);
  return toWords(differences);
}

describe('product.check', () => {
  it('P2: a right product of any shape holds, whatever the seed and the step', () => {
    const start = fc.uint8Array({ minLength: 32, maxLength: 32 });
    const property = fc.property(right, start, fc.nat(), (claimed, seed, step) => {
      expect(product.check({ ...claimed, seed, step })).toEqual({ kind: 'holds' });
    });
    fc.assert(property, cases(2000));
  });

  it('P2: one flipped bit anywhere in the product is found in its row', () => {
    const property = fc.property(right, fc.nat(), (claimed, place) => {
      const { extents, c } = claimed;
      const bit = place % (8 * c.length);
      const changed = shifted(c);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      const row = Math.floor((bit >> 5) / extents.n);
      expect(product.check({ ...claimed, c: changed })).toEqual({ kind: 'differs', rows: [row], count: 1 });
      expect(product.culprits(changed, product.row(claimed, row), row)).toEqual([bit >> 5]);
    });
    fc.assert(property, cases(4000));
  });

  it('P2: any wrong words are found, just in the rows that have them', () => {
    const wrong = fc.array(fc.tuple(fc.nat(), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })), { minLength: 1 });
    const property = fc.property(right, wrong, (claimed, wrong) => {
      const c = shifted(claimed.c);
      const words = new DataView(c.buffer, c.byteOffset, c.length);
      for (const [place, value] of wrong) words.setInt32(4 * (place % (c.length / 4)), value, true);
      const n = claimed.extents.n;
      const isWrong = (row: number): boolean =>
        [...c.subarray(4 * row * n, 4 * (row + 1) * n)].some((byte, i) => byte !== claimed.c[4 * row * n + i]);
      const rows = Array.from({ length: claimed.extents.m }, (_, row) => row).filter(isWrong);
      const expected = rows.length === 0 ? { kind: 'holds' } : { kind: 'differs', rows, count: rows.length };
      expect(product.check({ ...claimed, c })).toEqual(expected);
    });
    fc.assert(property, cases(2000));
  });

  it('P2: both vectors count: what is orthogonal to one of them is found by the other', () => {
    for (const [vector, other] of [
      [vectors[0], vectors[1]],
      [vectors[1], vectors[0]],
    ] as const) {
      const difference = [1n, 0n, centred(-vector[0]! * inverse(vector[2]!))];
      expect(centred(dot(difference, vector))).toBe(0n);
      expect(centred(dot(difference, other))).not.toBe(0n);
      expect(product.check({ ...balanced, c: within(difference) })).toEqual({ kind: 'differs', rows: [0], count: 1 });
    }
  });

  it('P2: vectors are those of the seed and the step, and of no other', () => {
    // Orthogonal to both: nobody finds such a product who does not know the seed.
    const [r, q] = vectors;
    const difference = [0, 1, 2].map((i) => {
      const [j, l] = [(i + 1) % 3, (i + 2) % 3];
      return centred(r[j]! * q[l]! - r[l]! * q[j]!);
    });
    expect(difference.some((value) => value !== 0n)).toBe(true);
    const fooled = { ...balanced, c: within(difference) };
    expect(product.check(fooled)).toEqual({ kind: 'holds' });
    expect(product.check({ ...fooled, step: step + 1 })).toEqual({ kind: 'differs', rows: [0], count: 1 });
    expect(product.check({ ...fooled, seed: seed.with(31, 1) })).toEqual({ kind: 'differs', rows: [0], count: 1 });
  });

  it('P1: checks up to a bound of 2^31 − 1, and not one past', () => {
    // 2^31 − 1 is a prime: only 2^31 − 1 elements of ±1 have it. One less is 299,886 · 77 · 93.
    const most = claimed({ m: 1, n: 1, k: 299_886 }, new Int8Array(299_886).fill(77), new Int8Array(299_886).fill(-93));
    expect(product.check(most)).toEqual({ kind: 'holds' });
    expect(product.check({ ...most, c: toWords([-(2n ** 31n) + 3n]) })).toMatchObject({ kind: 'differs', rows: [0] });
    const past = claimed(
      { m: 1, n: 1, k: 131_072 },
      new Int8Array(131_072).fill(-128),
      new Int8Array(131_072).fill(-128),
    );
    expect(product.check(past)).toEqual({ kind: 'unbounded', bound: 2 ** 31 });
    expect(product.mostSum).toBe(2 ** 31 - 1);
  });

  it('P1: the bound is of the bytes: longer rows of small elements are checked', () => {
    const k = 200_000;
    const small = claimed({ m: 2, n: 2, k }, new Int8Array(2 * k).fill(-1), new Int8Array(2 * k).fill(127));
    expect(product.check(small)).toEqual({ kind: 'holds' });
    const bt = small.bt.slice();
    const a = small.a.slice();
    a[7] = 0x80; // −128
    expect(product.check({ ...small, a, bt })).toEqual({ kind: 'unbounded', bound: 200_000 * 128 * 127 });
  });

  it('of zeros only zeros hold', () => {
    const zeros = claimed(
      { m: 2, n: 3, k: 4 },
      new Int8Array(8),
      Int8Array.from({ length: 12 }, (_, i) => i - 6),
    );
    expect(product.check(zeros)).toEqual({ kind: 'holds' });
    const c = zeros.c.slice();
    c[12] = 1;
    expect(product.check({ ...zeros, c })).toEqual({ kind: 'differs', rows: [1], count: 1 });
  });

  it('counts all rows that differ and names the first ones', () => {
    const m = product.mostRows + 7;
    const right = claimed({ m, n: 1, k: 1 }, new Int8Array(m).fill(3), Int8Array.of(5));
    const found = product.check({ ...right, c: new Uint8Array(4 * m) });
    expect(found).toEqual({ kind: 'differs', rows: Array.from({ length: product.mostRows }, (_, i) => i), count: m });
  });

  it.each(['a', 'bt', 'c'] as const)('refuses a wrong length of %s', (name) => {
    const right = claimed({ m: 2, n: 3, k: 4 }, new Int8Array(8), new Int8Array(12));
    for (const length of [right[name].length - 1, right[name].length + 4]) {
      expect(codeOf(() => product.check({ ...right, [name]: new Uint8Array(length) }))).toBe('bytes.not-bytes');
    }
  });
});

// Sums that are 0 and might be too large for one prime: any int32 is let through, and four vectors look at it.
const FAR = 131_068;
const far = claimed(
  { m: 1, n: 5, k: FAR },
  Int8Array.from({ length: FAR }, (_, t) => (t % 2 === 0 ? 127 : -127)),
  new Int8Array(5 * FAR).fill(-128),
);
const farDraws = stream('product', seed, step);
const farVectors = [p, p, p2, p2].map((modulus) => ({
  modulus,
  elements: Array.from({ length: 5 }, () => BigInt(farDraws.below(modulus))),
}));
/** Indices of the vectors that tell `far.c` with these differences from `far.c`. */
const seenBy = (difference: readonly bigint[]): number[] =>
  farVectors.flatMap(({ modulus, elements }, i) => (dot(difference, elements) % BigInt(modulus) === 0n ? [] : [i]));

describe('product.check where sums may reach 2^30', () => {
  const element = fc.oneof(fc.constantFrom(-128, -128, 127), fc.integer({ min: -128, max: 127 }));
  const pattern = fc.array(element, { minLength: 1, maxLength: 24 });
  /** The pattern over and over, with −128 at the end. */
  const repeated = (pattern: readonly number[], length: number): Int8Array =>
    Int8Array.from({ length }, (_, i) => (i === length - 1 ? -128 : pattern[i % pattern.length]!));
  const wide = fc
    .record({
      m: fc.integer({ min: 1, max: 3 }),
      n: fc.integer({ min: 1, max: 3 }),
      k: fc.oneof(fc.integer({ min: 65_536, max: 131_071 }), fc.constantFrom(65_536, 131_068, 131_071)),
      a: pattern,
      bt: pattern,
    })
    .map(({ m, n, k, a, bt }) => claimed({ m, n, k }, repeated(a, m * k), repeated(bt, n * k)));

  it('P2: right products hold, and a wrong word is found in its row', () => {
    const word = fc.oneof(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), fc.constantFrom(-(2 ** 31), 2 ** 31 - 1));
    const property = fc.property(wide, fc.nat(), word, (claimed, place, value) => {
      expect(product.check(claimed)).toEqual({ kind: 'holds' });
      const { m, n } = claimed.extents;
      const index = place % (m * n);
      const c = shifted(claimed.c);
      const words = new DataView(c.buffer, c.byteOffset, c.length);
      fc.pre(words.getInt32(4 * index, true) !== value);
      words.setInt32(4 * index, value, true);
      const row = Math.floor(index / n);
      expect(product.check({ ...claimed, c })).toEqual({ kind: 'differs', rows: [row], count: 1 });
      expect(product.culprits(c, product.row(claimed, row), row)).toEqual([index]);
    });
    fc.assert(property, cases(200));
  });

  it('P2: the first bound that is too large for one prime', () => {
    // 2^30 − 1 = 149,943 · 77 · 93, and 2^30 = 65,536 · 128 · 128. One row may have both the sum and what is congruent to it.
    const near = claimed({ m: 1, n: 1, k: 149_943 }, new Int8Array(149_943).fill(77), new Int8Array(149_943).fill(93));
    const beyond = claimed(
      { m: 1, n: 1, k: 65_536 },
      new Int8Array(65_536).fill(-128),
      new Int8Array(65_536).fill(-128),
    );
    for (const [right, sum] of [
      [near, 2n ** 30n - 1n],
      [beyond, 2n ** 30n],
    ] as const) {
      expect(right.c.slice()).toEqual(toWords([sum]));
      expect(product.check(right)).toEqual({ kind: 'holds' });
      for (const wrong of [sum - 1n, sum + 1n, -sum, sum - BigInt(p), sum - BigInt(p2)]) {
        expect(product.check({ ...right, c: toWords([wrong]) })).toEqual({ kind: 'differs', rows: [0], count: 1 });
      }
    }
  });

  it.each([
    [93, [-p, -2 * p, -p2, -2 * p2]],
    [-93, [p, p2, 2 * p2]],
  ])('P2: words congruent to the largest sums are found: 299,886 · 77 · %i', (factor, differences) => {
    const k = 299_886;
    const right = claimed({ m: 1, n: 1, k }, new Int8Array(k).fill(77), new Int8Array(k).fill(factor));
    for (const difference of differences) {
      const other = k * 77 * factor + difference;
      expect(other).toBe(other | 0);
      expect(product.check({ ...right, c: toWords([BigInt(other)]) })).toEqual({
        kind: 'differs',
        rows: [0],
        count: 1,
      });
    }
  });

  it('P2: rows of words that are all congruent to the truth modulo one prime are found by the vectors of the other', () => {
    for (const [modulus, others] of [
      [p, [2, 3]],
      [p2, [0, 1]],
    ] as const) {
      const difference = [1n, -1n, 0n, 1n, -1n].map((sign) => sign * BigInt(modulus));
      expect(seenBy(difference)).toEqual(others);
      expect(product.check({ ...far, c: toWords(difference) })).toEqual({ kind: 'differs', rows: [0], count: 1 });
    }
  });

  // Short vectors of lattices, found for this seed and step by the algorithm of Lenstra, Lenstra and Lovász.
  it.each([
    [0, [-15_939n, 183_835n, -25_921n, 36_649n, -170_456n]],
    [1, [-57_890n, -160_766n, 241_046n, -108_695n, 74_835n]],
    [2, [322_810n, 65_503n, -1991n, -15_809n, -41_952n]],
    [3, [46_122n, 110_691n, -148_053n, -40_705n, -62_268n]],
  ])('P2: what is orthogonal to all vectors but number %i is found', (only, difference) => {
    expect(seenBy(difference)).toEqual([only]);
    expect(product.check({ ...far, c: toWords(difference) })).toEqual({ kind: 'differs', rows: [0], count: 1 });
  });

  it('P2: the four vectors are those of the seed and the step, two below each prime, and no others', () => {
    // Orthogonal to all: nobody finds such a product who does not know the seed.
    const difference = [18_194_382n, 5_919_638n, -15_420_069n, -14_714_226n, -1_305_572n];
    expect(seenBy(difference)).toEqual([]);
    const fooled = { ...far, c: toWords(difference) };
    expect(product.check(fooled)).toEqual({ kind: 'holds' });
    expect(product.check({ ...fooled, step: step + 1 })).toEqual({ kind: 'differs', rows: [0], count: 1 });
    expect(product.check({ ...fooled, seed: seed.with(31, 1) })).toEqual({ kind: 'differs', rows: [0], count: 1 });
  });
});

describe('product.row', () => {
  it('P3: is a row of the product', () => {
    const property = fc.property(right, fc.nat(), (claimed, place) => {
      const { m, n } = claimed.extents;
      const index = place % m;
      const row = product.row(claimed, index);
      expect(toWords([...row].map(BigInt))).toEqual(claimed.c.slice(4 * index * n, 4 * (index + 1) * n));
      expect(product.culprits(claimed.c, row, index)).toEqual([]);
    });
    fc.assert(property, cases(1000));
  });

  it('wraps as int32 sums do', () => {
    const k = 131_073; // · 2^14 = 2^31 + 2^14
    const a = bytesOf(new Int8Array(k).fill(-128));
    expect([...product.row({ extents: { m: 1, n: 1, k }, a, bt: a }, 0)]).toEqual([-(2 ** 31) + 2 ** 14]);
  });
});

describe('product.culprits', () => {
  it('P3: names words by their index in the whole product', () => {
    const right = claimed({ m: 3, n: 2, k: 1 }, Int8Array.of(1, 2, 3), Int8Array.of(4, 5));
    const c = right.c.slice();
    c[4 * 4] = 1;
    c[4 * 5 + 3] = 1;
    expect(product.culprits(c, product.row(right, 2), 2)).toEqual([4, 5]);
    expect(product.culprits(c, product.row(right, 1), 1)).toEqual([]);
  });
});

// A made-up register: what makes it up is compared, nothing is run. The project's own is tried in test/conformance.
const kernel: jobs.Kernel = {
  source: 'text',
  entryPoint: 'main',
  bindings: {
    a: { binding: 0, access: 'read' },
    b: { binding: 1, access: 'read' },
    c: { binding: 2, access: 'write' },
  },
};
const register: readonly product.Registered[] = [
  {
    operation: 'matmul.i8.i32',
    kernel: '00'.repeat(32) as identity.KernelId,
    bindings: { left: 'c', right: 'b', product: 'a' },
    dispatch: () => undefined,
  },
  {
    operation: 'matmul.i8.i32',
    kernel: kernels.id(kernel, 1),
    bindings: { left: 'a', right: 'b', product: 'c' },
    dispatch: ({ m, n }) => ({ grid: [m, 1, 1], overrides: {}, loopBudget: 9, owner: owner.linear(n) }),
  },
];
const job = jobs.define({
  name: 'twice',
  kernels: { one: kernel, other: { ...kernel, source: 'other text' } },
  inputs: [
    { name: 'x', sizeBytes: 8 },
    { name: 'y', sizeBytes: 12 },
  ],
  steps: ['one', 'other', 'one'].map((name, i) => ({
    kernel: name,
    grid: [2, 1, 1],
    reads: { a: 'x', b: 'y' },
    writes: { c: { name: `z${i}`, sizeBytes: 24, owner: owner.linear(3) } },
    loopBudget: 9,
    ...(i === 2 ? {} : { meaning: { operation: 'matmul.i8.i32', parameters: { m: 2, n: 3, k: 4 } } }),
  })),
  outputs: ['z0'],
});

describe('product.declared', () => {
  it('P1: finds the registered kernel, the versions and the extents', () => {
    const expected = { kind: 'product', extents: { m: 2, n: 3, k: 4 }, left: 'x', right: 'y', product: 'z0' };
    expect(product.declared(job, 0, register)).toEqual(expected);
  });

  it('says what is in the way', () => {
    expect(product.declared(job, 1, register)).toEqual({ kind: 'none', obstacle: 'other-kernel' });
    expect(product.declared(job, 2, register)).toEqual({ kind: 'none', obstacle: 'no-registered-operation' });
    expect(product.declared(job, 0, [])).toEqual({ kind: 'none', obstacle: 'no-registered-operation' });
    expect(product.declared(job, 0, register.slice(0, 1))).toEqual({ kind: 'none', obstacle: 'other-kernel' });
    const refusing = [{ ...register[1]!, dispatch: () => undefined }];
    expect(product.declared(job, 0, refusing)).toEqual({ kind: 'none', obstacle: 'other-parameters' });
  });

  it('declarations: of every step', () => {
    const each = job.steps.map((_, index) => product.declared(job, index, register));
    expect(product.declarations(job, register)).toEqual(each);
  });

  it.each([-1, 3, 0.5])('refuses step %s', (index) => {
    expect(codeOf(() => product.declared(job, index, register))).toBe('product.no-step');
  });
});

/** The number in (−p/2, p/2) that is congruent modulo p. */
function centred(value: bigint): bigint {
  const modulus = BigInt(p);
  const rest = ((value % modulus) + modulus) % modulus;
  return rest > modulus / 2n ? rest - modulus : rest;
}

/** The inverse modulo p, by Fermat. */
function inverse(value: bigint): bigint {
  return power(value, BigInt(p) - 2n, BigInt(p));
}

function dot(x: readonly bigint[], y: readonly bigint[]): bigint {
  return x.reduce((sum, value, i) => sum + value * y[i]!, 0n);
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  if (exponent === 0n) return 1n;
  const half = power((base * base) % modulus, exponent / 2n, modulus);
  return exponent % 2n === 1n ? (half * base) % modulus : half;
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
