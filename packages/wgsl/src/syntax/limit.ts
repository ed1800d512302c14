import type { Span } from '../text/span.js';
import { type Cursor, fail, report } from './cursor.js';

/**
 * How large the parts of a text may be (Y4, Y5).
 *
 * The nesting limits stay inside what Tint takes, measured with the pinned version: its parser stops where open braces and
 * open subexpressions together exceed 126, its statements where an `if`, a loop or their `else if`s exceed 127 (each brace may
 * count twice), its expressions where the tree is deeper than 512.
 */

/** Open braces inside a function's body. */
export const mostOpenBraces: number = 32;
/** `else if`s around a statement, all chains together. */
export const mostElseIfs: number = 60;
/** Open parentheses, indices, calls, template lists and unary operators. */
export const mostOpenExpressions: number = 64;
/** Height of an expression's tree, where each operator of a chain such as `a + b + …` adds one. */
export const highestExpression: number = 384;
/** Template lists inside each other. */
export const mostOpenTemplates: number = 15;

export const mostParameters: number = 255;
export const mostMembers: number = 1023;
export const mostSelectors: number = 1023;
/** Of one call; value constructors are calls. */
export const mostArguments: number = 2047;
export const mostDeclarations: number = 4096;

/** A subexpression opens: `leave` closes it. */
export function enter(cursor: Cursor): void {
  cursor.expressions++;
  if (cursor.expressions <= mostOpenExpressions) return;
  const message = `expressions nest more than ${mostOpenExpressions} deep`;
  fail(cursor, { rule: 'Y4', code: 'limit.nesting', message, hint: giveNames });
}

export function leave(cursor: Cursor): void {
  cursor.expressions--;
}

const giveNames = 'Give parts of the expression names with `let`.';

/** The last expression gets an operator on top. */
export function raise(cursor: Cursor, span: Span): void {
  cursor.height++;
  if (cursor.height <= highestExpression) return;
  const message = `the expression has more than ${highestExpression} operators on top of each other`;
  fail(cursor, { rule: 'Y4', code: 'limit.operators', message, hint: giveNames }, span);
}

/** A block inside the body of a function has opened; the body's own brace is not counted. */
export function openBrace(cursor: Cursor): void {
  if (cursor.braces <= mostOpenBraces + 1) return;
  const message = `blocks nest more than ${mostOpenBraces} deep`;
  fail(cursor, { rule: 'Y4', code: 'limit.nesting', message, hint: 'Move a part to a function of its own.' });
}

/** An `else if` opens, and closes by counting `cursor.elseIfs` down. */
export function elseIf(cursor: Cursor): void {
  cursor.elseIfs++;
  if (cursor.elseIfs <= mostElseIfs) return;
  const message = `more than ${mostElseIfs} \`else if\` in a row`;
  fail(cursor, { rule: 'Y4', code: 'limit.else-if', message, hint: 'Write a `switch`.' });
}

/** A template list opens. */
export function openTemplate(cursor: Cursor): void {
  cursor.templates++;
  if (cursor.templates <= mostOpenTemplates) return;
  const message = `types nest more than ${mostOpenTemplates} deep`;
  fail(cursor, { rule: 'Y4', code: 'limit.type-nesting', message });
}

interface Count {
  readonly count: number;
  readonly most: number;
  readonly code: string;
  /** Of what, in the plural. */
  readonly what: string;
}

/** Y5. Reports once, at the first that is too many. */
export function checkCount(cursor: Cursor, { count, most, code, what }: Count, span: Span): void {
  if (count === most + 1) report(cursor, { rule: 'Y5', code, message: `more than ${most} ${what}` }, span);
}
