import { gpuTest } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { oneOf, operands } from '../testing/sample.js';
import { complaints, typeOfConstant } from '../testing/tint.js';
import * as classify from './classify.js';
import { toText } from './constant.js';
import { abstractInt, bool, i32, nothing, type StructType, type Type, u32, vector } from './type.js';

const override = { text: 'n' };
const fixed = (element: Type, value = 2): Type => ({ kind: 'array', element, count: { kind: 'fixed', value } });
const runtime = (element: Type): Type => ({ kind: 'array', element, count: { kind: 'runtime' } });
const overridden = (element: Type, expression = override): Type => ({
  kind: 'array',
  element,
  count: { kind: 'override', expression },
});
const atomic: Type = { kind: 'atomic', of: 'u32' };
const pointer = (store: Type): Type => ({ kind: 'pointer', space: 'storage', store, access: 'read' });
const reference = (store: Type): Type => ({ kind: 'reference', space: 'function', store, access: 'read_write' });
const struct = (name: string, ...types: readonly Type[]): StructType => ({
  kind: 'struct',
  name,
  members: types.map((type, i) => ({ name: `m${i}`, type, align: undefined, size: undefined, builtin: undefined })),
});

/** One of each kind, all different. */
const zoo: readonly Type[] = [
  ...operands,
  ...[fixed(u32), fixed(u32, 3), fixed(i32), runtime(u32), overridden(u32), overridden(u32, { text: 'n' })],
  ...[struct('S', u32), struct('T', u32), atomic, { kind: 'atomic', of: 'i32' } as const, nothing],
  ...[
    pointer(u32),
    pointer(i32),
    { ...pointer(u32), access: 'read_write' } as Type,
    reference(u32),
    reference(vector(2, u32)),
  ],
];

describe('V10 identity and spelling', () => {
  it('tells all types apart, and finds equal ones', () => {
    for (const [i, a] of zoo.entries()) {
      for (const [k, b] of zoo.entries()) expect(classify.equals(a, b)).toBe(i === k);
    }
    expect(classify.equals(fixed(vector(2, u32)), fixed(vector(2, { kind: 'u32' })))).toBe(true);
    expect(classify.equals(struct('S', u32), struct('S', u32))).toBe(true);
    expect(classify.equals(overridden(u32), overridden({ kind: 'u32' }))).toBe(true);
  });

  it.each<[Type, string]>([
    [fixed(vector(4, u32), 16), 'array<vec4<u32>, 16>'],
    [runtime(atomic), 'array<atomic<u32>>'],
    [overridden(bool), 'array<bool, n>'],
    [pointer(struct('S', u32)), 'ptr<storage, S, read>'],
    [{ kind: 'pointer', space: 'function', store: u32, access: 'read_write' }, 'ptr<function, u32>'],
    [vector(2, abstractInt), 'vec2<abstract-int>'],
  ])('%#: is written %s', (type, text) => {
    expect(classify.toText(type)).toBe(text);
  });
});

/** Constructible, host-shareable, fixed footprint, creation-fixed footprint, storable. */
type Classes = readonly [boolean, boolean, boolean, boolean, boolean];

const [yes, no] = [true, false];

