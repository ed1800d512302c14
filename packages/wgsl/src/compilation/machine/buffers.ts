/** The versions that a step binds, in its memory: what was given of them, and what cells leave there. */
import { AssayError, bytes as byteStrings, type opening, type owner as owners } from '@assay/core';
import { pageBytes } from '../layout.js';
import type { PageRange } from './machine.js';

/** A part of a version: whole chunks of 1 KiB, the version's last one may be short. What an opening shows, or all of it. */
export type Part = opening.Shown;

/**
 * Parts of versions by WGSL variable: of those that the step reads, and of those that the written ones start `from`. Contents of
 * literals are the job's, whether they are given or not.
 */
export type Contents = ReadonlyMap<string, readonly Part[]>;

/** A version that is bound, and where it lies. */
export interface Bound {
  /** The WGSL variable. */
  readonly variable: string;
  /** Its place in the argument block. */
  readonly place: number;
  /** In the memory, in bytes. */
  readonly address: number;
  readonly lengthBytes: number;
  readonly isWritten: boolean;
  /** Whether cells depend on what is given: not of literals, nor of written versions that start as zeros. */
  readonly isNeeded: boolean;
  /** Of literals. */
  readonly literal: Uint8Array | undefined;
}

interface Held extends Bound {
  readonly bytes: Uint8Array;
  /** A byte for each page: 1 if it was given. */
  readonly given: Uint8Array;
  /** Where that is, in bytes. Not the parts themselves: their bytes are the caller's, who may have sent them elsewhere since. */
  ranges: readonly { readonly start: number; readonly end: number }[];
}

/** The bindings of a step. */
export class Buffers {
  readonly #buffers: readonly Held[];
  readonly #isTracked: boolean;
  #isDisturbed = false;
  /** Whether all that cells depend on is known to be there. */
  #isWhole = false;

