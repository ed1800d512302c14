import { owner } from '@assay/core';
import { type DawnGpu, gpuTest } from '@assay/testkit';
import { describe, expect } from 'vitest';
import * as guards from '../analysis/guards.js';
import type { Instruction, Kernel } from '../execution/ir.js';
import * as ir from '../testing/assembly.js';
import { type Contents, dispatchOf, expectSame, lowered, runText } from '../testing/device.js';
import { input } from '../testing/interpreted.js';
import { print } from './print.js';

const { constant, binary, loadBuffer, storeBuffer, region } = ir;

const words = (...all: readonly number[]): Int32Array<ArrayBuffer> => Int32Array.from(all);

/** Runs a kernel by hand, of one workgroup; binding 2 is written. */
async function run(
  gpu: DawnGpu,
  code: readonly Instruction[],
  parts: Partial<Kernel> = {},
): Promise<readonly number[]> {
  const kernel = ir.kernel([region(...code)], { registers: 32, ...parts });
  const contents: Contents = new Map([
    [0, words(10, 20, 30, 40)],
    [1, words(1, 2, 3, 4)],
    [2, words(0, 0, 0, 0, 0, 0, 0, 0)],
    [3, words(0)],
  ]);
  const { contents: after } = await expectSame(gpu, kernel, dispatchOf(kernel, contents), contents);
  return [...after.get(2)!];
}

describe('D3: what is outside loads 0 and is not stored', () => {
  for (const [name, index, isValid, expected] of [
    ['the last word', 3, 1, [40, 7]],
    ['the word behind the last', 4, 1, [0, 0]],
    ['a negative index', -1, 1, [0, 0]],
    ['a word of an access that is not valid', 3, 0, [0, 0]],
  ] as const) {
    gpuTest(name, async ({ gpu }) => {
      // Operands and result are one register, so that each must be read before it is written.
      const load = [constant(1, index), constant(2, isValid), loadBuffer(1, 0, 1, 0, 2), storeBuffer(2, 20, 1)];
      expect((await run(gpu, load))[0]).toBe(expected[0]);
      const validity = [constant(1, index), constant(2, isValid), loadBuffer(2, 0, 1, 0, 2), storeBuffer(2, 20, 2)];
      expect((await run(gpu, validity))[0]).toBe(expected[0]);
      const store = [constant(1, index), constant(2, isValid), constant(3, 7), storeBuffer(2, 1, 3, 0, 2)];
      const at = index === 4 || index === -1 ? index + 5 : index;
      const beyond = index === 4 ? [constant(1, 8), ...store.slice(1)] : store;
      expect((await run(gpu, beyond))[at % 8]).toBe(expected[1]);
    });
  }

  gpuTest('chains through structures and arrays, in buffers that are read, written and uniform', async ({ gpu }) => {
    const kernel = lowered(`
struct S { n: vec2u, t: array<vec2u, 3> }
struct T { h: array<S, 2>, r: array<S> }
struct U { t: array<vec4u, 2> }
@group(0) @binding(0) var<storage, read> x: T;
@group(0) @binding(1) var<uniform> u: U;
@group(0) @binding(2) var<storage, read_write> y: array<array<S, 2>>;
@group(0) @binding(3) var<storage, read> indices: array<i32>;
@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) wg: vec3u) {
  let w = wg.x;
  let i = indices[3u * w]; let j = indices[3u * w + 1u]; let k = indices[3u * w + 2u];
  let p = &y[w][i].t[j];
  (*p)[k] = x.h[i].t[j][k] + 100u * x.r[i].t[j][k] + 10000u * u.t[j][k];
  y[w][1].t[2] = (*p).yx;
  y[w][0].n += y[w][i].n + vec2(u32(i));
  y[i][j].n[k] += 7u;
}`);
    const values = [0, 1, 2, 3, -1, 2 ** 31 - 1, -(2 ** 31), 268435456, 306783379, 613566757];
    const triples = values.flatMap((i) => values.flatMap((j) => values.map((k) => [i, j, k])));
    const contents = new Map([
      [0, Int32Array.from({ length: 16 + 2 * 8 + 3 }, (_, k) => k + 1)],
      [1, words(1, 2, 3, 4, 5, 6, 7, 8)],
      [2, new Int32Array(16 * triples.length)],
      [3, words(...triples.flat())],
    ]);
    const owners = new Map([[2, owner.linear(16)]]);
    const dispatch = dispatchOf(kernel, contents, { grid: [triples.length, 1, 1], owners });
    const { fired } = await expectSame(gpu, kernel, dispatch, contents);
    expect([...fired].sort()).toEqual(['not-owned', 'outside']);
  });
});

