/** Blocks and the statements that hold them (Y4, Y6, WGSL §9). */
import type * as ast from './ast.js';
import { attributes, refuseAttributes, skipAttributes } from './attribute.js';
import {
  accept,
  type Cursor,
  expect,
  fail,
  kind,
  look,
  next,
  previous,
  report,
  semicolon,
  spanFrom,
  textOf,
  unexpected,
} from './cursor.js';
import { expression } from './expression.js';
import {
  breakStatement,
  checkReturn,
  continueStatement,
  continuingFlow,
  type Flow,
  functionFlow,
  innerFlow,
  loopFlow,
  switchFlow,
} from './flow.js';
import { hintAt } from './habit.js';
import { checkCount, elseIf, mostSelectors, openBrace } from './limit.js';
import { recover, recoverAtBlock, recoverAtClause, startsDeclaration } from './recovery.js';
import { constAssert, localDeclaration, startsUpdating, type Updating, updating } from './simple.js';

/** The body of a function. */
export function body(cursor: Cursor): ast.Block {
  return block(cursor, functionFlow, 'before the body of the function');
}

function block(cursor: Cursor, flow: Flow, where: string): ast.Block {
  skipAttributes(cursor, 'blocks');
  const first = look(cursor);
  if (expect(cursor, '{', where) === undefined) return emptyBlock(cursor);
  openBrace(cursor);
  const list = statements(cursor, flow);
  closing(cursor, first);
  return { kind: 'block', attributes: [], statements: list, span: spanFrom(cursor, first) };
}

function emptyBlock(cursor: Cursor): ast.Block {
  const { start } = look(cursor);
  return { kind: 'block', attributes: [], statements: [], span: { start, end: start } };
}

/** The `}` that belongs to the brace at `first`. */
function closing(cursor: Cursor, first: ast.Block['span']): void {
  if (accept(cursor, '}') !== undefined || cursor.hasFailed) return;
  const isReported = cursor.unclosedAt === cursor.at || previous(cursor).kind === 'invalid';
  cursor.unclosedAt = cursor.at;
  if (isReported) {
    cursor.hasFailed = true;
    return;
  }
  const related = { span: { start: first.start, end: first.end }, message: 'the block begins here' };
  const found = kind(cursor) === 'end' ? 'the end of the text' : `\`${textOf(cursor, look(cursor))}\``;
  const message = `expected \`}\`, found ${found}`;
  fail(cursor, { rule: 'Y1', code: 'syntax.missing-brace', message, hint: 'A `}` is missing before this.', related });
}

/** Up to the end of the block, or to `until`. */
function statements(cursor: Cursor, flow: Flow, until?: 'continuing'): readonly ast.Statement[] {
  const list: ast.Statement[] = [];
  while (!endsBlock(cursor) && kind(cursor) !== until) {
    const { at, braces } = cursor;
    const one = statement(cursor, flow);
    if (cursor.hasFailed) recover(cursor, braces, at);
    else if (one !== undefined) list.push(one);
  }
  return list;
}

/** At a declaration a `}` must have been forgotten; a failure that opened the block ends it too. */
function endsBlock(cursor: Cursor): boolean {
  const found = kind(cursor);
  return found === '}' || found === 'end' || found === 'failed' || startsDeclaration(found);
}

function statement(cursor: Cursor, flow: Flow): ast.Statement | undefined {
  refuseAttributes(cursor, attributes(cursor), 'statements of the exact profile');
  switch (kind(cursor)) {
    case ';':
      next(cursor);
      return undefined;
    case '{':
      return block(cursor, innerFlow(flow), 'before the block');
    case 'if':
      return ifStatement(cursor, flow);
    case 'switch':
      return switchStatement(cursor, flow);
    case 'loop':
      return loopStatement(cursor, flow);
    case 'for':
      return forStatement(cursor, flow);
    case 'while':
      return whileStatement(cursor, flow);
    case 'continuing':
      return strayContinuing(cursor);
    default:
      return terminated(cursor, flow);
  }
}

/** A statement that ends with `;`. */
function terminated(cursor: Cursor, flow: Flow): ast.Statement | undefined {
  const found = kind(cursor);
  switch (found) {
    case 'var':
    case 'let':
    case 'const':
      return ended(cursor, localDeclaration(cursor, found), 'the declaration');
    case 'const_assert':
      return ended(cursor, constAssert(cursor), 'the assertion');
    case 'return':
      return ended(cursor, returnStatement(cursor, flow), '`return`');
    case 'break':
      if (look(cursor, 1).kind === 'if') return breakIf(cursor, flow);
      return ended(cursor, breakStatement(cursor, flow), '`break`');
    case 'continue':
      return ended(cursor, continueStatement(cursor, flow), '`continue`');
    case 'discard': {
      const { start, end } = next(cursor);
      return ended(cursor, { kind: 'discard', span: { start, end } }, '`discard`');
    }
  }
  if (startsUpdating(cursor)) {
    const one = updating(cursor);
    return ended(cursor, one, one.kind === 'call-statement' ? 'the call' : 'the assignment');
  }
  unexpected(cursor, 'a statement', strayHint(cursor));
  return undefined;
}

