import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as frame from './frame.js';
import type { Grid } from './grid.js';
import * as owner from './owner.js';
import { check, outcome } from './testing/fixture.js';

interface Case {
  readonly map: owner.OwnerMap;
  readonly lengthWords: number;
  readonly grid: Grid;
}

/** J14 read word for word: the longest runs of words that have no owner. */
function naive({ map, lengthWords, grid }: Case): owner.WordRange[] {
  const stretches: owner.WordRange[] = [];
  let start = 0;
  for (let word = 0; word <= lengthWords; word++) {
    if (word < lengthWords && owner.ownerOf(map, grid, word) === undefined) continue;
    if (start < word) stretches.push({ start, end: word });
    start = word + 1;
  }
  return stretches;
}

/** That count, every stretch and the index of every word are those of the list; which is returned. */
function expectNaive({ map, lengthWords, grid }: Case): readonly owner.WordRange[] {
  const expected = naive({ map, lengthWords, grid });
  const found = frame.of(map, lengthWords, grid);
  expect(found.count).toBe(expected.length);
  expect(expected.map((_, index) => found.stretch(index))).toEqual(expected);
  const indices = new Array<number | undefined>(lengthWords).fill(undefined);
  for (const [index, { start, end }] of expected.entries()) indices.fill(index, start, end);
  expect(Array.from({ length: lengthWords }, (_, word) => found.indexOf(word))).toEqual(indices);
  expect([found.indexOf(-1), found.indexOf(lengthWords), found.indexOf(2 ** 32)]).toEqual(new Array(3).fill(undefined));
  return expected;
}

const fits = ({ map, lengthWords, grid }: Case): boolean =>
  outcome(() => owner.assertFits(map, lengthWords, grid, 'from')) === 'accepted';

const cut = (extent: number, tile: number, axis: 'x' | 'y' | 'z', origin = 0): owner.TileDimension => ({
  extent,
  tile,
  axis,
  origin,
});
const whole = (extent: number): owner.TileDimension => ({ extent, tile: extent, axis: 'whole', origin: 0 });
/** A version seen as an array: its length is the product of the extents. */
const tiles = (grid: Grid, ...dimensions: owner.TileDimension[]): Case => ({
  map: { kind: 'tile', dimensions },
  lengthWords: dimensions.reduce((product, { extent }) => product * extent, 1),
  grid,
});
const linear = (lengthWords: number, words: number, offset: number, grid: Grid): Case => ({
  map: owner.linear(words, offset),
  lengthWords,
  grid,
});

/** Up to 4 dimensions, cut along up to 3 axes or whole, in any order; ragged tiles, origins, workgroups to spare. */
const tileCases: fc.Arbitrary<Case> = fc
  .tuple(
    fc.shuffledSubarray(['x', 'y', 'z', 'whole', 'whole', 'whole'] as const, { minLength: 1, maxLength: 4 }),
    fc.array(
      fc.integer({ min: 1, max: 6 }).chain((extent) =>
        fc.record({
          extent: fc.constant(extent),
          tile: fc.oneof(fc.constant(extent), fc.integer({ min: 1, max: 6 })),
          origin: fc.oneof(fc.constant(0), fc.nat({ max: extent - 1 })),
          workgroups: fc.integer({ min: 1, max: 7 }),
        }),
      ),
      { minLength: 4, maxLength: 4 },
    ),
  )
  .map(([axes, sizes]) => {
    const grid: [number, number, number] = [1, 1, 1];
    const dimensions = axes.map((axis, i) => {
      const { extent, tile, origin, workgroups } = sizes[i]!;
      if (axis === 'whole') return whole(extent);
      grid[{ x: 0, y: 1, z: 2 }[axis]] = workgroups;
      return cut(extent, tile, axis, origin);
    });
    return tiles(grid, ...dimensions);
  });

const grids: fc.Arbitrary<Grid> = fc.tuple(...([4, 3, 3] as const).map((max) => fc.integer({ min: 1, max }))) as never;

const linearCases: fc.Arbitrary<Case> = fc.integer({ min: 1, max: 40 }).chain((lengthWords) => {
  const offset = fc.oneof(fc.constant(0), fc.nat({ max: lengthWords - 1 }));
  return fc
    .tuple(fc.integer({ min: 1, max: 9 }), offset, grids)
    .map(([words, at, grid]) => linear(lengthWords, words, at, grid));
});

