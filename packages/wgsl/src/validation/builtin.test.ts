import { check, gpuTest } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneOf, operands, scalars } from '../testing/sample.js';
import { complaints, typeOfConstant, typeOfExpression } from '../testing/tint.js';
import { atomicFamily, isBarrier, isBuiltin, isReadModifyWrite, refusal, resolve } from './builtin.js';
import { componentOf, isConcrete, toText as typeText, widthOf } from './classify.js';
import { toText } from './constant.js';
import { isRefusal } from './fault.js';
import {
  type AccessMode,
  type AddressSpace,
  bool,
  i32,
  nothing,
  type Pointer,
  type Type,
  u32,
  vector,
} from './type.js';

const onValues = [
  ...['all', 'any', 'select', 'abs', 'clamp', 'max', 'min', 'sign', 'dot', 'countLeadingZeros', 'countOneBits'],
  ...['countTrailingZeros', 'firstLeadingBit', 'firstTrailingBit', 'extractBits', 'insertBits', 'reverseBits'],
  ...[
    'dot4I8Packed',
    'dot4U8Packed',
    'pack4xI8',
    'pack4xU8',
    'pack4xI8Clamp',
    'pack4xU8Clamp',
    'unpack4xI8',
    'unpack4xU8',
  ],
];
const readModifyWrite = ['atomicAdd', 'atomicSub', 'atomicMax', 'atomicMin', 'atomicAnd', 'atomicOr', 'atomicXor'];
const onMemory = ['arrayLength', 'atomicLoad', 'atomicStore', ...readModifyWrite];
const barriers = ['workgroupBarrier', 'storageBarrier', 'workgroupUniformLoad'];

function resultText(outcome: ReturnType<typeof resolve>): string | undefined {
  return isRefusal(outcome) ? undefined : typeText(outcome.result);
}

function call(name: string, args: readonly Type[]): string {
  return `${name}(${args.map((type) => toText(oneOf(type))).join(', ')})`;
}

const type = fc.constantFrom(...operands);
/** Arguments that often fit together: one width, or a scalar, with any components. */
const likely = fc
  .tuple(fc.constantFrom(1, 2, 3, 4), fc.array(fc.tuple(fc.constantFrom(...scalars), fc.boolean()), { maxLength: 5 }))
  .map(([width, parts]) =>
    parts.map(([scalar, isScalar]) => (isScalar || width === 1 ? scalar : vector(width as 2 | 3 | 4, scalar))),
  );
const argumentTypes = fc.oneof(likely, fc.array(type, { maxLength: 5 }));

describe('V40 builtin functions on values, against Tint', () => {
  gpuTest.for(onValues)('%s takes the same one and two constants', async (name, { gpu }) => {
    const lists = [
      [],
      ...operands.map((one) => [one]),
      ...operands.flatMap((one) => operands.map((two) => [one, two])),
    ];
    for (const args of lists) {
      const got = resultText(resolve(name, [], args));
      expect(got, call(name, args)).toBe(await typeOfConstant(gpu, call(name, args)));
    }
  });

  gpuTest.for(onValues)('%s takes the same constants', { timeout: 60_000 }, async (name, { gpu }) => {
    const property = fc.asyncProperty(argumentTypes, async (args) => {
      expect(resultText(resolve(name, [], args))).toBe(await typeOfConstant(gpu, call(name, args)));
    });
    await fc.assert(property, check(2_000));
  });

  gpuTest.for(onValues)('%s takes the same values and constants mixed', { timeout: 60_000 }, async (name, { gpu }) => {
    const property = fc.asyncProperty(argumentTypes, fc.array(fc.boolean(), { minLength: 5 }), async (args, flags) => {
      const isVariable = args.map((one, i) => isConcrete(one) && flags[i] === true);
      const declarations = args.map((one, i) => (isVariable[i] ? `var v${i}: ${typeText(one)};` : '')).join(' ');
      const texts = args.map((one, i) => (isVariable[i] ? `v${i}` : toText(oneOf(one))));
      const isConstant = !isVariable.includes(true);
      const expected = await typeOfExpression(gpu, declarations, `${name}(${texts.join(', ')})`);
      expect(resultText(resolve(name, [], args, { isConstant }))).toBe(expected);
    });
    await fc.assert(property, check(2_000));
  });

  gpuTest.for([
    ['select', 'TTB'],
    ['select', 'TTb'],
    ['clamp', 'TTT'],
    ['extractBits', 'Tss'],
    ['insertBits', 'TTss'],
  ])('%s takes the same constants of the shapes %s', async ([name = '', shapes = ''], { gpu }) => {
    for (const width of [1, 2, 3, 4] as const) {
      let lists: readonly (readonly Type[])[] = [[]];
      for (const shape of shapes) {
        const isWide = shape < 'a' && width !== 1;
        const components = shape === 'B' || shape === 'b' ? [bool] : scalars;
        const next = components.map((component) => (isWide ? vector(width, component) : component));
        lists = lists.flatMap((list) => next.map((one) => [...list, one]));
      }
      for (const args of lists) {
        const got = resultText(resolve(name, [], args));
        expect(got, call(name, args)).toBe(await typeOfConstant(gpu, call(name, args)));
      }
    }
  });

  gpuTest('select of constants by a condition that is none gives concrete types', async ({ gpu }) => {
    for (const operand of operands) {
      for (const condition of operands.filter((one) => isConcrete(one) && componentOf(one)?.kind === 'bool')) {
        const one = toText(oneOf(operand));
        const expression = `select(${one}, ${one}, v)`;
        const got = resultText(resolve('select', [], [operand, operand, condition], { isConstant: false }));
        expect(got, expression).toBe(await typeOfExpression(gpu, `var v: ${typeText(condition)};`, expression));
      }
    }
  });

  gpuTest('bitcast goes between the same types', async ({ gpu }) => {
    for (const to of operands.filter(isConcrete)) {
      for (const from of operands) {
        // Tint makes halves of abstract vectors that are twice as wide; the profile has none (P1).
        const expression = `bitcast<${typeText(to)}>(${toText(oneOf(from))})`;
        const expected =
          isConcrete(from) || widthOf(from) === widthOf(to) ? await typeOfConstant(gpu, expression) : undefined;
        expect(resultText(resolve('bitcast', [to], [from])), expression).toBe(expected);
      }
    }
  });
});

