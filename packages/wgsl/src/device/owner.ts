/** Owner maps as functions of WGSL (SPEC.md D4; core SPEC.md J9 to J12). */
import type { grid as grids, owner } from '@assay/core';

/** The private variable of type vec3<u32> that holds the workgroup's id. */
export const group = 'group';

const axes = ['x', 'y', 'z'] as const;

/**
 * An expression of type bool: whether the workgroup {@link group} owns the word `word`, a variable of type u32 below the
 * length of the version. It holds for every map that fits the version and the grid.
 *
 * Nothing is computed from the workgroup's id, whose linear index may not fit a u32: the word's owner is, and its components
 * are compared.
 */
export function condition(map: owner.OwnerMap, grid: grids.Grid): string {
  return map.kind === 'linear' ? linear(map, grid) : tile(map);
}

/** J11: the quotient is the owner's linear index, x + X·(y + Y·z). The slowest axis with more than one workgroup has no end. */
function linear({ words, offset }: owner.LinearOwner, grid: grids.Grid): string {
  const parts: string[] = offset === 0 ? [] : [`word >= ${offset}u`];
  const last = Math.max(
    0,
    axes.findLastIndex((_, k) => grid[k]! > 1),
  );
  let rest = divided(minus('word', offset), words);
  for (const [k, axis] of axes.slice(0, last + 1).entries()) {
    const extent = grid[k]!;
    if (extent === 1 && k < last) continue;
    parts.push(`${k < last ? `${rest} % ${extent}u` : rest} == ${group}.${axis}`);
    rest = divided(rest, extent);
  }
  return both(parts);
}

/** J12: the place in each dimension, innermost first; words below the length have a place in the slowest one. */
function tile({ dimensions }: owner.TileOwner): string {
  const parts: string[] = [];
  let rest = 'word';
  for (let k = dimensions.length - 1; k >= 0; k -= 1) {
    const { extent, tile, axis, origin } = dimensions[k]!;
    const at = k === 0 ? rest : `${rest} % ${extent}u`;
    rest = divided(rest, extent);
    if (axis === 'whole') continue;
    if (origin > 0) parts.push(`${at} >= ${origin}u`);
    parts.push(`${divided(minus(at, origin), tile)} == ${group}.${axis}`);
  }
  return both(parts);
}

/** Wraps where the word is below the offset, which the part before says. */
function minus(term: string, offset: number): string {
  return offset === 0 ? term : `(${term} - ${offset}u)`;
}

function divided(term: string, divisor: number): string {
  return divisor === 1 ? term : `${term} / ${divisor}u`;
}

/** That all conditions hold, without a branch. */
export function both(conditions: readonly string[]): string {
  if (conditions.length < 2) return conditions[0] ?? 'true';
  return conditions.map((one) => `(${one})`).join(' & ');
}
