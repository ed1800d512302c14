/** Declarations in functions: let, const, var and const_assert (SPEC.md V1, V20, V22). */
import type * as ast from '../syntax/ast.js';
import * as classify from './classify.js';
import { type Context, type FunctionBody, refuse, report } from './context.js';
import * as expression from './expression.js';
import * as layout from './layout.js';
import { concretise, convert, load, type Operand, toConstant } from './operand.js';
import * as scopes from './scope.js';
import { bool, type Type } from './type.js';
import type * as typed from './typed.js';
import * as typename from './typename.js';

/** Bytes of variables that one function can have (V22). */
export const mostFunctionBytes = 8192;

/** Declares the name from the end of the statement on. A wrong declaration leaves a name that says nothing more. */
export function declare(
  context: Context,
  scope: scopes.Scope,
  body: FunctionBody,
  node: ast.LocalDeclaration,
): typed.Statement | undefined {
  const declared = checked(context, scope, body, node);
  introduce(context, scope, node.name, declared?.meaning ?? scopes.broken);
  return declared?.statement;
}

/** Adds a name to the scope, or reports that the scope has it. */
export function introduce(
  context: Context,
  scope: scopes.Scope,
  { name, span }: ast.Identifier,
  meaning: scopes.Meaning,
): void {
  const earlier = scopes.declare(scope, name, { meaning, span });
  if (earlier === undefined) return;
  const related = { span: earlier.span, message: 'it is declared here first' };
  report(context, span, { rule: 'V1', code: 'name.redeclared', message: `${name} is declared twice` }, related);
}

interface Declared {
  readonly meaning: scopes.Meaning;
  readonly statement: typed.Statement | undefined;
}

function checked(
  context: Context,
  scope: scopes.Scope,
  body: FunctionBody,
  node: ast.LocalDeclaration,
): Declared | undefined {
  const type = node.type === undefined ? undefined : expression.typeNamed(context, scope, node.type);
  const initializer = node.initializer && expression.check(context, scope, node.initializer);
  if (node.type !== undefined && type === undefined) return undefined;
  if (node.initializer !== undefined && initializer === undefined) return undefined;
  if (node.binding === 'var') return variable(context, scope, body, node, type, initializer);
  return node.binding === 'let'
    ? immutable(context, node, type, initializer)
    : constant(context, node, type, initializer);
}

function immutable(
  context: Context,
  { name, span }: ast.LocalDeclaration,
  type: Type | undefined,
  initializer: Operand | undefined,
): Declared | undefined {
  const value = type === undefined ? concretise(context, initializer) : convert(context, initializer, type);
  if (value === undefined) return undefined;
  const declaration: typed.Immutable = { kind: 'let', name: name.name, type: value.expression.type, span: name.span };
  return {
    meaning: { kind: 'immutable', declaration },
    statement: { kind: 'let', declaration, value: value.expression, span },
  };
}

function constant(
  context: Context,
  node: ast.LocalDeclaration,
  type: Type | undefined,
  initializer: Operand | undefined,
): Declared | undefined {
  const meaning = constantMeaning(context, node.initializer?.span ?? node.span, type, initializer);
  return meaning === undefined ? undefined : { meaning, statement: undefined };
}

/** The meaning of a `const`, which keeps its abstract type when none is written. */
export function constantMeaning(
  context: Context,
  span: ast.Name['span'],
  type: Type | undefined,
  initializer: Operand | undefined,
): scopes.Meaning | undefined {
  const value = type === undefined ? load(context, initializer) : convert(context, initializer, type);
  if (value === undefined) return undefined;
  const known = toConstant(value);
  if (known !== undefined) return { kind: 'constant', constant: known };
  const hint = value.stage === 'override' ? 'Declare it with override.' : 'Declare it with let.';
  return refuse(context, span, 'V20', 'const.not-constant', 'the value of a const is a constant expression', hint);
}

function variable(
  context: Context,
  scope: scopes.Scope,
  body: FunctionBody,
  node: ast.LocalDeclaration,
  type: Type | undefined,
  initializer: Operand | undefined,
): Declared | undefined {
  const { name, span } = node;
  if (!checkTemplate(context, scope, node)) return undefined;
  const value =
    type === undefined ? concretise(context, initializer) : initializer && convert(context, initializer, type);
  if (initializer !== undefined && value === undefined) return undefined;
  const store = type ?? value?.expression.type;
  if (store === undefined) {
    const hint = 'Write var name: type; or var name = value;';
    return refuse(context, span, 'V20', 'variable.no-type', 'a variable needs a type or a value', hint);
  }
  const at = node.type?.span ?? node.initializer?.span ?? span;
  if (!classify.isConstructible(store)) {
    const message = `${classify.toText(store)} cannot be the type of a variable in a function`;
    return refuse(context, at, 'V20', 'variable.type', message);
  }
  count(context, body, at, store);
  const declaration: typed.Variable = {
    kind: 'variable',
    name: name.name,
    space: 'function',
    access: 'read_write',
    type: store,
    group: undefined,
    binding: undefined,
    initializer: value?.expression,
    span: name.span,
  };
  return { meaning: { kind: 'variable', declaration }, statement: { kind: 'var', declaration, span } };
}

function checkTemplate(context: Context, scope: scopes.Scope, { template }: ast.LocalDeclaration): boolean {
  const [space, ...rest] = template;
  if (space === undefined) return true;
  const word = typename.enumerant(context, scope, space);
  if (word === undefined) return false;
  if (word === 'function' && rest.length === 0) return true;
  const hint = 'Leave the template list out, or declare the variable at module scope.';
  refuse(context, space.span, 'V21', 'variable.space', 'a variable in a function lies in function memory', hint);
  return false;
}

/** Reports the one variable that goes over the limit. */
function count(context: Context, body: FunctionBody, span: ast.Name['span'], store: Type): void {
  const before = body.bytes;
  body.bytes += layout.sizeOf(store) ?? 0;
  if (before > mostFunctionBytes || body.bytes <= mostFunctionBytes) return;
  const message = `the variables of a function take at most ${mostFunctionBytes} bytes, these take ${body.bytes}`;
  refuse(context, span, 'V22', 'memory.function', message, 'Use workgroup memory or a storage buffer.');
}

/** `const_assert condition;` */
export function constAssert(context: Context, scope: scopes.Scope, { condition }: ast.ConstAssert): void {
  const value = expression.valueAs(context, scope, condition, bool);
  if (value === undefined) return;
  const known = toConstant(value);
  if (known === undefined) {
    refuse(context, condition.span, 'V20', 'assert.not-constant', 'const_assert takes a constant expression');
  } else if (known.value === false) {
    refuse(context, condition.span, 'V20', 'assert.failed', 'the assertion is false');
  }
}
