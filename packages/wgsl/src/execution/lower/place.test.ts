import { describe, expect, it } from 'vitest';
import { assertKernel } from '../../testing/kernel.js';
import { check } from '../../validation/check.js';
import { runCell } from '../interpreter.js';
import { lower } from '../lower.js';

interface Run {
  /** Of binding 1, `o`, which has 32 words. */
  readonly words: readonly number[];
  readonly guards: readonly string[];
}

/** Runs one invocation, whose `i` is the first word of `x`. */
function run(body: string, x: readonly number[], declarations = '', type = 'array<i32>'): Run {
  const source = `
@group(0) @binding(0) var<storage, read> x: ${type};
@group(0) @binding(1) var<storage, read_write> o: array<i32>;
@group(0) @binding(2) var<storage, read> n: i32;
${declarations}
@compute @workgroup_size(1) fn main() { let i = n; ${body} }`;
  const { program, diagnostics } = check(source);
  expect(diagnostics).toEqual([]);
  const kernel = lower(program!, { entryPoint: 'main' });
  assertKernel(kernel);
  const [index = 0, ...rest] = x;
  const { writes, guards, race } = runCell({
    kernel,
    grid: [1, 1, 1],
    workgroup: [0, 0, 0],
    port: {
      lengthWords: (binding) => [rest.length, 32, 1][binding]!,
      load: (binding, word) => [rest[word]!, 0, index][binding]!,
    },
    owns: () => true,
    loopBudget: 100,
  });
  expect(race).toBeUndefined();
  const words = Array<number>(32).fill(0);
  const stored = writes.get(1);
  for (const [k, word] of (stored?.words ?? []).entries()) words[word] = stored!.values[k]!;
  return {
    words: words.slice(0, words.findLastIndex((word) => word !== 0) + 1),
    guards: guards.map(({ kind }) => kind),
  };
}

describe('E10: indices on the way to a word of a buffer', () => {
  it.each([
    [0, [11], []],
    [2, [13], []],
    [3, [], ['outside']],
    [-1, [], ['outside']],
  ])('of the whole buffer: %i', (index, words, guards) => {
    expect(run('o[0] = x[i];', [index, 11, 12, 13])).toEqual({ words, guards });
  });

  it.each([
    [0, [2], []],
    [1, [4], []],
    [2, [], ['outside']],
    [-1, [], ['outside']],
    // 2³⁰ elements of four words further the address is the same.
    [2 ** 30, [], ['outside']],
  ])('of an array behind other members: %i', (index, words, guards) => {
    const declarations = 'struct P { a: i32, b: i32 } struct S { n: i32, t: array<P> }';
    expect(run('o[0] = x.t[i].b;', [index, 0, 1, 2, 3, 4], declarations, 'S')).toEqual({ words, guards });
  });

  it.each([
    [1, [12], []],
    [2, [], ['outside']],
  ])('of an array whose next member is in the buffer: %i', (index, words, guards) => {
    const declarations = 'struct S { t: array<i32, 2>, n: i32 }';
    expect(run('o[0] = x.t[i];', [index, 11, 12, 13], declarations, 'S')).toEqual({ words, guards });
  });

  it.each([
    [1, [4], []],
    [2, [], ['outside']],
    [3, [], ['outside']],
  ])('of both arrays and the vector in them: %i', (index, words, guards) => {
    const declarations = 'alias T = array<array<vec2<i32>, 2>, 2>;';
    const x = [1, 2, 3, 4, 5, 6, 7, 8].map((word) => word);
    expect(run('o[0] = x[0][i][i & 1];', [index, ...x], declarations, 'T')).toEqual({ words, guards });
    const outer = run('o[0] = x[i][0][0];', [index, ...x], declarations, 'T');
    expect(outer.guards).toEqual(guards);
    expect(run('o[0] = x[0][0][i];', [index, ...x], declarations, 'T').guards).toEqual(guards);
  });

  it('stores are dropped, each word of a composite is', () => {
    const declarations = '@group(0) @binding(3) var<storage> unused: i32;';
    expect(run('o[i] = 5; o[1] = 6;', [32, 0], declarations)).toEqual({ words: [0, 6], guards: ['outside'] });
    expect(run('o[i] += 5; o[i]++;', [-1, 0]).words).toEqual([]);
  });

  it('a pointer that was led outside stays outside', () => {
    const declarations = 'alias T = array<array<i32, 2>, 2>;';
    const { words, guards } = run('let p = &x[i]; o[0] = (*p)[0] + 1;', [2, 1, 2, 3, 4], declarations, 'T');
    expect({ words, guards }).toEqual({ words: [1], guards: ['outside'] });
  });

  it('arrayLength is 0 where the buffer ends before the array', () => {
    const declarations = 'struct S { v: vec4<i32>, t: array<i32> }';
    const { words } = run('o[0] = i32(arrayLength(&x.t)) + 1; o[1] = x.t[i] + 1;', [-1, 1, 2], declarations, 'S');
    expect(words).toEqual([1, 1]);
  });
});

