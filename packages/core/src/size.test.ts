import { describe, expect, it } from 'vitest';
import * as size from './size.js';
import { outcome } from './testing/fixture.js';

const MOST = 4 * (2 ** 32 - 1);

describe('fromNumber', () => {
  it.each([4, 8, MOST - 4, MOST])('J4: takes %i', (bytes) => expect(size.fromNumber(bytes)).toBe(bytes));
  it.each([0, 1, 2, 3, 5, 6, 7, -4, 4.5, MOST + 1, MOST + 4, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY])(
    'J4: refuses %d',
    (bytes) => expect(outcome(() => size.fromNumber(bytes))).toBe('invalid size.not-words'),
  );
  it('says how far to pad', () => {
    expect(() => size.fromNumber(5)).toThrow(
      expect.objectContaining({ remedy: expect.stringContaining('to 8 bytes') }),
    );
  });
});

describe('padded and pad', () => {
  it.each([
    [0, 4],
    [1, 4],
    [3, 4],
    [4, 4],
    [5, 8],
    [8, 8],
    [MOST - 1, MOST],
  ])('J4: a file of %i bytes becomes %i', (length, expected) => {
    expect(size.padded(length)).toBe(expected);
  });

  it.each([0, 1, 2, 3, 4, 5, 7, 8])('J4: %i bytes are followed by zeros', (length) => {
    const file = new Uint8Array(length).fill(0xff);
    const whole = size.pad(file);
    expect(whole).toHaveLength(size.padded(length));
    expect([...whole.subarray(0, length)]).toEqual([...file]);
    expect(whole.subarray(length).every((byte) => byte === 0)).toBe(true);
    expect(size.pad(file, size.padded(length))).toEqual(whole);
    expect(whole === file).toBe(length % 4 === 0 && length > 0);
  });

  it.each([
    [4, 8],
    [0, 8],
    [5, 4],
    [9, 8],
    [1, 8],
    [5, 7],
    [1, 0],
  ])('refuses %i bytes as %i', (length, bytes) => {
    expect(outcome(() => size.pad(new Uint8Array(length), bytes))).toBe('invalid size.mismatch');
  });
});
