import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode, type Value } from './codec.js';
import type { Grid } from './grid.js';
import * as owner from './owner.js';
import { check, outcome } from './testing/fixture.js';

/** J11 and J12 read word for word: every workgroup (by J9) of which the rules say that it owns the word. */
function ownersByRule(map: owner.OwnerMap, lengthWords: number, [X, Y, Z]: Grid, word: number): number[] {
  const found: number[] = [];
  for (let z = 0; z < Z; z++) {
    for (let y = 0; y < Y; y++) {
      for (let x = 0; x < X; x++) {
        const i = x + X * (y + Y * z);
        if (map.kind === 'linear') {
          if (word >= map.offset + i * map.words && word < map.offset + (i + 1) * map.words) found.push(i);
          continue;
        }
        let slice = lengthWords; // words in one slice of the dimensions so far
        let rest = word;
        const owns = map.dimensions.every(({ extent, tile, axis, origin }) => {
          slice /= extent;
          const at = Math.floor(rest / slice);
          rest -= at * slice;
          if (axis === 'whole') return true;
          const t = axis === 'x' ? x : axis === 'y' ? y : z;
          return at >= origin + t * tile && at < origin + (t + 1) * tile;
        });
        if (owns) found.push(i);
      }
    }
  }
  return found;
}

const grids: fc.Arbitrary<Grid> = fc.tuple(...([4, 3, 3] as const).map((max) => fc.integer({ min: 1, max }))) as never;

interface Case {
  readonly map: owner.OwnerMap;
  readonly lengthWords: number;
  readonly grid: Grid;
}

const linearCases: fc.Arbitrary<Case> = fc.record({
  map: fc.record({
    kind: fc.constant('linear' as const),
    words: fc.integer({ min: 1, max: 9 }),
    offset: fc.oneof(fc.constant(0), fc.nat({ max: 40 })),
  }),
  lengthWords: fc.integer({ min: 1, max: 40 }),
  grid: grids,
});

/** Mostly maps that fit: an axis is usually named once, and a grid is 1 along an axis that is not named. */
const tileCases: fc.Arbitrary<Case> = fc
  .tuple(
    fc.shuffledSubarray(['x', 'y', 'z', 'whole', 'whole'] as const, { minLength: 1, maxLength: 4 }),
    fc.array(
      fc.record({
        extent: fc.integer({ min: 1, max: 6 }),
        tile: fc.integer({ min: 1, max: 6 }),
        origin: fc.oneof(fc.constant(0), fc.nat({ max: 6 })),
      }),
      { minLength: 4, maxLength: 4 },
    ),
    grids,
    fc.nat({ max: 19 }),
  )
  .map(([axes, sizes, grid, spoil]) => {
    const dimensions = axes.map((axis, i): owner.TileDimension => {
      const { extent, tile, origin } = sizes[i]!;
      return axis === 'whole' && spoil !== 1
        ? { axis, extent, tile: extent, origin: 0 }
        : { axis, extent, tile, origin };
    });
    if (spoil === 2) dimensions.push({ ...dimensions[0]! });
    const fitting = grid.map((count, i) => (spoil === 3 || axes.includes((['x', 'y', 'z'] as const)[i]!) ? count : 1));
    const lengthWords = dimensions.reduce((product, { extent }) => product * extent, spoil === 4 ? 2 : 1);
    return { map: { kind: 'tile', dimensions }, lengthWords, grid: fitting as unknown as Grid };
  });

const cases = fc.oneof(linearCases, tileCases);
const starts = ['zeros', 'from'] as const;