const stores = [
  'u32',
  'i32',
  'atomic<u32>',
  'atomic<i32>',
  'array<u32>',
  'array<u32, 4>',
  'vec2<u32>',
  'array<atomic<u32>, 2>',
];
const storeTypes: Readonly<Record<string, Type>> = {
  u32,
  i32,
  'atomic<u32>': { kind: 'atomic', of: 'u32' },
  'atomic<i32>': { kind: 'atomic', of: 'i32' },
  'array<u32>': { kind: 'array', element: u32, count: { kind: 'runtime' } },
  'array<u32, 4>': { kind: 'array', element: u32, count: { kind: 'fixed', value: 4 } },
  'vec2<u32>': vector(2, u32),
  'array<atomic<u32>, 2>': {
    kind: 'array',
    element: { kind: 'atomic', of: 'u32' },
    count: { kind: 'fixed', value: 2 },
  },
};

const spaces: readonly (readonly [AddressSpace, AccessMode, string])[] = [
  ['storage', 'read_write', '@group(0) @binding(0) var<storage, read_write> v'],
  ['storage', 'read', '@group(0) @binding(0) var<storage, read> v'],
  ['workgroup', 'read_write', 'var<workgroup> v'],
  ['private', 'read_write', 'var<private> v'],
];

interface MemoryCase {
  readonly pointer: Pointer;
  readonly declaration: string;
}

/** Pointers to variables that Tint lets one declare. */
const memory: readonly MemoryCase[] = spaces.flatMap(([space, access, declaration]) =>
  stores.map((text) => ({
    pointer: { kind: 'pointer', space, access, store: storeTypes[text] ?? nothing },
    declaration: `${declaration}: ${text};`,
  })),
);

describe('V40 builtin functions on memory, against Tint', () => {
  gpuTest.for(['workgroupUniformLoad', ...onMemory])('%s takes the same pointers and values', async (name, { gpu }) => {
    for (const { pointer, declaration } of memory) {
      if ((await complaints(gpu, declaration)).length > 0) continue;
      for (const values of [[], ...operands.map((one) => [one])]) {
        const args = [pointer, ...values];
        const text = `${name}(${['&v', ...values.map((one) => toText(oneOf(one)))].join(', ')})`;
        const outcome = resolve(name, [], args);
        // P4 refuses what Tint takes; everything else agrees.
        if (isRefusal(outcome) && outcome.error.rule === 'P4') continue;
        const isVoid = !isRefusal(outcome) && outcome.result.kind === 'void';
        const body = isVoid || name.startsWith('atomic') ? `${text};` : `_ = ${text};`;
        const code = `${declaration} @compute @workgroup_size(1) fn main() { ${body} }`;
        expect((await complaints(gpu, code)).length === 0, code).toBe(!isRefusal(outcome));
      }
    }
  });

  it('P4 takes atomics in workgroup memory only', () => {
    const atomic = { kind: 'atomic', of: 'u32' } as const;
    const inSpace = (space: AddressSpace): Pointer => ({ kind: 'pointer', space, access: 'read_write', store: atomic });
    expect(resolve('atomicAdd', [], [inSpace('workgroup'), u32])).toMatchObject({ result: u32, stage: 'runtime' });
    expect(resolve('atomicAdd', [], [inSpace('storage'), u32])).toMatchObject({ error: { rule: 'P4' } });
  });

  it.each(['workgroupBarrier', 'storageBarrier'])('%s takes nothing and gives nothing', (name) => {
    expect(resolve(name, [], [])).toEqual({ parameters: [], result: nothing, mustUse: false, stage: 'runtime' });
    expect(resolve(name, [], [u32])).toMatchObject({ error: { code: 'builtin.arguments' } });
  });
});

