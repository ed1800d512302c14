import {
  chunkBytes,
  type Engine,
  hash,
  leftChunks,
  parent,
  rootParent,
  subtree,
  typescript,
  valueBytes,
} from './blake3.js';
import { assertBytes, fromHex, isEqual, toHex } from './bytes.js';
import { AssayError, type Failure } from './errors.js';

// An opening is nothing but bytes, left to right: the chunks that are shown, and for each largest node of the tree that holds
// none of them its chaining value. The length and the ranges decide what stands where, so there is nothing in it to parse.
//
// Why it is sound (SPEC.md, Commitments): every byte is an input of one compression whose place the verifier knows. A chunk is
// compressed with CHUNK_START and its index, a node with PARENT, the root with ROOT, so no output serves in another role or place
// unless the compression collides; and what is compared is the root.

/** A stretch of a committed buffer. Never empty. */
export interface Range {
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

/** Whole chunks (the buffer's last may be short), side by side, that an opening shows. */
export interface Shown {
  readonly offsetBytes: number;
  /** A view into the opening. */
  readonly bytes: Uint8Array;
}

/** A part of the buffer that an opening does not show, with its verified value. */
export interface Sibling extends Range {
  /** The chaining value, 64 lower-case hexadecimal digits. Equal parts at equal offsets have equal values. */
  readonly value: string;
}

/** An opening that holds. */
export interface Opened {
  readonly ok: true;
  /** The bytes of each range, in the order in which the ranges were given. Views into the opening, not copies. */
  readonly bytes: readonly Uint8Array[];
  /** Everything that is shown, by offset: the chunks of the ranges, and the last chunk. */
  readonly shown: readonly Shown[];
  /** Everything that is not, by offset. Two buffers with equal `shown` and equal `siblings` are equal. */
  readonly siblings: readonly Sibling[];
}

/** An opening that does not hold. */
export interface Refused {
  readonly ok: false;
  /** Code `opening.wrong-size` (malformed) or `opening.wrong-root` (invalid). */
  readonly failure: Failure;
}

/** The most ranges of one opening. */
export const maxRanges = 65_536;

/** Chunks [first, end) of the buffer. */
interface Run {
  readonly first: number;
  readonly end: number;
}

/** A node of the tree that is shown whole, or not at all. */
interface Part extends Range {
  readonly isShown: boolean;
}

/**
 * The one byte string that proves `ranges` of `bytes`. Hashes what is not shown: the cost of {@link hash}.
 *
 * @param ranges 1 to {@link maxRanges}, in any order; they may overlap.
 * @throws AssayError `opening.bad-range` (bug), `opening.too-many-ranges` (exhausted).
 */
export function open(
  bytes: Uint8Array,
  ranges: readonly Range[],
  engine: Engine = typescript,
): Uint8Array<ArrayBuffer> {
  assertBytes(bytes, 'bytes');
  const runs = runsOf(bytes.length, ranges);
  const opening = new Uint8Array(sizeOf(bytes.length, runs));
  let at = 0;
  for (const { offsetBytes, lengthBytes, isShown } of partsOf(bytes.length, runs)) {
    const part = bytes.subarray(offsetBytes, offsetBytes + lengthBytes);
    const shown = isShown ? part : subtree(part, offsetBytes / chunkBytes, engine);
    opening.set(shown, at);
    at += shown.length;
  }
  return opening;
}

/**
 * How many bytes the opening of `ranges` has, in any buffer of `lengthBytes`. Reads no buffer.
 *
 * @throws AssayError as {@link verify}.
 */
export function sizeBytes(lengthBytes: number, ranges: readonly Range[]): number {
  return sizeOf(lengthBytes, runsOf(lengthBytes, ranges));
}

/**
 * Checks an opening. Only `opening` is untrusted; the other arguments are what the verifier knows without the prover.
 *
 * The work is linear in the bytes of `opening` and the number of ranges, whatever length they claim.
 *
 * @param root the 32 bytes of the hash.
 * @param lengthBytes of the buffer, from the job.
 * @throws AssayError `opening.bad-length`, `opening.bad-range` (bug), `opening.too-many-ranges` (exhausted): the
 * verifier's own mistakes.
 */
export function verify(
  root: Uint8Array,
  lengthBytes: number,
  ranges: readonly Range[],
  opening: Uint8Array,
  engine: Engine = typescript,
): Opened | Refused {
  assertBytes(root, 'root', valueBytes);
  assertBytes(opening, 'opening');
  const runs = runsOf(lengthBytes, ranges);
  const shownBytes = runs.reduce((sum, run) => sum + extent(run, lengthBytes).lengthBytes, 0);
  if (opening.length < shownBytes) return wrongSize(`${shownBytes} bytes or more`, opening.length);
  const size = sizeOf(lengthBytes, runs);
  if (opening.length !== size) return wrongSize(`${size} bytes`, opening.length);

  const parts = partsOf(lengthBytes, runs);
  const siblings: Sibling[] = [];
  const values: Uint8Array[] = [];
  let at = 0;
  for (const { offsetBytes, lengthBytes: partBytes, isShown } of parts) {
    const part = opening.subarray(at, at + (isShown ? partBytes : valueBytes));
    at += part.length;
    if (!isShown) siblings.push({ offsetBytes, lengthBytes: partBytes, value: toHex(part) });
    // One part is the whole buffer, which has no chaining value but the root.
    if (parts.length > 1) values.push(isShown ? subtree(part, offsetBytes / chunkBytes, engine) : part);
  }
  const computed = parts.length === 1 ? hash(opening, engine) : fold(parts, values, lengthBytes);
  if (!isEqual(computed, root)) return wrongRoot(root, computed);

  const shown = shownOf(runs, lengthBytes, opening, siblings);
  return { ok: true, bytes: ranges.map((range) => bytesOf(range, shown)), shown, siblings };
}

/**
 * The one byte string that proves `ranges`, made from an opening that shows them among others. Needs no buffer.
 *
 * @param opened of a buffer of `lengthBytes`, as {@link verify} gave it.
 * @throws AssayError `opening.not-shown` (bug), and as {@link verify}.
 */
export function narrow(
  lengthBytes: number,
  { shown, siblings }: Opened,
  ranges: readonly Range[],
  engine: Engine = typescript,
): Uint8Array<ArrayBuffer> {
  const runs = runsOf(lengthBytes, ranges);
  const values = new Map(siblings.map((one) => [one.offsetBytes, one]));
  const piece = (offsetBytes: number, partBytes: number): Uint8Array | undefined => {
    const run = shown[lastBefore(shown, offsetBytes)];
    const from = offsetBytes - (run?.offsetBytes ?? 0);
    if (run === undefined || from < 0 || from + partBytes > run.bytes.length) return undefined;
    return run.bytes.subarray(from, from + partBytes);
  };
  const nodeValue = (first: number, end: number): Uint8Array => {
    const { offsetBytes, lengthBytes: nodeBytes } = extent({ first, end }, lengthBytes);
    const sibling = values.get(offsetBytes);
    if (sibling?.lengthBytes === nodeBytes) return fromHex(sibling.value);
    const bytes = piece(offsetBytes, nodeBytes);
    if (bytes !== undefined) return subtree(bytes, first, engine);
    if (end - first === 1) throw notShown(offsetBytes);
    const middle = first + leftChunks(end - first);
    const left = nodeValue(first, middle);
    return parent(left, nodeValue(middle, end));
  };
  const opening = new Uint8Array(sizeOf(lengthBytes, runs));
  let at = 0;
  for (const { offsetBytes, lengthBytes: partBytes, isShown } of partsOf(lengthBytes, runs)) {
    const first = offsetBytes / chunkBytes;
    const bytes = isShown
      ? piece(offsetBytes, partBytes)
      : nodeValue(first, Math.ceil((offsetBytes + partBytes) / chunkBytes));
    if (bytes === undefined) throw notShown(offsetBytes);
    opening.set(bytes, at);
    at += bytes.length;
  }
  return opening;
}

function notShown(offsetBytes: number): AssayError {
  return new AssayError({
    kind: 'bug',
    code: 'opening.not-shown',
    expected: 'ranges that the opening shows',
    got: `others, at byte ${offsetBytes}`,
    remedy: 'Narrow an opening to some of its own ranges.',
  });
}

/** The chunks of the ranges, and the last chunk: sorted, merged, disjoint, with a gap between any two. */
function runsOf(lengthBytes: number, ranges: readonly Range[]): Run[] {
  if (!Number.isSafeInteger(lengthBytes) || lengthBytes < 0) {
    throw new AssayError({
      kind: 'bug',
      code: 'opening.bad-length',
      expected: 'a length in bytes from 0 to 2^53 - 1',
      got: String(lengthBytes),
      remedy: 'Pass the length that the job gives for this buffer.',
    });
  }
  if (ranges.length > maxRanges) {
    throw new AssayError({
      kind: 'exhausted',
      code: 'opening.too-many-ranges',
      expected: `at most ${maxRanges} ranges`,
      got: `${ranges.length} ranges`,
      remedy: 'Merge neighbouring ranges, or open them in several openings.',
    });
  }
  if (ranges.length === 0) throw badRange('ranges', lengthBytes, 'none');
  const runs: Run[] = ranges.map((range, i) => {
    assertRange(range, lengthBytes, i);
    const { offsetBytes, lengthBytes: rangeBytes } = range;
    return { first: Math.floor(offsetBytes / chunkBytes), end: Math.ceil((offsetBytes + rangeBytes) / chunkBytes) };
  });
  const chunks = Math.ceil(lengthBytes / chunkBytes);
  // Its index and size are hashed with it: this is what makes an opening prove the length as well.
  runs.push({ first: chunks - 1, end: chunks });
  runs.sort((a, b) => a.first - b.first);

  const merged: Run[] = [];
  for (const run of runs) {
    const before = merged.at(-1);
    if (before === undefined || run.first > before.end) merged.push(run);
    else merged[merged.length - 1] = { first: before.first, end: Math.max(before.end, run.end) };
  }
  return merged;
}

function assertRange(range: Range, lengthBytes: number, index: number): void {
  const { offsetBytes, lengthBytes: rangeBytes } = range;
  const areIntegers = Number.isSafeInteger(offsetBytes) && Number.isSafeInteger(rangeBytes);
  if (areIntegers && offsetBytes >= 0 && rangeBytes >= 1 && rangeBytes <= lengthBytes - offsetBytes) return;
  throw badRange(`ranges[${index}]`, lengthBytes, `${rangeBytes} bytes from ${offsetBytes}`);
}

function badRange(where: string, lengthBytes: number, got: string): AssayError {
  return new AssayError({
    kind: 'bug',
    code: 'opening.bad-range',
    where,
    expected: `1 byte or more, inside the buffer's ${lengthBytes} bytes`,
    got,
    remedy: 'Take ranges from the job, whose bounds are checked; a buffer without bytes has nothing to open.',
  });
}

/** Visits the largest nodes that are shown whole or not at all, left to right. */
function walk(lengthBytes: number, runs: readonly Run[], visit: (node: Run, isShown: boolean) => void): void {
  let next = 0;
  const descend = (first: number, end: number): void => {
    while (next < runs.length && runs[next]!.end <= first) next++;
    const run = runs[next];
    const isHidden = run === undefined || run.first >= end;
    if (isHidden || (run.first <= first && run.end >= end)) {
      visit({ first, end }, !isHidden);
      return;
    }
    const middle = first + leftChunks(end - first);
    descend(first, middle);
    descend(middle, end);
  };
  descend(0, Math.ceil(lengthBytes / chunkBytes));
}

function partsOf(lengthBytes: number, runs: readonly Run[]): Part[] {
  const parts: Part[] = [];
  walk(lengthBytes, runs, (node, isShown) => parts.push({ ...extent(node, lengthBytes), isShown }));
  return parts;
}

/** The bytes of the opening. Keeps nothing, so that a hostile length or many ranges cost no memory. */
function sizeOf(lengthBytes: number, runs: readonly Run[]): number {
  let size = 0;
  walk(lengthBytes, runs, (node, isShown) => {
    size += isShown ? extent(node, lengthBytes).lengthBytes : valueBytes;
  });
  return size;
}

function extent({ first, end }: Run, lengthBytes: number): Range {
  const offsetBytes = first * chunkBytes;
  return { offsetBytes, lengthBytes: Math.min(end * chunkBytes, lengthBytes) - offsetBytes };
}

/** The root over two or more parts with their chaining values. */
function fold(parts: readonly Part[], values: readonly Uint8Array[], lengthBytes: number): Uint8Array {
  let next = 0;
  const nodeValue = (first: number, end: number): Uint8Array => {
    if (parts[next]!.lengthBytes === extent({ first, end }, lengthBytes).lengthBytes) return values[next++]!;
    const middle = first + leftChunks(end - first);
    const left = nodeValue(first, middle);
    return parent(left, nodeValue(middle, end));
  };
  const chunks = Math.ceil(lengthBytes / chunkBytes);
  const middle = leftChunks(chunks);
  const left = nodeValue(0, middle);
  return rootParent(left, nodeValue(middle, chunks));
}

/** The runs with their bytes. No sibling stands inside a run, so each is one piece of the opening. */
function shownOf(
  runs: readonly Run[],
  lengthBytes: number,
  opening: Uint8Array,
  siblings: readonly Sibling[],
): Shown[] {
  const shown: Shown[] = [];
  let at = 0;
  let next = 0;
  for (const run of runs) {
    const { offsetBytes, lengthBytes: runBytes } = extent(run, lengthBytes);
    for (; next < siblings.length && siblings[next]!.offsetBytes < offsetBytes; next++) at += valueBytes;
    shown.push({ offsetBytes, bytes: opening.subarray(at, at + runBytes) });
    at += runBytes;
  }
  return shown;
}

function bytesOf({ offsetBytes, lengthBytes }: Range, shown: readonly Shown[]): Uint8Array {
  const run = shown[lastBefore(shown, offsetBytes)]!;
  const from = offsetBytes - run.offsetBytes;
  return run.bytes.subarray(from, from + lengthBytes);
}

/** The last run that begins at or before a byte: it holds what is shown from there on. The first one where none does. */
function lastBefore(shown: readonly Shown[], offsetBytes: number): number {
  let low = 0;
  let high = shown.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (shown[middle]!.offsetBytes <= offsetBytes) low = middle;
    else high = middle - 1;
  }
  return low;
}

function wrongSize(expected: string, got: number): Refused {
  return {
    ok: false,
    failure: {
      kind: 'malformed',
      code: 'opening.wrong-size',
      expected,
      got: `${got} bytes`,
      remedy:
        'The prover must send exactly the shown chunks and the nodes beside them, for this length and these ranges.',
    },
  };
}

function wrongRoot(root: Uint8Array, computed: Uint8Array): Refused {
  return {
    ok: false,
    failure: {
      kind: 'invalid',
      code: 'opening.wrong-root',
      expected: `root ${toHex(root)}`,
      got: `root ${toHex(computed)}`,
      remedy: 'The opening is not of this commitment at this length: treat its bytes as not shown.',
    },
  };
}
