import { describe, expect, it } from 'vitest';
import { edgeWords } from '../testing/word.js';
import type { BinaryOperation, UnaryOperation } from './ir.js';
import * as operation from './operation.js';

// Each operation against its definition in WGSL §8 and §17.5, on integers without end and on strings of bits. `s` is the
// signed value of a word, `u` the unsigned one; results are words of either sign.

const s = (word: number): bigint => BigInt.asIntN(32, BigInt(word));
const u = (word: number): bigint => BigInt.asUintN(32, BigInt(word));
/** The 32 bits, highest first. */
const bitsOf = (word: number): string => u(word).toString(2).padStart(32, '0');
const fromBits = (bits: string): bigint => BigInt(`0b${bits}`);
const bytesOf = (word: number, isSigned: boolean): bigint[] =>
  [0n, 8n, 16n, 24n].map((shift) => (isSigned ? BigInt.asIntN : BigInt.asUintN)(8, u(word) >> shift));
const dot = (a: readonly bigint[], b: readonly bigint[]): bigint => a.reduce((sum, x, i) => sum + x * b[i]!, 0n);
const sorted = (a: bigint, b: bigint): [bigint, bigint] => (a <= b ? [a, b] : [b, a]);
const truth = (is: boolean): bigint => (is ? 1n : 0n);

const unary: Record<UnaryOperation, (a: number) => bigint> = {
  not: (a) => truth(a === 0),
  complement: (a) => -s(a) - 1n,
  negate: (a) => -s(a),
  'abs-s': (a) => (s(a) < 0n ? -s(a) : s(a)),
  'sign-s': (a) => (s(a) > 0n ? 1n : s(a) < 0n ? -1n : 0n),
  'count-leading-zeros': (a) => BigInt(/^0*/.exec(bitsOf(a))![0].length),
  'count-trailing-zeros': (a) => BigInt(/0*$/.exec(bitsOf(a))![0].length),
  'count-one-bits': (a) => BigInt(bitsOf(a).replaceAll('0', '').length),
  'reverse-bits': (a) => fromBits([...bitsOf(a)].reverse().join('')),
  'first-leading-bit-s': (a) => {
    const bits = bitsOf(a);
    const position = bits.indexOf(bits[0] === '0' ? '1' : '0');
    return position < 0 ? -1n : BigInt(31 - position);
  },
  'first-leading-bit-u': (a) => (u(a) === 0n ? -1n : BigInt(31 - bitsOf(a).indexOf('1'))),
  'first-trailing-bit': (a) => (u(a) === 0n ? -1n : BigInt(31 - bitsOf(a).lastIndexOf('1'))),
};

const binary: Record<BinaryOperation, (a: number, b: number) => bigint> = {
  add: (a, b) => u(a) + u(b),
  sub: (a, b) => u(a) - u(b),
  mul: (a, b) => u(a) * u(b),
  'div-s': (a, b) => (b === 0 ? s(a) : s(a) / s(b)),
  'div-u': (a, b) => (b === 0 ? u(a) : u(a) / u(b)),
  'rem-s': (a, b) => (b === 0 ? 0n : s(a) % s(b)),
  'rem-u': (a, b) => (b === 0 ? 0n : u(a) % u(b)),
  and: (a, b) => u(a) & u(b),
  or: (a, b) => u(a) | u(b),
  xor: (a, b) => u(a) ^ u(b),
  shl: (a, b) => u(a) << (u(b) % 32n),
  'shr-s': (a, b) => s(a) >> (u(b) % 32n),
  'shr-u': (a, b) => u(a) >> (u(b) % 32n),
  eq: (a, b) => truth(u(a) === u(b)),
  ne: (a, b) => truth(u(a) !== u(b)),
  'lt-s': (a, b) => truth(s(a) < s(b)),
  'lt-u': (a, b) => truth(u(a) < u(b)),
  'le-s': (a, b) => truth(s(a) <= s(b)),
  'le-u': (a, b) => truth(u(a) <= u(b)),
  'min-s': (a, b) => sorted(s(a), s(b))[0],
  'min-u': (a, b) => sorted(u(a), u(b))[0],
  'max-s': (a, b) => sorted(s(a), s(b))[1],
  'max-u': (a, b) => sorted(u(a), u(b))[1],
  'dot4-i8': (a, b) => dot(bytesOf(a, true), bytesOf(b, true)),
  'dot4-u8': (a, b) => dot(bytesOf(a, false), bytesOf(b, false)),
};

