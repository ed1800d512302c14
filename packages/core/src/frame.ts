/**
 * The words of a written version that no workgroup owns (SPEC.md J14): they keep the values of the version that it starts from.
 *
 * What all workgroups own together is a box of the version seen as an array, so the runs of owned words, and the stretches between
 * them, are numbered without listing them.
 */
import * as grids from './grid.js';
import type { OwnerMap, WordRange } from './owner.js';

/** The longest runs of words without an owner, by position. */
export interface Frame {
  /** How many there are. */
  readonly count: number;
  /** @param index from 0 up to, not including, `count`. */
  stretch(index: number): WordRange;
  /** The index of the stretch that has a word, or undefined where the word has an owner. */
  indexOf(word: number): number | undefined;
}

const AXES = { x: 0, y: 1, z: 2 } as const;

/** One dimension of the array, slowest first, and which of its slices have owners: from `first` up to, not including, `last`. */
interface Dimension {
  readonly extent: number;
  readonly first: number;
  readonly last: number;
}

/** @param map fits the version and the grid (`owner.assertFits`). */
export function of(map: OwnerMap, lengthWords: number, grid: grids.Grid): Frame {
  const dimensions = merged(dimensionsOf(map, lengthWords, grid));
  const inner = dimensions.at(-1)!;
  const outer = dimensions.slice(0, -1);
  /** Runs of owned words; each lies in one row of the innermost dimension. */
  const runs = outer.reduce((product, { first, last }) => product * (last - first), 1);
  const run = (index: number): WordRange => {
    let rest = index;
    let row = 0;
    let stride = 1;
    for (let i = outer.length - 1; i >= 0; i--) {
      const { extent, first, last } = outer[i]!;
      const at = rest % (last - first);
      rest = (rest - at) / (last - first);
      row += (first + at) * stride;
      stride *= extent;
    }
    return { start: row * inner.extent + inner.first, end: row * inner.extent + inner.last };
  };
  // Two runs touch nowhere: the innermost dimension is cut, or it is the only one.
  const hasHead = run(0).start > 0;
  const hasTail = run(runs - 1).end < lengthWords;
  const count = runs - 1 + (hasHead ? 1 : 0) + (hasTail ? 1 : 0);

  const stretch = (index: number): WordRange => {
    const before = index - (hasHead ? 1 : 0);
    return {
      start: before < 0 ? 0 : run(before).end,
      end: before + 1 < runs ? run(before + 1).start : lengthWords,
    };
  };

  return {
    count,
    stretch,
    indexOf(word) {
      // The first run that ends after the word.
      let low = 0;
      let high = runs;
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        if (run(middle).end > word) high = middle;
        else low = middle + 1;
      }
      if (word < 0 || word >= lengthWords || (low < runs && run(low).start <= word)) return undefined;
      return low - 1 + (hasHead ? 1 : 0);
    },
  };
}

function dimensionsOf(map: OwnerMap, lengthWords: number, grid: grids.Grid): readonly Dimension[] {
  if (map.kind === 'linear') {
    const last = Math.min(map.offset + grids.count(grid) * map.words, lengthWords);
    return [{ extent: lengthWords, first: map.offset, last }];
  }
  return map.dimensions.map(({ extent, tile, axis, origin }) => {
    if (axis === 'whole') return { extent, first: 0, last: extent };
    return { extent, first: origin, last: Math.min(origin + tile * grid[AXES[axis]], extent) };
  });
}

/** The same words with the fewest dimensions: one that is owned whole becomes a part of the next slower one. */
function merged(dimensions: readonly Dimension[]): readonly Dimension[] {
  const result: Dimension[] = [];
  for (const { extent, first, last } of dimensions.toReversed()) {
    const inner = result.at(-1);
    if (inner !== undefined && inner.first === 0 && inner.last === inner.extent) {
      const words = inner.extent;
      result[result.length - 1] = { extent: extent * words, first: first * words, last: last * words };
    } else result.push({ extent, first, last });
  }
  return result.toReversed();
}
