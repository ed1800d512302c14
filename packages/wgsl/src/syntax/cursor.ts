import type { Diagnostic, Diagnostics } from '../diagnostic.js';
import { hasLineBreak } from '../text/source.js';
import type { Span } from '../text/span.js';
import { isKeyword, type Token, type TokenKind } from '../text/token.js';
import { hintAt } from './habit.js';

/**
 * A place among the tokens of a text.
 *
 * After a failure it shows a token that fits nothing, so that every rule of the grammar ends by itself and nothing more is
 * reported until recovery takes the text up again (Y1).
 */
export interface Cursor {
  readonly source: string;
  readonly diagnostics: Diagnostics;
  readonly tokens: readonly Token[];
  /** Index of the current token, or of the one that failed. */
  at: number;
  hasFailed: boolean;
  /** Open `{` of the text before the current token. */
  braces: number;
  /** Open subexpressions and template lists around the current token (Y4). */
  expressions: number;
  templates: number;
  /** Height of the tree that the last rule for expressions made (Y4). */
  height: number;
  /** `else if`s around the current token (Y4). */
  elseIfs: number;
  /** Index of the token where a `}` was last missed: one message is enough for all blocks that are open there. */
  unclosedAt: number;
}

export type Fault = Omit<Diagnostic, 'span'>;

export function start(source: string, tokens: readonly Token[], diagnostics: Diagnostics): Cursor {
  return {
    source,
    diagnostics,
    tokens,
    at: 0,
    hasFailed: false,
    braces: 0,
    expressions: 0,
    templates: 0,
    height: 0,
    elseIfs: 0,
    unclosedAt: -1,
  };
}

/** The kind of the current token; `failed` after a failure. */
export function kind(cursor: Cursor): TokenKind | 'failed' {
  return cursor.hasFailed ? 'failed' : cursor.tokens[cursor.at]!.kind;
}

/** The token so many places further on, whether or not the cursor has failed. */
export function look(cursor: Cursor, ahead = 0): Token {
  return cursor.tokens[Math.min(cursor.at + ahead, cursor.tokens.length - 1)]!;
}

/** The last token consumed. */
export function previous(cursor: Cursor): Token {
  return cursor.tokens[Math.max(cursor.at - 1, 0)]!;
}

/** Consumes the current token; the last one, `end`, stays. */
export function next(cursor: Cursor): Token {
  const token = cursor.tokens[cursor.at]!;
  if (token.kind === '{') cursor.braces++;
  else if (token.kind === '}') cursor.braces--;
  if (token.kind !== 'end') cursor.at++;
  return token;
}

/** Consumes the current token if it is of this kind. */
export function accept(cursor: Cursor, wanted: TokenKind): Token | undefined {
  return kind(cursor) === wanted ? next(cursor) : undefined;
}

/** Consumes a token of this kind, or fails with what `where` says about the place: "after the parameters". */
export function expect(cursor: Cursor, wanted: TokenKind, where: string, hint?: string): Token | undefined {
  const token = accept(cursor, wanted);
  if (token === undefined) unexpected(cursor, `${spell(wanted)} ${where}`, hint ?? hintAt(cursor, wanted));
  return token;
}

/** Fails because something else stands here: "expected an expression, found `)`". */
export function unexpected(cursor: Cursor, expected: string, hint?: string): void {
  if (cursor.hasFailed) return;
  const token = look(cursor);
  const isReported = token.kind === 'invalid';
  if (isReported) cursor.hasFailed = true;
  else if (token.kind === 'reserved') failAtReserved(cursor);
  else {
    const message = `expected ${expected}, found ${describe(cursor, token)}`;
    fail(cursor, { rule: 'Y1', code: 'syntax.expected', message, ...(hint === undefined ? {} : { hint }) });
  }
}

/** T5. */
function failAtReserved(cursor: Cursor): void {
  const token = look(cursor);
  reportReserved(cursor, token);
  cursor.hasFailed = true;
}

export function reportReserved(cursor: Cursor, token: Token): void {
  const word = textOf(cursor, token);
  const hint = hintAt(cursor, 'identifier') ?? `Take another name: \`${word}_\`.`;
  const message = `\`${word}\` is a reserved word of WGSL`;
  report(cursor, { rule: 'T5', code: 'syntax.reserved-word', message, hint }, token);
}

/** Reports, here or at the span, and goes on. */
export function report(cursor: Cursor, fault: Fault, span: Span = look(cursor)): void {
  if (cursor.hasFailed) return;
  const { start, end } = span;
  cursor.diagnostics.add({ ...fault, span: { start, end } });
}

/** Reports, here or at the span, and gives up the current statement or declaration. */
export function fail(cursor: Cursor, fault: Fault, span?: Span): void {
  report(cursor, fault, span);
  cursor.hasFailed = true;
}

/** The `;` at the end of a statement. Where it is just forgotten, at the end of a line, the text goes on behind it. */
export function semicolon(cursor: Cursor, after: string): void {
  if (accept(cursor, ';') !== undefined || cursor.hasFailed) return;
  const last = previous(cursor);
  const found = look(cursor);
  const isForgotten = found.kind === '}' || found.kind === 'end' || hasLineBreak(cursor.source, last.end, found.start);
  const hint = hintAt(cursor, ';');
  if (!isForgotten || hint !== undefined) {
    unexpected(cursor, `\`;\` after ${after}`, hint);
    return;
  }
  const fault: Fault = { rule: 'Y1', code: 'syntax.missing-semicolon', message: `expected \`;\` after ${after}` };
  report(cursor, { ...fault, hint: 'Put a `;` here.' }, { start: last.end, end: last.end });
}

/** From a first token to the last one consumed. */
export function spanFrom(cursor: Cursor, first: Span): Span {
  return { start: first.start, end: Math.max(first.end, previous(cursor).end) };
}

/** An empty region before the current token. */
export function here(cursor: Cursor): Span {
  const { start } = look(cursor);
  return { start, end: start };
}

export function textOf(cursor: Cursor, span: Span): string {
  return cursor.source.slice(span.start, span.end);
}

/** "`)`", "the keyword `fn`", "the end of the text". */
export function describe(cursor: Cursor, token: Token): string {
  if (token.kind === 'end') return 'the end of the text';
  if (token.kind === 'template-start') return 'a template list';
  const text = textOf(cursor, token);
  const named = `\`${text.length > 32 ? `${text.slice(0, 32)}…` : text}\``;
  return isKeyword(token.kind) ? `the keyword ${named}` : named;
}

function spell(wanted: TokenKind): string {
  if (wanted === 'template-end') return '`>`';
  return wanted === 'identifier' ? 'a name' : `\`${wanted}\``;
}
