/** Kernels of the usual kinds, written as careful authors write them: none of their guards is left (SPEC.md A2 to A5). */
import { type grid as grids, owner } from '@assay/core';
import { describe, expect, it } from 'vitest';
import { inspectSource, type Setting } from '../testing/inspected.js';
import * as guards from './guards.js';

interface Example extends Setting {
  readonly name: string;
  /** Back-edges that are proven; none where it is left out. */
  readonly backEdges?: { readonly invocation?: number; readonly workgroup?: number };
}

const x1: grids.Grid = [1, 1, 1];
const ids = `@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_id) lid: vec3<u32>,
  @builtin(local_invocation_index) li: u32, @builtin(workgroup_id) wg: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>`;

/** `x` is read and `y` written, `array<u32>`. */
function shader(size: string, body: string, declarations = ''): string {
  return `@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;
${declarations}
@compute @workgroup_size(${size}) fn main(${ids}) {
${body}
}`;
}

/** Words of `x` and `y`, the latter in equal parts for the workgroups. */
function words(x: number, y: number, workgroups: number): Pick<Setting, 'lengthWords' | 'owners'> {
  return {
    lengthWords: new Map([
      [0, x],
      [1, y],
    ]),
    owners: new Map([[1, owner.linear(Math.ceil(y / workgroups))]]),
  };
}