describe('V11 classes', () => {
  it.each<[string, Type, Classes]>([
    ['u32', u32, [yes, yes, yes, yes, yes]],
    ['bool', bool, [yes, no, yes, yes, yes]],
    ['abstract integer', abstractInt, [yes, no, yes, yes, no]],
    ['vector', vector(3, i32), [yes, yes, yes, yes, yes]],
    ['vector of bool', vector(3, bool), [yes, no, yes, yes, yes]],
    ['atomic', atomic, [no, yes, yes, yes, yes]],
    ['array', fixed(u32), [yes, yes, yes, yes, yes]],
    ['array of atomics', fixed(atomic), [no, yes, yes, yes, yes]],
    ['array of abstract integers', fixed(abstractInt), [yes, no, yes, yes, no]],
    ['runtime-sized array', runtime(u32), [no, yes, no, no, yes]],
    ['override-sized array', overridden(u32), [no, no, yes, no, yes]],
    ['struct', struct('S', u32, fixed(vector(2, i32))), [yes, yes, yes, yes, yes]],
    ['struct with a bool inside', struct('S', u32, fixed(struct('T', bool))), [yes, no, yes, yes, yes]],
    ['struct with an atomic inside', struct('S', u32, fixed(struct('T', atomic))), [no, yes, yes, yes, yes]],
    ['struct with a runtime-sized array', struct('S', u32, runtime(u32)), [no, yes, no, no, yes]],
    ['pointer', pointer(u32), [no, no, no, no, no]],
    ['reference', reference(u32), [no, no, no, no, no]],
    ['nothing', nothing, [no, no, no, no, no]],
  ])('%s', (_, type, expected) => {
    const { isConstructible, isHostShareable, hasFixedFootprint, hasCreationFixedFootprint, isStorable } = classify;
    const tests = [isConstructible, isHostShareable, hasFixedFootprint, hasCreationFixedFootprint, isStorable];
    expect(tests.map((test) => test(type))).toEqual(expected);
  });

  gpuTest('are those of Tint for variables and function results', async ({ gpu }) => {
    const types = zoo.filter(
      (type) => classify.isConcrete(type) && classify.isPlain(type) && !classify.containsOverrideArray(type),
    );
    for (const type of types) {
      const text = classify.toText(type);
      const structs = 'struct S { a: u32 } struct T { a: u32 }';
      const isAccepted = async (code: string): Promise<boolean> =>
        (await complaints(gpu, `${structs} ${code}`)).length === 0;
      const isShared = await isAccepted(`@group(0) @binding(0) var<storage, read_write> v: ${text};`);
      expect(isShared, text).toBe(classify.isHostShareable(type));
      const isMade = await isAccepted(`fn f(v: ${text}) -> ${text} { return v; }`);
      expect(isMade, text).toBe(classify.isConstructible(type));
      const isFixed = await isAccepted(`var<workgroup> v: ${text};`);
      expect(isFixed, text).toBe(classify.hasFixedFootprint(type));
    }
  });

  it('nest as deep as their deepest part', () => {
    expect([u32, atomic, vector(2, u32), fixed(u32), fixed(vector(2, u32))].map(classify.nestingDepth)).toEqual([
      0, 0, 1, 1, 2,
    ]);
    expect(classify.nestingDepth(struct('S', u32, fixed(vector(2, u32)), vector(2, u32)))).toBe(3);
    expect(classify.nestingDepth(pointer(fixed(u32)))).toBe(0);
  });

  it('of structs that name each other a thousand times are found at once', () => {
    let type = struct('S0', u32);
    for (let i = 1; i < classify.deepestType; i += 1) type = struct(`S${i}`, ...Array<Type>(1023).fill(type));
    expect(classify.nestingDepth(type)).toBe(classify.deepestType);
    expect(classify.isHostShareable(type)).toBe(true);
  });
});

describe('V14 conversions', () => {
  gpuTest('are those of Tint between scalars and vectors', async ({ gpu }) => {
    for (const from of operands) {
      for (const to of operands.filter(classify.isConcrete)) {
        const code = `const x: ${classify.toText(to)} = ${toText(oneOf(from))};`;
        const rank = classify.convertible(from, to);
        expect(rank !== undefined, code).toBe((await complaints(gpu, code)).length === 0);
      }
    }
  });

  it('rank i32 before u32, and the same type before both', () => {
    const ranks = [abstractInt, i32, u32, bool].map((to) => classify.convertible(abstractInt, to));
    expect(ranks).toEqual([0, 3, 4, undefined]);
    expect(classify.convertible(vector(2, abstractInt), vector(2, u32))).toBe(4);
    expect(classify.convertible(vector(2, abstractInt), vector(3, u32))).toBeUndefined();
    expect(classify.convertible(fixed(fixed(abstractInt)), fixed(fixed(i32)))).toBe(3);
    expect(classify.convertible(fixed(abstractInt, 2), fixed(i32, 3))).toBeUndefined();
    expect(classify.convertible(reference(u32), u32)).toBe(0);
    expect(classify.convertible(reference(u32), i32)).toBeUndefined();
    expect(classify.convertible(i32, u32)).toBeUndefined();
    expect(classify.convertible(i32, abstractInt)).toBeUndefined();
  });

  it('make abstract types concrete', () => {
    expect(classify.concretise(abstractInt)).toEqual(i32);
    expect(classify.concretise(fixed(vector(2, abstractInt)))).toEqual(fixed(vector(2, i32)));
    for (const type of zoo.filter(classify.isConcrete)) expect(classify.concretise(type)).toBe(type);
  });

  gpuTest('find what the elements of an array have in common', async ({ gpu }) => {
    for (const a of operands) {
      for (const b of operands) {
        const common = classify.common([a, b]);
        const expected = await typeOfConstant(gpu, `array(${toText(oneOf(a))}, ${toText(oneOf(b))})`);
        expect(common && `array<${classify.toText(common)}, 2>`).toBe(expected);
      }
    }
    expect(classify.common([abstractInt, u32, abstractInt])).toEqual(u32);
    expect(classify.common([u32, abstractInt, i32])).toBeUndefined();
    expect(classify.common([])).toBeUndefined();
  });
});
