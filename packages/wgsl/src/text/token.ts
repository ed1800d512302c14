import type { Span } from './span.js';

/** WGSL §15.1. */
export const keywords = [
  'alias',
  'break',
  'case',
  'const',
  'const_assert',
  'continue',
  'continuing',
  'default',
  'diagnostic',
  'discard',
  'else',
  'enable',
  'false',
  'fn',
  'for',
  'if',
  'let',
  'loop',
  'override',
  'requires',
  'return',
  'struct',
  'switch',
  'true',
  'var',
  'while',
] as const;

/** WGSL §15.3. Of those with a common beginning the longer come first, so that the first that fits is the longest (T8). */
export const symbols = [
  '&&',
  '&=',
  '&',
  '->',
  '--',
  '-=',
  '-',
  '@',
  '/=',
  '/',
  '!=',
  '!',
  '[',
  ']',
  '{',
  '}',
  ':',
  ',',
  '==',
  '=',
  '>>=',
  '>>',
  '>=',
  '>',
  '<<=',
  '<<',
  '<=',
  '<',
  '%=',
  '%',
  '.',
  '++',
  '+=',
  '+',
  '||',
  '|=',
  '|',
  '(',
  ')',
  ';',
  '*=',
  '*',
  '~',
  '^=',
  '^',
] as const;

export type Keyword = (typeof keywords)[number];
export type Sign = (typeof symbols)[number];

/** Keywords and symbols are their own kinds, so that a parser reads like the grammar. */
export type TokenKind =
  | Keyword
  | Sign
  | '_'
  | 'identifier'
  /** A word that WGSL keeps for later (T5). */
  | 'reserved'
  | 'integer'
  | 'float'
  /** A number that is none, `12abc`; it has been reported. */
  | 'malformed'
  /** A piece of text that is no token; it has been reported. */
  | 'invalid'
  /** `<` and `>` around a template list (T7). */
  | 'template-start'
  | 'template-end'
  /** Empty, behind the last token. */
  | 'end';

export interface Token extends Span {
  readonly kind: TokenKind;
}

/** WGSL §15.2. */
const reservedWords = `
  NULL Self abstract active alignas alignof as asm asm_fragment async attribute auto await become cast catch class co_await
  co_return co_yield coherent column_major common compile compile_fragment concept const_cast consteval constexpr constinit
  crate debugger decltype delete demote demote_to_helper do dynamic_cast enum explicit export extends extern external
  fallthrough filter final finally friend from fxgroup get goto groupshared highp impl implements import inline instanceof
  interface layout lowp macro macro_rules match mediump meta mod module move mut mutable namespace new nil noexcept noinline
  nointerpolation non_coherent noncoherent noperspective null nullptr of operator package packoffset partition pass patch
  pixelfragment precise precision premerge priv protected pub public readonly ref regardless register reinterpret_cast require
  resource restrict self set shared sizeof smooth snorm static static_assert static_cast std subroutine super target template
  this thread_local throw trait try type typedef typeid typename typeof union unless unorm unsafe unsized use using varying
  virtual volatile wgsl where with writeonly yield`;

const words: ReadonlyMap<string, TokenKind> = new Map<string, TokenKind>([
  ['_', '_'],
  ...keywords.map((word) => [word, word] as const),
  ...reservedWords
    .trim()
    .split(/\s+/)
    .map((word) => [word, 'reserved'] as const),
]);

const keywordSet: ReadonlySet<string> = new Set(keywords);

/** The kind of a word: keyword, reserved, `_` or identifier (T5). */
export function kindOfWord(word: string): TokenKind {
  return words.get(word) ?? 'identifier';
}

export function isKeyword(kind: TokenKind): kind is Keyword {
  return keywordSet.has(kind);
}
