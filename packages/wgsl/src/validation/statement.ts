/** Statements (SPEC.md V20, V23, V34, V35, V37). */
import type * as ast from '../syntax/ast.js';
import type { Span } from '../text/span.js';
import * as call from './call.js';
import * as classify from './classify.js';
import { type Context, constantExpression, type FunctionBody, type OpenLoop, refuse } from './context.js';
import * as expression from './expression.js';
import * as local from './local.js';
import { concretise, convert, type Operand } from './operand.js';
import { open, type Scope } from './scope.js';
import * as switches from './switch.js';
import { bool } from './type.js';
import type * as typed from './typed.js';

/** Checks the statements of a block in a scope that the caller opened. */
export function statements(
  context: Context,
  scope: Scope,
  body: FunctionBody,
  nodes: readonly ast.Statement[],
): readonly typed.Statement[] {
  const checked: typed.Statement[] = [];
  for (const node of nodes) {
    const one = statement(context, scope, body, node);
    if (one !== undefined) checked.push(one);
  }
  return checked;
}

/** Checks a block with names of its own. */
function block(context: Context, scope: Scope, body: FunctionBody, node: ast.Block): typed.Block {
  refuseAttributes(context, node);
  return { kind: 'block', statements: statements(context, open(scope), body, node.statements), span: node.span };
}

function refuseAttributes(context: Context, { attributes }: ast.Block): void {
  for (const { name } of attributes) {
    refuse(context, name.span, 'Y2', 'attribute.place', `@${name.name} has no meaning on a block`, 'Leave it out.');
  }
}

/** One statement; undefined for those that leave nothing (const, const_assert) and for those that have no meaning. */
function statement(
  context: Context,
  scope: Scope,
  body: FunctionBody,
  node: ast.Statement,
): typed.Statement | undefined {
  switch (node.kind) {
    case 'block':
      return block(context, scope, body, node);
    case 'local':
      return local.declare(context, scope, body, node);
    case 'const-assert':
      local.constAssert(context, scope, node);
      return undefined;
    case 'assignment':
      return assignment(context, scope, node);
    case 'increment':
      return increment(context, scope, node);
    case 'if':
      return conditional(context, scope, body, node);
    case 'switch':
      return switchStatement(context, scope, body, node);
    case 'loop':
      return loop(context, scope, body, node);
    case 'for':
      return forLoop(context, scope, body, node);
    case 'while':
      return whileLoop(context, scope, body, node);
    case 'return':
      return returned(context, scope, body, node);
    case 'call-statement':
      return called(context, scope, node);
    case 'discard': {
      const hint = 'Compute shaders end an invocation with return.';
      return refuse(context, node.span, 'V24', 'statement.discard', 'discard is for fragment shaders', hint);
    }
    default:
      return jump(body, node);
  }
}

function assignment(context: Context, scope: Scope, node: ast.Assignment): typed.Statement | undefined {
  const { left, right, operator, span } = node;
  const value = expression.check(context, scope, right);
  if (left === undefined) {
    const dropped = concretise(context, value);
    return dropped === undefined ? undefined : { kind: 'discard-value', value: dropped.expression, span };
  }
  const place = placeOf(context, scope, left);
  if (place === undefined) return undefined;
  const store = classify.loaded(place.expression.type);
  if (operator === '=') {
    const stored = convert(context, value, store);
    if (stored === undefined) return undefined;
    return { kind: 'assign', left: place.expression, operator, right: stored.expression, span };
  }
  return compound(context, place, operator, value, span);
}

/** What a compound assignment stores is checked as the operator that it is written with. */
function compound(
  context: Context,
  place: Operand,
  operator: Exclude<ast.Assignment['operator'], '='>,
  value: Operand | undefined,
  span: Span,
): typed.Statement | undefined {
  const result = expression.binary(context, operator, place, value, span);
  if (result === undefined) return undefined;
  const stored = convert(context, result, classify.loaded(place.expression.type));
  if (stored?.expression.kind !== 'binary') return undefined;
  return { kind: 'assign', left: place.expression, operator, right: stored.expression.right, span };
}

