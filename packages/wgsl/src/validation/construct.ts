/** Value constructors and value conversions: `vec3<u32>(v, 1u)`, `array(1, 2)`, `S(…)`, `u32(x)` (WGSL §17.1; SPEC.md V30). */
import type { Span } from '../text/span.js';
import * as classify from './classify.js';
import * as constant from './constant.js';
import { type Context, refuse } from './context.js';
import { concretise, convert, fromOutcome, latest, load, type Operand, toConstant } from './operand.js';
import type { ArrayType, StructType, Type, Vector } from './type.js';
import { vector } from './type.js';
import * as typename from './typename.js';

/** What {@link inferred} gives for names that infer nothing. */
export const notInferred: unique symbol = Symbol('not inferred');

/** `vec3(…)` and `array(…)`: the component or element type is found from the arguments. */
export function inferred(
  context: Context,
  name: string,
  args: readonly (Operand | undefined)[],
  span: Span,
): Operand | undefined | typeof notInferred {
  const width = typename.widthOf(name);
  if (width === undefined && name !== 'array') return notInferred;
  const values = args.map((argument) => load(context, argument));
  if (!values.every((one) => one !== undefined)) return undefined;
  const types = values.map(({ expression }) => expression.type);
  if (width === undefined) return inferredArray(context, values, types, span);
  const components = types.map(classify.componentOf);
  const component = components.every((one) => one !== undefined) ? classify.common(components) : undefined;
  const element = component === undefined ? undefined : classify.componentOf(component);
  // Without arguments the vector is of abstract integers (WGSL §17.1.1.5).
  const found = values.length === 0 ? ({ kind: 'abstract-int' } as const) : element;
  if (found !== undefined) return construct(context, vector(width, found), values, span);
  const text = types.map(classify.toText).join(', ');
  return refuse(context, span, 'V30', 'constructor.infer', `${name} finds no component type in (${text})`);
}

function inferredArray(
  context: Context,
  values: readonly Operand[],
  types: readonly Type[],
  span: Span,
): Operand | undefined {
  const element = classify.common(types);
  if (element === undefined || !classify.isConstructible(element)) {
    const text = types.slice(0, 4).map(classify.toText).join(', ');
    const hint = 'Write array<T, N>(…).';
    return refuse(context, span, 'V30', 'constructor.infer', `array finds no element type in (${text})`, hint);
  }
  const count = { kind: 'fixed', value: values.length } as const;
  const type = typename.finish(context, { span }, { kind: 'array', element, count });
  return type === undefined ? undefined : construct(context, type, values, span);
}

/** A value of the type made of values. */
export function construct(context: Context, type: Type, values: readonly Operand[], span: Span): Operand | undefined {
  if (!classify.isConstructible(type)) {
    const text = classify.toText(type);
    return refuse(context, span, 'V30', 'constructor.type', `a value of type ${text} cannot be made`);
  }
  if (values.length === 0) return fromOutcome(context, constant.zero(type), span);
  if (type.kind === 'vector') return vectorValue(context, type, values, span);
  if (type.kind === 'array') return arrayValue(context, type, values, span);
  if (type.kind === 'struct') return structValue(context, type, values, span);
  const [only, ...rest] = values;
  if (only === undefined || rest.length > 0) return refuseCount(context, type, 1, values.length, span);
  return conversion(context, type, only, span);
}

/** `u32(x)` and its like: the value conversion between scalars or vectors of one width. */
function conversion(context: Context, type: Type, operand: Operand, span: Span): Operand | undefined {
  const from = operand.expression.type;
  const known = toConstant(operand);
  if (classify.widthOf(from) !== classify.widthOf(type) || classify.componentOf(from) === undefined) {
    const [got, text] = [classify.toText(from), classify.toText(type)];
    return refuse(context, span, 'V30', 'constructor.conversion', `${got} does not convert to ${text}`);
  }
  if (known !== undefined) return fromOutcome(context, constant.convert(known, type), span);
  const { expression, stage } = operand;
  if (classify.equals(from, type)) return operand;
  return { expression: { kind: 'convert', operand: expression, type, span }, stage };
}

function vectorValue(context: Context, type: Vector, values: readonly Operand[], span: Span): Operand | undefined {
  const [first] = values;
  const widths = values.map(({ expression }) => classify.widthOf(expression.type));
  if (values.length === 1 && first !== undefined && widths[0] === type.width) {
    return conversion(context, type, first, span);
  }
  const isSplat = values.length === 1 && widths[0] === 1;
  const total = widths.reduce<number>((sum, width) => sum + (width ?? Number.NaN), 0);
  if (!isSplat && total !== type.width) {
    const text = values.map(({ expression }) => classify.toText(expression.type)).join(', ');
    const message = `${classify.toText(type)} is not made of (${text})`;
    return refuse(context, span, 'V30', 'constructor.components', message);
  }
  const parts = values.map((one) => convert(context, one, partOf(one.expression.type, type.element)));
  return finished(context, type, parts, span);
}

/** The type that a scalar or shorter vector takes as part of a vector with these components. */
function partOf(from: Type, element: Vector['element']): Type {
  return from.kind === 'vector' ? vector(from.width, element) : element;
}

function arrayValue(context: Context, type: ArrayType, values: readonly Operand[], span: Span): Operand | undefined {
  const count = type.count.kind === 'fixed' ? type.count.value : 0;
  if (values.length !== count) return refuseCount(context, type, count, values.length, span);
  const parts = values.map((one) => convert(context, one, type.element));
  return finished(context, type, parts, span);
}

function structValue(context: Context, type: StructType, values: readonly Operand[], span: Span): Operand | undefined {
  if (values.length !== type.members.length) {
    return refuseCount(context, type, type.members.length, values.length, span);
  }
  const parts = type.members.map((member, at) => convert(context, values[at], member.type));
  return finished(context, type, parts, span);
}

function finished(
  context: Context,
  type: Type,
  parts: readonly (Operand | undefined)[],
  span: Span,
): Operand | undefined {
  if (!parts.every((one) => one !== undefined)) return undefined;
  const known = parts.map(toConstant);
  if (known.every((one) => one !== undefined)) return fromOutcome(context, constant.construct(type, known), span);
  // A constructor with a part that is not constant makes a concrete value.
  const concrete = parts.map((part) => concretise(context, part));
  if (!concrete.every((one) => one !== undefined)) return undefined;
  const expressions = concrete.map(({ expression }) => expression);
  return {
    expression: { kind: 'construct', arguments: expressions, type: classify.concretise(type), span },
    stage: latest(concrete),
  };
}

function refuseCount(context: Context, type: Type, expected: number, got: number, span: Span): undefined {
  const message = `${classify.toText(type)} is made of ${expected} values, not ${got}`;
  return refuse(context, span, 'V30', 'constructor.count', message);
}
