/**
 * The operations of the IR on words in WebAssembly: operands are on the stack, the result is left there. What each means stands
 * in execution/operation.ts.
 */
import type { BinaryOperation, UnaryOperation } from '../../execution/ir.js';
import * as bytes from './dot.js';
import type { Scratch } from './scratch.js';
import { type Code, type Local, op, simd } from './wasm.js';

const int32Min = -(2 ** 31);

type Special = 'div-s' | 'div-u' | 'rem-s' | 'rem-u' | 'min-s' | 'min-u' | 'max-s' | 'max-u' | 'dot4-i8' | 'dot4-u8';

/** Operations that are one instruction. WebAssembly takes shift amounts modulo 32, as the IR does. */
const instructions: Readonly<Record<Exclude<BinaryOperation, Special>, number>> = {
  add: op.i32.add,
  sub: op.i32.sub,
  mul: op.i32.mul,
  and: op.i32.and,
  or: op.i32.or,
  xor: op.i32.xor,
  shl: op.i32.shl,
  'shr-s': op.i32.shrS,
  'shr-u': op.i32.shrU,
  eq: op.i32.eq,
  ne: op.i32.ne,
  'lt-s': op.i32.ltS,
  'lt-u': op.i32.ltU,
  'le-s': op.i32.leS,
  'le-u': op.i32.leU,
};

/** With `select`, these give the first operand where they hold. */
const orders = { 'min-s': op.i32.ltS, 'min-u': op.i32.ltU, 'max-s': op.i32.gtS, 'max-u': op.i32.gtU } as const;

export function unary(code: Code, operation: UnaryOperation, scratch: Scratch): void {
  switch (operation) {
    case 'not':
      code.emit(op.i32.eqz);
      break;
    case 'complement':
      constant(code, op.i32.xor, -1);
      break;
    case 'negate':
      constant(code, op.i32.mul, -1);
      break;
    case 'abs-s':
      absolute(code, scratch);
      break;
    case 'sign-s':
      scratch.tee('i32', (word) => {
        constant(code, op.i32.shrS, 31);
        code.get(word);
        constant(code, op.i32.gtS, 0);
        code.emit(op.i32.or);
      });
      break;
    case 'count-leading-zeros':
      code.emit(op.i32.clz);
      break;
    case 'count-trailing-zeros':
      code.emit(op.i32.ctz);
      break;
    case 'count-one-bits':
      code.emit(op.i32.popcnt);
      break;
    case 'reverse-bits':
      scratch.tee('i32', (word) => reverse(code, word));
      break;
    case 'first-leading-bit-s':
      scratch.tee('i32', (word) => {
        constant(code, op.i32.shrS, 31);
        code.get(word);
        code.emit(op.i32.xor);
      });
      highestBit(code);
      break;
    case 'first-leading-bit-u':
      highestBit(code);
      break;
    case 'first-trailing-bit':
      scratch.tee('i32', (word) => {
        code.emit(op.i32.ctz);
        code.i32(0);
        code.get(word);
        code.emit(op.i32.eqz);
        code.emit(op.i32.sub);
        code.emit(op.i32.or);
      });
      break;
  }
}

export function binary(code: Code, operation: BinaryOperation, scratch: Scratch): void {
  switch (operation) {
    case 'div-s':
      divideSigned(code, scratch);
      break;
    case 'div-u':
      divide(code, op.i32.divU, scratch);
      break;
    case 'rem-s':
      divide(code, op.i32.remS, scratch); // -2³¹ rem -1 does not trap
      break;
    case 'rem-u':
      divide(code, op.i32.remU, scratch);
      break;
    case 'min-s':
    case 'min-u':
    case 'max-s':
    case 'max-u':
      chooseOfTwo(code, orders[operation], scratch);
      break;
    case 'dot4-i8':
    case 'dot4-u8':
      dot(code, operation === 'dot4-i8', scratch);
      break;
    default:
      code.emit(instructions[operation]);
  }
}

/** The left operand is on the stack, the right one is known. */
export function binaryConstant(code: Code, operation: BinaryOperation, right: number, scratch: Scratch): void {
  switch (operation) {
    case 'div-s':
      if (right === -1) unary(code, 'negate', scratch);
      else if (right !== 0) constant(code, op.i32.divS, right);
      break;
    case 'div-u':
      if (right !== 0) constant(code, op.i32.divU, right);
      break;
    case 'rem-s':
      if (right === 0) zero(code);
      else constant(code, op.i32.remS, right);
      break;
    case 'rem-u':
      if (right === 0) zero(code);
      else constant(code, op.i32.remU, right);
      break;
    case 'min-s':
    case 'min-u':
    case 'max-s':
    case 'max-u':
      choose(code, orders[operation], () => code.i32(right), scratch);
      break;
    case 'dot4-i8':
    case 'dot4-u8': {
      const left = scratch.take('v128');
      code.vector(simd.splat);
      code.set(left);
      bytes.dotConstant(code, left, right, operation === 'dot4-i8');
      code.extractLane(0);
      scratch.give(left);
      break;
    }
    case 'eq':
      if (right === 0) code.emit(op.i32.eqz);
      else constant(code, op.i32.eq, right);
      break;
    default:
      constant(code, instructions[operation], right);
  }
}