function ended<T extends ast.Statement>(cursor: Cursor, one: T, what: string): T {
  semicolon(cursor, what);
  return one;
}

function strayHint(cursor: Cursor): string | undefined {
  switch (kind(cursor)) {
    case 'else':
      return '`else` follows the `}` of an `if`.';
    case 'case':
    case 'default':
      return '`case` and `default` stand in the braces of a `switch`, each with a block of its own.';
    default:
      return hintAt(cursor, 'identifier');
  }
}

/** Y6. */
function strayContinuing(cursor: Cursor): undefined {
  const message = '`continuing` stands only at the end of a `loop`';
  fail(cursor, { rule: 'Y6', code: 'syntax.continuing', message });
}

/** Y6. */
function breakIf(cursor: Cursor, flow: Flow): ast.BreakIf {
  const first = next(cursor);
  if (!flow.isContinuingItself) {
    const message = '`break if` stands only at the end of a `continuing` block';
    const hint = 'Write `if condition { break; }`.';
    report(cursor, { rule: 'Y6', code: 'syntax.break-if', message, hint }, first);
  }
  next(cursor);
  const condition = expression(cursor);
  const span = spanFrom(cursor, first);
  semicolon(cursor, 'the condition of `break if`');
  if (flow.isContinuingItself && !endsBlock(cursor)) {
    const message = '`break if` is not the last statement of its block';
    report(cursor, { rule: 'Y6', code: 'syntax.break-if', message }, span);
  }
  return { kind: 'break-if', condition, span };
}

function returnStatement(cursor: Cursor, flow: Flow): ast.Return {
  checkReturn(cursor, flow);
  const first = next(cursor);
  const value = kind(cursor) === ';' || kind(cursor) === '}' ? undefined : expression(cursor);
  return { kind: 'return', value, span: spanFrom(cursor, first) };
}

function ifStatement(cursor: Cursor, flow: Flow): ast.If {
  const first = next(cursor);
  const condition = expression(cursor);
  const then = controlled(cursor, innerFlow(flow), 'after the condition of the `if`');
  const otherwise = accept(cursor, 'else') === undefined ? undefined : elseBranch(cursor, flow);
  return { kind: 'if', condition, then, otherwise, span: spanFrom(cursor, first) };
}

function elseBranch(cursor: Cursor, flow: Flow): ast.If | ast.Block {
  if (kind(cursor) !== 'if') return controlled(cursor, innerFlow(flow), 'after `else`');
  elseIf(cursor);
  const branch = kind(cursor) === 'failed' ? emptyBlock(cursor) : ifStatement(cursor, flow);
  cursor.elseIfs--;
  return branch;
}

/** The block of a control statement. One statement without braces is reported, and read. */
function controlled(cursor: Cursor, flow: Flow, where: string): ast.Block {
  recoverAtBlock(cursor);
  const found = kind(cursor);
  const isUnbraced = found !== '{' && found !== '@' && (startsUpdating(cursor) || unbracedStarts.has(found));
  return isUnbraced ? unbraced(cursor, flow, where) : block(cursor, flow, where);
}

const unbracedStarts: ReadonlySet<string> = new Set(['return', 'break', 'continue', 'discard', 'let', 'var', 'const']);

function unbraced(cursor: Cursor, flow: Flow, where: string): ast.Block {
  const first = look(cursor);
  report(cursor, { rule: 'Y1', code: 'syntax.braces', message: `expected \`{\` ${where}`, hint: bracesHint(cursor) });
  const one = statement(cursor, flow);
  return { kind: 'block', attributes: [], statements: one === undefined ? [] : [one], span: spanFrom(cursor, first) };
}

/** The statement in braces, where it is short. */
function bracesHint(cursor: Cursor): string {
  const { start } = look(cursor);
  const [text] = /^[^;\n\r{}]*;/.exec(cursor.source.slice(start, start + 60)) ?? [];
  return text === undefined
    ? 'Put it in braces: they are never left out.'
    : `Write \`{ ${text} }\`: braces are never left out.`;
}

function switchStatement(cursor: Cursor, flow: Flow): ast.Switch {
  const first = next(cursor);
  const selector = expression(cursor);
  recoverAtBlock(cursor);
  skipAttributes(cursor, 'the braces of a `switch`');
  const brace = look(cursor);
  const clauses =
    expect(cursor, '{', 'after the selector of the `switch`') === undefined ? [] : switchClauses(cursor, flow);
  closing(cursor, brace);
  return { kind: 'switch', selector, clauses, span: spanFrom(cursor, first) };
}

function switchClauses(cursor: Cursor, flow: Flow): readonly ast.SwitchClause[] {
  openBrace(cursor);
  const clauses: ast.SwitchClause[] = [];
  let selectors = 0;
  while (!endsBlock(cursor)) {
    const { braces } = cursor;
    const clause = switchClause(cursor, switchFlow(flow), selectors);
    if (cursor.hasFailed) recoverAtClause(cursor, braces);
    selectors += clause.selectors.length;
    clauses.push(clause);
  }
  if (clauses.length === 0) unexpected(cursor, '`case` or `default`');
  return clauses;
}

