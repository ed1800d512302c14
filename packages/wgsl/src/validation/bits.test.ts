import { check } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as bits from './bits.js';

/** The 32 bits of a word, the lowest first. */
function bitsOf(word: number): readonly number[] {
  return [...BigInt.asUintN(32, BigInt(word)).toString(2).padStart(32, '0')].reverse().map(Number);
}

/** The word with these bits, the lowest first. */
function fromBits(list: readonly number[]): number {
  return list.reduce((sum, bit, i) => sum + bit * 2 ** i, 0);
}

/** -1 as a word. */
const none = 0xffffffff;
const orNone = (position: number): number => (position === -1 ? none : position);

const word = fc.oneof(
  fc.constantFrom(0, 1, 2, 0x7fffffff, 0x80000000, 0x80000001, 0xfffffffe, 0xffffffff),
  fc.nat({ max: 0xffffffff }),
  fc.nat({ max: 31 }).map((shift) => 2 ** shift),
);
const range = fc.nat({ max: 32 }).chain((offset) => fc.tuple(fc.constant(offset), fc.nat({ max: 32 - offset })));

describe('V40 bit functions, against their definition on lists of bits', () => {
  it.each<[name: string, got: (word: number) => number, expected: (list: readonly number[]) => number]>([
    ['countLeadingZeros', bits.countLeadingZeros, (list) => 31 - list.lastIndexOf(1)],
    ['countTrailingZeros', bits.countTrailingZeros, (list) => (list.includes(1) ? list.indexOf(1) : 32)],
    ['countOneBits', bits.countOneBits, (list) => list.filter((bit) => bit === 1).length],
    ['firstLeadingBit', bits.firstLeadingBit, (list) => orNone(list.lastIndexOf(1))],
    ['firstLeadingBitSigned', bits.firstLeadingBitSigned, (list) => orNone(list.lastIndexOf(1 - (list[31] ?? 0)))],
    ['firstTrailingBit', bits.firstTrailingBit, (list) => orNone(list.indexOf(1))],
    ['reverseBits', bits.reverseBits, (list) => fromBits(list.toReversed())],
  ])('%s', (_, got, expected) => {
    const property = fc.property(word, (one) => {
      expect(got(one)).toBe(expected(bitsOf(one)));
    });
    fc.assert(property, check(10_000));
  });

  it('extractBits', () => {
    const property = fc.property(word, range, (one, [offset, count]) => {
      const field = bitsOf(one).slice(offset, offset + count);
      const sign = field.at(-1) ?? 0;
      expect(bits.extractBits(one, offset, count)).toBe(fromBits(field));
      const extended = [...field, ...Array<number>(32 - count).fill(sign)];
      expect(bits.extractBitsSigned(one, offset, count)).toBe(fromBits(extended));
    });
    fc.assert(property, check(10_000));
  });

  it('insertBits', () => {
    const property = fc.property(word, word, range, (one, other, [offset, count]) => {
      const list = bitsOf(one).map((bit, i) =>
        i >= offset && i < offset + count ? (bitsOf(other)[i - offset] ?? 0) : bit,
      );
      expect(bits.insertBits(one, other, offset, count)).toBe(fromBits(list));
    });
    fc.assert(property, check(10_000));
  });

  it('bytes', () => {
    const property = fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), (bytes) => {
      const one = new DataView(bytes.buffer).getUint32(0, true);
      expect(bits.fromBytes([...bytes])).toBe(one);
      expect(bits.bytesOf(one)).toEqual([...bytes]);
      expect(bits.signedBytesOf(one)).toEqual([...new Int8Array(bytes.buffer)]);
      expect(bits.fromBytes(bits.signedBytesOf(one))).toBe(one);
    });
    fc.assert(property, check(10_000));
  });
});
