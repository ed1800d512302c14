import { describe, expect, it } from 'vitest';
import { check } from '../validation/check.js';
import { hasOneMeaning } from './source.js';

function isKept(body: string, declarations = ''): boolean {
  const source = `
struct State { mode: u32, isDone: bool }
struct Counts { low: u32, high: array<u32, 2> }
${declarations}
@group(0) @binding(0) var<storage, read> x: array<vec4u>;
@group(0) @binding(1) var<storage, read_write> y: array<vec4u>;
@compute @workgroup_size(1) fn main(@builtin(workgroup_id) id: vec3u) {
  let v = x[id.x];
  var zero: u32;
  ${body}
}`;
  const { program, diagnostics } = check(source);
  expect(diagnostics).toEqual([]);
  return hasOneMeaning(source, program!.entryPoints[0]!);
}

describe('D1: the source is device code', () => {
  it.each([
    ['whole vectors that are moved', 'y[id.x] = v; var w = v; w = x[0]; let a = array(v, w); y[id.x] = a[1];'],
    ['a vector of one scalar, of components, of a swizzle', 'y[id.x] = vec4u(zero); y[1] = vec4u(v.w, v.wy, 0);'],
    ['a vector of constants', 'y[id.x] = vec4u(1, 2, 3, 4) + 5u;'],
    ['components that are computed with', 'y[id.x] = vec4u(v.x / zero, ~v.y, min(v.z, zero), u32(v.w == 3));'],
    ['a store to a component that no other invocation has', 'var w: vec4u; w.x = 1; w[1] += 2; y[id.x] = w;'],
    ['a call that takes and gives vectors', 'y[id.x] = same(v);', 'fn same(a: vec4u) -> vec4u { return a; }'],
  ])('with %s', (_, body, declarations?: string) => expect(isKept(body, declarations)).toBe(true));

  it.each([
    ['a vector of components that is negated: SwiftShader gives 0 for the zero', 'var w: vec4u; y[id.x] = ~w.yxzw;'],
    ['a vector divided by a scalar: where nobody stores to it, SwiftShader divides by zero', 'y[id.x] = v / zero;'],
    ['a compound assignment to a vector', 'var w = v; w /= zero; y[id.x] = w;'],
    ['vectors that are compared', 'if all(v == x[1]) { y[id.x] = v; }'],
    ['a builtin function of vectors', 'y[id.x] = min(v, vec4u());'],
    ['a builtin function that gives a vector', 'y[id.x] = unpack4xU8(zero);'],
    ['a vector that is converted', 'let w = vec4i(v); y[id.x] = v;'],
    ['a vector whose bits are taken', 'let w = bitcast<vec4i>(v); y[id.x] = v;'],
    ['a computation in a called function', 'y[id.x] = twice(v);', 'fn twice(a: vec4u) -> vec4u { return a + a; }'],
    ['a computation that initializes a variable', 'y[id.x] = p;', 'override o = 2u; var<private> p = vec4u(7) / o;'],
    ['a store to a component in storage memory', 'y[id.x].z = 1;'],
    ['a store to an indexed component in storage memory', 'y[id.x][zero] = 1;'],
    ['a store to a component in workgroup memory', 'w.z = 1; y[id.x] = w;', 'var<workgroup> w: vec4u;'],
    ['bytes packed with clamping', 'y[id.x] = vec4u(pack4xI8Clamp(vec4i(1, 2, 3, 4)));'],
  ])('but not with %s', (_, body, declarations?: string) => expect(isKept(body, declarations)).toBe(false));

  // SwiftShader's optimizer ends the process in each of the latter.
  it.each([
    ['a boolean of its own', 'if p { y[id.x] = v; }', 'var<private> p: bool;', true],
    ['numbers in an array', 'if p[0] == 1 { y[id.x] = v; }', 'var<private> p: array<u32, 4>;', true],
    ['a number that is selected by', 'switch p { default: { y[id.x] = v; } }', 'var<private> p: u32;', true],
    ['numbers in an array of a function', 'var p: array<u32, 2>; if p[0] == 1 { y[id.x] = v; }', '', true],
    [
      'an array and a switch in a function',
      'var p: array<u32, 2>; switch p[0] { default: { y[id.x] = v; } }',
      '',
      false,
    ],
    ['an array of booleans', 'if p[0] { y[id.x] = v; }', 'var<private> p: array<bool, 4>;', false],
    ['a structure with a boolean', 'if p[0].isDone { y[id.x] = v; }', 'var<private> p: array<State, 2>;', false],
    ['an array of booleans in a function', 'var p: array<bool, 4>; if p[0] { y[id.x] = v; }', '', false],
    ['a structure and a switch', 'switch p.high[1] { default: { y[id.x] = v; } }', 'var<private> p: Counts;', false],
  ])('as far as branches can depend on zeros of %s', (_, body, declarations, kept) =>
    expect(isKept(body, declarations)).toBe(kept),
  );
});
