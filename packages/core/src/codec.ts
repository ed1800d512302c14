/**
 * Canonical MessagePack (SPEC.md, chapter Codec): one encoding per value, strict both ways.
 *
 * Whatever is hashed or signed passes through here. Any MessagePack reader can read what it writes; it reads only what
 * it would have written.
 */
import { compare, toHex } from './bytes.js';
import { AssayError, type FailureKind } from './errors.js';

/** What can be encoded. Integers from -2⁶³ to 2⁶⁴-1: a number where it is a safe integer, else a bigint. */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly Value[]
  | { readonly [key: string]: Value };

/** A decoded map: no prototype, so that no key can reach one. */
export interface Fields {
  readonly [key: string]: Value;
}

export interface Limits {
  /** Longest encoding, in bytes. */
  readonly maxBytes: number;
  /** Deepest nesting of arrays and maps. */
  readonly maxDepth: number;
  /** Most values (array elements, map values and the root), which bounds the memory that a decoder takes. */
  readonly maxValues: number;
}

/** SPEC.md K9. */
export const defaultLimits: Limits = { maxBytes: 1 << 24, maxDepth: 16, maxValues: 1 << 20 };

const MIN_INTEGER = -(2n ** 63n);
const MAX_INTEGER = 2n ** 64n - 1n;
const utf8Encoder = new TextEncoder();
const utf8Decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The canonical bytes of a value.
 *
 * @throws AssayError of kind `bug` (`codec.unencodable`) for what has no canonical form (fractions, -0, undefined, lone
 * surrogates, class instances, other typed arrays), of kind `exhausted` (`codec.too-…`) beyond the limits.
 */
export function encode(value: Value, limits: Limits = defaultLimits): Uint8Array<ArrayBuffer> {
  const writer = new Writer(limits);
  writer.value(value, 0);
  return writer.bytes();
}

/**
 * The value of canonical bytes. `Uint8Array`s in it are copies, maps have no prototype.
 *
 * @throws AssayError of kind `malformed` where the bytes are not what {@link encode} writes, of kind `exhausted`
 * beyond the limits.
 */
export function decode(bytes: Uint8Array, limits: Limits = defaultLimits): Value {
  if (bytes.length > limits.maxBytes)
    throw tooMuch('codec.too-long', `${limits.maxBytes} bytes`, `${bytes.length} bytes`);
  const reader = new Reader(bytes, limits);
  const value = reader.value(0);
  reader.assertEnd();
  return value;
}

/** True for a decoded or plain map: not an array, not bytes. */
export function isFields(value: Value): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

/** The width of a length, count or integer after its tag, and the least value that needs it. */
interface Form {
  readonly width: 1 | 2 | 4;
  readonly least: number;
}
const TWO: Form = { width: 2, least: 0x100 };
const FOUR: Form = { width: 4, least: 0x10000 };
const BINARY: readonly Form[] = [{ width: 1, least: 0 }, TWO, FOUR];
const INTEGER: readonly Form[] = [{ width: 1, least: 0x80 }, TWO, FOUR];
const TEXT: readonly Form[] = [{ width: 1, least: 0x20 }, TWO, FOUR];
const COUNT: readonly Form[] = [{ width: 2, least: 0x10 }, FOUR];

