/** Where a register of a loop stays: integers that its word is one of, modulo 2³². */

export interface Range {
  readonly low: number;
  readonly high: number;
  /** It has one value in all invocations. */
  readonly isUniform: boolean;
}

const WORD = 2 ** 32;

/** Any word. */
export const any: Range = { low: 0, high: WORD - 1, isUniform: false };

/** From `low` to `high`, if no word is two of these integers; else any word. */
export function from(low: number, high: number, isUniform: boolean): Range {
  const isUnsigned = low >= 0 && high < WORD;
  const isSigned = low >= -WORD / 2 && high < WORD / 2;
  return isUnsigned || isSigned ? { low, high, isUniform } : { ...any, isUniform };
}

export function isFull({ low, high }: Range): boolean {
  return high - low >= WORD - 1;
}

/** Whether a register in the range that grows by less than 2³¹ is known to be that very integer, by its word. */
export function isNarrow({ low, high }: Range): boolean {
  return high - low < WORD / 2;
}

/** The integers moved by a multiple of 2³², so that they are in the range if they can be. */
function moved(range: Range, found: Range): Range {
  for (const by of [0, -WORD, WORD]) {
    if (found.low + by >= range.low && found.high + by <= range.high)
      return { low: found.low + by, high: found.high + by, isUniform: found.isUniform };
  }
  return found;
}

/** Whether all words are in the range. */
export function contains(range: Range, found: Range): boolean {
  return isFull(range) ? isAsUniform(range, found) : holds(range, moved(range, found));
}

/** Whether all integers are. */
export function holds(range: Range, found: Range): boolean {
  return found.low >= range.low && found.high <= range.high && isAsUniform(range, found);
}

function isAsUniform(range: Range, found: Range): boolean {
  return found.isUniform || !range.isUniform;
}

/** The least range with both. */
export function hull(range: Range, found: Range): Range {
  const { low, high, isUniform } = moved(range, found);
  return from(Math.min(low, range.low), Math.max(high, range.high), isUniform && range.isUniform);
}

/** A range that has both, and of which there is no long ascending sequence. `times`: how often it was widened before. */
export function widen(range: Range, found: Range, times: number): Range {
  const both = hull(range, found);
  if (times === 0 || contains(range, found)) return both;
  const { low, high, isUniform } = both;
  const newLow = low === range.low ? low : low >= 0 ? 0 : -WORD / 2;
  const newHigh = high === range.high ? high : high < WORD / 2 && times === 1 ? WORD / 2 - 1 : WORD - 1;
  return from(newLow, newHigh, isUniform);
}
