import { describe, expect, it } from 'vitest';
import { expressionOf, faults, printed } from '../testing/tree.js';
import { parse } from './parser.js';

describe('Y3: binding', () => {
  it.each([
    ['a + b * c', '(a+(b*c))'],
    ['a * b + c', '((a*b)+c)'],
    ['a - b - c', '((a-b)-c)'],
    ['a / b % c * d', '(((a/b)%c)*d)'],
    ['(a - (b - c))', '(a-(b-c))'],
    ['a + b < c * d', '((a+b)<(c*d))'],
    ['a >> b < c << d', '((a>>b)<(c<<d))'],
    ['a < b && c == d && e', '(((a<b)&&(c==d))&&e)'],
    ['a || b != c || d', '((a||(b!=c))||d)'],
    ['a & b & c', '((a&b)&c)'],
    ['a ^ (b | c)', '(a^(b|c))'],
    ['-a * b', '((-a)*b)'],
    ['-a.b', '(-a.b)'],
    ['*p.x', '(*p.x)'],
    ['(*p).x', '(*p).x'],
    ['!-~a', '(!(-(~a)))'],
    ['-a << b', '((-a)<<b)'],
    ['&a[1]', '(&a[1])'],
    ['a[b + 1][c].d.e', 'a[(b+1)][c].d.e'],
    ['f(a, b + 1,)[0]', 'f(a,(b+1))[0]'],
    ['vec2<u32>(1u, 2u).yx', 'vec2<u32>(1u,2u).yx'],
    ['array<vec4<i32>, 2 + 2>()', 'array<vec4<i32>,(2+2)>()'],
    ['-2147483648', '(-2147483648)'],
    ['0x10i + 1', '(16i+1)'],
    ['true == false', '(true==false)'],
  ])('%s is %s', (text, expected) => expect(printed(expressionOf(text).node)).toBe(expected));

  it('reads thousands of enclosed operands, and chains without recursion', () => {
    const terms = Array.from({ length: 300 }, (_, index) => `x${index}`);
    expect(printed(expressionOf(terms.join(' + ')).node)).toContain('+x298)+x299)');
  });
});

describe('Y3: parentheses', () => {
  it.each([
    ['a & b | c', '`&` beside `|`', '`(a & b) | c` or `a & (b | c)`'],
    ['a & b == c', '`==` beside `&`', '`(a & b) == c` or `a & (b == c)`'],
    ['a == b & c', '`==` beside `&`', '`(a == b) & c` or `a == (b & c)`'],
    ['a && b || c', '`&&` beside `||`', '`(a && b) || c` or `a && (b || c)`'],
    ['a || b && c', '`&&` beside `||`', '`(a || b) && c` or `a || (b && c)`'],
    ['a + b << c', '`+` beside `<<`', '`(a + b) << c` or `a + (b << c)`'],
    ['a << b + c', '`+` beside `<<`', '`(a << b) + c` or `a << (b + c)`'],
    ['a << b << c', '`<<` does not chain', '`(a << b) << c` or `a << (b << c)`'],
    ['a < b <= c', 'comparisons do not chain', '`a < b && b <= c`'],
    ['a == b == c', 'comparisons do not chain', '`(a == b) == c` or `a == (b == c)`'],
    ['f(x) ^ -y & z', '`&` beside `^`', '`(f(x) ^ -y) & z` or `f(x) ^ (-y & z)`'],
  ])('%s', (text, message, hint) => {
    const [fault, ...more] = parse(`const x = ${text};`).diagnostics;
    expect(more).toEqual([]);
    expect(fault).toMatchObject({ rule: 'Y3', code: 'syntax.parentheses' });
    expect(fault?.message).toContain(message);
    expect(fault?.hint).toBe(`Write ${hint}.`);
  });

  it('shows no text that is too long', () => {
    const [fault] = parse(`const x = ${'a'.repeat(80)} & b == c;`).diagnostics;
    expect(fault?.hint).toBe('Put parentheses around the part that comes first.');
  });

  it('asks once for each expression', () => {
    expect(faults('const x = a & b == c | d && e; const y = a & b | c;')).toEqual([
      'Y3 syntax.parentheses',
      'Y3 syntax.parentheses',
    ]);
  });

  it('asks for the hinted rewrite only', () => {
    expect(faults('const x = (a & b) == c; const y = a & (b == c); const z = a < b && b < c;')).toEqual([]);
  });
});

describe('spans', () => {
  it('of an operand in parentheses take them in', () => {
    const { node, source } = expressionOf('(a + b) * c[ 1 ] . d');
    if (node.kind !== 'binary') throw new Error(node.kind);
    const text = ({ span }: { readonly span: { start: number; end: number } }) => source.slice(span.start, span.end);
    expect([node, node.left, node.right].map(text)).toEqual(['(a + b) * c[ 1 ] . d', '(a + b)', 'c[ 1 ] . d']);
  });

  it.each(['f ( x , y )', 'vec2 < u32 >', '- - a', '( ( a ) )', '& a . b', 'a & b & c'])(
    'of %s is all of it',
    (text) => {
      const { node, source } = expressionOf(text);
      expect(source.slice(node.span.start, node.span.end)).toBe(text);
    },
  );
});

describe('T6, P1: literals', () => {
  it('name the type that is too small', () => {
    const found = parse('const a = 4294967296u; const b = 2147483648i; const c = 9223372036854775808;').diagnostics;
    expect(found.map(({ rule, code }) => `${rule} ${code}`)).toEqual(Array(3).fill('T6 literal.range'));
    expect(found[1]?.hint).toContain('no negative literals');
  });

  it('allow the smallest numbers as negations', () => {
    expect(faults('const a = -2147483648; const b = -9223372036854775807 - 1;')).toEqual([]);
  });

  it.each(['1.5', '.5f', '1e5', '2h', '0x1p-3'])('%s is a float, which the profile has not', (text) => {
    expect(faults(`const x = ${text} + 1;`)).toEqual(['P1 profile.float-literal']);
  });
});
