/** The selector of a `switch` and the values that its clauses select (SPEC.md V37). */
import type * as ast from '../syntax/ast.js';
import * as classify from './classify.js';
import type { Value } from './constant.js';
import { type Context, refuse, report } from './context.js';
import * as expression from './expression.js';
import { convert, type Operand, toConstant } from './operand.js';
import type { Scope } from './scope.js';
import type { Type } from './type.js';
import type * as typed from './typed.js';

/** A switch without the bodies of its clauses. */
export interface Head {
  readonly selector: typed.Expression;
  readonly clauses: readonly { readonly selectors: readonly Value[]; readonly isDefault: boolean }[];
}

/** Selector and selectors have one type, i32 or u32; the selectors are distinct constants and one clause is the default. */
export function check(context: Context, scope: Scope, node: ast.Switch): Head | undefined {
  const selector = expression.value(context, scope, node.selector);
  const clauses = node.clauses.map(({ selectors }) => ({
    isDefault: selectors.includes(undefined),
    values: selectors.filter((one) => one !== undefined).map((one) => expression.value(context, scope, one)),
  }));
  checkDefault(context, node);
  const operands = [selector, ...clauses.flatMap(({ values }) => values)];
  if (!operands.every((one) => one !== undefined)) return undefined;
  const type = selectorType(operands);
  if (type === undefined) {
    const message = 'the selector of a switch and its cases have one type, i32 or u32';
    return refuse(context, node.selector.span, 'V37', 'switch.type', message);
  }
  const converted = convert(context, selector, type);
  const seen = new Map<Value, Operand>();
  const selected = clauses.map(({ isDefault, values }) => ({
    isDefault,
    selectors: values
      .map((one) => distinct(context, seen, convert(context, one, type)))
      .filter((one) => one !== undefined),
  }));
  return converted === undefined ? undefined : { selector: converted.expression, clauses: selected };
}

function selectorType(operands: readonly Operand[]): Type | undefined {
  const common = classify.common(operands.map((one) => one.expression.type));
  const type = common === undefined ? undefined : classify.concretise(common);
  return type?.kind === 'i32' || type?.kind === 'u32' ? type : undefined;
}

function distinct(context: Context, seen: Map<Value, Operand>, operand: Operand | undefined): Value | undefined {
  if (operand === undefined) return undefined;
  const { span } = operand.expression;
  const known = toConstant(operand);
  if (known === undefined) {
    return refuse(context, span, 'V37', 'switch.case', 'the value of a case is a constant');
  }
  const earlier = seen.get(known.value);
  if (earlier === undefined) {
    seen.set(known.value, operand);
    return known.value;
  }
  const related = { span: earlier.expression.span, message: 'it is selected here too' };
  return report(
    context,
    span,
    { rule: 'V37', code: 'switch.duplicate', message: 'two cases select one value' },
    related,
  );
}

function checkDefault(context: Context, { clauses, span }: ast.Switch): void {
  const count = clauses.flatMap(({ selectors }) => selectors).filter((one) => one === undefined).length;
  if (count === 1) return;
  const hint = count === 0 ? 'Add default: {}.' : 'Leave one of them.';
  refuse(context, span, 'V37', 'switch.default', `a switch has exactly one default, not ${count}`, hint);
}
