import type { DawnGpu } from '@assay/testkit';
import { cases, gpuTest, seed } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as ast from '../syntax/ast.js';
import { edges } from '../testing/sample.js';
import { expectAccepted, expectRefused } from '../testing/tint.js';
import { resolve } from './builtin.js';
import { toText as typeText } from './classify.js';
import * as constant from './constant.js';
import { isRefusal } from './fault.js';
import { resolveBinary, resolveUnary } from './operator.js';
import { type AbstractInt, abstractInt, bool, i32, type Scalar, type Type, u32, vector } from './type.js';

const integers = [i32, u32, abstractInt] as const;
const sampling = { numRuns: cases(4_000), seed: seed() };

/** An expression, and what this package makes of it. */
interface Case {
  readonly text: string;
  readonly outcome: constant.Outcome;
}

/** All values are equal in Tint, and all errors are errors. */
async function expectTintAgrees(gpu: DawnGpu, all: readonly Case[]): Promise<void> {
  const [values, errors]: [string[], string[]] = [[], []];
  for (const { text, outcome } of all) {
    if (isRefusal(outcome)) errors.push(`const x = ${text};`);
    else values.push(assertion(text, outcome));
  }
  expect(values.length).toBeGreaterThan(0);
  await expectAccepted(gpu, values);
  await expectRefused(gpu, errors);
}

function assertion(text: string, expected: constant.Constant): string {
  const equality = `(${text}) == ${constant.toText(expected)}`;
  return `const_assert ${expected.type.kind === 'vector' ? `all(${equality})` : equality};`;
}

/** What the checker does with an operator: resolve, convert, evaluate. */
function binary(operator: ast.BinaryOperator, left: constant.Constant, right: constant.Constant): constant.Outcome {
  const overload = resolveBinary(operator, left.type, right.type);
  if (overload === undefined) throw new Error(`${typeText(left.type)} ${operator} ${typeText(right.type)}`);
  const a = constant.convert(left, overload.left);
  const b = constant.convert(right, overload.right);
  if (isRefusal(a)) return a;
  return isRefusal(b) ? b : constant.binary(operator, a, b);
}

function call(name: string, template: readonly Type[], args: readonly constant.Constant[]): constant.Outcome {
  const resolution = resolve(
    name,
    template,
    args.map(({ type }) => type),
  );
  if (isRefusal(resolution)) throw new Error(resolution.error.message);
  const converted: constant.Constant[] = [];
  for (const [i, argument] of args.entries()) {
    const one = constant.convert(argument, resolution.parameters[i] ?? argument.type);
    if (isRefusal(one)) return one;
    converted.push(one);
  }
  return constant.builtin(name, converted, resolution.result);
}

function callCase(name: string, args: readonly constant.Constant[]): Case {
  return { text: `${name}(${args.map(constant.toText).join(', ')})`, outcome: call(name, [], args) };
}

function constantsOf(type: Scalar | AbstractInt): readonly constant.Constant[] {
  return type.kind === 'bool' ? [] : edges[type.kind].map((value) => ({ type, value }));
}

/** Vectors (or, of width 1, scalars) of edge values and any others. */
function anyConstant(width: 1 | 2 | 3 | 4, component: Scalar | AbstractInt): fc.Arbitrary<constant.Constant> {
  const scalar = component.kind === 'bool' ? fc.boolean() : anyInteger(component.kind);
  if (width === 1) return scalar.map((value) => ({ type: component, value }));
  const values = fc.array<bigint | boolean>(scalar, { minLength: width, maxLength: width });
  return values.map((value) => ({ type: vector(width, component), value }));
}

function anyInteger(kind: 'i32' | 'u32' | 'abstract-int'): fc.Arbitrary<bigint> {
  const bitCount = kind === 'abstract-int' ? 64 : 32;
  const least = kind === 'u32' ? 0n : -(1n << BigInt(bitCount - 1));
  const any = fc.bigInt({ min: least, max: least + (1n << BigInt(bitCount)) - 1n });
  const small = fc.bigInt({ min: kind === 'u32' ? 0n : -40n, max: 40n });
  return fc.oneof(fc.constantFrom(...edges[kind]), any, small);
}

const width = fc.constantFrom(1, 2, 3, 4) as fc.Arbitrary<1 | 2 | 3 | 4>;
const integer = fc.constantFrom(...integers);

const arithmetic = ['+', '-', '*', '/', '%', '&', '|', '^', '==', '!=', '<', '<=', '>', '>='] as const;

