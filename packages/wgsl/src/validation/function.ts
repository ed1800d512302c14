/** Functions and entry points (SPEC.md V23, V24). */
import type * as ast from '../syntax/ast.js';
import * as attribute from './attribute.js';
import * as classify from './classify.js';
import { type Context, constantExpression, type FunctionBody, refuse, report } from './context.js';
import * as expression from './expression.js';
import { introduce } from './local.js';
import { concretise, type Operand, toConstant } from './operand.js';
import * as scopes from './scope.js';
import * as statement from './statement.js';
import type { BuiltinValue, StructMember, Type } from './type.js';
import { i32, nothing, u32, vector } from './type.js';
import type * as typed from './typed.js';

/** A checked function. */
export interface Checked {
  readonly declaration: typed.FunctionDeclaration;
  readonly mustUse: boolean;
  /** For functions marked `@compute`. */
  readonly entry: EntryHead | undefined;
  /** No error was found in it. */
  readonly isClean: boolean;
}

/** What makes a function an entry point. */
export type EntryHead = Pick<typed.EntryPoint, 'workgroupSize' | 'parameters'>;

const functionAttributes: attribute.Allowed = { compute: [0, 0], workgroup_size: [1, 3], must_use: [0, 0] };

/** Checks a function whose callees are in the scope already; undefined if its signature is wrong. */
export function check(context: Context, scope: scopes.Scope, node: ast.Function): Checked | undefined {
  const errors = context.failures;
  const isEntryPoint = node.attributes.some(({ name }) => name.name === 'compute');
  const rule = isEntryPoint ? 'V24' : 'V23';
  const attributes = attribute.collect(context, node.attributes, functionAttributes, rule, 'a function');
  const returnType = returnTypeOf(context, scope, node, isEntryPoint);
  const inner = scopes.open(scope);
  const parameters = node.parameters.map((one) => parameter(context, scope, inner, one, isEntryPoint));
  const entry = entryHead(context, scope, node, attributes, parameters);
  const mustUse = checkMustUse(context, node, attributes);
  const body: FunctionBody = { returnType: returnType ?? nothing, hasBarrier: false, bytes: 0, loops: [] };
  // A return type that is wrong would make every return statement wrong: the body then waits.
  const statements = returnType === undefined ? [] : checkBody(context, inner, body, node);
  const declarations = parameters.map((one) => one?.declaration);
  if (returnType === undefined || !declarations.every((one) => one !== undefined)) return undefined;
  const declaration: typed.FunctionDeclaration = {
    kind: 'function',
    name: node.name.name,
    parameters: declarations,
    returnType,
    body: { kind: 'block', statements, span: node.body.span },
    hasBarrier: body.hasBarrier,
    span: node.name.span,
  };
  return { declaration, mustUse, entry, isClean: context.failures === errors };
}

function checkBody(
  context: Context,
  scope: scopes.Scope,
  body: FunctionBody,
  node: ast.Function,
): readonly typed.Statement[] {
  for (const { name } of node.body.attributes) {
    refuse(context, name.span, 'Y2', 'attribute.place', `@${name.name} has no meaning on a block`, 'Leave it out.');
  }
  context.body = body;
  const checked = statement.statements(context, scope, body, node.body.statements);
  context.body = undefined;
  return checked;
}

function returnTypeOf(
  context: Context,
  scope: scopes.Scope,
  node: ast.Function,
  isEntryPoint: boolean,
): Type | undefined {
  attribute.collect(context, node.returnAttributes, {}, 'V24', 'a return type');
  if (node.returnType === undefined) return nothing;
  const { span } = node.returnType;
  if (isEntryPoint) {
    const hint = 'Store results to a buffer.';
    refuse(context, span, 'V24', 'entry.return', 'a compute entry point returns nothing', hint);
  }
  const type = expression.typeNamed(context, scope, node.returnType);
  if (type === undefined || classify.isConstructible(type)) return type;
  const message = `a function cannot return ${classify.toText(type)}`;
  return refuse(context, span, 'V23', 'function.return-type', message);
}

function checkMustUse(context: Context, node: ast.Function, attributes: ReadonlyMap<string, ast.Attribute>): boolean {
  const mustUse = attributes.get('must_use');
  if (mustUse === undefined) return false;
  if (node.returnType !== undefined) return true;
  refuse(context, mustUse.span, 'V23', 'function.must-use', '@must_use stands on functions that return a value');
  return false;
}

interface Parameter {
  readonly declaration: typed.Immutable;
  readonly builtin: BuiltinValue | undefined;
}

function parameter(
  context: Context,
  outer: scopes.Scope,
  inner: scopes.Scope,
  node: ast.Parameter,
  isEntryPoint: boolean,
): Parameter | undefined {
  const allowed: attribute.Allowed = isEntryPoint ? { builtin: [1, 1] } : {};
  const attributes = attribute.collect(context, node.attributes, allowed, 'V24', 'a parameter');
  const written = attributes.get('builtin');
  const builtin = written && attribute.builtinValue(context, written);
  const type = expression.typeNamed(context, outer, node.type);
  const isRight = type !== undefined && checkParameterType(context, node, type);
  if (type === undefined || !isRight) {
    introduce(context, inner, node.name, scopes.broken);
    return undefined;
  }
  const declaration: typed.Immutable = { kind: 'parameter', name: node.name.name, type, span: node.name.span };
  introduce(context, inner, node.name, { kind: 'immutable', declaration });
  return { declaration, builtin };
}

