/**
 * The bit and packing functions of WGSL §17.5 and §17.9 on one 32-bit word. Words are numbers from 0 to 2³²-1; signed
 * operands and results are their two's complement (SPEC.md V40).
 */

/** How many zero bits stand before the first one; 32 for 0. */
export function countLeadingZeros(word: number): number {
  return Math.clz32(word);
}

/** How many zero bits stand after the last one; 32 for 0. */
export function countTrailingZeros(word: number): number {
  return word === 0 ? 32 : 31 - Math.clz32(word & -word);
}

export function countOneBits(word: number): number {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

/** The position of the highest one; all ones (-1) if there is none. */
export function firstLeadingBit(word: number): number {
  return (31 - Math.clz32(word)) >>> 0;
}

/** The position of the highest bit that differs from the sign; all ones (-1) if there is none. */
export function firstLeadingBitSigned(word: number): number {
  return firstLeadingBit((word | 0) < 0 ? ~word : word);
}

/** The position of the lowest one; all ones (-1) if there is none. */
export function firstTrailingBit(word: number): number {
  return word === 0 ? 0xffffffff : countTrailingZeros(word);
}

export function reverseBits(word: number): number {
  let reversed = 0;
  for (let i = 0; i < 32; i += 1) reversed |= ((word >>> i) & 1) << (31 - i);
  return reversed >>> 0;
}

/** `count` bits from `offset`, then zeros. offset + count is at most 32. */
export function extractBits(word: number, offset: number, count: number): number {
  return ((count === 0 ? 0 : word >>> offset) & ones(count)) >>> 0;
}

/** `count` bits from `offset`, then copies of the last of them. offset + count is at most 32. */
export function extractBitsSigned(word: number, offset: number, count: number): number {
  if (count === 0) return 0;
  return ((word << (32 - offset - count)) >> (32 - count)) >>> 0;
}

/** `word` with the low `count` bits of `bits` at `offset`. offset + count is at most 32. */
export function insertBits(word: number, bits: number, offset: number, count: number): number {
  if (count === 0) return word;
  const mask = ones(count) << offset;
  return ((word & ~mask) | ((bits << offset) & mask)) >>> 0;
}

/** The four bytes, lowest first, unsigned. */
export function bytesOf(word: number): readonly [number, number, number, number] {
  return [word & 0xff, (word >>> 8) & 0xff, (word >>> 16) & 0xff, word >>> 24];
}

/** The four bytes, lowest first, signed. */
export function signedBytesOf(word: number): readonly [number, number, number, number] {
  return [(word << 24) >> 24, (word << 16) >> 24, (word << 8) >> 24, word >> 24];
}

/** The word with the low bytes of these numbers, lowest first. */
export function fromBytes(bytes: readonly number[]): number {
  return bytes.reduce((word, byte, i) => word | ((byte & 0xff) << (8 * i)), 0) >>> 0;
}

/** `count` low bits, 0 to 32. */
function ones(count: number): number {
  return count === 0 ? 0 : 0xffffffff >>> (32 - count);
}