describe('V34 values that must be used', () => {
  gpuTest('are those of Tint, and that of atomicLoad', async ({ gpu }) => {
    const pointer = (space: AddressSpace, store: Type): Pointer => ({
      kind: 'pointer',
      space,
      store,
      access: 'read_write',
    });
    const atomic = pointer('workgroup', { kind: 'atomic', of: 'u32' });
    const declarations =
      'var<workgroup> a: atomic<u32>; var<workgroup> w: u32; @group(0) @binding(0) var<storage> s: array<u32>;';
    const calls: readonly (readonly [string, readonly Type[], string])[] = [
      ...readModifyWrite.map((name) => [name, [atomic, u32], `${name}(&a, 1u)`] as const),
      ['atomicStore', [atomic, u32], 'atomicStore(&a, 1u)'],
      ['workgroupBarrier', [], 'workgroupBarrier()'],
      ['storageBarrier', [], 'storageBarrier()'],
      ['workgroupUniformLoad', [pointer('workgroup', u32)], 'workgroupUniformLoad(&w)'],
      ['arrayLength', [pointer('storage', storeTypes['array<u32>'] ?? nothing)], 'arrayLength(&s)'],
      ['max', [u32, u32], 'max(1u, 2u)'],
      ['all', [vector(2, bool)], 'all(vec2(true))'],
      ['pack4xU8', [vector(4, u32)], 'pack4xU8(vec4(1u))'],
    ];
    for (const [name, args, text] of calls) {
      const found = await complaints(gpu, `${declarations} @compute @workgroup_size(1) fn main() { ${text}; }`);
      expect(resolve(name, [], args), text).toMatchObject({ mustUse: found.length > 0 });
    }
    expect(resolve('atomicLoad', [], [atomic])).toMatchObject({ mustUse: true });
  });
});

describe('V40 names', () => {
  it('knows all that the profile has', () => {
    for (const name of [...onValues, ...onMemory, ...barriers, 'bitcast']) {
      expect([name, isBuiltin(name), refusal(name)]).toEqual([name, true, undefined]);
    }
  });

  it.each(['toString', 'constructor', 'hasOwnProperty', '__proto__', 'f', ''])('does not know %j', (name) => {
    expect(isBuiltin(name)).toBe(false);
    expect(refusal(name)).toBeUndefined();
    expect(resolve(name, [], [])).toMatchObject({ error: { code: 'builtin.unknown' } });
  });

  it.each([
    ['sin', 'P1'],
    ['textureLoad', 'P1'],
    ['subgroupAdd', 'P1'],
    ['dpdx', 'P1'],
    ['bufferView', 'P1'],
    ['atomicExchange', 'P4'],
    ['atomicCompareExchangeWeak', 'P4'],
  ])('says why %s is refused: %s', (name, rule) => {
    expect(isBuiltin(name)).toBe(false);
    expect(resolve(name, [], [])).toMatchObject({ error: { rule, code: 'profile.builtin' } });
  });

  it('takes template arguments for bitcast only', () => {
    expect(resolve('max', [u32], [u32, u32])).toMatchObject({ error: { code: 'builtin.template' } });
    expect(resolve('bitcast', [], [u32])).toMatchObject({ error: { code: 'builtin.template' } });
    expect(resolve('bitcast', [u32, u32], [u32])).toMatchObject({ error: { code: 'builtin.template' } });
  });

  it('shows the forms of a function whose arguments do not fit', () => {
    expect(resolve('dot', [], [i32, i32])).toMatchObject({
      error: { message: 'no dot takes (i32, i32)', hint: 'it is dot(vecN<T>, vecN<T>) with T of i32, u32' },
    });
  });
});

describe('P5 families', () => {
  it('of atomics', () => {
    expect(['atomicAdd', 'atomicSub'].map(atomicFamily)).toEqual(['add', 'add']);
    const others = ['atomicMax', 'atomicMin', 'atomicAnd', 'atomicOr', 'atomicXor', 'atomicLoad', 'atomicStore'];
    expect(others.map(atomicFamily)).toEqual(['max', 'min', 'and', 'or', 'xor', 'plain', 'plain']);
    expect(['max', 'workgroupBarrier', 'atomicExchange'].map(atomicFamily)).toEqual([undefined, undefined, undefined]);
    expect(onMemory.filter(isReadModifyWrite)).toEqual(readModifyWrite);
    expect([...onValues, ...onMemory, ...barriers].filter(isBarrier)).toEqual(barriers);
  });
});
