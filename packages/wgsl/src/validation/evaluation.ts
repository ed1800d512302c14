/** Calls of builtin functions with constant arguments (SPEC.md V40, V31, V33, P3). */
import { binary, bitcast } from './arithmetic.js';
import * as bits from './bits.js';
import { type Fault, misuse, type Refusal } from './fault.js';
import { bool, type Type } from './type.js';
import {
  type Constant,
  componentKind,
  componentsOf,
  type Kind,
  mapComponents,
  type Outcome,
  toBigInt,
  toBoolean,
  toList,
  type Value,
  wrap,
  wrapOrFit,
} from './value.js';

/**
 * A call of a builtin of stage `const` with arguments converted to the parameters that `builtin.resolve` gave; `result` is
 * the type that it gave.
 */
export function builtin(name: string, args: readonly Constant[], result: Type): Outcome {
  const error = checkArguments(name, args);
  if (error !== undefined) return { error };
  const componentwise = componentFunctions[name];
  if (componentwise !== undefined) return mapComponents(result, args, componentwise);
  const whole = wholeFunctions[name];
  if (whole === undefined) throw misuse('constant.builtin', 'a builtin of stage const', name);
  return whole(args, result);
}

/**
 * V33 and P3: what is wrong with those arguments that are constant, the others being undefined: `clamp` with low above high,
 * `extractBits` and `insertBits` with more than 32 bits. Tint waits until offset and count are both known; one that is
 * above 32 alone is refused here.
 */
export function checkArguments(name: string, args: readonly (Constant | undefined)[]): Fault | undefined {
  if (name === 'clamp') return checkClamp(args[1], args[2]);
  if (name === 'extractBits') return checkBitRange(name, args[1], args[2]);
  return name === 'insertBits' ? checkBitRange(name, args[2], args[3]) : undefined;
}

function checkClamp(low: Constant | undefined, high: Constant | undefined): Fault | undefined {
  if (low === undefined || high === undefined) return undefined;
  const highs = componentsOf(high);
  for (const [i, value] of componentsOf(low).entries()) {
    const limit = toBigInt(highs[i] ?? 0n);
    if (toBigInt(value) <= limit) continue;
    const message = `clamp has the low bound ${value} above the high bound ${limit}`;
    return { rule: 'V33', code: 'constant.clamp-bounds', message };
  }
  return undefined;
}

function checkBitRange(name: string, offset: Constant | undefined, count: Constant | undefined): Fault | undefined {
  const [from, length] = [toBigInt(offset?.value ?? 0n), toBigInt(count?.value ?? 0n)];
  if (from + length <= 32n) return undefined;
  const message = `${name} of ${length} bits from bit ${from} goes beyond the 32 bits of a component`;
  return { rule: 'P3', code: 'constant.bit-range', message };
}

type ComponentFunction = (kind: Kind, a: Value, b: Value, c: Value, d: Value) => Value | Refusal;

/** Functions that do the same to each component. */
const componentFunctions: Readonly<Record<string, ComponentFunction>> = {
  // The least value has no positive counterpart and stays what it is (WGSL §17.5.1).
  abs: (kind, a) => (toBigInt(a) < 0n ? wrap(kind, -toBigInt(a)) : a),
  max: (_, a, b) => ordered(a, b)[1],
  min: (_, a, b) => ordered(a, b)[0],
  clamp: (_, a, low, high) => ordered(ordered(a, low)[1], high)[0],
  sign: (_, a) => (toBigInt(a) > 0n ? 1n : a === 0n ? 0n : -1n),
  select: (_, whenFalse, whenTrue, condition) => (toBoolean(condition) ? whenTrue : whenFalse),
  countLeadingZeros: onWord(bits.countLeadingZeros),
  countOneBits: onWord(bits.countOneBits),
  countTrailingZeros: onWord(bits.countTrailingZeros),
  firstLeadingBit: (kind, a) => onWord(kind === 'i32' ? bits.firstLeadingBitSigned : bits.firstLeadingBit)(kind, a),
  firstTrailingBit: onWord(bits.firstTrailingBit),
  reverseBits: onWord(bits.reverseBits),
  extractBits: (kind, word, offset, count) => {
    const extract = kind === 'i32' ? bits.extractBitsSigned : bits.extractBits;
    return fromWord(kind, extract(toWord(word), toWord(offset), toWord(count)));
  },
  insertBits: (kind, word, inserted, offset, count) =>
    fromWord(kind, bits.insertBits(toWord(word), toWord(inserted), toWord(offset), toWord(count))),
};

