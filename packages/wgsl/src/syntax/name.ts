import { isKeyword } from '../text/token.js';
import type * as ast from './ast.js';
import { accept, type Cursor, here, kind, look, next, report, reportReserved, textOf, unexpected } from './cursor.js';
import { hintAt } from './habit.js';

/** What may follow a name: there a keyword was meant as one. */
const afterNames: ReadonlySet<string> = new Set(['=', ':', ',', ')', '(', ';', '.', '[', '{']);

/** A name; `what` says of what. A reserved word or keyword in its place is reported, and taken for a name (T5). */
export function identifier(cursor: Cursor, what: string): ast.Identifier {
  const token = look(cursor);
  if (accept(cursor, 'identifier') !== undefined) {
    return { name: textOf(cursor, token), span: { start: token.start, end: token.end } };
  }
  const found = kind(cursor);
  if (found === 'reserved' && what !== 'an expression') {
    reportReserved(cursor, token);
  } else if (found !== 'failed' && isKeyword(found) && afterNames.has(look(cursor, 1).kind)) {
    const word = textOf(cursor, token);
    const hint = `Take another name: \`${word}_\`.`;
    report(cursor, { rule: 'T5', code: 'syntax.keyword', message: `\`${word}\` is a keyword of WGSL`, hint });
  } else {
    unexpected(cursor, `${what}`, hintAt(cursor, 'identifier'));
    return { name: '', span: here(cursor) };
  }
  next(cursor);
  return { name: textOf(cursor, token), span: { start: token.start, end: token.end } };
}
