import type { DawnGpu } from '@assay/testkit';
import { check, gpuTest } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complaints } from '../testing/tint.js';
import { toText } from './classify.js';
import * as layout from './layout.js';
import { bool, i32, type StructMember, type StructType, type Type, u32, vector } from './type.js';

// WebGPU's flags by number: Dawn sets no globals.
const [MAP_READ, COPY_SRC, COPY_DST, STORAGE] = [0x0001, 0x0004, 0x0008, 0x0080]; // GPUBufferUsage
const READ = 0x0001; // GPUMapMode

/** A type with the declarations of the structs in it, and how deep it is. */
interface Sample {
  readonly type: Type;
  readonly declarations: readonly string[];
}

let structCount = 0;

function member(name: string, type: Type, align?: number, size?: number): StructMember {
  return { name, type, align, size, builtin: undefined };
}

function struct(...members: readonly StructMember[]): StructType {
  structCount += 1;
  return { kind: 'struct', name: `S${structCount}`, members };
}

function arrayOf(element: Type, value: number): Type {
  return { kind: 'array', element, count: { kind: 'fixed', value } };
}

function declare({ name, members }: StructType): string {
  const texts = members.map(({ name, type, align, size }) => {
    const attributes = `${align === undefined ? '' : `@align(${align}) `}${size === undefined ? '' : `@size(${size}) `}`;
    return `${attributes}${name}: ${toText(type)}`;
  });
  return `struct ${name} { ${texts.join(', ')} }`;
}

// The naive definition: each rule of WGSL §14.4.1 as it stands there, nothing remembered.

const ceilTo = (step: number, value: number): number => (value % step === 0 ? value : ceilTo(step, value + 1));

function naiveAlign(type: Type): number {
  if (type.kind === 'vector') return { 2: 8, 3: 16, 4: 16 }[type.width];
  if (type.kind === 'array') return naiveAlign(type.element);
  if (type.kind === 'struct') return Math.max(...type.members.map((one) => one.align ?? naiveAlign(one.type)));
  return 4;
}

function naiveSize(type: Type): number {
  if (type.kind === 'vector') return { 2: 8, 3: 12, 4: 16 }[type.width];
  if (type.kind === 'array') return type.count.kind === 'fixed' ? type.count.value * naiveStride(type) : Number.NaN;
  if (type.kind !== 'struct') return 4;
  const last = type.members.length - 1;
  return ceilTo(naiveAlign(type), naiveOffset(type, last) + naiveMemberSize(type.members[last]));
}

function naiveMemberSize(one: StructMember | undefined): number {
  return one === undefined ? 0 : (one.size ?? naiveSize(one.type));
}

function naiveStride(type: Type & { readonly kind: 'array' }): number {
  return ceilTo(naiveAlign(type.element), naiveSize(type.element));
}

function naiveOffset(type: StructType, i: number): number {
  const one = type.members[i];
  if (i === 0 || one === undefined) return 0;
  return ceilTo(one.align ?? naiveAlign(one.type), naiveOffset(type, i - 1) + naiveMemberSize(type.members[i - 1]));
}

/** Paths to all words of a value, with their offsets. */
function naiveWords(
  type: Type,
  path: string,
  at: number,
): readonly (readonly [path: string, offset: number, type: Type])[] {
  if (type.kind === 'vector') {
    return Array.from({ length: type.width }, (_, i) => [`${path}[${i}]`, at + 4 * i, type.element] as const);
  }
  if (type.kind === 'array') {
    const count = type.count.kind === 'fixed' ? type.count.value : 0;
    return Array.from({ length: count }, (_, i) =>
      naiveWords(type.element, `${path}[${i}]`, at + i * naiveStride(type)),
    ).flat();
  }
  if (type.kind !== 'struct') return [[path, at, type]];
  return type.members.flatMap((one, i) => naiveWords(one.type, `${path}.${one.name}`, at + naiveOffset(type, i)));
}

const leaf: fc.Arbitrary<Sample> = fc
  .constantFrom<Type>(u32, i32, vector(2, u32), vector(3, i32), vector(4, u32), vector(3, u32))
  .map((type) => ({ type, declarations: [] }));

/** Host-shareable types with a creation-fixed footprint. */
const sample: fc.Arbitrary<Sample> = fc.letrec<{ any: Sample }>((tie) => {
  const array = fc.tuple(tie('any'), fc.integer({ min: 1, max: 3 })).map(([{ type, declarations }, count]) => ({
    type: arrayOf(type, count),
    declarations,
  }));
  const part = fc.record({
    of: tie('any'),
    align: fc.option(fc.constantFrom(1, 2, 4), { nil: undefined, freq: 3 }),
    extra: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined, freq: 3 }),
  });
  const structs = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => {
    const members = parts.map(({ of, align, extra }, i) =>
      member(
        `m${i}`,
        of.type,
        align && align * naiveAlign(of.type),
        extra === undefined ? undefined : naiveSize(of.type) + extra,
      ),
    );
    const type = struct(...members);
    const declarations = [...new Set([...parts.flatMap(({ of }) => of.declarations), declare(type)])];
    return { type, declarations };
  });
  return { any: fc.oneof({ maxDepth: 3, withCrossShrink: true }, leaf, structs, array) };
}).any;

