/** Expressions: names, operators, and what they are made of (SPEC.md V30 to V33). */
import type * as ast from '../syntax/ast.js';
import type { Span } from '../text/span.js';
import * as access from './access.js';
import * as call from './call.js';
import * as classify from './classify.js';
import * as constant from './constant.js';
import { atRunTime, type Context, refuse, report, skip } from './context.js';
import { convert, fromConstant, fromOutcome, latest, load, type Operand, toConstant } from './operand.js';
import * as operator from './operator.js';
import { lookup, type Scope } from './scope.js';
import type { Type } from './type.js';
import { abstractInt, bool, i32, u32 } from './type.js';
import * as typename from './typename.js';

/** Checks an expression; undefined if it has no meaning, which has been reported. */
export function check(context: Context, scope: Scope, node: ast.Expression): Operand | undefined {
  // Chains such as `a + b + …` lean to the left and are long (Y4): they are walked from their first operand.
  const chain: (ast.Binary | ast.Index | ast.MemberAccess)[] = [];
  let head = node;
  while (head.kind === 'binary' || head.kind === 'index' || head.kind === 'member') {
    chain.push(head);
    head = head.kind === 'binary' ? head.left : head.object;
  }
  let operand = primary(context, scope, head);
  for (const link of chain.toReversed()) operand = extend(context, scope, operand, link);
  return operand;
}

/** The value of an expression, after the load rule. */
export function value(context: Context, scope: Scope, node: ast.Expression): Operand | undefined {
  return load(context, check(context, scope, node));
}

/** The value of an expression as this type. */
export function valueAs(context: Context, scope: Scope, node: ast.Expression, type: Type): Operand | undefined {
  return convert(context, check(context, scope, node), type);
}

/** The type that is written; undefined if it is none, which has been reported. */
export function typeNamed(context: Context, scope: Scope, node: ast.Expression): Type | undefined {
  return typename.resolve(context, scope, node, check);
}

function extend(
  context: Context,
  scope: Scope,
  left: Operand | undefined,
  node: ast.Binary | ast.Index | ast.MemberAccess,
): Operand | undefined {
  if (node.kind === 'member') return access.member(context, left, node.member, node.span);
  if (node.kind === 'index') return access.index(context, left, check(context, scope, node.index), node.span);
  return binary(context, node.operator, left, check(context, scope, node.right), node.span);
}

function primary(context: Context, scope: Scope, node: ast.Expression): Operand | undefined {
  switch (node.kind) {
    case 'literal':
      return literal(node);
    case 'name':
      return named(context, scope, node);
    case 'unary':
      return unary(context, scope, node);
    case 'call':
      return call.check(context, scope, node, check);
    default:
      return undefined;
  }
}

const literalTypes: Readonly<Record<Exclude<ast.Literal['type'], 'float'>, Type>> = {
  bool,
  i32,
  u32,
  'abstract-int': abstractInt,
};

/** That integers fit their types is a rule of the text (T6). */
function literal({ type, value: written, span }: ast.Literal): Operand | undefined {
  if (type === 'bool') return fromConstant({ type: bool, value: written !== 0n }, span);
  // The parser refuses floats (P1).
  return type === 'float' ? undefined : fromConstant({ type: literalTypes[type], value: written }, span);
}

function named(context: Context, scope: Scope, node: ast.Name): Operand | undefined {
  const { name, span, template } = node;
  const found = lookup(scope, name);
  if (found === undefined) return unknown(context, node);
  const { meaning } = found.binding;
  if (meaning.kind === 'broken') return skip(context);
  const related = { span: found.binding.span, message: 'it is declared here' };
  if (template !== undefined && meaning.kind !== 'type') {
    return report(
      context,
      span,
      { rule: 'V1', code: 'name.template', message: `${name} takes no template list` },
      related,
    );
  }
  if (found.isSkipped) {
    const hint = 'Declare it before the first continue.';
    const message = `a continue can jump over the declaration of ${name}`;
    return report(context, span, { rule: 'V37', code: 'loop.skipped-declaration', message, hint }, related);
  }
  switch (meaning.kind) {
    case 'constant':
      return fromConstant(meaning.constant, span);
    case 'override': {
      const { declaration } = meaning;
      return { expression: { kind: 'override', declaration, type: declaration.type, span }, stage: 'override' };
    }
    case 'immutable': {
      const { declaration } = meaning;
      return { expression: { kind: 'immutable', declaration, type: declaration.type, span }, stage: 'runtime' };
    }
    case 'variable': {
      const { declaration } = meaning;
      const { space, access: mode, type: store } = declaration;
      const type: Type = { kind: 'reference', space, store, access: mode };
      return { expression: { kind: 'variable', declaration, type, span }, stage: 'runtime' };
    }
    default: {
      const what = meaning.kind === 'type' ? 'a type' : 'a function';
      return report(
        context,
        span,
        { rule: 'V1', code: 'name.not-a-value', message: `${name} is ${what}, no value` },
        related,
      );
    }
  }
}

