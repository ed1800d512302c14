import * as blake3Hash from './blake3.js';
import { fromHex, toHex } from './bytes.js';
import { AssayError } from './errors.js';
import * as opening from './opening.js';

export type { Engine } from './blake3.js';
export type { Opened, Range, Refused, Shown, Sibling } from './opening.js';

declare const brand: unique symbol;

/** The commitment to a buffer, as text. Made by {@link HashSuite.root}, or by {@link toRoot} from what somebody wrote. */
export type Root = string & { readonly [brand]: 'Root' };

/** A way to commit to buffers and to open parts of them. */
export interface HashSuite {
  /** The name that tasks use: `blake3`. */
  readonly name: string;
  /** The commitment to a buffer. */
  root(bytes: Uint8Array): Root;
  /**
   * The one byte string that proves `ranges` of `bytes`. Ranges may overlap and come in any order.
   *
   * @throws AssayError `opening.bad-range` (bug), `opening.too-many-ranges` (exhausted).
   */
  open(bytes: Uint8Array, ranges: readonly opening.Range[]): Uint8Array;
  /**
   * Checks an opening against a root and the length that the job gives. Only `opening` is untrusted.
   *
   * @throws AssayError as `open`, and `opening.bad-length` (bug).
   */
  verify(
    root: Root,
    lengthBytes: number,
    ranges: readonly opening.Range[],
    opening: Uint8Array,
  ): opening.Opened | opening.Refused;
  /**
   * The opening of some of the ranges that a verified one shows.
   *
   * @throws AssayError as `verify`, and `opening.not-shown` (bug).
   */
  narrow(lengthBytes: number, opened: opening.Opened, ranges: readonly opening.Range[]): Uint8Array;
}

/**
 * The default suite: a root is the plain BLAKE3 hash of the bytes, in 64 lower-case hexadecimal digits, as `b3sum` prints it.
 *
 * @param engine what computes chaining values; every engine gives the same roots.
 */
export function blake3(engine: blake3Hash.Engine = blake3Hash.typescript): HashSuite {
  return {
    name: 'blake3',
    root: (bytes) => toHex(blake3Hash.hash(bytes, engine)) as Root,
    open: (bytes, ranges) => opening.open(bytes, ranges, engine),
    verify: (root, lengthBytes, ranges, bytes) =>
      opening.verify(fromHex(toRoot(root)), lengthBytes, ranges, bytes, engine),
    narrow: (lengthBytes, opened, ranges) => opening.narrow(lengthBytes, opened, ranges, engine),
  };
}

/** Whether a text is a root: 64 lower-case hexadecimal digits. */
export function isRoot(text: unknown): text is Root {
  return typeof text === 'string' && /^[0-9a-f]{64}$/.test(text);
}

/**
 * The root that a text writes.
 *
 * @throws AssayError `suite.not-a-root` (malformed).
 */
export function toRoot(text: string): Root {
  if (isRoot(text)) return text;
  throw new AssayError({
    kind: 'malformed',
    code: 'suite.not-a-root',
    expected: '64 lower-case hexadecimal digits',
    got: JSON.stringify(String(text).slice(0, 80)),
    remedy: 'Write it as b3sum prints it: lower case, without 0x or a file name.',
  });
}
