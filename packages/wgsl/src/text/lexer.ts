import type { Diagnostic, Diagnostics } from '../diagnostic.js';
import * as number from './number.js';
import { isLineBreak } from './source.js';
import * as template from './template.js';
import { kindOfWord, type Sign, symbols, type Token, type TokenKind } from './token.js';

/** The most tokens of a text (T8). */
export const maxTokens: number = 262_144;
/** How deep block comments nest (T3). */
export const maxCommentNesting: number = 127;
/** The longest identifier (T4). */
export const maxIdentifierLength: number = 255;

interface Lexer {
  readonly source: string;
  readonly diagnostics: Diagnostics;
  readonly tokens: { kind: TokenKind; readonly start: number; readonly end: number }[];
  readonly templates: template.Templates;
  /** Names that were refused; once each is enough. */
  readonly refused: Set<string>;
  at: number;
}

const symbolsByFirst: ReadonlyMap<number, readonly Sign[]> = groupByFirst();

function groupByFirst(): Map<number, readonly Sign[]> {
  const groups = new Map<number, Sign[]>();
  for (const sign of symbols) {
    const first = sign.charCodeAt(0);
    groups.set(first, [...(groups.get(first) ?? []), sign]);
  }
  return groups;
}

/**
 * The tokens of a text (chapter Text), an `end` last. What is no token is reported and left out or becomes an `invalid` token.
 * undefined: the text has more tokens than allowed, which is reported too.
 */
export function tokenize(source: string, diagnostics: Diagnostics): readonly Token[] | undefined {
  const lexer: Lexer = {
    source,
    diagnostics,
    tokens: [],
    templates: template.start(),
    refused: new Set(),
    at: 0,
  };
  while (lexer.at < source.length) {
    scan(lexer, source.charCodeAt(lexer.at));
    if (lexer.tokens.length > maxTokens) {
      const { start, end } = lexer.tokens.at(-1)!;
      const message = `the text has more than ${maxTokens} tokens`;
      diagnostics.add({ rule: 'T8', code: 'limit.tokens', message, span: { start, end } });
      return undefined;
    }
  }
  lexer.tokens.push({ kind: 'end', start: source.length, end: source.length });
  return lexer.tokens;
}

/** One token, comment, blank or fault at `lexer.at`. */
function scan(lexer: Lexer, code: number): void {
  const next = lexer.source.charCodeAt(lexer.at + 1);
  if (isBlank(code)) lexer.at++;
  else if (isWordStart(code)) word(lexer);
  else if (isDigit(code) || (code === 0x2e && isDigit(next))) numeral(lexer);
  else if (code === 0x2f && next === 0x2f) skipLine(lexer);
  else if (code === 0x2f && next === 0x2a) blockComment(lexer);
  else if (symbolsByFirst.has(code)) symbol(lexer, symbolsByFirst.get(code)!);
  else foreign(lexer, code);
}

function push(lexer: Lexer, kind: TokenKind, end: number): void {
  lexer.tokens.push({ kind, start: lexer.at, end });
  lexer.at = end;
}

function report(lexer: Lexer, start: number, end: number, fault: Omit<Diagnostic, 'span'>): void {
  lexer.diagnostics.add({ ...fault, span: { start, end } });
}

/** T2. */
function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || isLineBreak(code) || code === 0x200e || code === 0x200f;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isWordStart(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
}

const unicodeWord = /[\p{XID_Start}_]\p{XID_Continue}*/uy;

/** T4, T5. A word with other letters is refused whole, so that it costs one message. */
function word(lexer: Lexer): void {
  const { source, at } = lexer;
  let end = at + 1;
  while (isWordStart(source.charCodeAt(end)) || isDigit(source.charCodeAt(end))) end++;
  if (source.charCodeAt(end) > 0x7f && !isBlank(source.charCodeAt(end))) {
    unicodeWord.lastIndex = at;
    if (unicodeWord.test(source)) end = Math.max(end, unicodeWord.lastIndex);
  }
  const text = source.slice(at, end);
  const kind = kindOfWord(text);
  if (kind === 'identifier') identifier(lexer, text, end);
  push(lexer, kind, end);
}

