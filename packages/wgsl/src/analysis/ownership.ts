/** Whether a workgroup owns a word that it accesses (SPEC.md A4); the rule is core's `owner.ownerOf` (core SPEC.md J10 to J14). */
import type { grid as grids, owner } from '@assay/core';
import { add, constant, floorDivide, scale, shift, size, subtract, zero } from './affine.js';
import * as bound from './bound.js';
import * as facts from './facts.js';
import type { Affine } from './unknown.js';

type Scope = bound.Scope;

/** The indices of the workgroup in the grid. */
export type Position = readonly [x: Affine, y: Affine, z: Affine];

/** Sums beyond are not exact with room to spare. */
const MOST = 2 ** 51;

const AXES = { x: 0, y: 1, z: 2 } as const;

/** Whether the workgroup owns the word in any case. `word` is below the version's length by the facts of the scope. */
export function isOwned(
  scope: Scope,
  map: owner.OwnerMap,
  grid: grids.Grid,
  position: Position,
  word: Affine,
): boolean {
  if (map.kind === 'tile') return isInTile(scope, map, position, settled(scope, word));
  const [x, y, z] = position;
  const workgroup = add(x, times(add(y, times(z, grid[1])), grid[0]));
  const first = shift(times(workgroup, map.words), map.offset);
  return size(first) < MOST && isBetween(scope, subtract(word, first), map.words);
}

/** From the innermost dimension outwards: the word's coordinate, which is within the extent, is within the tile. */
function isInTile(scope: Scope, { dimensions }: owner.TileOwner, position: Position, word: Affine): boolean {
  let rest = word;
  for (let i = dimensions.length - 1; i >= 0; i--) {
    const { extent, tile, axis, origin } = dimensions[i]!;
    // The outermost coordinate is within the extent because the word is within the version.
    const parts = i === 0 ? { slice: zero, coordinate: rest } : coordinateOf(scope, rest, extent);
    if (parts === undefined) return false;
    rest = parts.slice;
    if (axis === 'whole') continue;
    const first = shift(times(position[AXES[axis]], tile), origin);
    if (!isBetween(scope, subtract(parts.coordinate, first), tile)) return false;
  }
  return true;
}

/** `rest = extent · slice + coordinate` with a coordinate from 0 to extent - 1, if that is seen. */
function coordinateOf(
  scope: Scope,
  rest: Affine,
  extent: number,
): { readonly slice: Affine; readonly coordinate: Affine } | undefined {
  if (extent === 1) return { slice: rest, coordinate: zero };
  const { constant: base, unknowns, factors } = rest;
  for (const isWhole of [true, false]) {
    const slices = factors.map((factor) => multipleOf(factor, extent, isWhole));
    const left = factors.map((factor, i) => factor - extent * slices[i]!);
    const slice = without0({ constant: 0, unknowns, factors: slices });
    const coordinate = without0({ constant: base, unknowns, factors: left });
    // The constant goes where the coordinate needs it.
    const by = floorDivide(bound.least(scope, coordinate), extent);
    const [outer, inner] = [shift(slice, by), shift(coordinate, -by * extent)];
    if (isBetween(scope, inner, extent)) return { slice: outer, coordinate: inner };
  }
  return undefined;
}

/** How much of a factor counts slices: all or nothing (`isWhole`), or as much as leaves the least. */
function multipleOf(factor: number, extent: number, isWhole: boolean): number {
  if (isWhole) return factor % extent === 0 ? factor / extent : 0;
  return floorDivide(2 * factor + extent, 2 * extent);
}

function without0({ constant: base, unknowns, factors }: Affine): Affine {
  const isKept = (_: unknown, i: number): boolean => factors[i] !== 0;
  return { constant: base, unknowns: unknowns.filter(isKept), factors: factors.filter(isKept) };
}

/** The sum with unknowns that have one value by the facts as constants. */
function settled({ facts: known }: Scope, affine: Affine): Affine {
  let constantPart = affine.constant;
  const isOpen = affine.unknowns.map((unknown, i) => {
    const low = facts.lowOf(known, unknown);
    if (low !== facts.highOf(known, unknown)) return true;
    constantPart += low * affine.factors[i]!;
    return false;
  });
  return {
    constant: constantPart,
    unknowns: affine.unknowns.filter((_, i) => isOpen[i]),
    factors: affine.factors.filter((_, i) => isOpen[i]),
  };
}

/** Whether 0 ≤ `affine` < `end`. */
function isBetween(scope: Scope, affine: Affine, end: number): boolean {
  return bound.least(scope, affine, 0) >= 0 && bound.greatest(scope, affine, end - 1) < end;
}

function times(a: Affine, factor: number): Affine {
  return a.unknowns.length === 0 ? constant(a.constant * factor) : scale(a, factor);
}