const examples: readonly Example[] = [
  {
    name: 'one word for each invocation',
    source: shader('64', 'y[id.x] = x[id.x] * x[id.x];'),
    grid: [16, 1, 1],
    ...words(1024, 1024, 16),
  },
  {
    name: 'an early return',
    source: shader('64', 'if (id.x >= arrayLength(&x)) { return; } y[id.x] = x[id.x] + 1u;'),
    grid: [16, 1, 1],
    lengthWords: new Map([
      [0, 1000],
      [1, 1000],
    ]),
    owners: new Map([[1, owner.linear(64)]]),
  },
  {
    name: 'several early returns',
    source: shader(
      '8, 8',
      `if (id.x >= 30u) { return; }
       if (id.y >= 20u) { return; }
       y[id.y * 30u + id.x] = x[id.x * 20u + id.y];`,
    ),
    grid: [4, 3, 1],
    lengthWords: new Map([
      [0, 600],
      [1, 600],
    ]),
    owners: new Map([[1, owner.tile2d(20, 30, 8, 8)]]),
  },
  {
    name: 'a condition in a variable',
    source: shader('64', 'let inside = id.x < 1000u && id.y == 0u; if (inside) { y[id.x] = x[id.x]; }'),
    grid: [16, 1, 1],
    lengthWords: new Map([
      [0, 1000],
      [1, 1000],
    ]),
    owners: new Map([[1, owner.linear(64)]]),
  },
  {
    name: 'a condition the other way round',
    source: shader('64', 'if (id.x >= 1000u || id.y != 0u) { return; } y[id.x] = x[id.x];'),
    grid: [16, 1, 1],
    lengthWords: new Map([
      [0, 1000],
      [1, 1000],
    ]),
    owners: new Map([[1, owner.linear(64)]]),
  },
  {
    name: 'a function with index parameters',
    source: shader(
      '8, 8',
      'if (is_inside(id.xy)) { y[at(id.xy)] = both(id.x, id.y) + both(id.y, id.x); }',
      `fn is_inside(p: vec2<u32>) -> bool { return p.x < 20u && p.y < 20u; }
       fn at(p: vec2<u32>) -> u32 { return p.y * 20u + p.x; }
       fn both(a: u32, b: u32) -> u32 { if (a > b) { return x[at(vec2(b, a))]; } return x[at(vec2(a, b))]; }`,
    ),
    grid: [3, 3, 1],
    lengthWords: new Map([
      [0, 400],
      [1, 400],
    ]),
    owners: new Map([[1, owner.tile2d(20, 20, 8, 8)]]),
  },
  {
    name: 'a strided loop',
    source: shader('64', 'for (var i = li; i < 1000u; i += 64u) { y[wg.x * 1000u + i] = x[i]; }'),
    grid: [3, 1, 1],
    ...words(1000, 3000, 3),
    backEdges: { invocation: 16 },
  },
  {
    name: 'a strided loop over the whole dispatch',
    source: shader(
      '64',
      'var sum = 0u; for (var i = id.x; i < arrayLength(&x); i += 64u * groups.x) { sum += x[i]; } y[id.x] = sum;',
    ),
    grid: [4, 1, 1],
    ...words(10_000, 256, 4),
    backEdges: { invocation: 40 },
  },
  {
    name: 'loops inside each other',
    source: shader(
      '8, 8',
      `var sum = 0u;
       for (var j = 0u; j < 5u; j++) { for (var i = 0u; i < 7u; i++) { sum += x[(id.y * 5u + j) * 112u + id.x * 7u + i]; } }
       y[id.y * 16u + id.x] = sum;`,
    ),
    grid: [2, 2, 1],
    lengthWords: new Map([
      [0, 16 * 5 * 112],
      [1, 256],
    ]),
    owners: new Map([[1, owner.tile2d(16, 16, 8, 8)]]),
    backEdges: { invocation: 40 },
  },
  {
    name: 'a loop down to 0 in i32',
    source: shader('1', 'var sum = 0u; for (var i = 31; i >= 0; i--) { sum = sum * 2u + x[i]; } y[wg.x] = sum;'),
    grid: [5, 1, 1],
    ...words(32, 5, 5),
    backEdges: { invocation: 32 },
  },
  {
    name: 'a loop down to 0 in u32',
    source: shader('1', 'var i = 32u; var sum = 0u; while (i > 0u) { i--; sum += x[i]; } y[wg.x] = sum;'),
    grid: [5, 1, 1],
    ...words(32, 5, 5),
    backEdges: { invocation: 32 },
  },
  {
    name: 'a loop until its counter is equal',
    source: shader('1', 'var sum = 0u; for (var i = 0u; i != 32u; i++) { sum += x[i]; } y[wg.x] = sum;'),
    grid: x1,
    ...words(32, 1, 1),
    backEdges: { invocation: 32 },
  },
  {
    name: 'break and continue',
    source: shader(
      '64',
      `var n = 0u;
       for (var i = 0u; i < 100u; i++) {
         if (x[i] == id.x) { continue; }
         if (x[i] > 1000u) { break; }
         y[id.x * 100u + n] = x[i];
         n++;
       }`,
    ),
    grid: [2, 1, 1],
    ...words(100, 12_800, 2),
    backEdges: { invocation: 100 },
  },
  {
    name: 'a loop whose condition is at its end',
    source: shader('1', 'var i = 0u; loop { y[wg.x * 10u + i] = x[i]; continuing { i++; break if i == 10u; } }'),
    grid: [4, 1, 1],
    ...words(10, 40, 4),
    backEdges: { invocation: 9 },
  },
  {
    name: 'the last one found',
    source: shader(
      '1',
      'var last = 0u; for (var i = 0u; i < 50u; i++) { if (x[i] > 7u) { last = i; } } y[wg.x] = x[last];',
    ),
    grid: x1,
    ...words(50, 1, 1),
    backEdges: { invocation: 50 },
  },
  {
    name: 'a binary search',
    source: shader(
      '64',
      `var low = 0u; var high = 1000u;
       for (var k = 0u; k < 10u; k++) {
         if (low < high) { let mid = (low + high) / 2u; if (x[mid] < id.x) { low = mid + 1u; } else { high = mid; } }
       }
       y[id.x] = low;`,
    ),
    grid: [2, 1, 1],
    ...words(1000, 128, 2),
    backEdges: { invocation: 10 },
  },
  {
    name: 'a histogram in workgroup memory',
    source: shader(
      '64',
      `for (var i = li; i < 256u; i += 64u) { atomicStore(&bins[i], 0u); }
       workgroupBarrier();
       atomicAdd(&bins[min(x[id.x], 255u)], 1u);
       workgroupBarrier();
       for (var i = li; i < 256u; i += 64u) { y[wg.x * 256u + i] = atomicLoad(&bins[i]); }`,
      'var<workgroup> bins: array<atomic<u32>, 256>;',
    ),
    grid: [3, 1, 1],
    ...words(192, 768, 3),
    backEdges: { invocation: 8 },
  },
  {
    name: 'a reduction by halves',
    source: shader(
      '256',
      `sums[li] = x[id.x];
       workgroupBarrier();
       for (var s = 128u; s > 0u; s >>= 1u) {
         if (li < s) { sums[li] += sums[li + s]; }
         workgroupBarrier();
       }
       if (li == 0u) { y[wg.x] = sums[0]; }`,
      'var<workgroup> sums: array<u32, 256>;',
    ),
    grid: [3, 1, 1],
    ...words(768, 3, 3),
    backEdges: { workgroup: 8 },
  },
  {
    name: 'a reduction by division',
    source: shader(
      '64',
      `sums[li] = x[id.x];
       workgroupBarrier();
       for (var s = 32; s > 0; s /= 2) {
         if (i32(li) < s) { sums[li] += sums[i32(li) + s]; }
         workgroupBarrier();
       }
       if (li == 0u) { y[wg.x] = sums[0]; }`,
      'var<workgroup> sums: array<u32, 64>;',
    ),
    grid: [3, 1, 1],
    ...words(192, 3, 3),
    backEdges: { workgroup: 6 },
  },
  {
    name: 'a prefix sum by doubling',
    source: shader(
      '64',
      `sums[li] = x[id.x];
       workgroupBarrier();
       for (var s = 1u; s < 64u; s *= 2u) {
         var n = 0u;
         if (li >= s) { n = sums[li - s]; }
         workgroupBarrier();
         sums[li] += n;
         workgroupBarrier();
       }
       y[id.x] = sums[li];`,
      'var<workgroup> sums: array<u32, 64>;',
    ),
    grid: [3, 1, 1],
    ...words(192, 192, 3),
    backEdges: { workgroup: 6 },
  },
  {
    name: 'a bitonic sort',
    source: shader(
      '64',
      `a[li] = x[id.x];
       workgroupBarrier();
       for (var k = 2u; k <= 64u; k <<= 1u) {
         for (var j = 32u; j > 0u; j >>= 1u) {
           let other = li ^ j;
           if (j < k && other > li) {
             let up = (li & k) == 0u;
             if ((a[li] > a[other]) == up) { let t = a[li]; a[li] = a[other]; a[other] = t; }
           }
           workgroupBarrier();
         }
       }
       y[id.x] = a[li];`,
      'var<workgroup> a: array<u32, 64>;',
    ),
    grid: [3, 1, 1],
    ...words(192, 192, 3),
    backEdges: { workgroup: 42 },
  },
  {
    name: 'a matrix product in tiles',
    source: `const T = 8u;
override n: u32;
@group(0) @binding(0) var<storage, read> a: array<i32>;
@group(0) @binding(2) var<storage, read> b: array<i32>;
@group(0) @binding(1) var<storage, read_write> c: array<i32>;
var<workgroup> left: array<array<i32, 8>, 8>;
var<workgroup> right: array<array<i32, 8>, 8>;
@compute @workgroup_size(8, 8) fn main(${ids}) {
  var sum = 0;
  for (var t = 0u; t < (n + T - 1u) / T; t++) {
    let column = t * T + lid.x;
    let row = t * T + lid.y;
    left[lid.y][lid.x] = 0;
    if (id.y < n && column < n) { left[lid.y][lid.x] = a[id.y * n + column]; }
    right[lid.y][lid.x] = 0;
    if (row < n && id.x < n) { right[lid.y][lid.x] = b[row * n + id.x]; }
    workgroupBarrier();
    for (var k = 0u; k < T; k++) { sum += left[lid.y][k] * right[k][lid.x]; }
    workgroupBarrier();
  }
  if (id.x < n && id.y < n) { c[id.y * n + id.x] = sum; }
}`,
    overrides: { n: 43 },
    grid: [6, 6, 1],
    lengthWords: new Map([
      [0, 43 * 43],
      [1, 43 * 43],
      [2, 43 * 43],
    ]),
    owners: new Map([[1, owner.tile2d(43, 43, 8, 8)]]),
    backEdges: { invocation: 48, workgroup: 6 },
  },
  {
    name: 'a stencil that clamps in i32',
    source: shader(
      '8, 8',
      `if (id.x >= 50u || id.y >= 37u) { return; }
       var sum = 0u;
       for (var dy = -2; dy <= 2; dy++) {
         for (var dx = -2; dx <= 2; dx++) {
           let u = clamp(i32(id.x) + dx, 0, 49);
           let v = clamp(i32(id.y) + dy, 0, 36);
           sum += x[v * 50 + u];
         }
       }
       y[id.y * 50u + id.x] = sum;`,
    ),
    grid: [7, 5, 1],
    lengthWords: new Map([
      [0, 1850],
      [1, 1850],
    ]),
    owners: new Map([[1, owner.tile2d(37, 50, 8, 8)]]),
    backEdges: { invocation: 30 },
  },
  {
    name: 'a stencil that checks in i32',
    source: shader(
      '8, 8',
      `if (id.x >= 50u || id.y >= 37u) { return; }
       var sum = 0u;
       for (var d = -1; d <= 1; d += 2) {
         let u = i32(id.x) + d;
         if (u >= 0 && u < 50) { sum += x[id.y * 50u + u32(u)]; }
       }
       y[id.y * 50u + id.x] = sum;`,
    ),
    grid: [7, 5, 1],
    lengthWords: new Map([
      [0, 1850],
      [1, 1850],
    ]),
    owners: new Map([[1, owner.tile2d(37, 50, 8, 8)]]),
    backEdges: { invocation: 2 },
  },
  {
    name: 'a stencil that lets u32 wrap around',
    source: shader(
      '64',
      `if (id.x >= 1000u) { return; }
       var sum = x[id.x];
       if (id.x - 1u < 1000u) { sum += x[id.x - 1u]; }
       if (id.x + 1u < 1000u) { sum += x[id.x + 1u]; }
       y[id.x] = sum;`,
    ),
    grid: [16, 1, 1],
    lengthWords: new Map([
      [0, 1000],
      [1, 1000],
    ]),
    owners: new Map([[1, owner.linear(64)]]),
  },
  {
    name: 'a ring, by remainders',
    source: shader('64', 'y[id.x] = x[(id.x + 99u) % 100u] + x[(id.x + 1u) % 100u];'),
    grid: [2, 1, 1],
    ...words(100, 128, 2),
  },
  {
    name: 'rows and columns by division',
    source: shader(
      '64',
      `if (id.x < 35u * 20u) { let row = id.x / 35u; let column = id.x % 35u; y[id.x] = x[column * 20u + row]; }`,
    ),
    grid: [11, 1, 1],
    lengthWords: new Map([
      [0, 700],
      [1, 700],
    ]),
    owners: new Map([[1, owner.linear(64)]]),
  },
  {
    name: 'rows and columns put together again',
    source: shader(
      '64',
      `if (id.x < 700u) { let row = id.x / 35u; let column = id.x % 35u; y[row * 35u + column] = x[row * 35u + column]; }`,
    ),
    grid: [11, 1, 1],
    lengthWords: new Map([
      [0, 700],
      [1, 700],
    ]),
    owners: new Map([[1, owner.linear(64)]]),
  },
  {
    name: 'bytes in words',
    source: shader('64', 'if (id.x < 999u) { y[id.x] = (x[id.x >> 2u] >> (((id.x & 3u) * 8u) & 31u)) & 255u; }'),
    grid: [16, 1, 1],
    lengthWords: new Map([
      [0, 250],
      [1, 999],
    ]),
    owners: new Map([[1, owner.linear(64)]]),
  },
  {
    name: 'four words for each invocation',
    source: shader('16', 'for (var k = 0u; k < 4u; k++) { y[4u * id.x + k] = x[id.x] >> ((8u * k) & 31u); }'),
    grid: [4, 1, 1],
    ...words(64, 256, 4),
    backEdges: { invocation: 4 },
  },
  {
    name: 'vectors in a buffer',
    source: `@group(0) @binding(0) var<storage, read> x: array<vec4<u32>>;
@group(0) @binding(1) var<storage, read_write> y: array<vec4<u32>>;
@compute @workgroup_size(16) fn main(${ids}) { if (id.x < arrayLength(&y)) { y[id.x] = x[id.x].wzyx; } }`,
    grid: [4, 1, 1],
    lengthWords: new Map([
      [0, 4 * 61],
      [1, 4 * 61],
    ]),
    owners: new Map([[1, owner.linear(64)]]),
  },
  {
    name: 'sizes in a uniform buffer that is a literal',
    source: `struct Size { width: u32, height: u32 }
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;
@group(0) @binding(2) var<uniform> size: Size;
@compute @workgroup_size(8, 8) fn main(${ids}) {
  if (id.x < size.width && id.y < size.height) {
    var sum = 0u;
    for (var i = 0u; i < size.width; i++) { sum += x[id.y * size.width + i]; }
    y[id.y * size.width + id.x] = sum;
  }
}`,
    grid: [4, 3, 1],
    lengthWords: new Map([
      [0, 600],
      [1, 600],
      [2, 2],
    ]),
    owners: new Map([[1, owner.tile2d(20, 30, 8, 8)]]),
    literals: new Map([[2, new Uint8Array(Uint32Array.of(30, 20).buffer)]]),
    backEdges: { invocation: 30 },
  },
  {
    name: 'a table of constants',
    source: shader(
      '64',
      `var sum = 0u;
       for (var k = 0u; k < 4u; k++) { sum += x[id.x + offsets[k]]; }
       y[id.x] = sum;`,
      'const offsets = array(0u, 1u, 64u, 65u);',
    ),
    grid: [2, 1, 1],
    ...words(193, 128, 2),
    backEdges: { invocation: 4 },
  },
  {
    name: 'an array of the invocation',
    source: shader(
      '64',
      `var window = array<u32, 8>();
       for (var k = 0u; k < 8u; k++) { window[k] = x[id.x * 8u + k]; }
       for (var k = 7u; k > 0u; k--) { if (window[k] < window[k - 1u]) { window[k - 1u] = window[k]; } }
       y[id.x] = window[0];`,
    ),
    grid: [2, 1, 1],
    ...words(1024, 128, 2),
    backEdges: { invocation: 15 },
  },
  {
    name: 'components of a vector by an index',
    source: shader(
      '64',
      'var v = vec4(x[id.x], 1u, 2u, 3u); for (var k = 0; k < 4; k++) { v[k] += v[3 - k]; } y[id.x] = v[x[id.x] & 3u];',
    ),
    grid: [2, 1, 1],
    ...words(128, 128, 2),
    backEdges: { invocation: 4 },
  },
  {
    name: 'indices in a buffer that are checked',
    source: shader('64', 'let i = x[id.x]; if (i < 128u) { y[id.x] = x[i]; }'),
    grid: [2, 1, 1],
    ...words(128, 128, 2),
  },
  {
    name: 'signed indices in a buffer that are checked',
    source: shader('64', 'let i = i32(x[id.x]); if (i >= 0 && i < 128) { y[id.x] = x[i]; }'),
    grid: [2, 1, 1],
    ...words(128, 128, 2),
  },
  {
    name: 'an offset that is loaded twice',
    source: shader('64', 'if (x[id.x] < 128u) { y[id.x] = x[x[id.x]]; }'),
    grid: [2, 1, 1],
    ...words(128, 128, 2),
  },
  {
    name: 'a switch',
    source: shader(
      '64',
      `var d = 0u;
       switch (x[id.x] & 3u) { case 0u: { d = 1u; } case 1u: { d = 2u; } case 2u: { return; } default: { d = 0u; } }
       y[id.x] = x[id.x + d];`,
    ),
    grid: [2, 1, 1],
    ...words(130, 128, 2),
  },
  {
    name: 'a maximum of a loaded word and a clamp',
    source: shader('64', 'y[id.x] = x[clamp(x[id.x], 5u, 100u) - 5u] + x[select(0u, x[id.x], x[id.x] < 96u)];'),
    grid: [2, 1, 1],
    ...words(128, 128, 2),
  },
  {
    name: 'a whole dimension',
    source: shader(
      '64',
      'if (id.x >= 1000u) { return; } for (var c = 0u; c < 3u; c++) { y[c * 1000u + id.x] = x[id.x % 1000u]; }',
    ),
    grid: [16, 1, 1],
    lengthWords: new Map([
      [0, 1000],
      [1, 3000],
    ]),
    owners: new Map<number, owner.OwnerMap>([
      [
        1,
        {
          kind: 'tile',
          dimensions: [
            { extent: 3, tile: 3, axis: 'whole', origin: 0 },
            { extent: 1000, tile: 64, axis: 'x', origin: 0 },
          ],
        },
      ],
    ]),
    backEdges: { invocation: 3 },
  },
  {
    name: 'what is behind an origin',
    source: shader('8, 8', 'y[(id.y + 2u) * 40u + id.x + 5u] = y[(id.y + 2u) * 40u + id.x + 5u] + x[id.x];'),
    grid: [2, 3, 1],
    lengthWords: new Map([
      [0, 100],
      [1, 1200],
    ]),
    owners: new Map<number, owner.OwnerMap>([
      [
        1,
        {
          kind: 'tile',
          dimensions: [
            { extent: 30, tile: 8, axis: 'y', origin: 2 },
            { extent: 40, tile: 8, axis: 'x', origin: 5 },
          ],
        },
      ],
    ]),
  },
];

describe('A2: no guard is left of', () => {
  it.each(examples)('$name', ({ backEdges, ...setting }) => {
    const most = { invocation: backEdges?.invocation ?? 0, workgroup: backEdges?.workgroup ?? 0 };
    const loopBudget = Math.max(most.invocation, most.workgroup);
    const { analysis, describe: text } = inspectSource({ ...setting, loopBudget });
    expect(text(analysis.guards)).toEqual([]);
    expect(guards.countOf(analysis.guards)).toBe(0);
    expect(analysis.backEdges).toEqual(most);
  });
});
