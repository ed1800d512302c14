/** The words that a cell owns, as compiled code asks for them (core SPEC.md J11, J12; {@link ownerCondition}). */
import { grid as grids, type owner } from '@assay/core';
import type { ownerCondition } from '../layout.js';

/** The word's coordinate `(word / stride) % extent` lies in `[start, start + count)`; see {@link ownerCondition}. Each below 2³². */
export type Condition = Readonly<Record<keyof typeof ownerCondition, number>>;

/** Of one binding: a map has as many dimensions (core SPEC.md, chapter Job). */
export const mostConditions = 8;

const AXES = { x: 0, y: 1, z: 2 } as const;
const NEVER: Condition = { stride: 1, extent: 0, start: 0, count: 0 };

/**
 * All of them hold of a word if and only if it is below the length and the workgroup owns it.
 *
 * @param map fits the version and the grid (`owner.assertFits`).
 * @param lengthWords words of the written version.
 * @param workgroup its linear index.
 */
export function conditionsOf(
  map: owner.OwnerMap,
  lengthWords: number,
  grid: grids.Grid,
  workgroup: number,
): readonly Condition[] {
  if (map.kind === 'linear') {
    return bounded(cut(map.offset + workgroup * map.words, map.words, lengthWords, 1, 0), lengthWords);
  }
  const position = grids.fromIndex(grid, workgroup);
  const conditions: Condition[] = [];
  // Words in one slice of the dimension at hand.
  let stride = 1;
  let isInnermost = true;
  for (let i = map.dimensions.length - 1; i >= 0; i--) {
    const { extent, tile, axis, origin } = map.dimensions[i]!;
    const words = stride * extent;
    if (axis !== 'whole') {
      const start = origin + position[AXES[axis]] * tile;
      // What lies inside the innermost cut is whole, so its slices are told by their words, without a division; what lies
      // outside the outermost dimension is no word of the version, so it needs no remainder.
      const unit = isInnermost ? stride : 1;
      const period = words === lengthWords ? 0 : extent * unit;
      conditions.push(...cut(start * unit, tile * unit, extent * unit, stride / unit, period));
      isInnermost = false;
    }
    stride = words;
  }
  return bounded(conditions, lengthWords);
}

/** A condition without a remainder leaves no word behind the length. */
function bounded(conditions: readonly Condition[], lengthWords: number): readonly Condition[] {
  if (conditions.some(({ extent }) => extent === 0)) return conditions;
  return [...conditions, { stride: 1, extent: 0, start: 0, count: lengthWords }];
}

/** The coordinates from `start` on, `count` of them, in a dimension of `extent`. */
function cut(start: number, count: number, extent: number, stride: number, period: number): readonly Condition[] {
  if (start >= extent) return [NEVER];
  if (start === 0 && count >= extent) return [];
  return [{ stride, extent: period, start, count: Math.min(count, extent - start) }];
}
