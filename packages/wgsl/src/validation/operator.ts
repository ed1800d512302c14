/** Which operators take which types, and what they give: WGSL §8.6 to §8.9 for the types of the profile (SPEC.md V30). */
import type * as ast from '../syntax/ast.js';
import { common, componentOf, concretise, convertible, isInteger, widthOf, withComponent } from './classify.js';
import { type AbstractInt, bool, type Scalar, type Type, u32, type Vector } from './type.js';

/** An operator with the type that its operand is to be converted to (`constant.convert`) and the type of its result. */
export interface UnaryOverload {
  readonly operand: Type;
  readonly result: Type;
}

/** An operator with the types that its operands are to be converted to (`constant.convert`) and the type of its result. */
export interface BinaryOverload {
  readonly left: Type;
  readonly right: Type;
  readonly result: Type;
}

export interface ResolveOptions {
  /**
   * Whether all operands are const-expressions; default true. If one is not, no abstract overload is taken (WGSL §6.1.3): in
   * `1 << x` with a variable `x`, the 1 is an i32.
   */
  readonly isConstant?: boolean;
}

/** A type that operators on values take. */
type Operand = Scalar | AbstractInt | Vector;

/** The overload for an operand of this type, after the load rule; undefined if there is none. */
export function resolveUnary(
  operator: '-' | '!' | '~',
  type: Type,
  { isConstant = true }: ResolveOptions = {},
): UnaryOverload | undefined {
  const component = componentOf(type);
  if (component === undefined || !unaryOperators[operator].includes(component.kind)) return undefined;
  const operand = isConstant ? type : concretise(type);
  return { operand, result: operand };
}

const unaryOperators: Readonly<Record<'-' | '!' | '~', readonly string[]>> = {
  '-': ['abstract-int', 'i32'],
  '~': ['abstract-int', 'i32', 'u32'],
  '!': ['bool'],
};

/**
 * The overload for operands of these types, after the load rule; undefined if there is none. Vector and scalar mix for
 * `+ - * / %` only, and then stay what they are; the right side of a shift becomes u32 or a vector of u32.
 */
export function resolveBinary(
  operator: ast.BinaryOperator,
  left: Type,
  right: Type,
  { isConstant = true }: ResolveOptions = {},
): BinaryOverload | undefined {
  if (!isOperand(left) || !isOperand(right)) return undefined;
  if (operator === '<<' || operator === '>>') return resolveShift(left, right, isConstant);

  const rule = binaryOperators[operator];
  const isMixed = widthOf(left) !== widthOf(right);
  if (isMixed && !(rule.isMixable && (left.kind !== 'vector' || right.kind !== 'vector'))) return undefined;
  if (rule.isScalarOnly && left.kind === 'vector') return undefined;

  const exact = common([component(left), component(right)]);
  if (exact === undefined || !rule.components.includes(exact.kind)) return undefined;
  const of = component(isConstant ? exact : concretise(exact));
  const wider = left.kind === 'vector' ? left : right;
  return {
    left: withComponent(left, of),
    right: withComponent(right, of),
    result: withComponent(wider, rule.isComparison ? bool : of),
  };
}

/** The sides of a shift have as many components, and the types have nothing to do with each other (WGSL §8.9). */
function resolveShift(left: Operand, right: Operand, isConstant: boolean): BinaryOverload | undefined {
  if (!isInteger(component(left)) || widthOf(left) !== widthOf(right)) return undefined;
  if (convertible(component(right), u32) === undefined) return undefined;
  const shifted = isConstant ? left : concretise(left);
  return { left: shifted, right: withComponent(right, u32), result: shifted };
}

function isOperand(type: Type): type is Operand {
  return componentOf(type) !== undefined;
}

function component(type: Type): Scalar | AbstractInt {
  return componentOf(type) ?? bool;
}

interface BinaryRule {
  readonly components: readonly Type['kind'][];
  /** A vector and a scalar may meet. */
  readonly isMixable?: true;
  readonly isScalarOnly?: true;
  /** The result is bool, or a vector of bool. */
  readonly isComparison?: true;
}

const integers = ['abstract-int', 'i32', 'u32'] as const;
const all = ['bool', ...integers] as const;
const arithmetic: BinaryRule = { components: integers, isMixable: true };
const equality: BinaryRule = { components: all, isComparison: true };
const order: BinaryRule = { components: integers, isComparison: true };
const logical: BinaryRule = { components: ['bool'], isScalarOnly: true };

const binaryOperators: Readonly<Record<Exclude<ast.BinaryOperator, '<<' | '>>'>, BinaryRule>> = {
  '+': arithmetic,
  '-': arithmetic,
  '*': arithmetic,
  '/': arithmetic,
  '%': arithmetic,
  '&': { components: all },
  '|': { components: all },
  '^': { components: integers },
  '&&': logical,
  '||': logical,
  '==': equality,
  '!=': equality,
  '<': order,
  '<=': order,
  '>': order,
  '>=': order,
};
