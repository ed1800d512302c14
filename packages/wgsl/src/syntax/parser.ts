import { type Diagnostic, Diagnostics } from '../diagnostic.js';
import { tokenize } from '../text/lexer.js';
import { check } from '../text/source.js';
import type * as ast from './ast.js';
import { type Cursor, kind, start } from './cursor.js';
import { declaration } from './declaration.js';
import { directive, startsDirective } from './directive.js';
import { checkCount, mostDeclarations } from './limit.js';
import { recover } from './recovery.js';

/** What {@link parse} makes of a text. */
export interface Parsed {
  /** All of it if there are no diagnostics; else what could be read, for nothing but messages. */
  readonly module: ast.Module;
  /** In the order of the text; at most 100. Empty: the text keeps all rules of the chapters Text and Syntax. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a text (SPEC.md, chapters Text and Syntax). Never throws, whatever the text; time is linear in its length and
 * recursion bounded by Y4.
 */
export function parse(source: string): Parsed {
  const diagnostics = new Diagnostics();
  const tokens = check(source, diagnostics) ? tokenize(source, diagnostics) : undefined;
  const module = tokens === undefined ? emptyModule(source) : readModule(start(source, tokens, diagnostics));
  return { module, diagnostics: diagnostics.toList() };
}

function emptyModule(source: string): ast.Module {
  return { directives: [], declarations: [], span: { start: 0, end: source.length } };
}

function readModule(cursor: Cursor): ast.Module {
  const directives: ast.Directive[] = [];
  const declarations: ast.Declaration[] = [];
  let isFirst = true;
  while (kind(cursor) !== 'end') {
    const { at } = cursor;
    if (startsDirective(cursor)) {
      directives.push(directive(cursor, isFirst));
    } else {
      isFirst = false;
      const one = declaration(cursor);
      if (one !== undefined) add(cursor, declarations, one);
    }
    if (cursor.hasFailed) resume(cursor, at);
  }
  return { directives, declarations, span: { start: 0, end: cursor.source.length } };
}

function add(cursor: Cursor, declarations: ast.Declaration[], one: ast.Declaration): void {
  declarations.push(one);
  const most = { most: mostDeclarations, code: 'limit.declarations', what: 'declarations' };
  checkCount(cursor, { ...most, count: declarations.length }, one.span);
}

/** A declaration that begins where another has not ended: the braces that are open are forgotten ones. */
function resume(cursor: Cursor, first: number): void {
  recover(cursor, 0, first);
  cursor.braces = 0;
}
