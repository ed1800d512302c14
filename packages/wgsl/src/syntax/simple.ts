/** The parts of statements that hold no statements: declarations, assignments, calls (WGSL §9). */
import { join, type Span } from '../text/span.js';
import type { TokenKind } from '../text/token.js';
import type * as ast from './ast.js';
import { accept, type Cursor, expect, fail, kind, look, next, spanFrom, textOf, unexpected } from './cursor.js';
import { expression, templateList, type, unary } from './expression.js';
import { declarationHint, hintAt } from './habit.js';
import { identifier } from './name.js';

/** What `var`, `let`, `const` and `override` share: the name, `: type`, `= value`. */
export interface Binding {
  readonly name: ast.Identifier;
  readonly type: ast.TypeExpression | undefined;
  readonly initializer: ast.Expression | undefined;
}

export function binding(cursor: Cursor, word: 'var' | 'let' | 'const' | 'override'): Binding {
  const isTypeFirst = kind(cursor) === 'identifier' && look(cursor, 1).kind === 'identifier';
  if (isTypeFirst) unexpected(cursor, 'a name, then `:` and a type', declarationHint(cursor, word));
  const name = identifier(cursor, `a name after \`${word}\``);
  const declared = accept(cursor, ':') === undefined ? undefined : type(cursor);
  const initializer = accept(cursor, '=') === undefined ? undefined : expression(cursor);
  return { name, type: declared, initializer };
}

/** The binding of a `let` or `const`, which has a value. */
export function valueBinding(
  cursor: Cursor,
  word: 'let' | 'const',
): Binding & { readonly initializer: ast.Expression } {
  const { name, type: declared, initializer } = binding(cursor, word);
  if (initializer !== undefined) return { name, type: declared, initializer };
  const remedy = word === 'let' ? 'To set it later, write `var`.' : undefined;
  const hint = hintAt(cursor, '=') ?? remedy;
  unexpected(cursor, `\`=\` and a value for the \`${word}\``, hint);
  return { name, type: declared, initializer: { kind: 'name', name: '', template: undefined, span: name.span } };
}

/** The list after `var`: address space and access mode. */
export function variableTemplate(cursor: Cursor): readonly ast.Expression[] {
  return kind(cursor) === 'template-start' ? templateList(cursor) : [];
}

/** `var`, `let` or `const` in a function, without its `;`. */
export function localDeclaration(cursor: Cursor, word: 'var' | 'let' | 'const'): ast.LocalDeclaration {
  const first = next(cursor);
  const template = word === 'var' ? variableTemplate(cursor) : [];
  const parts = word === 'var' ? binding(cursor, word) : valueBinding(cursor, word);
  return { kind: 'local', binding: word, template, ...parts, span: spanFrom(cursor, first) };
}

export function constAssert(cursor: Cursor): ast.ConstAssert {
  const first = next(cursor);
  const condition = expression(cursor);
  return { kind: 'const-assert', condition, span: spanFrom(cursor, first) };
}

/** Assignment, increment or call, without its `;`. */
export type Updating = ast.Assignment | ast.Increment | ast.CallStatement;

const compound: ReadonlyMap<string, ast.Assignment['operator']> = new Map([
  ['=', '='],
  ['+=', '+'],
  ['-=', '-'],
  ['*=', '*'],
  ['/=', '/'],
  ['%=', '%'],
  ['&=', '&'],
  ['|=', '|'],
  ['^=', '^'],
  ['<<=', '<<'],
  ['>>=', '>>'],
]);

const updatingStarts: ReadonlySet<TokenKind | 'failed'> = new Set<TokenKind>([
  'identifier',
  '_',
  '(',
  '*',
  '&',
  'reserved',
]);

export function startsUpdating(cursor: Cursor): boolean {
  return updatingStarts.has(kind(cursor));
}

export function updating(cursor: Cursor): Updating {
  const first = look(cursor);
  if (accept(cursor, '_') !== undefined) return phony(cursor, first);
  const left = unary(cursor);
  const sign = kind(cursor);
  const operator = compound.get(sign);
  if (operator !== undefined) return assignment(cursor, left, operator);
  if (sign === '++' || sign === '--') return increment(cursor, left, sign);
  const isCall = left.kind === 'call' && first.kind === 'identifier';
  if (!isCall) notUpdating(cursor, left, first.start);
  return { kind: 'call-statement', call: left as ast.Call, span: spanFrom(cursor, first) };
}

function phony(cursor: Cursor, first: Span): ast.Assignment {
  expect(cursor, '=', 'after `_`', '`_ = value;` takes a value that nobody needs; there is no other use of `_`.');
  const right = expression(cursor);
  return { kind: 'assignment', left: undefined, operator: '=', right, span: spanFrom(cursor, first) };
}

function assignment(cursor: Cursor, left: ast.Expression, operator: ast.Assignment['operator']): ast.Assignment {
  checkPlace(cursor, left);
  next(cursor);
  const right = expression(cursor);
  return { kind: 'assignment', left, operator, right, span: spanFrom(cursor, left.span) };
}

function increment(cursor: Cursor, left: ast.Expression, operator: '++' | '--'): ast.Increment {
  checkPlace(cursor, left);
  next(cursor);
  return { kind: 'increment', left, operator, span: spanFrom(cursor, left.span) };
}

/** WGSL's lhs_expression: names, calls, what is selected from them, and pointers to them. */
function checkPlace(cursor: Cursor, left: ast.Expression): void {
  let node = left;
  while (true) {
    if (node.kind === 'index' || node.kind === 'member') node = node.object;
    else if (node.kind === 'unary' && (node.operator === '*' || node.operator === '&')) node = node.operand;
    else break;
  }
  const isPlace = node.kind === 'call' || (node.kind === 'name' && node.template === undefined);
  if (isPlace) return;
  const hint = 'On the left stands a variable, an element or member of one, or `*pointer`.';
  fail(cursor, { rule: 'Y1', code: 'syntax.assignment', message: 'nothing can be assigned to this', hint }, left.span);
}

/** A statement that begins like an assignment and is none. */
function notUpdating(cursor: Cursor, left: ast.Expression, start: number): void {
  if (kind(cursor) === '==') {
    unexpected(cursor, '`=`', 'Write `=` to assign; a comparison alone does nothing.');
    return;
  }
  const isTwoNames = left.kind === 'name' && left.span.start === start && kind(cursor) === 'identifier';
  if (isTwoNames) {
    typeFirst(cursor, left);
    return;
  }
  const hint = kind(cursor) === ';' ? 'A value alone does nothing: write `_ = value;` to evaluate it.' : undefined;
  unexpected(cursor, '`=`, `++` or `--`', hint ?? hintAt(cursor, '='));
}

/** `int x`. */
function typeFirst(cursor: Cursor, type: ast.Expression): void {
  const span = join(type.span, look(cursor));
  const hint = declarationHint({ ...cursor, at: indexOf(cursor, span.start) }, 'var');
  const message = `\`${textOf(cursor, span).slice(0, 64)}\` is no statement: a declaration begins with \`var\`, \`let\` or \`const\``;
  fail(cursor, { rule: 'Y1', code: 'syntax.declaration', message, ...(hint === undefined ? {} : { hint }) }, span);
}

/** Index of the token that begins at the offset, at or before the current one. */
function indexOf(cursor: Cursor, start: number): number {
  let at = cursor.at;
  while (at > 0 && cursor.tokens[at]!.start > start) at--;
  return at;
}