/** Whether J12 (form) and J13 hold: what the naive definition of ownership does not show by itself. */
function hasGoodForm({ map, lengthWords, grid }: Case): boolean {
  if (map.kind === 'linear') return true;
  const cut = map.dimensions.filter(({ axis }) => axis !== 'whole').map(({ axis }) => axis);
  return (
    map.dimensions.reduce((product, { extent }) => product * extent, 1) === lengthWords &&
    map.dimensions.every(({ axis, tile, extent, origin }) => axis !== 'whole' || (tile === extent && origin === 0)) &&
    new Set(cut).size === cut.length &&
    (['x', 'y', 'z'] as const).every((axis, i) => cut.includes(axis) || grid[i] === 1)
  );
}

describe('assertFits, ownerOf and wordsOf against the definition', () => {
  it('J10 to J14: accepts exactly the maps that are functions, own something, and cover what starts as zeros', () => {
    const seen = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(cases, (one) => {
        const { map, lengthWords, grid } = one;
        const hasForm = hasGoodForm(one);
        const owners = Array.from({ length: lengthWords }, (_, word) =>
          hasForm ? ownersByRule(map, lengthWords, grid, word) : [],
        );
        for (const start of starts) {
          const fits = outcome(() => owner.assertFits(map, lengthWords, grid, start)) === 'accepted';
          const isRight =
            hasForm &&
            owners.every((some) => some.length <= 1 && (start === 'from' || some.length === 1)) &&
            owners.some((some) => some.length === 1);
          expect(fits).toBe(isRight);
          seen[fits ? 'accepted' : 'refused']++;
        }
      }),
      check(10_000),
    );
    expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(0);
  });

  it('J10: ownerOf and wordsOf are the definition, and partition the words', () => {
    const fitting = cases.filter(
      ({ map, lengthWords, grid }) => outcome(() => owner.assertFits(map, lengthWords, grid, 'from')) === 'accepted',
    );
    fc.assert(
      fc.property(fitting, ({ map, lengthWords, grid }) => {
        const byWords = new Array<number | undefined>(lengthWords).fill(undefined);
        for (let workgroup = 0; workgroup < grid[0] * grid[1] * grid[2]; workgroup++) {
          let end = -1;
          for (const range of owner.wordsOf(map, lengthWords, grid, workgroup)) {
            expect(range.start).toBeGreaterThan(end); // ascending, neither touching nor overlapping
            expect(range.end).toBeGreaterThan(range.start);
            end = range.end;
            for (let word = range.start; word < range.end; word++) {
              expect(byWords[word]).toBeUndefined();
              byWords[word] = workgroup;
            }
          }
          expect(end).toBeLessThanOrEqual(lengthWords);
        }
        expect(byWords).toHaveLength(lengthWords);
        for (const [word, byRange] of byWords.entries()) {
          const [byRule] = ownersByRule(map, lengthWords, grid, word);
          expect([word, owner.ownerOf(map, grid, word), byRange]).toEqual([word, byRule, byRule]);
        }
      }),
      check(6_000),
    );
  });
});

