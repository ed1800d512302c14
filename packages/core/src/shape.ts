/**
 * Shapes translate between an object of this library and the plain {@link Value} that is encoded for it.
 *
 * Each is written once and used both ways, so that what is written can be read, and nothing else is: unknown fields,
 * missing fields and values out of range are refused with the place where they stand.
 */
import { fromHex, toHex } from './bytes.js';
import { type Fields, isFields, type Value } from './codec.js';
import { AssayError } from './errors.js';

export interface Shape<T> {
  /** What is expected here, for messages: `a kernel name`. */
  readonly expects: string;
  /** @throws AssayError `shape.…` (malformed). */
  fromValue(value: Value, where: string): T;
  toValue(object: T): Value;
}

/** A whole number from `least` to `most`, both safe integers. */
export function integer(least: number, most: number): Shape<number> {
  const expects = `a whole number from ${least} to ${most}`;
  return {
    expects,
    fromValue: (value, where) => {
      if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most) return value + 0; // -0 becomes 0
      throw mismatch('shape.wrong-value', where, expects, value);
    },
    toValue: (number) => number,
  };
}

/** A non-negative integer below 2²⁵⁶, such as an amount of money: big-endian bytes without leading zeros. */
export const amount: Shape<bigint> = {
  expects: 'an amount below 2^256 (big-endian bytes, no leading zero)',
  fromValue: (value, where) => {
    if (!(value instanceof Uint8Array) || value.length > 32 || value[0] === 0)
      throw mismatch('shape.wrong-value', where, amount.expects, value);
    return value.length === 0 ? 0n : BigInt(`0x${toHex(value)}`);
  },
  toValue: (value) => {
    if (typeof value !== 'bigint' || value < 0n || value >= 1n << 256n)
      throw mismatch('shape.wrong-value', 'amount', amount.expects, value);
    const digits = value === 0n ? '' : value.toString(16);
    return fromHex(digits.length % 2 === 0 ? digits : `0${digits}`);
  },
};

/** A text of at most `longest` UTF-16 units, without lone surrogates, that matches a pattern. `T` narrows it (a brand). */
export function text<T extends string = string>(expects: string, pattern: RegExp, longest = 1024): Shape<T> {
  return {
    expects,
    fromValue: (value, where) => {
      if (typeof value === 'string' && value.length <= longest && value.isWellFormed() && pattern.test(value))
        return value as T;
      throw mismatch('shape.wrong-value', where, expects, value);
    },
    toValue: (value) => value,
  };
}

/** One of a closed set of words. */
export function oneOf<const T extends string>(...words: readonly T[]): Shape<T> {
  const expects = words.length === 1 ? JSON.stringify(words[0]) : `one of ${words.join(', ')}`;
  return {
    expects,
    fromValue: (value, where) => {
      if (words.includes(value as T)) return value as T;
      throw mismatch('shape.wrong-value', where, expects, value);
    },
    toValue: (word) => word,
  };
}

/** Raw bytes, `least` to `most` of them. */
export function binary(least: number, most: number): Shape<Uint8Array> {
  const expects = least === most ? `${least} bytes` : `${least} to ${most} bytes`;
  return {
    expects,
    fromValue: (value, where) => {
      if (value instanceof Uint8Array && value.length >= least && value.length <= most) return value;
      throw mismatch('shape.wrong-value', where, expects, value);
    },
    toValue: (bytes) => bytes,
  };
}

/** Bytes of a fixed length that are handled as lower-case hexadecimal text (ids, roots, keys). */
export function hex<T extends string>(lengthBytes: number): Shape<T> {
  const inner = binary(lengthBytes, lengthBytes);
  return {
    expects: inner.expects,
    fromValue: (value, where) => toHex(inner.fromValue(value, where)) as T,
    toValue: (digits) => fromHex(digits),
  };
}

/** A list of at most `most` elements. */
export function list<T>(element: Shape<T>, most: number, least = 0): Shape<readonly T[]> {
  const expects = least === most ? `a list of ${most} elements` : `a list of ${least} to ${most} elements`;
  return {
    expects,
    fromValue: (value, where) => {
      if (!Array.isArray(value) || value.length > most || value.length < least)
        throw mismatch('shape.wrong-value', where, expects, value);
      // Array.from visits holes too.
      return Array.from(value as readonly Value[], (item, index) => element.fromValue(item, `${where}[${index}]`));
    },
    toValue: (items) =>
      Array.isArray(items) ? Array.from(items as readonly T[], (item) => element.toValue(item)) : misfit(items),
  };
}

/** A map whose keys are names and whose values share a shape. */
export function dictionary<T>(key: Shape<string>, element: Shape<T>, most: number): Shape<Readonly<Record<string, T>>> {
  const expects = `a map of at most ${most} entries`;
  return {
    expects,
    fromValue: (value, where) => {
      const fields = asFields(value, where, expects);
      const names = Object.keys(fields);
      if (names.length > most) throw mismatch('shape.wrong-value', where, expects, value);
      const result: Record<string, T> = Object.create(null);
      for (const name of names) {
        key.fromValue(name, `${where} (key)`);
        result[name] = element.fromValue(fields[name] as Value, `${where}.${name}`);
      }
      return result;
    },
    toValue: (entries) => {
      if (!isObject(entries)) return misfit(entries);
      const fields: Record<string, Value> = Object.create(null);
      for (const name of Object.keys(entries)) fields[name] = element.toValue(entries[name] as T);
      return fields;
    },
  };
}

