/** What words of memory can hold, by all that a kernel stores there: tables and small numbers that are kept for later. */
import * as ranges from './range.js';
import type { Universe } from './universe.js';

export type Memory = 'local' | 'workgroup';

/** The words that a place in the kernel can access, in all cells. */
export interface Words {
  readonly memory: Memory;
  readonly first: number;
  readonly last: number;
}

/** What a place in the kernel stores. */
export interface Store extends Words {
  readonly values: ranges.Range;
}

/** More places are too many to look through at each load. */
const MOST_STORES = 512;

/** What words can hold: zero, as when a cell starts, or what was stored there (E3). */
export function rangeOf(universe: Universe, stores: readonly Store[], words: Words): ranges.Range {
  if (stores.length > MOST_STORES) return ranges.any;
  universe.work += stores.length;
  return stores
    .filter(({ memory, first, last }) => memory === words.memory && first <= words.last && last >= words.first)
    .reduce((range, { values }) => ranges.hull(range, values), ranges.from(0, 0, false));
}