describe('E13: indices into variables and values', () => {
  it.each([
    [2, 13, []],
    [3, 13, ['clamped']],
    [-1, 13, ['clamped']],
    [0, 11, []],
  ])('%i', (index, word, guards) => {
    const places = [
      'var t = array(11, 12, 13); o[0] = t[i];',
      'let t = array(11, 12, 13); o[0] = t[i];',
      'o[0] = array(11, 12, 13)[i];',
      'o[0] = table[i];',
      'var v = vec3(11, 12, 13); o[0] = v[i];',
      'let v = vec3(11, 12, 13); o[0] = v[i];',
      'o[0] = vec3(11, 12, 13)[i];',
      'var s = S(5, array(11, 12, 13)); o[0] = s.t[i];',
      'p = array(11, 12, 13); o[0] = p[i];',
      'w = array(11, 12, 13); o[0] = w[i];',
      'var v = array(vec3(0), vec3(11, 12, 13)); o[0] = v[1][i];',
    ];
    const declarations = `const table = array(11, 12, 13); struct S { n: i32, t: array<i32, 3> }
      var<private> p: array<i32, 3>; var<workgroup> w: array<i32, 3>;`;
    for (const body of places) {
      expect({ body, ...run(`_ = x[0]; ${body}`, [index, 0], declarations) }).toEqual({ body, words: [word], guards });
    }
  });

  it('stores go to the last element', () => {
    const body = `var t = array(1, 2); t[i] = 7; var v = vec2(1, 2); v[i] = 8; v[i] += 1; w[i] = 9;
      o[0] = t[0] + v.x * 10 + w[0] * 100; o[1] = t[1]; o[2] = v.y; o[3] = w[1];`;
    const { words, guards } = run(`_ = x[0]; ${body}`, [5, 0], 'var<workgroup> w: array<i32, 2>;');
    expect(words).toEqual([11, 7, 9, 9]);
    expect(guards).toEqual(['clamped', 'clamped', 'clamped', 'clamped']);
  });
});

describe('E3: variables without initializer', () => {
  it('are set each time they are declared (P11)', () => {
    const body = `for (var k = 1; k < 4; k++) {
      var n = 0; var v = vec2<i32>(); var t = array<i32, 3>(); n += k; v.y += k; t[k % 3] += k;
      o[k] = n + v.y * 10 + (t[0] + t[1] + t[2]) * 100;
    }`;
    expect(run(`_ = x[0]; ${body}`, [0, 0]).words).toEqual([0, 111, 222, 333]);
  });

  it('are zero where memory is used again', () => {
    const body =
      '{ var t: array<i32, 3>; t[i] = 5; o[0] = t[i]; } { var t: array<i32, 3>; o[1] = t[i] + 1; } o[2] = f(i) + f(i);';
    const declarations = 'fn f(k: i32) -> i32 { var t: array<i32, 2>; t[k] += 4; return t[k]; }';
    expect(run(`_ = x[0]; ${body}`, [1, 0], declarations).words).toEqual([5, 1, 8]);
  });
});