class Writer {
  readonly #limits: Limits;
  #buffer = new Uint8Array(256);
  #view = new DataView(this.#buffer.buffer);
  #length = 0;
  #values = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return this.#buffer.slice(0, this.#length);
  }

  value(value: Value, depth: number): void {
    if (++this.#values > this.#limits.maxValues)
      throw tooMuch('codec.too-many', `${this.#limits.maxValues} values`, 'more');
    if (depth > this.#limits.maxDepth)
      throw tooMuch('codec.too-deep', `nesting up to ${this.#limits.maxDepth}`, 'deeper (or a cycle)');
    if (value === null) this.#byte(0xc0);
    else if (typeof value === 'boolean') this.#byte(value ? 0xc3 : 0xc2);
    else if (typeof value === 'number') this.#number(value);
    else if (typeof value === 'bigint') this.#bigint(value);
    else if (typeof value === 'string') this.#text(value);
    else if (value instanceof Uint8Array) this.#binary(value);
    else if (Array.isArray(value)) this.#array(value, depth);
    else if (typeof value === 'object' && isPlain(value)) this.#map(value as Fields, depth);
    else throw unencodable(`a ${Object.prototype.toString.call(value).slice(8, -1)}`);
  }

  #number(value: number): void {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
      throw unencodable(`the number ${Object.is(value, -0) ? '-0' : value}`);
    }
    if (value >= 0x100000000 || value < -0x80000000) this.#long(BigInt(value));
    else if (value >= 0x10000) this.#head(0xce, 4, value);
    else if (value >= 0x100) this.#head(0xcd, 2, value);
    else if (value >= 0x80) this.#head(0xcc, 1, value);
    else if (value >= -0x20) this.#byte(value & 0xff);
    else if (value >= -0x80) this.#head(0xd0, 1, value & 0xff);
    else if (value >= -0x8000) this.#head(0xd1, 2, value & 0xffff);
    else this.#head(0xd2, 4, value >>> 0);
  }

  #bigint(value: bigint): void {
    if (value < MIN_INTEGER || value > MAX_INTEGER) throw unencodable(`the integer ${value} (beyond 64 bits)`);
    const isSafe = value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);
    if (isSafe) this.#number(Number(value));
    else this.#long(value);
  }

  #long(value: bigint): void {
    const at = this.#claim(9);
    this.#buffer[at] = value < 0n ? 0xd3 : 0xcf;
    this.#view.setBigUint64(at + 1, BigInt.asUintN(64, value));
  }

  #text(text: string): void {
    // A lone surrogate would become U+FFFD: two texts, one encoding.
    if (!text.isWellFormed()) throw unencodable('a string with a lone surrogate');
    this.#utf8(utf8Encoder.encode(text));
  }

  #utf8(bytes: Uint8Array): void {
    if (bytes.length < 32) this.#byte(0xa0 | bytes.length);
    else this.#lengthHead(0xd9, 0xda, 0xdb, bytes.length);
    this.#raw(bytes);
  }

  #binary(bytes: Uint8Array): void {
    this.#lengthHead(0xc4, 0xc5, 0xc6, bytes.length);
    this.#raw(bytes);
  }

  #array(values: readonly Value[], depth: number): void {
    this.#countHead(0x90, 0xdc, values.length);
    for (let i = 0; i < values.length; i++) this.value(values[i] as Value, depth + 1); // a hole is undefined: refused
  }

  #map(fields: Fields, depth: number): void {
    const keys = Object.keys(fields).map((key) => {
      if (!key.isWellFormed()) throw unencodable('a map key with a lone surrogate');
      return { key, bytes: utf8Encoder.encode(key) };
    });
    keys.sort((a, b) => compare(a.bytes, b.bytes)); // JavaScript's own order differs above U+FFFF
    this.#countHead(0x80, 0xde, keys.length);
    for (const { key, bytes } of keys) {
      this.#utf8(bytes);
      this.value(fields[key] as Value, depth + 1);
    }
  }

  #countHead(fix: number, wide: number, count: number): void {
    if (count < 16) this.#byte(fix | count);
    else if (count < 0x10000) this.#head(wide, 2, count);
    else this.#head(wide + 1, 4, count);
  }

  #lengthHead(one: number, two: number, four: number, length: number): void {
    if (length < 0x100) this.#head(one, 1, length);
    else if (length < 0x10000) this.#head(two, 2, length);
    else this.#head(four, 4, length);
  }

  #head(tag: number, width: 1 | 2 | 4, value: number): void {
    const at = this.#claim(1 + width);
    this.#buffer[at] = tag;
    if (width === 1) this.#buffer[at + 1] = value;
    else if (width === 2) this.#view.setUint16(at + 1, value);
    else this.#view.setUint32(at + 1, value);
  }

  #byte(value: number): void {
    const at = this.#claim(1); // first: it may replace the buffer
    this.#buffer[at] = value;
  }

  #raw(bytes: Uint8Array): void {
    const at = this.#claim(bytes.length);
    this.#buffer.set(bytes, at);
  }

  #claim(count: number): number {
    const at = this.#length;
    const end = at + count;
    const { maxBytes } = this.#limits;
    if (end > maxBytes) throw tooMuch('codec.too-long', `${maxBytes} bytes`, `at least ${end} bytes`);
    if (end > this.#buffer.length) {
      const grown = new Uint8Array(Math.max(end, 2 * this.#buffer.length));
      grown.set(this.#buffer.subarray(0, at));
      this.#buffer = grown;
      this.#view = new DataView(grown.buffer);
    }
    this.#length = end;
    return at;
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #limits: Limits;
  #at = 0;
  #values = 0;

  constructor(bytes: Uint8Array, limits: Limits) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#limits = limits;
  }

  assertEnd(): void {
    if (this.#at !== this.#bytes.length) {
      throw malformed('codec.trailing-bytes', this.#at, 'the end', `${this.#bytes.length - this.#at} more bytes`);
    }
  }

  value(depth: number): Value {
    if (++this.#values > this.#limits.maxValues)
      throw tooMuch('codec.too-many', `${this.#limits.maxValues} values`, 'more');
    if (depth > this.#limits.maxDepth)
      throw tooMuch('codec.too-deep', `nesting up to ${this.#limits.maxDepth}`, 'deeper');
    const start = this.#at;
    const tag = this.#byte();
    if (tag < 0x80) return tag;
    if (tag < 0x90) return this.#map(start, tag & 0x0f, depth);
    if (tag < 0xa0) return this.#array(start, tag & 0x0f, depth);
    if (tag < 0xc0) return this.#text(start, tag & 0x1f);
    if (tag >= 0xe0) return tag - 0x100;
    switch (tag) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return this.#slice(start, this.#unsigned(start, BINARY[tag - 0xc4]!)).slice();
      case 0xcc:
      case 0xcd:
      case 0xce:
        return this.#unsigned(start, INTEGER[tag - 0xcc]!);
      case 0xcf:
        return this.#unsigned64(start);
      case 0xd0:
      case 0xd1:
      case 0xd2:
        return this.#negative(start, tag - 0xd0);
      case 0xd3:
        return this.#signed64(start);
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.#text(start, this.#unsigned(start, TEXT[tag - 0xd9]!));
      case 0xdc:
      case 0xdd:
        return this.#array(start, this.#unsigned(start, COUNT[tag - 0xdc]!), depth);
      case 0xde:
      case 0xdf:
        return this.#map(start, this.#unsigned(start, COUNT[tag - 0xde]!), depth);
      default:
        throw malformed(
          'codec.forbidden-type',
          start,
          'nil, bool, int, str, bin, array or map',
          `tag 0x${toHex(Uint8Array.of(tag))}`,
        );
    }
  }

  /** An unsigned number after its tag, refused where a shorter form would have held it. */
  #unsigned(start: number, form: Form): number {
    const { width, least } = form;
    this.#need(start, width);
    const at = this.#at;
    this.#at += width;
    const value = width === 1 ? this.#bytes[at]! : width === 2 ? this.#view.getUint16(at) : this.#view.getUint32(at);
    if (value < least) throw notShortest(start);
    return value;
  }

  #negative(start: number, log2Width: number): number {
    const width = 1 << log2Width;
    this.#need(start, width);
    const at = this.#at;
    this.#at += width;
    const value =
      width === 1 ? this.#view.getInt8(at) : width === 2 ? this.#view.getInt16(at) : this.#view.getInt32(at);
    const most = width === 1 ? -0x21 : width === 2 ? -0x81 : -0x8001;
    if (value > most) throw notShortest(start);
    return value;
  }

  #unsigned64(start: number): number | bigint {
    this.#need(start, 8);
    const value = this.#view.getBigUint64(this.#at);
    this.#at += 8;
    if (value < 0x100000000n) throw notShortest(start);
    return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
  }

  #signed64(start: number): number | bigint {
    this.#need(start, 8);
    const value = this.#view.getBigInt64(this.#at);
    this.#at += 8;
    if (value >= -0x80000000n) throw notShortest(start);
    return value >= BigInt(Number.MIN_SAFE_INTEGER) ? Number(value) : value;
  }

  #text(start: number, length: number): string {
    const bytes = this.#slice(start, length);
    try {
      return utf8Decoder.decode(bytes);
    } catch {
      throw malformed('codec.bad-utf8', start, 'valid UTF-8', 'bytes that are not');
    }
  }

  #array(start: number, count: number, depth: number): readonly Value[] {
    this.#need(start, count); // every element takes a byte: a hostile count ends here, before memory is taken
    const values: Value[] = [];
    for (let i = 0; i < count; i++) values.push(this.value(depth + 1));
    return values;
  }

  #map(start: number, count: number, depth: number): Fields {
    this.#need(start, 2 * count);
    const fields: Record<string, Value> = Object.create(null);
    let previous: Uint8Array | undefined;
    for (let i = 0; i < count; i++) {
      const keyAt = this.#at;
      const key = this.#key(keyAt);
      const keyBytes = this.#bytes.subarray(keyAt, this.#at);
      // Order of the texts' bytes, not of their encodings: a longer key can have a smaller first letter.
      const text = keyBytes.subarray(textOffset(keyBytes[0]!));
      if (previous !== undefined && compare(previous, text) >= 0) {
        throw malformed(
          'codec.unsorted-keys',
          keyAt,
          'map keys in ascending order of their UTF-8 bytes, none twice',
          JSON.stringify(key.slice(0, 60)),
        );
      }
      previous = text;
      fields[key] = this.value(depth + 1);
    }
    return fields;
  }

  #key(start: number): string {
    const tag = this.#byte();
    if (tag >= 0xa0 && tag < 0xc0) return this.#text(start, tag & 0x1f);
    if (tag >= 0xd9 && tag <= 0xdb) return this.#text(start, this.#unsigned(start, TEXT[tag - 0xd9]!));
    throw malformed('codec.bad-key', start, 'a string as map key', `tag 0x${toHex(Uint8Array.of(tag))}`);
  }

  #slice(start: number, length: number): Uint8Array {
    this.#need(start, length);
    const at = this.#at;
    this.#at += length;
    return this.#bytes.subarray(at, at + length);
  }

  #byte(): number {
    this.#need(this.#at, 1);
    return this.#bytes[this.#at++]!;
  }

  #need(start: number, count: number): void {
    const left = this.#bytes.length - this.#at;
    if (count > left) throw malformed('codec.truncated', start, `at least ${count} more bytes`, `${left}`);
  }
}

function textOffset(tag: number): number {
  return tag < 0xc0 ? 1 : 1 + (1 << (tag - 0xd9));
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && Object.getOwnPropertySymbols(value).length === 0;
}

function notShortest(at: number): AssayError {
  return malformed('codec.not-shortest', at, 'the shortest form of the value', 'a longer one');
}

function malformed(code: string, at: number, expected: string, got: string): AssayError {
  return failure(
    'malformed',
    code,
    `byte ${at}`,
    expected,
    got,
    'The bytes are damaged, or were not written by this codec.',
  );
}

function tooMuch(code: string, expected: string, got: string): AssayError {
  return failure('exhausted', code, undefined, `at most ${expected}`, got, 'Make the object smaller.');
}

function unencodable(got: string): AssayError {
  return failure(
    'bug',
    'codec.unencodable',
    undefined,
    'null, a boolean, an integer of 64 bits, a string, a Uint8Array, an array or a plain object',
    got,
    'Convert it before encoding.',
  );
}

function failure(
  kind: FailureKind,
  code: string,
  where: string | undefined,
  expected: string,
  got: string,
  remedy: string,
): AssayError {
  return new AssayError({ kind, code, ...(where === undefined ? {} : { where }), expected, got, remedy });
}
