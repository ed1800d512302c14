import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode, type Value } from './codec.js';
import * as shape from './shape.js';
import { check, outcome } from './testing/fixture.js';

const read = <T>(of: shape.Shape<T>, value: unknown): string => outcome(() => of.fromValue(value as Value, 'here'));
const named = (values: readonly unknown[]): [string, unknown][] =>
  values.map((value) => [inspect(value, { breakLength: Number.POSITIVE_INFINITY }), value]);
const wrong = 'malformed shape.wrong-value';

/** [shape, accepted values, refused values] */
const scalars: [string, shape.Shape<unknown>, unknown[], unknown[]][] = [
  ['integer', shape.integer(-3, 5), [-3, 0, 5], [-4, 6, 1.5, 1n, '1', null, true, [1], {}, Number.NaN]],
  [
    'text',
    shape.text('ab', /^[ab]*$/, 3),
    ['', 'aba'],
    ['abab', 'c', 'a\n', 1, null, Uint8Array.of(97), ['a'], { toString: () => 'a' }],
  ],
  ['text of anything', shape.text('any', /^/), ['\u{1f600}'], ['\ud83d', 'a\ude00']],
  ['oneOf', shape.oneOf('x', 'y'), ['x', 'y'], ['z', 'X', '', 0, null, ['x'], 'constructor']],
  [
    'binary',
    shape.binary(1, 2),
    [new Uint8Array(1), new Uint8Array(2)],
    [new Uint8Array(0), new Uint8Array(3), 'ab', [1], { length: 1 }],
  ],
  ['hex', shape.hex(2), [new Uint8Array(2)], [new Uint8Array(1), new Uint8Array(3), 'abcd', null]],
  [
    'amount',
    shape.amount,
    [new Uint8Array(0), Uint8Array.of(1, 0), new Uint8Array(32).fill(255)],
    [Uint8Array.of(0), Uint8Array.of(0, 1), new Uint8Array(33).fill(1), 1, 1n, '01'],
  ],
  [
    'list',
    shape.list(shape.integer(0, 1), 2, 1),
    [[0], [1, 1]],
    [[], [0, 0, 0], [2], 'ab', { length: 1, 0: 0 }, Uint8Array.of(1)],
  ],
  [
    'dictionary',
    shape.dictionary(shape.text('letters', /^[a-zA-Z]+$/), shape.integer(0, 1), 2),
    [{}, { a: 0, b: 1 }, { constructor: 1 }],
    [{ a: 0, b: 0, c: 0 }, { 1: 0 }, { a: 2 }, { ['__proto__']: 0 }, [0], null, Uint8Array.of(0)],
  ],
  ['anyFields', shape.anyFields, [{}, { a: [null] }], [[], null, 'a', new Uint8Array(1)]],
];

describe.each(scalars)('%s', (_, of, accepted, refused) => {
  it.each(named(accepted))('reads %s', (_name, value) => expect(read(of, value)).toBe('accepted'));
  it.each(named(refused))('refuses %s', (_name, value) => expect(read(of, value)).toBe(wrong));
  it.each(named(accepted))('writes %s as it was read', (_name, value) => {
    const written = of.toValue(of.fromValue(value as Value, 'here'));
    expect(encode(written)).toEqual(encode(value as Value));
  });
});

it('integer reads -0 as 0, which the codec can write', () => {
  expect(Object.is(shape.integer(-1, 1).fromValue(-0, 'here'), 0)).toBe(true);
});

describe('amount', () => {
  it.each<[bigint, string]>([
    [0n, 'c400'],
    [1n, 'c40101'],
    [255n, 'c401ff'],
    [256n, 'c4020100'],
    [2n ** 256n - 1n, `c420${'ff'.repeat(32)}`],
  ])('T5: writes %s', (value, hex) => {
    expect(Buffer.from(encode(shape.amount.toValue(value))).toString('hex')).toBe(hex);
  });
  it.each([-1n, 2n ** 256n])('T5: does not write %s', (value) => {
    expect(outcome(() => shape.amount.toValue(value))).toBe(wrong);
  });
  it('T5: has one form for each', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), (value) => {
        expect(shape.amount.fromValue(decode(encode(shape.amount.toValue(value))), 'here')).toBe(value);
      }),
      check(5_000),
    );
  });
});

interface Point {
  readonly x: number;
  readonly y?: number;
}
const point = shape.record<Point>({ x: shape.integer(0, 9), y: shape.optional(shape.integer(0, 9)) });

