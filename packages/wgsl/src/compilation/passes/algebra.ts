/** Expressions that are equal to others and cheaper, or like others that are already there. All words, all exact (SPEC.md E1–E6). */

import type { Register } from '../program/program.js';
import { binaryStep } from './arithmetic.js';
import type { Context } from './context.js';
import { binary, constant, type Expression, fold, not, same } from './expression.js';

/** No chain of rules is longer on anything that was seen. */
const MOST_STEPS = 12;

/** An expression with the same value, as far as rules go. */
export function reduce(context: Context, expression: Expression): Expression {
  let reduced = expression;
  for (let k = 0; k < MOST_STEPS; k++) {
    const value = reduced.kind === 'constant' ? undefined : fold(reduced, (register) => context.constantOf(register));
    const next = value === undefined ? step(context, reduced) : constant(value);
    if (next === undefined) break;
    reduced = next;
  }
  return reduced;
}

/**
 * What decides as a register does: where that is 0, the other is 0 (or not, with `isInverse`).
 */
export function decider(context: Context, register: Register): { readonly register: Register; isInverse: boolean } {
  const found = { register, isInverse: false };
  for (let k = 0; k < MOST_STEPS; k++) {
    const definition = context.definitionOf(found.register);
    if (definition?.kind === 'unary' && definition.operation === 'not') {
      found.register = definition.operand;
      found.isInverse = !found.isInverse;
    } else if (definition?.kind === 'binary' && context.constantOf(definition.right) === 0) {
      if (definition.operation !== 'eq' && definition.operation !== 'ne') break;
      found.register = definition.left;
      if (definition.operation === 'eq') found.isInverse = !found.isInverse;
    } else break;
  }
  return found;
}

/** One rule; undefined where none applies. Some operand is not known. */
function step(context: Context, expression: Expression): Expression | undefined {
  switch (expression.kind) {
    case 'unary':
      return unaryStep(context, expression);
    case 'binary':
      return binaryStep(context, expression);
    case 'select':
      return selectStep(context, expression);
    case 'extract': {
      const { operand, offset, count, isSigned } = expression;
      if (count === 0) return constant(0);
      if (count === 32) return same(operand);
      if (offset + count === 32) return binary(isSigned ? 'shr-s' : 'shr-u', operand, context.constant(offset));
      return offset === 0 && !isSigned ? binary('and', operand, context.constant(2 ** count - 1)) : undefined;
    }
    case 'insert': {
      const { operand, bits, count } = expression;
      return count === 0 ? same(operand) : count === 32 ? same(bits) : undefined;
    }
    default:
      return undefined;
  }
}

function unaryStep(
  context: Context,
  { operation, operand }: Extract<Expression, { kind: 'unary' }>,
): Expression | undefined {
  const inner = context.definitionOf(operand);
  switch (operation) {
    case 'not':
      if (context.isNonZero(operand)) return constant(0);
      if (inner?.kind === 'binary') return inverse(inner);
      if (inner?.kind !== 'unary' || inner.operation !== 'not') return undefined;
      return context.isTruth(inner.operand) ? same(inner.operand) : binary('ne', inner.operand, context.constant(0));
    case 'complement':
      return inner?.kind === 'unary' && inner.operation === 'complement' ? same(inner.operand) : undefined;
    case 'negate':
      if (inner?.kind === 'binary' && inner.operation === 'sub') return binary('sub', inner.right, inner.left);
      return inner?.kind === 'unary' && inner.operation === 'negate' ? same(inner.operand) : undefined;
    default:
      return undefined;
  }
}

/** The comparison that holds where this one does not. */
function inverse({ operation, left, right }: Extract<Expression, { kind: 'binary' }>): Expression | undefined {
  switch (operation) {
    case 'eq':
      return binary('ne', left, right);
    case 'ne':
      return binary('eq', left, right);
    case 'lt-s':
      return binary('le-s', right, left);
    case 'lt-u':
      return binary('le-u', right, left);
    case 'le-s':
      return binary('lt-s', right, left);
    case 'le-u':
      return binary('lt-u', right, left);
    default:
      return undefined;
  }
}

function selectStep(context: Context, expression: Extract<Expression, { kind: 'select' }>): Expression | undefined {
  const { condition, yes, no } = expression;
  if (yes === no) return same(yes);
  const known = context.constantOf(condition);
  if (known !== undefined) return same(known !== 0 ? yes : no);
  if (context.isNonZero(condition)) return same(yes);
  const { register, isInverse } = decider(context, condition);
  if (register !== condition) {
    return { kind: 'select', condition: register, yes: isInverse ? no : yes, no: isInverse ? yes : no };
  }
  const isTruth = context.isTruth(condition);
  // Where it is chosen, the condition of truth is 1 or 0.
  const [one, zero] = [
    yes === condition && isTruth ? 1 : context.constantOf(yes),
    no === condition ? 0 : context.constantOf(no),
  ];
  if (one === 1 && zero === 0) return isTruth ? same(condition) : binary('ne', condition, context.constant(0));
  if (one === 0 && zero === 1) return not(condition);
  if (!isTruth) return undefined;
  if (one === 1 && context.isTruth(no)) return binary('or', condition, no);
  return zero === 0 && context.isTruth(yes) ? binary('and', condition, yes) : undefined;
}