/** Where the words of `array<T, 2>` lie: a kernel writes each word's number into it, and the bytes are searched. */
async function measure(
  { device }: DawnGpu,
  { type, declarations }: Sample,
  sizeBytes: number,
): Promise<readonly number[]> {
  const words = naiveWords(arrayOf(type, 2), 'v', 0);
  const stores = words.map(([path, , of], i) => `${path} = ${i + 1}${of.kind === 'i32' ? 'i' : 'u'};`);
  const code = `${declarations.join('\n')}
    @group(0) @binding(0) var<storage, read_write> v: array<${toText(type)}, 2>;
    @compute @workgroup_size(1) fn main() { ${stores.join('\n')} }`;
  const compute = { module: device.createShaderModule({ code }), entryPoint: 'main' };
  const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute });
  const buffer = device.createBuffer({ size: sizeBytes, usage: STORAGE | COPY_SRC });
  const readable = device.createBuffer({ size: sizeBytes, usage: MAP_READ | COPY_DST });
  const entries = [{ binding: 0, resource: { buffer } }];
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
  pass.dispatchWorkgroups(1);
  pass.end();
  encoder.copyBufferToBuffer(buffer, 0, readable, 0, sizeBytes);
  device.queue.submit([encoder.finish()]);
  await readable.mapAsync(READ);
  const found = [...new Uint32Array(readable.getMappedRange())];
  for (const one of [buffer, readable]) one.destroy();
  return words.map((_, i) => found.indexOf(i + 1) * 4);
}

describe('V13 layout', () => {
  it('is the naive definition', () => {
    const property = fc.property(sample, ({ type }) => {
      expect(layout.alignOf(type)).toBe(naiveAlign(type));
      expect(layout.sizeOf(type)).toBe(naiveSize(type));
      if (type.kind === 'array') expect(layout.strideOf(type)).toBe(naiveStride(type));
      if (type.kind !== 'struct') return;
      expect(layout.offsetsOf(type)).toEqual(type.members.map((_, i) => naiveOffset(type, i)));
    });
    fc.assert(property, check(10_000));
  });

  gpuTest('is where Dawn puts the words', async ({ gpu }) => {
    const property = fc.asyncProperty(sample, async (one) => {
      const words = naiveWords(arrayOf(one.type, 2), 'v', 0);
      fc.pre(words.length <= 200);
      const size = (layout.sizeOf(one.type) ?? 0) * 2 + 64;
      expect(await measure(gpu, one, Math.ceil(size / 4) * 4)).toEqual(words.map(([, offset]) => offset));
    });
    await fc.assert(property, check(600));
  });

  it.each<[Type, number, number]>([
    [bool, 4, 4],
    [{ kind: 'atomic', of: 'u32' }, 4, 4],
    [vector(3, bool), 16, 12],
    [arrayOf(vector(3, u32), 2), 16, 32],
    [struct(member('a', vector(3, u32)), member('b', u32)), 16, 16],
    [struct(member('a', u32, 16), member('b', u32)), 16, 16],
    [struct(member('a', u32, undefined, 8), member('b', u32)), 4, 12],
  ])('%#: the alignment and size of a known type', (type, align, size) => {
    expect([layout.alignOf(type), layout.sizeOf(type)]).toEqual([align, size]);
  });

  it('has no size for what is known later only', () => {
    const runtime: Type = { kind: 'array', element: vector(3, u32), count: { kind: 'runtime' } };
    const later: Type = { kind: 'array', element: u32, count: { kind: 'override', expression: { text: 'n' } } };
    const holder = struct(member('a', u32), member('b', runtime));
    expect([runtime, later, holder].map(layout.sizeOf)).toEqual([undefined, undefined, undefined]);
    expect(layout.strideOf(runtime)).toBe(16);
    expect(layout.offsetsOf(holder)).toEqual([0, 16]);
    expect(layout.alignOf(holder)).toBe(16);
  });
});

describe('V13 @align and @size, against Tint', () => {
  const types = [u32, vector(2, u32), vector(3, u32), arrayOf(vector(3, u32), 2)];
  const numbers = [0, 1, 2, 3, 4, 5, 8, 12, 15, 16, 17, 24, 31, 32, 33, 64, 1_073_741_824];

  gpuTest.for(['align', 'size'] as const)('@%s', async (attribute, { gpu }) => {
    for (const type of types) {
      for (const number of numbers) {
        const one = attribute === 'align' ? member('m', type, number) : member('m', type, undefined, number);
        const code = declare({ kind: 'struct', name: 'S', members: [one] });
        expect((await complaints(gpu, code)).length === 0, code).toBe(layout.checkMember(one) === undefined);
      }
    }
  });

  gpuTest('@size of a runtime-sized array', async ({ gpu }) => {
    const one = member('m', { kind: 'array', element: u32, count: { kind: 'runtime' } }, undefined, 64);
    expect(await complaints(gpu, declare({ kind: 'struct', name: 'S', members: [one] }))).not.toEqual([]);
    expect(layout.checkMember(one)).toMatchObject({ rule: 'V13', code: 'layout.size' });
  });

  it.each([-4, 1.5, Number.NaN, 4_294_967_296])('refuses @align(%d)', (align) => {
    expect(layout.checkMember(member('m', u32, align))).toMatchObject({ code: 'layout.align' });
  });
});