describe('V31 operators on constants, against Tint', () => {
  gpuTest.for(arithmetic)('%s of edge values', async (operator, { gpu }) => {
    const all: Case[] = [];
    for (const type of integers) {
      for (const left of constantsOf(type)) {
        for (const right of constantsOf(type)) {
          const text = `${constant.toText(left)} ${operator} ${constant.toText(right)}`;
          all.push({ text, outcome: binary(operator, left, right) });
        }
      }
    }
    await expectTintAgrees(gpu, all);
  });

  gpuTest.for(['<<', '>>'] as const)('%s of edge values', async (operator, { gpu }) => {
    const all: Case[] = [];
    for (const left of integers.flatMap(constantsOf)) {
      for (const right of [...constantsOf(u32), ...constantsOf(abstractInt)]) {
        const text = `${constant.toText(left)} ${operator} ${constant.toText(right)}`;
        all.push({ text, outcome: binary(operator, left, right) });
      }
    }
    await expectTintAgrees(gpu, all);
  });

  gpuTest.for(['+', '*', '/', '==', '<'] as const)(
    '%s of an abstract integer and a concrete one',
    async (operator, { gpu }) => {
      const all: Case[] = [];
      for (const left of constantsOf(abstractInt)) {
        for (const right of [...constantsOf(i32), ...constantsOf(u32)]) {
          const text = `${constant.toText(left)} ${operator} ${constant.toText(right)}`;
          all.push({ text, outcome: binary(operator, left, right) });
        }
      }
      await expectTintAgrees(gpu, all);
    },
  );

  gpuTest('- and ~ of edge values', async ({ gpu }) => {
    const all: Case[] = [];
    for (const operand of integers.flatMap(constantsOf)) {
      for (const operator of ['-', '~'] as const) {
        if (resolveUnary(operator, operand.type) === undefined) continue;
        all.push({ text: `${operator}(${constant.toText(operand)})`, outcome: constant.unary(operator, operand) });
      }
    }
    await expectTintAgrees(gpu, all);
  });

  gpuTest('the operators of bool', async ({ gpu }) => {
    const all: Case[] = [];
    const booleans = [true, false].map((value) => ({ type: bool, value }));
    for (const a of booleans) {
      all.push({ text: `!(${a.value})`, outcome: constant.unary('!', a) });
      for (const b of booleans) {
        for (const operator of ['&', '|', '&&', '||', '==', '!='] as const) {
          all.push({ text: `${a.value} ${operator} ${b.value}`, outcome: binary(operator, a, b) });
        }
      }
    }
    await expectTintAgrees(gpu, all);
  });

  gpuTest('vectors and scalars, component by component', async ({ gpu }) => {
    const pairs = fc.tuple(width, integer, fc.constantFrom(...arithmetic.slice(0, 5)), fc.constantFrom(0, 1, 2));
    const any = pairs.chain(([wide, type, operator, mix]) =>
      fc.tuple(anyConstant(mix === 1 ? 1 : wide, type), fc.constant(operator), anyConstant(mix === 2 ? 1 : wide, type)),
    );
    const all = fc.sample(any, sampling).map(([left, operator, right]) => ({
      text: `${constant.toText(left)} ${operator} ${constant.toText(right)}`,
      outcome: binary(operator, left, right),
    }));
    await expectTintAgrees(gpu, all);
  });
});

describe('V14 conversions, against Tint', () => {
  gpuTest('i32(x), u32(x), bool(x) of edge values', async ({ gpu }) => {
    const all: Case[] = [];
    const sources = [...integers.flatMap(constantsOf), { type: bool, value: true }, { type: bool, value: false }];
    for (const source of sources) {
      for (const to of [i32, u32, bool]) {
        all.push({ text: `${to.kind}(${constant.toText(source)})`, outcome: constant.convert(source, to) });
      }
    }
    await expectTintAgrees(gpu, all);
  });

  gpuTest('vectors, and arrays of abstract integers', async ({ gpu }) => {
    const any = fc
      .tuple(width, fc.constantFrom(bool, ...integers), fc.constantFrom(i32, u32, bool))
      .chain(([wide, from, to]) => {
        const type = wide === 1 ? to : vector(wide, to);
        return anyConstant(wide, from).map((source) => ({
          text: `${typeText(type)}(${constant.toText(source)})`,
          outcome: constant.convert(source, type),
        }));
      });
    await expectTintAgrees(gpu, fc.sample(any, sampling));

    const count = { kind: 'fixed', value: 2 } as const;
    const pair = { type: { kind: 'array', element: abstractInt, count }, value: [1n, 1n << 31n] } as const;
    const asU32 = { kind: 'array', element: u32, count } as const;
    expect(constant.convert(pair, asU32)).toEqual({ type: asU32, value: pair.value });
    expect(constant.convert(pair, { ...asU32, element: i32 })).toMatchObject({ error: { code: 'constant.overflow' } });
    await expectAccepted(gpu, ['const a: array<u32, 2> = array(1, 2147483648);']);
    await expectRefused(gpu, ['const a: array<i32, 2> = array(1, 2147483648);']);
  });

  gpuTest('bitcast, except that an abstract integer must fit', async ({ gpu }) => {
    const all: Case[] = [];
    for (const source of [...constantsOf(i32), ...constantsOf(u32)]) {
      for (const to of [i32, u32]) {
        all.push({ text: `bitcast<${to.kind}>(${constant.toText(source)})`, outcome: call('bitcast', [to], [source]) });
      }
    }
    await expectTintAgrees(gpu, all);
    // WGSL §17.2.1: the same as u32(-1). Tint gives 4294967295.
    const minusOne = { type: abstractInt, value: -1n };
    expect(call('bitcast', [u32], [minusOne])).toMatchObject({ error: { rule: 'V31', code: 'constant.overflow' } });
  });
});

