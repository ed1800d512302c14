/** Random expressions of a type. Operands that WGSL refuses where they are constant are made so that they never are. */

import { builtinBool, builtinNumeric } from './builtin.js';
import { callOf } from './call.js';
import { type Context, isNumeric } from './context.js';
import { index } from './indices.js';
import { read } from './memory.js';
import { below, chance, pick, weighted, word } from './random.js';
import type { BinaryOperator, Expression, ScalarType, Type, VectorType, Width } from './syntax.js';
import * as term from './term.js';
import { array, bool, componentOf, i32, partsOf, scalar, u32, vector, withComponent } from './type.js';

/** An expression of a type that can be constructed, at most so deep. */
export function value(context: Context, type: Type, depth: number): Expression {
  if (depth <= 0) return leaf(context, type);
  switch (type.kind) {
    case 'scalar':
    case 'vector':
      return type.kind === 'scalar' && type.name === 'bool'
        ? condition(context, depth)
        : isNumeric(type)
          ? numeric(context, type, depth)
          : conditions(context, type as VectorType, depth);
    default:
      return composite(context, type, depth);
  }
}

/** Something from memory, or a constant. */
function leaf(context: Context, type: Type, depth = 0): Expression {
  const { random } = context.draft;
  const held = chance(random, 0.85) ? read(context, type, Math.min(depth - 1, 1)) : undefined;
  if (held !== undefined) return held;
  if (type.kind === 'scalar') return term.literal(type, word(random));
  if (type.kind === 'vector' && chance(random, 0.4)) return term.splat(type, word(random));
  return chance(random, 0.2) ? term.zero(type) : constructed(context, type, 0);
}

function composite(context: Context, type: Type, depth: number): Expression {
  const { random } = context.draft;
  const form = below(random, 10);
  if (form < 2) return callOf(context, type, depth) ?? leaf(context, type, depth);
  return form < 6 ? leaf(context, type) : constructed(context, type, depth);
}

/** `S(…)`, `array<T, N>(…)`, `vec3<T>(…)`. */
function constructed(context: Context, type: Type, depth: number): Expression {
  const { draft } = context;
  const inner = Math.min(depth - 1, 1);
  if (type.kind === 'vector') return constructedVector(context, type, depth);
  const parts = type.kind === 'array' ? Array<Type>(type.count).fill(type.of) : [...partsOf(draft.structs, type)];
  const isInferred = type.kind === 'array' && chance(draft.random, 0.3);
  return term.construct(
    type,
    parts.map((part) => value(context, part, inner)),
    isInferred,
  );
}

/** From scalars and shorter vectors. */
function constructedVector(context: Context, type: VectorType, depth: number): Expression {
  const { random } = context.draft;
  const parts: Expression[] = [];
  for (let rest: number = type.width; rest > 0; ) {
    const width = rest >= 2 && rest < 4 + Number(type.width === 4) && chance(random, 0.25) ? 2 : 1;
    const part = width === 2 ? vector(2, type.of) : scalar(type.of);
    if (width === 2 && type.width === 2) {
      parts.push(value(context, scalar(type.of), depth - 1), value(context, scalar(type.of), depth - 1));
    } else parts.push(value(context, part, depth - 1));
    rest -= width;
  }
  return term.construct(type, parts, chance(random, 0.3));
}

function numeric(context: Context, type: ScalarType | VectorType, depth: number): Expression {
  const { random } = context.draft;
  const form = weighted(random, [
    [6, leaf],
    [7, arithmetic],
    [3, bitwise],
    [3, division],
    [3, shift],
    [2, negation],
    [5, builtinNumeric],
    [2, conversion],
    [2, callOf],
    [2, partOfValue],
    [type.kind === 'vector' ? 3 : 0, constructedNumeric],
  ] as const);
  return form(context, type, depth) ?? leaf(context, type, depth);
}

function constructedNumeric(context: Context, type: ScalarType | VectorType, depth: number): Expression {
  return constructed(context, type, depth);
}

function arithmetic(context: Context, type: ScalarType | VectorType, depth: number): Expression {
  const operator = pick(context.draft.random, ['+', '-', '*'] as const);
  const [left, right] = operands(context, type, depth, true);
  return binary(context, operator, left, right, type);
}

function bitwise(context: Context, type: ScalarType | VectorType, depth: number): Expression {
  const operator = pick(context.draft.random, ['&', '|', '^'] as const);
  const [left, right] = operands(context, type, depth, false);
  return binary(context, operator, left, right, type);
}

/** Two of the type; where they may mix, seldom a vector and a scalar. */
function operands(
  context: Context,
  type: ScalarType | VectorType,
  depth: number,
  mayMix: boolean,
): readonly [Expression, Expression] {
  const { random } = context.draft;
  const isMixed = mayMix && type.kind === 'vector' && chance(random, 0.3);
  const narrow = isMixed ? scalar(type.of) : type;
  const isLeft = chance(random, 0.5);
  const left = value(context, isLeft ? narrow : type, depth - 1);
  return [left, value(context, isLeft ? type : narrow, depth - 1)];
}

/** A literal beside something of a concrete type needs no suffix. */
function binary(
  context: Context,
  operator: BinaryOperator,
  left: Expression,
  right: Expression,
  type: Type,
): Expression {
  const isBare = chance(context.draft.random, 0.3);
  if (isBare && right.kind === 'literal' && !term.isEarly(left))
    return term.binary(operator, left, { ...right, isBare }, type);
  if (isBare && left.kind === 'literal' && !term.isEarly(right))
    return term.binary(operator, { ...left, isBare }, right, type);
  return term.binary(operator, left, right, type);
}