function unknown(context: Context, node: ast.Name): undefined {
  if (typename.isPredeclared(node.name) || call.isCallable(node.name)) {
    return refuse(context, node.span, 'V1', 'name.not-a-value', `${node.name} is no value`, 'Call it with arguments.');
  }
  return typename.refuseUnknown(context, node);
}

function unary(context: Context, scope: Scope, node: ast.Unary): Operand | undefined {
  const { operator: sign, operand: inner, span } = node;
  const operand = check(context, scope, inner);
  if (sign === '*') return access.dereference(context, operand, span);
  if (sign === '&') return access.addressOf(context, operand, span);
  const loaded = load(context, operand);
  if (loaded === undefined) return undefined;
  const { type } = loaded.expression;
  const overload = operator.resolveUnary(sign, type, { isConstant: loaded.stage === 'constant' });
  if (overload === undefined) {
    return refuse(context, span, 'V30', 'operator.mismatch', `${sign} does not take ${classify.toText(type)}`);
  }
  const converted = convert(context, loaded, overload.operand);
  if (converted === undefined) return undefined;
  const known = toConstant(converted);
  if (known !== undefined) return fromOutcome(context, constant.unary(sign, known), span);
  return {
    expression: { kind: 'unary', operator: sign, operand: converted.expression, type: overload.result, span },
    stage: converted.stage,
  };
}

/** An operator on two checked operands; also the value that a compound assignment stores. */
export function binary(
  context: Context,
  sign: ast.BinaryOperator,
  left: Operand | undefined,
  right: Operand | undefined,
  span: Span,
): Operand | undefined {
  const [first, second] = [load(context, left), load(context, right)];
  if (first === undefined || second === undefined) return undefined;
  const isConstant = first.stage === 'constant' && second.stage === 'constant';
  const overload = operator.resolveBinary(sign, first.expression.type, second.expression.type, { isConstant });
  if (overload === undefined) return refuseOperands(context, sign, first, second, span);
  const [a, b] = [convert(context, first, overload.left), convert(context, second, overload.right)];
  if (a === undefined || b === undefined) return undefined;
  const [knownLeft, knownRight] = [toConstant(a), toConstant(b)];
  if (knownLeft !== undefined && knownRight !== undefined) {
    return fromOutcome(context, constant.binary(sign, knownLeft, knownRight), span);
  }
  if (knownRight !== undefined) {
    const fault = constant.checkRight(sign, overload.left, knownRight);
    if (fault !== undefined) return report(context, b.expression.span, atRunTime(fault));
  }
  const parts = { left: a.expression, right: b.expression, type: overload.result, span };
  const expression =
    sign === '&&' || sign === '||'
      ? ({ kind: 'short-circuit', operator: sign, ...parts } as const)
      : ({ kind: 'binary', operator: sign, ...parts } as const);
  return { expression, stage: latest([a, b]) };
}

function refuseOperands(
  context: Context,
  sign: ast.BinaryOperator,
  left: Operand,
  right: Operand,
  span: Span,
): undefined {
  const [a, b] = [classify.toText(left.expression.type), classify.toText(right.expression.type)];
  const hint = a === b ? undefined : 'Convert one side explicitly, for instance with u32(…) or i32(…).';
  return refuse(context, span, 'V30', 'operator.mismatch', `${sign} does not take ${a} and ${b}`, hint);
}
