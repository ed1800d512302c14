/** Operators and conversions on values in registers, component by component (SPEC.md E1, E4, E5; WGSL §8). */
import * as classify from '../../validation/classify.js';
import type { Type } from '../../validation/type.js';
import type { BinaryOperator } from '../../validation/typed.js';
import type { BinaryOperation, Register, UnaryOperation } from '../ir.js';
import * as builders from './builder.js';

type Builder = builders.Builder;
type Words = builders.Words;

/** Operations by signedness of the left operand. */
const operations: Readonly<
  Record<BinaryOperator, { readonly signed: BinaryOperation; readonly unsigned: BinaryOperation }>
> = {
  '+': both('add'),
  '-': both('sub'),
  '*': both('mul'),
  '/': { signed: 'div-s', unsigned: 'div-u' },
  '%': { signed: 'rem-s', unsigned: 'rem-u' },
  '&': both('and'),
  '|': both('or'),
  '^': both('xor'),
  '<<': both('shl'),
  '>>': { signed: 'shr-s', unsigned: 'shr-u' },
  '==': both('eq'),
  '!=': both('ne'),
  '<': { signed: 'lt-s', unsigned: 'lt-u' },
  '<=': { signed: 'le-s', unsigned: 'le-u' },
  // With the operands exchanged.
  '>': { signed: 'lt-s', unsigned: 'lt-u' },
  '>=': { signed: 'le-s', unsigned: 'le-u' },
};

function both(operation: BinaryOperation): { readonly signed: BinaryOperation; readonly unsigned: BinaryOperation } {
  return { signed: operation, unsigned: operation };
}

/** Whether the components of a type are i32. */
export function isSigned(type: Type): boolean {
  return classify.componentOf(type)?.kind === 'i32';
}

/** `left operator right`; a scalar goes with every component of a vector. `type` is that of the left operand. */
export function binary(builder: Builder, operator: BinaryOperator, type: Type, left: Words, right: Words): Words {
  const operation = operations[operator][isSigned(type) ? 'signed' : 'unsigned'];
  const isExchanged = operator === '>' || operator === '>=';
  return isExchanged ? combine(builder, operation, right, left) : combine(builder, operation, left, right);
}

/** One operation for each pair of components. */
export function combine(builder: Builder, operation: BinaryOperation, left: Words, right: Words): Words {
  const to = builders.allocate(builder, Math.max(left.length, right.length));
  for (const [k, register] of to.entries()) {
    builders.emit(builder, {
      kind: 'binary',
      operation,
      to: register,
      left: componentAt(left, k),
      right: componentAt(right, k),
    });
  }
  return to;
}

/** All components combined into one, from left to right. */
export function fold(builder: Builder, operation: BinaryOperation, words: Words): Register {
  const [first = 0, ...rest] = words;
  return rest.reduce((sum, word) => combine(builder, operation, [sum], [word])[0] ?? 0, first);
}

/** One operation for each component. */
export function each(builder: Builder, operation: UnaryOperation, words: Words): Words {
  const to = builders.allocate(builder, words.length);
  for (const [k, operand] of words.entries()) {
    builders.emit(builder, { kind: 'unary', operation, to: to[k] ?? 0, operand });
  }
  return to;
}

const unaryOperations: Readonly<Record<'-' | '!' | '~', UnaryOperation>> = {
  '-': 'negate',
  '!': 'not',
  '~': 'complement',
};

export function unary(builder: Builder, operator: '-' | '!' | '~', words: Words): Words {
  return each(builder, unaryOperations[operator], words);
}

/** `condition ? yes : no`, for each component. */
export function select(builder: Builder, condition: Words, yes: Words, no: Words): Words {
  const to = builders.allocate(builder, yes.length);
  for (const [k, register] of to.entries()) {
    builders.emit(builder, {
      kind: 'select',
      to: register,
      condition: componentAt(condition, k),
      yes: yes[k] ?? 0,
      no: no[k] ?? 0,
    });
  }
  return to;
}

/** The value conversion (E4): to bool x ≠ 0; all others keep the bits, since booleans are 0 and 1. */
export function convert(builder: Builder, from: Type, to: Type, words: Words): Words {
  const [source, target] = [classify.componentOf(from)?.kind, classify.componentOf(to)?.kind];
  if (target !== 'bool' || source === 'bool') return words;
  return combine(builder, 'ne', words, [builders.constant(builder, 0)]);
}

/** A constant for an operand. */
export function literal(builder: Builder, value: number): Words {
  return [builders.constant(builder, value)];
}

function componentAt(words: Words, k: number): Register {
  return (words.length === 1 ? words[0] : words[k]) ?? 0;
}
