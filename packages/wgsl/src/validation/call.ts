/** Calls of user functions and builtins (SPEC.md V23, V34, V40); constructors are in construct.ts. */
import type * as ast from '../syntax/ast.js';
import * as builtin from './builtin.js';
import * as constant from './constant.js';
import * as construct from './construct.js';
import { atRunTime, type Context, refuse, report, skip } from './context.js';
import { type Fault, isRefusal } from './fault.js';
import { convert, fromOutcome, latest, load, type Operand, toConstant } from './operand.js';
import { lookup, type Meaning, type Scope } from './scope.js';
import type { Type } from './type.js';
import * as typename from './typename.js';

/** True if WGSL has a predeclared function of this name, whether or not the profile has it. */
export function isCallable(name: string): boolean {
  return builtin.isBuiltin(name) || builtin.refusal(name) !== undefined;
}

/** Checks a call whose value is used. A function without a return type gives an operand of type void. */
export function check(
  context: Context,
  scope: Scope,
  node: ast.Call,
  checkExpression: typename.CheckExpression,
): Operand | undefined {
  const { callee, span } = node;
  const args = node.arguments.map((argument) => checkExpression(context, scope, argument));
  const found = lookup(scope, callee.name);
  if (found?.binding.meaning.kind === 'broken') return skip(context);
  if (found?.binding.meaning.kind === 'function') {
    return user(context, node, found.binding.meaning, args);
  }
  if (found !== undefined && found.binding.meaning.kind !== 'type') {
    const related = { span: found.binding.span, message: 'it is declared here' };
    const message = `${callee.name} is neither a function nor a type`;
    return report(context, callee.span, { rule: 'V1', code: 'name.not-callable', message }, related);
  }
  if (found === undefined && isCallable(callee.name)) {
    return predeclared(context, scope, node, args, checkExpression);
  }
  if (found === undefined && callee.template === undefined) {
    const inferred = construct.inferred(context, callee.name, args, span);
    if (inferred !== construct.notInferred) return inferred;
  }
  if (found === undefined && !typename.isPredeclared(callee.name)) return typename.refuseUnknown(context, callee);
  const type = typename.resolve(context, scope, callee, checkExpression);
  if (type === undefined) return undefined;
  const values = loadAll(context, args);
  return values === undefined ? undefined : construct.construct(context, type, values, span);
}

/** A call as a statement: its value is dropped, which V34 restricts. */
export function checkStatement(
  context: Context,
  scope: Scope,
  node: ast.Call,
  checkExpression: typename.CheckExpression,
): Operand | undefined {
  const operand = check(context, scope, node, checkExpression);
  if (operand === undefined) return undefined;
  const { name } = node.callee;
  const meaning = lookup(scope, name)?.binding.meaning;
  const isDropped = meaning?.kind === 'function' ? !meaning.mustUse : mayDrop(operand);
  if (isDropped) return operand;
  const hint = `Use the value, drop it with _ = ${name}(…), or leave the call out.`;
  return refuse(context, node.span, 'V34', 'call.unused-value', `the value of ${name} is not used`, hint);
}

/** Builtins without a value, and atomics: their effect is what they are called for. */
function mayDrop({ expression }: Operand): boolean {
  if (expression.kind !== 'builtin') return false;
  return expression.type.kind === 'void' || builtin.isReadModifyWrite(expression.name);
}

/** The values of all arguments, or undefined if one has none. */
function loadAll(context: Context, args: readonly (Operand | undefined)[]): readonly Operand[] | undefined {
  const values = args.map((argument) => load(context, argument));
  return values.every((one) => one !== undefined) ? values : undefined;
}

function user(
  context: Context,
  node: ast.Call,
  { declaration, isEntryPoint }: Meaning & { readonly kind: 'function' },
  args: readonly (Operand | undefined)[],
): Operand | undefined {
  const { name, parameters, returnType, hasBarrier } = declaration;
  const { span, callee } = node;
  if (callee.template !== undefined) {
    return refuse(context, callee.span, 'V1', 'name.template', `${name} takes no template list`);
  }
  if (isEntryPoint) {
    const hint = 'Move what both need into a function of its own.';
    return refuse(context, span, 'V24', 'entry.called', `the entry point ${name} cannot be called`, hint);
  }
  if (args.length !== parameters.length) {
    const related = { span: declaration.span, message: 'the function is declared here' };
    const message = `${name} takes ${parameters.length} arguments, not ${args.length}`;
    return report(context, span, { rule: 'V23', code: 'call.arguments', message }, related);
  }
  const converted = parameters.map((parameter, at) => convert(context, args[at], parameter.type));
  if (context.body !== undefined && hasBarrier) context.body.hasBarrier = true;
  if (!converted.every((one) => one !== undefined)) return undefined;
  const expressions = converted.map(({ expression }) => expression);
  return {
    expression: { kind: 'call', function: declaration, arguments: expressions, type: returnType, span },
    stage: 'runtime',
  };
}

function predeclared(
  context: Context,
  scope: Scope,
  { callee, span }: ast.Call,
  args: readonly (Operand | undefined)[],
  checkExpression: typename.CheckExpression,
): Operand | undefined {
  const { name } = callee;
  const refused = builtin.refusal(name);
  if (refused !== undefined) {
    return report(context, span, { hint: 'Write it out with integer arithmetic and the builtins of V40.', ...refused });
  }
  const template = (callee.template ?? []).map((one) => typename.resolve(context, scope, one, checkExpression));
  const values = loadAll(context, args);
  if (values === undefined || !template.every((one) => one !== undefined)) return undefined;
  const types = values.map(({ expression }) => expression.type);
  const isConstant = latest(values) === 'constant';
  const resolution = builtin.resolve(name, template, types, { isConstant });
  if (isRefusal(resolution)) return report(context, span, resolution.error);
  const converted = resolution.parameters.map((type, at) => convert(context, values[at], type));
  if (builtin.isBarrier(name) && context.body !== undefined) context.body.hasBarrier = true;
  if (!converted.every((one) => one !== undefined)) return undefined;
  return applied(context, name, converted, resolution, span);
}

function applied(
  context: Context,
  name: string,
  args: readonly Operand[],
  { result, stage }: builtin.Resolution,
  span: ast.Call['span'],
): Operand | undefined {
  const known = args.map(toConstant);
  if (stage === 'const' && known.every((one) => one !== undefined)) return folded(context, name, known, result, span);
  const fault = constant.checkArguments(name, known);
  if (fault !== undefined) return report(context, span, { ...bitFieldHint(fault), ...atRunTime(fault) });
  const expressions = args.map(({ expression }) => expression);
  const when = stage === 'const' ? latest(args) : 'runtime';
  const [operand] = expressions;
  if (name === 'bitcast' && operand !== undefined) {
    return { expression: { kind: 'bitcast', operand, type: result, span }, stage: when };
  }
  const expression = { kind: 'builtin', name, arguments: expressions, type: result, span } as const;
  return { expression, stage: when };
}

/** P3 says how to rewrite it, as all rules of the profile do. */
function bitFieldHint({ rule }: Fault): { readonly hint?: string } {
  return rule === 'P3' ? { hint: 'Choose offset and count with a sum of at most 32.' } : {};
}

function folded(
  context: Context,
  name: string,
  args: readonly constant.Constant[],
  result: Type,
  span: ast.Call['span'],
): Operand | undefined {
  const [first] = args;
  if (name === 'bitcast' && first !== undefined) {
    return fromOutcome(context, constant.bitcast(first, result), span);
  }
  return fromOutcome(context, constant.builtin(name, args, result), span);
}
