import { describe, expect, it } from 'vitest';
import { toHex32, toNames, toProbability, toRetention, toSamples, toShare } from './parser.js';

describe('a share', () => {
  it('is a decimal, or per cent of one: the same number either way', () => {
    for (const [text, share] of [
      ['10%', 0.1],
      ['0.1', 0.1],
      ['0.7%', 0.007],
      ['.5', 0.5],
      ['1e-6', 1e-6],
      ['1E-4%', 1e-6],
      ['100%', 1],
    ] as const) {
      expect(toShare(text), text).toBe(share);
    }
  });

  it('is nothing else', () => {
    for (const text of ['', '%', '-1', '1/3', 'ten', '0x1', '1e', '1 %', 'Infinity', '1e9999']) {
      expect(() => toShare(text), text).toThrow('Expected a share');
    }
  });
});

describe('an option that has a range', () => {
  it('takes what lies in it, the ends as they are said', () => {
    expect([toSamples('1'), toShare('100%'), toProbability('0.99')]).toEqual([1, 1, 0.99]);
    expect(() => toSamples('0')).toThrow('Expected at least 1');
    for (const text of ['0', '0%', '200%', '2']) {
      expect(() => toShare(text), text).toThrow('Expected above 0 % and at most 100 %');
    }
    for (const text of ['0', '1', '2', '100%']) {
      expect(() => toProbability(text), text).toThrow('Expected above 0 and below 1');
    }
  });
});

describe('what is kept', () => {
  it('is all, nothing, or every so many steps', () => {
    expect(toRetention('all')).toEqual({ kind: 'all' });
    expect(toRetention('none')).toEqual({ kind: 'none' });
    expect(toRetention('every:12')).toEqual({ kind: 'every', steps: 12 });
    for (const text of ['', 'every', 'every:', 'every:0', 'every:-1', 'every:1.5', 'some']) {
      expect(() => toRetention(text), text).toThrow('Expected');
    }
  });
});

describe('hexadecimal digits and names', () => {
  it('are 32 bytes, in lower case', () => {
    expect(toHex32('AB'.repeat(32))).toBe('ab'.repeat(32));
    for (const length of [0, 62, 63, 65, 66]) expect(() => toHex32('a'.repeat(length))).toThrow('Expected');
  });

  it('are separated by commas', () => {
    expect(toNames('a,b')).toEqual(['a', 'b']);
    expect(toNames('')).toEqual([]);
  });
});
