import { AssayError } from './errors.js';
import * as grids from './grid.js';
import { integer, list, oneOf, record, type Shape, variant } from './shape.js';

/** Workgroup i (in linear order) owns words [offset + i·words, offset + (i+1)·words), cut at the version's end. */
export interface LinearOwner {
  readonly kind: 'linear';
  readonly words: number;
  readonly offset: number;
}

/** One dimension of a tiled version, slowest first. */
export interface TileDimension {
  /** Words (innermost dimension) or slices along this dimension. */
  readonly extent: number;
  /** How many of them one workgroup owns; the last tile may be ragged. */
  readonly tile: number;
  /** Which workgroup index selects the tile; `whole` where the dimension is not cut (then tile = extent). */
  readonly axis: 'x' | 'y' | 'z' | 'whole';
  /** Where the first tile begins. */
  readonly origin: number;
}

/** The version seen as an n-dimensional array of words, cut in tiles. */
export interface TileOwner {
  readonly kind: 'tile';
  readonly dimensions: readonly TileDimension[];
}

/** Which workgroup owns which word of a written version: a function, so owners cannot overlap (SPEC.md J10–J14). */
export type OwnerMap = LinearOwner | TileOwner;

/** Words from `start` up to, not including, `end`. */
export interface WordRange {
  readonly start: number;
  readonly end: number;
}

/** The most ranges of words of one workgroup: as many as one opening can show (SPEC.md J12, C4). */
export const mostRanges = 65_536;

const MAX_WORDS = 2 ** 32 - 1;
const AXES = { x: 0, y: 1, z: 2 } as const;

/** The encoded form (SPEC.md, chapter Job). */
export const shape: Shape<OwnerMap> = variant<OwnerMap>({
  linear: record<LinearOwner>({ kind: oneOf('linear'), words: integer(1, MAX_WORDS), offset: integer(0, MAX_WORDS) }),
  tile: record<TileOwner>({
    kind: oneOf('tile'),
    dimensions: list(
      record<TileDimension>({
        extent: integer(1, MAX_WORDS),
        tile: integer(1, MAX_WORDS),
        axis: oneOf('x', 'y', 'z', 'whole'),
        origin: integer(0, MAX_WORDS),
      }),
      8,
      1,
    ),
  }),
});

/** Workgroup i owns words [i·words, (i+1)·words). */
export function linear(words: number, offset = 0): LinearOwner {
  return { kind: 'linear', words, offset };
}

/** A matrix of words in rows, cut in tiles of `tileRows` × `tileColumns`; workgroup x selects columns, y selects rows. */
export function tile2d(rows: number, columns: number, tileRows: number, tileColumns: number): TileOwner {
  return {
    kind: 'tile',
    dimensions: [
      { extent: rows, tile: tileRows, axis: 'y', origin: 0 },
      { extent: columns, tile: tileColumns, axis: 'x', origin: 0 },
    ],
  };
}

/**
 * Throws unless the map is a function from the words of the version to workgroups of the grid.
 *
 * @param lengthWords words of the written version.
 * @param start `zeros`: every word must have an owner. `from`: words without one keep their values (the frame).
 * @throws AssayError `owner.overlap`, `owner.wrong-extent`, `owner.uncovered`, `owner.empty`, `owner.uncut` (invalid),
 * `owner.too-many-ranges` (exhausted).
 */
export function assertFits(map: OwnerMap, lengthWords: number, grid: grids.Grid, start: 'zeros' | 'from'): void {
  if (map.kind === 'linear') assertLinearFits(map, lengthWords, grid, start);
  else assertTileFits(map, lengthWords, grid, start);
}

/** The linear index of the workgroup that owns a word of the version, or undefined for a word of the frame. */
export function ownerOf(map: OwnerMap, grid: grids.Grid, word: number): number | undefined {
  if (map.kind === 'linear') {
    const index = Math.floor((word - map.offset) / map.words);
    return index >= 0 && index < grids.count(grid) ? index : undefined;
  }
  const workgroup = [0, 0, 0];
  let rest = word;
  for (let i = map.dimensions.length - 1; i >= 0; i--) {
    const { extent, tile, axis, origin } = map.dimensions[i]!;
    const at = rest % extent;
    rest = (rest - at) / extent;
    if (axis === 'whole') continue;
    const index = Math.floor((at - origin) / tile);
    if (index < 0 || index >= grid[AXES[axis]]) return undefined;
    workgroup[AXES[axis]] = index;
  }
  return grids.toIndex(grid, workgroup[0]!, workgroup[1]!, workgroup[2]!);
}

/** The words that a workgroup owns, as ascending ranges that neither touch nor overlap. */
export function wordsOf(map: OwnerMap, lengthWords: number, grid: grids.Grid, workgroup: number): WordRange[] {
  if (map.kind === 'linear') {
    const start = Math.min(map.offset + workgroup * map.words, lengthWords);
    const end = Math.min(start + map.words, lengthWords);
    return start < end ? [{ start, end }] : [];
  }
  const position = grids.fromIndex(grid, workgroup);
  // From the innermost dimension outwards; `stride` is the length in words of one slice of the dimension at hand.
  let ranges: WordRange[] = [{ start: 0, end: 1 }];
  let stride = 1;
  for (let i = map.dimensions.length - 1; i >= 0; i--) {
    const { extent, tile, axis, origin } = map.dimensions[i]!;
    const first = axis === 'whole' ? 0 : Math.min(origin + position[AXES[axis]]! * tile, extent);
    const last = axis === 'whole' ? extent : Math.min(first + tile, extent);
    if (first >= last) return [];
    ranges = repeat(ranges, first, last, stride);
    stride *= extent;
  }
  return ranges;
}

