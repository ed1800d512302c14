/**
 * What each operation of the IR does to 32-bit words (SPEC.md E1, E4–E6). Words are numbers from -2³¹ to 2³¹-1, whatever
 * their type: `-u` operations read them as 0 to 2³²-1.
 */
import * as bits from '../validation/bits.js';
import type { BinaryOperation, Instruction, UnaryOperation } from './ir.js';

export type Unary = (operand: number) => number;
export type Binary = (left: number, right: number) => number;
export type AtomicOperation = Extract<Instruction, { kind: 'atomic' }>['operation'];

export const unary: Readonly<Record<UnaryOperation, Unary>> = {
  not: (a) => (a === 0 ? 1 : 0),
  complement: (a) => ~a,
  negate: (a) => -a | 0,
  'abs-s': (a) => (a < 0 ? -a | 0 : a),
  'sign-s': (a) => Math.sign(a),
  'count-leading-zeros': bits.countLeadingZeros,
  'count-trailing-zeros': bits.countTrailingZeros,
  'count-one-bits': bits.countOneBits,
  'reverse-bits': (a) => bits.reverseBits(a) | 0,
  'first-leading-bit-s': (a) => bits.firstLeadingBitSigned(a) | 0,
  'first-leading-bit-u': (a) => bits.firstLeadingBit(a) | 0,
  'first-trailing-bit': (a) => bits.firstTrailingBit(a) | 0,
};

export const binary: Readonly<Record<BinaryOperation, Binary>> = {
  add: (a, b) => (a + b) | 0,
  sub: (a, b) => (a - b) | 0,
  mul: Math.imul,
  // E5. The quotient of two 32-bit words, rounded as a double, truncates to the exact one; -2³¹ / -1 = 2³¹ wraps.
  'div-s': (a, b) => (b === 0 ? a : (a / b) | 0),
  'div-u': (a, b) => (b === 0 ? a : ((a >>> 0) / (b >>> 0)) | 0),
  'rem-s': (a, b) => (b === 0 ? 0 : (a % b) | 0),
  'rem-u': (a, b) => (b === 0 ? 0 : ((a >>> 0) % (b >>> 0)) | 0),
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
  // JavaScript takes amounts modulo 32, as the IR does.
  shl: (a, b) => a << b,
  'shr-s': (a, b) => a >> b,
  'shr-u': (a, b) => (a >>> b) | 0,
  eq: (a, b) => (a === b ? 1 : 0),
  ne: (a, b) => (a !== b ? 1 : 0),
  'lt-s': (a, b) => (a < b ? 1 : 0),
  'lt-u': (a, b) => (a >>> 0 < b >>> 0 ? 1 : 0),
  'le-s': (a, b) => (a <= b ? 1 : 0),
  'le-u': (a, b) => (a >>> 0 <= b >>> 0 ? 1 : 0),
  'min-s': Math.min,
  'min-u': (a, b) => (a >>> 0 < b >>> 0 ? a : b),
  'max-s': Math.max,
  'max-u': (a, b) => (a >>> 0 > b >>> 0 ? a : b),
  'dot4-i8': dot4Signed,
  'dot4-u8': dot4Unsigned,
};

/** What an atomic makes of the old word and its value. */
export const atomic: Readonly<Record<AtomicOperation, Binary>> = {
  add: binary.add,
  sub: binary.sub,
  'max-s': binary['max-s'],
  'max-u': binary['max-u'],
  'min-s': binary['min-s'],
  'min-u': binary['min-u'],
  and: binary.and,
  or: binary.or,
  xor: binary.xor,
};

/** `count` bits from `offset`; above them zeros, or copies of the last if `isSigned`. offset + count is at most 32. */
export function extract(word: number, offset: number, count: number, isSigned: boolean): number {
  return (isSigned ? bits.extractBitsSigned(word, offset, count) : bits.extractBits(word, offset, count)) | 0;
}

/** `word` with the low `count` bits of `inserted` at `offset`. offset + count is at most 32. */
export function insert(word: number, inserted: number, offset: number, count: number): number {
  return bits.insertBits(word, inserted, offset, count) | 0;
}

/** Cannot overflow: at most 4 · 2¹⁴. */
function dot4Signed(a: number, b: number): number {
  return (
    (((a << 24) >> 24) * ((b << 24) >> 24) +
      ((a << 16) >> 24) * ((b << 16) >> 24) +
      ((a << 8) >> 24) * ((b << 8) >> 24) +
      (a >> 24) * (b >> 24)) |
    0
  );
}

/** Cannot overflow: at most 4 · 255². */
function dot4Unsigned(a: number, b: number): number {
  return (
    (a & 0xff) * (b & 0xff) +
    ((a >>> 8) & 0xff) * ((b >>> 8) & 0xff) +
    ((a >>> 16) & 0xff) * ((b >>> 16) & 0xff) +
    (a >>> 24) * (b >>> 24)
  );
}