describe('V12 sizes', () => {
  it('are at most 2,147,483,647 bytes', () => {
    expect(layout.checkSize(arrayOf(u32, 536_870_911))).toBeUndefined();
    expect(layout.checkSize(arrayOf(u32, 536_870_912))).toMatchObject({ rule: 'V12', code: 'layout.too-large' });
    const half = arrayOf(u32, 268_435_456);
    expect(layout.checkSize(struct(member('a', half)))).toBeUndefined();
    expect(layout.checkSize(struct(member('a', half), member('b', half)))).toMatchObject({ rule: 'V12' });
    const runtime: Type = { kind: 'array', element: u32, count: { kind: 'runtime' } };
    expect(layout.checkSize(struct(member('a', half), member('b', half), member('c', runtime)))).toMatchObject({
      rule: 'V12',
    });
    expect(layout.checkSize(runtime)).toBeUndefined();
  });

  it('of structs that share structs are found in linear time', () => {
    let type = struct(member('a', u32));
    for (let i = 0; i < 14; i += 1) {
      const inner = type;
      type = struct(...Array.from({ length: 4 }, (_, k) => member(`m${k}`, inner)));
    }
    expect(layout.sizeOf(type)).toBe(4 ** 15);
    expect(layout.hasPadding(type)).toBe(false);
    let wide = type;
    for (let i = 0; i < 1000; i += 1)
      wide = struct(...Array.from({ length: 1023 }, (_, k) => member(`m${k}`, i === 0 ? type : u32)));
    expect(layout.hasPadding(wide)).toBe(false);
  });
});

describe('P7 padding', () => {
  it('is where no word lies', () => {
    const property = fc.property(sample, ({ type }) => {
      const words = naiveWords(type, 'v', 0).length;
      expect(layout.hasPadding(type)).toBe(words * 4 !== naiveSize(type));
    });
    fc.assert(property, check(10_000));
  });

  it.each<[boolean, Type]>([
    [false, vector(3, u32)],
    [true, arrayOf(vector(3, u32), 1)],
    [true, { kind: 'array', element: vector(3, u32), count: { kind: 'runtime' } }],
    [false, { kind: 'array', element: vector(4, u32), count: { kind: 'runtime' } }],
    [true, struct(member('a', u32), member('b', vector(2, u32)))],
    [false, struct(member('a', u32), member('b', { kind: 'array', element: u32, count: { kind: 'runtime' } }))],
  ])('%s: %#', (expected, type) => {
    expect(layout.hasPadding(type)).toBe(expected);
  });
});

describe('V13 uniform buffers', () => {
  const holds = struct(member('a', u32));

  it.each<[string | undefined, Type]>([
    [undefined, u32],
    [undefined, struct(member('a', vector(3, u32)), member('b', u32))],
    ['a stride of 4', arrayOf(u32, 4)],
    ['a stride of 8', arrayOf(vector(2, u32), 4)],
    [undefined, arrayOf(vector(3, u32), 4)],
    [
      'an array at 4',
      struct(member('a', u32), member('b', arrayOf(vector(4, u32), 1), undefined), member('c', arrayOf(u32, 4))),
    ],
    ['a struct at 4', struct(member('a', u32), member('b', holds))],
    [undefined, struct(member('a', u32), member('b', holds, 16))],
    ['too near after a struct', struct(member('a', holds), member('b', u32))],
    [undefined, struct(member('a', holds), member('b', u32, 16))],
    [undefined, struct(member('a', holds, undefined, 16), member('b', u32))],
    ['a wrong struct inside', arrayOf(struct(member('a', u32), member('b', holds), member('c', vector(4, u32))), 2)],
  ])('%s: %#', (wrong, type) => {
    expect(layout.checkUniform(type)?.rule).toBe(wrong === undefined ? undefined : 'V13');
  });

  it('are the naive definition', () => {
    const isAllowed = (type: Type): boolean => {
      if (type.kind === 'array') return naiveStride(type) % 16 === 0 && isAllowed(type.element);
      if (type.kind !== 'struct') return true;
      return type.members.every(({ type: one }, i) => {
        const [at, next] = [naiveOffset(type, i), naiveOffset(type, i + 1)];
        if (one.kind !== 'struct' && one.kind !== 'array') return true;
        const isLast = i === type.members.length - 1;
        const isNear = one.kind === 'struct' && !isLast && next - at < ceilTo(16, naiveSize(one));
        return at % ceilTo(16, naiveAlign(one)) === 0 && !isNear && isAllowed(one);
      });
    };
    const property = fc.property(sample, ({ type }) => {
      expect(layout.checkUniform(type) === undefined).toBe(isAllowed(type));
    });
    fc.assert(property, check(10_000));
  });
});
