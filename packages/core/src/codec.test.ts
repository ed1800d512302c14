import fc from 'fast-check';
import { Unpackr } from 'msgpackr';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, isEqual, toHex } from './bytes.js';
import { decode, defaultLimits, encode, isFields, type Value } from './codec.js';
import { isAssayError } from './errors.js';
import { check, outcome } from './testing/fixture.js';

const decoded = (hex: string): string => outcome(() => decode(fromHex(hex)));
const encoded = (value: unknown): string => outcome(() => encode(value as Value));
const repeated = (hex: string, count: number): string => hex.repeat(count);

/** Equality as the naive definition has it: same kind, same contents, key by key. */
function isSame(a: Value, b: Value): boolean {
  if (a instanceof Uint8Array || b instanceof Uint8Array) {
    return a instanceof Uint8Array && b instanceof Uint8Array && isEqual(a, b);
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => isSame(item, b[i]));
  }
  if (isFields(a) && isFields(b)) {
    const names = Object.keys(a);
    return (
      names.length === Object.keys(b).length &&
      names.every((name) => Object.hasOwn(b, name) && isSame(a[name]!, b[name]!))
    );
  }
  return a === b;
}

describe('encode and decode: fixed forms', () => {
  it.each<[string, Value, string]>([
    ['nil', null, 'c0'],
    ['false', false, 'c2'],
    ['true', true, 'c3'],
    ['0', 0, '00'],
    ['127', 127, '7f'],
    ['128', 128, 'cc80'],
    ['255', 255, 'ccff'],
    ['256', 256, 'cd0100'],
    ['65535', 65535, 'cdffff'],
    ['65536', 65536, 'ce00010000'],
    ['2^32-1', 2 ** 32 - 1, 'ceffffffff'],
    ['2^32', 2 ** 32, 'cf0000000100000000'],
    ['2^53-1', 2 ** 53 - 1, 'cf001fffffffffffff'],
    ['2^53', 2n ** 53n, 'cf0020000000000000'],
    ['2^63', 2n ** 63n, 'cf8000000000000000'],
    ['2^64-1', 2n ** 64n - 1n, 'cfffffffffffffffff'],
    ['-1', -1, 'ff'],
    ['-32', -32, 'e0'],
    ['-33', -33, 'd0df'],
    ['-128', -128, 'd080'],
    ['-129', -129, 'd1ff7f'],
    ['-32768', -32768, 'd18000'],
    ['-32769', -32769, 'd2ffff7fff'],
    ['-2^31', -(2 ** 31), 'd280000000'],
    ['-2^31-1', -(2 ** 31) - 1, 'd3ffffffff7fffffff'],
    ['-2^53+1', -(2 ** 53) + 1, 'd3ffe0000000000001'],
    ['-2^53', -(2n ** 53n), 'd3ffe0000000000000'],
    ['-2^63', -(2n ** 63n), 'd38000000000000000'],
    ['text', 'grün', 'a56772c3bc6e'],
    ['a text that begins with a byte order mark', '\ufeffa', 'a4efbbbf61'],
    ['nested', { b: [1, { a: null }], a: Uint8Array.of(9) }, '82a161c40109a162920181a161c0'],
  ])('K1, K2: %s', (_, value, hex) => {
    expect(toHex(encode(value))).toBe(hex);
    expect(isSame(decode(fromHex(hex)), value)).toBe(true);
  });

  const texts: [number, string][] = [
    [0, 'a0'],
    [31, 'bf'],
    [32, 'd920'],
    [255, 'd9ff'],
    [256, 'da0100'],
    [65535, 'daffff'],
    [65536, 'db00010000'],
  ];
  it.each(texts)('K3: a string of %i bytes begins with %s', (length, head) => {
    expect(toHex(encode('a'.repeat(length)))).toBe(head + repeated('61', length));
    expect(decode(fromHex(head + repeated('61', length)))).toBe('a'.repeat(length));
  });

  it('K3: the length of a string is that of its UTF-8 bytes', () => {
    expect(toHex(encode('é'.repeat(15)))).toBe(`be${repeated('c3a9', 15)}`);
    expect(toHex(encode('é'.repeat(16)))).toBe(`d920${repeated('c3a9', 16)}`);
  });

  it.each<[number, string]>([
    [0, 'c400'],
    [255, 'c4ff'],
    [256, 'c50100'],
    [65535, 'c5ffff'],
    [65536, 'c600010000'],
  ])('K3: %i bytes begin with %s', (length, head) => {
    const bytes = new Uint8Array(length).fill(0xab);
    expect(toHex(encode(bytes))).toBe(head + repeated('ab', length));
    expect(isEqual(decode(fromHex(head + repeated('ab', length))) as Uint8Array, bytes)).toBe(true);
  });

  it.each<[number, string]>([
    [0, '90'],
    [15, '9f'],
    [16, 'dc0010'],
    [65535, 'dcffff'],
    [65536, 'dd00010000'],
  ])('K3: an array of %i begins with %s', (count, head) => {
    expect(toHex(encode(new Array<number>(count).fill(5)))).toBe(head + repeated('05', count));
    expect(decode(fromHex(head + repeated('05', count)))).toHaveLength(count);
  });

  it.each<[number, string]>([
    [0, '80'],
    [15, '8f'],
    [16, 'de0010'],
    [65535, 'deffff'],
    [65536, 'df00010000'],
  ])('K3, K5: a map of %i begins with %s', (count, head) => {
    const keys = Array.from({ length: count }, (_, i) => i.toString(16).padStart(5, '0'));
    const hex = head + keys.map((key) => `a5${toHex(new TextEncoder().encode(key))}c3`).join('');
    expect(toHex(encode(Object.fromEntries(keys.toReversed().map((key) => [key, true]))))).toBe(hex);
    expect(Object.keys(decode(fromHex(hex)) as object)).toHaveLength(count);
  });

  it('K2: an integer has one form in memory and one on the wire', () => {
    expect(toHex(encode(5n))).toBe('05');
    expect(toHex(encode(-(2n ** 40n)))).toBe(toHex(encode(-(2 ** 40))));
    expect(decode(fromHex('cf001fffffffffffff'))).toBe(Number.MAX_SAFE_INTEGER);
    expect(decode(fromHex('cf0020000000000000'))).toBe(2n ** 53n);
  });

  it('K4: does not normalise text', () => {
    expect(toHex(encode('\u00e9'))).toBe('a2c3a9');
    expect(toHex(encode('e\u0301'))).toBe('a365cc81');
  });

  it('K5: orders keys by UTF-8 bytes, where JavaScript would order them otherwise', () => {
    expect(['\u{1f600}', '\uff5e'].sort()).toEqual(['\u{1f600}', '\uff5e']);
    expect(toHex(encode({ '\u{1f600}': 1, '\uff5e': 2 }))).toBe('82a3efbd9e02a4f09f988001');
    expect(toHex(encode({ 10: 1, 9: 2, a: 3, ab: 4, b: 5, '': 6 }))).toBe('86a006a2313001a13902a16103a2616204a16205');
  });

  it('gives copies of bytes and maps without a prototype', () => {
    const input = fromHex('82a161c40107a16280');
    const value = decode(input) as { a: Uint8Array; b: object };
    input[5] = 8;
    expect(value.a).toEqual(Uint8Array.of(7));
    expect(value.a.buffer.byteLength).toBe(1);
    expect([Object.getPrototypeOf(value), Object.getPrototypeOf(value.b)]).toEqual([null, null]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__', 'length', '0'])(
    'keeps the key %s as any other',
    (key) => {
      const name = new TextEncoder().encode(key);
      const hex = `81${(0xa0 | name.length).toString(16)}${toHex(name)}81a178c3`;
      const value = decode(fromHex(hex)) as Record<string, Value>;
      expect(Object.keys(value)).toEqual([key]);
      expect(isSame(Object.getOwnPropertyDescriptor(value, key)?.value, { x: true })).toBe(true);
      expect(({} as Record<string, unknown>).x).toBeUndefined();
      expect(toHex(encode(value))).toBe(hex);
    },
  );
});

describe('decode refuses what encode does not write; the control beside it is accepted', () => {
  const string = (head: string, length: number): string => head + repeated('61', length);
  const keyed = (head: string, count: number): string =>
    head + Array.from({ length: count }, (_, i) => `a4${toHex(new TextEncoder().encode(`${1000 + i}`))}c0`).join('');
  const wide = (head: string, count: number): string =>
    head + Array.from({ length: count }, (_, i) => `a5${toHex(new TextEncoder().encode(`${10000 + i}`))}c0`).join('');

  it.each<[string, string, string, string]>([
    ['K2: uint 8 of a fixint', 'cc7f', 'codec.not-shortest', 'cc80'],
    ['K2: uint 16 of 8 bits', 'cd00ff', 'codec.not-shortest', 'cd0100'],
    ['K2: uint 32 of 16 bits', 'ce0000ffff', 'codec.not-shortest', 'ce00010000'],
    ['K2: uint 64 of 32 bits', 'cf00000000ffffffff', 'codec.not-shortest', 'cf0000000100000000'],
    ['K2: int 8 of a negative fixint', 'd0e0', 'codec.not-shortest', 'd0df'],
    ['K2: int 16 of 8 bits', 'd1ff80', 'codec.not-shortest', 'd1ff7f'],
    ['K2: int 32 of 16 bits', 'd2ffff8000', 'codec.not-shortest', 'd2ffff7fff'],
    ['K2: int 64 of 32 bits', 'd3ffffffff80000000', 'codec.not-shortest', 'd3ffffffff7fffffff'],
    ['K2: int 8 of a positive number', 'd001', 'codec.not-shortest', '01'],
    ['K2: int 8 of 0', 'd000', 'codec.not-shortest', '00'],
    ['K2: int 16 of a positive number', 'd10100', 'codec.not-shortest', 'cd0100'],
    ['K2: int 32 of a positive number', 'd200010000', 'codec.not-shortest', 'ce00010000'],
    ['K2: int 64 of a positive number', 'd30000000100000000', 'codec.not-shortest', 'cf0000000100000000'],
    ['K3: str 8 of 31', string('d91f', 31), 'codec.not-shortest', string('d920', 32)],
    ['K3: str 16 of 255', string('da00ff', 255), 'codec.not-shortest', string('da0100', 256)],
    ['K3: str 32 of 65535', string('db0000ffff', 65535), 'codec.not-shortest', string('db00010000', 65536)],
    ['K3: bin 16 of 255', string('c500ff', 255), 'codec.not-shortest', string('c50100', 256)],
    ['K3: bin 32 of 65535', string('c60000ffff', 65535), 'codec.not-shortest', string('c600010000', 65536)],
    ['K3: array 16 of 15', string('dc000f', 15), 'codec.not-shortest', string('dc0010', 16)],
    ['K3: array 32 of 65535', string('dd0000ffff', 65535), 'codec.not-shortest', string('dd00010000', 65536)],
    ['K3: map 16 of 15', keyed('de000f', 15), 'codec.not-shortest', keyed('de0010', 16)],
    ['K3: map 32 of 65535', wide('df0000ffff', 65535), 'codec.not-shortest', wide('df00010000', 65536)],
    ['K3: str 8 of 1 as a key', '81d90161c0', 'codec.not-shortest', '81a161c0'],
    ['K1: float 32', 'ca3f800000', 'codec.forbidden-type', '01'],
    ['K1: float 64', 'cb3ff0000000000000', 'codec.forbidden-type', '01'],
    ['K1: a NaN with a payload', 'cb7ff8000000000001', 'codec.forbidden-type', 'c0'],
    ['K1: the unused tag c1', 'c1', 'codec.forbidden-type', 'c0'],
    ['K1: ext 8', 'c7010100', 'codec.forbidden-type', 'c40100'],
    ['K1: ext 16', `c8010001${repeated('00', 256)}`, 'codec.forbidden-type', `c50100${repeated('00', 256)}`],
    [
      'K1: ext 32',
      `c90001000001${repeated('00', 65536)}`,
      'codec.forbidden-type',
      `c600010000${repeated('00', 65536)}`,
    ],
    ['K1: undefined as msgpackr writes it', 'd40000', 'codec.forbidden-type', 'c0'],
    ['K1: a bigint as msgpackr writes it', 'c7014201', 'codec.forbidden-type', '01'],
    ['K1: fixext 1', 'd40100', 'codec.forbidden-type', 'c40100'],
    ['K1: fixext 2', 'd5010000', 'codec.forbidden-type', 'c4020000'],
    ['K1: a timestamp', 'd6ff00000000', 'codec.forbidden-type', '00'],
    ['K1: fixext 8', 'd7010000000000000000', 'codec.forbidden-type', 'c4080000000000000000'],
    ['K1: fixext 16', `d801${repeated('00', 16)}`, 'codec.forbidden-type', `c410${repeated('00', 16)}`],
    ['K4: a lone continuation byte', 'a180', 'codec.bad-utf8', 'a17f'],
    ['K4: an overlong NUL', 'a2c080', 'codec.bad-utf8', 'a100'],
    ['K4: an overlong slash in three bytes', 'a3e080af', 'codec.bad-utf8', 'a12f'],
    ['K4: a high surrogate', 'a3eda080', 'codec.bad-utf8', 'a3ed9fbf'],
    ['K4: a surrogate pair (CESU-8)', 'a6eda0bdedb880', 'codec.bad-utf8', 'a4f09f9880'],
    ['K4: beyond U+10FFFF', 'a4f4908080', 'codec.bad-utf8', 'a4f48fbfbf'],
    ['K4: a sequence cut short', 'a1c3', 'codec.bad-utf8', 'a2c3a9'],
    ['K4: a sequence that goes on into the next value', '92a1c3a1a9', 'codec.bad-utf8', '92a2c3a1a162'],
    ['K4: bad UTF-8 in a key', '81a180c0', 'codec.bad-utf8', '81a17fc0'],
    ['K5: a key twice', '82a16101a16102', 'codec.unsorted-keys', '82a16101a16202'],
    ['K5: keys out of order', '82a16201a16102', 'codec.unsorted-keys', '82a16101a16202'],
    ['K5: a longer key before its prefix', '82a2616101a16102', 'codec.unsorted-keys', '82a16101a2616102'],
    ['K5: keys in the order of UTF-16', '82a4f09f988001a3efbd9e02', 'codec.unsorted-keys', '82a3efbd9e02a4f09f988001'],
    ['K5: order by encoding, not by text', '82a162c0a26161c0', 'codec.unsorted-keys', '82a26161c0a162c0'],
    ['K1: an integer key', '8101c0', 'codec.bad-key', '81a131c0'],
    ['K1: a nil key', '81c0c0', 'codec.bad-key', '81a0c0'],
    ['K1: a boolean key', '81c3c0', 'codec.bad-key', '81a0c0'],
    ['K1: a key of bytes', '81c40161c0', 'codec.bad-key', '81a161c0'],
    ['K6: a byte too many', 'c0c0', 'codec.trailing-bytes', 'c0'],
    ['K6: nothing', '', 'codec.truncated', 'c0'],
    ['K8: array 32 of 2^32-1', 'ddffffffff', 'codec.truncated', `dd00010000${repeated('c0', 65536)}`],
    ['K8: map 32 of 2^32-1', 'dfffffffff', 'codec.truncated', wide('df00010000', 65536)],
    ['K8: str 32 of 2^32-1', 'dbffffffff', 'codec.truncated', string('db00010000', 65536)],
    ['K8: bin 32 of 2^32-1', 'c6ffffffff', 'codec.truncated', string('c600010000', 65536)],
    ['K8: a count of one element too many', '93c0c0', 'codec.truncated', '92c0c0'],
    ['K8: a count of one key too many', '82a0c0', 'codec.truncated', '81a0c0'],
    ['K8: a length of one byte too many', 'c40200', 'codec.truncated', 'c40100'],
  ])('%s', (_, refused, code, control) => {
    expect(decoded(control)).toBe('accepted');
    expect(decoded(refused)).toBe(`malformed ${code}`);
  });

  it('K6, K8: every proper prefix', () => {
    const whole = encode({
      a: [1, 200, 70_000, -300, 2n ** 60n],
      b: 'text',
      c: new Uint8Array(300),
      d: { e: 'x'.repeat(40) },
    });
    for (let length = 0; length < whole.length; length++) {
      expect(outcome(() => decode(whole.subarray(0, length)))).toBe('malformed codec.truncated');
    }
  });

  it('K8: counts whose elements would fit, at every level, take no memory that is not there', () => {
    // Each level claims all bytes that are left, as 7,000 nested array16 headers that cost another decoder 566 MB.
    const bytes = concat(...Array.from({ length: 16 }, () => fromHex('dcffff')), new Uint8Array(65535));
    expect(outcome(() => decode(bytes))).toBe('malformed codec.truncated');
  });

  it('K8: a count that cannot be is refused at its own place, before any element is looked at', () => {
    for (const head of ['dd00010000', 'df00010000', 'dc0010', 'de0010', '93', '83']) {
      const bytes = concat(fromHex(head), Uint8Array.of(0xc1)); // an element would be refused for itself
      expect(() => decode(bytes)).toThrow(expect.objectContaining({ code: 'codec.truncated', where: 'byte 0' }));
    }
  });

  it('says where and what, briefly, however long the key', () => {
    const long = encode('k'.repeat(100_000));
    const bytes = concat(Uint8Array.of(0x82), long, Uint8Array.of(0), long, Uint8Array.of(0));
    expect(() => decode(bytes)).toThrow(
      expect.objectContaining({
        code: 'codec.unsorted-keys',
        where: 'byte 100007',
        got: expect.stringMatching(/^"k{1,80}"$/),
      }),
    );
  });
});

describe('K9: limits', () => {
  const nest = (depth: number): Uint8Array<ArrayBuffer> =>
    concat(new Uint8Array(depth).fill(0x91), Uint8Array.of(0xc0));
  const nestMaps = (depth: number): Uint8Array<ArrayBuffer> =>
    concat(...Array.from({ length: depth }, () => fromHex('81a0')), Uint8Array.of(0xc0));

  it('a value lies in at most 16 arrays and maps', () => {
    for (const nested of [nest, nestMaps]) {
      const value = decode(nested(16));
      expect(encode(value)).toEqual(nested(16));
      expect(outcome(() => decode(nested(17)))).toBe('exhausted codec.too-deep');
      expect(encoded([value])).toBe('exhausted codec.too-deep');
    }
  });

  it('refuses thousands of levels', () => {
    expect(outcome(() => decode(nest(100_000)))).toBe('exhausted codec.too-deep');
    expect(outcome(() => decode(nestMaps(100_000)))).toBe('exhausted codec.too-deep');
  });

  it('2^20 values, keys not counted', () => {
    const array = (count: number): Uint8Array<ArrayBuffer> => {
      const bytes = new Uint8Array(5 + count).fill(0xc0);
      new DataView(bytes.buffer).setUint32(1, count);
      bytes[0] = 0xdd;
      return bytes;
    };
    const most = 2 ** 20 - 1; // and the array itself
    expect(outcome(() => decode(array(most)))).toBe('accepted');
    expect(outcome(() => decode(array(most + 1)))).toBe('exhausted codec.too-many');
    expect(encoded(new Array(most).fill(null))).toBe('accepted');
    expect(encoded(new Array(most + 1).fill(null))).toBe('exhausted codec.too-many');
    const limits = { ...defaultLimits, maxValues: 3 };
    expect(outcome(() => encode({ a: 1, b: 2 }, limits))).toBe('accepted');
    expect(outcome(() => encode({ a: 1, b: 2, c: 3 }, limits))).toBe('exhausted codec.too-many');
    expect(outcome(() => decode(fromHex('82a16101a16202'), limits))).toBe('accepted');
    expect(outcome(() => decode(fromHex('83a16101a16202a16303'), limits))).toBe('exhausted codec.too-many');
  });

  it('2^24 bytes', () => {
    const most = encode(new Uint8Array(2 ** 24 - 5));
    expect(most).toHaveLength(2 ** 24);
    expect(outcome(() => decode(most))).toBe('accepted');
    expect(encoded(new Uint8Array(2 ** 24 - 4))).toBe('exhausted codec.too-long');
    expect(outcome(() => decode(new Uint8Array(2 ** 24 + 1)))).toBe('exhausted codec.too-long');
    const limits = { ...defaultLimits, maxBytes: 4 };
    expect(outcome(() => encode('abc', limits))).toBe('accepted');
    expect(outcome(() => encode('abcd', limits))).toBe('exhausted codec.too-long');
    expect(outcome(() => decode(fromHex('a3616263'), limits))).toBe('accepted');
    expect(outcome(() => decode(fromHex('a461626364'), limits))).toBe('exhausted codec.too-long');
  });

  it('a cycle ends as too deep', () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(encoded(cycle)).toBe('exhausted codec.too-deep');
  });
});

describe('encode refuses what has no canonical form', () => {
  class Instance {
    readonly a = 1;
  }
  it.each<[string, unknown]>([
    ['a fraction', 0.5],
    ['-0', -0],
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['an unsafe number', 2 ** 53],
    ['2^64', 2n ** 64n],
    ['-2^63-1', -(2n ** 63n) - 1n],
    ['undefined', undefined],
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['a date', new Date(0)],
    ['a Map', new Map()],
    ['a Set', new Set()],
    ['a regular expression', /a/],
    ['a Uint16Array', Uint16Array.of(1)],
    ['a DataView', new DataView(new ArrayBuffer(1))],
    ['an ArrayBuffer', new ArrayBuffer(1)],
    ['a boxed number', Object(1)],
    ['a class instance', new Instance()],
    ['an error', new Error('e')],
    ['an object with another prototype', Object.create({ a: 1 })],
    ['a symbol as key', { [Symbol('s')]: 1 }],
    ['a lone surrogate', '\ud83d'],
    ['a lone surrogate as key', { '\ude00': 1 }],
  ])('%s', (_, value) => {
    expect(encoded(value)).toBe('bug codec.unencodable');
    expect(encoded([value])).toBe('bug codec.unencodable');
    expect(encoded({ field: value })).toBe('bug codec.unencodable');
  });

  it('K10: a hole and an absent field that is there as undefined', () => {
    // biome-ignore lint/suspicious/noSparseArray: a hole is what is tried
    expect(encoded([1, , 2])).toBe('bug codec.unencodable');
    expect(encoded({ a: undefined })).toBe('bug codec.unencodable');
    expect(encoded({})).toBe('accepted');
  });
});

// Properties.

const integers = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer(),
  fc.integer({ min: -200, max: 300 }),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
  fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
);
const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 300 }));
const keys = fc.oneof(texts, fc.constantFrom('__proto__', 'constructor', 'toString', 'a', 'aa', 'b', '10', '9'));
const { values } = fc.letrec<{ values: Value }>((tie) => ({
  values: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    fc.constantFrom(null, true, false),
    integers,
    texts,
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie('values'), { maxLength: 20 }),
    fc.dictionary(keys, tie('values'), { maxKeys: 20 }),
  ),
}));

