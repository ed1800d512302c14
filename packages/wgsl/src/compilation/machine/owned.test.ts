import { grid as grids, owner } from '@assay/core';
import { check } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Condition, conditionsOf, mostConditions } from './owned.js';

interface Case {
  readonly map: owner.OwnerMap;
  readonly grid: grids.Grid;
  readonly lengthWords: number;
}

const most = 2 ** 32 - 1;
/** Numbers from 1 of all magnitudes. */
const size = (largest: number): fc.Arbitrary<number> =>
  fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: largest }), fc.constant(largest));
const extents = fc.tuple(size(65_535), size(65_535), size(65_535));

const linears: fc.Arbitrary<Case> = fc.record({
  map: fc.record({
    kind: fc.constant('linear' as const),
    words: size(most),
    offset: fc.oneof(fc.constant(0), size(most)),
  }),
  grid: extents,
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
      { minLength: 1, maxLength: mostConditions },
    ),
    grid: extents,
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
      map: { kind: 'tile', dimensions: fitting },
      grid: [used.has('x') ? grid[0] : 1, used.has('y') ? grid[1] : 1, used.has('z') ? grid[2] : 1],
      lengthWords: fitting.reduce((product, { extent }) => product * extent, 1),
    };
  });

/** Those in which a version and a grid go with the map. */
const cases: fc.Arbitrary<Case> = fc.oneof(linears, tiles).filter(({ map, grid, lengthWords }) => {
  if (lengthWords > most || grids.count(grid) > most) return false;
  try {
    owner.assertFits(map, lengthWords, grid, 'from');
    return true;
  } catch {
    return false;
  }
});

/** As compiled code does it: in 32-bit words. An extent of 0 stands for 2³². */
function holds({ stride, extent, start, count }: Condition, word: number): boolean {
  const slice = Math.floor(word / stride);
  return ((extent === 0 ? slice : slice % extent) - start) >>> 0 < count;
}

/** Words at edges of what the workgroup owns, others of the version, and some behind its end. */
function words({ map, grid, lengthWords }: Case, workgroup: number, draws: readonly number[]): readonly number[] {
  const ranges = owner.wordsOf(map, lengthWords, grid, workgroup).slice(0, 8);
  const edges = ranges.flatMap(({ start, end }) => [start - 1, start, end - 1, end]);
  const behind = [lengthWords, 2 * lengthWords, ...edges.map((word) => word + lengthWords), most];
  return [0, lengthWords - 1, ...edges, ...behind, ...draws, ...draws.map((word) => word % lengthWords)].filter(
    (word) => word >= 0 && word <= most,
  );
}

const draws = fc.array(fc.nat(most), { minLength: 12, maxLength: 12 });

describe('the conditions of a cell', () => {
  it('hold for the words of the version that its workgroup owns, and for no others', () => {
    let owned = 0;
    const property = fc.property(cases, fc.nat(most), draws, (one, draw, others) => {
      const { map, grid, lengthWords } = one;
      // A workgroup by its index, and the one that owns a word, if there is one.
      const owning = owner.ownerOf(map, grid, draw % lengthWords);
      for (const workgroup of [draw % grids.count(grid), 0, grids.count(grid) - 1, owning ?? 0]) {
        const conditions = conditionsOf(map, lengthWords, grid, workgroup);
        expect(conditions.length).toBeLessThanOrEqual(mostConditions);
        for (const number of conditions.flatMap(Object.values)) {
          expect(Number.isInteger(number) && number >= 0 && number <= most).toBe(true);
        }
        for (const word of words(one, workgroup, others)) {
          const isOwn = word < lengthWords && owner.ownerOf(map, grid, word) === workgroup;
          const found = conditions.every((condition) => holds(condition, word));
          expect({ word, workgroup, owns: found }).toEqual({ word, workgroup, owns: isOwn });
          owned += Number(isOwn);
        }
      }
    });
    fc.assert(property, check(4000));
    expect(owned).toBeGreaterThan(1000);
  });

  const { linear, tile2d } = owner;
  const whole = { extent: 4, tile: 4, axis: 'whole', origin: 0 } as const;

  it.each<[string, owner.OwnerMap, number, grids.Grid, number, readonly Condition[]]>([
    ['a stretch', linear(256), 1000, [4, 1, 1], 1, [{ stride: 1, extent: 0, start: 256, count: 256 }]],
    ['a stretch cut at the end', linear(256), 1000, [4, 1, 1], 3, [{ stride: 1, extent: 0, start: 768, count: 232 }]],
    ['a stretch behind an offset', linear(5, 3), 9, [1, 1, 1], 0, [{ stride: 1, extent: 0, start: 3, count: 5 }]],
    ['all there is', linear(256), 200, [4, 1, 1], 0, [{ stride: 1, extent: 0, start: 0, count: 200 }]],
    ['nothing', linear(256), 200, [4, 1, 1], 1, [{ stride: 1, extent: 0, start: 0, count: 0 }]],
    [
      'nothing, far beyond 2³²',
      linear(most, most),
      most,
      [9, 9, 9],
      728,
      [{ stride: 1, extent: 0, start: 0, count: 0 }],
    ],
    [
      'a tile',
      tile2d(64, 48, 16, 8),
      64 * 48,
      [6, 4, 1],
      8,
      [
        { stride: 1, extent: 48, start: 16, count: 8 },
        { stride: 48, extent: 0, start: 16, count: 16 },
      ],
    ],
    ['whole rows', tile2d(64, 48, 16, 48), 64 * 48, [1, 4, 1], 2, [{ stride: 48, extent: 0, start: 32, count: 16 }]],
    [
      'slices in a whole dimension',
      { kind: 'tile', dimensions: [whole, { extent: 10, tile: 3, axis: 'z', origin: 2 }, whole] },
      160,
      [1, 1, 3],
      2,
      [
        { stride: 1, extent: 40, start: 32, count: 8 },
        { stride: 1, extent: 0, start: 0, count: 160 },
      ],
    ],
    [
      'a version without a cut',
      { kind: 'tile', dimensions: [whole, whole] },
      16,
      [1, 1, 1],
      0,
      [{ stride: 1, extent: 0, start: 0, count: 16 }],
    ],
  ])('are few for %s', (_, map, lengthWords, grid, workgroup, conditions) => {
    expect(conditionsOf(map, lengthWords, grid, workgroup)).toEqual(conditions);
  });
});
