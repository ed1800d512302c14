/** Builtin functions on values (SPEC.md V40, E6); those on memory are in expression.ts. */
import type { Type } from '../../validation/type.js';
import type { UnaryOperation } from '../ir.js';
import * as builders from './builder.js';
import { combine, each, fold, isSigned, literal, select } from './operator.js';
import { unexpected } from './place.js';

type Builder = builders.Builder;
type Words = builders.Words;

/** A call with the values of its arguments. */
export interface Applied {
  readonly name: string;
  readonly arguments: readonly Words[];
  /** Of the first argument. */
  readonly type: Type;
  /** Arguments that are constants of one word (P3). */
  readonly constants: readonly (number | undefined)[];
}

type Function = (builder: Builder, call: Applied, a: Words, b: Words, c: Words) => Words;

const onEach =
  (operation: UnaryOperation): Function =>
  (builder, _, a) =>
    each(builder, operation, a);

const functions: Readonly<Record<string, Function>> = {
  all: (builder, _, a) => [fold(builder, 'and', a)],
  any: (builder, _, a) => [fold(builder, 'or', a)],
  select: (builder, _, no, yes, condition) => select(builder, condition, yes, no),
  abs: (builder, { type }, a) => (isSigned(type) ? each(builder, 'abs-s', a) : a),
  max,
  min,
  clamp: (builder, call, a, low, high) => min(builder, call, max(builder, call, a, low), high),
  sign: onEach('sign-s'),
  dot: (builder, _, a, b) => [fold(builder, 'add', combine(builder, 'mul', a, b))],
  countLeadingZeros: onEach('count-leading-zeros'),
  countOneBits: onEach('count-one-bits'),
  countTrailingZeros: onEach('count-trailing-zeros'),
  firstLeadingBit: (builder, { type }, a) =>
    each(builder, isSigned(type) ? 'first-leading-bit-s' : 'first-leading-bit-u', a),
  firstTrailingBit: onEach('first-trailing-bit'),
  reverseBits: onEach('reverse-bits'),
  extractBits: (builder, { type, constants: [, offset = 0, count = 0] }, a) =>
    a.map((operand) => extract(builder, operand, isSigned(type), offset, count)),
  insertBits: (builder, { constants: [, , offset = 0, count = 0] }, a, b) =>
    a.map((operand, k) => insert(builder, operand, b[k] ?? 0, offset, count)),
  dot4I8Packed: (builder, _, a, b) => combine(builder, 'dot4-i8', a, b),
  dot4U8Packed: (builder, _, a, b) => combine(builder, 'dot4-u8', a, b),
  pack4xI8: (builder, _, a) => pack(builder, a),
  pack4xU8: (builder, _, a) => pack(builder, a),
  pack4xI8Clamp: (builder, _, a) => {
    const least = combine(builder, 'max-s', a, literal(builder, -128));
    return pack(builder, combine(builder, 'min-s', least, literal(builder, 127)));
  },
  pack4xU8Clamp: (builder, _, a) => pack(builder, combine(builder, 'min-u', a, literal(builder, 255))),
  unpack4xI8: (builder, _, a) => unpack(builder, a, true),
  unpack4xU8: (builder, _, a) => unpack(builder, a, false),
};

export function apply(builder: Builder, call: Applied): Words {
  const action = Object.hasOwn(functions, call.name) ? functions[call.name] : undefined;
  if (action === undefined) throw unexpected(`a builtin other than ${call.name}`, call.type);
  const [a = [], b = [], c = []] = call.arguments;
  return action(builder, call, a, b, c);
}

function max(builder: Builder, { type }: Applied, a: Words, b: Words): Words {
  return combine(builder, isSigned(type) ? 'max-s' : 'max-u', a, b);
}

function min(builder: Builder, { type }: Applied, a: Words, b: Words): Words {
  return combine(builder, isSigned(type) ? 'min-s' : 'min-u', a, b);
}

function extract(
  builder: Builder,
  operand: number,
  isSignedResult: boolean,
  offset: number,
  count: number,
): builders.Words[number] {
  const to = builders.temporary(builder);
  builders.emit(builder, { kind: 'extract', isSigned: isSignedResult, to, operand, offset, count });
  return to;
}

function insert(
  builder: Builder,
  operand: number,
  bits: number,
  offset: number,
  count: number,
): builders.Words[number] {
  const to = builders.temporary(builder);
  builders.emit(builder, { kind: 'insert', to, operand, bits, offset, count });
  return to;
}

/** The low byte of each component; the first lowest. What is above the first byte is overwritten by the others. */
function pack(builder: Builder, [first = 0, ...rest]: Words): Words {
  return [rest.reduce((word, bits, k) => insert(builder, word, bits, 8 * (k + 1), 8), first)];
}

function unpack(builder: Builder, [word = 0]: Words, isSignedResult: boolean): Words {
  return [0, 8, 16, 24].map((offset) => extract(builder, word, isSignedResult, offset, 8));
}