describe('fixed maps', () => {
  const words = (map: owner.OwnerMap, lengthWords: number, grid: Grid, workgroup: number): [number, number][] =>
    owner.wordsOf(map, lengthWords, grid, workgroup).map(({ start, end }) => [start, end]);

  it('J11: linear, with a cut last range and workgroups that own nothing', () => {
    const map = owner.linear(3, 2);
    expect([0, 1, 2, 3].map((w) => words(map, 7, [4, 1, 1], w))).toEqual([[[2, 5]], [[5, 7]], [], []]);
    expect([0, 1, 2, 5, 6].map((word) => owner.ownerOf(map, [4, 1, 1], word))).toEqual([undefined, undefined, 0, 1, 1]);
    expect(owner.ownerOf(map, [1, 1, 1], 5)).toBeUndefined();
  });

  it('J12: a matrix of 3 rows and 5 columns in tiles of 2 × 2', () => {
    const map = owner.tile2d(3, 5, 2, 2);
    const grid: Grid = [3, 2, 1];
    expect(outcome(() => owner.assertFits(map, 15, grid, 'zeros'))).toBe('accepted');
    expect(words(map, 15, grid, 0)).toEqual([
      [0, 2],
      [5, 7],
    ]);
    expect(words(map, 15, grid, 2)).toEqual([
      [4, 5],
      [9, 10],
    ]);
    expect(words(map, 15, grid, 5)).toEqual([[14, 15]]);
    expect(owner.ownerOf(map, grid, 7)).toBe(1);
  });

  it('J12: whole rows are one range', () => {
    const rows: owner.OwnerMap = {
      kind: 'tile',
      dimensions: [
        { extent: 1000, tile: 10, axis: 'z', origin: 0 },
        { extent: 2000, tile: 2000, axis: 'whole', origin: 0 },
      ],
    };
    expect(words(rows, 2_000_000, [1, 1, 100], 99)).toEqual([[1_980_000, 2_000_000]]);
  });

  it('J3, J4: is exact at the largest sizes', () => {
    const most = 2 ** 32 - 1;
    const grid: Grid = [65535, 65535, 1];
    const last = 65535 * 65535 - 1;
    expect(words(owner.linear(2), most, grid, last)).toEqual([]);
    expect(words(owner.linear(1), most, grid, last)).toEqual([[last, last + 1]]);
    expect(words(owner.linear(most), most, grid, last)).toEqual([]);
    expect(outcome(() => owner.assertFits(owner.linear(most, most - 1), most, grid, 'from'))).toBe('accepted');
    expect(words(owner.linear(most, most - 1), most, grid, 0)).toEqual([[most - 1, most]]);
    const plane: owner.OwnerMap = owner.tile2d(65535, 65537, 1, 65537);
    expect(outcome(() => owner.assertFits(plane, most, [1, 65535, 1], 'zeros'))).toBe('accepted');
    expect(words(plane, most, [1, 65535, 1], 65534)).toEqual([[65534 * 65537, most]]);
    expect(owner.ownerOf(plane, [1, 65535, 1], most - 1)).toBe(65534);
  });
});

describe('assertFits: each rule fails alone', () => {
  const dimension = (
    extent: number,
    tile: number,
    axis: owner.TileDimension['axis'],
    origin = 0,
  ): owner.TileDimension => ({
    extent,
    tile,
    axis,
    origin,
  });
  const tile = (...dimensions: owner.TileDimension[]): owner.OwnerMap => ({ kind: 'tile', dimensions });
  const control = tile(dimension(4, 2, 'y'), dimension(6, 3, 'x'));
  const frame = tile(dimension(4, 2, 'y', 1), dimension(6, 3, 'x'));

  it.each<[string, owner.OwnerMap, number, Grid, 'zeros' | 'from', string]>([
    ['control: tiles', control, 24, [2, 2, 1], 'zeros', 'accepted'],
    ['control: tiles over a frame', frame, 24, [2, 2, 1], 'from', 'accepted'],
    ['control: workgroups to spare', control, 24, [5, 7, 1], 'zeros', 'accepted'],
    ['control: linear', owner.linear(6), 24, [2, 2, 1], 'zeros', 'accepted'],
    ['control: linear over a frame', owner.linear(1, 23), 24, [1, 1, 1], 'from', 'accepted'],
    ['control: whole', tile(dimension(24, 24, 'whole')), 24, [1, 1, 1], 'zeros', 'accepted'],
    ['J12: extents that are too few words', control, 25, [2, 2, 1], 'zeros', 'invalid owner.wrong-extent'],
    ['J12: extents that are too many words', control, 23, [2, 2, 1], 'zeros', 'invalid owner.wrong-extent'],
    [
      'J12: extents whose product is beyond doubles',
      tile(...Array.from({ length: 8 }, () => dimension(2 ** 32 - 1, 2 ** 32 - 1, 'whole'))),
      24,
      [1, 1, 1],
      'from',
      'invalid owner.wrong-extent',
    ],
    ['J12: whole with a tile', tile(dimension(24, 23, 'whole')), 24, [1, 1, 1], 'from', 'invalid owner.uncut'],
    ['J12: whole with an origin', tile(dimension(24, 24, 'whole', 1)), 24, [1, 1, 1], 'from', 'invalid owner.uncut'],
    [
      'J13: an axis twice',
      tile(dimension(4, 2, 'x'), dimension(6, 3, 'x')),
      24,
      [2, 1, 1],
      'from',
      'invalid owner.overlap',
    ],
    ['J13: a grid along an axis not named, z', control, 24, [2, 2, 2], 'zeros', 'invalid owner.overlap'],
    [
      'J13: a grid along an axis not named, x',
      tile(dimension(24, 12, 'y')),
      24,
      [2, 2, 1],
      'zeros',
      'invalid owner.overlap',
    ],
    ['J14: tiles that leave a column', control, 24, [1, 2, 1], 'zeros', 'invalid owner.uncovered'],
    ['J14: tiles with an origin, from zeros', frame, 24, [2, 2, 1], 'zeros', 'invalid owner.uncovered'],
    ['J14: linear that leaves a word', owner.linear(23), 24, [1, 1, 1], 'zeros', 'invalid owner.uncovered'],
    ['J14: linear with an offset, from zeros', owner.linear(24, 1), 24, [1, 1, 1], 'zeros', 'invalid owner.uncovered'],
    ['J14: linear that owns nothing', owner.linear(1, 24), 24, [1, 1, 1], 'from', 'invalid owner.empty'],
    [
      'J14: tiles that own nothing',
      tile(dimension(4, 2, 'y', 4), dimension(6, 3, 'x')),
      24,
      [2, 2, 1],
      'from',
      'invalid owner.empty',
    ],
  ])('%s', (_, map, lengthWords, grid, start, expected) => {
    expect(outcome(() => owner.assertFits(map, lengthWords, grid, start))).toBe(expected);
  });
});

