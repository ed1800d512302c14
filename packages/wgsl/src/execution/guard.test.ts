import { describe, expect, it } from 'vitest';
import * as ir from '../testing/assembly.js';
import type { Instruction } from './ir.js';

const { constant, binary, loadBuffer, storeBuffer, region } = ir;

const kernelOf = (...code: readonly Instruction[]): ReturnType<typeof ir.kernel> => ir.kernel([region(...code)]);

describe('E10: outside of a buffer', () => {
  /** Loads a word of binding 0 and stores 7 there in binding 2; stores the loaded word in binding 3. */
  const touch = (index: number, isValid: number): Instruction[] => [
    constant(1, index),
    constant(2, isValid),
    constant(3, 7),
    constant(4, 9),
    loadBuffer(4, 0, 1, 1, 2),
    storeBuffer(2, 1, 3, 2, 2),
    storeBuffer(3, 20, 4),
  ];

  it.each([
    ['the last word', 3, 1, [40, [0, 0, 0, 7]], []],
    ['the word behind the last', 4, 1, [0, [0, 0, 0, 0]], [4, 4]],
    ['a negative index', -1, 1, [0, [0, 0, 0, 0]], [2 ** 32 - 1, 2 ** 32 - 1]],
    ['a word of an access that is not valid', 3, 0, [0, [0, 0, 0, 0]], [undefined, undefined]],
  ] as const)('%s', (_, index, isValid, [loaded, stored], fired) => {
    const { buffers, guards, reads } = ir.run(kernelOf(...touch(index, isValid)), {
      0: [10, 20, 30, 40],
      2: [0, 0, 0, 0],
    });
    expect([buffers[3]![0], buffers[2]]).toEqual([loaded, stored]);
    const event = { kind: 'outside', times: 1, region: 0, invocation: 0 };
    expect(guards).toEqual(fired.map((index, i) => ({ ...event, at: 1 + i, binding: i === 0 ? 0 : 2, index })));
    expect(reads.get(0)).toEqual(fired.length === 0 ? [{ start: 3, end: 4 }] : []);
  });

  it('of a uniform buffer, and of one that is written', () => {
    const code = [
      constant(1, 8),
      constant(2, 5),
      loadBuffer(2, 1, 1),
      storeBuffer(3, 20, 2),
      constant(2, 5),
      loadBuffer(2, 2, 1),
      storeBuffer(3, 20, 2),
    ];
    const { buffers, guards } = ir.run(kernelOf(...code), { 1: Array(8).fill(3), 3: [9] });
    expect(buffers[3]).toEqual([0]);
    expect(guards).toMatchObject([{ kind: 'outside', binding: 1, index: 8, times: 2 }]);
  });
});

describe('E11, E12: words that the cell does not own', () => {
  const options = { owns: (binding: number, word: number): boolean => binding === 2 && word >= 2 && word < 4 };
  const touch = (word: number): Instruction[] => [
    constant(1, word),
    constant(2, 70),
    loadBuffer(3, 2, 1, 1),
    binary(3, 3, 'add', 2),
    storeBuffer(2, 1, 3, 2),
    loadBuffer(4, 2, 1, 3),
    ir.store('workgroup', 20, 4),
  ];

  it.each([
    [1, [10, 20, 30, 40, 50], [1, 2, 3]],
    [2, [10, 20, 100, 40, 50], []],
    [3, [10, 20, 30, 110, 50], []],
    [4, [10, 20, 30, 40, 50], [1, 2, 3]],
  ])('word %i', (word, contents, fired) => {
    const run = ir.run(kernelOf(...touch(word)), { 2: [10, 20, 30, 40, 50] }, options);
    expect(run.buffers[2]).toEqual(contents);
    expect(run.guards).toEqual(
      fired.map((at) => ({ kind: 'not-owned', at, times: 1, region: 0, invocation: 0, binding: 2, index: word })),
    );
    expect(run.reads.get(2)).toEqual(fired.length === 0 ? [{ start: word, end: word + 1 }] : []);
    expect(run.writes.get(2)!.words.length).toBe(fired.length === 0 ? 1 : 0);
  });

  it('a foreign word loads 0 after a store to it', () => {
    const code = [constant(1, 4), storeBuffer(2, 1, 1), loadBuffer(1, 2, 1), constant(5, 2), storeBuffer(2, 5, 1)];
    expect(ir.run(kernelOf(...code), { 2: [1, 1, 1, 1, 1] }, options).buffers[2]).toEqual([1, 1, 0, 1, 1]);
  });

  it('a dropped store is not outside, and an outside one is not foreign', () => {
    const code = [constant(1, 4), storeBuffer(2, 1, 1, 1), constant(1, 5), storeBuffer(2, 1, 1, 2)];
    expect(ir.run(kernelOf(...code), { 2: [1, 1, 1, 1, 1] }, options).guards).toMatchObject([
      { kind: 'not-owned', at: 1 },
      { kind: 'outside', at: 2 },
    ]);
  });

  it('a buffer that is only read has no owner', () => {
    const code = [loadBuffer(1, 0, 20), constant(2, 2), storeBuffer(2, 2, 1)];
    const { buffers, guards } = ir.run(kernelOf(...code), { 0: [6] }, options);
    expect(buffers[2]![2]).toBe(6);
    expect(guards).toEqual([]);
  });
});

