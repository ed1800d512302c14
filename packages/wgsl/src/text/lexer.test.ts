import { check as parameters } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Diagnostics } from '../diagnostic.js';
import { maxCommentNesting, maxIdentifierLength, maxTokens, tokenize } from './lexer.js';
import { keywords, symbols } from './token.js';

function lex(source: string) {
  const diagnostics = new Diagnostics();
  const tokens = tokenize(source, diagnostics);
  return { tokens, codes: diagnostics.toList().map(({ rule, code }) => `${rule} ${code}`) };
}

/** `kind` where it says all, else `kind:text`. */
function spelled(source: string): string {
  const { tokens = [] } = lex(source);
  const named = tokens.map(({ kind, start, end }) => {
    const text = source.slice(start, end);
    return kind === text || kind === 'end' ? kind : `${kind}:${text}`;
  });
  return named.slice(0, -1).join(' ');
}

describe('T2: blankspace', () => {
  it.each([' ', '\t', '\n', '\v', '\f', '\r', '\u0085', '\u200e', '\u200f', '\u2028', '\u2029'])('%j', (blank) => {
    expect(spelled(`a${blank}b`)).toBe('identifier:a identifier:b');
    expect(lex(`a${blank}b`).codes).toEqual([]);
  });

  it.each(['\u00a0', '\u200b', '\ufeff', '\u3000', '\u001b'])('%j is none, and leaves no token', (character) => {
    expect(lex(`a${character}b`).codes).toEqual(['T8 text.character']);
    expect(spelled(`a${character}b`)).toBe('identifier:a identifier:b');
  });
});

describe('T3: comments', () => {
  it.each([
    ['a // b\nc', 'identifier:a identifier:c'],
    ['a // b\u2028c', 'identifier:a identifier:c'],
    ['a //', 'identifier:a'],
    ['a/**/b', 'identifier:a identifier:b'],
    ['a/* // */b', 'identifier:a identifier:b'],
    ['a/* /* */ * / */b', 'identifier:a identifier:b'],
    ['a // /*\nb', 'identifier:a identifier:b'],
    ['a/*/ */b', 'identifier:a identifier:b'],
  ])('%j', (source, expected) => {
    expect(spelled(source)).toBe(expected);
    expect(lex(source).codes).toEqual([]);
  });

  it.each(['/*', '/*/', 'a /* /* */', '/* *'])('must end: %j', (source) => {
    expect(lex(source).codes).toEqual(['T3 text.unterminated-comment']);
  });

  it(`nest to a depth of ${maxCommentNesting}`, () => {
    const nested = (depth: number) => `${'/*'.repeat(depth)}${'*/'.repeat(depth)}a`;
    expect(lex(nested(maxCommentNesting)).codes).toEqual([]);
    expect(lex(nested(maxCommentNesting + 1)).codes).toEqual(['T3 limit.comment-nesting']);
    expect(spelled(nested(100_000))).toBe('identifier:a');
  });
});

describe('T4: identifiers', () => {
  it.each(['a', 'A', '_a', 'a_', 'a1', 'aB_9', '_0', 'fn_', 'Fn'])('%s', (word) => {
    expect(spelled(word)).toBe(`identifier:${word}`);
    expect(lex(word).codes).toEqual([]);
  });

  it.each(['__', '__a', 'é', 'aé', 'é1', 'naïve', '名前', '𐰓𐰏'])('%s is none, and one token', (word) => {
    expect(lex(word).codes).toEqual(['T4 text.identifier']);
    expect(spelled(word)).toBe(`identifier:${word}`);
  });

  it('has `_` for itself', () => expect(spelled('_')).toBe('_'));
  it('refuses a name once', () => expect(lex('é é è é').codes).toEqual(['T4 text.identifier', 'T4 text.identifier']));

  it(`has at most ${maxIdentifierLength} characters`, () => {
    expect(lex('a'.repeat(maxIdentifierLength)).codes).toEqual([]);
    expect(lex('a'.repeat(maxIdentifierLength + 1)).codes).toEqual(['T4 limit.identifier-length']);
  });
});

describe('T5: keywords and reserved words', () => {
  it('are tokens of their own', () => {
    expect(spelled(keywords.join(' '))).toBe(keywords.join(' '));
    expect(keywords).toHaveLength(26);
    expect(spelled('null self Self asm')).toBe('reserved:null reserved:self reserved:Self reserved:asm');
  });

  it('are told from names by their letters alone', () => {
    expect(spelled('Null ifs constexpr')).toBe('identifier:Null identifier:ifs reserved:constexpr');
  });
});

describe('T8: the longest match', () => {
  it('finds each symbol', () => {
    expect(spelled(symbols.join(' '))).toBe(symbols.join(' '));
    expect(new Set(symbols).size).toBe(45);
  });

  it.each([
    ['a&&&b', 'identifier:a && & identifier:b'],
    ['1>>=2', 'integer:1 >>= integer:2'],
    ['1>>>2', 'integer:1 >> > integer:2'],
    ['1<<=<', 'integer:1 <<= <'],
    ['---', '-- -'],
    ['+++=', '++ +='],
    ['->-', '-> -'],
    ['===', '== ='],
    ['!==', '!= ='],
    ['a.b', 'identifier:a . identifier:b'],
    ['&=|=^=', '&= |= ^='],
  ])('%j', (source, expected) => expect(spelled(source)).toBe(expected));

  it.each(['$', '?', '\\', '€', '→', '\u{1f600}'])('%s begins no token', (character) => {
    expect(lex(`a ${character} b`).codes).toEqual(['T8 text.character']);
    expect(spelled(`a ${character} b`)).toBe(`identifier:a invalid:${character} identifier:b`);
  });

  it.each(['"a b"', "'x'", '`b c', '"open'])('%s is one fault', (text) => {
    expect(lex(`f ${text}`).codes).toEqual(['T8 text.character']);
    expect(spelled(`f ${text}\nb`)).toBe(`identifier:f invalid:${text} identifier:b`);
  });

  it('passes over a line of a preprocessor', () => {
    expect(lex('#define X "1\nb').codes).toEqual(['T8 text.character']);
    expect(spelled('#define X "1\nb')).toBe('identifier:b');
  });

  it(`has at most ${maxTokens} tokens`, () => {
    expect(lex(';'.repeat(maxTokens)).tokens).toHaveLength(maxTokens + 1);
    expect(lex(';'.repeat(maxTokens + 1))).toEqual({ tokens: undefined, codes: ['T8 limit.tokens'] });
  });
});

describe('tokens', () => {
  const lexeme = fc.constantFrom(
    ...symbols,
    ...keywords,
    'a',
    'b1',
    'vec2',
    'null',
    '_',
    '0',
    '12u',
    '0xfi',
    '1.5',
    '.5e3f',
  );
  const gap = fc.constantFrom(' ', '\n', '\t', '\u2029', ' /**/', ' /* > /* < */ ; */ ', ' // ; {\n', '\r\n');

  it('are the text without blankspace and comments, in order', () => {
    const property = fc.property(fc.array(fc.tuple(lexeme, gap), { maxLength: 200 }), (parts) => {
      const source = parts.flat().join('');
      const { tokens = [] } = lex(source);
      const printed = tokens.map(({ start, end }) => source.slice(start, end)).join('');
      expect(printed).toBe(parts.map(([text]) => text).join(''));
      expect(tokens.at(-1)).toEqual({ kind: 'end', start: source.length, end: source.length });
    });
    fc.assert(property, parameters(2_000));
  });
});