/** A field that may be absent. Absence is the only way to say nothing: there is no null. */
export interface Optional<T> {
  readonly optional: Shape<T>;
}

export function optional<T>(shape: Shape<T>): Optional<T> {
  return { optional: shape };
}

type Fielded = Readonly<Record<string, Shape<never> | Optional<never>>>;

/** A map with exactly the named fields. */
export function record<T extends object>(
  fields: { readonly [K in keyof Required<T>]: undefined extends T[K] ? Optional<NonNullable<T[K]>> : Shape<T[K]> },
): Shape<T> {
  const table = fields as unknown as Fielded;
  const names = Object.keys(table);
  const expects = `a map with the fields ${names.join(', ')}`;
  return {
    expects,
    fromValue: (value, where) => {
      const given = asFields(value, where, expects);
      assertOnly(given, names, where);
      const result: Record<string, unknown> = {};
      for (const name of names) {
        const field = table[name]!;
        const isOptional = 'optional' in field;
        if (!Object.hasOwn(given, name)) {
          if (isOptional) continue;
          throw new AssayError({
            kind: 'malformed',
            code: 'shape.missing-field',
            where,
            expected: `the field ${name}`,
            got: `only ${Object.keys(given).join(', ') || 'nothing'}`,
            remedy: 'Add it, or read the object with the version of this library that wrote it.',
          });
        }
        result[name] = (isOptional ? field.optional : field).fromValue(given[name] as Value, `${where}.${name}`);
      }
      return result as T;
    },
    toValue: (object) => {
      if (!isObject(object)) return misfit(object);
      const given = object as Record<string, never>;
      const result: Record<string, Value> = { ...given }; // an unknown field stays, for fromValue to refuse
      for (const name of names) {
        const field = table[name]!;
        if (given[name] === undefined) delete result[name];
        else result[name] = ('optional' in field ? field.optional : field).toValue(given[name]);
      }
      return result;
    },
  };
}

/** One of several records, told apart by their field `kind`. */
export function variant<T extends { readonly kind: string }>(
  cases: { readonly [K in T['kind']]: Shape<Extract<T, { kind: K }>> },
): Shape<T> {
  const table = cases as unknown as Readonly<Record<string, Shape<T>>>;
  const kinds = oneOf(...Object.keys(table));
  return {
    expects: `a map whose kind is ${kinds.expects}`,
    fromValue: (value, where) => {
      const fields = asFields(value, where, 'a map with a kind');
      return table[kinds.fromValue(fields.kind ?? null, `${where}.kind`)]!.fromValue(value, where);
    },
    toValue: (object) => {
      const shape = isObject(object) && Object.hasOwn(table, object.kind) ? table[object.kind] : undefined;
      return shape === undefined ? misfit(object) : shape.toValue(object);
    },
  };
}

/** Any encodable map: unsigned notes, parameters of things this library does not interpret. */
export const anyFields: Shape<Fields> = {
  expects: 'a map',
  fromValue: (value, where) => asFields(value, where, 'a map'),
  toValue: (fields) => fields,
};

/**
 * A top-level object: a map that says its type and its version, which are looked at first. An unknown one fails closed.
 */
export function object<T extends object>(type: string, version: number, body: Shape<T>): Shape<T> {
  return {
    expects: `an object of type ${type}, version ${version}`,
    fromValue: (value, where) => {
      const { type: gotType, version: gotVersion, ...rest } = asFields(value, where, `an object of type ${type}`);
      if (gotType !== type)
        throw mismatch('shape.wrong-type', where, `an object of type ${type}`, gotType ?? 'no type');
      if (gotVersion !== version) {
        throw new AssayError({
          kind: 'malformed',
          code: 'shape.unknown-version',
          where,
          expected: `version ${version} of a ${type}`,
          got: `version ${describe(gotVersion ?? null)}`,
          remedy: 'Use the version of this library that knows it.',
        });
      }
      return body.fromValue(rest, where);
    },
    toValue: (item) => ({ ...(body.toValue(item) as Fields), type, version }),
  };
}

/** A short phrase for a value in a message. Never longer than about 80 characters. */
export function describe(value: unknown): string {
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name}, not a Uint8Array`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'a map';
  if (typeof value === 'string')
    return value.length > 60 ? `${JSON.stringify(value.slice(0, 60))}...` : JSON.stringify(value);
  return String(value);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** What has the wrong type goes through as it is: reading it back, or encoding it, refuses it with its place. */
function misfit(value: unknown): Value {
  return value as Value;
}

function asFields(value: Value, where: string, expects: string): Fields {
  if (isFields(value)) return value;
  throw mismatch('shape.wrong-value', where, expects, value);
}

function assertOnly(given: object, names: readonly string[], where: string): void {
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw new AssayError({
    kind: 'malformed',
    code: 'shape.unknown-field',
    where,
    expected: `only the fields ${names.join(', ')}`,
    got: `the field ${describe(unknown)}`,
    remedy: 'Remove it: every field is part of what is hashed, and an unknown one could mean anything.',
  });
}

function mismatch(code: string, where: string, expected: string, got: unknown): AssayError {
  return new AssayError({
    kind: 'malformed',
    code,
    where,
    expected,
    got: describe(got),
    remedy: 'Correct it where the object is made.',
  });
}