describe('V40 builtin functions of constants, against Tint', () => {
  gpuTest.for([
    'abs',
    'sign',
    'countLeadingZeros',
    'countOneBits',
    'countTrailingZeros',
    'firstLeadingBit',
    'firstTrailingBit',
    'reverseBits',
  ])('%s of edge values', async (name, { gpu }) => {
    const operands = integers.flatMap(constantsOf).filter(({ type }) => !isRefusal(resolve(name, [], [type])));
    await expectTintAgrees(
      gpu,
      operands.map((operand) => callCase(name, [operand])),
    );
  });

  gpuTest.for(['max', 'min'])('%s of edge values', async (name, { gpu }) => {
    const pairs = integers.flatMap((type) =>
      constantsOf(type).flatMap((a) => constantsOf(type).map((b) => [a, b] as const)),
    );
    await expectTintAgrees(
      gpu,
      pairs.map((pair) => callCase(name, pair)),
    );
  });

  gpuTest('clamp, with bounds in order and not', async ({ gpu }) => {
    const any = fc.tuple(width, integer).chain(([wide, type]) => {
      const one = anyConstant(wide, type);
      return fc.tuple(one, one, one).map((args) => callCase('clamp', args));
    });
    await expectTintAgrees(gpu, fc.sample(any, sampling));
  });

  gpuTest('select, with one condition and with many', async ({ gpu }) => {
    const any = fc.tuple(width, fc.constantFrom(bool, ...integers), fc.boolean()).chain(([wide, type, isWide]) => {
      const one = anyConstant(wide, type);
      return fc.tuple(one, one, anyConstant(isWide ? wide : 1, bool)).map((args) => callCase('select', args));
    });
    await expectTintAgrees(gpu, fc.sample(any, sampling));
  });

  gpuTest('extractBits and insertBits, to 32 bits and beyond', async ({ gpu }) => {
    const all: Case[] = [];
    const amounts = [0n, 1n, 5n, 16n, 31n, 32n, 33n, 0xffffffffn].map((value) => ({ type: u32, value }));
    for (const type of [i32, u32]) {
      const values = [0n, 1n, 0x12345678n, type === i32 ? -0x12345678n : 0x87654321n].map((value) => ({ type, value }));
      for (const value of values) {
        for (const offset of amounts) {
          for (const count of amounts) {
            all.push(callCase('extractBits', [value, offset, count]));
            for (const other of values) all.push(callCase('insertBits', [value, other, offset, count]));
          }
        }
      }
    }
    await expectTintAgrees(gpu, all);
  });

  gpuTest('dot, all and any of vectors', async ({ gpu }) => {
    const wide = fc.constantFrom(2, 3, 4) as fc.Arbitrary<2 | 3 | 4>;
    const any = fc.tuple(wide, integer).chain(([count, type]) => {
      const one = anyConstant(count, type);
      return fc.tuple(one, one).map((args) => callCase('dot', args));
    });
    const tests = fc
      .tuple(width, fc.constantFrom('all', 'any'))
      .chain(([count, name]) => anyConstant(count, bool).map((operand) => callCase(name, [operand])));
    await expectTintAgrees(gpu, [...fc.sample(any, sampling), ...fc.sample(tests, { ...sampling, numRuns: 60 })]);
  });

  gpuTest('dot sums from left to right', async ({ gpu }) => {
    const most = (1n << 63n) - 1n;
    const ones = { type: vector(4, abstractInt), value: [1n, 1n, 1n, 1n] };
    const orders = [
      [most, 1n, -1n, 0n],
      [most, -1n, 1n, 0n],
      [-1n, most, 1n, 0n],
      [0n, 1n, most, -1n],
      [-most, -1n, -1n, 5n],
      [-most, 5n, -1n, -1n],
      [5n, -most, -1n, -1n],
    ];
    const all = orders.map((value) => callCase('dot', [{ type: vector(4, abstractInt), value }, ones]));
    expect(all.map(({ outcome }) => isRefusal(outcome))).toEqual([true, false, false, true, true, false, false]);
    await expectTintAgrees(gpu, all);
  });

  gpuTest('packed bytes', async ({ gpu }) => {
    const word = anyConstant(1, u32);
    const [signed, unsigned] = [anyConstant(4, i32), anyConstant(4, u32)];
    const any = fc.oneof(
      fc.tuple(fc.constantFrom('dot4I8Packed', 'dot4U8Packed'), fc.tuple(word, word)),
      fc.tuple(fc.constantFrom('pack4xI8', 'pack4xI8Clamp'), fc.tuple(signed)),
      fc.tuple(fc.constantFrom('pack4xU8', 'pack4xU8Clamp'), fc.tuple(unsigned)),
      fc.tuple(fc.constantFrom('unpack4xI8', 'unpack4xU8'), fc.tuple(word)),
    );
    await expectTintAgrees(
      gpu,
      fc.sample(any, sampling).map(([name, args]) => callCase(name, args)),
    );
  });
});

