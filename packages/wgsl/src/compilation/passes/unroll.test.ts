import { describe, expect, it } from 'vitest';
import * as guards from '../../analysis/guards.js';
import type { BinaryOperation, Instruction } from '../../execution/ir.js';
import * as ir from '../../testing/assembly.js';
import { programOf, textOf } from '../../testing/optimized.js';
import { itKeeps } from '../../testing/passes.js';
import { build } from '../program/build.js';
import type { Program } from '../program/program.js';
import { split } from '../program/split.js';
import { simplify } from './simplify.js';
import { unroll } from './unroll.js';

const { again, binary, block, constant, copy, leave, loadBuffer, loop, phases, region, storeBuffer, when } = ir;

const use = (register: number): Instruction => storeBuffer(2, register, register);

const prepared = (program: Program): Program => simplify(split(program));

/** The stores that are left, and loops, behind the load of a word into register 3. */
function code(...list: readonly Instruction[]): readonly string[] {
  const before = prepared(programOf([region(loadBuffer(3, 0, 0), ...list)]));
  return textOf(prepared(unroll(before))).filter((line) => /loop|buffer 2|if|leave|again/.test(line));
}

interface Counter {
  readonly from: number;
  readonly while: BinaryOperation;
  readonly to: number;
  readonly by: BinaryOperation;
  readonly step: number;
}

/** `for (r5 = from; r5 while to; r5 = r5 by step)`. */
function counted(label: number, counter: Counter, body: readonly Instruction[]): readonly Instruction[] {
  const head = [constant(6, counter.to), binary(6, 5, counter.while, 6), when(6, [], [leave(label)])];
  const step = [constant(6, counter.step), binary(5, 5, counter.by, 6), again(label + 1)];
  return [constant(5, counter.from), block(label, [loop(label + 1, [...head, ...body, ...step])])];
}

const rounds = (count: number): readonly string[] =>
  Array.from({ length: count }, () => expect.stringMatching(/^buffer/));

describe('a loop with a known number of rounds', () => {
  it.each([
    ['up', { from: 0, while: 'lt-s', to: 3, by: 'add', step: 1 }, 3],
    ['up to and with the last', { from: 0, while: 'le-u', to: 4, by: 'add', step: 2 }, 3],
    ['down', { from: 4, while: 'ne', to: 0, by: 'sub', step: 1 }, 4],
    ['doubling', { from: 1, while: 'lt-u', to: 100, by: 'shl', step: 1 }, 7],
    ['not at all', { from: 5, while: 'lt-u', to: 5, by: 'add', step: 1 }, 0],
  ] as const)('that counts %s', (_, counter, count) => {
    expect(code(...counted(1, counter, [use(5)]))).toEqual(rounds(count));
  });

  it('with its test at the end', () => {
    const test = [constant(6, 2), binary(5, 5, 'add', 6), constant(6, 6), binary(6, 5, 'lt-u', 6)];
    expect(code(constant(5, 0), loop(1, [use(5), ...test, when(6, [again(1)])]))).toEqual(rounds(3));
  });

  it('with several back-edges, if all count alike', () => {
    const round = (left: number, right: number): readonly Instruction[] => [
      use(5),
      constant(6, 4),
      binary(6, 5, 'lt-u', 6),
      loadBuffer(7, 0, 5),
      ...[left, right].flatMap((step, k) => [constant(9 + k, step), binary(9 + k, 5, 'add', 9 + k)]),
      when(6, [when(7, [copy(5, 9), again(1)], [copy(5, 10), again(1)])]),
    ];
    const stores = (lines: readonly string[]): number => lines.filter((line) => /buffer 2/.test(line)).length;
    expect(stores(code(constant(5, 0), loop(1, round(2, 2))))).toBe(3);
    expect(stores(code(constant(5, 0), loop(1, round(2, 1))))).toBe(1);
  });

  it('in others, also if one counts to the round of another', () => {
    const inner = (label: number): readonly Instruction[] => [
      constant(7, 0),
      block(label, [
        loop(label + 1, [
          binary(8, 7, 'lt-u', 5),
          when(8, [], [leave(label)]),
          use(7),
          constant(8, 1),
          binary(7, 7, 'add', 8),
          again(label + 1),
        ]),
      ]),
    ];
    expect(code(...counted(1, { from: 0, while: 'lt-u', to: 4, by: 'add', step: 1 }, inner(3)))).toEqual(rounds(6));
  });

  it('keeps other jumps', () => {
    const body = [loadBuffer(7, 0, 5), when(7, [leave(1)]), use(5)];
    expect(code(...counted(1, { from: 0, while: 'lt-u', to: 2, by: 'add', step: 1 }, body))).toEqual([
      '  if r1',
      '    leave @1',
      expect.stringMatching(/^ {2}buffer/),
      expect.stringMatching(/^ {2}if r\d/),
      '    leave @1',
      expect.stringMatching(/^ {2}buffer/),
    ]);
    expect(
      code(block(9, counted(1, { from: 0, while: 'lt-u', to: 3, by: 'add', step: 1 }, [use(5), leave(9)]))),
    ).toEqual(rounds(1));
  });

  it('counts its back-edges where a budget is left', () => {
    const kernel = ir.kernel([region(...counted(1, { from: 0, while: 'lt-u', to: 3, by: 'add', step: 1 }, [use(5)]))]);
    const lines = textOf(prepared(unroll(prepared(build(kernel, guards.all(kernel))))));
    expect(lines.filter((line) => /loop|again/.test(line))).toEqual([]);
    expect(lines.filter((line) => /run-out/.test(line)).length).toBe(3);
  });
});

