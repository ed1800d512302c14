import { cases, seed } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import type { BinaryOperation, UnaryOperation } from '../../execution/ir.js';
import * as operation from '../../execution/operation.js';
import { scalars, somePairs, someWords } from '../../testing/emitted.js';
import { fields } from '../../testing/fields.js';
import { edgeWords } from '../../testing/word.js';
import * as scalar from './scalar.js';
import { Scratch } from './scratch.js';
import { Code } from './wasm.js';

const random = cases(60_000);
const unaries = Object.keys(operation.unary) as UnaryOperation[];
const binaries = Object.keys(operation.binary) as BinaryOperation[];

describe('a unary operation on a word is what the interpreter makes of it', () => {
  const words = someWords(seed(), random);
  it.each(unaries)('%s', (name) => {
    const got = scalars((code, scratch) => scalar.unary(code, name, scratch), words);
    expect(got).toEqual(words.map((word) => operation.unary[name](word) | 0));
  });
});

describe('a binary operation on words is what the interpreter makes of it', () => {
  const [left, right] = somePairs(seed(), random);
  it.each(binaries)('%s', (name) => {
    const got = scalars((code, scratch) => scalar.binary(code, name, scratch), left, right);
    expect(got).toEqual(left.map((word, i) => operation.binary[name](word, right[i]!) | 0));
  });
});

describe('a binary operation with a known right operand is what the interpreter makes of it', () => {
  const words = someWords(seed(), 500);
  const constants = [...edgeWords, ...words.slice(-cases(400))];
  it.each(binaries)('%s', (name) => {
    for (const right of constants) {
      const got = scalars((code, scratch) => scalar.binaryConstant(code, name, right, scratch), words);
      expect(got, `${name} ${right}`).toEqual(words.map((word) => operation.binary[name](word, right) | 0));
    }
  });
});

describe('P3: bit fields of a word', () => {
  const words = someWords(seed(), 100);
  it('extract', () => {
    for (const [offset, count] of fields) {
      for (const isSigned of [false, true]) {
        const got = scalars((code) => scalar.extract(code, isSigned, offset, count), words);
        const wanted = words.map((word) => operation.extract(word, offset, count, isSigned));
        expect(got, `${count} bits from ${offset}, signed: ${isSigned}`).toEqual(wanted);
      }
    }
  });

  it('insert', () => {
    const bits = words.toReversed();
    for (const [offset, count] of fields) {
      const got = scalars((code, scratch) => scalar.insert(code, offset, count, scratch), words, bits);
      const wanted = words.map((word, i) => operation.insert(word, bits[i]!, offset, count));
      expect(got, `${count} bits at ${offset}`).toEqual(wanted);
    }
  });
});

describe('an operation gives back the locals that it takes', () => {
  const emitters: [string, (code: Code, scratch: Scratch) => void][] = [
    ...unaries.map((name): (typeof emitters)[0] => [name, (code, scratch) => scalar.unary(code, name, scratch)]),
    ...binaries.map((name): (typeof emitters)[0] => [name, (code, scratch) => scalar.binary(code, name, scratch)]),
    ...binaries.map((name): (typeof emitters)[0] => [
      `${name} with a constant`,
      (code, scratch) => scalar.binaryConstant(code, name, 7, scratch),
    ]),
    ['insert', (code, scratch) => scalar.insert(code, 3, 4, scratch)],
  ];
  it.each(emitters)('%s', (_, emit) => {
    const code = new Code([]);
    const scratch = new Scratch(code);
    emit(code, scratch);
    const { locals } = code;
    emit(code, scratch);
    expect(code.locals).toBe(locals);
    expect(locals).toBeLessThanOrEqual(3);
  });
});