describe('V33 constants beside values, against Tint', () => {
  gpuTest('divisors and amounts of shifts', async ({ gpu }) => {
    const amounts = [0n, 1n, 31n, 32n, 33n, 0xffffffffn];
    for (const operator of ['+', '/', '%', '<<', '>>'] as const) {
      for (const a of amounts) {
        for (const b of amounts) {
          const right = { type: vector(2, u32), value: [a, b] };
          const fault = constant.checkRight(operator, vector(2, u32), right);
          const code = `fn f() { var v: vec2<u32>; _ = v ${operator} ${constant.toText(right)}; }`;
          await (fault === undefined ? expectAccepted(gpu, [code]) : expectRefused(gpu, [code]));
        }
      }
    }
  });

  gpuTest('indices', async ({ gpu }) => {
    const array: Type = { kind: 'array', element: u32, count: { kind: 'fixed', value: 3 } };
    for (const type of [array, vector(3, u32), vector(4, i32)]) {
      for (const at of [...constantsOf(i32), ...constantsOf(abstractInt), ...constantsOf(u32)]) {
        const fault = constant.checkIndex(type, at);
        const code = `fn f() { var v: ${typeText(type)}; let w = v; _ = w[${constant.toText(at)}]; }`;
        await (fault === undefined ? expectAccepted(gpu, [code]) : expectRefused(gpu, [code]));
      }
    }
  });

  gpuTest('arguments', async ({ gpu }) => {
    const one = (value: bigint): constant.Constant => ({ type: u32, value });
    const check = async (call: string, fault: unknown): Promise<void> => {
      const code = `fn f() { var v: u32; _ = ${call}; }`;
      await (fault === undefined ? expectAccepted(gpu, [code]) : expectRefused(gpu, [code]));
    };
    for (const [low, high] of [
      [1n, 2n],
      [2n, 2n],
      [3n, 2n],
    ] as const) {
      await check(`clamp(v, ${low}u, ${high}u)`, constant.checkArguments('clamp', [undefined, one(low), one(high)]));
      await check(
        `extractBits(v, ${low * 8n}u, ${high * 8n}u)`,
        constant.checkArguments('extractBits', [undefined, one(low * 8n), one(high * 8n)]),
      );
      const inserted = [undefined, undefined, one(low * 8n), one(high * 8n)];
      await check(`insertBits(v, v, ${low * 8n}u, ${high * 8n}u)`, constant.checkArguments('insertBits', inserted));
    }
    // Tint waits for the other; the profile demands both (P3).
    expect(constant.checkArguments('extractBits', [undefined, one(33n), undefined])).toMatchObject({ rule: 'P3' });
    expect(constant.checkArguments('extractBits', [undefined, one(32n), undefined])).toBeUndefined();
  });

  it.each([
    [-1n, 'constant.out-of-bounds'],
    [0n, undefined],
    [(1n << 31n) - 1n, undefined],
    [1n << 31n, 'constant.overflow'],
  ])('an index %i of a runtime-sized array: %s', (value, code) => {
    const array: Type = { kind: 'array', element: u32, count: { kind: 'runtime' } };
    const pointer: Type = { kind: 'pointer', space: 'storage', access: 'read', store: array };
    expect(constant.checkIndex(pointer, { type: abstractInt, value })?.code).toBe(code);
  });
});

