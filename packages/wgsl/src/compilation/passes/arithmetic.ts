/** Rules for binary operations (SPEC.md E1, E5). */
import type { BinaryOperation } from '../../execution/ir.js';
import type { Register } from '../program/program.js';
import type { Context } from './context.js';
import { binary, constant, type Expression, not, same } from './expression.js';

const LEAST = -(2 ** 31);
const GREATEST = 2 ** 31 - 1;

const commutative: ReadonlySet<BinaryOperation> = new Set<BinaryOperation>([
  'add',
  'mul',
  'and',
  'or',
  'xor',
  'eq',
  'ne',
  'min-s',
  'min-u',
  'max-s',
  'max-u',
  'dot4-i8',
  'dot4-u8',
]);

/** The operands may be exchanged. */
export function isCommutative(operation: BinaryOperation): boolean {
  return commutative.has(operation);
}

/** One rule; undefined where none applies. Some operand is not known. */
export function binaryStep(
  context: Context,
  { operation, left, right }: Extract<Expression, { kind: 'binary' }>,
): Expression | undefined {
  if (left === right) {
    const alike = ofEqual(operation, left);
    if (alike !== undefined) return alike;
  }
  const b = context.constantOf(right);
  if (b !== undefined) return byConstant(context, operation, left, b);
  const a = context.constantOf(left);
  if (a === undefined) return sumBeside(context, operation, left, right);
  return isCommutative(operation) ? binary(operation, right, left) : ofConstant(context, operation, a, right);
}

/**
 * (x + c) ∘ y is a constant away from x ∘ y, and x ∘ (y + c) as well. Where that has been computed there is one operation left, as
 * before, but no other one for x + c; so places in an array, by indices that differ by constants, need one operation each.
 */
function sumBeside(
  context: Context,
  operation: BinaryOperation,
  left: Register,
  right: Register,
): Expression | undefined {
  if (operation !== 'add' && operation !== 'sub') return undefined;
  const [x, c] = termOf(context, left, 'add');
  const beside = x === undefined ? undefined : context.find(binary(operation, x, right));
  if (beside !== undefined) return binary('add', beside, context.constant(c));
  const [y, d] = termOf(context, right, 'add');
  const other = y === undefined ? undefined : context.find(binary(operation, left, y));
  return other === undefined ? undefined : binary('add', other, context.constant(operation === 'add' ? d : -d));
}

/** The same for (x + c) · b. */
function productBeside(context: Context, operation: 'mul' | 'shl', left: Register, b: number): Expression | undefined {
  const [x, c] = termOf(context, left, 'add');
  const beside = x === undefined ? undefined : context.find(binary(operation, x, context.constant(b)));
  if (beside === undefined) return undefined;
  return binary('add', beside, context.constant(operation === 'mul' ? Math.imul(c, b) : c << b));
}

function ofEqual(operation: BinaryOperation, operand: Register): Expression | undefined {
  switch (operation) {
    case 'sub':
    case 'xor':
    case 'ne':
    case 'lt-s':
    case 'lt-u':
    case 'rem-s':
    case 'rem-u':
      return constant(0);
    case 'eq':
    case 'le-s':
    case 'le-u':
      return constant(1);
    case 'and':
    case 'or':
    case 'min-s':
    case 'min-u':
    case 'max-s':
    case 'max-u':
      return same(operand);
    default:
      return undefined;
  }
}

/** The left operand is known, the right one is not; what may be exchanged has been. */
function ofConstant(context: Context, operation: BinaryOperation, a: number, right: Register): Expression | undefined {
  switch (operation) {
    case 'sub': {
      const [inner, c] = termOf(context, right, 'add');
      return inner === undefined ? undefined : binary('sub', context.constant(a - c), inner);
    }
    case 'shl':
    case 'shr-u':
    case 'div-s':
    case 'div-u':
    case 'rem-s':
    case 'rem-u':
      return a === 0 ? constant(0) : undefined;
    case 'shr-s':
      return a === 0 || a === -1 ? constant(a) : undefined;
    case 'lt-u':
      if (a === 0) return binary('ne', right, context.constant(0));
      return a === -1 ? constant(0) : undefined;
    case 'le-u':
      return a === 0 ? constant(1) : undefined;
    case 'lt-s':
      return a === GREATEST ? constant(0) : undefined;
    case 'le-s':
      return a === LEAST ? constant(1) : undefined;
    default:
      return undefined;
  }
}

