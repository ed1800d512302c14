/** Values that are known when the shader is checked, and the ranges of their types (SPEC.md V31). */
import { componentOf, toText as typeText, widthOf } from './classify.js';
import { misuse, type Refusal, refuse } from './fault.js';
import type { AbstractInt, Scalar, Type } from './type.js';

/**
 * A value known when the shader is checked. Integers are kept as bigints in the range of their type (i32 signed, u32
 * unsigned, abstract 64-bit signed), booleans as booleans, composites as lists of components, elements or members.
 */
export type Value = bigint | boolean | readonly Value[];

/** A value with its type. */
export interface Constant {
  readonly type: Type;
  readonly value: Value;
}

/** A constant, or why there is none. */
export type Outcome = Constant | Refusal;

/**
 * More scalars than these in one constant are refused: `array<u32, 100000>()` is a constant too, and WGSL sets no bound. A
 * list of 2,047 vectors (Y5) has fewer, and no private or function variable holds as many (V22).
 */
export const mostScalars = 8_192;

/** The kind of a scalar, or of a vector's components. */
export type Kind = (Scalar | AbstractInt)['kind'];

/** The kind of a scalar or of a vector's components. */
export function componentKind(type: Type): Kind {
  return (componentOf(type) ?? notOperand(type)).kind;
}

/** The components of a vector; a scalar alone. */
export function componentsOf({ type, value }: Constant): readonly Value[] {
  return type.kind === 'vector' ? toList(value) : [value];
}

/**
 * A constant of the type (scalar or vector) whose components are made of those of the operands; scalar operands go with every
 * component. The first refusal is the result.
 */
export function mapComponents(
  type: Type,
  operands: readonly Constant[],
  action: (kind: Kind, a: Value, b: Value, c: Value, d: Value) => Value | Refusal,
): Outcome {
  const kind = componentKind(type);
  const values: Value[] = [];
  for (let i = 0; i < (widthOf(type) ?? 1); i += 1) {
    const [a = 0n, b = 0n, c = 0n, d = 0n] = operands.map((operand) => componentAt(operand, i));
    const value = action(kind, a, b, c, d);
    if (isFailed(value)) return value;
    values.push(value);
  }
  return { type, value: type.kind === 'vector' ? values : (values[0] ?? 0n) };
}

function componentAt({ type, value }: Constant, i: number): Value {
  return type.kind === 'vector' ? (toList(value)[i] ?? 0n) : value;
}

function isFailed(value: Value | Refusal): value is Refusal {
  return typeof value === 'object' && 'error' in value;
}

function notOperand(type: Type): never {
  throw misuse('constant', 'a scalar or vector', typeText(type));
}

/** The integer that a value is. */
export function toBigInt(value: Value): bigint {
  if (typeof value === 'bigint') return value;
  throw misuse('constant', 'an integer', typeof value);
}

/** The boolean that a value is. */
export function toBoolean(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  throw misuse('constant', 'a boolean', typeof value);
}

/** The parts of a composite value. */
export function toList(value: Value): readonly Value[] {
  if (typeof value === 'object') return value;
  throw misuse('constant', 'a composite value', typeof value);
}

/** What a concrete integer keeps of an exact result; an abstract integer wraps too (negation only). */
export function wrap(kind: Kind, value: bigint): bigint {
  if (kind === 'u32') return BigInt.asUintN(32, value);
  return BigInt.asIntN(kind === 'i32' ? 32 : 64, value);
}

/** The value if it is one of the type's; else an error that names it. */
export function fit(kind: Kind, value: bigint, text: () => string): bigint | Refusal {
  return value === wrap(kind, value) ? value : overflow(kind, text());
}

/** Concrete integers wrap, abstract ones must fit. */
export function wrapOrFit(kind: Kind, value: bigint, text: () => string): bigint | Refusal {
  return kind === 'abstract-int' ? fit(kind, value, text) : wrap(kind, value);
}

/** The least value of the type. */
export function least(kind: Kind): bigint {
  return kind === 'u32' ? 0n : kind === 'i32' ? -(1n << 31n) : -(1n << 63n);
}

export function overflow(kind: Kind, text: string): Refusal {
  const most = kind === 'u32' ? '4294967295' : kind === 'i32' ? '2147483647' : '9223372036854775807';
  return refuse('V31', 'constant.overflow', `${text} does not fit ${kind}, which holds ${least(kind)} to ${most}`);
}