describe('D4: words that the workgroup does not own load 0 and are not stored', () => {
  const source = `
@group(0) @binding(2) var<storage, read_write> y: array<u32>;
@compute @workgroup_size(4)
fn main(@builtin(workgroup_id) wg: vec3u, @builtin(local_invocation_index) i: u32) {
  // Each invocation takes every fourth word: no two touch one.
  for (var k = i; k < arrayLength(&y); k += 4u) {
    let before = y[k];
    y[k] = 1000u * before + 100u + 16u * wg.z + 4u * wg.y + wg.x + 1u;
    y[k] += y[(k + 4u) % arrayLength(&y)] * 0u;
  }
}`;
  const maps: readonly (readonly [name: string, owner.OwnerMap, grid: readonly [number, number, number]])[] = [
    ['linear', owner.linear(7), [3, 1, 1]],
    ['linear, from an offset, beyond the end', owner.linear(9, 5), [2, 3, 2]],
    ['linear, one word each', owner.linear(1, 11), [2, 2, 2]],
    ['tiles with ragged edges', owner.tile2d(6, 10, 4, 3), [4, 2, 1]],
    [
      'tiles of three dimensions, origins, an axis that is not cut',
      {
        kind: 'tile',
        dimensions: [
          { extent: 3, tile: 2, axis: 'z', origin: 1 },
          { extent: 2, tile: 2, axis: 'whole', origin: 0 },
          { extent: 5, tile: 2, axis: 'x', origin: 1 },
          { extent: 2, tile: 1, axis: 'y', origin: 0 },
        ],
      },
      [2, 2, 1],
    ],
  ];
  for (const [name, map, grid] of maps) {
    gpuTest(name, async ({ gpu }) => {
      const kernel = lowered(source);
      const contents = new Map([[2, Int32Array.from({ length: 60 }, (_, k) => k % 4)]]);
      const dispatch = dispatchOf(kernel, contents, { grid, owners: new Map([[2, map]]) });
      const { fired, contents: after } = await expectSame(gpu, kernel, dispatch, contents);
      expect([...fired]).toEqual(['not-owned']);
      expect(after.get(2)).not.toEqual(contents.get(2));
    });
  }
});

describe('D5: indices of local and workgroup memory are clamped', () => {
  const indices = [0, 1, 4, 5, -1, -(2 ** 31), 2 ** 31 - 1];
  gpuTest('arrays of functions, private and workgroup memory, vectors and values', async ({ gpu }) => {
    const kernel = lowered(`
@group(0) @binding(0) var<storage, read> x: array<i32>;
@group(0) @binding(2) var<storage, read_write> y: array<i32>;
var<private> p: array<vec3i, 5>;
var<workgroup> w: array<array<i32, 3>, 5>;
const table = array(7, 8, 9, 10, 11);
@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) wg: vec3u) {
  let k = x[wg.x]; let j = x[wg.y];
  var t: array<i32, 5>; t[k] += 3; t[j] -= 1;
  var v = vec4(1, 2, 3, 4); v[k] += 10; v[j] *= 2;
  p[k][j] = 5; p[j].x += 1; w[k][j] = 6; w[j][1] += 1;
  let at = 10u * (wg.x + 7u * wg.y);
  for (var n = 0u; n < 5u; n++) { y[at] = y[at] * 3 + t[n] + p[n].x * 10 + p[n].y * 100 + p[n].z * 1000; y[at + 1u] = y[at + 1u] * 5 + w[n][0] + w[n][1] * 7 + w[n][2] * 9; }
  y[at + 2u] = v.x; y[at + 3u] = v.y; y[at + 4u] = v.z; y[at + 5u] = v.w; y[at + 6u] = table[k]; y[at + 7u] = v[j]; y[at + 8u] = vec2(k, 3)[j];
}`);
    const contents = new Map([
      [0, words(...indices)],
      [2, new Int32Array(10 * indices.length ** 2)],
    ]);
    const dispatch = dispatchOf(kernel, contents, {
      grid: [indices.length, indices.length, 1],
      owners: new Map([[2, owner.linear(10)]]),
    });
    const { fired } = await expectSame(gpu, kernel, dispatch, contents);
    expect([...fired]).toEqual(['clamped']);
  });

  gpuTest('local memory as large as it can be', async ({ gpu }) => {
    const code = [
      constant(1, -1),
      constant(2, 77),
      ir.clamp(1, 1, 16_384),
      ir.store('local', 1, 2),
      constant(3, 16_383),
      ir.load(4, 'local', 3),
      storeBuffer(2, 20, 4),
    ];
    expect((await run(gpu, code, { localWords: 16_384 }))[0]).toBe(77);
  });
});