/** If the register was computed by an operation with a constant on its right: the other operand, and the constant. */
function termOf(
  context: Context,
  register: Register,
  operation: BinaryOperation,
): readonly [Register, number] | readonly [undefined, number] {
  const definition = context.definitionOf(register);
  if (definition?.kind !== 'binary' || definition.operation !== operation) return [undefined, 0];
  const value = context.constantOf(definition.right);
  return value === undefined ? [undefined, 0] : [definition.left, value];
}

/** The right operand is known, the left one is not. */
function byConstant(context: Context, operation: BinaryOperation, left: Register, b: number): Expression | undefined {
  const by = (next: BinaryOperation, to: Register, value: number): Expression =>
    binary(next, to, context.constant(value));
  /** (x ∘ c) ∘ b = x ∘ (c ∘ b). */
  const joined = (combine: (c: number) => number): Expression | undefined => {
    const [inner, c] = termOf(context, left, operation);
    return inner === undefined ? undefined : by(operation, inner, combine(c));
  };
  switch (operation) {
    case 'add':
      return b === 0 ? same(left) : (joined((c) => c + b) ?? ofDifference(context, left, b));
    case 'sub':
      return by('add', left, -b);
    case 'mul': {
      if (b === 0) return constant(0);
      if (b === 1) return same(left);
      const [inner, c] = termOf(context, left, 'shl');
      if (inner !== undefined) return by('mul', inner, b << c);
      const log2 = log2Of(b);
      if (log2 !== undefined) return by('shl', left, log2);
      return joined((factor) => Math.imul(factor, b)) ?? productBeside(context, operation, left, b);
    }
    case 'div-u': {
      const log2 = log2Of(b);
      return b === 0 ? same(left) : log2 === undefined ? undefined : by('shr-u', left, log2);
    }
    case 'rem-u':
      return b === 0 ? constant(0) : log2Of(b) === undefined ? undefined : by('and', left, b - 1);
    case 'div-s':
      return b === 0 || b === 1 ? same(left) : signedQuotient(context, left, b);
    case 'rem-s':
      return b === 0 || b === 1 || b === -1 ? constant(0) : signedRemainder(context, left, b);
    case 'and':
      if (b === 0) return constant(0);
      if (b === -1 || (context.isTruth(left) && (b & 1) === 1)) return same(left);
      return joined((c) => c & b);
    case 'or':
      return b === 0 ? same(left) : b === -1 ? constant(-1) : joined((c) => c | b);
    case 'xor':
      if (b === 0) return same(left);
      if (b === -1) return { kind: 'unary', operation: 'complement', operand: left };
      return b === 1 && context.isTruth(left) ? not(left) : joined((c) => c ^ b);
    case 'shl':
    case 'shr-s':
    case 'shr-u':
      return shiftBy(context, operation, left, b);
    case 'dot4-i8':
    case 'dot4-u8':
      return b === 0 ? constant(0) : undefined;
    case 'eq':
    case 'ne':
      return equalTo(context, operation, left, b);
    default:
      return orderedBy(context, operation, left, b);
  }
}

/** (c - x) + b = (c + b) - x. */
function ofDifference(context: Context, left: Register, b: number): Expression | undefined {
  const definition = context.definitionOf(left);
  if (definition?.kind !== 'binary' || definition.operation !== 'sub') return undefined;
  const c = context.constantOf(definition.left);
  return c === undefined ? undefined : binary('sub', context.constant(c + b), definition.right);
}

