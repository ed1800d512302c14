import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertBytes, compare, concat, fromHex, isEqual, toHex } from './bytes.js';
import { check, outcome } from './testing/fixture.js';

describe('toHex and fromHex', () => {
  it('agree with Buffer and with each other', () => {
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(toHex(all)).toBe(Buffer.from(all).toString('hex'));
    expect(fromHex(toHex(all))).toEqual(all);
    expect([toHex(new Uint8Array()), fromHex('')]).toEqual(['', new Uint8Array()]);
  });

  it.each(['0', 'abc', 'AB', '0x00', 'g0', ' 00', '00\n', '0\u0660', '--', '+1', '1_'])('refuses %j', (text) => {
    expect(outcome(() => fromHex(text))).toBe('malformed bytes.not-hex');
  });

  it('names what came, briefly', () => {
    expect(() => fromHex('G'.repeat(1000))).toThrow(expect.objectContaining({ got: `${'G'.repeat(80)}...` }));
  });
});

describe('compare, isEqual and concat', () => {
  const bytes = fc.uint8Array({ maxLength: 6, max: 3 });
  it('agree with Buffer', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(Math.sign(compare(a, b))).toBe(Buffer.compare(a, b));
        expect(isEqual(a, b)).toBe(Buffer.from(a).equals(b));
        expect(concat(a, b, a)).toEqual(Uint8Array.from(Buffer.concat([a, b, a])));
      }),
      check(10_000),
    );
  });

  it('concat gives a buffer of its own', () => {
    const part = Uint8Array.of(1);
    const whole = concat(part);
    part[0] = 2;
    expect(whole).toEqual(Uint8Array.of(1));
    expect(concat()).toEqual(new Uint8Array());
  });
});

describe('assertBytes', () => {
  it('takes bytes of the length', () => {
    expect(outcome(() => assertBytes(new Uint8Array(32), 'key', 32))).toBe('accepted');
    expect(outcome(() => assertBytes(Buffer.alloc(3), 'key'))).toBe('accepted');
  });
  it.each<unknown>([new Uint8Array(31), new Uint8Array(33), '00', [0], new Uint16Array(32), undefined, null])(
    'refuses %s',
    (value) => {
      expect(() => assertBytes(value, 'key', 32)).toThrow(
        expect.objectContaining({ kind: 'bug', code: 'bytes.not-bytes', where: 'key' }),
      );
    },
  );
});