describe('parts of constants', () => {
  const pairType: Type = { kind: 'array', element: vector(2, i32), count: { kind: 'fixed', value: 2 } };
  const structType = {
    kind: 'struct',
    name: 'S',
    members: [
      { name: 'a', type: u32, align: undefined, size: undefined, builtin: undefined },
      { name: 'b', type: pairType, align: undefined, size: undefined, builtin: undefined },
    ],
  } as const;
  const v = { type: vector(3, u32), value: [1n, 2n, 3n] };

  it('are what they were made of', () => {
    const scalar = (value: bigint): constant.Constant => ({ type: u32, value });
    expect(constant.construct(vector(4, u32), [v, scalar(4n)])).toEqual({
      type: vector(4, u32),
      value: [1n, 2n, 3n, 4n],
    });
    expect(constant.construct(vector(2, u32), [scalar(7n)])).toEqual({ type: vector(2, u32), value: [7n, 7n] });
    expect(constant.swizzle(v, [2, 0])).toEqual({ type: vector(2, u32), value: [3n, 1n] });
    expect(constant.swizzle(v, [1])).toEqual(scalar(2n));
    const struct = constant.zero(structType);
    if (isRefusal(struct)) throw new Error(struct.error.message);
    expect(struct.value).toEqual([
      0n,
      [
        [0n, 0n],
        [0n, 0n],
      ],
    ]);
    const member = constant.member({ ...struct, type: structType }, 1);
    expect(constant.index(member, { type: i32, value: 1n })).toEqual({ type: vector(2, i32), value: [0n, 0n] });
    expect(constant.index(member, { type: i32, value: 2n })).toMatchObject({
      error: { rule: 'V31', code: 'constant.out-of-bounds' },
    });
    expect(constant.construct(structType, [scalar(5n), member])).toEqual({
      type: structType,
      value: [5n, member.value],
    });
    expect(constant.construct(structType, [])).toEqual(struct);
  });

  it('are bounded in number, however the type is nested', () => {
    const nest = (element: Type, value: number): Type => ({ kind: 'array', element, count: { kind: 'fixed', value } });
    expect(isRefusal(constant.zero(nest(u32, constant.mostScalars)))).toBe(false);
    expect(constant.zero(nest(u32, constant.mostScalars + 1))).toMatchObject({ error: { code: 'constant.too-large' } });
    let deep: Type = u32;
    for (let i = 0; i < 15; i += 1) deep = nest(deep, 2047);
    expect(constant.zero(deep)).toMatchObject({ error: { code: 'constant.too-large' } });
    expect(constant.construct(deep, [])).toMatchObject({ error: { code: 'constant.too-large' } });
  });

  it('share their zeros, and tables their conversions', () => {
    const type: Type = { kind: 'array', element: u32, count: { kind: 'fixed', value: 8000 } };
    const [a, b] = [constant.zero(type), constant.zero({ ...type })];
    expect(!isRefusal(a) && !isRefusal(b) && a.value === b.value).toBe(true);
    const table = { type: { ...type, element: abstractInt }, value: Array<bigint>(8000).fill(1n) };
    const asU32 = constant.convert(table, type);
    expect(constant.convert(table, { ...type })).toBe(asU32);
    expect(constant.convert(table, { ...type, element: i32 })).toMatchObject({ type: { element: i32 } });
  });

  gpuTest('are written as Tint reads them', async ({ gpu }) => {
    const s = constant.zero(structType);
    if (isRefusal(s)) throw new Error(s.error.message);
    await expectAccepted(gpu, [
      'struct S { a: u32, b: array<vec2<i32>, 2> }',
      `const s: S = ${constant.toText(s)};`,
      ...edges.i32.map((value, i) => `const i${i}: i32 = ${constant.toText({ type: i32, value })};`),
      ...edges['abstract-int'].map((value) => `const_assert ${constant.toText({ type: abstractInt, value })} != 5;`),
    ]);
  });

  it('never come of misuse', () => {
    const value = { type: u32, value: 1n };
    const bug = expect.objectContaining({ kind: 'bug', code: 'constant.misuse' });
    expect(() => constant.builtin('arrayLength', [], u32)).toThrow(bug);
    expect(() => constant.unary('!', value)).toThrow(bug);
    expect(() => constant.swizzle(v, [3])).toThrow(bug);
    expect(() => constant.index(value, value)).toThrow(bug);
  });
});
