import { grid as grids, owner } from '@assay/core';
import { gpuTest, check as parameters } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dispatch } from '../testing/dispatch.js';
import { condition } from './owner.js';

/** A map with a grid and a length that it fits. */
interface Case {
  readonly map: owner.OwnerMap;
  readonly grid: grids.Grid;
  readonly lengthWords: number;
}

const most = 2 ** 32 - 1;
/** Numbers from 1 of all magnitudes. */
const size = (largest: number): fc.Arbitrary<number> =>
  fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: largest }), fc.constant(largest));
const extent = size(65_535);

const linears: fc.Arbitrary<Case> = fc.record({
  map: fc.record({
    kind: fc.constant('linear' as const),
    words: size(most),
    offset: fc.oneof(fc.constant(0), size(most)),
  }),
  grid: fc.tuple(extent, extent, extent),
  lengthWords: size(most),
});

const tiles: fc.Arbitrary<Case> = fc
  .record({
    dimensions: fc.array(
      fc.record({
        extent: fc.oneof(size(8), size(70_000), size(most)),
        tile: fc.oneof(size(8), size(most)),
        axis: fc.constantFrom('x' as const, 'y' as const, 'z' as const, 'whole' as const),
        origin: fc.oneof(fc.constant(0), size(9), size(most)),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    grid: fc.tuple(extent, extent, extent),
  })
  .map(({ dimensions, grid }) => {
    const used = new Set<string>();
    const fitting = dimensions.map((one): owner.TileDimension => {
      if (one.axis === 'whole' || used.has(one.axis)) {
        return { extent: one.extent, axis: 'whole', tile: one.extent, origin: 0 };
      }
      used.add(one.axis);
      return { ...one, origin: one.origin % one.extent };
    });
    return {
      map: { kind: 'tile' as const, dimensions: fitting },
      grid: [used.has('x') ? grid[0] : 1, used.has('y') ? grid[1] : 1, used.has('z') ? grid[2] : 1] as const,
      lengthWords: fitting.reduce((product, one) => product * one.extent, 1),
    };
  });

const cases: fc.Arbitrary<Case> = fc.oneof(linears, tiles).filter(({ map, grid, lengthWords }) => {
  if (lengthWords > most) return false;
  try {
    owner.assertFits(map, lengthWords, grid, 'from');
    return true;
  } catch {
    return false;
  }
});

/** A question: does the workgroup own the word of the map? */
interface Question {
  readonly map: number;
  readonly word: number;
  readonly workgroup: grids.Grid;
  readonly answer: boolean;
}

/** For words at edges and elsewhere: their owner, its neighbours along each axis, and any workgroup. */
function questions({ map, grid, lengthWords }: Case, index: number, draws: readonly number[]): readonly Question[] {
  const edges =
    map.kind === 'linear' ? [map.offset, map.offset + map.words] : map.dimensions.map(({ origin }) => origin);
  const words = [0, lengthWords - 1, ...edges.flatMap((edge) => [edge - 1, edge]), ...draws]
    .map((word) => word % lengthWords)
    .filter((word) => word >= 0);
  return words.flatMap((word) => {
    const owned = owner.ownerOf(map, grid, word);
    const near = owned === undefined ? [] : around(grids.fromIndex(grid, owned), grid);
    const any = grids.fromIndex(grid, (word * 7919) % grids.count(grid));
    return [...near, any, grids.fromIndex(grid, 0)].map((workgroup) => ({
      map: index,
      word,
      workgroup,
      answer: grids.toIndex(grid, ...workgroup) === owned,
    }));
  });
}

function around([x, y, z]: grids.Grid, grid: grids.Grid): readonly grids.Grid[] {
  const steps = [0, 1, -1];
  return steps
    .flatMap((dx) => steps.flatMap((dy) => steps.map((dz): grids.Grid => [x + dx, y + dy, z + dz])))
    .filter((one) => one.every((at, axis) => at >= 0 && at < grid[axis]!));
}

function shader(all: readonly Case[]): string {
  return `
@group(0) @binding(0) var<storage, read> asked: array<array<u32, 5>>;
@group(0) @binding(1) var<storage, read_write> answers: array<u32>;
var<private> group: vec3<u32>;
${all.map(({ map, grid }, k) => `fn owns${k}(word: u32) -> bool { return ${condition(map, grid)}; }`).join('\n')}
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&answers)) { return; }
  let one = asked[id.x];
  let word = one[1];
  group = vec3(one[2], one[3], one[4]);
  switch one[0] {
    ${all.map((_, k) => `case ${k}u: { answers[id.x] = u32(owns${k}(word)); }`).join('\n')}
    default: {}
  }
}`;
}

describe('D4: the condition of an owner map', () => {
  gpuTest('holds for the owner of each word and for no other workgroup', async ({ gpu }) => {
    const property = fc.asyncProperty(
      fc.array(cases, { minLength: 40, maxLength: 40 }),
      fc.array(fc.nat(most), { minLength: 12, maxLength: 12 }),
      async (all, draws) => {
        const asked = all.flatMap((one, k) => questions(one, k, draws));
        const answers = await dispatch({
          device: gpu.device,
          source: shader(all),
          input: Int32Array.from(asked.flatMap(({ map, word, workgroup }) => [map, word | 0, ...workgroup])),
          outputWords: asked.length,
          workgroups: Math.ceil(asked.length / 64),
        });
        const wrong = asked.filter(({ answer }, k) => (answers[k] === 1) !== answer);
        expect(wrong.slice(0, 3).map((one) => ({ ...one, ...all[one.map] }))).toEqual([]);
        expect(asked.filter(({ answer }) => answer).length).toBeGreaterThan(40);
      },
    );
    await fc.assert(property, parameters(100));
  });

  it('is short where the map is simple', () => {
    const text = (map: owner.OwnerMap, grid: grids.Grid): string => condition(map, grid);
    expect(text(owner.linear(1), [9, 1, 1])).toBe('word == group.x');
    expect(text(owner.linear(256), [9, 1, 1])).toBe('word / 256u == group.x');
    expect(text(owner.linear(256), [1, 9, 1])).toBe('word / 256u == group.y');
    expect(text(owner.linear(256), [9, 1, 7])).toBe('(word / 256u % 9u == group.x) & (word / 256u / 9u == group.z)');
    expect(text(owner.linear(5, 3), [1, 1, 1])).toBe('(word >= 3u) & ((word - 3u) / 5u == group.x)');
    expect(text(owner.tile2d(64, 48, 16, 8), [6, 4, 1])).toBe(
      '(word % 48u / 8u == group.x) & (word / 48u / 16u == group.y)',
    );
    const whole = { extent: 4, tile: 4, axis: 'whole', origin: 0 } as const;
    expect(text({ kind: 'tile', dimensions: [whole, whole] }, [1, 1, 1])).toBe('true');
    const cut = { extent: 10, tile: 3, axis: 'z', origin: 2 } as const;
    expect(text({ kind: 'tile', dimensions: [cut, whole] }, [1, 1, 3])).toBe(
      '(word / 4u >= 2u) & ((word / 4u - 2u) / 3u == group.z)',
    );
  });
});