/** A reference that can be stored to (V35). */
function placeOf(context: Context, scope: Scope, node: ast.Expression): Operand | undefined {
  const place = expression.check(context, scope, node);
  if (place === undefined) return undefined;
  const { type } = place.expression;
  if (type.kind !== 'reference') {
    const hint = place.expression.kind === 'swizzle' ? 'Assign one component at a time.' : 'Declare it with var.';
    return refuse(
      context,
      node.span,
      'V35',
      'assignment.no-reference',
      'this is a value, which cannot be stored to',
      hint,
    );
  }
  if (type.access === 'read') {
    const hint = type.space === 'storage' ? 'Declare the buffer with var<storage, read_write>.' : undefined;
    return refuse(context, node.span, 'V35', 'assignment.read-only', `${type.space} memory is read-only here`, hint);
  }
  if (classify.isConstructible(type.store)) return place;
  const text = classify.toText(type.store);
  const hint =
    type.store.kind === 'atomic' ? 'Write it with atomicStore(&x, value).' : 'Store to an element or a member of it.';
  return refuse(context, node.span, 'V35', 'assignment.type', `${text} cannot be stored whole`, hint);
}

function increment(context: Context, scope: Scope, node: ast.Increment): typed.Statement | undefined {
  const place = placeOf(context, scope, node.left);
  if (place === undefined) return undefined;
  const type = classify.loaded(place.expression.type);
  if (type.kind !== 'i32' && type.kind !== 'u32') {
    const got = classify.toText(type);
    return refuse(context, node.span, 'V30', 'operator.mismatch', `${node.operator} takes i32 or u32, not ${got}`);
  }
  const operator = node.operator === '++' ? '+' : '-';
  const one = constantExpression({ type, value: 1n }, node.span);
  return { kind: 'assign', left: place.expression, operator, right: one, span: node.span };
}

function called(context: Context, scope: Scope, node: ast.CallStatement): typed.Statement | undefined {
  const operand = call.checkStatement(context, scope, node.call, expression.check);
  return operand === undefined ? undefined : { kind: 'call', call: operand.expression, span: node.span };
}

function returned(context: Context, scope: Scope, body: FunctionBody, node: ast.Return): typed.Statement {
  const { value, span } = node;
  const hasType = body.returnType.kind !== 'void';
  if (value === undefined) {
    if (hasType)
      refuse(context, span, 'V23', 'function.return-value', 'the function returns a value', 'Write return value;');
    return { kind: 'return', value: undefined, span };
  }
  if (!hasType) {
    const hint = 'Declare the type after ->, or return without a value.';
    refuse(context, value.span, 'V23', 'function.return-value', 'the function has no return type', hint);
    return { kind: 'return', value: undefined, span };
  }
  const operand = expression.valueAs(context, scope, value, body.returnType);
  return { kind: 'return', value: operand?.expression, span };
}

/** The condition; a wrong one is replaced, so that what it guards is checked. */
function condition(context: Context, scope: Scope, node: ast.Expression): typed.Expression {
  const operand = expression.valueAs(context, scope, node, bool);
  return operand?.expression ?? constantExpression({ type: bool, value: true }, node.span);
}

/** Else-ifs are walked from the first to the last: each is an `if` in the block of the one before. */
function conditional(context: Context, scope: Scope, body: FunctionBody, node: ast.If): typed.Statement {
  const tested = condition(context, scope, node.condition);
  const then = block(context, scope, body, node.then);
  const { otherwise, span } = node;
  if (otherwise === undefined) return { kind: 'if', condition: tested, then, otherwise: undefined, span };
  const other: typed.Block =
    otherwise.kind === 'block'
      ? block(context, scope, body, otherwise)
      : { kind: 'block', statements: [conditional(context, scope, body, otherwise)], span: otherwise.span };
  return { kind: 'if', condition: tested, then, otherwise: other, span };
}

