import { describe, expect, it } from 'vitest';
import { Diagnostics } from '../diagnostic.js';
import { check, lineAround, maxLength, position } from './source.js';

function codes(source: string): readonly string[] {
  const diagnostics = new Diagnostics();
  check(source, diagnostics);
  return diagnostics.toList().map(({ rule, code, span }) => `${rule} ${code} ${span.start}-${span.end}`);
}

describe('T1: the text', () => {
  it('may be empty, and hold any character of Unicode', () => {
    expect(codes('')).toEqual([]);
    expect(codes('// \u{1f600} \u{10ffff}')).toEqual([]);
  });

  it('has at most 2^20 units', () => {
    expect(codes(' '.repeat(maxLength))).toEqual([]);
    expect(codes(' '.repeat(maxLength + 1))).toEqual([`T1 limit.source-length ${maxLength}-${maxLength + 1}`]);
  });

  it('holds no NUL', () => expect(codes('a\0b\0')).toEqual(['T1 text.nul 1-2']));

  it.each([
    ['\ud800', 0],
    ['ab\udc00', 2],
    ['\ud83d\ude00\ud83d', 2],
    ['\udc00\ud800', 0],
  ])('holds no lone surrogate: %j', (source, at) => {
    expect(codes(source)).toEqual([`T1 text.surrogate ${at}-${at + 1}`]);
  });

  it('begins with no byte order mark', () => {
    expect(codes('\ufeffa')).toEqual(['T1 text.byte-order-mark 0-1']);
    expect(codes('a\ufeff')).toEqual([]);
  });

  it('is told all its faults', () => {
    expect(codes('\ufeff\0\ud800')).toEqual([
      'T1 text.byte-order-mark 0-1',
      'T1 text.nul 1-2',
      'T1 text.surrogate 2-3',
    ]);
  });
});

describe('T2: lines and columns', () => {
  it.each([
    ['', 0, 1, 1],
    ['abc', 2, 1, 3],
    ['a\nb', 1, 1, 2],
    ['a\nb', 2, 2, 1],
    ['a\r\nb', 1, 1, 2],
    ['a\r\nb', 2, 1, 3],
    ['a\r\nb', 3, 2, 1],
    ['a\rb', 2, 2, 1],
    ['a\n\rb', 3, 3, 1],
    ['\u{1f600}b', 2, 1, 3],
    ['ab', 99, 1, 3],
  ])('%j at %i is line %i, column %i', (source, offset, line, column) => {
    expect(position(source, offset)).toEqual({ line, column });
  });

  it.each(['\n', '\v', '\f', '\r', '\r\n', '\u0085', '\u2028', '\u2029'])('%j breaks a line', (lineBreak) => {
    const source = `ab${lineBreak}cd`;
    expect(position(source, source.length)).toEqual({ line: 2, column: 3 });
    expect(lineAround(source, 1)).toEqual({ start: 0, end: 2 });
    expect(lineAround(source, source.length)).toEqual({ start: source.length - 2, end: source.length });
  });

  it.each([' ', '\t', '\u200e', '\u200f'])('%j does not', (blank) => {
    expect(position(`ab${blank}cd`, 5)).toEqual({ line: 1, column: 6 });
  });
});
