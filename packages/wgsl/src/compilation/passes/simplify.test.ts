import { describe, expect, it } from 'vitest';
import type { Instruction } from '../../execution/ir.js';
import * as ir from '../../testing/assembly.js';
import { evaluate } from '../../testing/evaluated.js';
import { programOf, simplified, unguarded } from '../../testing/optimized.js';
import { itKeeps } from '../../testing/passes.js';
import { printProgram } from '../../testing/program.js';
import { build } from '../program/build.js';
import { split } from '../program/split.js';
import { simplify } from './simplify.js';

const { again, atomic, barrier, binary, block, constant, copy, leave, load, loadBuffer, loop, phases, region } = ir;
const { store, storeBuffer, when } = ir;

const use = (register: number): Instruction => storeBuffer(2, 0, register);
const sum = (to: number): Instruction => binary(to, 3, 'add', 4);

/** Behind the loads of two words into registers 3 and 4: r1 and r2. */
function code(...list: readonly Instruction[]): readonly string[] {
  return simplified(loadBuffer(3, 0, 0), loadBuffer(4, 1, 0), ...list).slice(3);
}

/** With costs, from the third line on. */
function whole(...list: readonly Instruction[]): readonly string[] {
  const body = [region(loadBuffer(3, 0, 0), loadBuffer(4, 1, 0), ...list)];
  return printProgram(simplify(split(programOf(body)))).slice(1);
}

describe('what has been computed', () => {
  it('is not computed again', () => {
    expect(code(sum(5), binary(6, 4, 'add', 3), binary(7, 5, 'mul', 6), use(7))).toEqual([
      'r3 = add r1, r2',
      'r5 = mul r3, r3',
      'buffer 2[r0] = r5',
    ]);
  });

  it('in a branch is not there behind it, nor in the other one', () => {
    expect(code(when(3, [sum(5), use(5)], [binary(5, 4, 'mul', 4), use(5)]), sum(5), use(5))).toEqual([
      'if r1',
      '  r3 = add r1, r2',
      '  buffer 2[r0] = r3',
      'else',
      '  r4 = mul r2, r2',
      '  buffer 2[r0] = r4',
      'r5 = add r1, r2',
      'buffer 2[r0] = r5',
    ]);
  });

  it('in a branch is there behind it, if control comes from there only', () => {
    const body = [when(3, [sum(5), use(5)], [leave(1)]), sum(5), use(5), loadBuffer(6, 0, 5), use(6)];
    expect(code(block(1, body), use(4))).toEqual([
      'block @1',
      '  if r1',
      '    r3 = add r1, r2',
      '    buffer 2[r0] = r3',
      '  else',
      '    leave @1',
      '  buffer 2[r0] = r3',
      '  r5 = buffer 0[r3]',
      '  buffer 2[r0] = r5',
      'buffer 2[r0] = r2',
    ]);
  });

  it('of what is written in several places is not computed again until it is written', () => {
    const [four, by] = [constant(7, 4), (to: number) => binary(to, 5, 'mul', 7)];
    const round = [four, by(8), use(8), by(9), use(9), binary(5, 5, 'add', 3), by(8), use(8), when(8, [again(1)])];
    expect(code(constant(5, 9), loop(1, round))).toEqual([
      'r3 = 9',
      'loop @1',
      '  r8 = 2',
      '  r5 = shl r3, r8',
      '  buffer 2[r0] = r5',
      '  buffer 2[r0] = r5',
      '  r3 = add r3, r1',
      '  r7 = shl r3, r8',
      '  buffer 2[r0] = r7',
      '  if r7',
      '    again @1',
    ]);
  });

  it('of something that has changed since is not taken for what it is now', () => {
    const [one, two] = [constant(6, 1), constant(7, 2)];
    const body = [one, two, binary(8, 5, 'add', 6), copy(9, 5), loadBuffer(5, 0, 5), binary(10, 8, 'add', 7)];
    expect(code(constant(5, 3), loop(1, [...body, use(9), use(10), when(4, [again(1)])]))).toEqual([
      'r3 = 3',
      'loop @1',
      '  r4 = 1',
      '  r5 = 2',
      '  r6 = add r3, r4',
      '  r7 = r3',
      '  r3 = buffer 0[r3]',
      '  r8 = add r6, r5',
      '  buffer 2[r0] = r7',
      '  buffer 2[r0] = r8',
      '  if r2',
      '    again @1',
    ]);
  });

  it('before a loop is computed again in it, if it changes there', () => {
    const round = [binary(7, 5, 'mul', 5), use(7), binary(5, 5, 'add', 3), when(5, [again(1)])];
    expect(code(copy(5, 4), when(3, [copy(5, 3)]), binary(6, 5, 'mul', 5), use(6), loop(1, round))).toEqual([
      'r3 = r2',
      'if r1',
      '  r3 = r1',
      'r4 = mul r3, r3',
      'buffer 2[r0] = r4',
      'loop @1',
      '  r5 = mul r3, r3',
      '  buffer 2[r0] = r5',
      '  r3 = add r3, r1',
      '  if r3',
      '    again @1',
    ]);
  });

  it('in a region is computed again in the next one: else it would be kept for each invocation', () => {
    const body = [region(loadBuffer(3, 0, 0), loadBuffer(4, 1, 0), sum(5), use(5)), barrier('workgroup')];
    const lines = printProgram(simplify(split(programOf([...body, region(sum(6), use(6))]))));
    expect(lines.filter((line) => /add|\d = 0/.test(line))).toEqual([
      '  r0 = 0',
      '  r3 = add r1, r2',
      '  r4 = add r1, r2',
    ]);
  });
});

