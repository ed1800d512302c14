/** Whether a stretch of a frame kept its values (SPEC.md S5, E3). */
import type { opening as openings, receipt as receipts, suite } from '@assay/core';
import type { Stretch } from './sample.js';

/** What there is to see of a stretch. */
export interface FrameSetting {
  readonly trace: receipts.Receipt['trace'];
  readonly suite: suite.HashSuite;
  /** Of both versions. */
  readonly sizeBytes: number;
}

/** The words that an opening of a stretch is for: its first and its last. */
export function rangesOf({ start, end }: { readonly start: number; readonly end: number }): readonly openings.Range[] {
  return [
    { offsetBytes: 4 * start, lengthBytes: 4 },
    { offsetBytes: 4 * (end - 1), lengthBytes: 4 },
  ];
}

/**
 * Compares a stretch in two versions by the openings of its ends.
 *
 * @returns whether it is the same in both, or which of the openings does not hold.
 */
export function compare(
  stretch: Stretch,
  before: Uint8Array,
  after: Uint8Array,
  { trace, suite: hashes, sizeBytes }: FrameSetting,
): 'unchanged' | 'changed' | { readonly refused: openings.Refused; readonly version: number } {
  const ranges = rangesOf(stretch);
  const old = hashes.verify(trace[stretch.from]!, sizeBytes, ranges, before);
  if (!old.ok) return { refused: old, version: stretch.from };
  const now = hashes.verify(trace[stretch.version]!, sizeBytes, ranges, after);
  if (!now.ok) return { refused: now, version: stretch.version };

  const first = 4 * stretch.start;
  const end = 4 * stretch.end;
  // The same ranges of equal lengths: both openings show the same chunks, and hide the same nodes.
  for (const [i, { offsetBytes, bytes }] of old.shown.entries()) {
    const others = now.shown[i]!.bytes;
    const last = Math.min(bytes.length, end - offsetBytes);
    for (let at = Math.max(0, first - offsetBytes); at < last; at++) if (bytes[at] !== others[at]) return 'changed';
  }
  for (const [i, { offsetBytes, lengthBytes, value }] of old.siblings.entries()) {
    const isInside = offsetBytes >= first && offsetBytes + lengthBytes <= end;
    if (isInside && value !== now.siblings[i]!.value) return 'changed';
  }
  return 'unchanged';
}
