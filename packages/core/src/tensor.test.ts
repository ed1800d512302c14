import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode, type Value } from './codec.js';
import * as tensor from './tensor.js';
import { check, outcome } from './testing/fixture.js';

const tensors = fc.record({
  element: fc.constantFrom<tensor.Element>('i8', 'u8', 'i16', 'u16', 'i32', 'u32'),
  shape: fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 2 ** 32 - 1 })), {
    minLength: 1,
    maxLength: 8,
  }),
});

describe('lengthBytes', () => {
  it.each<[tensor.Tensor, number]>([
    [{ element: 'i8', shape: [1] }, 1],
    [{ element: 'u8', shape: [2, 4, 4] }, 32],
    [{ element: 'i16', shape: [3] }, 6],
    [{ element: 'u16', shape: [3, 3] }, 18],
    [{ element: 'i32', shape: [5, 2] }, 40],
    [{ element: 'u32', shape: [2 ** 32 - 1] }, 4 * (2 ** 32 - 1)],
  ])('%j has %i bytes', (value, expected) => expect(tensor.lengthBytes(value)).toBe(expected));
});

describe('toText and fromText', () => {
  it('are inverse on everything that can be encoded', () => {
    fc.assert(
      fc.property(tensors, (value) => {
        expect(tensor.fromText(tensor.toText(value))).toEqual(value);
      }),
      check(5_000),
    );
  });

  it('read what the encoded form takes, and nothing else', () => {
    for (const text of ['i8[4294967295]', 'u32[1,2,3,4,5,6,7,8]']) {
      const value = tensor.fromText(text);
      expect(outcome(() => tensor.shape.fromValue(value as unknown as Value, 'tensor'))).toBe('accepted');
      expect(tensor.toText(value)).toBe(text);
    }
  });

  it.each([
    'i8',
    'i8[]',
    'i8[0]',
    'i8[01]',
    'i8[-1]',
    'i8[1,]',
    'i8[1, 2]',
    'i8[1]\n',
    ' i8[1]',
    'f32[1]',
    'i64[1]',
    'i8[4294967296]',
    'i8[9999999999]',
    'i8[1,1,1,1,1,1,1,1,1]',
    'constructor[1]',
    'I8[1]',
    '',
  ])('refuse %j', (text) => {
    expect(outcome(() => tensor.fromText(text))).toBe('malformed tensor.bad-text');
  });
});

describe('shape', () => {
  it('J18: what is written is read', () => {
    fc.assert(
      fc.property(tensors, (value) => {
        expect(tensor.shape.fromValue(decode(encode(tensor.shape.toValue(value))), 'tensor')).toEqual(value);
      }),
      check(2_000),
    );
  });

  it.each<unknown>([
    { element: 'f32', shape: [1] },
    { element: 'i8', shape: [] },
    { element: 'i8', shape: [0] },
    { element: 'i8', shape: [2 ** 32] },
    { element: 'i8', shape: [1, 1, 1, 1, 1, 1, 1, 1, 1] },
    { element: 'i8', shape: 4 },
  ])('J18: refuses %j', (value) => {
    expect(outcome(() => tensor.shape.fromValue(value as Value, 'tensor'))).toBe('malformed shape.wrong-value');
  });
});
