/** Parts of composites: `a[i]`, `s.member`, `v.xyz`, through values, references and pointers (SPEC.md V30, V31, V33). */
import type * as ast from '../syntax/ast.js';
import type { Span } from '../text/span.js';
import * as classify from './classify.js';
import * as constant from './constant.js';
import { atRunTime, type Context, refuse, report } from './context.js';
import { concretise, fromConstant, fromOutcome, latest, load, type Operand, toConstant } from './operand.js';
import type { Reference, StructType, Type, Vector } from './type.js';

/** `*pointer`. */
export function dereference(context: Context, operand: Operand | undefined, span: Span): Operand | undefined {
  const pointer = load(context, operand);
  if (pointer === undefined) return undefined;
  const { type } = pointer.expression;
  if (type.kind !== 'pointer') {
    return refuse(context, span, 'V36', 'pointer.expected', `* takes a pointer, not ${classify.toText(type)}`);
  }
  const { space, store, access } = type;
  return {
    expression: {
      kind: 'indirection',
      pointer: pointer.expression,
      type: { kind: 'reference', space, store, access },
      span,
    },
    stage: 'runtime',
  };
}

/** `&reference`. */
export function addressOf(context: Context, operand: Operand | undefined, span: Span): Operand | undefined {
  if (operand === undefined) return undefined;
  const { expression } = operand;
  const { type } = expression;
  if (type.kind !== 'reference') {
    const hint = 'Copy the value to a var and take the address of that.';
    return refuse(context, span, 'V36', 'pointer.no-reference', '& takes a variable or a part of one', hint);
  }
  if (isVectorComponent(expression)) {
    const hint = 'Pass the whole vector.';
    return refuse(context, span, 'V36', 'pointer.component', 'a component of a vector has no address', hint);
  }
  const { space, store, access } = type;
  return {
    expression: { kind: 'address-of', reference: expression, type: { kind: 'pointer', space, store, access }, span },
    stage: 'runtime',
  };
}

function isVectorComponent(expression: Operand['expression']): boolean {
  if (expression.kind === 'component') return true;
  return expression.kind === 'index' && classify.loaded(expression.object.type).kind === 'vector';
}

/** Parts of what a pointer points at are taken through it (`pointer_composite_access`). */
function throughPointer(context: Context, operand: Operand): Operand | undefined {
  const { type, span } = operand.expression;
  return type.kind === 'pointer' ? dereference(context, operand, span) : operand;
}

/** `object[at]`. */
export function index(
  context: Context,
  object: Operand | undefined,
  at: Operand | undefined,
  span: Span,
): Operand | undefined {
  const position = concretise(context, at);
  const whole = object === undefined ? undefined : throughPointer(context, object);
  if (position === undefined || whole === undefined) return undefined;
  if (position.expression.type.kind !== 'i32' && position.expression.type.kind !== 'u32') {
    const got = classify.toText(position.expression.type);
    return refuse(context, position.expression.span, 'V30', 'index.type', `an index is i32 or u32, not ${got}`);
  }
  const element = elementOf(classify.loaded(whole.expression.type));
  if (element === undefined) {
    const got = classify.toText(classify.loaded(whole.expression.type));
    return refuse(context, span, 'V30', 'index.object', `${got} has no elements`);
  }
  return indexed(context, whole, position, element, span);
}

function indexed(context: Context, whole: Operand, position: Operand, element: Type, span: Span): Operand | undefined {
  const [object, at] = [toConstant(whole), toConstant(position)];
  if (object !== undefined && at !== undefined) return fromOutcome(context, constant.index(object, at), span);
  if (at !== undefined) {
    const fault = constant.checkIndex(whole.expression.type, at);
    if (fault !== undefined) return report(context, position.expression.span, atRunTime(fault));
  }
  const concrete = object === undefined ? whole : concretise(context, whole);
  if (concrete === undefined) return undefined;
  const type = partType(concrete.expression.type, classify.concretise(element));
  const expression = { kind: 'index', object: concrete.expression, index: position.expression, type, span } as const;
  return { expression, stage: latest([concrete, position]) };
}

function elementOf(type: Type): Type | undefined {
  return type.kind === 'array' || type.kind === 'vector' ? type.element : undefined;
}

/** A part of a place in memory is a place too. */
function partType(whole: Type, part: Type): Type {
  return whole.kind === 'reference' ? { ...(whole satisfies Reference), store: part } : part;
}

/** `object.member`: a member of a struct, or components of a vector. */
export function member(
  context: Context,
  object: Operand | undefined,
  name: ast.Identifier,
  span: Span,
): Operand | undefined {
  const whole = object === undefined ? undefined : throughPointer(context, object);
  if (whole === undefined) return undefined;
  const type = classify.loaded(whole.expression.type);
  if (type.kind === 'struct') return structMember(context, whole, type, name, span);
  if (type.kind === 'vector') return components(context, whole, type, name, span);
  return refuse(context, name.span, 'V30', 'member.object', `${classify.toText(type)} has no members`);
}

function structMember(
  context: Context,
  whole: Operand,
  type: StructType,
  name: ast.Identifier,
  span: Span,
): Operand | undefined {
  const position = memberPositions(type).get(name.name);
  const found = position === undefined ? undefined : type.members[position];
  if (position === undefined || found === undefined) {
    return refuse(context, name.span, 'V30', 'member.unknown', `${type.name} has no member ${name.name}`);
  }
  const object = toConstant(whole);
  if (object !== undefined) return fromConstant(constant.member({ ...object, type }, position), span);
  const { expression, stage } = whole;
  return {
    expression: {
      kind: 'member',
      object: expression,
      member: position,
      type: partType(expression.type, found.type),
      span,
    },
    stage,
  };
}

const positionsOf: WeakMap<StructType, ReadonlyMap<string, number>> = new WeakMap();

function memberPositions(type: StructType): ReadonlyMap<string, number> {
  const known = positionsOf.get(type);
  if (known !== undefined) return known;
  const positions = new Map(type.members.map((one, position) => [one.name, position]));
  positionsOf.set(type, positions);
  return positions;
}

function components(
  context: Context,
  whole: Operand,
  type: Vector,
  name: ast.Identifier,
  span: Span,
): Operand | undefined {
  const letters = name.name;
  const set = /^[xyzw]{1,4}$/.test(letters) ? 'xyzw' : /^[rgba]{1,4}$/.test(letters) ? 'rgba' : '';
  const positions = [...letters].map((letter) => set.indexOf(letter));
  if (set === '' || positions.some((position) => position >= type.width)) {
    const got = classify.toText(type);
    return refuse(context, name.span, 'V30', 'member.swizzle', `${got} has no components ${letters}`);
  }
  const [first = 0] = positions;
  const { expression } = whole;
  if (positions.length === 1 && expression.type.kind === 'reference') {
    const part = partType(expression.type, type.element);
    return {
      expression: { kind: 'component', object: expression, component: first, type: part, span },
      stage: 'runtime',
    };
  }
  return swizzle(context, whole, type, positions, span);
}

function swizzle(
  context: Context,
  whole: Operand,
  type: Vector,
  positions: readonly number[],
  span: Span,
): Operand | undefined {
  const object = toConstant(whole);
  if (object !== undefined) return fromConstant(constant.swizzle(object, positions), span);
  const value = load(context, whole);
  if (value === undefined) return undefined;
  const [, second] = positions;
  const result: Type =
    second === undefined
      ? type.element
      : { kind: 'vector', width: positions.length as Vector['width'], element: type.element };
  return {
    expression: { kind: 'swizzle', object: value.expression, components: positions, type: result, span },
    stage: value.stage,
  };
}
