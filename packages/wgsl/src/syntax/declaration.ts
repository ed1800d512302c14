/** What stands at module scope (Y2, Y5, WGSL §4, §7, §11). */
import type * as ast from './ast.js';
import { attributes, refuseAttributes } from './attribute.js';
import {
  accept,
  type Cursor,
  expect,
  kind,
  look,
  next,
  previous,
  report,
  semicolon,
  spanFrom,
  unexpected,
} from './cursor.js';
import { type } from './expression.js';
import { moduleHint, parameterHint } from './habit.js';
import { checkCount, mostMembers, mostParameters } from './limit.js';
import { identifier } from './name.js';
import { recoverAtBlock } from './recovery.js';
import { binding, constAssert, valueBinding, variableTemplate } from './simple.js';
import { body } from './statement.js';

/** One declaration with its attributes. undefined: a lone `;`, or a failure. */
export function declaration(cursor: Cursor): ast.Declaration | undefined {
  const first = look(cursor);
  const list = attributes(cursor);
  const one = attributed(cursor, list, first);
  if (one === undefined) return undefined;
  return { ...one, span: spanFrom(cursor, first) };
}

type Attributes = readonly ast.Attribute[];

function attributed(cursor: Cursor, list: Attributes, first: ast.Module['span']): ast.Declaration | undefined {
  switch (kind(cursor)) {
    case 'var':
      return globalVariable(cursor, list);
    case 'override':
      return override(cursor, list);
    case 'fn':
      return fn(cursor, list);
    default:
      if (list.length > 0) refuseHere(cursor, list);
      return plain(cursor, first);
  }
}

function refuseHere(cursor: Cursor, list: Attributes): void {
  switch (kind(cursor)) {
    case 'const':
    case 'alias':
    case 'struct':
    case 'const_assert':
      refuseAttributes(cursor, list, `declarations with \`${kind(cursor)}\``);
      return;
    default:
      unexpected(cursor, 'a declaration after its attributes', moduleHint(cursor));
  }
}

/** Declarations without attributes. */
function plain(cursor: Cursor, first: ast.Module['span']): ast.Declaration | undefined {
  switch (kind(cursor)) {
    case 'const':
      return constant(cursor);
    case 'alias':
      return alias(cursor);
    case 'struct':
      return struct(cursor);
    case 'const_assert': {
      const assertion = constAssert(cursor);
      semicolon(cursor, 'the assertion');
      return assertion;
    }
    case ';':
      next(cursor);
      return undefined;
    case '}':
      report(cursor, { rule: 'Y1', code: 'syntax.expected', message: 'this `}` closes nothing' }, first);
      next(cursor);
      return undefined;
    case 'let':
      unexpected(cursor, 'a declaration', 'At module scope write `const` for a value, `var<private>` for a variable.');
      return undefined;
    default:
      unexpected(cursor, 'a declaration', moduleHint(cursor) ?? statementHint(cursor));
      return undefined;
  }
}

/** For a statement outside of all functions: most often the function before it was closed too early. */
function statementHint(cursor: Cursor): string | undefined {
  const statementWords = ['if', 'for', 'while', 'loop', 'switch', 'return', 'else', 'break', 'continue'];
  const isStatement = statementWords.includes(kind(cursor));
  return isStatement ? 'Statements stand in functions; a `}` before this may be one too many.' : undefined;
}

function globalVariable(cursor: Cursor, list: Attributes): ast.GlobalVariable {
  const first = next(cursor);
  const template = variableTemplate(cursor);
  const parts = binding(cursor, 'var');
  semicolon(cursor, 'the declaration');
  return { kind: 'variable', attributes: list, template, ...parts, span: spanFrom(cursor, first) };
}

function override(cursor: Cursor, list: Attributes): ast.Override {
  const first = next(cursor);
  const parts = binding(cursor, 'override');
  semicolon(cursor, 'the declaration');
  return { kind: 'override', attributes: list, ...parts, span: spanFrom(cursor, first) };
}

function constant(cursor: Cursor): ast.Constant {
  const first = next(cursor);
  const parts = valueBinding(cursor, 'const');
  semicolon(cursor, 'the declaration');
  return { kind: 'const', ...parts, span: spanFrom(cursor, first) };
}

