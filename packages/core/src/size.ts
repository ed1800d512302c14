import { AssayError } from './errors.js';
import { integer, type Shape } from './shape.js';

declare const brand: unique symbol;

/** The length of a version in bytes: a positive multiple of 4, fewer than 2³² words. */
export type SizeBytes = number & { readonly [brand]: 'SizeBytes' };

const MAX_BYTES = 4 * (2 ** 32 - 1);

/** The encoded form. A size that is no multiple of 4 is left to {@link fromNumber}, which names the rule. */
export const shape: Shape<number> = integer(1, MAX_BYTES);

/**
 * A number as a version's size.
 *
 * @throws AssayError `size.not-words` (invalid).
 */
export function fromNumber(bytes: number): SizeBytes {
  if (Number.isSafeInteger(bytes) && bytes > 0 && bytes % 4 === 0 && bytes <= MAX_BYTES) return bytes as SizeBytes;
  throw new AssayError({
    kind: 'invalid',
    code: 'size.not-words',
    expected: `a positive multiple of 4 bytes, at most ${MAX_BYTES}`,
    got: String(bytes),
    remedy: `Versions are 32-bit words: pad with zeros (${Number.isSafeInteger(bytes) && bytes > 0 ? `to ${padded(bytes)} bytes` : 'to whole words'}) and record the file's length.`,
  });
}

/** The size of the version that holds a file of this length: rounded up to whole words, at least one. */
export function padded(fileLengthBytes: number): SizeBytes {
  return Math.max(4, Math.ceil(fileLengthBytes / 4) * 4) as SizeBytes;
}

/** The bytes of a file as a version: followed by zeros up to `sizeBytes`. Returns its argument when nothing is added. */
export function pad(bytes: Uint8Array, sizeBytes: number = padded(bytes.length)): Uint8Array {
  if (bytes.length === sizeBytes) return bytes;
  if (sizeBytes !== padded(bytes.length)) {
    throw new AssayError({
      kind: 'invalid',
      code: 'size.mismatch',
      expected: `${sizeBytes <= 4 ? 0 : sizeBytes - 3} to ${sizeBytes} bytes`,
      got: `${bytes.length} bytes`,
      remedy: 'Pass the file that the job was made for, or make a job for this size.',
    });
  }
  const whole = new Uint8Array(sizeBytes);
  whole.set(bytes);
  return whole;
}
