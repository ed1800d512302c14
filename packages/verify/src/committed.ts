/** What is known of the bytes that a receipt commits to: whole versions, and parts that openings show. */
import {
  AssayError,
  blake3,
  job as jobs,
  type opening as openings,
  type owner,
  type receipt as receipts,
  type suite,
} from '@assay/core';
import { fromList, openable, type Pages, toList, toRanges } from './pages.js';
import type { Terms } from './receipt.js';

/** An opening of a version in a response or a proof (SPEC.md, chapter Responses). */
export interface Opening {
  /** Its index. */
  readonly version: number;
  /** Starts and ends of runs of chunks, strictly ascending. */
  readonly pages: readonly number[];
  /** Core SPEC.md C5. */
  readonly bytes: Uint8Array;
}

/** An opening that is not what it must be. */
export interface Refusal {
  readonly code: 'wrong-pages' | 'wrong-opening';
  readonly version: number;
  readonly expected: string;
  readonly got: string;
}

const { chunkBytes } = blake3;

interface Known {
  readonly parts: readonly openings.Shown[];
  /** How the chunks are proven to somebody else. */
  open(ranges: readonly openings.Range[]): Uint8Array;
}

/** Committed bytes, by index of their version. */
export class Committed {
  readonly versions: readonly jobs.Version[];
  readonly #trace: receipts.Receipt['trace'];
  readonly #suite: suite.HashSuite;
  readonly #known = new Map<number, Known>();
  readonly #held = new Set<number>();

  /** Literals are known. @param claimed a valid receipt, or what a worker is about to claim. */
  constructor({ trace }: Pick<receipts.Receipt, 'trace'>, { job, suite: hashes }: Pick<Terms, 'job' | 'suite'>) {
    this.versions = jobs.versions(job);
    this.#trace = trace;
    this.#suite = hashes;
    for (const { index, origin } of this.versions) if (origin.kind === 'literal') this.#addWhole(index, origin.bytes);
  }