/** `count` bits of the word on the stack from `offset`. */
export function extract(code: Code, isSigned: boolean, offset: number, count: number): void {
  if (count === 0) zero(code);
  else if (!isSigned) {
    if (offset > 0) constant(code, op.i32.shrU, offset);
    if (offset + count < 32) constant(code, op.i32.and, 2 ** count - 1);
  } else if (offset === 0 && count === 8) code.emit(op.i32.extend8S);
  else if (offset === 0 && count === 16) code.emit(op.i32.extend16S);
  else {
    if (offset + count < 32) constant(code, op.i32.shl, 32 - offset - count);
    if (count < 32) constant(code, op.i32.shrS, 32 - count);
  }
}

/** The word, and above it on the stack the bits that replace its `count` bits from `offset`. */
export function insert(code: Code, offset: number, count: number, scratch: Scratch): void {
  if (count === 0) {
    code.emit(op.drop);
    return;
  }
  const mask = (2 ** count - 1) * 2 ** offset;
  const bits = scratch.take('i32');
  if (offset > 0) constant(code, op.i32.shl, offset);
  if (offset + count < 32) constant(code, op.i32.and, mask);
  code.set(bits);
  constant(code, op.i32.and, ~mask);
  code.get(bits);
  code.emit(op.i32.or);
  scratch.give(bits);
}

/** The instruction, with a right operand that is known. */
function constant(code: Code, instruction: number, right: number): void {
  code.i32(right);
  code.emit(instruction);
}

/** 0 in place of the word on the stack. */
function zero(code: Code): void {
  code.emit(op.drop);
  code.i32(0);
}

/** The left operand, on the stack, if it stands in that order to the right one, else the right one. */
function choose(code: Code, order: number, right: () => void, scratch: Scratch): void {
  scratch.tee('i32', (left) => {
    right();
    code.get(left);
    right();
    code.emit(order);
    code.emit(op.select);
  });
}

/** The same with both operands on the stack. */
function chooseOfTwo(code: Code, order: number, scratch: Scratch): void {
  const right = scratch.take('i32');
  code.set(right);
  choose(code, order, () => code.get(right), scratch);
  scratch.give(right);
}

/** (word ^ sign) - sign, where sign is 0 or -1. */
function absolute(code: Code, scratch: Scratch): void {
  scratch.tee('i32', (word) => {
    constant(code, op.i32.shrS, 31);
    scratch.tee('i32', (sign) => {
      code.get(word);
      code.emit(op.i32.xor);
      code.get(sign);
      code.emit(op.i32.sub);
    });
  });
}

function dot(code: Code, isSigned: boolean, scratch: Scratch): void {
  const [left, right, word] = [scratch.take('v128'), scratch.take('v128'), scratch.take('i32')];
  code.set(word);
  code.vector(simd.splat);
  code.set(left);
  code.get(word);
  code.vector(simd.splat);
  code.set(right);
  bytes.dot(code, left, right, isSigned);
  code.extractLane(0);
  scratch.give(left, right, word);
}

/** 31 - clz: the complement of a number is -1 less it. */
function highestBit(code: Code): void {
  code.emit(op.i32.clz);
  constant(code, op.i32.xor, -1);
  constant(code, op.i32.add, 32);
}

/** Pairs change places: bits, twos, fours, then bytes by rotations. The word is on the stack. */
function reverse(code: Code, word: Local): void {
  for (const [distance, mask] of [
    [1, 0x55555555],
    [2, 0x33333333],
    [4, 0x0f0f0f0f],
  ] as const) {
    constant(code, op.i32.shrU, distance);
    constant(code, op.i32.and, mask);
    code.get(word);
    constant(code, op.i32.and, mask);
    constant(code, op.i32.shl, distance);
    code.emit(op.i32.or);
    code.tee(word);
  }
  constant(code, op.i32.rotl, 8);
  constant(code, op.i32.and, 0x00ff00ff);
  code.get(word);
  constant(code, op.i32.rotl, 24);
  constant(code, op.i32.and, 0xff00ff00);
  code.emit(op.i32.or);
}

/** E5: by zero is as by one. */
function divide(code: Code, instruction: number, scratch: Scratch): void {
  const right = scratch.take('i32');
  code.tee(right);
  code.get(right);
  code.emit(op.i32.eqz);
  code.emit(op.i32.or);
  code.emit(instruction);
  scratch.give(right);
}

/** E5: by zero is as by one, and so is -2³¹ by -1. */
function divideSigned(code: Code, scratch: Scratch): void {
  const [left, right] = [scratch.take('i32'), scratch.take('i32')];
  code.set(right);
  code.tee(left);
  code.i32(1);
  code.get(right);
  code.get(right);
  code.emit(op.i32.eqz);
  code.get(right);
  constant(code, op.i32.eq, -1);
  code.get(left);
  constant(code, op.i32.eq, int32Min);
  code.emit(op.i32.and);
  code.emit(op.i32.or);
  code.emit(op.select);
  code.emit(op.i32.divS);
  scratch.give(left, right);
}
