/** Every operator and builtin function on integers, one a kernel, over all pairs or triples of edge values. */
import { job as jobs, owner } from '@assay/core';
import { kernel } from '@assay/wgsl';
import { type Case, noRace } from '../case.js';
import { edges } from '../corpus/words.js';

type Scalar = 'i32' | 'u32';

/** `a`, `b` and `c` are values of the type, from storage, so that no compiler folds them. */
interface Operation {
  readonly name: string;
  readonly types: readonly Scalar[];
  /** What is stored, converted to u32. */
  readonly formula: string;
  /** Statements before it. */
  readonly statements?: string;
}

const INVOCATIONS = 64;
/** All 64 edges for one operand or two, the first 16 for three. */
const EDGES = [64, 64, 16] as const;

const both: readonly Scalar[] = ['i32', 'u32'];

export function cases(): readonly Case[] {
  return operations.flatMap((operation) => operation.types.map((type) => toCase(operation, type)));
}

function toCase({ name, formula, statements = '' }: Operation, type: Scalar): Case {
  const text = `${statements} ${formula}`;
  const operands = /\bc\b/.test(text) ? 3 : /\bb\b/.test(text) ? 2 : 1;
  const count = EDGES[operands - 1]!;
  const results = count ** operands;
  const values = ['a', 'b', 'c'].slice(0, operands);
  const source = `
@group(0) @binding(0) var<storage, read> edges: array<${type}, ${count}>;
@group(0) @binding(1) var<storage, read_write> results: array<u32, ${results}>;

var<workgroup> word: array<atomic<${type}>, ${INVOCATIONS}>;

@compute @workgroup_size(${INVOCATIONS})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) i: u32) {
${values.map((value, k) => `  let ${value} = edges[id.x / ${count ** k}u % ${count}u];`).join('\n')}
  ${statements.replaceAll('TYPE', type)}
  results[id.x] = u32(${formula.replaceAll('TYPE', type)});
}`;
  const job = jobs.define({
    name: 'operation',
    kernels: { main: kernel(source) },
    inputs: [{ name: 'edges', sizeBytes: 4 * count }],
    steps: [
      {
        kernel: 'main',
        grid: [results / INVOCATIONS, 1, 1],
        reads: { edges: 'edges' },
        writes: { results: { name: 'results', sizeBytes: 4 * results, owner: owner.linear(INVOCATIONS) } },
      },
    ],
    outputs: ['results'],
  });
  const inputs = new Map([['edges', new Uint8Array(Int32Array.from(edges.slice(0, count)).buffer)]]);
  const expected = { guards: [], race: noRace, results: new Map() };
  return { name: `operation/${name}-${type}`, job, inputs, expected };
}

const fields = ['0u, 0u', '0u, 1u', '0u, 32u', '4u, 8u', '7u, 25u', '31u, 1u', '32u, 0u'];

