import { describe, expect, it } from 'vitest';
import { check } from '../validation/check.js';
import { hasOneMeaning } from './source.js';

function isKept(body: string): boolean {
  const source = `
@group(0) @binding(0) var<storage, read> x: array<vec4u>;
@group(0) @binding(1) var<storage, read_write> y: array<vec4u>;
@compute @workgroup_size(1) fn main(@builtin(workgroup_id) id: vec3u) {
  let v = x[id.x];
  var b = false;
  ${body}
}`;
  const { program, diagnostics } = check(source);
  expect(diagnostics).toEqual([]);
  return hasOneMeaning(source, program!.entryPoints[0]!);
}

describe('D1: the source is device code', () => {
  it.each([
    ['whole vectors', 'y[id.x] = v * 2 + x[0];'],
    ['a vector of one scalar', 'let s = id.x; y[s] = vec4u(s) + vec4u();'],
    ['a vector of constants', 'y[id.x] = v + vec4u(1, 2, 3, 4);'],
    ['one component', 'y[id.x] = v + v.w;'],
  ])('with %s', (_, body) => expect(isKept(body)).toBe(true));

  it.each([
    ['a swizzle', 'y[id.x] = v.wzyx;'],
    ['a vector of components', 'y[id.x] = vec4u(v.x, v.y, 0, 0);'],
    [
      'a vector of scalars, which SwiftShader negates wrongly where they are zeros',
      'let n = !vec4(b, b, true, b); y[id.x] = vec4u(n);',
    ],
    ['a store to one component', 'y[id.x].z = 1;'],
    ['bytes packed with clamping', 'y[id.x] = vec4u(pack4xI8Clamp(vec4i(1, 2, 3, 4)));'],
  ])('but not with %s', (_, body) => expect(isKept(body)).toBe(false));
});
