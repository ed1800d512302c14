/** The chunks of 1 KiB in which versions are committed to and shown (core SPEC.md C1). */
import { blake3, opening as openings, type owner } from '@assay/core';

/** Chunks from `start` up to, not including, `end`. Lists of them are ascending, with gaps between, unless it is said otherwise. */
export interface Pages {
  readonly start: number;
  readonly end: number;
}

const { chunkBytes } = blake3;

/** The pages that words lie in. @param words ascending ranges. There may be millions, in few pages. */
export function ofWords(words: readonly owner.WordRange[]): readonly Pages[] {
  const pages: { start: number; end: number }[] = [];
  for (const range of words) {
    const start = Math.floor((4 * range.start) / chunkBytes);
    const end = Math.ceil((4 * range.end) / chunkBytes);
    const last = pages.at(-1);
    if (last !== undefined && start <= last.end) last.end = end;
    else pages.push({ start, end });
  }
  return pages;
}

/** The same pages in order. @param pages in any order; they may overlap. */
export function union(pages: readonly Pages[]): readonly Pages[] {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of [...pages].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

/**
 * The same pages in no more runs than an opening may have (core SPEC.md C4): where there are more, as many of the smallest gaps
 * between them are opened, too, as it takes.
 *
 * @param canOpen whether a gap can be opened. Where too few can, there are still too many runs.
 */
export function openable(list: readonly Pages[], canOpen: (gap: Pages) => boolean = () => true): readonly Pages[] {
  const excess = list.length - openings.maxRanges;
  if (excess <= 0) return list;
  const gaps = list
    .slice(1)
    .map(({ start }, i) => ({ start: list[i]!.end, end: start }))
    .filter(canOpen)
    .sort((a, b) => a.end - a.start - (b.end - b.start));
  return union([...list, ...gaps.slice(0, excess)]);
}

/** How many there are. */
export function count(pages: readonly Pages[]): number {
  return pages.reduce((sum, { start, end }) => sum + end - start, 0);
}

/** As bytes of a version. */
export function toRanges(pages: readonly Pages[], sizeBytes: number): readonly openings.Range[] {
  return pages.map(({ start, end }) => {
    const offsetBytes = start * chunkBytes;
    return { offsetBytes, lengthBytes: Math.min(end * chunkBytes, sizeBytes) - offsetBytes };
  });
}

/** As an opening writes them: starts and ends (SPEC.md, chapter Responses). */
export function toList(pages: readonly Pages[]): readonly number[] {
  return pages.flatMap(({ start, end }) => [start, end]);
}

/** What {@link toList} wrote; undefined where a list is not such a one of pages of a version, or is empty. */
export function fromList(list: readonly number[], sizeBytes: number): readonly Pages[] | undefined {
  const isAscending = list.every((page, i) => i === 0 || page > list[i - 1]!);
  const most = Math.ceil(sizeBytes / chunkBytes);
  if (list.length === 0 || list.length % 2 !== 0 || !isAscending || list.at(-1)! > most) return undefined;
  return Array.from({ length: list.length / 2 }, (_, i) => ({ start: list[2 * i]!, end: list[2 * i + 1]! }));
}