const operations: readonly Operation[] = [
  ...simple(both, {
    complement: '~a',
    abs: 'abs(a)',
    'count-leading-zeros': 'countLeadingZeros(a)',
    'count-one-bits': 'countOneBits(a)',
    'count-trailing-zeros': 'countTrailingZeros(a)',
    'first-leading-bit': 'firstLeadingBit(a)',
    'first-trailing-bit': 'firstTrailingBit(a)',
    'reverse-bits': 'reverseBits(a)',
    'to-i32': 'i32(a)',
    'to-bool': 'bool(a)',
    'from-bool': 'TYPE(bool(a))',
    'bitcast-i32': 'bitcast<i32>(a)',
    not: '!bool(a)',
    'shift-left-by-31': 'a << 31u',
    'shift-right-by-31': 'a >> 31u',
    'shift-right-by-0': 'a >> 0u',
    add: 'a + b',
    subtract: 'a - b',
    multiply: 'a * b',
    divide: 'a / b',
    remainder: 'a % b',
    and: 'a & b',
    or: 'a | b',
    xor: 'a ^ b',
    'shift-left': 'a << (u32(b) & 31u)',
    'shift-right': 'a >> (u32(b) & 31u)',
    equal: 'a == b',
    'not-equal': 'a != b',
    less: 'a < b',
    'less-or-equal': 'a <= b',
    greater: 'a > b',
    'greater-or-equal': 'a >= b',
    min: 'min(a, b)',
    max: 'max(a, b)',
    'logical-and': '(a < b) && (a != 0)',
    'logical-or': '(a < b) || (a != 0)',
    'bool-and': '(a < b) & (a != 0)',
    'bool-or': '(a < b) | (a != 0)',
    'bool-equal': '(a < b) == (a != 0)',
    any: 'any(vec3<bool>(bool(a), bool(b), a < b))',
    all: 'all(vec3<bool>(bool(a), bool(b), a < b))',
    clamp: 'clamp(a, b, c)',
    select: 'select(a, b, bool(c))',
    'select-vector': 'select(vec2(a, b), vec2(b, c), vec2<bool>(a < c, b < c)).y',
    dot: 'dot(vec3(a, b, c), vec3(b, c, a))',
    'vector-times-scalar': '(vec3(a, b, c) * a).z',
    'vector-divide': '(vec3(a, b, c) / vec3(b, c, a)).y',
    'vector-remainder': '(vec2(a, b) % c).x',
    'vector-min': 'min(vec4(a, b, c, a), vec4(c)).y',
  }),
  ...simple(['i32'], {
    negate: '-a',
    sign: 'sign(a)',
    'pack-i8': 'pack4xI8(vec4(a, b, c, a))',
    'pack-i8-clamp': 'pack4xI8Clamp(vec4(a, b, c, a))',
    // Digits in base 256: different vectors give different sums.
    'unpack-i8': 'dot(unpack4xI8(u32(a)), vec4(1, 256, 65536, 16777216))',
    'dot-i8': 'dot4I8Packed(u32(a), u32(b))',
  }),
  ...simple(['u32'], {
    'pack-u8': 'pack4xU8(vec4(a, b, c, a))',
    'pack-u8-clamp': 'pack4xU8Clamp(vec4(a, b, c, a))',
    'unpack-u8': 'dot(unpack4xU8(a), vec4(1u, 256u, 65536u, 16777216u))',
    'dot-u8': 'dot4U8Packed(a, b)',
  }),
  ...fields.flatMap((field) => {
    const name = field.replaceAll('u', '').replace(', ', '-');
    return simple(both, {
      [`extract-${name}`]: `extractBits(a, ${field})`,
      [`insert-${name}`]: `insertBits(a, b, ${field})`,
    });
  }),
  ...['+=', '-=', '*=', '/=', '%=', '&=', '|=', '^='].map((operator, k): Operation => {
    const name = ['add', 'subtract', 'multiply', 'divide', 'remainder', 'and', 'or', 'xor'][k];
    return { name: `assign-${name}`, types: both, statements: `var v = a; v ${operator} b;`, formula: 'v' };
  }),
  { name: 'assign-shift-left', types: both, statements: 'var v = a; v <<= u32(b) & 31u;', formula: 'v' },
  { name: 'assign-shift-right', types: both, statements: 'var v = a; v >>= u32(b) & 31u;', formula: 'v' },
  { name: 'increment', types: both, statements: 'var v = a; v++;', formula: 'v' },
  { name: 'decrement', types: both, statements: 'var v = a; v--;', formula: 'v' },
  ...['Add', 'Sub', 'Max', 'Min', 'And', 'Or', 'Xor'].map(
    (operation): Operation => ({
      name: `atomic-${operation.toLowerCase()}`,
      types: both,
      statements: `atomicStore(&word[i], a); atomic${operation}(&word[i], b);`,
      formula: 'atomicLoad(&word[i])',
    }),
  ),
];

function simple(types: readonly Scalar[], formulas: Readonly<Record<string, string>>): readonly Operation[] {
  return Object.entries(formulas).map(([name, formula]) => ({ name, types, formula }));
}