/** The result is a word, and its bits are those of `wanted` modulo 2³². */
function expectWord(got: number, wanted: bigint, formula: string): void {
  if (Object.is(got, Number(BigInt.asIntN(32, wanted)))) return; // a hundred thousand calls of `expect` take seconds
  expect.soft(got, formula).toBe(Number(BigInt.asIntN(32, wanted)));
}

describe('E1, E4, E5, E6: unary operations are what they are defined to be', () => {
  it.each(Object.keys(operation.unary) as UnaryOperation[])('%s', (name) => {
    for (const a of edgeWords) expectWord(operation.unary[name](a), unary[name](a), `${name} ${a}`);
  });
});

describe('E1, E4, E5: binary operations are what they are defined to be', () => {
  it.each(Object.keys(operation.binary) as BinaryOperation[])('%s', (name) => {
    for (const a of edgeWords) {
      for (const b of edgeWords) expectWord(operation.binary[name](a, b), binary[name](a, b), `${a} ${name} ${b}`);
    }
  });

  it.each([
    ['div-s', 7, 0, 7],
    ['div-u', -1, 0, -1],
    ['rem-s', 7, 0, 0],
    ['rem-u', 7, 0, 0],
    ['div-s', -(2 ** 31), -1, -(2 ** 31)],
    ['rem-s', -(2 ** 31), -1, 0],
    ['div-s', -7, 2, -3],
    ['rem-s', -7, 2, -1],
    ['rem-s', 7, -2, 1],
  ] as const)('E5: %s of %i and %i is %i', (name, a, b, wanted) => {
    expect(operation.binary[name](a, b)).toBe(wanted);
  });
});

describe('atomics', () => {
  it.each(Object.keys(operation.atomic) as operation.AtomicOperation[])('%s does what the operation does', (name) => {
    for (const a of edgeWords) {
      for (const b of edgeWords) expectWord(operation.atomic[name](a, b), binary[name](a, b), `${a} ${name} ${b}`);
    }
  });
});

describe('P3: bit fields', () => {
  const fields = Array.from({ length: 33 }, (_, offset) =>
    Array.from({ length: 33 - offset }, (_, count) => [offset, count] as const),
  ).flat();

  it('extract: the field, filled with zeros or with its sign', () => {
    for (const [offset, count] of fields) {
      for (const a of edgeWords) {
        const field = (u(a) >> BigInt(offset)) % (1n << BigInt(count));
        const formula = `${count} bits of ${a} from ${offset}`;
        expectWord(operation.extract(a, offset, count, false), field, formula);
        expectWord(operation.extract(a, offset, count, true), BigInt.asIntN(count, field), `${formula}, signed`);
      }
    }
  });

  it('insert: the field is replaced, all else stays', () => {
    for (const [offset, count] of fields) {
      for (const [i, a] of edgeWords.entries()) {
        const b = edgeWords[(i * 7 + offset) % edgeWords.length]!;
        const [before, inserted] = [bitsOf(a), bitsOf(b)];
        const wanted = before.slice(0, 32 - offset - count) + inserted.slice(32 - count) + before.slice(32 - offset);
        expectWord(
          operation.insert(a, b, offset, count),
          fromBits(wanted),
          `${count} bits of ${b} at ${offset} of ${a}`,
        );
      }
    }
  });
});
