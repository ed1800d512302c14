import { describe, expect, it } from 'vitest';
import { call, scalars, somePairs, vectors } from '../../testing/emitted.js';
import { type Code, op, simd } from './wasm.js';

/** Binary instructions on 32-bit integers by their meaning; comparisons give 1. */
const meanings = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: Math.imul,
  eq: (a, b) => Number(a === b),
  ne: (a, b) => Number(a !== b),
  ltS: (a, b) => Number(a < b),
  ltU: (a, b) => Number(a >>> 0 < b >>> 0),
  gtS: (a, b) => Number(a > b),
  gtU: (a, b) => Number(a >>> 0 > b >>> 0),
  leS: (a, b) => Number(a <= b),
  leU: (a, b) => Number(a >>> 0 <= b >>> 0),
  geS: (a, b) => Number(a >= b),
  geU: (a, b) => Number(a >>> 0 >= b >>> 0),
  minS: Math.min,
  minU: (a, b) => Math.min(a >>> 0, b >>> 0),
  maxS: Math.max,
  maxU: (a, b) => Math.max(a >>> 0, b >>> 0),
} as const satisfies Record<string, (a: number, b: number) => number>;

const [left, right] = somePairs(1, 100);
const nonzero = right.map((word) => word || 1);

describe('instructions are what their names say', () => {
  it.each([
    ...(['add', 'sub', 'mul', 'eq', 'ne', 'ltS', 'ltU', 'gtS', 'gtU', 'leS', 'leU', 'geS', 'geU'] as const).map(
      (name) => [name, meanings[name]] as const,
    ),
    ['and', (a: number, b: number) => a & b],
    ['or', (a: number, b: number) => a | b],
    ['xor', (a: number, b: number) => a ^ b],
    ['shl', (a: number, b: number) => a << b],
    ['shrS', (a: number, b: number) => a >> b],
    ['shrU', (a: number, b: number) => a >>> b],
    ['rotl', (a: number, b: number) => (a << b) | (a >>> -b)],
    ['divU', (a: number, b: number) => (a >>> 0) / (b >>> 0)],
    ['remS', (a: number, b: number) => a % b],
    ['remU', (a: number, b: number) => (a >>> 0) % (b >>> 0)],
  ] as const)('i32 %s', (name, meaning) => {
    const got = scalars((code) => code.emit(op.i32[name]), left, nonzero);
    expect(got).toEqual(left.map((word, i) => meaning(word, nonzero[i]!) | 0));
  });

  it.each([
    ['eqz', (a: number) => Number(a === 0)],
    ['clz', (a: number) => Math.clz32(a)],
    ['ctz', (a: number) => (a === 0 ? 32 : 31 - Math.clz32(a & -a))],
    ['popcnt', (a: number) => (a >>> 0).toString(2).replaceAll('0', '').length],
    ['extend8S', (a: number) => (a << 24) >> 24],
    ['extend16S', (a: number) => (a << 16) >> 16],
  ] as const)('i32 %s', (name, meaning) => {
    expect(scalars((code) => code.emit(op.i32[name]), left)).toEqual(left.map(meaning));
  });

  it.each(Object.keys(meanings) as (keyof typeof meanings)[])('i32x4 %s', (name) => {
    const isComparison = /^(eq|ne|lt|gt|le|ge)/.test(name);
    const got = vectors((code) => code.vector(simd.i32x4[name]), left, right);
    expect(got).toEqual(left.map((word, i) => ((isComparison ? -1 : 1) * meanings[name](word, right[i]!)) | 0));
  });

  it.each([
    ['and', (a: number, b: number) => a & b],
    ['andnot', (a: number, b: number) => a & ~b],
    ['or', (a: number, b: number) => a | b],
    ['xor', (a: number, b: number) => a ^ b],
  ] as const)('v128 %s', (name, meaning) => {
    const got = vectors((code) => code.vector(simd[name]), left, right);
    expect(got).toEqual(left.map((word, i) => meaning(word, right[i]!)));
  });

  it('v128 bitselect takes bits of the first where the third has ones', () => {
    const masks = left.toReversed();
    const got = vectors((code) => code.vector(simd.bitselect), left, right, masks);
    expect(got).toEqual(left.map((word, i) => (word & masks[i]!) | (right[i]! & ~masks[i]!)));
  });

  it.each([
    ['anyTrue', [0, 0, 0, 0], simd.anyTrue, 0],
    ['anyTrue', [0, 0, 4, 0], simd.anyTrue, 1],
    ['allTrue', [1, 2, 0, 3], simd.i32x4.allTrue, 0],
    ['allTrue', [1, 2, -1, 3], simd.i32x4.allTrue, 1],
    ['bitmask', [-1, 0, 1, -5], simd.i32x4.bitmask, 0b1001],
  ] as const)('%s of %j', (_, words, instruction, wanted) => {
    const emit = (code: Code): void => {
      code.v128(words);
      code.vector(instruction);
    };
    expect(call('i32', emit)).toBe(wanted);
  });

  it('i64: comparison, sum, difference, product, and a word without its sign', () => {
    const of = (instruction: number, a: number, b: number): unknown =>
      call(instruction === op.i64.ltS || instruction === op.i64.gtS ? 'i32' : 'i64', (code) => {
        code.i64(a);
        code.i64(b);
        code.emit(instruction);
      });
    expect([of(op.i64.ltS, -1, 2 ** 40), of(op.i64.ltS, 3, 3), of(op.i64.gtS, 3, -3), of(op.i64.gtS, 3, 3)]).toEqual([
      1, 0, 1, 0,
    ]);
    expect([of(op.i64.add, 2 ** 40, 1), of(op.i64.sub, 1, 2 ** 40), of(op.i64.mul, 2 ** 30, 2 ** 20)]).toEqual([
      2n ** 40n + 1n,
      1n - 2n ** 40n,
      2n ** 50n,
    ]);
    const extended = call('i64', (code) => {
      code.i32(-1);
      code.emit(op.i64.extendI32U);
    });
    expect(extended).toBe(2n ** 32n - 1n);
  });

  it('select gives the first operand if the third is not 0; drop takes one away', () => {
    const choice = (condition: number): unknown =>
      call('i32', (code) => {
        for (const word of [10, 20, condition, 30]) code.i32(word);
        code.emit(op.drop);
        code.emit(op.select);
      });
    expect([choice(5), choice(0)]).toEqual([10, 20]);
  });

  it('unreachable traps, return ends the function', () => {
    expect(() => call('i32', (code) => code.emit(op.unreachable))).toThrow('unreachable');
    const emit = (code: Code): void => {
      code.i32(1);
      code.emit(op.return);
      code.emit(op.unreachable);
    };
    expect(call('i32', emit)).toBe(1);
  });
});