  /**
   * Adds a version that the verifier holds.
   *
   * @throws AssayError `audit.wrong-held` (invalid): the bytes are not those that the receipt commits to, or not as many as the
   * version has; then nobody could open it, whoever has them.
   */
  hold(version: number, bytes: Uint8Array): void {
    const { sizeBytes } = this.versions[version]!;
    const root = this.#suite.root(bytes);
    if (root !== this.#trace[version] || bytes.length !== sizeBytes) {
      throw wrongHeld(this.versions[version]!, this.#trace[version]!, `${bytes.length} bytes with the root ${root}`);
    }
    this.#addWhole(version, bytes);
  }

  /** Whether a version needs no opening (A1): the verifier has all of it himself. */
  isHeld(version: number): boolean {
    return this.#held.has(version);
  }

  /** Whether all bytes of a version are known, as held or by an opening. */
  isWhole(version: number): boolean {
    const [first] = this.parts(version);
    return first !== undefined && first.bytes.length === this.versions[version]!.sizeBytes;
  }

  /** All bytes of a version that is held. */
  whole(version: number): Uint8Array {
    return this.#known.get(version)!.parts[0]!.bytes;
  }

  /** Adds what an opening shows; gives why not, if it is not what it must be (A5, E1). Each version at most once. */
  open({ version, pages, bytes }: Opening): Refusal | undefined {
    const { sizeBytes } = this.versions[version]!;
    const list = fromList(pages, sizeBytes);
    if (list === undefined) {
      const expected = `starts and ends of runs of the pages of ${sizeBytes} bytes, strictly ascending`;
      return { code: 'wrong-pages', version, expected, got: textOf(pages) };
    }
    const opened = this.#suite.verify(this.#trace[version]!, sizeBytes, toRanges(list, sizeBytes), bytes);
    if (!opened.ok) {
      const { expected, got } = opened.failure;
      return { code: 'wrong-opening', version, expected, got };
    }
    const open = (asked: readonly openings.Range[]): Uint8Array => this.#suite.narrow(sizeBytes, opened, asked);
    this.#known.set(version, { parts: opened.shown, open });
    return undefined;
  }

  /** The chunks that are known, by offset: whole chunks, those side by side in one part. */
  parts(version: number): readonly openings.Shown[] {
    return this.#known.get(version)?.parts ?? [];
  }

  /** Those of some pages that are not known. */
  missing(version: number, pages: readonly Pages[]): readonly Pages[] {
    const { sizeBytes } = this.versions[version]!;
    const parts = this.parts(version);
    return pages.flatMap(({ start, end }) => {
      const missing: Pages[] = [];
      let at = start;
      for (let i = Math.max(0, lastBefore(parts, start * chunkBytes)); i < parts.length && at < end; i++) {
        const { offsetBytes, bytes } = parts[i]!;
        const first = offsetBytes / chunkBytes;
        if (first > at) missing.push({ start: at, end: Math.min(first, end) });
        at = Math.max(at, Math.ceil((offsetBytes + bytes.length) / chunkBytes));
      }
      const most = Math.min(end, Math.ceil(sizeBytes / chunkBytes));
      if (at < most) missing.push({ start: at, end: most });
      return missing;
    });
  }

  /** Those words of some ranges that are known. */
  known(version: number, ranges: readonly owner.WordRange[]): readonly KnownWords[] {
    const parts = this.parts(version);
    let before = 0;
    return ranges.flatMap(({ start, end }) => {
      const known: KnownWords[] = [];
      for (let i = Math.max(0, lastBefore(parts, 4 * start)); i < parts.length; i++) {
        const { offsetBytes, bytes } = parts[i]!;
        if (offsetBytes >= 4 * end) break;
        const first = Math.max(start, offsetBytes / 4);
        const last = Math.min(end, (offsetBytes + bytes.length) / 4);
        if (first < last) known.push({ start: first, end: last, at: before + first - start });
      }
      before += end - start;
      return known;
    });
  }

  /** A word, little-endian; undefined where it is not known. */
  word(version: number, word: number): number | undefined {
    const bytes = this.slice(version, 4 * word, 4);
    return bytes === undefined ? undefined : wordAt(bytes, 0) | 0;
  }

  /** Bytes that are known side by side; undefined where some are not. A view. */
  slice(version: number, offsetBytes: number, lengthBytes: number): Uint8Array | undefined {
    const parts = this.parts(version);
    const part = parts[lastBefore(parts, offsetBytes)];
    const from = offsetBytes - (part?.offsetBytes ?? 0);
    if (part === undefined || from < 0 || from + lengthBytes > part.bytes.length) return undefined;
    return part.bytes.subarray(from, from + lengthBytes);
  }

  /** Compares words with those that are known in their place; gives the first that differs, and how many were compared. */
  difference(
    version: number,
    offsetBytes: number,
    expected: Uint8Array,
  ): { readonly compared: number; readonly word?: Difference } {
    const parts = this.parts(version);
    let compared = 0;
    for (let i = Math.max(0, lastBefore(parts, offsetBytes)); i < parts.length; i++) {
      const part = parts[i]!;
      if (part.offsetBytes >= offsetBytes + expected.length) break;
      const start = Math.max(part.offsetBytes, offsetBytes);
      const end = Math.min(part.offsetBytes + part.bytes.length, offsetBytes + expected.length);
      const known = part.bytes.subarray(start - part.offsetBytes, Math.max(end, start) - part.offsetBytes);
      const wanted = expected.subarray(start - offsetBytes, Math.max(end, start) - offsetBytes);
      for (let at = 0; at < known.length; at++) {
        if (known[at] === wanted[at]) continue;
        const first = at - (at % 4);
        const word = { word: (start + first) / 4, claimed: wordAt(known, first), expected: wordAt(wanted, first) };
        return { compared: compared + at / 4, word };
      }
      compared += known.length / 4;
    }
    return { compared };
  }

  /** The opening of known pages, for somebody who knows nothing. @param pages at least one. */
  opening(version: number, pages: readonly Pages[]): Opening {
    const { sizeBytes } = this.versions[version]!;
    const [last] = pages.slice(-1);
    // Its last chunk is shown whether it is asked for or not: one run less, where there may be one too many.
    const isLast = pages.length > 1 && last!.start === Math.ceil(sizeBytes / chunkBytes) - 1;
    const asked = isLast ? pages.slice(0, -1) : pages;
    const opened = openable(asked, (gap) => this.missing(version, [gap]).length === 0);
    const bytes = this.#known.get(version)!.open(toRanges(opened, sizeBytes));
    return { version, pages: toList(opened), bytes };
  }

  /** Opens any of some ranges of a version that is held. It is hashed once for all of them. */
  opener(version: number, ranges: readonly openings.Range[]): (some: readonly openings.Range[]) => Uint8Array {
    const bytes = this.whole(version);
    const opened = this.#suite.verify(this.#trace[version]!, bytes.length, ranges, this.#suite.open(bytes, ranges));
    if (!opened.ok) throw wrongHeld(this.versions[version]!, this.#trace[version]!, opened.failure.got);
    return (some) => this.#suite.narrow(bytes.length, opened, some);
  }

  #addWhole(version: number, bytes: Uint8Array): void {
    const open = (ranges: readonly openings.Range[]): Uint8Array => this.#suite.open(bytes, ranges);
    this.#known.set(version, { parts: [{ offsetBytes: 0, bytes }], open });
    this.#held.add(version);
  }
}

/** Words side by side, of a list of ranges. */
export interface KnownWords extends owner.WordRange {
  /** Where the first of them stands if the ranges are put one after the other. */
  readonly at: number;
}

/** A word of a version that is not as expected. Values from 0 to 2³²−1. */
export interface Difference {
  readonly word: number;
  readonly claimed: number;
  readonly expected: number;
}

/** The last part that begins at or before a byte, or -1. */
function lastBefore(parts: readonly openings.Shown[], offsetBytes: number): number {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (parts[middle]!.offsetBytes <= offsetBytes) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

function textOf(pages: readonly number[]): string {
  return pages.length > 8 ? `${pages.slice(0, 8).join(', ')}, … (${pages.length})` : pages.join(', ') || 'none';
}

function wrongHeld({ name, sizeBytes }: jobs.Version, expected: string, got: string): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: 'audit.wrong-held',
    where: `version ${name}`,
    expected: `the ${sizeBytes} bytes that the receipt commits to, with the root ${expected}`,
    got,
    remedy: 'Leave it out, so that the worker has to show it. This says nothing about the receipt.',
  });
}
