import * as number from '../text/number.js';
import type { Token } from '../text/token.js';
import type * as ast from './ast.js';
import { type Cursor, next, report, textOf } from './cursor.js';

/** The literal that stands here (T6, P1). */
export function literal(cursor: Cursor): ast.Literal {
  const token = next(cursor);
  const { start, end } = token;
  return { kind: 'literal', ...typeAndValue(cursor, token), span: { start, end } };
}

function typeAndValue(cursor: Cursor, token: Token): Pick<ast.Literal, 'type' | 'value'> {
  switch (token.kind) {
    case 'true':
      return { type: 'bool', value: 1n };
    case 'false':
      return { type: 'bool', value: 0n };
    case 'integer':
      return integer(cursor, token);
    case 'float':
      reportFloat(cursor, token);
      return { type: 'float', value: 0n };
    default:
      return { type: 'abstract-int', value: 0n };
  }
}

function integer(cursor: Cursor, token: Token): Pick<ast.Literal, 'type' | 'value'> {
  const { type, value, fits, largest } = number.integer(textOf(cursor, token));
  if (!fits) {
    const named = type === 'abstract-int' ? 'an abstract integer' : `\`${type}\``;
    const message = `the literal does not fit ${named}, whose largest value is ${largest}`;
    report(cursor, { rule: 'T6', code: 'literal.range', message, ...rangeHint(type) }, token);
  }
  return { type, value };
}

function rangeHint(type: ast.Literal['type']): { readonly hint?: string } {
  if (type !== 'i32') return {};
  return {
    hint: 'There are no negative literals: the smallest is `i32(-2147483648)`; bit patterns are `bitcast<i32>(0xffffffffu)`.',
  };
}

function reportFloat(cursor: Cursor, token: Token): void {
  const hint = 'Scale the numbers to integers: 0.5 is 128 if 256 stands for one.';
  const message = `\`${textOf(cursor, token).slice(0, 32)}\` is a float, and the exact profile has none`;
  report(cursor, { rule: 'P1', code: 'profile.float-literal', message, hint }, token);
}