function alias(cursor: Cursor): ast.Alias {
  const first = next(cursor);
  const name = identifier(cursor, 'a name after `alias`');
  expect(cursor, '=', 'after the name of the alias');
  const named = type(cursor);
  semicolon(cursor, 'the alias');
  return { kind: 'alias', name, type: named, span: spanFrom(cursor, first) };
}

function struct(cursor: Cursor): ast.Struct {
  const first = next(cursor);
  const name = identifier(cursor, 'a name after `struct`');
  expect(cursor, '{', 'after the name of the struct');
  const members: ast.Member[] = [];
  const most = { most: mostMembers, code: 'limit.members', what: 'members in a struct' };
  do {
    if (members.length > 0 && kind(cursor) === '}') break;
    const one = typed(cursor, 'a member of the struct');
    members.push(one);
    checkCount(cursor, { ...most, count: members.length }, one.span);
  } while (separator(cursor));
  expect(cursor, '}', 'after the members of the struct');
  return { kind: 'struct', name, members, span: spanFrom(cursor, first) };
}

/** A `,` between members. A `;` in its place, or nothing before the next member, is reported and taken for one. */
function separator(cursor: Cursor): boolean {
  if (accept(cursor, ',') !== undefined) return true;
  const found = kind(cursor);
  if (found !== ';' && found !== 'identifier' && found !== '@') return false;
  const { end } = previous(cursor);
  const message = 'expected `,` after the member';
  const fault = { rule: 'Y1', code: 'syntax.separator', message, hint: 'Members are separated by `,`.' };
  report(cursor, fault, found === ';' ? look(cursor) : { start: end, end });
  accept(cursor, ';');
  return true;
}

/** `@attributes name: type`: a member or a parameter. */
function typed(cursor: Cursor, what: string): ast.Member & ast.Parameter {
  const first = look(cursor);
  const list = attributes(cursor);
  const isTypeFirst = kind(cursor) === 'identifier' && look(cursor, 1).kind !== ':';
  const hint = isTypeFirst ? parameterHint(cursor) : undefined;
  const name = identifier(cursor, what);
  expect(cursor, ':', 'and a type after the name', hint);
  const declared = type(cursor);
  return { attributes: list, name, type: declared, span: spanFrom(cursor, first) };
}

function fn(cursor: Cursor, list: Attributes): ast.Function {
  const first = next(cursor);
  const name = identifier(cursor, 'a name after `fn`');
  expect(cursor, '(', 'after the name of the function');
  const parameters = parameterList(cursor);
  expect(cursor, ')', 'after the parameters');
  const [returnAttributes, returnType] = result(cursor);
  recoverAtBlock(cursor);
  const functionBody = body(cursor);
  const span = spanFrom(cursor, first);
  return {
    kind: 'function',
    attributes: list,
    name,
    parameters,
    returnAttributes,
    returnType,
    body: functionBody,
    span,
  };
}

function parameterList(cursor: Cursor): readonly ast.Parameter[] {
  const list: ast.Parameter[] = [];
  const most = { most: mostParameters, code: 'limit.parameters', what: 'parameters of a function' };
  if (kind(cursor) === ')') return list;
  do {
    if (list.length > 0 && kind(cursor) === ')') break;
    const one = typed(cursor, 'a parameter');
    list.push(one);
    checkCount(cursor, { ...most, count: list.length }, one.span);
  } while (accept(cursor, ',') !== undefined);
  return list;
}

/** `-> @attributes type`. A `:` in its place, or no arrow at all, is reported and the type read. */
function result(cursor: Cursor): readonly [Attributes, ast.TypeExpression | undefined] {
  const found = kind(cursor);
  const isArrowMissing = found === ':' || found === 'identifier';
  if (isArrowMissing) {
    const message = 'expected `->` before the type that the function returns';
    report(cursor, { rule: 'Y1', code: 'syntax.arrow', message, hint: 'Write `fn name(…) -> type { … }`.' });
    accept(cursor, ':');
  } else if (accept(cursor, '->') === undefined) {
    return [[], undefined];
  }
  const list = attributes(cursor);
  return [list, type(cursor)];
}