/** Whatever a decoder does with bytes, it is to refuse them as malformed or exhausted, or to give what encodes to them. */
function assertCanonical(bytes: Uint8Array): boolean {
  let value: Value;
  try {
    value = decode(bytes);
  } catch (error) {
    if (!isAssayError(error) || (error.kind !== 'malformed' && error.kind !== 'exhausted')) throw error;
    return false;
  }
  expect(toHex(encode(value))).toBe(toHex(bytes));
  return true;
}

/** Choices of an encoder that knows no canonical form: from a list of numbers, over and over. */
function chooser(tape: readonly number[]): (options: number) => number {
  let at = 0;
  return (options) => tape[at++ % tape.length]! % options;
}

/** One of the many MessagePack encodings of a value: any width, floats, any order of keys, keys twice. */
function loosely(value: Value, choose: (options: number) => number): Uint8Array {
  const head = (tag: number, width: number, number: number | bigint): Uint8Array => {
    const bytes = new Uint8Array(9);
    bytes[0] = tag;
    new DataView(bytes.buffer).setBigUint64(1, BigInt.asUintN(64, BigInt(number)) << BigInt(64 - 8 * width));
    return bytes.subarray(0, 1 + width);
  };
  const length = (fix: number, fixBelow: number, tags: readonly [number, number][], count: number): Uint8Array => {
    const forms = tags.filter(([, width]) => count < 2 ** (8 * width)).map(([tag, width]) => head(tag, width, count));
    if (count < fixBelow) forms.unshift(Uint8Array.of(fix | count));
    return forms[choose(8) < 6 ? 0 : choose(forms.length)]!;
  };
  if (value === null || typeof value === 'boolean') return encode(value);
  if (typeof value === 'number' || typeof value === 'bigint') {
    const big = BigInt(value);
    const forms: Uint8Array[] = [encode(value)];
    for (const [log2, tag] of [0xcc, 0xcd, 0xce, 0xcf].entries()) {
      if (BigInt.asUintN(8 << log2, big) === big) forms.push(head(tag, 1 << log2, big));
    }
    for (const [log2, tag] of [0xd0, 0xd1, 0xd2, 0xd3].entries()) {
      if (BigInt.asIntN(8 << log2, big) === big) forms.push(head(tag, 1 << log2, big));
    }
    const float = new DataView(new ArrayBuffer(9));
    float.setUint8(0, 0xcb);
    float.setFloat64(1, Number(value));
    forms.push(new Uint8Array(float.buffer));
    return forms[choose(8) < 6 ? 0 : choose(forms.length)]!;
  }
  const text = (utf8: Uint8Array): Uint8Array =>
    concat(
      length(
        0xa0,
        32,
        [
          [0xd9, 1],
          [0xda, 2],
          [0xdb, 4],
        ],
        utf8.length,
      ),
      utf8,
    );
  if (typeof value === 'string') return text(new TextEncoder().encode(value));
  if (value instanceof Uint8Array)
    return concat(
      length(
        0,
        0,
        [
          [0xc4, 1],
          [0xc5, 2],
          [0xc6, 4],
        ],
        value.length,
      ),
      value,
    );
  if (Array.isArray(value)) {
    return concat(
      length(
        0x90,
        16,
        [
          [0xdc, 2],
          [0xdd, 4],
        ],
        value.length,
      ),
      ...value.map((item: Value) => loosely(item, choose)),
    );
  }
  const fields = value as Record<string, Value>;
  const order = Object.keys(fields).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  if (order.length > 1 && choose(8) === 0) order.push(...order.splice(0, 1));
  if (order.length > 0 && choose(8) === 0) order.push(order[choose(order.length)]!);
  const entries = order.flatMap((key) => [text(new TextEncoder().encode(key)), loosely(fields[key]!, choose)]);
  return concat(
    length(
      0x80,
      16,
      [
        [0xde, 2],
        [0xdf, 4],
      ],
      order.length,
    ),
    ...entries,
  );
}

