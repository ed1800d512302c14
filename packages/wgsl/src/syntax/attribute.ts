import type * as ast from './ast.js';
import { accept, type Cursor, expect, kind, look, next, report, spanFrom, textOf } from './cursor.js';
import { callArguments } from './expression.js';
import { identifier } from './name.js';

/** `@name` and `@name(…)`, as many as stand here. Whether a declaration takes them is for the checker. */
export function attributes(cursor: Cursor): readonly ast.Attribute[] {
  const list: ast.Attribute[] = [];
  while (kind(cursor) === '@') {
    const attribute = one(cursor);
    if (attribute.name.name === 'diagnostic') refuseDiagnostic(cursor, attribute);
    else list.push(attribute);
  }
  return list;
}

function one(cursor: Cursor): ast.Attribute {
  const first = next(cursor);
  const name = attributeName(cursor);
  const list = kind(cursor) === '(' ? attributeArguments(cursor, name) : [];
  return { name, arguments: list, span: spanFrom(cursor, first) };
}

/** Two attributes are named by keywords. */
function attributeName(cursor: Cursor): ast.Identifier {
  const token = accept(cursor, 'diagnostic') ?? accept(cursor, 'const');
  if (token === undefined) return identifier(cursor, 'the name of an attribute');
  return { name: textOf(cursor, token), span: { start: token.start, end: token.end } };
}

function attributeArguments(cursor: Cursor, name: ast.Identifier): readonly ast.Expression[] {
  if (name.name === 'builtin') return builtinName(cursor);
  if (look(cursor, 1).kind === ')') {
    const message = `\`@${name.name}\` has empty parentheses`;
    const hint = `Write \`@${name.name}\`, or give it a value.`;
    report(cursor, { rule: 'Y1', code: 'syntax.attribute', message, hint });
  }
  return callArguments(cursor);
}

/** A name of the context, not an expression: `@builtin((workgroup_id))` is none. */
function builtinName(cursor: Cursor): readonly ast.Expression[] {
  expect(cursor, '(', 'after `@builtin`');
  const { name, span } = identifier(cursor, 'the name of a builtin value');
  accept(cursor, ',');
  expect(cursor, ')', 'after the name of the builtin value');
  return [{ kind: 'name', name, template: undefined, span }];
}

/** Y2. */
function refuseDiagnostic(cursor: Cursor, { span }: ast.Attribute): void {
  const message = '`diagnostic` attributes have no effect in the exact profile';
  report(cursor, { rule: 'Y2', code: 'profile.diagnostic', message, hint: 'Leave it out.' }, span);
}

/** For what takes no attributes; `what` is a plural. */
export function refuseAttributes(cursor: Cursor, list: readonly ast.Attribute[], what: string): void {
  const [first] = list;
  if (first === undefined) return;
  const message = `${what} take no attributes, found \`@${first.name.name}\``;
  report(cursor, { rule: 'Y1', code: 'syntax.attribute', message }, first.span);
}

/** Attributes where only `@diagnostic` could stand. */
export function skipAttributes(cursor: Cursor, what: string): void {
  refuseAttributes(cursor, attributes(cursor), what);
}