describe('record', () => {
  it('reads and writes with and without what is optional', () => {
    expect(point.fromValue({ x: 1, y: 2 }, 'here')).toEqual({ x: 1, y: 2 });
    expect(Object.keys(point.fromValue({ x: 1 }, 'here'))).toEqual(['x']);
    expect(point.toValue({ x: 1, y: undefined } as unknown as Point)).toEqual({ x: 1 });
    expect(Object.hasOwn(point.toValue({ x: 1, y: undefined } as unknown as Point) as object, 'y')).toBe(false);
  });

  it.each<[string, unknown, string, string]>([
    ['an unknown field', { x: 1, z: 1 }, 'shape.unknown-field', 'here'],
    ['__proto__ as a field', { x: 1, ['__proto__']: null }, 'shape.unknown-field', 'here'],
    ['constructor as a field', { x: 1, constructor: 1 }, 'shape.unknown-field', 'here'],
    ['a missing field', { y: 1 }, 'shape.missing-field', 'here'],
    ['an inherited field', Object.create({ x: 1 }), 'shape.missing-field', 'here'],
    ['K10: nil for a missing field', { x: 1, y: null }, 'shape.wrong-value', 'here.y'],
    ['a wrong value', { x: 10 }, 'shape.wrong-value', 'here.x'],
    ['a list', [1], 'shape.wrong-value', 'here'],
    ['bytes', Uint8Array.of(1), 'shape.wrong-value', 'here'],
    ['nil', null, 'shape.wrong-value', 'here'],
  ])('refuses %s', (_, value, code, where) => {
    expect(read(point, { x: 1 })).toBe('accepted');
    expect(() => point.fromValue(value as Value, 'here')).toThrow(
      expect.objectContaining({ kind: 'malformed', code, where, message: expect.stringContaining(`${where}: `) }),
    );
  });

  it('writes an unknown field, so that it is refused and not lost', () => {
    const value = point.toValue({ x: 1, z: 2 } as Point);
    expect(read(point, value)).toBe('malformed shape.unknown-field');
  });

  it('names the place in lists and maps', () => {
    const points = shape.list(shape.dictionary(shape.text('a name', /^[a-z]$/), point, 2), 2);
    expect(() => points.fromValue([{}, { a: { x: 1 }, b: { x: 1, y: 77 } }], 'points')).toThrow(
      expect.objectContaining({ where: 'points[1].b.y', got: '77' }),
    );
  });
});

type Figure = { readonly kind: 'dot'; readonly x: number } | { readonly kind: 'line'; readonly length: number };
const figure = shape.variant<Figure>({
  dot: shape.record({ kind: shape.oneOf('dot'), x: shape.integer(0, 9) }),
  line: shape.record({ kind: shape.oneOf('line'), length: shape.integer(0, 9) }),
});

describe('variant', () => {
  it('reads and writes each case', () => {
    for (const value of [
      { kind: 'dot', x: 1 },
      { kind: 'line', length: 1 },
    ] as const) {
      expect(figure.toValue(figure.fromValue(value, 'here'))).toEqual(value);
    }
  });
  it.each<[unknown, string]>([
    [{ kind: 'dot', length: 1 }, 'malformed shape.unknown-field'],
    [{ kind: 'circle', x: 1 }, wrong],
    [{ kind: 'constructor', x: 1 }, wrong],
    [{ kind: '__proto__', x: 1 }, wrong],
    [{ kind: ['dot'], x: 1 }, wrong],
    [{ x: 1 }, wrong],
    [null, wrong],
  ])('refuses %j', (value, expected) => {
    expect(read(figure, value)).toBe(expected);
  });
  it.each<unknown>([{ kind: 'constructor' }, { kind: 'circle' }, null, 3])('does not invent a form for %j', (value) => {
    expect(outcome(() => figure.fromValue(figure.toValue(value as Figure), 'here'))).toBe(wrong);
  });
});

const item = shape.object('item', 2, point);

describe('object', () => {
  it('says type and version', () => {
    expect(item.toValue({ x: 1 })).toEqual({ type: 'item', version: 2, x: 1 });
    expect(item.fromValue({ type: 'item', version: 2, x: 1 }, 'here')).toEqual({ x: 1 });
  });
  it.each<[string, unknown, string]>([
    ['another type', { type: 'thing', version: 2, x: 1 }, 'malformed shape.wrong-type'],
    ['no type', { version: 2, x: 1 }, 'malformed shape.wrong-type'],
    ['an older version', { type: 'item', version: 1, x: 1 }, 'malformed shape.unknown-version'],
    ['a newer version with fields of its own', { type: 'item', version: 3, z: 1 }, 'malformed shape.unknown-version'],
    ['a version as text', { type: 'item', version: '2', x: 1 }, 'malformed shape.unknown-version'],
    ['a version as bigint', { type: 'item', version: 2n, x: 1 }, 'malformed shape.unknown-version'],
    ['no version', { type: 'item', x: 1 }, 'malformed shape.unknown-version'],
    ['an unknown field', { type: 'item', version: 2, x: 1, z: 1 }, 'malformed shape.unknown-field'],
    ['__proto__', { type: 'item', version: 2, x: 1, ['__proto__']: { y: 1 } }, 'malformed shape.unknown-field'],
    ['no map', [], wrong],
  ])('refuses %s', (_, value, expected) => {
    expect(read(item, value)).toBe(expected);
  });
});

describe('describe', () => {
  it.each<[unknown, string]>([
    [new Uint8Array(3), '3 bytes'],
    [[1, 2], 'a list of 2'],
    [{}, 'a map'],
    [null, 'null'],
    [2n ** 64n, '18446744073709551616'],
    ['a"b', '"a\\"b"'],
    ['x'.repeat(1e6), `"${'x'.repeat(60)}"...`],
  ])('case %#', (value, text) => {
    expect(shape.describe(value)).toBe(text);
  });
});