describe('of, against the list of all words', () => {
  it('J14: any map that fits', () => {
    const seen = { none: 0, head: 0, tail: 0, between: 0 };
    fc.assert(
      fc.property(fc.oneof({ weight: 1, arbitrary: linearCases }, { weight: 4, arbitrary: tileCases }), (one) => {
        expect(fits(one)).toBe(true);
        const stretches = expectNaive(one);
        if (stretches.length === 0) seen.none++;
        if (stretches[0]?.start === 0) seen.head++;
        if (stretches.at(-1)?.end === one.lengthWords) seen.tail++;
        if (stretches.length > 2) seen.between++;
      }),
      check(20_000),
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
  });

  it('J11: every linear map of up to 9 words', () => {
    for (let lengthWords = 1; lengthWords <= 9; lengthWords++) {
      for (let offset = 0; offset < lengthWords; offset++) {
        for (let words = 1; words <= 5; words++) {
          for (let workgroups = 1; workgroups <= 5; workgroups++) {
            expectNaive(linear(lengthWords, words, offset, [workgroups, 1, 1]));
          }
        }
      }
    }
  });

  it('J12: every way to cut, or not to cut, an array of 2 × 3 × 2', () => {
    const extents = [2, 3, 2];
    const axes = ['x', 'y', 'z'] as const;
    /** For each dimension: whole, or what its workgroups own together. */
    const choices = extents.map((extent, i) => {
      const cuts: [owner.TileDimension, number][] = [[whole(extent), 1]];
      for (let origin = 0; origin < extent; origin++) {
        for (let workgroups = 1; workgroups <= extent - origin; workgroups++) {
          cuts.push([cut(extent, 1, axes[i]!, origin), workgroups]);
        }
      }
      return cuts;
    });
    for (const [a, x] of choices[0]!) {
      for (const [b, y] of choices[1]!) {
        for (const [c, z] of choices[2]!) expectNaive(tiles([x, y, z], a, b, c));
      }
    }
  });
});

describe('fixed maps', () => {
  const stretches = ({ map, lengthWords, grid }: Case): [number, number][] => {
    const found = frame.of(map, lengthWords, grid);
    return Array.from({ length: found.count }, (_, index) => {
      const { start, end } = found.stretch(index);
      return [start, end];
    });
  };

  // Each worked out by hand, with the words that have an owner.
  it.each<[string, Case, [number, number][]]>([
    ['J14: no frame: linear, all words', linear(8, 2, 0, [4, 1, 1]), []],
    ['J14: no frame: linear, workgroups to spare', linear(8, 3, 0, [2, 2, 2]), []],
    ['J14: no frame: one word', linear(1, 1, 0, [1, 1, 1]), []],
    ['J14: no frame: tiles', tiles([2, 2, 1], cut(4, 2, 'y'), cut(6, 3, 'x')), []],
    ['J14: no frame: ragged tiles, workgroups to spare', tiles([9, 9, 1], cut(5, 2, 'y'), cut(7, 3, 'x')), []],
    ['J14: no frame: all whole', tiles([1, 1, 1], whole(3), whole(4)), []],
    [
      'J11: words 3 to 6 of 8',
      linear(8, 2, 3, [2, 1, 1]),
      [
        [0, 3],
        [7, 8],
      ],
    ],
    ['J11: words 0 to 3 of 8', linear(8, 2, 0, [2, 1, 1]), [[4, 8]]],
    ['J11: words 6 and 7 of 8, the grid reaches beyond', linear(8, 5, 6, [9, 1, 1]), [[0, 6]]],
    // Columns 1 and 2 of a row of 4.
    [
      'J12: columns',
      tiles([2, 1, 1], whole(2), cut(4, 1, 'x', 1)),
      [
        [0, 1],
        [3, 5],
        [7, 8],
      ],
    ],
    [
      'J12: the first columns',
      tiles([2, 1, 1], whole(2), cut(4, 1, 'x')),
      [
        [2, 4],
        [6, 8],
      ],
    ],
    [
      'J12: the last columns, ragged',
      tiles([2, 1, 1], whole(2), cut(4, 2, 'x', 1)),
      [
        [0, 1],
        [4, 5],
      ],
    ],
    // Rows touch: their words are one run.
    [
      'J12: rows',
      tiles([2, 1, 1], cut(4, 1, 'x', 1), whole(2)),
      [
        [0, 2],
        [6, 8],
      ],
    ],
    [
      'J12: rows cut along an axis that covers them',
      tiles([2, 3, 1], cut(4, 1, 'x', 1), cut(6, 2, 'y')),
      [
        [0, 6],
        [18, 24],
      ],
    ],
    // Rows 1 and 2, of these the columns 2 and 3: words 7, 8 and 12, 13.
    [
      'J12: a rectangle',
      tiles([1, 1, 1], cut(4, 2, 'y', 1), cut(5, 2, 'x', 2)),
      [
        [0, 7],
        [9, 12],
        [14, 20],
      ],
    ],
    // 6 slices of 2 words; the second of each has an owner.
    [
      'J12: whole dimensions around a cut',
      tiles([1, 1, 1], whole(2), whole(3), cut(2, 1, 'x', 1)),
      [
        [0, 1],
        [2, 3],
        [4, 5],
        [6, 7],
        [8, 9],
        [10, 11],
      ],
    ],
    ['J12: a dimension of one slice', tiles([4, 4, 1], cut(1, 1, 'y'), cut(3, 1, 'x', 2)), [[0, 2]]],
  ])('%s', (_, one, expected) => {
    expect(fits(one)).toBe(true);
    expect(stretches(one)).toEqual(expected);
    expectNaive(one);
  });
});

describe('of maps of 2^31 words and more', () => {
  /** All but the middle one of each 3 words. A list of the stretches would need gigabytes. */
  const thirds = tiles([1, 21_846, 1], cut(1_431_655_765, 65_536, 'y'), cut(3, 1, 'x', 1));
  /** The first 65,536 words of each of 65,535 rows of 65,537. */
  const lastColumn = tiles([1, 1, 1], whole(3), whole(5), whole(17), whole(257), cut(65_537, 1, 'x', 65_536));
  /** The first and the last word. */
  const inner = linear(2 ** 32 - 1, 2 ** 32 - 3, 1, [1, 1, 1]);
  /** The first half; the grid reaches to 2^64. */
  const beyond = linear(2 ** 32 - 1, 2 ** 32 - 1, 2 ** 31, [65_535, 65_535, 1]);
  const ragged = tiles([40_000, 3, 65_535], cut(2 ** 11, 1, 'z', 5), cut(2 ** 4, 4, 'y', 3), cut(2 ** 16, 2, 'x', 7));

  it.each<[string, Case, number, [index: number, start: number, end: number][]]>([
    [
      'J4: all but the middle one of each 3 words',
      thirds,
      1_431_655_766,
      [
        [0, 0, 1],
        [1, 2, 4],
        [1_431_655_764, 4_294_967_291, 4_294_967_293],
        [1_431_655_765, 4_294_967_294, 4_294_967_295],
      ],
    ],
    [
      'J4: all but the last column',
      lastColumn,
      65_535,
      [
        [0, 0, 65_536],
        [1, 65_537, 131_073],
        [65_534, 4_294_901_758, 4_294_967_294],
      ],
    ],
    [
      'J4: the first and the last word',
      inner,
      2,
      [
        [0, 0, 1],
        [1, 2 ** 32 - 2, 2 ** 32 - 1],
      ],
    ],
    ['J3: a grid that reaches far beyond', beyond, 1, [[0, 0, 2 ** 31]]],
    // Planes 5 up to 2048, of these the rows 3 to 14 of 16, of these the columns from 7 on: 2043 · 12 runs. The first is that of
    // row 5 · 16 + 3 = 83; after row 5 · 16 + 14 = 94 come row 95 and three rows of plane 6 with the head of row 99.
    [
      'J12: ragged tiles',
      ragged,
      24_517,
      [
        [0, 0, 83 * 65_536 + 7],
        [1, 84 * 65_536, 84 * 65_536 + 7],
        [12, 95 * 65_536, 99 * 65_536 + 7],
        [24_516, 32_767 * 65_536, 2 ** 31],
      ],
    ],
  ])('%s: count and places', (_, one, count, places) => {
    expect(fits(one)).toBe(true);
    const found = frame.of(one.map, one.lengthWords, one.grid);
    expect(found.count).toBe(count);
    for (const [index, start, end] of places) {
      expect(found.stretch(index)).toEqual({ start, end });
      expect([start, end - 1].map(found.indexOf)).toEqual([index, index]);
    }
  });

  it.each([
    ['all but the middle one of each 3 words', thirds],
    ['all but the last column', lastColumn],
    ['the first and the last word', inner],
    ['ragged tiles', ragged],
  ])('%s: any stretch is as long as it can be, any word is where it belongs', (_, { map, lengthWords, grid }) => {
    const found = frame.of(map, lengthWords, grid);
    const hasOwner = (word: number): boolean => owner.ownerOf(map, grid, word) !== undefined;
    fc.assert(
      fc.property(fc.nat({ max: found.count - 1 }), fc.nat({ max: lengthWords - 1 }), (index, word) => {
        const { start, end } = found.stretch(index);
        expect(start).toBeLessThan(end);
        expect([start, end - 1].map(hasOwner)).toEqual([false, false]);
        expect([start, end - 1].map(found.indexOf)).toEqual([index, index]);
        expect(start === 0 || hasOwner(start - 1)).toBe(true);
        expect(end === lengthWords || hasOwner(end)).toBe(true);
        const at = found.indexOf(word);
        expect(at === undefined).toBe(hasOwner(word));
        if (at === undefined) return;
        expect(found.stretch(at).start).toBeLessThanOrEqual(word);
        expect(found.stretch(at).end).toBeGreaterThan(word);
      }),
      check(20_000),
    );
  });
});
