/** Every operation on operands of every kind: no result is said to be less, or more, than it is for some words (SPEC.md A3). */
import { seed } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { runCell } from '../execution/interpreter.js';
import type { Instruction, Kernel } from '../execution/ir.js';
import * as operation from '../execution/operation.js';
import {
  binary,
  builtin,
  clamp,
  constant,
  copy,
  kernel,
  loadBuffer,
  region,
  select,
  unary,
} from '../testing/assembly.js';
import { drawFrom, edges } from '../testing/wild.js';
import { inspect } from './analyze.js';

/** Registers: an operand, the one that it is made of, and what is used on the way. */
const [LEFT, RIGHT, RESULT, SPARE, WORD] = [1, 2, 3, 4, 5];

/** Operands: what is loaded from a word of binding 0, brought into some range. */
const operands: Readonly<Record<string, (to: number) => readonly Instruction[]>> = {
  'any word': () => [],
  small: (to) => [constant(SPARE, 15), binary(to, to, 'and', SPARE)],
  'small, not 0': (to) => [
    constant(SPARE, 7),
    binary(to, to, 'and', SPARE),
    constant(SPARE, 3),
    binary(to, to, 'add', SPARE),
  ],
  'around 0': (to) => [
    constant(SPARE, 15),
    binary(to, to, 'and', SPARE),
    constant(SPARE, 8),
    binary(to, to, 'sub', SPARE),
  ],
  'below 0': (to) => [
    constant(SPARE, 7),
    binary(to, to, 'and', SPARE),
    constant(SPARE, 9),
    binary(to, to, 'sub', SPARE),
  ],
  'below 2³¹': (to) => [constant(SPARE, 1), binary(to, to, 'shr-u', SPARE)],
  'from 2³¹ on': (to) => [constant(SPARE, -(2 ** 31)), binary(to, to, 'or', SPARE)],
  'around 2³¹': (to) => [
    constant(SPARE, 15),
    binary(to, to, 'and', SPARE),
    constant(SPARE, 2 ** 31 - 8),
    binary(to, to, 'add', SPARE),
  ],
  'a multiple': (to) => [
    constant(SPARE, 12),
    binary(to, to, 'rem-u', SPARE),
    constant(SPARE, 8),
    binary(to, to, 'mul', SPARE),
  ],
  'a condition': (to) => [constant(SPARE, 5), binary(to, to, 'lt-u', SPARE)],
  '-1': (to) => [constant(to, -1)],
  '0': (to) => [constant(to, 0)],
  '3': (to) => [constant(to, 3)],
  '32': (to) => [constant(to, 32)],
  '37': (to) => [constant(to, 37)],
  '-2³¹': (to) => [constant(to, -(2 ** 31))],
};

/** The result, what is left of it to the greatest word, and both with the other sign, each clamped to some count. */
function probes(counts: readonly number[]): readonly Instruction[] {
  return counts.flatMap((count, k) => [
    constant(SPARE, k & 1 ? -(2 ** 31) : 0),
    binary(WORD, RESULT, 'add', SPARE),
    ...(k & 2 ? [unary(WORD, 'complement', WORD)] : []),
    clamp(WORD, WORD, count, k),
  ]);
}

function kernelOf(code: readonly Instruction[], counts: readonly number[]): Kernel {
  const loads = [constant(SPARE, 0), loadBuffer(LEFT, 0, SPARE, 5), constant(SPARE, 1), loadBuffer(RIGHT, 0, SPARE, 5)];
  const spans = Array.from({ length: 6 }, () => ({ start: 0, end: 0 }));
  return kernel([region(...loads, ...code, ...probes(counts))], {
    spans,
    builtins: [builtin(0, 'local_invocation_index')],
  });
}

/** Fails if a probe is said to be inside that is clamped to less than a word that it was. */
function assertBounds(code: readonly Instruction[]): void {
  const most = [0, 0, 0, 0];
  const draw = drawFrom(seed());
  const watched = kernelOf(code, [1, 1, 1, 1]);
  for (let k = 0; k < 16; k++) {
    const words = [0, 1].map(() => (k < 10 ? edges[draw(edges.length)]! : draw(2 ** 32) | 0));
    runCell({
      kernel: watched,
      grid: [1, 1, 1],
      workgroup: [0, 0, 0],
      port: { lengthWords: () => 8, load: (_, word) => words[word]! },
      owns: () => true,
      loopBudget: 0,
      trace: ({ step, registers }) => {
        if (step.kind === 'clamp') most[step.at] = Math.max(most[step.at]!, registers[step.index]! >>> 0);
      },
    });
  }
  const clamped = kernelOf(
    code,
    most.map((count) => Math.max(1, count)),
  );
  const lengthWords = new Map([0, 1, 2, 3].map((binding) => [binding, 8]));
  const { clamps } = inspect(clamped, {
    grid: [1, 1, 1],
    lengthWords,
    owners: new Map(),
    literals: new Map(),
    loopBudget: 0,
  }).guards;
  const kept = [...clamps].map((one) => ('at' in one ? one.at : -1));
  expect(kept).toEqual(expect.arrayContaining([0, 1, 2, 3].filter((k) => most[k]! > 0)));
}

const kinds = Object.entries(operands);

describe.each(Object.keys(operation.binary) as (keyof typeof operation.binary)[])('%s', (name) => {
  it.each(kinds)('of %s', (_, left) => {
    for (const [, right] of kinds) assertBounds([...left(LEFT), ...right(RIGHT), binary(RESULT, LEFT, name, RIGHT)]);
  });
});

describe.each(Object.keys(operation.unary) as (keyof typeof operation.unary)[])('%s', (name) => {
  // E4: of a boolean.
  const some = name === 'not' ? kinds.filter(([kind]) => kind === 'a condition') : kinds;
  it.each(some)('of %s', (_, operand) => assertBounds([...operand(LEFT), unary(RESULT, name, LEFT)]));
});

describe.each([
  [0, 0],
  [0, 1],
  [0, 5],
  [0, 31],
  [0, 32],
  [3, 0],
  [3, 4],
  [3, 29],
  [31, 1],
  [32, 0],
] as const)('bits from %i, %i of them', (offset, count) => {
  it.each(kinds)('of %s', (_, operand) => {
    for (const isSigned of [true, false])
      assertBounds([...operand(LEFT), { kind: 'extract', isSigned, to: RESULT, operand: LEFT, offset, count }]);
    for (const [, bits] of kinds.slice(0, 4)) {
      assertBounds([
        ...operand(LEFT),
        ...bits(RIGHT),
        { kind: 'insert', to: RESULT, operand: LEFT, bits: RIGHT, offset, count },
      ]);
    }
  });
});

it('select, by a condition on what is selected and by others', () => {
  for (const [, left] of kinds) {
    for (const [, right] of kinds) {
      for (const compared of ['lt-u', 'lt-s', 'eq', 'ne'] as const) {
        const condition = [copy(6, LEFT), ...left(LEFT), ...right(RIGHT), binary(7, LEFT, compared, RIGHT)];
        assertBounds([...condition, select(RESULT, 7, LEFT, RIGHT)]);
        assertBounds([...condition, select(RESULT, 7, RIGHT, 6)]);
      }
    }
  }
});