describe('E13: clamped indices', () => {
  it.each([
    [0, 0, false],
    [6, 6, false],
    [7, 6, true],
    [-1, 6, true],
    [-(2 ** 31), 6, true],
  ])('index %i of 7 is %i', (index, wanted, fires) => {
    const code = [constant(1, index), ir.clamp(2, 1, 7, 5), storeBuffer(2, 20, 2)];
    const { buffers, guards } = ir.run(kernelOf(...code));
    expect(buffers[2]![0]).toBe(wanted);
    const event = {
      kind: 'clamped',
      at: 5,
      times: 1,
      region: 0,
      invocation: 0,
      binding: undefined,
      index: index >>> 0,
    };
    expect(guards).toEqual(fires ? [event] : []);
  });
});

describe('E14: the loop budget', () => {
  /** A loop whose body runs `rounds` times, if it may: takes rounds - 1 back-edges; counts in `to`, which is 0 at first. */
  const loop = (label: number, to: number, rounds: number): Instruction[] => [
    constant(10, 1),
    constant(11, rounds),
    ir.loop(label, [binary(to, to, 'add', 10), binary(12, to, 'lt-u', 11), ir.when(12, [ir.again(label)])], label),
    constant(13, to - 1),
    storeBuffer(2, 13, to),
  ];

  it.each([
    [3, 3, []],
    [4, 4, []],
    [5, 5, []],
    [6, 5, [1]],
    [7, 5, [1]],
  ])('a loop of %i rounds with a budget of 4 runs %i', (rounds, ran, times) => {
    const { buffers, guards } = ir.run(kernelOf(...loop(1, 1, rounds)), {}, { loopBudget: 4 });
    expect(buffers[2]![0]).toBe(ran);
    const event = { kind: 'loop-budget', at: 1, region: 0, invocation: 0, binding: undefined, index: undefined };
    expect(guards).toEqual(times.map((times) => ({ ...event, times })));
  });

  it('with a budget of 0 a body runs once', () => {
    expect(ir.run(kernelOf(...loop(1, 1, 9)), {}, { loopBudget: 0 }).buffers[2]![0]).toBe(1);
  });

  it('is one budget for all loops of an invocation, nested ones too; once it is used up, no loop repeats', () => {
    const inner = [constant(14, 3), constant(2, 0), ...loop(2, 2, 3)];
    const outer = ir.loop(
      1,
      [...inner, binary(1, 1, 'add', 10), binary(12, 1, 'lt-u', 14), ir.when(12, [ir.again(1)])],
      1,
    );
    const after = [constant(13, 0), storeBuffer(2, 13, 1), ...loop(3, 3, 4)];
    const rounds = (loopBudget: number): readonly number[] =>
      ir.run(kernelOf(outer, ...after), {}, { loopBudget }).buffers[2]!.slice(0, 3);
    // Three rounds of the outer loop with three of the inner one take 3 · 2 + 2 back-edges, the last loop 3.
    expect(rounds(11)).toEqual([3, 3, 4]);
    expect(rounds(10)).toEqual([3, 3, 3]);
    expect(rounds(8)).toEqual([3, 3, 1]);
    expect(rounds(7)).toEqual([3, 2, 1]);
    expect(rounds(5)).toEqual([2, 3, 1]);
    expect(rounds(2)).toEqual([1, 3, 1]);
  });

  it('is counted for each invocation, through all regions', () => {
    // Invocation i takes i back-edges in each of two regions.
    const code = (label: number): Instruction[] => [
      constant(3, 1),
      constant(1, 0),
      ir.block(label, [
        ir.loop(label + 1, [
          binary(4, 1, 'eq', 0),
          ir.when(4, [ir.leave(label)]),
          binary(1, 1, 'add', 3),
          ir.again(label + 1),
        ]),
      ]),
      storeBuffer(2, 0, 1),
    ];
    const body = [region(...code(1)), ir.barrier('storage'), region(...code(3))];
    const kernel = ir.kernel(body, { workgroupSize: [5, 1, 1] });
    const { buffers, guards } = ir.run(kernel, {}, { loopBudget: 6 });
    // The fourth takes 4, then 2 of 4; the budget ends its loop behind the third round.
    expect(buffers[2]!.slice(0, 5)).toEqual([0, 1, 2, 3, 3]);
    expect(guards).toMatchObject([{ kind: 'loop-budget', region: 1, invocation: 4, times: 1 }]);
  });
});

