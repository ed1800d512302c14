/**
 * The cells of a step as squares: x to the right, y down, one slice for each z side by side. Steps with more cells than squares
 * that can be told apart are shown in blocks; a grid with one long side is written in rows, like text.
 */
import { grid as grids } from '@assay/core';
import { graver, type Mark } from './mark.js';

/** A step's squares. Places are counted in squares. */
export interface Squares {
  readonly width: number;
  readonly height: number;
  readonly layout: Layout;
  /** Where there is a square at all. */
  readonly all: readonly Area[];
  /** What was found; of a block the gravest. Each square at most once. */
  readonly found: ReadonlyMap<SquareMark, readonly Area[]>;
}

/** `partly`: what was checked is right, and not all cells of the block were. */
export type SquareMark = Mark | 'partly';

/** Squares beside and below each other. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How squares stand for cells. */
export type Layout =
  /** Square i stands for cells i · block to (i + 1) · block − 1 in linear order, in rows of `width`. */
  | { readonly kind: 'rows'; readonly count: number; readonly block: number; readonly width: number }
  /** One slice for each `depth` of z, `perLine` of them in a line; in it each square stands for `side` × `side` cells. */
  | {
      readonly kind: 'slices';
      readonly grid: grids.Grid;
      readonly side: number;
      readonly depth: number;
      /** Of a slice. */
      readonly width: number;
      readonly height: number;
      readonly perLine: number;
    };

/** Squares in a line, and lines of a slice. */
const MOST_ACROSS = 96;
const MOST_SLICES = 32;
const ROW = 64;

/** @param most squares that the step may have. */
export function layoutOf(grid: grids.Grid, most: number): Layout {
  const count = grids.count(grid);
  if (Math.max(...grid) === count) {
    const block = leastPower((power) => Math.ceil(count / power) <= most);
    return { kind: 'rows', count, block, width: Math.min(ROW, Math.ceil(count / block)) };
  }
  const [x, y, z] = grid;
  const depth = leastPower((power) => Math.ceil(z / power) <= Math.min(MOST_SLICES, most));
  const slices = Math.ceil(z / depth);
  const side = leastPower((power) => {
    const [width, height] = [Math.ceil(x / power), Math.ceil(y / power)];
    return width <= MOST_ACROSS && height <= MOST_ACROSS && width * height * slices <= most;
  });
  const width = Math.ceil(x / side);
  const perLine = Math.max(1, Math.floor((MOST_ACROSS + 1) / (width + 1)));
  return { kind: 'slices', grid, side, depth, width, height: Math.ceil(y / side), perLine };
}

/** How many cells a whole square stands for. */
export function cellsPerSquare(layout: Layout): number {
  if (layout.kind === 'rows') return layout.block;
  const { side, depth, grid } = layout;
  return Math.min(side, grid[0]) * Math.min(side, grid[1]) * Math.min(depth, grid[2]);
}

/** Puts cells in their squares. */
export function fill(
  grid: grids.Grid,
  cells: Iterable<{ readonly workgroup: number; readonly mark: Mark }>,
  most: number,
): Squares {
  const layout = layoutOf(grid, most);
  const all = allOf(layout);
  const width = Math.max(...all.map((area) => area.x + area.width));
  const height = Math.max(...all.map((area) => area.y + area.height));
  const blocks = new Map<number, { mark: Mark; checked: number; readonly cells: number }>();
  for (const { workgroup, mark } of cells) {
    const { x, y, count } = placeOf(layout, workgroup);
    const at = y * width + x;
    const block = blocks.get(at) ?? { mark, checked: 0, cells: count };
    blocks.set(at, block);
    block.mark = graver(block.mark, mark);
    block.checked++;
  }
  const found = new Map<number, SquareMark>();
  for (const [at, { mark, checked, cells }] of blocks) {
    found.set(at, mark === 'right' && checked < cells ? 'partly' : mark);
  }
  return { width, height, layout, all, found: areasOf(found, width) };
}

function allOf(layout: Layout): readonly Area[] {
  if (layout.kind === 'rows') {
    const { count, block, width } = layout;
    const squares = Math.ceil(count / block);
    const rows = Math.floor(squares / width);
    const last = { x: 0, y: rows, width: squares % width, height: 1 };
    return [{ x: 0, y: 0, width, height: rows }, ...(last.width === 0 ? [] : [last])];
  }
  const { grid, depth, width, height } = layout;
  const slices = Math.ceil(grid[2] / depth);
  return Array.from({ length: slices }, (_, slice) => ({ ...cornerOf(layout, slice), width, height }));
}

/** Where a cell's square lies, and how many cells that stands for: blocks at the edges are smaller. */
function placeOf(
  layout: Layout,
  workgroup: number,
): { readonly x: number; readonly y: number; readonly count: number } {
  if (layout.kind === 'rows') {
    const { count, block, width } = layout;
    const square = Math.floor(workgroup / block);
    return { x: square % width, y: Math.floor(square / width), count: lengthOf(square, block, count) };
  }
  const { grid, side, depth } = layout;
  const at = grids.fromIndex(grid, workgroup);
  const [x, y, slice] = [Math.floor(at[0] / side), Math.floor(at[1] / side), Math.floor(at[2] / depth)];
  const corner = cornerOf(layout, slice);
  const count = lengthOf(x, side, grid[0]) * lengthOf(y, side, grid[1]) * lengthOf(slice, depth, grid[2]);
  return { x: corner.x + x, y: corner.y + y, count };
}

/** Of the block with this index, where `extent` is cut in blocks of `length`. */
function lengthOf(index: number, length: number, extent: number): number {
  return Math.min(length, extent - index * length);
}

/** Slices stand one square apart. */
function cornerOf(
  { width, height, perLine }: Extract<Layout, { kind: 'slices' }>,
  slice: number,
): { readonly x: number; readonly y: number } {
  return { x: (slice % perLine) * (width + 1), y: Math.floor(slice / perLine) * (height + 1) };
}

/** Neighbours in a row with the same mark as one area. */
function areasOf(found: ReadonlyMap<number, SquareMark>, width: number): ReadonlyMap<SquareMark, readonly Area[]> {
  const areas = new Map<SquareMark, Area[]>();
  for (const at of [...found.keys()].sort((a, b) => a - b)) {
    const mark = found.get(at)!;
    const [x, y] = [at % width, Math.floor(at / width)];
    const ofMark = areas.get(mark) ?? [];
    areas.set(mark, ofMark);
    const last = ofMark.at(-1);
    if (last !== undefined && last.y === y && last.x + last.width === x) {
      ofMark[ofMark.length - 1] = { ...last, width: last.width + 1 };
    } else ofMark.push({ x, y, width: 1, height: 1 });
  }
  return areas;
}

/** The least power of two for which a condition holds that, once true, stays true. */
function leastPower(holds: (power: number) => boolean): number {
  let power = 1;
  while (!holds(power)) power *= 2;
  return power;
}
