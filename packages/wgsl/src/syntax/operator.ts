/** The binary operators: how strongly they bind, and which of them need parentheses beside each other (Y3, WGSL §8.19). */
import type { TokenKind } from '../text/token.js';
import type { BinaryOperator } from './ast.js';

/**
 * From loose to tight. Where WGSL has an order, this is it; where it demands parentheses, this is C's order, so that an
 * expression without them is still read as its author may have meant it.
 */
const tiers: readonly (readonly BinaryOperator[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['<', '<=', '>', '>=', '==', '!='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

const tierOf: ReadonlyMap<string, number> = new Map(
  tiers.flatMap((operators, tier) => operators.map((operator) => [operator, tier] as const)),
);

export function isBinary(kind: TokenKind | 'failed'): kind is BinaryOperator {
  return tierOf.has(kind);
}

export function precedence(operator: BinaryOperator): number {
  return tierOf.get(operator)!;
}

/**
 * Whether an operand made by the operator `inner` may stand without parentheses beside `outer`. The right operand of a chain
 * has a tighter operator than the chain, so that sides need no distinction.
 */
export function mayStand(inner: BinaryOperator, outer: BinaryOperator): boolean {
  switch (outer) {
    case '*':
    case '/':
    case '%':
    case '+':
    case '-':
      return true;
    case '<<':
    case '>>':
      return false;
    case '&':
    case '|':
    case '^':
      return inner === outer;
    case '&&':
    case '||':
      return inner === outer || isComparison(inner) || isArithmetic(inner);
    default:
      return isArithmetic(inner);
  }
}

export function isComparison(operator: BinaryOperator): boolean {
  return precedence(operator) === precedence('==');
}

function isArithmetic(operator: BinaryOperator): boolean {
  return precedence(operator) >= precedence('<<');
}