/** Upper bound of the ranges that {@link wordsOf} gives for one workgroup: the slices around the innermost cut. */
function rangesOfCell({ dimensions }: TileOwner): number {
  let innermost = dimensions.length - 1;
  while (innermost >= 0 && dimensions[innermost]!.axis === 'whole') innermost--;
  return dimensions.slice(0, Math.max(innermost, 0)).reduce((product, { tile }) => product * tile, 1);
}

/** The ranges at each of the slices [first, last): one where they are the whole slice; else they cannot touch. */
function repeat(ranges: readonly WordRange[], first: number, last: number, stride: number): WordRange[] {
  const [only] = ranges;
  if (only!.start === 0 && only!.end === stride) return [{ start: first * stride, end: last * stride }];
  const repeated: WordRange[] = [];
  for (let slice = first; slice < last; slice++) {
    for (const { start, end } of ranges) repeated.push({ start: start + slice * stride, end: end + slice * stride });
  }
  return repeated;
}

function assertLinearFits(map: LinearOwner, lengthWords: number, grid: grids.Grid, start: 'zeros' | 'from'): void {
  const workgroups = grids.count(grid);
  const reach = map.offset + workgroups * map.words;
  if (map.offset >= lengthWords) throw empty(`offset below ${lengthWords}`, `${map.offset}`);
  if (start === 'zeros' && (map.offset !== 0 || reach < lengthWords)) {
    throw uncovered(
      `an owner for each of the ${lengthWords} words`,
      `${workgroups} workgroups × ${map.words} words from word ${map.offset}, so that word ${map.offset === 0 ? reach : 0} has none`,
    );
  }
}

function assertTileFits(map: TileOwner, lengthWords: number, grid: grids.Grid, start: 'zeros' | 'from'): void {
  const product = map.dimensions.reduce((words, { extent }) => words * extent, 1);
  if (product !== lengthWords) {
    throw invalid(
      'owner.wrong-extent',
      `extents whose product is the version's ${lengthWords} words`,
      `${product} words`,
      'Give the version in words, slowest dimension first.',
    );
  }
  const used = new Set<string>();
  for (const [index, { extent, tile, axis, origin }] of map.dimensions.entries()) {
    if (axis === 'whole') {
      if (tile === extent && origin === 0) continue;
      throw invalid(
        'owner.uncut',
        `tile ${extent} and origin 0 where the axis is whole`,
        `tile ${tile}, origin ${origin} in dimension ${index}`,
        'Name the workgroup axis that cuts it, or take it whole.',
      );
    }
    if (used.has(axis)) throw overlap(`each workgroup axis once`, `axis ${axis} again in dimension ${index}`);
    used.add(axis);
    if (origin >= extent) throw empty(`origin below ${extent}`, `${origin} in dimension ${index}`);
    const tiles = grid[AXES[axis]];
    if (start === 'zeros' && (origin !== 0 || tiles * tile < extent)) {
      throw uncovered(
        `an owner for each of the ${extent} slices of dimension ${index}, which is cut along ${axis}`,
        `${tiles} workgroups along ${axis} × ${tile} slices from ${origin} (grid ${grids.toText(grid)})`,
      );
    }
  }
  const ranges = rangesOfCell(map);
  if (ranges > mostRanges) {
    throw new AssayError({
      kind: 'exhausted',
      code: 'owner.too-many-ranges',
      expected: `tiles of at most ${mostRanges} separate ranges of words`,
      got: String(ranges),
      remedy: 'Cut the tile across rows, so that a workgroup owns fewer and longer stretches.',
    });
  }
  for (const axis of ['x', 'y', 'z'] as const) {
    // Workgroups that differ only in an axis that selects nothing would own the same words.
    if (!used.has(axis) && grid[AXES[axis]] !== 1)
      throw overlap(`a grid of 1 along ${axis}, which selects no tile`, grids.toText(grid));
  }
}

function overlap(expected: string, got: string): AssayError {
  return invalid(
    'owner.overlap',
    expected,
    got,
    'Two workgroups would own the same word: give each axis of the grid one dimension.',
  );
}

function uncovered(expected: string, got: string): AssayError {
  return invalid(
    'owner.uncovered',
    expected,
    got,
    'A version that starts as zeros needs an owner for every word: check which axis cuts which dimension, enlarge the grid or the tile, or start `from` an earlier version.',
  );
}

function empty(expected: string, got: string): AssayError {
  return invalid('owner.empty', expected, got, 'The map owns no word at all.');
}

function invalid(code: string, expected: string, got: string, remedy: string): AssayError {
  return new AssayError({ kind: 'invalid', code, expected, got, remedy });
}
