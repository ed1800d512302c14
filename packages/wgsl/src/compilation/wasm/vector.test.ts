import { cases, seed } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import type { BinaryOperation, UnaryOperation } from '../../execution/ir.js';
import * as operation from '../../execution/operation.js';
import { somePairs, someWords, vectors } from '../../testing/emitted.js';
import { fields } from '../../testing/fields.js';
import { edgeWords } from '../../testing/word.js';
import * as dot from './dot.js';
import * as scalar from './scalar.js';
import { Scratch } from './scratch.js';
import * as vector from './vector.js';
import { Code, simd } from './wasm.js';

const random = cases(60_000);
const unaries = Object.keys(operation.unary) as UnaryOperation[];
const binaries = Object.keys(operation.binary) as BinaryOperation[];
const shifts: readonly vector.Shift[] = ['shl', 'shr-s', 'shr-u'];
const comparisons: readonly BinaryOperation[] = ['eq', 'ne', 'lt-s', 'lt-u', 'le-s', 'le-u'];

/** What a lane of the result holds: comparisons leave masks. */
function lane(name: BinaryOperation, left: number, right: number): number {
  const word = operation.binary[name](left, right) | 0;
  return comparisons.includes(name) ? -word | 0 : word;
}

describe('a unary operation on four words is what the interpreter makes of each', () => {
  const words = someWords(seed(), random);
  it.each(unaries.filter((name) => name !== 'not'))('%s', (name) => {
    const got = vectors((code, scratch) => vector.unary(code, name, scratch), words);
    expect(got).toEqual(words.map((word) => operation.unary[name](word) | 0));
  });

  it('not, of masks', () => {
    expect(vectors((code, scratch) => vector.unary(code, 'not', scratch), [0, -1, -1, 0])).toEqual([-1, 0, 0, -1]);
  });
});

describe('a binary operation on four words is what the interpreter makes of each pair', () => {
  const [left, right] = somePairs(seed(), random);
  it.each(binaries)('%s', (name) => {
    const got = vectors((code, scratch) => vector.binary(code, name, scratch), left, right);
    expect(got).toEqual(left.map((word, i) => lane(name, word, right[i]!)));
  });
});

describe('a binary operation with a known right operand is what the interpreter makes of each lane', () => {
  const words = someWords(seed(), 500);
  const constants = [...edgeWords, ...words.slice(-cases(400))];
  it.each(binaries)('%s', (name) => {
    for (const right of constants) {
      const near = [...words, ...multiples(right)];
      const got = vectors((code, scratch) => vector.binaryConstant(code, name, right, scratch), near);
      expect(got, `${name} ${right}`).toEqual(near.map((word) => lane(name, word, right)));
    }
  });
});

/** Multiples of a divisor at both ends of both ranges, and the words beside them. */
function multiples(divisor: number): number[] {
  const words: number[] = [];
  for (const value of [divisor, divisor >>> 0]) {
    for (const end of [1, 2 ** 31 - 1, -(2 ** 31), 2 ** 32 - 1]) {
      const most = Math.trunc(end / (value || 1));
      for (const quotient of [most, most - 1, 1, 2, 3]) {
        for (const beside of [-1, 0, 1]) words.push((quotient * value + beside) | 0);
      }
    }
  }
  return words;
}

describe('shifts', () => {
  it.each(shifts)('%s by an amount that is the same in all lanes', (name) => {
    const words = someWords(seed(), 100);
    for (const amount of edgeWords) {
      const shift = (code: Code): void => {
        code.i32(amount);
        vector.shiftUniform(code, name);
      };
      expect(vectors(shift, words), `${name} ${amount}`).toEqual(
        words.map((word) => operation.binary[name](word, amount)),
      );
    }
  });

  it.each(shifts)('%s by each amount, each in every lane', (name) => {
    const words = someWords(seed(), 100);
    for (let first = -32; first < 64; first++) {
      const amounts = words.map((_, i) => first + (i % 7) * (i % 5));
      const got = vectors((code, scratch) => vector.shiftLanes(code, name, scratch), words, amounts);
      expect(got).toEqual(words.map((word, i) => operation.binary[name](word, amounts[i]!)));
    }
  });
});