describe('properties', () => {
  it('K7: a value comes back, and its keys sorted', () => {
    fc.assert(
      fc.property(values, (value) => {
        const bytes = encode(value);
        expect(isSame(decode(bytes), value)).toBe(true);
        expect(assertCanonical(bytes)).toBe(true);
      }),
      check(20_000),
    );
  });

  it('K7: random bytes are refused or re-encode to themselves', () => {
    const tags = fc.constantFrom(
      0x80,
      0x81,
      0x82,
      0x90,
      0x91,
      0xa0,
      0xa1,
      0xc0,
      0xc4,
      0xcc,
      0xcd,
      0xd0,
      0xd1,
      0xd9,
      0xdc,
      0xde,
    );
    const bytes = fc
      .array(fc.oneof(tags, fc.nat({ max: 255 })), { maxLength: 12 })
      .map((list) => Uint8Array.from(list));
    fc.assert(
      fc.property(bytes, (input) => {
        assertCanonical(input);
      }),
      check(200_000),
    );
  });

  it('K7: a changed encoding is refused or re-encodes to itself', () => {
    const edits = fc.array(
      fc.record({
        kind: fc.constantFrom('flip', 'set', 'insert', 'remove', 'repeat', 'swap'),
        at: fc.nat(),
        to: fc.nat(),
        byte: fc.nat({ max: 255 }),
      }),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(values, edits, (value, changes) => {
        let bytes = [...encode(value)];
        for (const { kind, at, to, byte } of changes) {
          const i = at % Math.max(1, bytes.length);
          const j = i + (to % 8);
          if (kind === 'flip') bytes[i] = (bytes[i] ?? 0) ^ (1 << (byte % 8));
          else if (kind === 'set') bytes[i] = byte;
          else if (kind === 'insert') bytes.splice(i, 0, byte);
          else if (kind === 'remove') bytes.splice(i, 1);
          else if (kind === 'repeat') bytes.splice(j, 0, ...bytes.slice(i, j));
          else bytes = [...bytes.slice(0, i), ...bytes.slice(j), ...bytes.slice(i, j)];
        }
        assertCanonical(Uint8Array.from(bytes));
      }),
      check(60_000),
    );
  });

  it('K7: of all MessagePack encodings of a value only the canonical one is accepted', () => {
    let accepted = 0;
    let refused = 0;
    fc.assert(
      fc.property(values, fc.array(fc.nat(), { minLength: 7, maxLength: 61 }), (value, tape) => {
        const loose = loosely(value, chooser(tape));
        const isCanonical = isEqual(loose, encode(value));
        expect(outcome(() => decode(loose)) === 'accepted').toBe(isCanonical);
        if (isCanonical) accepted++;
        else refused++;
      }),
      check(60_000),
    );
    expect(Math.min(accepted, refused)).toBeGreaterThan(0);
  });

  it('the order of insertion does not matter', () => {
    fc.assert(
      fc.property(fc.uniqueArray(keys, { maxLength: 20 }), (names) => {
        const forth = Object.fromEntries(names.map((name) => [name, name.length]));
        const back = Object.fromEntries(names.toReversed().map((name) => [name, name.length]));
        expect(encode(forth)).toEqual(encode(back));
      }),
      check(5_000),
    );
  });

  it('msgpackr reads what is written', () => {
    const unpackr = new Unpackr({ useRecords: false, mapsAsObjects: false, int64AsType: 'bigint' });
    const fromForeign = (value: unknown): Value => {
      if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, fromForeign(item)]));
      if (Array.isArray(value)) return value.map(fromForeign);
      if (typeof value === 'bigint' && Number.isSafeInteger(Number(value))) return Number(value);
      return value as Value;
    };
    fc.assert(
      fc.property(values, (value) => {
        expect(isSame(fromForeign(unpackr.unpack(encode(value))), value)).toBe(true);
      }),
      check(20_000),
    );
  });
});