describe('shape', () => {
  it('what is written is read', () => {
    fc.assert(
      fc.property(cases, ({ map }) => {
        expect(owner.shape.fromValue(decode(encode(owner.shape.toValue(map))), 'owner')).toEqual(map);
      }),
      check(2_000),
    );
  });
  it.each<[unknown, string]>([
    [{ kind: 'linear', words: 0, offset: 0 }, 'malformed shape.wrong-value'],
    [{ kind: 'linear', words: 1, offset: -1 }, 'malformed shape.wrong-value'],
    [{ kind: 'linear', words: 2 ** 32, offset: 0 }, 'malformed shape.wrong-value'],
    [{ kind: 'linear', words: 1, offset: 2 ** 32 }, 'malformed shape.wrong-value'],
    [{ kind: 'linear', words: 1 }, 'malformed shape.missing-field'],
    [{ kind: 'linear', words: 1, offset: 0, dimensions: [] }, 'malformed shape.unknown-field'],
    [{ kind: 'tile', dimensions: [] }, 'malformed shape.wrong-value'],
    [{ kind: 'tile', dimensions: [{ extent: 1, tile: 1, axis: 'w', origin: 0 }] }, 'malformed shape.wrong-value'],
    [{ kind: 'tile', dimensions: [{ extent: 0, tile: 1, axis: 'x', origin: 0 }] }, 'malformed shape.wrong-value'],
    [{ kind: 'tile', dimensions: [{ extent: 1, tile: 0, axis: 'x', origin: 0 }] }, 'malformed shape.wrong-value'],
    [
      { kind: 'tile', dimensions: Array.from({ length: 9 }, () => ({ extent: 1, tile: 1, axis: 'whole', origin: 0 })) },
      'malformed shape.wrong-value',
    ],
    [{ kind: 'toString' }, 'malformed shape.wrong-value'],
  ])('refuses %j', (value, expected) => {
    expect(outcome(() => owner.shape.fromValue(value as Value, 'owner'))).toBe(expected);
  });
});
