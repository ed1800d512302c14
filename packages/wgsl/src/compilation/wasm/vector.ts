/**
 * The operations of the IR on four words at once: operands are on the stack as v128, the result is left there. What each means
 * stands in execution/operation.ts; but booleans are masks here, 0 or -1 in each lane.
 */
import type { BinaryOperation, UnaryOperation } from '../../execution/ir.js';
import * as division from './division.js';
import * as bytes from './dot.js';
import type { Scratch } from './scratch.js';
import { type Code, type Local, op, simd } from './wasm.js';

export type Shift = 'shl' | 'shr-s' | 'shr-u';

type Special = Shift | division.Division | 'dot4-i8' | 'dot4-u8';

/** Operations that are one instruction. */
const instructions: Readonly<Record<Exclude<BinaryOperation, Special>, number>> = {
  add: simd.i32x4.add,
  sub: simd.i32x4.sub,
  mul: simd.i32x4.mul,
  and: simd.and,
  or: simd.or,
  xor: simd.xor,
  eq: simd.i32x4.eq,
  ne: simd.i32x4.ne,
  'lt-s': simd.i32x4.ltS,
  'lt-u': simd.i32x4.ltU,
  'le-s': simd.i32x4.leS,
  'le-u': simd.i32x4.leU,
  'min-s': simd.i32x4.minS,
  'min-u': simd.i32x4.minU,
  'max-s': simd.i32x4.maxS,
  'max-u': simd.i32x4.maxU,
};

const shifts = { shl: simd.i32x4.shl, 'shr-s': simd.i32x4.shrS, 'shr-u': simd.i32x4.shrU } as const;

/** The exponent of 1 in the bits of a single. */
const bias = 127;

/** `not` takes a mask and gives a mask. */
export function unary(code: Code, operation: UnaryOperation, scratch: Scratch): void {
  switch (operation) {
    case 'not':
    case 'complement':
      code.vector(simd.not);
      break;
    case 'negate':
      code.vector(simd.i32x4.neg);
      break;
    case 'abs-s':
      code.vector(simd.i32x4.abs);
      break;
    case 'sign-s':
      constant(code, simd.i32x4.minS, 1);
      constant(code, simd.i32x4.maxS, -1);
      break;
    case 'count-one-bits':
      code.vector(simd.i8x16.popcnt);
      code.vector(simd.i16x8.extaddPairwiseI8x16U);
      code.vector(simd.i32x4.extaddPairwiseI16x8U);
      break;
    case 'reverse-bits':
      reverse(code, scratch);
      break;
    case 'first-leading-bit-s':
      scratch.tee('v128', (word) => {
        shiftConstant(code, 'shr-s', 31);
        code.get(word);
        code.vector(simd.xor);
      });
      highestBit(code, scratch);
      break;
    case 'first-leading-bit-u':
      highestBit(code, scratch);
      break;
    case 'count-leading-zeros':
      highestBit(code, scratch);
      code.vector(simd.not); // -1 - position
      constant(code, simd.i32x4.add, 32);
      break;
    case 'first-trailing-bit':
      lowestBit(code, scratch);
      break;
    case 'count-trailing-zeros':
      lowestBit(code, scratch);
      constant(code, simd.i32x4.minU, 32);
  }
}

/** Comparisons leave masks. */
export function binary(code: Code, operation: BinaryOperation, scratch: Scratch): void {
  switch (operation) {
    case 'shl':
    case 'shr-s':
    case 'shr-u':
      shiftLanes(code, operation, scratch);
      break;
    case 'div-s':
    case 'div-u':
    case 'rem-s':
    case 'rem-u':
      division.divide(code, operation, scratch);
      break;
    case 'dot4-i8':
    case 'dot4-u8': {
      const [left, right] = [scratch.take('v128'), scratch.take('v128')];
      code.set(right);
      code.set(left);
      bytes.dot(code, left, right, operation === 'dot4-i8');
      scratch.give(left, right);
      break;
    }
    default:
      code.vector(instructions[operation]);
  }
}

/** The left operand is on the stack, the right one is the same known word in all lanes. */
export function binaryConstant(code: Code, operation: BinaryOperation, right: number, scratch: Scratch): void {
  switch (operation) {
    case 'shl':
    case 'shr-s':
    case 'shr-u':
      shiftConstant(code, operation, right);
      break;
    case 'div-s':
    case 'div-u':
    case 'rem-s':
    case 'rem-u':
      division.divideConstant(code, operation, right, scratch);
      break;
    case 'dot4-i8':
    case 'dot4-u8': {
      const left = scratch.take('v128');
      code.set(left);
      bytes.dotConstant(code, left, right, operation === 'dot4-i8');
      scratch.give(left);
      break;
    }
    default:
      constant(code, instructions[operation], right);
  }
}

/** By the i32 on the stack, modulo 32, in all lanes. */
export function shiftUniform(code: Code, operation: Shift): void {
  code.vector(shifts[operation]);
}

/**
 * By the lanes of the upper operand, modulo 32. WebAssembly has no such instruction. A shift to the left multiplies by 2^amount, and
 * one to the right takes bits 31 to 62 of the product with 2^(31 - amount): measured, a third to two thirds of the time that four
 * scalar shifts take.
 */