function checkParameterType(context: Context, { type: { span } }: ast.Parameter, type: Type): boolean {
  if (type.kind === 'pointer' || classify.isConstructible(type)) return true;
  const hint = 'Pass a pointer to it.';
  refuse(context, span, 'V23', 'function.parameter-type', `${classify.toText(type)} cannot be passed`, hint);
  return false;
}

function entryHead(
  context: Context,
  scope: scopes.Scope,
  node: ast.Function,
  attributes: ReadonlyMap<string, ast.Attribute>,
  parameters: readonly (Parameter | undefined)[],
): EntryHead | undefined {
  const compute = attributes.get('compute');
  const size = attributes.get('workgroup_size');
  if (compute === undefined) {
    if (size !== undefined) {
      refuse(context, size.span, 'V24', 'entry.no-stage', '@workgroup_size stands with @compute', 'Add @compute.');
    }
    return undefined;
  }
  const inputs = entryParameters(context, node, parameters);
  if (size === undefined) {
    // One that is written wrong has been reported.
    if (node.attributes.some(({ name }) => name.name === 'workgroup_size')) return undefined;
    const hint = 'Write @compute @workgroup_size(64).';
    return refuse(context, compute.span, 'V24', 'entry.no-size', '@compute needs a @workgroup_size', hint);
  }
  const workgroupSize = sizes(context, scope, size);
  return workgroupSize === undefined ? undefined : { workgroupSize, parameters: inputs };
}

function entryParameters(
  context: Context,
  node: ast.Function,
  parameters: readonly (Parameter | undefined)[],
): readonly typed.EntryParameter[] {
  const seen = new Set<BuiltinValue>();
  const inputs: typed.EntryParameter[] = [];
  for (const [at, one] of parameters.entries()) {
    const place = node.parameters[at];
    // An attribute that is wrong has been reported.
    if (one === undefined || place === undefined || (one.builtin === undefined && place.attributes.length > 0))
      continue;
    const input = entryParameter(context, place, one, seen);
    if (input !== undefined) inputs.push(input);
  }
  return inputs;
}

function entryParameter(
  context: Context,
  node: ast.Parameter,
  { declaration: { type }, builtin }: Parameter,
  seen: Set<BuiltinValue>,
): typed.EntryParameter | undefined {
  if (builtin !== undefined) {
    return checkBuiltin(context, node, builtin, type, seen) ? { kind: 'builtin', value: builtin } : undefined;
  }
  if (type.kind !== 'struct') {
    const hint = 'Mark it with @builtin(global_invocation_id) or another builtin value.';
    return refuse(
      context,
      node.span,
      'V24',
      'entry.parameter',
      'a parameter of an entry point is a builtin value',
      hint,
    );
  }
  const members = type.members.filter((member) => checkMember(context, node, type.name, member, seen));
  return { kind: 'struct', members: members.map(({ builtin: value }) => value).filter((one) => one !== undefined) };
}

function checkMember(
  context: Context,
  node: ast.Parameter,
  struct: string,
  member: StructMember,
  seen: Set<BuiltinValue>,
): boolean {
  if (member.builtin !== undefined) return checkBuiltin(context, node, member.builtin, member.type, seen);
  const message = `the member ${member.name} of ${struct} is no builtin value`;
  refuse(context, node.span, 'V24', 'entry.parameter', message, 'Mark it with @builtin(…).');
  return false;
}

function checkBuiltin(
  context: Context,
  node: ast.Parameter,
  builtin: BuiltinValue,
  type: Type,
  seen: Set<BuiltinValue>,
): boolean {
  const expected = builtin === 'local_invocation_index' ? u32 : vector(3, u32);
  if (!classify.equals(type, expected)) {
    const message = `${builtin} is ${classify.toText(expected)}, not ${classify.toText(type)}`;
    refuse(context, node.span, 'V24', 'entry.builtin-type', message);
    return false;
  }
  if (!seen.has(builtin)) {
    seen.add(builtin);
    return true;
  }
  refuse(context, node.span, 'V24', 'entry.builtin-repeated', `${builtin} is taken twice`, 'Take it once.');
  return false;
}

/** The three sizes; those left out are 1. They have one type, i32 or u32. */
function sizes(
  context: Context,
  scope: scopes.Scope,
  node: ast.Attribute,
): typed.EntryPoint['workgroupSize'] | undefined {
  const operands = node.arguments.map((argument) => expression.value(context, scope, argument));
  if (!operands.every((one) => one !== undefined)) return undefined;
  const common = classify.common(operands.map((one) => one.expression.type));
  const type = common === undefined ? undefined : classify.concretise(common);
  if (type?.kind !== 'i32' && type?.kind !== 'u32') {
    return refuse(context, node.span, 'V24', 'entry.size-type', 'the sizes of a workgroup have one type, i32 or u32');
  }
  const checked = operands.map((operand) => checkSize(context, operand));
  if (!checked.every((one) => one !== undefined)) return undefined;
  const [x, y, z] = checked.map(({ expression: one }) => one);
  const one = constantExpression({ type: type.kind === 'u32' ? u32 : i32, value: 1n }, node.span);
  return [x ?? one, y ?? one, z ?? one];
}

function checkSize(context: Context, operand: Operand): Operand | undefined {
  const size = concretise(context, operand);
  if (size === undefined) return undefined;
  const { span } = size.expression;
  if (size.stage === 'runtime') {
    const message = 'the size of a workgroup is made of constants and overrides';
    return refuse(context, span, 'V24', 'entry.size-stage', message);
  }
  const known = toConstant(size);
  if (known === undefined || (typeof known.value === 'bigint' && known.value > 0n)) return size;
  return report(context, span, { rule: 'V24', code: 'entry.size', message: 'the size of a workgroup is at least 1' });
}