function switchStatement(
  context: Context,
  scope: Scope,
  body: FunctionBody,
  node: ast.Switch,
): typed.Statement | undefined {
  const head = switches.check(context, scope, node);
  const bodies = node.clauses.map((clause) => block(context, scope, body, clause.body));
  if (head === undefined) return undefined;
  const clauses = head.clauses.map((clause, at) => ({ ...clause, body: bodies[at] ?? emptyBlock(node.span) }));
  return { kind: 'switch', selector: head.selector, clauses, span: node.span };
}

function emptyBlock(span: Span): typed.Block {
  return { kind: 'block', statements: [], span };
}

function loop(context: Context, scope: Scope, body: FunctionBody, node: ast.Loop): typed.Loop {
  const target: OpenLoop = { firstContinue: undefined };
  const inner = open(scope);
  refuseAttributes(context, node.body);
  body.loops.push(target);
  const checked = statements(context, inner, body, node.body.statements);
  body.loops.pop();
  inner.continueAt = target.firstContinue;
  const { continuing, breakIf } = continuingBlock(context, inner, body, node.continuing);
  const rounds: typed.Block = { kind: 'block', statements: checked, span: node.body.span };
  return {
    kind: 'loop',
    initializer: undefined,
    condition: undefined,
    body: rounds,
    continuing,
    breakIf,
    span: node.span,
  };
}

function continuingBlock(
  context: Context,
  scope: Scope,
  body: FunctionBody,
  node: ast.Block | undefined,
): Pick<typed.Loop, 'continuing' | 'breakIf'> {
  if (node === undefined) return { continuing: undefined, breakIf: undefined };
  refuseAttributes(context, node);
  const inner = open(scope);
  const last = node.statements.at(-1);
  const hasBreakIf = last?.kind === 'break-if';
  const kept = hasBreakIf ? node.statements.slice(0, -1) : node.statements;
  const checked = statements(context, inner, body, kept);
  const breakIf = hasBreakIf ? condition(context, inner, last.condition) : undefined;
  return { continuing: { kind: 'block', statements: checked, span: node.span }, breakIf };
}

function forLoop(context: Context, scope: Scope, body: FunctionBody, node: ast.For): typed.Loop {
  const head = open(scope);
  const initializer = node.initializer && statement(context, head, body, node.initializer);
  const tested = node.condition && condition(context, head, node.condition);
  const update = node.update && statement(context, head, body, node.update);
  const rounds = loopBody(context, head, body, node.body);
  const continuing: typed.Block | undefined = update && { kind: 'block', statements: [update], span: update.span };
  return {
    kind: 'loop',
    initializer,
    condition: tested,
    body: rounds,
    continuing,
    breakIf: undefined,
    span: node.span,
  };
}

function whileLoop(context: Context, scope: Scope, body: FunctionBody, node: ast.While): typed.Loop {
  const tested = condition(context, scope, node.condition);
  const rounds = loopBody(context, scope, body, node.body);
  return {
    kind: 'loop',
    initializer: undefined,
    condition: tested,
    body: rounds,
    continuing: undefined,
    breakIf: undefined,
    span: node.span,
  };
}

function loopBody(context: Context, scope: Scope, body: FunctionBody, node: ast.Block): typed.Block {
  body.loops.push({ firstContinue: undefined });
  const checked = block(context, scope, body, node);
  body.loops.pop();
  return checked;
}

/** That there is something to leave is a rule of syntax (Y6), and so is that `break if` stands last in a continuing block. */
function jump(body: FunctionBody, { kind, span }: ast.Break | ast.Continue | ast.BreakIf): typed.Statement | undefined {
  if (kind === 'break-if') return undefined;
  const loop = body.loops.at(-1);
  if (kind === 'continue' && loop !== undefined) loop.firstContinue ??= span.start;
  return { kind, span };
}
