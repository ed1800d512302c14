/** Expressions and types (Y3, Y4, WGSL §8). */
import type { Span } from '../text/span.js';
import type { TokenKind } from '../text/token.js';
import type * as ast from './ast.js';
import { chain } from './binary.js';
import { accept, type Cursor, expect, fail, here, kind, look, next, spanFrom, unexpected } from './cursor.js';
import { hintAt } from './habit.js';
import { checkCount, enter, leave, mostArguments, openTemplate, raise } from './limit.js';
import { literal } from './literal.js';
import { identifier } from './name.js';

/** Chains of binary operators, in a loop: only what is enclosed costs depth. */
export function expression(cursor: Cursor): ast.Expression {
  const node = chain(cursor, unary);
  if (kind(cursor) === '--' && operandStarts.has(look(cursor, 1).kind)) failAtDecrement(cursor);
  return node;
}

/** `-x`, `*p`, `a[i].b`, `f(x)`. The left side of an assignment is one too. */
export function unary(cursor: Cursor): ast.Expression {
  const first = look(cursor);
  const operators: { readonly operator: ast.UnaryOperator; readonly span: Span }[] = [];
  for (let operator = kind(cursor); isUnary(operator); operator = kind(cursor)) {
    enter(cursor);
    operators.push({ operator, span: next(cursor) });
  }
  let node = singular(cursor);
  for (let index = operators.length - 1; index >= 0; index--) {
    const { operator, span } = operators[index]!;
    node = { kind: 'unary', operator, operand: node, span: { start: span.start, end: node.span.end } };
    leave(cursor);
    raise(cursor, first);
  }
  return node;
}

function isUnary(sign: string): sign is ast.UnaryOperator {
  return sign === '-' || sign === '!' || sign === '~' || sign === '*' || sign === '&';
}

/** A primary expression and what is selected from it: `[index]`, `.member`. */
function singular(cursor: Cursor): ast.Expression {
  const first = look(cursor);
  let node = primary(cursor);
  while (true) {
    const height = cursor.height;
    if (accept(cursor, '[') !== undefined) {
      enter(cursor);
      const index = expression(cursor);
      leave(cursor);
      expect(cursor, ']', 'after the index');
      node = { kind: 'index', object: node, index, span: spanFrom(cursor, first) };
      cursor.height = Math.max(height, cursor.height);
    } else if (accept(cursor, '.') !== undefined) {
      const member = identifier(cursor, 'a member');
      node = { kind: 'member', object: node, member, span: spanFrom(cursor, first) };
    } else {
      return node;
    }
    raise(cursor, first);
  }
}

function primary(cursor: Cursor): ast.Expression {
  cursor.height = 0;
  switch (kind(cursor)) {
    case 'identifier':
      return nameOrCall(cursor);
    case 'integer':
    case 'float':
    case 'malformed':
    case 'true':
    case 'false':
      return literal(cursor);
    case '(':
      return parenthesised(cursor);
    case '--':
      failAtDecrement(cursor);
      return missing(cursor);
    case 'reserved':
      if (hintAt(cursor, 'identifier') === undefined) return nameOrCall(cursor);
  }
  unexpected(cursor, 'an expression', hintAt(cursor, 'identifier'));
  return missing(cursor);
}

/** Leaves no node; the node's span takes in the parentheses, so that its text stays one operand wherever it is put. */
function parenthesised(cursor: Cursor): ast.Expression {
  const first = next(cursor);
  enter(cursor);
  const node = expression(cursor);
  leave(cursor);
  expect(cursor, ')', 'after the expression');
  return { ...node, span: spanFrom(cursor, first) };
}

function nameOrCall(cursor: Cursor): ast.Name | ast.Call {
  const callee = templated(cursor, 'an expression');
  if (kind(cursor) !== '(') return callee;
  const height = cursor.height;
  enter(cursor);
  const list = callArguments(cursor);
  leave(cursor);
  cursor.height = Math.max(height, cursor.height);
  raise(cursor, callee.span);
  return { kind: 'call', callee, arguments: list, span: spanFrom(cursor, callee.span) };
}

/** `(a, b)`, the parentheses included. */
export function callArguments(cursor: Cursor): readonly ast.Expression[] {
  expect(cursor, '(', 'before the arguments');
  cursor.height = 0;
  const list = kind(cursor) === ')' ? [] : commaList(cursor, ')', 'arguments');
  expect(cursor, ')', 'after the arguments');
  return list;
}

function commaList(cursor: Cursor, close: ')' | 'template-end', what: string): readonly ast.Expression[] {
  const list: ast.Expression[] = [];
  let height = 0;
  do {
    if (list.length > 0 && kind(cursor) === close) break;
    const element = expression(cursor);
    height = Math.max(height, cursor.height);
    list.push(element);
    checkCount(cursor, { count: list.length, most: mostArguments, code: 'limit.arguments', what }, element.span);
  } while (accept(cursor, ',') !== undefined);
  cursor.height = height;
  return list;
}

/** A name with its template list, `array<vec4<u32>, 16>`. */
function templated(cursor: Cursor, what: string): ast.Name {
  const { name, span } = identifier(cursor, what);
  const template = kind(cursor) === 'template-start' ? templateList(cursor) : undefined;
  return { kind: 'name', name, template, span: spanFrom(cursor, span) };
}

/** `<a, b>`, the delimiters included (T7). */
export function templateList(cursor: Cursor): readonly ast.Expression[] {
  const first = next(cursor);
  enter(cursor);
  openTemplate(cursor);
  const list = commaList(cursor, 'template-end', 'template arguments');
  cursor.templates--;
  leave(cursor);
  expect(cursor, 'template-end', 'after the template list');
  raise(cursor, first);
  return list;
}

/** A type: a name with its template list. */
export function type(cursor: Cursor): ast.TypeExpression {
  cursor.height = 0;
  if (kind(cursor) === 'identifier' || kind(cursor) === 'reserved') return templated(cursor, 'a type');
  const isInferred = kind(cursor) === '=';
  const hint = isInferred ? 'Write a type behind the `:`, or leave it out.' : hintAt(cursor, 'identifier');
  unexpected(cursor, 'a type', hint);
  return { kind: 'name', name: '', template: undefined, span: here(cursor) };
}

const operandStarts: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'identifier',
  'integer',
  'float',
  'true',
  'false',
  '(',
  '-',
  '--',
  '!',
  '~',
  '*',
  '&',
]);

/** T8: WGSL's own lexer looks at what may follow, and reads two signs here. */
function failAtDecrement(cursor: Cursor): void {
  const message = '`--` is one token, and no operator of an expression';
  const hint = hintAt(cursor, 'identifier');
  fail(cursor, { rule: 'T8', code: 'syntax.decrement', message, ...(hint === undefined ? {} : { hint }) });
}

/** What stands for an expression that could not be read; the text is refused. */
function missing(cursor: Cursor): ast.Expression {
  return { kind: 'name', name: '', template: undefined, span: here(cursor) };
}
