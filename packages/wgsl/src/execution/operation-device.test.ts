import { gpuTest } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { dispatch } from '../testing/dispatch.js';
import { edgeWords } from '../testing/word.js';
import type { BinaryOperation, UnaryOperation } from './ir.js';
import * as operation from './operation.js';

// What each operation of the IR is in WGSL, and that a device does the same. `a` and `b` are u32, `sa` and `sb` the same
// bits as i32; operands come from buffers, so that no compiler folds them.

const unary: Record<UnaryOperation, string> = {
  not: 'u32(!bool(a))',
  complement: '~a',
  negate: 'u32(-sa)',
  'abs-s': 'u32(abs(sa))',
  'sign-s': 'u32(sign(sa))',
  'count-leading-zeros': 'countLeadingZeros(a)',
  'count-trailing-zeros': 'countTrailingZeros(a)',
  'count-one-bits': 'countOneBits(a)',
  'reverse-bits': 'reverseBits(a)',
  'first-leading-bit-s': 'u32(firstLeadingBit(sa))',
  'first-leading-bit-u': 'firstLeadingBit(a)',
  'first-trailing-bit': 'firstTrailingBit(a)',
};

const binary: Record<BinaryOperation, string> = {
  add: 'a + b',
  sub: 'a - b',
  mul: 'a * b',
  'div-s': 'u32(sa / sb)',
  'div-u': 'a / b',
  'rem-s': 'u32(sa % sb)',
  'rem-u': 'a % b',
  and: 'a & b',
  or: 'a | b',
  xor: 'a ^ b',
  shl: 'a << (b & 31u)',
  'shr-s': 'u32(sa >> (b & 31u))',
  'shr-u': 'a >> (b & 31u)',
  eq: 'u32(a == b)',
  ne: 'u32(a != b)',
  'lt-s': 'u32(sa < sb)',
  'lt-u': 'u32(a < b)',
  'le-s': 'u32(sa <= sb)',
  'le-u': 'u32(a <= b)',
  'min-s': 'u32(min(sa, sb))',
  'min-u': 'min(a, b)',
  'max-s': 'u32(max(sa, sb))',
  'max-u': 'max(a, b)',
  'dot4-i8': 'u32(dot4I8Packed(a, b))',
  'dot4-u8': 'dot4U8Packed(a, b)',
};

const atomic: Record<operation.AtomicOperation, string> = {
  add: 'atomicAdd(&word, b)',
  sub: 'atomicSub(&word, b)',
  'max-s': 'atomicMax(&signed_word, sb)',
  'max-u': 'atomicMax(&word, b)',
  'min-s': 'atomicMin(&signed_word, sb)',
  'min-u': 'atomicMin(&word, b)',
  and: 'atomicAnd(&word, b)',
  or: 'atomicOr(&word, b)',
  xor: 'atomicXor(&word, b)',
};

const fields = [
  [0, 0],
  [0, 1],
  [0, 32],
  [4, 8],
  [7, 25],
  [31, 1],
  [32, 0],
] as const;

interface Case {
  readonly name: string;
  /** Statements that leave the result in `result`, a u32. */
  readonly code: string;
  readonly expected: (a: number, b: number) => number;
}

const entries = <Name extends string, Value>(
  table: Readonly<Record<Name, Value>>,
): readonly (readonly [Name, Value])[] => Object.entries(table) as [Name, Value][];

const cases: readonly Case[] = [
  ...entries(unary).map(([name, formula]) => ({ name, code: `result = ${formula};`, expected: operation.unary[name] })),
  ...entries(binary).map(([name, formula]) => ({
    name,
    code: `result = ${formula};`,
    expected: operation.binary[name],
  })),
  ...entries(atomic).map(([name, call]) => ({
    name: `atomic ${name}`,
    code: call.includes('signed')
      ? `atomicStore(&signed_word, sa); ${call}; result = u32(atomicLoad(&signed_word));`
      : `atomicStore(&word, a); ${call}; result = atomicLoad(&word);`,
    expected: operation.atomic[name],
  })),
  ...fields.flatMap(([offset, count]): Case[] => [
    {
      name: `extract ${count} from ${offset}`,
      code: `result = extractBits(a, ${offset}u, ${count}u);`,
      expected: (a) => operation.extract(a, offset, count, false),
    },
    {
      name: `extract ${count} from ${offset}, signed`,
      code: `result = u32(extractBits(sa, ${offset}u, ${count}u));`,
      expected: (a) => operation.extract(a, offset, count, true),
    },
    {
      name: `insert ${count} at ${offset}`,
      code: `result = insertBits(a, b, ${offset}u, ${count}u);`,
      expected: (a, b) => operation.insert(a, b, offset, count),
    },
  ]),
];

const pairs = edgeWords.flatMap((a) => edgeWords.map((b) => [a, b] as const));

const source = `
@group(0) @binding(0) var<storage, read> pairs: array<vec2u>;
@group(0) @binding(1) var<storage, read_write> results: array<u32>;

var<workgroup> word: atomic<u32>;
var<workgroup> signed_word: atomic<i32>;

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) id: vec3u) {
  let a = pairs[id.x].x;
  let b = pairs[id.x].y;
  let sa = bitcast<i32>(a);
  let sb = bitcast<i32>(b);
  var result = 0u;
${cases.map(({ code }, i) => `  ${code}\n  results[id.x * ${cases.length}u + ${i}u] = result;`).join('\n')}
}`;

describe('operations of the IR', () => {
  it('all have a formula in WGSL', () => {
    expect(Object.keys(unary)).toEqual(Object.keys(operation.unary));
    expect(Object.keys(binary)).toEqual(Object.keys(operation.binary));
    expect(Object.keys(atomic).sort()).toEqual(Object.keys(operation.atomic).sort());
  });

  gpuTest('on the software adapter give the same words', async ({ gpu }) => {
    const { device } = gpu;
    const input = Int32Array.from(pairs.flat());
    const outputWords = cases.length * pairs.length;
    const results = await dispatch({ device, source, input, outputWords, workgroups: pairs.length });
    const wrong: string[] = [];
    for (const [i, [a, b]] of pairs.entries()) {
      for (const [j, { name, expected }] of cases.entries()) {
        const got = results[i * cases.length + j];
        if (got !== expected(a, b)) wrong.push(`${name} of ${a} and ${b}: ${expected(a, b)}, on the device ${got}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
