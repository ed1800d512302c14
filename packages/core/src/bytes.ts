import { AssayError } from './errors.js';

const HEX = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));

/** Lower-case hexadecimal, two digits a byte, no prefix: the notation of `b3sum`. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte];
  return text;
}

/**
 * The bytes of a lower-case hexadecimal text.
 *
 * @throws AssayError `bytes.not-hex` (malformed) on upper case, an odd length or any other character.
 */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) {
    throw new AssayError({
      kind: 'malformed',
      code: 'bytes.not-hex',
      expected: 'an even number of lower-case hexadecimal digits',
      got: text.length > 80 ? `${text.slice(0, 80)}...` : JSON.stringify(text),
      remedy: 'Write it as b3sum does: lower case, without 0x.',
    });
  }
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** Whether two byte strings are equal. Not constant-time: nothing compared here is secret. */
export function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Lexicographic order of two byte strings: negative, zero or positive. */
export function compare(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = a[i]! - b[i]!;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** All parts, one after the other, in a buffer of its own. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Throws unless `value` is a Uint8Array (of exactly `lengthBytes`, where given). A caller's mistake, so a `bug`. */
export function assertBytes(value: unknown, name: string, lengthBytes?: number): asserts value is Uint8Array {
  if (value instanceof Uint8Array && (lengthBytes === undefined || value.length === lengthBytes)) return;
  throw new AssayError({
    kind: 'bug',
    code: 'bytes.not-bytes',
    where: name,
    expected: lengthBytes === undefined ? 'a Uint8Array' : `a Uint8Array of ${lengthBytes} bytes`,
    got: value instanceof Uint8Array ? `${value.length} bytes` : Object.prototype.toString.call(value).slice(8, -1),
    remedy: 'Pass the raw bytes.',
  });
}