describe('P3: bit fields of four words', () => {
  const words = someWords(seed(), 100);
  it('extract', () => {
    for (const [offset, count] of fields) {
      for (const isSigned of [false, true]) {
        const got = vectors((code) => vector.extract(code, isSigned, offset, count), words);
        const wanted = words.map((word) => operation.extract(word, offset, count, isSigned));
        expect(got, `${count} bits from ${offset}, signed: ${isSigned}`).toEqual(wanted);
      }
    }
  });

  it('insert', () => {
    const bits = words.toReversed();
    for (const [offset, count] of fields) {
      const got = vectors((code) => vector.insert(code, offset, count), words, bits);
      const wanted = words.map((word, i) => operation.insert(word, bits[i]!, offset, count));
      expect(got, `${count} bits at ${offset}`).toEqual(wanted);
    }
  });
});

describe('products of bytes', () => {
  const [left, right] = somePairs(seed(), 500);
  it.each([
    ['dot4-i8', true],
    ['dot4-u8', false],
  ] as const)('%s from halves that are made once', (name, isSigned) => {
    const emit = (code: Code, scratch: Scratch): void => {
      const locals = [0, 1, 2, 3, 4, 5].map(() => scratch.take('v128'));
      const [a, b, evenA, oddA, evenB, oddB] = locals as [number, number, number, number, number, number];
      code.set(b);
      code.set(a);
      for (const [half, from, to] of [
        [dot.evenBytes, a, evenA],
        [dot.oddBytes, a, oddA],
        [dot.evenBytes, b, evenB],
        [dot.oddBytes, b, oddB],
      ] as const) {
        code.get(from);
        half(code, isSigned);
        code.set(to);
      }
      dot.dotHalves(code, evenA, oddA, evenB, oddB);
    };
    expect(vectors(emit, left, right)).toEqual(left.map((word, i) => operation.binary[name](word, right[i]!)));
  });
});

describe('lanes', () => {
  it('countLanes is the number of lanes that are on', () => {
    const sets = Array.from({ length: 16 }, (_, set) => [0, 1, 2, 3].map((i) => -((set >> i) & 1)));
    const emit = (code: Code): void => {
      vector.countLanes(code);
      code.vector(simd.splat);
    };
    const wanted = sets.flatMap((lanes) => lanes.map(() => lanes.filter((mask) => mask !== 0).length));
    expect(
      vectors(
        emit,
        sets.flat().map((mask) => mask | 0),
      ),
    ).toEqual(wanted);
  });

  it('laneWise runs scalar code on the operands of each lane', () => {
    const [left, right] = somePairs(seed(), 500);
    const emit = (code: Code, scratch: Scratch): void => {
      const [a, b] = [scratch.take('v128'), scratch.take('v128')];
      code.set(b);
      code.set(a);
      vector.laneWise(code, [a, b], () => scalar.binary(code, 'div-s', scratch));
    };
    expect(vectors(emit, left, right)).toEqual(left.map((word, i) => operation.binary['div-s'](word, right[i]!)));
  });
});

describe('an operation gives back the locals that it takes', () => {
  const emitters: [string, (code: Code, scratch: Scratch) => void][] = [
    ...unaries.map((name): (typeof emitters)[0] => [name, (code, scratch) => vector.unary(code, name, scratch)]),
    ...binaries.map((name): (typeof emitters)[0] => [name, (code, scratch) => vector.binary(code, name, scratch)]),
    ...binaries.map((name): (typeof emitters)[0] => [
      `${name} with a constant`,
      (code, scratch) => vector.binaryConstant(code, name, 7, scratch),
    ]),
  ];
  it.each(emitters)('%s', (_, emit) => {
    const code = new Code([]);
    const scratch = new Scratch(code);
    emit(code, scratch);
    const { locals } = code;
    emit(code, scratch);
    expect(code.locals).toBe(locals);
    expect(locals).toBeLessThanOrEqual(4);
  });
});
