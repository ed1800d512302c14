/** Words that a workgroup owns in any case, and kernels that look alike and come to others (SPEC.md A4). */
import { type grid as grids, owner } from '@assay/core';
import { describe, expect, it } from 'vitest';
import { runCell } from '../execution/interpreter.js';
import { inspectSource } from '../testing/inspected.js';

interface Case {
  readonly name: string;
  readonly size: string;
  readonly grid: grids.Grid;
  readonly words: number;
  readonly map: owner.OwnerMap;
  readonly own: string;
  readonly foreign: string;
}

const dimension = (
  extent: number,
  tile: number,
  axis: owner.TileDimension['axis'],
  origin = 0,
): owner.TileDimension => ({ extent, tile, axis, origin });

const tiles = (...dimensions: readonly owner.TileDimension[]): owner.OwnerMap => ({ kind: 'tile', dimensions });

const ownerCases: readonly Case[] = [
  {
    name: 'linear',
    size: '8',
    grid: [5, 1, 1],
    words: 40,
    map: owner.linear(8),
    own: 'y[id.x] = 1u;',
    foreign: 'y[id.x + 1u] = 1u;',
  },
  {
    name: 'linear, behind an offset',
    size: '8',
    grid: [5, 1, 1],
    words: 43,
    map: owner.linear(8, 3),
    own: 'y[id.x + 3u] = 1u;',
    foreign: 'y[id.x] = 1u;',
  },
  {
    name: 'linear, in a grid of three dimensions',
    size: '4',
    grid: [2, 3, 5],
    words: 120,
    map: owner.linear(4),
    own: 'y[4u * (wg.x + 2u * (wg.y + 3u * wg.z)) + li] = 1u;',
    foreign: 'y[4u * (wg.x + 2u * (wg.y + 5u * wg.z)) % 120u + li] = 1u;',
  },
  {
    name: 'linear, with fewer words than invocations',
    size: '8',
    grid: [5, 1, 1],
    words: 35,
    map: owner.linear(7),
    own: 'y[wg.x * 7u + min(li, 6u)] = 1u;',
    foreign: 'y[wg.x * 7u + li] = 1u;',
  },
  {
    name: 'linear, cut at the end',
    size: '8',
    grid: [5, 1, 1],
    words: 37,
    map: owner.linear(8),
    own: 'if (id.x < 37u) { y[id.x] = 1u; }',
    foreign: 'if (id.x < 36u) { y[36u - id.x] = 1u; }',
  },
  {
    name: 'one workgroup for all',
    size: '8',
    grid: [1, 1, 1],
    words: 10,
    map: owner.linear(10),
    own: 'y[x[li] % 10u] = 1u;',
    foreign: 'y[min(x[li], 10u)] = 1u;',
  },
  {
    name: 'tiles',
    size: '4, 4',
    grid: [3, 2, 1],
    words: 96,
    map: owner.tile2d(8, 12, 4, 4),
    own: 'y[id.y * 12u + id.x] = 1u;',
    foreign: 'y[id.x * 8u + id.y] = 1u;',
  },
  {
    name: 'ragged tiles, where a column too many would be of the next row',
    size: '4, 4',
    grid: [3, 2, 1],
    words: 70,
    map: owner.tile2d(7, 10, 4, 4),
    own: 'if (id.x < 10u && id.y < 7u) { y[id.y * 10u + id.x] = 1u; }',
    foreign: 'if (id.y < 6u) { y[id.y * 10u + id.x] = 1u; }',
  },
  {
    name: 'ragged tiles, by division',
    size: '4, 4',
    grid: [3, 2, 1],
    words: 70,
    map: owner.tile2d(7, 10, 4, 4),
    own: 'let k = min(id.x, 9u) + 10u * min(id.y, 6u); if (k / 10u == id.y && k % 10u == id.x) { y[id.y * 10u + id.x] = 1u; }',
    foreign: 'let k = min(id.x, 9u) + 10u * min(id.y, 6u); y[k / 10u * 10u + (k + 1u) % 10u] = 1u;',
  },
  {
    name: 'tiles of columns first',
    size: '4, 4',
    grid: [3, 2, 1],
    words: 96,
    map: tiles(dimension(12, 4, 'x'), dimension(8, 4, 'y')),
    own: 'y[id.x * 8u + id.y] = 1u;',
    foreign: 'y[id.y * 12u + id.x] = 1u;',
  },
  {
    name: 'tiles behind an origin',
    size: '4, 4',
    grid: [2, 2, 1],
    words: 100,
    map: tiles(dimension(10, 4, 'y', 1), dimension(10, 4, 'x', 2)),
    own: 'y[(id.y + 1u) * 10u + id.x + 2u] = 1u;',
    foreign: 'y[(id.y + 2u) * 10u + id.x + 1u] = 1u;',
  },
  {
    name: 'a whole dimension between tiles',
    size: '4, 4',
    grid: [2, 2, 1],
    words: 192,
    map: tiles(dimension(8, 4, 'y'), dimension(3, 3, 'whole'), dimension(8, 4, 'x')),
    own: 'for (var c = 0u; c < 3u; c++) { y[(id.y * 3u + c) * 8u + id.x] = 1u; }',
    foreign: 'for (var c = 0u; c < 3u; c++) { y[(id.y * 3u + c + 1u) % 24u * 8u + id.x] = 1u; }',
  },
  {
    name: 'four words in a row for each invocation',
    size: '2, 4',
    grid: [2, 2, 1],
    words: 128,
    map: owner.tile2d(8, 16, 4, 8),
    own: 'for (var k = 0u; k < 4u; k++) { y[id.y * 16u + 4u * id.x + k] = 1u; }',
    foreign: 'for (var k = 0u; k < 5u; k++) { y[(id.y * 16u + 4u * id.x + k) % 128u] = 1u; }',
  },
  {
    name: 'tiles of one column',
    size: '1, 4',
    grid: [1, 2, 1],
    words: 8,
    map: owner.tile2d(8, 1, 4, 1),
    own: 'y[id.y] = 1u;',
    foreign: 'y[7u - id.y] = 1u;',
  },
  {
    name: 'words that are loaded from what is written',
    size: '8',
    grid: [5, 1, 1],
    words: 40,
    map: owner.linear(8),
    own: 'y[id.x] = y[8u * wg.x + 7u - li];',
    foreign: 'y[id.x] = y[39u - id.x];',
  },
];

