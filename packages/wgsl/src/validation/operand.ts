/** Checked expressions on the way to where they are used: the load rule and automatic conversions (SPEC.md V14). */
import type { Span } from '../text/span.js';
import * as classify from './classify.js';
import * as constant from './constant.js';
import { type Context, constantExpression, isComposite, refuse, report } from './context.js';
import { isRefusal } from './fault.js';
import type { Type } from './type.js';
import type * as typed from './typed.js';

/** When a value is known: by the checker, when a pipeline gives overrides their values, or when the shader runs. */
export type Stage = 'constant' | 'override' | 'runtime';

/** A checked expression. `constant` expressions are folded, and may still have an abstract type. */
export interface Operand {
  readonly expression: typed.Expression;
  readonly stage: Stage;
}

/** An operand that is known now. */
export function fromConstant(value: constant.Constant, span: Span): Operand {
  return { expression: constantExpression(value, span), stage: 'constant' };
}

/** The operand's value if it is known now. */
export function toConstant({ expression }: Operand): constant.Constant | undefined {
  return expression.kind === 'constant' ? { type: expression.type, value: expression.value } : undefined;
}

/** The latest stage of the operands. */
export function latest(operands: readonly Operand[]): Stage {
  if (operands.some(({ stage }) => stage === 'runtime')) return 'runtime';
  return operands.some(({ stage }) => stage === 'override') ? 'override' : 'constant';
}

/** The load rule (WGSL §6.4.3): a reference becomes the value in memory; other operands stay. */
export function load(context: Context, operand: Operand | undefined): Operand | undefined {
  if (operand === undefined) return undefined;
  const { type, span } = operand.expression;
  if (type.kind === 'void') {
    return refuse(context, span, 'V30', 'call.no-value', 'a function without a return type gives no value');
  }
  if (type.kind !== 'reference') return operand;
  if (classify.isConstructible(type.store)) {
    return {
      expression: { kind: 'load', reference: operand.expression, type: type.store, span },
      stage: 'runtime',
    };
  }
  const text = classify.toText(type.store);
  const isAtomic = type.store.kind === 'atomic';
  const hint = isAtomic ? 'Read it with atomicLoad(&x).' : 'Use an element or a member of it.';
  return refuse(context, span, 'V14', 'type.not-loadable', `${text} is no value that can be loaded whole`, hint);
}

/** The operand's value as this type; reports `type.mismatch` (V14) or why the constant does not fit. */
export function convert(context: Context, operand: Operand | undefined, type: Type): Operand | undefined {
  const value = load(context, operand);
  if (value === undefined) return undefined;
  const { expression } = value;
  if (classify.equals(expression.type, type)) return value;
  const known = toConstant(value);
  if (known === undefined || classify.convertible(expression.type, type) === undefined) {
    return mismatch(context, expression, type);
  }
  const converted = convertConstant(context, known, type, expression.span);
  return converted === undefined ? undefined : fromConstant(converted, expression.span);
}

/** The operand's value with a concrete type: abstract integers become i32. */
export function concretise(context: Context, operand: Operand | undefined): Operand | undefined {
  const value = load(context, operand);
  return value === undefined ? undefined : convert(context, value, classify.concretise(value.expression.type));
}

/** The constant as another type; composites are converted once for each type. */
export function convertConstant(
  context: Context,
  from: constant.Constant,
  type: Type,
  span: Span,
): constant.Constant | undefined {
  const { value } = from;
  const name = classify.toText(type);
  const known = isComposite(value) ? context.converted.get(value)?.get(name) : undefined;
  if (known !== undefined) return known;
  const converted = constant.convert(from, type);
  if (isRefusal(converted)) return report(context, span, converted.error);
  if (isComposite(value)) {
    const table = context.converted.get(value) ?? new Map<string, constant.Constant>();
    context.converted.set(value, table.set(name, converted));
  }
  return converted;
}

/** An outcome of constant.ts as an operand, or the report of why there is none. */
export function fromOutcome(context: Context, outcome: constant.Outcome, span: Span): Operand | undefined {
  return isRefusal(outcome) ? report(context, span, outcome.error) : fromConstant(outcome, span);
}

function mismatch(context: Context, expression: typed.Expression, type: Type): undefined {
  const [got, expected] = [classify.toText(expression.type), classify.toText(type)];
  const hint = explicitConversion(expression.type, type);
  return refuse(context, expression.span, 'V14', 'type.mismatch', `${got} where ${expected} is expected`, hint);
}

/** How to convert what does not convert by itself. */
function explicitConversion(from: Type, to: Type): string | undefined {
  if (from.kind === 'vector' ? to.kind !== 'vector' || from.width !== to.width : !classify.isScalar(from)) {
    return undefined;
  }
  return classify.isScalar(to) || to.kind === 'vector'
    ? `Convert it explicitly: ${classify.toText(to)}(…).`
    : undefined;
}
