/** Operators and conversions on constants (SPEC.md V14, V31, V33). */
import type * as ast from '../syntax/ast.js';
import { equals, toText as typeText, widthOf, withComponent } from './classify.js';
import { type Fault, isRefusal, misuse, type Refusal, refuse } from './fault.js';
import { type ArrayType, bool, type Type } from './type.js';
import {
  type Constant,
  componentKind,
  componentsOf,
  fit,
  type Kind,
  least,
  mapComponents,
  type Outcome,
  overflow,
  toBigInt,
  toBoolean,
  toList,
  type Value,
  wrap,
  wrapOrFit,
} from './value.js';

/** The operand has the type that `operator.resolveUnary` asks for. Negation wraps, in abstract integers too (WGSL §8.7). */
export function unary(operator: '-' | '!' | '~', operand: Constant): Outcome {
  return mapComponents(operand.type, [operand], (kind, value) => {
    if (operator === '!') return !toBoolean(value);
    const integer = toBigInt(value);
    return wrap(kind, operator === '-' ? -integer : ~integer);
  });
}

/**
 * The operands have the types that `operator.resolveBinary` asks for. `&&` and `||` take both sides: leaving the right one
 * unevaluated is for the caller.
 */
export function binary(operator: ast.BinaryOperator, left: Constant, right: Constant): Outcome {
  // The result of a shift has the type of what is shifted.
  const isShift = operator === '<<' || operator === '>>';
  const wider = !isShift && right.type.kind === 'vector' ? right.type : left.type;
  const result = isComparison(operator) ? withComponent(wider, bool) : wider;
  const kind = componentKind(left.type);
  return mapComponents(result, [left, right], (_, a, b) => evaluate(operator, kind, a, b));
}

/** V33: what is wrong with the right side of an operator whose left side is not constant (`x / 0`, `x << 32`), or undefined. */
export function checkRight(operator: ast.BinaryOperator, left: Type, right: Constant): Fault | undefined {
  const isShift = operator === '<<' || operator === '>>';
  if (!isShift && operator !== '/' && operator !== '%') return undefined;
  for (const value of componentsOf(right)) {
    const integer = toBigInt(value);
    if (!isShift && integer === 0n) return divisionByZero('x', operator).error;
    if (isShift && integer > 31n) return shiftAmount(operator, componentKind(left), integer).error;
  }
  return undefined;
}

/**
 * The constant as a value of another type: the automatic conversion of V14 and the value conversions `i32(x)`, `u32(x)`,
 * `bool(x)` and their vectors (WGSL §17.1.2). An abstract integer must fit; i32 and u32 keep their bits; false is 0, true is
 * 1. Arrays convert element by element.
 */
export function convert(constant: Constant, type: Type): Outcome {
  if (equals(constant.type, type)) return constant;
  if (type.kind === 'array' && constant.type.kind === 'array')
    return convertArray(constant, constant.type.element, type);
  if (widthOf(type) === undefined) return { type, value: constant.value };
  const from = componentKind(constant.type);
  return mapComponents(type, [constant], (to, value) => convertScalar(from, to, value));
}

// A table of abstract integers is converted once for each type, however often the shader names it.
const converted: WeakMap<object, Map<string, Outcome>> = new WeakMap();

function convertArray({ value }: Constant, from: Type, type: ArrayType): Outcome {
  const list = toList(value);
  const known = converted.get(list) ?? new Map<string, Outcome>();
  converted.set(list, known);
  const key = typeText(type);
  const outcome = known.get(key) ?? convertElements(list, from, type);
  known.set(key, outcome);
  return outcome;
}

function convertElements(list: readonly Value[], from: Type, type: ArrayType): Outcome {
  const elements: Value[] = [];
  for (const value of list) {
    const element = convert({ type: from, value }, type.element);
    if (isRefusal(element)) return element;
    elements.push(element.value);
  }
  return { type, value: elements };
}

function convertScalar(from: Kind, to: Kind, value: Value): Value | Refusal {
  if (to === 'bool') return from === 'bool' ? value : value !== 0n;
  if (from === 'bool') return value === true ? 1n : 0n;
  const integer = toBigInt(value);
  return from === 'abstract-int' ? fit(to, integer, () => `${integer}`) : wrap(to, integer);
}

/**
 * `bitcast<type>(constant)`: i32 and u32 keep their bits, an abstract integer must fit the type (WGSL §17.2.1; Tint also
 * takes `bitcast<u32>(-1)`).
 */
export function bitcast(constant: Constant, type: Type): Outcome {
  return convert(constant, type);
}

/** What an operator makes of one pair of components. */
function evaluate(operator: ast.BinaryOperator, kind: Kind, a: Value, b: Value): Value | Refusal {
  if (kind === 'bool') return evaluateLogical(operator, toBoolean(a), toBoolean(b));
  return evaluateInteger(operator, kind, toBigInt(a), toBigInt(b));
}

function evaluateLogical(operator: ast.BinaryOperator, a: boolean, b: boolean): boolean {
  switch (operator) {
    case '&':
    case '&&':
      return a && b;
    case '|':
    case '||':
      return a || b;
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    default:
      throw misuse('constant.binary', 'an operator on bool', operator);
  }
}

function evaluateInteger(operator: ast.BinaryOperator, kind: Kind, a: bigint, b: bigint): Value | Refusal {
  const text = (): string => `${a} ${operator} ${b}`;
  switch (operator) {
    // WGSL §8.7: concrete integers wrap (§6.2.3), abstract ones must not overflow (§6.2.1).
    case '+':
      return wrapOrFit(kind, a + b, text);
    case '-':
      return wrapOrFit(kind, a - b, text);
    case '*':
      return wrapOrFit(kind, a * b, text);
    // §8.7: truncates; the least value divided by -1 fits no type.
    case '/':
      return b === 0n ? divisionByZero(`${a}`, operator) : fit(kind, a / b, text);
    case '%':
      if (b === 0n) return divisionByZero(`${a}`, operator);
      return b === -1n && a === least(kind) ? overflow(kind, text()) : a % b;
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '<<':
      return shiftLeft(kind, a, b);
    // §8.9: an abstract integer may be shifted by any amount.
    case '>>':
      if (kind !== 'abstract-int' && b > 31n) return shiftAmount(operator, kind, b);
      return a >> (b > 64n ? 64n : b);
    default:
      return compare(operator, a, b);
  }
}

/** WGSL §8.9: bits that are lost, and a sign that changes, are errors for u32 too; 0 may be shifted by any abstract amount. */
function shiftLeft(kind: Kind, a: bigint, b: bigint): Value | Refusal {
  if (kind !== 'abstract-int' && b > 31n) return shiftAmount('<<', kind, b);
  if (a === 0n) return 0n;
  return b > 63n ? overflow(kind, `${a} << ${b}`) : fit(kind, a << b, () => `${a} << ${b}`);
}

function compare(operator: ast.BinaryOperator, a: bigint, b: bigint): boolean {
  switch (operator) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    default:
      throw misuse('constant.binary', 'an operator on integers', operator);
  }
}

function isComparison(operator: ast.BinaryOperator): boolean {
  return ['==', '!=', '<', '<=', '>', '>='].includes(operator);
}

function divisionByZero(left: string, operator: ast.BinaryOperator): Refusal {
  return refuse('V31', 'constant.division-by-zero', `${left} ${operator} 0 has no value`);
}

function shiftAmount(operator: ast.BinaryOperator, kind: Kind, amount: bigint): Refusal {
  return refuse('V31', 'constant.shift-amount', `${operator} by ${amount} is too far: ${kind} has 32 bits`);
}