function inspected({ size, grid, words, map }: Case, body: string): ReturnType<typeof inspectSource> {
  const source = `@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;
@compute @workgroup_size(${size}) fn main(@builtin(global_invocation_id) id: vec3<u32>,
  @builtin(local_invocation_index) li: u32, @builtin(workgroup_id) wg: vec3<u32>) { _ = x[0]; ${body} }`;
  const lengthWords = new Map([
    [0, 64],
    [1, words],
  ]);
  return inspectSource({ source, grid, lengthWords, owners: new Map([[1, map]]), loopBudget: 10 });
}

/** Whether a workgroup comes to a word that it does not own. */
function isForeign({ grid, words, map }: Case, { kernel }: ReturnType<typeof inspectSource>): boolean {
  const workgroups = Array.from({ length: grid[0] * grid[1] * grid[2] }, (_, k) => k);
  return workgroups.some((workgroup) => {
    const { guards } = runCell({
      kernel,
      grid,
      workgroup: [
        workgroup % grid[0],
        Math.floor(workgroup / grid[0]) % grid[1],
        Math.floor(workgroup / grid[0] / grid[1]),
      ],
      port: { lengthWords: (binding) => (binding === 0 ? 64 : words), load: (_, word) => 3 * word },
      owns: (_, word) => owner.ownerOf(map, grid, word) === workgroup,
      loopBudget: 10,
    });
    return guards.some(({ kind }) => kind === 'not-owned' || kind === 'outside');
  });
}

describe('A4', () => {
  it.each(ownerCases)('$name', (one) => {
    const own = inspected(one, one.own);
    expect(own.describe(own.analysis.guards)).toEqual([]);
    expect(isForeign(one, own)).toBe(false);
    const foreign = inspected(one, one.foreign);
    expect(isForeign(one, foreign)).toBe(true);
    const { outside, foreign: kept } = foreign.analysis.guards;
    expect(outside.size + kept.size).toBeGreaterThan(0);
  });
});
