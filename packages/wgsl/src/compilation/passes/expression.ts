/** What a pure node computes, apart from where it leaves it. */
import type { BinaryOperation } from '../../execution/ir.js';
import * as operation from '../../execution/operation.js';
import type { Pure, Register } from '../program/program.js';

/** A pure node without its target. */
export type Expression = WithoutTarget<Pure>;
type WithoutTarget<T> = T extends unknown ? Omit<T, 'to'> : never;

/** The node that leaves an expression's value in a register. */
export function assign(to: Register, expression: Expression): Pure {
  return { ...expression, to } as Pure;
}

export function constant(value: number): Expression {
  return { kind: 'constant', value: value | 0 };
}

/** What another register holds. */
export function same(from: Register): Expression {
  return { kind: 'copy', from };
}

export function not(operand: Register): Expression {
  return { kind: 'unary', operation: 'not', operand };
}

export function binary(operation: BinaryOperation, left: Register, right: Register): Expression {
  return { kind: 'binary', operation, left, right };
}

/** The value of an expression whose operands are all known; undefined if one is not, or if it depends on the cell. */
export function fold(
  expression: Expression,
  constantOf: (register: Register) => number | undefined,
): number | undefined {
  switch (expression.kind) {
    case 'constant':
      return expression.value;
    case 'copy':
      return constantOf(expression.from);
    case 'unary': {
      const operand = constantOf(expression.operand);
      return operand === undefined ? undefined : operation.unary[expression.operation](operand);
    }
    case 'binary': {
      const left = constantOf(expression.left);
      const right = left === undefined ? undefined : constantOf(expression.right);
      if (left === undefined || right === undefined) return undefined;
      return operation.binary[expression.operation](left, right);
    }
    case 'select': {
      const condition = constantOf(expression.condition);
      return condition === undefined ? undefined : constantOf(condition !== 0 ? expression.yes : expression.no);
    }
    case 'extract': {
      const { offset, count, isSigned } = expression;
      const operand = constantOf(expression.operand);
      return operand === undefined ? undefined : operation.extract(operand, offset, count, isSigned);
    }
    case 'insert': {
      const { offset, count } = expression;
      const [operand, bits] = [constantOf(expression.operand), constantOf(expression.bits)];
      return operand === undefined || bits === undefined ? undefined : operation.insert(operand, bits, offset, count);
    }
    default:
      return undefined;
  }
}

/** Whether nodes like it can be anywhere: they are the same for all of a cell, or for all of an invocation. */
export function isLeaf({ kind }: Expression): boolean {
  return kind === 'constant' || kind === 'builtin' || kind === 'budget' || kind === 'length';
}

/** Pure nodes by kind. */
const pureKinds: ReadonlySet<string> = new Set<Pure['kind']>([
  'constant',
  'builtin',
  'budget',
  'length',
  'copy',
  'unary',
  'binary',
  'select',
  'extract',
  'insert',
  'owned',
]);

export function isPure(node: { readonly kind: string }): node is Pure {
  return pureKinds.has(node.kind);
}
