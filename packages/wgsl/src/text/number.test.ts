import { check as parameters } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain, integer, scan } from './number.js';

describe('T6: integer literals', () => {
  it.each([
    ['0', 'abstract-int', 0n],
    ['0u', 'u32', 0n],
    ['0i', 'i32', 0n],
    ['10', 'abstract-int', 10n],
    ['0x0', 'abstract-int', 0n],
    ['0Xffu', 'u32', 255n],
    ['0xABCi', 'i32', 0xabcn],
    ['0x00000000000000000000000fi', 'i32', 15n],
    ['2147483647i', 'i32', 2147483647n],
    ['0x7fffffffi', 'i32', 2147483647n],
    ['4294967295u', 'u32', 4294967295n],
    ['0xffffffffu', 'u32', 4294967295n],
    ['9223372036854775807', 'abstract-int', 9223372036854775807n],
    ['0x7fffffffffffffff', 'abstract-int', 9223372036854775807n],
  ])('%s', (text, type, value) => {
    expect(scan(text, 0)).toEqual({ kind: 'integer', end: text.length });
    expect(integer(text)).toMatchObject({ type, value, fits: true });
  });

  it.each([
    '2147483648i',
    '0x80000000i',
    '0xffffffffi',
    '4294967296u',
    '0x100000000u',
    '9223372036854775808',
    '0x8000000000000000',
    '99999999999999999999',
    '0x10000000000000000',
    `1${'0'.repeat(100_000)}`,
  ])('%.30s does not fit its type', (text) => {
    expect(scan(text, 0)).toEqual({ kind: 'integer', end: text.length });
    expect(integer(text)).toMatchObject({ fits: false, value: 0n });
  });

  it('have the value of their digits', () => {
    const property = fc.property(fc.bigInt(0n, 2n ** 63n - 1n), (value) => {
      expect(integer(`${value}`)).toMatchObject({ value, fits: true });
      expect(integer(`0x${value.toString(16)}`)).toMatchObject({ value, fits: true });
    });
    fc.assert(property, parameters(1_000));
  });

  it.each([
    '00',
    '012',
    '007u',
    '0x',
    '0xu',
    '1a',
    '1U',
    '1_0',
    '0b1',
    '0o7',
    '1u32',
    '1iu',
    '0xg',
    '1ul',
    '1..2',
    '1.5x',
    '1e',
    '1e+',
    '0x1.8h',
    '01f',
  ])('%s is no number', (text) => {
    expect(scan(text, 0)).toEqual({ kind: 'malformed', end: /^[^+]*/.exec(text)?.[0].length });
    expect(explain(text).message).toContain(text);
  });

  it.each([
    ['012', 'Write `12`, or `0x` for hexadecimal.'],
    ['1U', 'The suffixes are `u` and `i`: write `1u`.'],
    ['3ul', 'The suffixes are `u` and `i`: write `3u`.'],
    ['1_000', 'Leave the `_` out: `1000`.'],
    ['0b11', 'Write it in hexadecimal: there are no binary literals.'],
  ])('%s is told how to be written', (text, hint) => expect(explain(text).hint).toBe(hint));
});

describe('T6: float literals', () => {
  it.each([
    '0.',
    '.0',
    '1.5',
    '01.5',
    '1e5',
    '1E-3',
    '1.5e+3f',
    '0f',
    '1h',
    '10f',
    '1.h',
    '0x1p3',
    '0x1.8',
    '0x.8p-1f',
    '0X1.p+2h',
    '0x1.8f',
  ])('%s is recognised', (text) => expect(scan(text, 0)).toEqual({ kind: 'float', end: text.length }));

  it('end where the integer ends in front of an operator', () => {
    expect(scan('0x1e+5', 0)).toEqual({ kind: 'integer', end: 4 });
    expect(scan('1-1', 0)).toEqual({ kind: 'integer', end: 1 });
  });
});
