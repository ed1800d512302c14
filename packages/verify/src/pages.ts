/** The chunks of 1 KiB in which versions are committed to and shown (core SPEC.md C1). */
import { blake3, type opening as openings, type owner } from '@assay/core';

/** Chunks from `start` up to, not including, `end`. Lists of them are ascending, with gaps between, unless it is said otherwise. */
export interface Pages {
  readonly start: number;
  readonly end: number;
}

const { chunkBytes } = blake3;

/** The pages that words lie in. @param words ascending ranges. */
export function ofWords(words: readonly owner.WordRange[]): readonly Pages[] {
  const pages = words.map(({ start, end }) => ({
    start: Math.floor((4 * start) / chunkBytes),
    end: Math.ceil((4 * end) / chunkBytes),
  }));
  return union(pages);
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
