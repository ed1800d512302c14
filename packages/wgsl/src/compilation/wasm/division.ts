/**
 * Division of four words at once. There is no such instruction on integers, but on doubles: the quotient of two 32-bit words,
 * rounded as a double, truncates to the exact one, because a quotient that is no integer is at least 1 / divisor away from the
 * next one, and rounding moves it by less than 2⁻²⁰ of that. Measured, it takes a third of the time of four scalar divisions.
 */
import type { Scratch } from './scratch.js';
import { type Code, type Local, simd } from './wasm.js';

export type Division = 'div-s' | 'div-u' | 'rem-s' | 'rem-u';

/** 1.5 · 2⁵². Added to an integer from -2³¹ to 2³²-1, it makes the low word of the double that integer modulo 2³². */
const integerPart = 3 * 2 ** 51;

/** Dividend and divisor are on the stack. */
export function divide(code: Code, operation: Division, scratch: Scratch): void {
  const [left, right] = [scratch.take('v128'), scratch.take('v128')];
  // E5: by zero is as by one. So is -2³¹ by -1: 2³¹, as a word.
  code.tee(right);
  code.get(right);
  code.v128([0, 0, 0, 0]);
  code.vector(simd.i32x4.eq);
  code.vector(simd.i32x4.sub);
  code.set(right);
  code.set(left);
  const divisor = (isHigh: boolean): void => {
    doubles(code, right, isHigh, isSigned(operation));
    code.vector(simd.f64x2.div);
  };
  if (isRemainder(operation)) remainder(code, operation, left, () => code.get(right), divisor);
  else quotient(code, operation, left, divisor);
  scratch.give(left, right);
}

/** The dividend is on the stack, the divisor is known. */
export function divideConstant(code: Code, operation: Division, right: number, scratch: Scratch): void {
  const divisor = isSigned(operation) ? right | 0 : right >>> 0;
  if (divisor === 0 || divisor === 1) {
    if (isRemainder(operation)) mask(code, 0);
    return;
  }
  if (!isSigned(operation) && (divisor & (divisor - 1)) === 0) {
    if (isRemainder(operation)) mask(code, divisor - 1);
    else {
      code.i32(31 - Math.clz32(divisor));
      code.vector(simd.i32x4.shrU);
    }
    return;
  }
  const left = scratch.take('v128');
  code.set(left);
  const reciprocal = words(reciprocalAbove(divisor));
  const divide = (): void => {
    code.v128(reciprocal);
    code.vector(simd.f64x2.mul);
  };
  if (isRemainder(operation)) remainder(code, operation, left, () => splat(code, right), divide);
  else quotient(code, operation, left, divide);
  scratch.give(left);
}

/**
 * A double that is farther from 0 than 1 / divisor, by at most 2⁻⁵⁰ of it. A word times that does not fall below an exact quotient
 * (rounding keeps the order of numbers, and the quotient is a double) and does not come up to the next one, which is at least
 * 1 / divisor away.
 */
function reciprocalAbove(divisor: number): number {
  return (1 / divisor) * (1 + Number.EPSILON);
}

/** Quotients of the words in `left`; `divide` makes of two dividends on the stack two quotients, of the low or the high lanes. */
function quotient(code: Code, operation: Division, left: Local, divide: (isHigh: boolean) => void): void {
  const magic = words(integerPart);
  for (const isHigh of [false, true]) {
    doubles(code, left, isHigh, isSigned(operation));
    divide(isHigh);
    code.vector(simd.f64x2.trunc);
    code.v128(magic);
    code.vector(simd.f64x2.add);
  }
  code.shuffle([0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27]);
}

/** left - quotient · right. */
function remainder(
  code: Code,
  operation: Division,
  left: Local,
  right: () => void,
  divide: (isHigh: boolean) => void,
): void {
  code.get(left);
  quotient(code, operation, left, divide);
  right();
  code.vector(simd.i32x4.mul);
  code.vector(simd.i32x4.sub);
}

/** Two lanes as doubles. */
function doubles(code: Code, local: Local, isHigh: boolean, isSigned: boolean): void {
  code.get(local);
  if (isHigh) {
    code.get(local);
    code.shuffle([8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15]);
  }
  code.vector(isSigned ? simd.f64x2.convertLowI32x4S : simd.f64x2.convertLowI32x4U);
}

/** A double, twice. */
function words(value: number): [number, number, number, number] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value, true);
  const [low, high] = [view.getInt32(0, true), view.getInt32(4, true)];
  return [low, high, low, high];
}

function isSigned(operation: Division): boolean {
  return operation === 'div-s' || operation === 'rem-s';
}

function isRemainder(operation: Division): boolean {
  return operation === 'rem-s' || operation === 'rem-u';
}

function splat(code: Code, word: number): void {
  code.v128([word, word, word, word]);
}

function mask(code: Code, word: number): void {
  splat(code, word);
  code.vector(simd.and);
}