  /** @param memory zeros. With `isTracked`, versions may be given in part. */
  constructor(memory: ArrayBuffer, bound: readonly Bound[], isTracked: boolean) {
    this.#isTracked = isTracked;
    this.#buffers = bound.map((one) => ({
      ...one,
      bytes: new Uint8Array(memory, one.address, one.lengthBytes),
      given: new Uint8Array(Math.ceil(one.lengthBytes / pageBytes)),
      ranges: [],
    }));
    for (const { bytes, literal } of this.#buffers) if (literal !== undefined) bytes.set(literal);
  }

  /**
   * Puts contents in the place of all that was given before.
   *
   * @throws AssayError `cell.wrong-part`, `cell.wrong-literal`; without `isTracked` also `cell.missing-version` (invalid). After
   * the last one nothing of use is there.
   */
  give(contents: Contents): void {
    for (const buffer of this.#buffers) {
      for (const part of contents.get(buffer.variable) ?? []) assertPart(buffer, part);
    }
    this.#isWhole = false;
    for (const buffer of this.#buffers) {
      if (buffer.literal !== undefined) continue;
      this.#clear(buffer);
      const parts = contents.get(buffer.variable) ?? [];
      buffer.ranges = parts.map(({ offsetBytes, bytes }) => ({ start: offsetBytes, end: offsetBytes + bytes.length }));
      for (const { offsetBytes, bytes } of parts) buffer.bytes.set(bytes, offsetBytes);
      for (const { start, end } of buffer.ranges) buffer.given.fill(1, start / pageBytes, Math.ceil(end / pageBytes));
    }
    this.#isDisturbed = false;
    if (!this.#isTracked) this.assertWhole();
  }

  /** Throws `cell.missing-version` (invalid) unless all is given that cells depend on. */
  assertWhole(): void {
    const missing = this.#buffers.find(({ isNeeded, given }) => isNeeded && given.includes(0));
    if (missing !== undefined) throw missingVersion(missing.variable);
    this.#isWhole = true;
  }

  /** From now on, until something is given, cells may have left in written versions what they stored. */
  disturb(): void {
    this.#isDisturbed = true;
  }

  /** Throws `cell.disturbed` (bug) if they may; `cell.missing-version` (invalid) if nobody would see that something is missing. */
  assertUndisturbed(): void {
    if (this.#isDisturbed) throw disturbed();
    if (!this.#isTracked && !this.#isWhole) this.assertWhole();
  }

  /** Of some pages of a binding, ascending, those that cells depend on and that were not given. */
  missing(place: number, pages: readonly PageRange[]): readonly PageRange[] {
    const { isNeeded, given } = this.#buffers[place]!;
    if (!isNeeded) return [];
    return pages.flatMap(({ start, end }) => {
      const ranges: PageRange[] = [];
      // Of these only: a search through all that is behind them, for each of many ranges, took seconds a cell.
      const own = given.subarray(start, end);
      for (let first = own.indexOf(0); first >= 0; ) {
        const next = own.indexOf(1, first);
        const last = next < 0 ? end - start : next;
        ranges.push({ start: start + first, end: start + last });
        first = own.indexOf(0, last);
      }
      return ranges;
    });
  }

  /** Words of a binding, one range after the other. A copy. */
  gather(place: number, ranges: readonly owners.WordRange[]): Uint8Array {
    const { bytes } = this.#buffers[place]!;
    const words = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
    const gathered = new Uint8Array(4 * words);
    let at = 0;
    for (const { start, end } of ranges) {
      gathered.set(bytes.subarray(4 * start, 4 * end), at);
      at += 4 * (end - start);
    }
    return gathered;
  }

  /** Writes back what {@link gather} gave. */
  scatter(place: number, ranges: readonly owners.WordRange[], gathered: Uint8Array): void {
    const { bytes } = this.#buffers[place]!;
    let at = 0;
    for (const { start, end } of ranges) {
      bytes.set(gathered.subarray(at, at + 4 * (end - start)), 4 * start);
      at += 4 * (end - start);
    }
  }

  /** Zeros, where something else may be. */
  #clear({ bytes, given, ranges, isWritten }: Held): void {
    if (isWritten && this.#isDisturbed) bytes.fill(0);
    for (const { start, end } of ranges) {
      bytes.fill(0, start, end);
      given.fill(0, start / pageBytes, Math.ceil(end / pageBytes));
    }
  }
}

/** The pages that words lie in: ascending ranges that neither touch nor overlap, if those of the words are ascending. */
export function pagesOf(ranges: readonly owners.WordRange[]): readonly PageRange[] {
  const pages: { start: number; end: number }[] = [];
  for (const words of ranges) {
    const start = Math.floor((4 * words.start) / pageBytes);
    const end = Math.ceil((4 * words.end) / pageBytes);
    const last = pages.at(-1);
    if (last !== undefined && start <= last.end) last.end = end;
    else pages.push({ start, end });
  }
  return pages;
}

function assertPart({ variable, lengthBytes, literal }: Bound, { offsetBytes, bytes }: Part): void {
  const end = offsetBytes + bytes.length;
  const isWhole = offsetBytes % pageBytes === 0 && (end % pageBytes === 0 || end === lengthBytes);
  if (offsetBytes < 0 || end > lengthBytes || !isWhole) throw wrongPart(variable, lengthBytes, offsetBytes, end);
  if (literal !== undefined && !byteStrings.isEqual(literal.subarray(offsetBytes, end), bytes)) {
    throw wrongLiteral(variable);
  }
}

/** A version is needed and was not given. */
export function missingVersion(variable: string): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: 'cell.missing-version',
    where: variable,
    expected: 'the version that the step binds to it',
    got: 'none, or a part',
    remedy: 'Give the bytes of all versions that the step reads, and of those that it starts from.',
  });
}

function disturbed(): AssayError {
  return new AssayError({
    kind: 'bug',
    code: 'cell.disturbed',
    expected: 'versions as they were given',
    got: 'what cells left in them',
    remedy: 'Give the contents anew before a cell is run alone; do not share the memory with threads then.',
  });
}

function wrongPart(variable: string, lengthBytes: number, start: number, end: number): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: 'cell.wrong-part',
    where: variable,
    expected: `whole chunks of ${pageBytes} bytes of the version's ${lengthBytes}`,
    got: `bytes ${start} to ${end}`,
    remedy: 'Give what an opening shows, or exactly the version.',
  });
}

function wrongLiteral(variable: string): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: 'cell.wrong-literal',
    where: variable,
    expected: 'the bytes that the job has for it',
    got: 'others',
    remedy: 'Leave it out: contents of literals are known.',
  });
}
