import { describe, expect, test } from 'vitest';
import { type Reflected, type Reflection, reflect } from './reflection.js';
import { check } from './validation/check.js';

function reflected(source: string, overrides: Readonly<Record<string, number>> = {}, entryPoint = 'main'): Reflected {
  const { program, diagnostics } = check(source);
  expect(diagnostics).toEqual([]);
  if (program === undefined) throw new Error('the shader is refused');
  return reflect(program, entryPoint, overrides);
}

function reflection(source: string, overrides: Readonly<Record<string, number>> = {}): Reflection {
  const { reflection: found, diagnostics } = reflected(source, overrides);
  expect(diagnostics).toEqual([]);
  if (found === undefined) throw new Error('there is no reflection');
  return found;
}

function codes(
  source: string,
  overrides: Readonly<Record<string, number>> = {},
  entryPoint?: string,
): readonly string[] {
  return reflected(source, overrides, entryPoint).diagnostics.map(({ rule, code }) => `${rule} ${code}`);
}

const buffers = `
struct Head { count: u32, scale: i32, items: array<vec2<u32>> }
struct Uniforms { a: u32, b: vec3<u32> }
@group(0) @binding(3) var<storage, read_write> o: array<u32>;
@group(0) @binding(0) var<storage> head: Head;
@group(0) @binding(1) var<uniform> u: Uniforms;
@group(0) @binding(2) var<storage, read> unused: array<u32>;
@group(0) @binding(7) var<storage, read> cells: array<array<u32, 3>>;
fn load(i: u32) -> u32 { return head.items[i].x; }
@compute @workgroup_size(8, 4)
fn main() { o[0] = load(u.a) + cells[1][2]; }`;

describe('bindings', () => {
  test('those that the entry point reaches, in the order of the source', () => {
    expect(reflection(buffers).bindings).toEqual([
      {
        name: 'o',
        group: 0,
        binding: 3,
        access: 'write',
        type: 'array<u32>',
        minimumBytes: 4,
        runtimeArray: { offsetBytes: 0, strideBytes: 4 },
      },
      {
        name: 'head',
        group: 0,
        binding: 0,
        access: 'read',
        type: 'Head',
        minimumBytes: 16,
        runtimeArray: { offsetBytes: 8, strideBytes: 8 },
      },
      {
        name: 'u',
        group: 0,
        binding: 1,
        access: 'uniform',
        type: 'Uniforms',
        minimumBytes: 32,
        runtimeArray: undefined,
      },
      {
        name: 'cells',
        group: 0,
        binding: 7,
        access: 'read',
        type: 'array<array<u32, 3>>',
        minimumBytes: 12,
        runtimeArray: { offsetBytes: 0, strideBytes: 12 },
      },
    ]);
  });
});

const sized = `
@group(0) @binding(0) var<storage, read_write> o: array<u32>;
override side: u32;
@id(7) override depth = 2;
override area = side * side;
override flag = true;
override idle: i32;
var<workgroup> tile: array<vec3<u32>, area>;
var<workgroup> last: u32;
@compute @workgroup_size(side, 2)
fn main() {
  workgroupBarrier();
  if (flag) { tile[0] = vec3(last); }
  o[0] = 12u / (side - 3u) + u32(depth);
}
@compute @workgroup_size(1)
fn plain() { o[0] = 1u; }`;

describe('overrides', () => {
  test('workgroup size, memory and barriers follow their values', () => {
    const found = reflection(sized, { side: 4 });
    expect(found.workgroupSize).toEqual([4, 2, 1]);
    expect(found.workgroupBytes).toBe(16 * 16 + 16);
    expect(found.hasBarriers).toBe(true);
    expect(reflection(sized, { side: 5, area: 2 }).workgroupBytes).toBe(32 + 16);
  });

  test('those that the entry point reaches', () => {
    expect(reflection(sized, { side: 4 }).overrides).toEqual([
      { name: 'side', id: undefined, type: 'u32', default: undefined, isRequired: true },
      { name: 'depth', id: 7, type: 'i32', default: 2n, isRequired: false },
      { name: 'area', id: undefined, type: 'u32', default: undefined, isRequired: false },
      { name: 'flag', id: undefined, type: 'bool', default: true, isRequired: false },
    ]);
    const { reflection: plain } = reflected(sized, {}, 'plain');
    expect(plain).toMatchObject({ overrides: [], hasBarriers: false, workgroupBytes: 0, workgroupSize: [1, 1, 1] });
  });

  test('one without a default must be given, one that is not reached need not', () => {
    expect(codes(sized)).toEqual(['V20 reflection.override-missing']);
    expect(codes(sized, { side: 4, 7: 9 })).toEqual([]);
  });

  test.each([
    ['a name that is none', { side: 4, depth: 1 }, 'V20 reflection.override-unknown'],
    ['u32 below 0', { side: -1 }, 'V20 reflection.override-range'],
    ['u32 of 2^32', { side: 2 ** 32 }, 'V20 reflection.override-range'],
    ['i32 of 2^31', { side: 4, 7: 2 ** 31 }, 'V20 reflection.override-range'],
    ['no whole number', { side: 1.5 }, 'V20 reflection.override-range'],
    ['a workgroup of no invocations', { side: 0 }, 'V24 entry.size'],
    ['a workgroup of 258', { side: 129, area: 1 }, 'V24 entry.too-large'],
    ['too much workgroup memory', { side: 33 }, 'V22 memory.workgroup'],
    ['an array of no elements', { side: 4, area: 0 }, 'V12 type.count'],
    ['a division by zero in the body', { side: 3 }, 'V32 constant.division-by-zero'],
  ])('%s is refused', (_, overrides, code) => {
    expect(codes(sized, overrides)).toEqual([code]);
  });

  test('the largest values fit', () => {
    expect(codes(sized, { side: 128, area: 1, 7: 2 ** 31 - 1 })).toEqual([]);
    expect(codes(sized, { side: 1, area: 1023, 7: -(2 ** 31) })).toEqual([]);
    expect(codes(sized, { side: 1, area: 1024 })).toEqual(['V22 memory.workgroup']);
  });

  test('what && leaves unevaluated breaks no rule', () => {
    const source = `@group(0) @binding(0) var<storage, read_write> o: array<u32>;
override n: u32;
@compute @workgroup_size(1)
fn main() { if (n > 0u && 8u / n > 2u) { o[0] = 1u; } }`;
    expect(codes(source, { n: 0 })).toEqual([]);
    expect(codes(source.replace('n > 0u &&', 'n >= 0u &&'), { n: 0 })).toEqual(['V32 constant.division-by-zero']);
  });
});

test('an entry point that is not there', () => {
  expect(codes(buffers, {}, 'load')).toEqual(['P9 reflection.entry-point']);
});