export function shiftLanes(code: Code, operation: Shift, scratch: Scratch): void {
  if (operation === 'shl') {
    power(code, [0x08040201, 0x80402010, 0, 0], 0x18100800, scratch);
    code.vector(simd.i32x4.mul);
    return;
  }
  power(code, [0x10204080, 0x01020408, 0, 0], 0x00081018, scratch);
  const factor = scratch.take('v128');
  code.set(factor);
  if (operation === 'shr-u') shiftRight(code, factor, scratch);
  else {
    const sign = scratch.take('v128');
    scratch.tee('v128', (word) => {
      shiftConstant(code, 'shr-s', 31);
      code.tee(sign);
      code.get(word);
      code.vector(simd.xor);
    });
    shiftRight(code, factor, scratch); // zeros come into the complement of a negative word
    code.get(sign);
    code.vector(simd.xor);
    scratch.give(sign);
  }
  scratch.give(factor);
}

/** `count` bits of each word on the stack from `offset`. */
export function extract(code: Code, isSigned: boolean, offset: number, count: number): void {
  if (count === 0) constant(code, simd.and, 0);
  else if (isSigned) {
    if (offset + count < 32) shiftConstant(code, 'shl', 32 - offset - count);
    if (count < 32) shiftConstant(code, 'shr-s', 32 - count);
  } else {
    if (offset > 0) shiftConstant(code, 'shr-u', offset);
    if (offset + count < 32) constant(code, simd.and, 2 ** count - 1);
  }
}

/** The words, and above them on the stack the bits that replace their `count` bits from `offset`. */
export function insert(code: Code, offset: number, count: number): void {
  if (count === 0) code.emit(op.drop);
  else {
    if (offset > 0) shiftConstant(code, 'shl', offset);
    constant(code, simd.bitselect, ~((2 ** count - 1) * 2 ** offset));
  }
}

/** The number of lanes in which the mask on the stack is -1, as an i32. */
export function countLanes(code: Code): void {
  code.vector(simd.i32x4.bitmask);
  code.emit(op.i32.popcnt);
}

/** Runs scalar code in each lane: `emitScalar` finds the lane's operands on the stack and leaves the lane's result. */
export function laneWise(code: Code, operands: readonly Local[], emitScalar: () => void): void {
  for (let lane = 0; lane < 4; lane++) {
    for (const operand of operands) {
      code.get(operand);
      code.extractLane(lane);
    }
    emitScalar();
    if (lane === 0) code.vector(simd.splat);
    else code.replaceLane(lane);
  }
}

/** The instruction, with the same known word in all lanes above the other operands. */
function constant(code: Code, instruction: number, word: number): void {
  code.v128([word, word, word, word]);
  code.vector(instruction);
}

function shiftConstant(code: Code, operation: Shift, amount: number): void {
  code.i32(amount);
  code.vector(shifts[operation]);
}

/**
 * A power of two for each amount on the stack: each byte of an amount, less a number for the byte's place, is looked up in a table of
 * eight bytes, then of eight zeros, and zeros from there on.
 */
function power(code: Code, table: readonly [number, number, number, number], places: number, scratch: Scratch): void {
  const amount = scratch.take('v128');
  code.set(amount);
  code.v128(table);
  code.get(amount);
  code.get(amount);
  code.shuffle([0, 0, 0, 0, 4, 4, 4, 4, 8, 8, 8, 8, 12, 12, 12, 12]);
  constant(code, simd.and, 0x1f1f1f1f);
  constant(code, simd.i8x16.sub, places);
  code.vector(simd.swizzle);
  scratch.give(amount);
}

/** Bits 31 to 62 of the products of the words on the stack and the factors, which are at most 2³¹. */
function shiftRight(code: Code, factor: Local, scratch: Scratch): void {
  const word = scratch.take('v128');
  code.set(word);
  for (const multiply of [simd.i64x2.extmulLowI32x4U, simd.i64x2.extmulHighI32x4U]) {
    code.get(word);
    code.get(factor);
    code.vector(multiply);
    code.i32(31);
    code.vector(simd.i64x2.shrU);
  }
  code.shuffle([0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27]);
  scratch.give(word);
}

/**
 * The position of the highest one, -1 if there is none: the exponent of the word as a single. Each one takes away the bit right of it,
 * so that rounding cannot reach the next power of two.
 */
function highestBit(code: Code, scratch: Scratch): void {
  scratch.tee('v128', (word) => {
    code.get(word);
    shiftConstant(code, 'shr-u', 1);
    code.vector(simd.andnot);
  });
  exponent(code);
}

/** The position of the lowest one, -1 if there is none. */
function lowestBit(code: Code, scratch: Scratch): void {
  scratch.tee('v128', (word) => {
    code.get(word);
    code.vector(simd.i32x4.neg);
    code.vector(simd.and);
  });
  exponent(code);
}

/** The exponent of each word as a single, -1 for 0. A word from 2³¹ is a negative single: its sign lies above the exponent. */
function exponent(code: Code): void {
  code.vector(simd.f32x4.convertI32x4S);
  shiftConstant(code, 'shr-u', 23);
  constant(code, simd.i32x4.minS, bias + 31);
  constant(code, simd.i32x4.maxS, bias - 1);
  constant(code, simd.i32x4.sub, bias);
}

/** Bytes change places, and the halves of each are looked up in tables of four bits reversed. */
function reverse(code: Code, scratch: Scratch): void {
  const word = scratch.take('v128');
  code.tee(word);
  code.get(word);
  code.shuffle([3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12]);
  code.set(word);
  code.v128([0xc0408000, 0xe060a020, 0xd0509010, 0xf070b030]);
  code.get(word);
  constant(code, simd.and, 0x0f0f0f0f);
  code.vector(simd.swizzle);
  code.v128([0x0c040800, 0x0e060a02, 0x0d050901, 0x0f070b03]);
  code.get(word);
  shiftConstant(code, 'shr-u', 4);
  constant(code, simd.and, 0x0f0f0f0f);
  code.vector(simd.swizzle);
  code.vector(simd.or);
  scratch.give(word);
}