describe('E14: the loop budget of the workgroup', () => {
  const { phases } = ir;
  const step = [constant(1, 1), binary(2, 2, 'add', 1), storeBuffer(2, 0, 2)];
  const size = { workgroupSize: [3, 1, 1] } as const;
  const shapes = {
    'again among the phases': phases.loop(1, [region(...step), ir.barrier('storage'), ir.again(1)]),
    'again in a region': phases.loop(1, [region(...step), ir.barrier('storage'), region(ir.again(1))]),
  };

  it.each(Object.entries(shapes))('counts a back-edge of all invocations once: %s', (_, loop) => {
    const { buffers, guards, cost } = ir.run(ir.kernel([loop], size), {}, { loopBudget: 4 });
    expect(buffers[2]!.slice(0, 3)).toEqual([5, 5, 5]);
    const event = { kind: 'loop-budget', at: undefined, times: 1, binding: undefined, index: undefined };
    expect(guards).toMatchObject([event]);
    // The loop, and in each round three instructions, the barrier and `again`.
    expect(cost).toBe(3 * (1 + 5 * 5));
  });

  it('is apart from what the invocations have: a cell in which one ran out ends with its region', () => {
    const spin = [ir.loop(2, [constant(1, 1), binary(3, 3, 'add', 1), ir.again(2)], 7), storeBuffer(3, 0, 3)];
    const run = ir.run(ir.kernel([region(...spin), shapes['again in a region']], size), {}, { loopBudget: 4 });
    expect(run.buffers[3]!.slice(0, 3)).toEqual([5, 5, 5]);
    expect(run.buffers[2]!.slice(0, 3)).toEqual([0, 0, 0]);
    expect(run.guards.map(({ at, times }) => [at, times])).toEqual([[7, 3]]);
  });

  it('is one for all such loops', () => {
    const again = (label: number) => phases.loop(label, [region(...step), ir.barrier('storage'), ir.again(label)]);
    const leave = (label: number) => phases.loop(label, [region(...step), ir.barrier('storage')]);
    const sums = (...loops: Parameters<typeof ir.kernel>[0]): readonly number[] =>
      ir.run(ir.kernel([...loops], size), {}, { loopBudget: 4 }).buffers[2]!.slice(0, 3);
    expect(sums(leave(1), again(2))).toEqual([6, 6, 6]);
    // Five rounds of the first loop, and the cell ends.
    expect(sums(again(1), again(2))).toEqual([5, 5, 5]);
  });

  it('is used up with the last back-edge that may be taken: what comes behind the loop is not run', () => {
    const kernel = ir.kernel([shapes['again in a region'], region(constant(4, 9), storeBuffer(3, 0, 4))], size);
    expect(ir.run(kernel, {}, { loopBudget: 0 }).buffers).toMatchObject({
      2: [1, 1, 1, 0, 0, 0, 0, 0],
      3: [0, 0, 0, 0, 0, 0, 0, 0],
    });
  });
});

describe('reports of guards', () => {
  it('one for a place and a reason: the first time, and how often', () => {
    const code = [
      constant(1, 8),
      binary(1, 1, 'sub', 0),
      loadBuffer(2, 0, 1, 3),
      ir.clamp(3, 1, 7, 3),
      binary(1, 1, 'add', 1),
      loadBuffer(2, 0, 1, 4),
    ];
    const kernel = ir.kernel([region(), region(...code)], { workgroupSize: [4, 1, 1] });
    expect(ir.run(kernel).guards).toEqual([
      { kind: 'outside', at: 3, times: 1, region: 1, invocation: 0, binding: 0, index: 8 },
      { kind: 'clamped', at: 3, times: 2, region: 1, invocation: 0, binding: undefined, index: 8 },
      { kind: 'outside', at: 4, times: 4, region: 1, invocation: 0, binding: 0, index: 16 },
    ]);
  });
});
