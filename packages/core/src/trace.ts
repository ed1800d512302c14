import { fromHex } from './bytes.js';
import type { Version, VersionIndex } from './job.js';
import { type HashSuite, type Root, toRoot } from './suite.js';

/**
 * The commitments of all versions in the job's version order. It is itself a buffer, 32 bytes a root, committed with
 * the same suite; it travels with the receipt.
 */
export type Trace = readonly Root[];

/**
 * The buffer that a trace is: n · 32 bytes.
 *
 * @throws AssayError `suite.not-a-root` (malformed).
 */
export function toBytes(trace: Trace): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(32 * trace.length);
  for (const [index, root] of trace.entries()) bytes.set(fromHex(toRoot(root)), 32 * index);
  return bytes;
}

/** The commitment to a trace. */
export function root(trace: Trace, suite: HashSuite): Root {
  return suite.root(toBytes(trace));
}

/** The first version in which two traces of one job differ, or undefined. Traces of unequal length differ at the shorter one's end. */
export function firstDifference(a: Trace, b: Trace): VersionIndex | undefined {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return i as VersionIndex;
  return undefined;
}

/** A version in words, for messages: `blurred (version 3, written by step 1)`. */
export function describe({ name, index, origin }: Version): string {
  const source =
    origin.kind === 'write'
      ? `written by step ${origin.step}`
      : origin.kind === 'input'
        ? 'an input'
        : 'a literal of the job';
  return `${name} (version ${index}, ${source})`;
}