describe('loads', () => {
  it('of a word that was loaded or stored since the last store elsewhere are none', () => {
    expect(
      code(loadBuffer(5, 0, 0), use(5), load(6, 'local', 3), store('local', 3, 4), load(7, 'local', 3), use(7)),
    ).toEqual(['buffer 2[r0] = r1', 'buffer 2[r0] = r2']);
  });

  it('are made again behind a store, an atomic, and a branch with one', () => {
    const loads = (to: number): Instruction => load(to, 'workgroup', 3);
    const change = [[store('workgroup', 4, 3)], [atomic(4, 'add', 3)], [when(4, [store('workgroup', 4, 3)])]];
    for (const list of change) {
      const lines = code(loads(5), use(5), loads(6), use(6), ...list, loads(7), use(7));
      expect(lines.filter((line) => /= workgroup/.test(line)).length).toBe(2);
      expect(lines.filter((line) => /buffer/.test(line)).length).toBe(3);
    }
  });

  it('of buffers stay, also if nobody reads them, and others do not', () => {
    expect(code(loadBuffer(5, 0, 3), load(6, 'workgroup', 3), load(7, 'local', 4), use(4))).toEqual([
      'r3 = buffer 0[r1]',
      'buffer 2[r0] = r2',
    ]);
  });
});

describe('conditions', () => {
  it('that are known inside of their branches', () => {
    const test = binary(5, 3, 'lt-u', 4);
    const inner = [use(5), when(5, [use(3)], [use(4)])];
    expect(code(test, when(5, inner, inner))).toEqual([
      'r3 = lt-u r1, r2',
      'if r3',
      '  buffer 2[r0] = r3',
      '  buffer 2[r0] = r1',
      'else',
      '  buffer 2[r0] = r3',
      '  buffer 2[r0] = r2',
    ]);
  });

  it('that are parts of others', () => {
    const tests = [constant(7, 9), binary(5, 3, 'eq', 7), binary(6, 3, 'lt-u', 4), binary(8, 5, 'and', 6)];
    expect(code(...tests, when(8, [when(6, [binary(9, 3, 'mul', 3), use(9)])]))).toEqual([
      'r3 = 9',
      'r4 = eq r1, r3',
      'r5 = lt-u r1, r2',
      'r6 = and r4, r5',
      'if r6',
      '  r7 = 81',
      '  buffer 2[r0] = r7',
    ]);
  });

  it('that are turned around', () => {
    const word = [sum(5), ir.unary(6, 'not', 5)];
    expect(code(...word, when(6, [use(3)], [use(4)]))).toEqual([
      'r3 = add r1, r2',
      'if r3',
      '  buffer 2[r0] = r2',
      'else',
      '  buffer 2[r0] = r1',
    ]);
  });

  it('of phases stay the same words, because others need not be uniform', () => {
    const word = [loadBuffer(3, 0, 0), constant(4, 0), binary(5, 3, 'ne', 4)];
    const lines = printProgram(simplify(split(programOf([region(...word), phases.when(5, [region(use(3))])]))));
    expect(lines.filter((line) => /ne|if/.test(line))).toEqual(['  r3 = ne r1, r0', 'phase if r3']);
  });
});

describe('guards', () => {
  it('fire once', () => {
    const kernel = ir.kernel([region(loadBuffer(3, 0, 0), loadBuffer(5, 0, 3), loadBuffer(6, 0, 3), use(6))]);
    const access = [...kernel.body].flatMap((phase) => (phase.kind === 'region' ? phase.code : [])).slice(1, 3);
    const lines = printProgram(simplify(split(build(kernel, { ...unguarded, outside: new Set(access) }))));
    expect(lines.filter((line) => /fire/.test(line))).toEqual(['  fire unless r3']);
  });
});