describe('a loop stays', () => {
  const stays = (lines: readonly string[]): void => {
    expect(lines.filter((line) => /loop/.test(line)).length).toBe(1);
  };

  it('if nobody knows how often it comes round', () => {
    const test = [binary(6, 5, 'lt-u', 3), when(6, [], [leave(1)])];
    stays(
      code(constant(5, 0), block(1, [loop(2, [...test, use(5), constant(6, 1), binary(5, 5, 'add', 6), again(2)])])),
    );
  });

  it('if something else sets its counter', () => {
    const counter = { from: 0, while: 'lt-u', to: 3, by: 'add', step: 1 } as const;
    stays(code(...counted(1, counter, [use(5), when(3, [loadBuffer(5, 0, 3)])])));
    stays(code(...counted(1, counter, [block(7, [when(3, [loadBuffer(5, 0, 3), leave(7)]), use(5)])])));
  });

  it('if it has many rounds, or long ones', () => {
    const counter = (to: number): Counter => ({ from: 0, while: 'lt-u', to, by: 'add', step: 1 });
    const long = Array.from({ length: 100 }, () => loadBuffer(9, 0, 9));
    stays(code(...counted(1, counter(256), [use(5)])));
    expect(code(...counted(1, counter(255), [use(5)])).length).toBe(255);
    stays(code(...counted(1, counter(20), [...long, use(5)])));
    expect(code(...counted(1, counter(5), [...long, use(5)])).length).toBe(5);
  });

  it('if it is of phases', () => {
    const test = [constant(6, 2), binary(6, 5, 'lt-u', 6)];
    const body = [
      region(constant(5, 0)),
      phases.loop(1, [
        region(use(5), constant(6, 1), binary(5, 5, 'add', 6), ...test),
        phases.when(6, [region(again(1))]),
      ]),
    ];
    const program = prepared(programOf(body));
    expect(unroll(program)).toBe(program);
  });
});

it('a program grows by some thousands of nodes at most', () => {
  const counter = { from: 0, while: 'lt-u', to: 250, by: 'add', step: 1 } as const;
  const nested = (depth: number): readonly Instruction[] =>
    depth === 0
      ? [use(5)]
      : Array.from({ length: 6 }, (_, k) => counted(100 * depth + 2 * k, counter, [use(5)])).flat();
  const loops = Array.from({ length: 40 }, (_, k) => counted(1000 + 2 * k, counter, nested(0))).flat();
  const lines = textOf(unroll(prepared(programOf([region(...loops)]))));
  const left = lines.filter((line) => /loop/.test(line)).length;
  expect(left).toBeGreaterThan(10);
  expect(left).toBeLessThan(35);
  expect(lines.filter((line) => /buffer/.test(line)).length).toBeLessThan(10_000);
});

describe('a program does what it did', () => itKeeps(unroll, prepared));
