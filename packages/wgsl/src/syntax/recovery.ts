import { hasLineBreak } from '../text/source.js';
import type { TokenKind } from '../text/token.js';
import { type Cursor, look, next, previous } from './cursor.js';

const declarationStarts: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'alias',
  'enable',
  'fn',
  'override',
  'requires',
  'struct',
]);

/** A keyword that can only begin something at module scope. */
export function startsDeclaration(wanted: TokenKind | 'failed'): boolean {
  return declarationStarts.has(wanted as TokenKind);
}

const statementStarts: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'const',
  'const_assert',
  'for',
  'let',
  'loop',
  'return',
  'switch',
  'var',
  'while',
]);

/**
 * Takes the text up again after a failure: behind the next `;` or closing brace at the depth `braces`, before the brace that
 * closes that depth, at a keyword that begins a line and a statement, or at one that begins a declaration (Y1).
 * `first` is the index of the token with which the failed part began: at least that one is passed.
 */
export function recover(cursor: Cursor, braces: number, first: number): void {
  cursor.hasFailed = false;
  while (look(cursor).kind !== 'end') {
    const token = look(cursor);
    if (cursor.at > first && startsDeclaration(token.kind)) return;
    if (cursor.at > first && cursor.braces === braces && statementStarts.has(token.kind) && isFirstOfLine(cursor))
      return;
    if (token.kind === '}' && cursor.braces <= braces) return;
    next(cursor);
    if (cursor.braces > braces) continue;
    if (token.kind === ';' || (token.kind === '}' && look(cursor).kind !== 'else')) return;
  }
}

/** The same among the clauses of a switch: goes on at the next `case` or `default`. */
export function recoverAtClause(cursor: Cursor, braces: number): void {
  cursor.hasFailed = false;
  for (let token = next(cursor); token.kind !== 'end'; token = next(cursor)) {
    const { kind: found } = look(cursor);
    const isOutside = cursor.braces <= braces;
    if (startsDeclaration(found) || (isOutside && (found === 'case' || found === 'default' || found === '}'))) return;
  }
}

function isFirstOfLine(cursor: Cursor): boolean {
  return hasLineBreak(cursor.source, previous(cursor).end, look(cursor).start);
}

/** A text of failures only must not be searched to its end for each of them. */
const farthestBlock = 256;

/**
 * After a failure before a block: goes on at the block's `{`, so that the errors inside are reported too. Does nothing where
 * a statement ends first; within a `for (…)` a `;` ends none.
 */
export function recoverAtBlock(cursor: Cursor, isFor = false): void {
  if (!cursor.hasFailed) return;
  const last = Math.min(cursor.tokens.length, cursor.at + farthestBlock);
  for (let ahead = cursor.at; ahead < last; ahead++) {
    const { kind: passed } = cursor.tokens[ahead]!;
    if (passed === '}' || passed === 'end' || startsDeclaration(passed) || (passed === ';' && !isFor)) return;
    if (passed !== '{') continue;
    cursor.at = ahead;
    cursor.hasFailed = false;
    return;
  }
}