/** `already`: how many selectors the clauses before it have. */
function switchClause(cursor: Cursor, flow: Flow, already: number): ast.SwitchClause {
  const first = look(cursor);
  const selectors: (ast.Expression | undefined)[] = [];
  if (accept(cursor, 'default') !== undefined) selectors.push(undefined);
  else if (accept(cursor, 'case') !== undefined) caseSelectors(cursor, selectors, already);
  else unexpected(cursor, '`case`, `default` or `}`', 'In a `switch` every statement stands in the block of a `case`.');
  accept(cursor, ':');
  recoverAtBlock(cursor);
  const where = 'for the statements of the clause';
  const hint = 'Put them in braces: `case 1: { … }`. A clause never falls through to the next.';
  if (kind(cursor) !== '{' && kind(cursor) !== '@') unexpected(cursor, `\`{\` ${where}`, hint);
  const clauseBody = block(cursor, flow, where);
  return { selectors, body: clauseBody, span: spanFrom(cursor, first) };
}

function caseSelectors(cursor: Cursor, selectors: (ast.Expression | undefined)[], already: number): void {
  const most = { most: mostSelectors, code: 'limit.selectors', what: 'selectors in a switch' };
  do {
    if (selectors.length > 0 && (kind(cursor) === ':' || kind(cursor) === '{')) break;
    const first = look(cursor);
    selectors.push(accept(cursor, 'default') === undefined ? expression(cursor) : undefined);
    checkCount(cursor, { ...most, count: already + selectors.length }, first);
  } while (accept(cursor, ',') !== undefined);
}

function loopStatement(cursor: Cursor, flow: Flow): ast.Loop {
  const first = next(cursor);
  skipAttributes(cursor, 'blocks');
  const brace = look(cursor);
  const isOpen =
    expect(cursor, '{', 'after `loop`', 'The way out is a statement: `if condition { break; }`.') !== undefined;
  if (isOpen) openBrace(cursor);
  const list = isOpen ? statements(cursor, loopFlow(flow), 'continuing') : [];
  const continuing = kind(cursor) === 'continuing' ? continuingBlock(cursor) : undefined;
  if (continuing !== undefined) checkLast(cursor);
  closing(cursor, brace);
  const loopBody: ast.Block = { kind: 'block', attributes: [], statements: list, span: spanFrom(cursor, brace) };
  return { kind: 'loop', body: loopBody, continuing, span: spanFrom(cursor, first) };
}

function continuingBlock(cursor: Cursor): ast.Block {
  next(cursor);
  return block(cursor, continuingFlow, 'after `continuing`');
}

/** Y6. */
function checkLast(cursor: Cursor): void {
  if (endsBlock(cursor)) return;
  const message = '`continuing` is not the last statement of its loop';
  fail(cursor, { rule: 'Y6', code: 'syntax.continuing', message, hint: 'Move this before `continuing`, or into it.' });
}

function forStatement(cursor: Cursor, flow: Flow): ast.For {
  const first = next(cursor);
  const header = forHeader(cursor);
  recoverAtBlock(cursor, true);
  const loopBody = controlled(cursor, loopFlow(flow), 'after the header of the `for`');
  return { kind: 'for', ...header, body: loopBody, span: spanFrom(cursor, first) };
}

function forHeader(cursor: Cursor): Pick<ast.For, 'initializer' | 'condition' | 'update'> {
  expect(cursor, '(', 'after `for`', 'Write `for (var i = 0u; i < n; i++) { … }`.');
  const initializer = kind(cursor) === ';' ? undefined : forInitializer(cursor);
  expect(cursor, ';', 'after what the `for` begins with');
  const condition = kind(cursor) === ';' ? undefined : expression(cursor);
  expect(cursor, ';', 'after the condition of the `for`');
  const update = kind(cursor) === ')' ? undefined : forUpdate(cursor);
  expect(cursor, ')', 'after the header of the `for`');
  return { initializer, condition, update };
}

function forInitializer(cursor: Cursor): ast.LocalDeclaration | Updating | undefined {
  const found = kind(cursor);
  const isDeclaration = found === 'var' || found === 'let' || found === 'const';
  return isDeclaration ? localDeclaration(cursor, found) : forUpdate(cursor);
}

function forUpdate(cursor: Cursor): Updating | undefined {
  if (startsUpdating(cursor)) return updating(cursor);
  unexpected(cursor, 'an assignment or a call', hintAt(cursor, 'identifier'));
  return undefined;
}

function whileStatement(cursor: Cursor, flow: Flow): ast.While {
  const first = next(cursor);
  const condition = expression(cursor);
  const loopBody = controlled(cursor, loopFlow(flow), 'after the condition of the `while`');
  return { kind: 'while', condition, body: loopBody, span: spanFrom(cursor, first) };
}