describe('control flow', () => {
  it('without jumps is straight, and is paid for at once', () => {
    expect(whole(block(1, [constant(5, 1), when(5, [sum(6), use(6)], [use(3)])]), use(4))).toEqual([
      '  r0 = 0',
      '  pay 8',
      '  r1 = buffer 0[r0]',
      '  r2 = buffer 1[r0]',
      '  r4 = add r1, r2',
      '  buffer 2[r0] = r4',
      '  buffer 2[r0] = r2',
    ]);
  });

  it('that may jump away is paid for apart', () => {
    expect(whole(block(1, [when(3, [leave(1)]), use(4)]), use(3)).filter((line) => !/r\d =/.test(line))).toEqual([
      '  pay 4',
      '  block @1',
      '    pay 1',
      '    if r1',
      '      pay 1',
      '      leave @1',
      '    pay 1',
      '    buffer 2[r0] = r2',
      '  buffer 2[r0] = r1',
    ]);
  });

  it('to where it goes anyway is no jump', () => {
    const inner = [when(4, [use(3), leave(1)], [use(4), leave(1)])];
    expect(code(block(1, [when(3, inner, [use(4), leave(1)])]), use(3))).toEqual([
      'if r1',
      '  if r2',
      '    buffer 2[r0] = r1',
      '  else',
      '    buffer 2[r0] = r2',
      'else',
      '  buffer 2[r0] = r2',
      'buffer 2[r0] = r1',
    ]);
  });

  it('on one side of a branch in front of a jump', () => {
    const round = [block(2, [when(3, [use(3), leave(2)], [use(4)]), leave(1)]), use(3)];
    expect(code(block(1, round), use(4))).toEqual([
      'block @1',
      '  if r1',
      '    buffer 2[r0] = r1',
      '  else',
      '    buffer 2[r0] = r2',
      '    leave @1',
      '  buffer 2[r0] = r1',
      'buffer 2[r0] = r2',
    ]);
  });

  it('behind a branch that is known to jump is left out', () => {
    expect(code(constant(5, 1), block(1, [when(5, [use(3), leave(1)]), use(4)]), use(4))).toEqual([
      'buffer 2[r0] = r1',
      'buffer 2[r0] = r2',
    ]);
  });

  it('that comes round once is no loop', () => {
    expect(code(constant(5, 0), loop(1, [use(3), when(5, [again(1)])]))).toEqual(['buffer 2[r0] = r1']);
  });

  it('around phases', () => {
    const body = [
      region(constant(3, 1), constant(4, 0)),
      phases.block(1, [
        phases.when(3, [region(use(3)), barrier('storage')], [leave(1)]),
        phases.loop(2, [phases.when(4, [region(again(2))])]),
      ]),
    ];
    expect(printProgram(simplify(split(programOf(body))))).toEqual([
      'region',
      '  r0 = 0',
      '  pay 2',
      '  r1 = 1',
      'phase pay 2',
      'region',
      '  pay 1',
      '  buffer 2[r0] = r1',
      'phase pay 3',
    ]);
  });
});

describe('what nobody reads', () => {
  it('is not computed, round a loop neither', () => {
    expect(code(sum(5), constant(6, 1), loop(1, [binary(6, 6, 'add', 6), when(3, [again(1)])]))).toEqual([
      'loop @1',
      '  if r1',
      '    again @1',
    ]);
  });

  it('is not stored, if it is gone when the cell ends', () => {
    expect(code(store('local', 3, 4), store('workgroup', 3, 4), atomic(3, 'max-u', 4), use(3))).toEqual([
      'buffer 2[r0] = r1',
    ]);
  });
});

it('in deep loops with many changes less is known, and nothing wrong', () => {
  const deep = (depth: number): readonly Instruction[] => {
    const change = [binary(5 + (depth % 20), 3, 'add', 5 + ((depth + 1) % 20)), binary(5, 5, 'add', 3)];
    if (depth === 0) return Array.from({ length: 1500 }, (_, k) => binary(5 + (k % 20), 3, 'add', 5 + ((k * 7) % 20)));
    return [
      ...change,
      block(depth, [loop(200 + depth, [when(4, [leave(depth)]), ...deep(depth - 1), when(27, [again(200 + depth)])])]),
      ...change,
      use(5),
    ];
  };
  const values = Array.from({ length: 20 }, (_, k) => [use(5 + k), binary(26, 5 + k, 'add', 3), use(26)]).flat();
  const program = split(programOf([region(loadBuffer(3, 0, 0), loadBuffer(4, 1, 0), ...deep(100), ...values)]));
  for (const word of [0, 1]) {
    const cell = {
      grid: [1, 1, 1],
      workgroup: [0, 0, 0],
      port: { lengthWords: () => 8, load: (binding: number) => (binding === 0 ? 3 : word) },
      owns: () => true,
      loopBudget: 0,
    } as const;
    expect(evaluate(simplify(program), cell)).toEqual(evaluate(program, cell));
  }
});

describe('a program does what it did', () => itKeeps(simplify, split));
