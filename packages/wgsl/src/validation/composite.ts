/** Constants made of parts, and parts of them: vectors, arrays and structs (WGSL §8.5, §17.1; SPEC.md V31, V33). */
import { convert } from './arithmetic.js';
import { isInteger, toText as typeText } from './classify.js';
import { type Fault, isRefusal, misuse, refuse } from './fault.js';
import { bool, i32, type StructType, type Type, vector } from './type.js';
import { type Constant, componentsOf, mostScalars, type Outcome, toBigInt, toList, type Value } from './value.js';

/**
 * A value constructor whose operands have the types of the parts already: components of a vector (scalars, shorter vectors,
 * or one scalar for all), elements of an array, members of a struct. Without operands: {@link zero}.
 */
export function construct(type: Type, parts: readonly Constant[]): Outcome {
  const [first] = parts;
  if (first === undefined) return zero(type);
  if (type.kind === 'vector') {
    const components = parts.flatMap(componentsOf);
    const isSplat = parts.length === 1 && first.type.kind !== 'vector';
    return { type, value: isSplat ? Array<Value>(type.width).fill(first.value) : components };
  }
  if (type.kind !== 'array' && type.kind !== 'struct') return { type, value: first.value };
  return tooLarge(type) ?? { type, value: parts.map(({ value }) => value) };
}

/** The zero value of a constructible type. */
export function zero(type: Type): Outcome {
  const large = tooLarge(type);
  return large ?? { type, value: zeroValue(type) };
}

function zeroValue(type: Type): Value {
  if (type.kind === 'bool') return false;
  if (isInteger(type)) return 0n;
  if (type.kind === 'vector') return repeated(zeroValue(type.element), type.width);
  if (type.kind === 'array' && type.count.kind === 'fixed') return repeated(zeroValue(type.element), type.count.value);
  if (type.kind !== 'struct') throw misuse('constant.zero', 'a constructible type', typeText(type));
  return type.members.map((part) => zeroValue(part.type));
}

// Equal zero lists are one list, as far as the last few are remembered: a shader may write `array<u32, 8000>()` in ten
// thousand places.
const MOST_REMEMBERED = 64;
const remembered: { readonly value: Value; readonly list: readonly Value[] }[] = [];

function repeated(value: Value, count: number): readonly Value[] {
  const known = remembered.find((entry) => entry.value === value && entry.list.length === count);
  if (known !== undefined) return known.list;
  const list = Array<Value>(count).fill(value);
  if (remembered.length === MOST_REMEMBERED) remembered.shift();
  remembered.push({ value, list });
  return list;
}

/** Component of a vector or element of an array; the index is any integer constant. Out of bounds is an error (V31). */
export function index(object: Constant, at: Constant): Outcome {
  const error = checkIndex(object.type, at);
  if (error !== undefined) return { error };
  const value = toList(object.value)[Number(toBigInt(at.value))];
  if (value === undefined) throw misuse('constant.index', `a value of ${typeText(object.type)}`, 'a shorter one');
  return { type: partOf(object.type), value };
}

/**
 * V33: what is wrong with a constant index into a vector or array, or a pointer or reference to one; undefined if nothing
 * is. Of arrays without a fixed count only the lower bound is known.
 */
export function checkIndex(object: Type, at: Constant): Fault | undefined {
  const type = object.kind === 'pointer' || object.kind === 'reference' ? object.store : object;
  const count = countOf(type);
  // An index without suffix becomes an i32 (WGSL §8.5.3).
  const concrete = at.type.kind === 'abstract-int' ? convert(at, i32) : at;
  if (isRefusal(concrete)) return concrete.error;
  const position = toBigInt(concrete.value);
  if (position >= 0n && (count === undefined || position < count)) return undefined;
  const expected = count === undefined ? 'not negative' : `0 to ${count - 1}`;
  const message = `index ${position} is out of bounds: an index of ${typeText(type)} is ${expected}`;
  return { rule: 'V31', code: 'constant.out-of-bounds', message };
}

function countOf(type: Type): number | undefined {
  if (type.kind === 'vector') return type.width;
  if (type.kind !== 'array') throw misuse('constant.index', 'a vector or array', typeText(type));
  return type.count.kind === 'fixed' ? type.count.value : undefined;
}

function partOf(type: Type): Type {
  return type.kind === 'vector' || type.kind === 'array' ? type.element : type;
}

/** Member of a struct value by its position. */
export function member(object: Constant & { readonly type: StructType }, position: number): Constant {
  const declared = object.type.members[position];
  const value = toList(object.value)[position];
  if (declared === undefined || value === undefined)
    throw misuse('constant.member', 'a member', `position ${position}`);
  return { type: declared.type, value };
}

/** Components of a vector value by position; one component gives a scalar. */
export function swizzle(object: Constant, components: readonly number[]): Constant {
  const values = components.map((component) => componentsOf(object)[component]);
  const [first] = values;
  const width = values.length;
  if (object.type.kind !== 'vector' || first === undefined || values.includes(undefined)) {
    throw misuse('constant.swizzle', 'components of a vector', `${components} of ${typeText(object.type)}`);
  }
  if (width === 1) return { type: object.type.element, value: first };
  if (width !== 2 && width !== 3 && width !== 4) throw misuse('constant.swizzle', '1 to 4 components', `${width}`);
  return { type: vector(width, object.type.element), value: values as Value[] };
}

function tooLarge(type: Type): { readonly error: Fault } | undefined {
  const count = scalarsOf(type);
  if (count <= mostScalars) return undefined;
  const message = `a constant of ${typeText(type)} has ${count} scalars; a constant has at most ${mostScalars}`;
  return refuse('Y5', 'constant.too-large', message, 'fill a variable in a loop');
}

const counts: WeakMap<Type, number> = new WeakMap();

/** How many scalars a value of the type holds. */
function scalarsOf(type: Type): number {
  if (type.kind === 'vector') return type.width;
  if (type.kind !== 'array' && type.kind !== 'struct') return 1;
  const before = counts.get(type);
  if (before !== undefined) return before;
  const count =
    type.kind === 'array'
      ? (countOf(type) ?? 0) * scalarsOf(type.element)
      : type.members.reduce((sum, part) => sum + scalarsOf(part.type), 0);
  counts.set(type, count);
  return count;
}

/**
 * The value as WGSL writes it, as an operand of any operator: `12u`, `vec2<i32>(1i, -2i)`. The least i32 and the least
 * abstract integer have no literal and are written as expressions.
 */
export function toText({ type, value }: Constant): string {
  if (typeof value === 'boolean') return `${value}`;
  if (typeof value === 'bigint') return integerText(type, value);
  const parts = value.map((part, i) => toText({ type: partAt(type, i), value: part }));
  return `${typeName(type)}(${parts.join(', ')})`;
}

function integerText(type: Type, value: bigint): string {
  if (type.kind === 'i32') return value === -(1n << 31n) ? 'i32(-2147483648)' : `${value}i`;
  if (type.kind === 'u32') return `${value}u`;
  return value === -(1n << 63n) ? '(-9223372036854775807 - 1)' : `${value}`;
}

function partAt(type: Type, i: number): Type {
  if (type.kind === 'struct') return type.members[i]?.type ?? bool;
  return partOf(type);
}

/** The constructor's name; abstract types are inferred. */
function typeName(type: Type): string {
  if (type.kind === 'vector' && type.element.kind === 'abstract-int') return `vec${type.width}`;
  return type.kind === 'array' && isInteger(type.element) && type.element.kind === 'abstract-int'
    ? 'array'
    : typeText(type);
}