function shiftBy(
  context: Context,
  operation: 'shl' | 'shr-s' | 'shr-u',
  left: Register,
  b: number,
): Expression | undefined {
  const amount = b & 31;
  if (amount === 0) return same(left);
  if (amount !== b) return binary(operation, left, context.constant(amount));
  const [inner, c] = termOf(context, left, operation);
  if (inner !== undefined) {
    const sum = (c & 31) + amount;
    if (sum < 32) return binary(operation, inner, context.constant(sum));
    return operation === 'shr-s' ? binary(operation, inner, context.constant(31)) : constant(0);
  }
  if (operation === 'shr-s') return undefined;
  // There and back: what is left are the bits that were not lost.
  const [shifted, back] = termOf(context, left, operation === 'shl' ? 'shr-u' : 'shl');
  if (shifted !== undefined && (back & 31) === amount) {
    return binary('and', shifted, context.constant(operation === 'shl' ? -1 << amount : -1 >>> amount));
  }
  return operation === 'shl' ? productBeside(context, operation, left, amount) : undefined;
}

/** A power of two as its logarithm. */
function log2Of(word: number): number | undefined {
  const value = word >>> 0;
  return value !== 0 && (value & (value - 1)) === 0 ? 31 - Math.clz32(value) : undefined;
}

/** What is added to a negative dividend so that the shift rounds towards 0. Undefined if the divisor is no power of two. */
function roundingOf(context: Context, left: Register, b: number): Register | undefined {
  const log2 = b > 1 ? log2Of(b) : undefined;
  if (log2 === undefined) return undefined;
  const sign = context.compute(binary('shr-s', left, context.constant(31)));
  return context.compute(binary('shr-u', sign, context.constant(32 - log2)));
}

function signedQuotient(context: Context, left: Register, b: number): Expression | undefined {
  const rounding = roundingOf(context, left, b);
  if (rounding === undefined) return undefined;
  const rounded = context.compute(binary('add', left, rounding));
  return binary('shr-s', rounded, context.constant(log2Of(b)!));
}

function signedRemainder(context: Context, left: Register, b: number): Expression | undefined {
  const rounding = roundingOf(context, left, b);
  if (rounding === undefined) return undefined;
  const rounded = context.compute(binary('add', left, rounding));
  return binary('sub', left, context.compute(binary('and', rounded, context.constant(-b))));
}

function equalTo(context: Context, operation: 'eq' | 'ne', left: Register, b: number): Expression | undefined {
  const isEqual = operation === 'eq';
  if (b === 0 && context.isNonZero(left)) return constant(isEqual ? 0 : 1);
  if (context.isTruth(left)) {
    if (b !== 0 && b !== 1) return constant(isEqual ? 0 : 1);
    return (b === 1) === isEqual ? same(left) : not(left);
  }
  const [inner, c] = termOf(context, left, 'add');
  return inner === undefined ? undefined : binary(operation, inner, context.constant(b - c));
}

/** Minima, maxima, and comparisons of size. */
function orderedBy(context: Context, operation: BinaryOperation, left: Register, b: number): Expression | undefined {
  const isTruth = context.isTruth(left);
  const joined = (choose: (c: number) => number): Expression | undefined => {
    const [inner, c] = termOf(context, left, operation);
    return inner === undefined ? undefined : binary(operation, inner, context.constant(choose(c)));
  };
  switch (operation) {
    case 'lt-u':
      if (b === 0) return constant(0);
      if (isTruth && b !== 1) return constant(1);
      return b === 1 ? binary('eq', left, context.constant(0)) : undefined;
    case 'le-u':
      if (b === -1 || (isTruth && b !== 0)) return constant(1);
      return b === 0 ? binary('eq', left, context.constant(0)) : undefined;
    case 'lt-s':
      return b === LEAST ? constant(0) : undefined;
    case 'le-s':
      return b === GREATEST ? constant(1) : undefined;
    case 'min-u':
      if (b === 0) return constant(0);
      return b === -1 || isTruth ? same(left) : joined((c) => (c >>> 0 < b >>> 0 ? c : b));
    case 'max-u':
      if (b === -1) return constant(-1);
      return b === 0 ? same(left) : joined((c) => (c >>> 0 > b >>> 0 ? c : b));
    case 'min-s':
      if (b === LEAST) return constant(LEAST);
      return b === GREATEST ? same(left) : joined((c) => Math.min(c, b));
    case 'max-s':
      if (b === GREATEST) return constant(GREATEST);
      return b === LEAST ? same(left) : joined((c) => Math.max(c, b));
    default:
      return undefined;
  }
}