function identifier(lexer: Lexer, text: string, end: number): void {
  const isOrdinary = text.length <= maxIdentifierLength && !text.startsWith('__') && isAscii(text);
  if (isOrdinary || lexer.refused.has(text)) return;
  lexer.refused.add(text);
  if (text.length > maxIdentifierLength) {
    const message = `a name of ${text.length} characters, at most ${maxIdentifierLength} are allowed`;
    report(lexer, lexer.at, end, { rule: 'T4', code: 'limit.identifier-length', message });
  } else if (!isAscii(text)) {
    const message = `\`${text}\` is no identifier: only the letters of ASCII, digits and \`_\` are allowed`;
    const hint = 'Rename it, so that two names that look alike are alike.';
    report(lexer, lexer.at, end, { rule: 'T4', code: 'text.identifier', message, hint });
  } else {
    const message = `\`${text}\` is no identifier: it begins with two underscores`;
    const hint = `Write \`${text.replace(/^_+/, '_')}\`.`;
    report(lexer, lexer.at, end, { rule: 'T4', code: 'text.identifier', message, hint });
  }
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

/** T6. */
function numeral(lexer: Lexer): void {
  const { kind, end } = number.scan(lexer.source, lexer.at);
  if (kind === 'malformed') {
    const fault = number.explain(lexer.source.slice(lexer.at, end));
    report(lexer, lexer.at, end, { rule: 'T6', code: 'text.number', ...fault });
  }
  push(lexer, kind, end);
}

/** T3. */
function skipLine(lexer: Lexer): void {
  const { source } = lexer;
  while (lexer.at < source.length && !isLineBreak(source.charCodeAt(lexer.at))) lexer.at++;
}

const commentEdge = /\/\*|\*\//g;

/** T3. Counts, never recurses. */
function blockComment(lexer: Lexer): void {
  const start = lexer.at;
  let depth = 0;
  commentEdge.lastIndex = start;
  do {
    const edge = commentEdge.exec(lexer.source);
    if (edge === null) {
      unterminated(lexer, start);
      return;
    }
    depth += edge[0] === '/*' ? 1 : -1;
    if (depth === maxCommentNesting + 1 && edge[0] === '/*') {
      const message = `comments nest more than ${maxCommentNesting} deep`;
      report(lexer, edge.index, edge.index + 2, { rule: 'T3', code: 'limit.comment-nesting', message });
    }
  } while (depth > 0);
  lexer.at = commentEdge.lastIndex;
}

function unterminated(lexer: Lexer, start: number): void {
  const message = 'the comment does not end';
  const hint = 'Close it with `*/`; comments nest, so that every `/*` inside needs its own.';
  report(lexer, start, start + 2, { rule: 'T3', code: 'text.unterminated-comment', message, hint });
  push(lexer, 'invalid', lexer.source.length);
}

/** T7, T8. */
function symbol(lexer: Lexer, candidates: readonly Sign[]): void {
  const { source, at, templates, tokens } = lexer;
  if (source.charCodeAt(at) === 0x3e) {
    const opened = template.close(templates);
    if (opened !== undefined) {
      tokens[opened]!.kind = 'template-start';
      push(lexer, 'template-end', at + 1);
      return;
    }
  }
  const longest = candidates.find((candidate) => source.startsWith(candidate, at))!;
  if (longest === '<') {
    if (isWord(tokens.at(-1)?.kind)) template.open(templates, tokens.length);
  } else {
    template.pass(templates, longest);
  }
  push(lexer, longest, at + longest.length);
}

/** Behind any other keyword a `<` is an error in every reading. */
function isWord(kind: TokenKind | undefined): boolean {
  return kind === 'identifier' || kind === 'var' || kind === 'reserved';
}

const letter = /^\p{XID_Start}/u;
const invisible = /^[\p{Space_Separator}\p{Format}\p{Control}]/u;

/** A character that begins no token. */
function foreign(lexer: Lexer, code: number): void {
  const { source, at } = lexer;
  const character = String.fromCodePoint(source.codePointAt(at)!);
  const isFaultOfText = code === 0 || !character.isWellFormed() || (at === 0 && code === 0xfeff);
  if (isFaultOfText) {
    lexer.at++;
  } else if (code > 0x7f && letter.test(character)) {
    word(lexer);
  } else if (character === '#') {
    const hint = 'There is no preprocessor: write `const name = value;` for a definition.';
    report(lexer, at, at + 1, { rule: 'T8', code: 'text.character', message: '`#` begins no token', hint });
    skipLine(lexer);
  } else if (character === '"' || character === "'" || character === '`') {
    quotation(lexer, character);
  } else {
    unknown(lexer, character);
  }
}

function quotation(lexer: Lexer, quote: string): void {
  const { source, at } = lexer;
  let end = at + 1;
  while (end < source.length && source[end] !== quote && !isLineBreak(source.charCodeAt(end))) end++;
  if (source[end] === quote) end++;
  const message = `\`${quote}\` begins no token`;
  const hint = 'WGSL has no strings and no character literals.';
  report(lexer, at, end, { rule: 'T8', code: 'text.character', message, hint });
  push(lexer, 'invalid', end);
}

function unknown(lexer: Lexer, character: string): void {
  const { at } = lexer;
  const end = at + character.length;
  const codePoint = `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
  const isInvisible = invisible.test(character);
  if (!lexer.refused.has(character)) {
    lexer.refused.add(character);
    const isAsciiSign = character.charCodeAt(0) <= 0x7f;
    const named = isInvisible ? codePoint : isAsciiSign ? `\`${character}\`` : `\`${character}\` (${codePoint})`;
    const hint = isInvisible ? 'It cannot be seen: delete it or put a space there.' : hints.get(character);
    const message = `${named} begins no token`;
    report(lexer, at, end, { rule: 'T8', code: 'text.character', message, ...(hint === undefined ? {} : { hint }) });
  }
  if (isInvisible) lexer.at = end;
  else push(lexer, 'invalid', end);
}

const hints: ReadonlyMap<string, string> = new Map([
  ['?', 'Write `select(otherwise, value, condition)`, or `if`.'],
  ['$', 'A name is made of letters of ASCII, digits and `_`.'],
  ['\\', 'Lines need no continuation: a statement ends at its `;`.'],
]);
