/** Versions of any size a job may say, of which there are no more than some pages: whoever commits to them need not have the rest. */
import { blake3, bytes as octets, type suite as suites } from '@assay/core';
import { honest } from '@assay/testkit';
import { type Opening, pages } from '@assay/verify';
import type { Random } from '../profile/mutation.js';

const { chunkBytes, valueBytes } = blake3;
const { suite } = honest;

/** What a worker has of a version who made it up. */
export interface Virtual {
  readonly root: suites.Root;
  /** Starts and ends of the runs of chunks that there are. */
  readonly pages: readonly number[];
  /** The opening of these pages (core SPEC.md C5): without the version's index. */
  readonly bytes: Uint8Array;
  /** A word of these pages, from 0 to 2³²−1; undefined elsewhere. */
  word(index: number): number | undefined;
  /** The opening of ranges in these pages; of others one that does not hold. */
  narrow(ranges: readonly suites.Range[]): Uint8Array;
}

/**
 * Makes up a version: pages of zeros or noise, and any values for the nodes of the tree beside them. Built as core SPEC.md C3 and C5 say.
 *
 * @param list starts and ends of runs of chunks, ascending.
 */
export function virtual(sizeBytes: number, list: readonly number[], { next }: Random): Virtual {
  const chunks = Math.ceil(sizeBytes / chunkBytes);
  const runs = [...pages.fromList(list, sizeBytes)!, { start: chunks - 1, end: chunks }];
  const shown = new Map<number, Uint8Array>();
  const parts: Uint8Array[] = [];
  const isZero = next(2) === 0;
  const random = (length: number): Uint8Array => Uint8Array.from({ length }, () => next(256));
  const chunk = (index: number): Uint8Array => {
    const length = Math.min(chunkBytes, sizeBytes - index * chunkBytes);
    const bytes = shown.get(index) ?? (isZero ? new Uint8Array(length) : random(length));
    shown.set(index, bytes);
    return bytes;
  };
  const value = (first: number, end: number): Uint8Array => {
    if (!runs.some((run) => run.start < end && run.end > first)) {
      parts.push(random(valueBytes));
      return parts.at(-1)!;
    }
    if (end - first === 1) {
      parts.push(chunk(first));
      return blake3.subtree(chunk(first), first);
    }
    const middle = first + blake3.leftChunks(end - first);
    const left = value(first, middle);
    return blake3.parent(left, value(middle, end));
  };
  const rootOf = (): Uint8Array => {
    if (chunks === 1) {
      parts.push(chunk(0));
      return blake3.hash(chunk(0));
    }
    const middle = blake3.leftChunks(chunks);
    const left = value(0, middle);
    return blake3.rootParent(left, value(middle, chunks));
  };
  const root = octets.toHex(rootOf()) as suites.Root;
  const opening = octets.concat(...parts);
  return {
    root,
    pages: list,
    bytes: opening,
    narrow: (ranges) => {
      const all = pages.toRanges(pages.fromList(list, sizeBytes)!, sizeBytes);
      const opened = suite.verify(root, sizeBytes, all, opening);
      if (!opened.ok) throw new Error('an opening that was made up does not hold');
      const isShown = ranges.every(({ offsetBytes }) => shown.has(Math.floor(offsetBytes / chunkBytes)));
      return isShown ? suite.narrow(sizeBytes, opened, ranges) : opening;
    },
    word: (index) => {
      const bytes = shown.get(Math.floor((4 * index) / chunkBytes));
      const at = (4 * index) % chunkBytes;
      return bytes && new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);
    },
  };
}

/** A version that is there: all of it. */
export function whole(bytes: Uint8Array): Virtual {
  const all = [0, Math.ceil(bytes.length / chunkBytes)];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return {
    root: suite.root(bytes),
    pages: all,
    bytes,
    word: (index) => view.getUint32(4 * index, true),
    narrow: (ranges) => suite.open(bytes, ranges),
  };
}

/** As an opening of a response or a proof. */
export function openingOf({ pages: list, bytes }: Virtual, version: number): Opening {
  return { version, pages: list, bytes };
}
