import { describe, expect, it } from 'vitest';
import { Diagnostics } from '../diagnostic.js';
import { tokenize } from './lexer.js';

/** The text with the delimiters of template lists shown as `‹` and `›`. */
function discovered(source: string): string {
  const characters = [...source];
  for (const { kind, start } of tokenize(source, new Diagnostics()) ?? []) {
    if (kind === 'template-start') characters[start] = '‹';
    if (kind === 'template-end') characters[start] = '›';
  }
  return characters.join('');
}

describe('T7: template lists', () => {
  it.each([
    'array‹u32›',
    'array‹vec2‹u32››',
    'array‹array‹array‹u32, 1›, 2›, 3›',
    'array‹u32, 4›= x',
    'array‹u32, 4›== x',
    'a‹b›>c',
    'array ‹ u32 › > 1',
    'var‹storage, read_write› x',
    'var /* */ ‹ /* > */ storage ›',
    'A ( B ‹ C, D › ( E ) )',
    'array‹i32,select(2,3,a>b)›',
    'A‹B<<C›',
    'A‹B<=C›',
    'A‹(B>=C)›',
    'A‹(B!=C)›',
    'A‹(B==C)›',
    'A‹(B)<=C›',
    'A‹1<=C›',
    'a‹b, c›d',
    'a‹b›(c)',
    'vec2‹bool›(a<b || c>d)',
    'a[b<d]>()',
    'a<b || c>d',
    'a<b && c>d',
    'a‹(b || c)›d',
    'f(a<b) > c',
    'a<b; c>d',
    'a<b { c>d',
    'a<b : c>d',
    'a<b = c>d',
    'a<b += c>d',
    'a << b > c',
    'a <= b > c',
    '1 < a > b',
    '(a) < b > c',
    'true < b > c',
    '_ < b > c',
    'a < b',
    'a > b',
    'a<b)c>d',
    ')))a‹b›',
    'a‹b[c<d]›',
    'a‹b‹c›, d›',
    'a<b<<c',
    'a>>b',
    'a‹b›>=c',
    'a‹b,›',
    'a‹›',
  ])('%s', (marked) => {
    expect(discovered(marked.replaceAll('‹', '<').replaceAll('›', '>'))).toBe(marked);
  });

  it('are found in linear time', () => {
    const hostile = ['a<', 'a<(', 'a<b>', '>', 'a<)', 'a<b||'].map((part) => part.repeat(40_000));
    for (const source of hostile) expect(discovered(source)).toHaveLength(source.length);
  });
});
