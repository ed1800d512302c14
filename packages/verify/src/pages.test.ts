import { opening } from '@assay/core';
import { describe, expect, it } from 'vitest';
import { ofWords, openable, type Pages, union } from './pages.js';

describe('ofWords', () => {
  it('is the pages of each range, in order', () => {
    const words = [
      { start: 0, end: 1 },
      { start: 2, end: 255 },
      { start: 511, end: 513 },
      { start: 1024, end: 1025 },
      { start: 1026, end: 1280 },
    ];
    expect(ofWords(words)).toEqual([
      { start: 0, end: 3 },
      { start: 4, end: 5 },
    ]);
    // By the definition: each range alone, and then together.
    expect(ofWords(words)).toEqual(union(words.flatMap((range) => ofWords([range]))));
    expect(ofWords([])).toEqual([]);
  });
});

describe('openable', () => {
  const runs = (count: number, gap: number): Pages[] =>
    Array.from({ length: count }, (_, i) => ({ start: (1 + gap) * i, end: (1 + gap) * i + 1 }));
  const { maxRanges } = opening;

  it('leaves as many runs as an opening may have as they are', () => {
    expect(openable(runs(maxRanges, 3))).toEqual(runs(maxRanges, 3));
  });

  it('opens one gap where there is one more', () => {
    const [first, second, ...rest] = runs(maxRanges + 1, 3) as [Pages, Pages, ...Pages[]];
    expect(openable([first, second, ...rest])).toEqual([{ start: 0, end: second.end }, ...rest]);
  });

  it('opens small gaps before large ones', () => {
    const list = runs(maxRanges + 2, 3);
    const before = list.slice(0, -2);
    // The last three have gaps of 2 pages between them.
    const { end } = before.at(-1)!;
    const near = [
      { start: end + 2, end: end + 3 },
      { start: end + 5, end: end + 9 },
    ];
    expect(openable([...before, ...near])).toEqual([
      ...before.slice(0, -1),
      { start: before.at(-1)!.start, end: end + 9 },
    ]);
  });

  it('opens no gap that it may not', () => {
    const list = runs(maxRanges + 1, 3);
    const [first, second, ...rest] = list as [Pages, Pages, ...Pages[]];
    expect(openable(list, ({ start }) => start === first.end)).toEqual([{ start: 0, end: second.end }, ...rest]);
    expect(openable(list, () => false)).toEqual(list);
  });
});