/** A divisor that is known early is a literal that is not 0; with -1 the dividend is not known early. */
export function division(context: Context, type: ScalarType | VectorType, depth: number): Expression {
  const { random } = context.draft;
  const operator = pick(random, ['/', '%'] as const);
  const [left, right] = operands(context, type, depth, true);
  return term.binary(operator, left, term.isEarly(right) ? divisor(context, left, right.type) : right, type);
}

/** Not 0 and not -1, unless the dividend is known at run time only. */
export function divisor(context: Context, left: Expression, type: Type): Expression {
  const { random } = context.draft;
  const of = type as ScalarType | VectorType;
  const options = [1, 2, 3, 5, 7, 16, 255, 65_536, 2 ** 31 - 1, ...(term.isEarly(left) ? [] : [-1, -2, -(2 ** 31)])];
  return term.splat(of, pick(random, options));
}

/** The amount is a constant below 32 or masked (P2). */
function shift(context: Context, type: ScalarType | VectorType, depth: number): Expression {
  const { random } = context.draft;
  const left = value(context, type, depth - 1);
  // An early shift to the left may not lose bits.
  const operator = term.isEarly(left) ? '>>' : pick(random, ['<<', '>>'] as const);
  return term.binary(operator, left, amount(context, type, depth), type);
}

/** An amount of a shift of the type. */
export function amount(context: Context, type: ScalarType | VectorType, depth: number): Expression {
  const { random } = context.draft;
  const of = withComponent(type, 'u32');
  if (chance(random, 0.5)) return term.splat(of, below(random, 32));
  return term.binary('&', value(context, of, depth - 1), term.splat(of, pick(random, [31, 31, 15, 7, 1])), of);
}

function negation(context: Context, type: ScalarType | VectorType, depth: number): Expression {
  const operator = componentOf(type) === 'i32' && chance(context.draft.random, 0.5) ? '-' : '~';
  return { kind: 'unary', operator, operand: value(context, type, depth - 1), type };
}

/** From another component type: by value, or by its bits. */
function conversion(context: Context, type: ScalarType | VectorType, depth: number): Expression {
  const { random } = context.draft;
  const other = componentOf(type) === 'i32' ? 'u32' : 'i32';
  const from = chance(random, 0.25) ? 'bool' : other;
  const operand = value(context, withComponent(type, from), depth - 1);
  return from !== 'bool' && chance(random, 0.5) ? { kind: 'bitcast', operand, type } : term.convert(operand, type);
}

/** A component of a vector, an element of an array, that is in no memory. */
function partOfValue(context: Context, type: ScalarType | VectorType, depth: number): Expression {
  const { random } = context.draft;
  const width = pick(random, [2, 3, 4] as const satisfies readonly Width[]);
  if (type.kind === 'vector') {
    const object = value(context, vector(width, type.of), depth - 1);
    return term.swizzle(object, Array.from({ length: type.width }, () => 'xyzw'[below(random, width)]).join(''));
  }
  if (chance(random, 0.3)) {
    const items = Array.from({ length: width }, () => value(context, type, 0));
    return term.index(term.construct(array(type, width), items, chance(random, 0.5)), index(context, width, 1));
  }
  const object = value(context, vector(width, type.name), depth - 1);
  if (chance(random, 0.5)) return term.swizzle(object, 'xyzw'[below(random, width)]!);
  // P10: the index of a swizzle calls nothing, and a leaf may.
  const at = object.kind === 'swizzle' ? term.unsigned(below(random, width)) : index(context, width, 0);
  return term.index(object, at);
}

function condition(context: Context, depth: number): Expression {
  const { random } = context.draft;
  const form = weighted(random, [
    [4, leaf],
    [10, comparison],
    [6, logic],
    [2, not],
    [4, builtinBool],
    [1, truth],
    [2, callOf],
    [1, partOfValue],
  ] as const);
  return form(context, bool, depth) ?? leaf(context, bool, depth);
}

const equality = ['==', '!='] as const;
const order = ['<', '<=', '>', '>='] as const;

function comparison(context: Context, _: Type, depth: number): Expression {
  const { random } = context.draft;
  const of = pick(random, [i32, u32, i32, u32, bool]);
  const operator = pick(random, of === bool ? equality : [...equality, ...order]);
  const [left, right] = operands(context, of, depth, false);
  return binary(context, operator, left, right, bool);
}

function logic(context: Context, _: Type, depth: number): Expression {
  const operator = pick(context.draft.random, ['&&', '||', '&&', '||', '&', '|'] as const);
  const [left, right] = operands(context, bool, depth, false);
  return term.binary(operator, left, right, bool);
}

function not<T extends ScalarType | VectorType>(context: Context, type: T, depth: number): Expression {
  return { kind: 'unary', operator: '!', operand: value(context, type, depth - 1), type };
}

function truth<T extends ScalarType | VectorType>(context: Context, type: T, depth: number): Expression {
  const from = withComponent(type, pick(context.draft.random, ['i32', 'u32'] as const));
  return term.convert(value(context, from, depth - 1), type);
}

/** A vector of bool. */
function conditions(context: Context, type: VectorType, depth: number): Expression {
  const { random } = context.draft;
  switch (below(random, 8)) {
    case 0:
      return leaf(context, type, depth);
    case 1:
      return not(context, type, depth);
    case 2:
      return truth(context, type, depth);
    case 3:
      return constructedVector(context, type, depth);
    case 4: {
      const [left, right] = operands(context, type, depth, false);
      return term.binary(pick(random, ['&', '|', ...equality] as const), left, right, type);
    }
    default: {
      const of = vector(type.width, pick(random, ['i32', 'u32'] as const));
      const [left, right] = operands(context, of, depth, false);
      return term.binary(pick(random, [...equality, ...order]), left, right, type);
    }
  }
}
