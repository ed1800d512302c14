/** What each operation of the IR does to sums; the counterpart of `execution/operation.ts`. */
import type { BinaryOperation, UnaryOperation } from '../execution/ir.js';
import * as execution from '../execution/operation.js';
import { constant, negate, of, one, subtract, zero } from './affine.js';
import * as arithmetic from './arithmetic.js';
import * as bitwise from './bitwise.js';
import type { Scope } from './bound.js';
import { integer, reading } from './division.js';
import { compare } from './predicate.js';
import type { Affine } from './unknown.js';

type Unary = (scope: Scope, operand: Affine) => Affine;
type Binary = (scope: Scope, left: Affine, right: Affine) => Affine;

export function applyUnary(scope: Scope, operation: UnaryOperation, operand: Affine): Affine {
  const value = arithmetic.known(scope, operand);
  return value === undefined ? unary[operation](scope, operand) : constant(execution.unary[operation](value | 0));
}

export function applyBinary(scope: Scope, operation: BinaryOperation, left: Affine, right: Affine): Affine {
  const [a, b] = [arithmetic.known(scope, left), arithmetic.known(scope, right)];
  return a === undefined || b === undefined
    ? binary[operation](scope, left, right)
    : constant(execution.binary[operation](a | 0, b | 0));
}

const unary: Readonly<Record<UnaryOperation, Unary>> = {
  not: (scope, a) => (isTruth(scope, a) ? subtract(one, a) : compare(scope, 'eq', a, zero)),
  complement: (scope, a) => arithmetic.fit(scope, bitwise.complement(a)),
  negate: (scope, a) => arithmetic.fit(scope, negate(a)),
  'abs-s': (scope, a) => arithmetic.absolute(scope, a),
  'sign-s': (scope, a) => {
    const [low, high] = arithmetic.rangeOf(scope, integer(scope, a, true), true);
    return of(arithmetic.fresh(scope, Math.sign(low), Math.sign(high), a));
  },
  'count-leading-zeros': (scope, a) => {
    const [low, high] = unsigned(scope, a);
    return of(arithmetic.fresh(scope, 32 - bitwise.bitsOf(high), 32 - bitwise.bitsOf(low), a));
  },
  'count-trailing-zeros': (scope, a) => {
    const [low, high] = unsigned(scope, a);
    return of(arithmetic.fresh(scope, 0, low > 0 ? bitwise.bitsOf(high) - 1 : 32, a));
  },
  'count-one-bits': (scope, a) => {
    const [low, high] = unsigned(scope, a);
    return of(arithmetic.fresh(scope, low > 0 ? 1 : 0, bitwise.bitsOf(high), a));
  },
  'reverse-bits': (scope, a) => arithmetic.anything(scope, a),
  'first-leading-bit-s': (scope, a) => of(arithmetic.fresh(scope, -1, 30, a)),
  'first-leading-bit-u': (scope, a) => {
    const [low, high] = unsigned(scope, a);
    return of(arithmetic.fresh(scope, bitwise.bitsOf(low) - 1, bitwise.bitsOf(high) - 1, a));
  },
  'first-trailing-bit': (scope, a) => {
    const [low, high] = unsigned(scope, a);
    return of(arithmetic.fresh(scope, low > 0 ? 0 : -1, bitwise.bitsOf(high) - 1, a));
  },
};

const comparison =
  (operation: Parameters<typeof compare>[1]): Binary =>
  (scope, a, b) =>
    compare(scope, operation, a, b);

const binary: Readonly<Record<BinaryOperation, Binary>> = {
  add: arithmetic.sum,
  sub: arithmetic.difference,
  mul: arithmetic.product,
  'div-s': (scope, a, b) => arithmetic.signedDivision(scope, false, a, b),
  'div-u': (scope, a, b) => arithmetic.unsignedDivision(scope, false, a, b),
  'rem-s': (scope, a, b) => arithmetic.signedDivision(scope, true, a, b),
  'rem-u': (scope, a, b) => arithmetic.unsignedDivision(scope, true, a, b),
  and: bitwise.and,
  or: bitwise.or,
  xor: bitwise.xor,
  shl: bitwise.shiftLeft,
  'shr-s': (scope, a, b) => bitwise.shiftRight(scope, true, a, b),
  'shr-u': (scope, a, b) => bitwise.shiftRight(scope, false, a, b),
  eq: comparison('eq'),
  ne: comparison('ne'),
  'lt-s': comparison('lt-s'),
  'lt-u': comparison('lt-u'),
  'le-s': comparison('le-s'),
  'le-u': comparison('le-u'),
  'min-s': (scope, a, b) => arithmetic.extremum(scope, false, true, a, b),
  'min-u': (scope, a, b) => arithmetic.extremum(scope, false, false, a, b),
  'max-s': (scope, a, b) => arithmetic.extremum(scope, true, true, a, b),
  'max-u': (scope, a, b) => arithmetic.extremum(scope, true, false, a, b),
  'dot4-i8': (scope, a, b) => of(arithmetic.fresh(scope, -4 * 128 * 127, 4 * 128 * 128, a, b)),
  'dot4-u8': (scope, a, b) => of(arithmetic.fresh(scope, 0, 4 * 255 * 255, a, b)),
};

function isTruth(scope: Scope, a: Affine): boolean {
  const [low, high] = arithmetic.range(scope, a);
  return low >= 0 && high <= 1;
}

/** The least and the greatest value of an unsigned word. */
function unsigned(scope: Scope, a: Affine): readonly [low: number, high: number] {
  const whole = reading(scope, a, false);
  return whole === undefined ? [0, 2 ** 32 - 1] : arithmetic.rangeOf(scope, whole, false);
}