describe('atomics', () => {
  const atomics = (...used: readonly (readonly [number, Parameters<typeof ir.atomic>[1]])[]): Kernel => {
    // Word w is what all 64 invocations leave there with their words of binding 0.
    const code = used.flatMap(([word, operation]) => [
      loadBuffer(2, 0, 0),
      constant(1, word),
      ir.atomic(1, operation, 2),
    ]);
    const start = used.flatMap(([word]) => [constant(1, word), constant(2, 12345), ir.store('workgroup', 1, 2)]);
    const end = used.flatMap(([word]) => [constant(1, word), ir.load(2, 'workgroup', 1), storeBuffer(2, 1, 2)]);
    const first = (code: readonly Instruction[]): Instruction[] => [
      constant(3, 0),
      binary(4, 0, 'eq', 3),
      ir.when(4, code),
    ];
    const barrier = ir.barrier('workgroup');
    return ir.kernel([region(...first(start)), barrier, region(...code), barrier, region(...first(end))], {
      workgroupSize: [64, 1, 1],
    });
  };
  const contents: Contents = new Map([
    [0, input],
    [1, words(0)],
    [2, new Int32Array(8)],
    [3, words(0)],
  ]);
  for (const [name, used] of [
    [
      'unsigned',
      [
        [0, 'add'],
        [1, 'max-u'],
        [2, 'min-u'],
        [3, 'xor'],
      ],
    ],
    [
      'signed',
      [
        [0, 'sub'],
        [1, 'max-s'],
        [2, 'min-s'],
        [3, 'or'],
        [4, 'and'],
      ],
    ],
    [
      'of both signs',
      [
        [0, 'add'],
        [1, 'max-s'],
        [2, 'min-s'],
        [3, 'max-u'],
        [4, 'min-u'],
      ],
    ],
  ] as const) {
    gpuTest(name, async ({ gpu }) => {
      const kernel = atomics(...used);
      const { contents: after } = await expectSame(gpu, kernel, dispatchOf(kernel, contents), contents);
      expect(after.get(2)![0]).not.toBe(12345);
    });
  }
});

describe('builtin values', () => {
  gpuTest('are those of the invocation', async ({ gpu }) => {
    const kernel = lowered(`
@group(0) @binding(2) var<storage, read_write> y: array<vec4u>;
struct Input { @builtin(global_invocation_id) g: vec3u, @builtin(num_workgroups) n: vec3u }
@compute @workgroup_size(2, 3, 2)
fn main(input: Input, @builtin(local_invocation_id) l: vec3u, @builtin(local_invocation_index) i: u32, @builtin(workgroup_id) w: vec3u) {
  let at = 4u * (i + 12u * (w.x + 3u * (w.y + 2u * w.z)));
  y[at] = vec4(input.g, i); y[at + 1u] = vec4(input.n, 1u); y[at + 2u] = vec4(l, 2u); y[at + 3u] = vec4(w, 3u);
}`);
    const contents = new Map([[2, new Int32Array(12 * 12 * 16)]]);
    const grid = [3, 2, 2] as const;
    const dispatch = dispatchOf(kernel, contents, { grid, owners: new Map([[2, owner.linear(192)]]) });
    await expectSame(gpu, kernel, dispatch, contents);
    // Those that nobody reads are no parameters.
    const bare = ir.kernel([region(constant(1, 1))]);
    const source = print(bare, dispatch, guards.all(bare));
    expect(source).toContain('fn main() {');
    const empty = new Map([0, 1, 2, 3].map((binding) => [binding, words(0)]));
    await runText(gpu, { source, kernel: bare, grid: [1, 1, 1], contents: empty });
  });
});