/** Functions whose result has another shape than their arguments. */
const wholeFunctions: Readonly<Record<string, (args: readonly Constant[], result: Type) => Outcome>> = {
  bitcast: ([operand], result) => bitcast(given(operand), result),
  all: ([operand]) => ({ type: bool, value: componentsOf(given(operand)).every(toBoolean) }),
  any: ([operand]) => ({ type: bool, value: componentsOf(given(operand)).some(toBoolean) }),
  dot: ([left, right], result) => dot(given(left), given(right), result),
  dot4I8Packed: ([left, right], type) => dotPacked(bits.signedBytesOf, given(left), given(right), type),
  dot4U8Packed: ([left, right], type) => dotPacked(bits.bytesOf, given(left), given(right), type),
  pack4xI8: ([operand], type) => pack(given(operand), type, (byte) => byte),
  pack4xU8: ([operand], type) => pack(given(operand), type, (byte) => byte),
  pack4xI8Clamp: ([operand], type) => pack(given(operand), type, (byte) => Math.max(-128, Math.min(127, byte))),
  pack4xU8Clamp: ([operand], type) => pack(given(operand), type, (byte) => Math.min(255, byte)),
  unpack4xI8: ([operand], type) => ({ type, value: bits.signedBytesOf(toWord(given(operand).value)).map(BigInt) }),
  unpack4xU8: ([operand], type) => ({ type, value: bits.bytesOf(toWord(given(operand).value)).map(BigInt) }),
};

/** The sum from left to right: an abstract product or partial sum that overflows is an error, concrete ones wrap. */
function dot(left: Constant, right: Constant, type: Type): Outcome {
  const products = binary('*', left, right);
  if ('error' in products) return products;
  const kind = componentKind(type);
  let sum = 0n;
  for (const product of componentsOf(products)) {
    const term = toBigInt(product);
    const before = sum;
    const next = wrapOrFit(kind, sum + term, () => `${before} + ${term}`);
    if (typeof next !== 'bigint') return next;
    sum = next;
  }
  return { type, value: sum };
}

function dotPacked(unpack: (word: number) => readonly number[], left: Constant, right: Constant, type: Type): Outcome {
  const others = unpack(toWord(right.value));
  const sum = unpack(toWord(left.value)).reduce((total, byte, i) => total + byte * (others[i] ?? 0), 0);
  return { type, value: BigInt(sum) };
}

function pack({ value }: Constant, type: Type, limit: (byte: number) => number): Outcome {
  return { type, value: BigInt(bits.fromBytes(toList(value).map((component) => limit(Number(component))))) };
}

/** The two, the smaller first; Math.min takes no bigints. */
function ordered(a: Value, b: Value): readonly [bigint, bigint] {
  const [left, right] = [toBigInt(a), toBigInt(b)];
  return left < right ? [left, right] : [right, left];
}

function onWord(action: (word: number) => number): (kind: Kind, value: Value) => Value {
  return (kind, value) => fromWord(kind, action(toWord(value)));
}

function toWord(value: Value): number {
  return Number(BigInt.asUintN(32, toBigInt(value)));
}

function fromWord(kind: Kind, word: number): bigint {
  return wrap(kind, BigInt(word));
}

function given(argument: Constant | undefined): Constant {
  if (argument === undefined) throw misuse('constant.builtin', 'an argument for each parameter', 'fewer');
  return argument;
}
