/** What emitted code must not leave out, one thing a kernel: `npm run mutate:emitter` takes them away in turn. */
import { owner } from '@assay/core';
import { describe, expect, it } from 'vitest';
import * as guards from '../analysis/guards.js';
import type { Instruction, Kernel, Phase } from '../execution/ir.js';
import * as ir from '../testing/assembly.js';
import { everyWay, expectSame, referencesOf, type Setting } from '../testing/compiled.js';
import { build } from './build.js';
import { split } from './split.js';

const { again, binary, block, constant, copy, leave, load, loadBuffer, loop, region, store, storeBuffer, when } = ir;

interface Parts extends Partial<Kernel> {
  readonly grid?: readonly [number, number, number];
  readonly loopBudget?: number;
  readonly maxCost?: number;
  readonly owners?: ReadonlyMap<number, owner.OwnerMap>;
  /** By binding; others have 64 words. */
  readonly contents?: Readonly<Record<number, readonly number[]>>;
  /** All where it is not said. */
  readonly left?: Partial<guards.Guards>;
}

/** Fails unless all cells do the same in every way, as the kernel stands and as passes make it. Gives how many were compared. */
function expectSameIn(body: readonly Phase[], parts: Parts = {}): number {
  const { grid = [1, 1, 1], loopBudget = 1000, maxCost, owners, contents = {}, left = {}, ...rest } = parts;
  const kernel = ir.kernel(body, { workgroupSize: [8, 1, 1], ...rest });
  const setting: Setting = {
    kernel,
    guards: { ...guards.all(kernel), ...left },
    dispatch: { grid, owners: owners ?? new Map([2, 3].map((each) => [each, owner.linear(64)])), loopBudget },
    contents: new Map([0, 1, 2, 3].map((each) => [each, Int32Array.from(contents[each] ?? new Array(64).fill(0))])),
    ...(maxCost === undefined ? {} : { maxCost }),
  };
  const references = referencesOf(setting);
  const plain = { ...setting, program: split(build(kernel, setting.guards)) };
  for (const way of everyWay) {
    for (const sweeps of [12, 0]) {
      expectSame(plain, references, { ...way, sweeps });
      expectSame(setting, references, { ...way, sweeps });
    }
  }
  return references.length;
}

const count = (end: number, step = 1): number[] => Array.from({ length: end }, (_, k) => k * step);
/** Register 0 is the invocation's index. */
const lane = 0;

describe('the words that a cell owns', () => {
  /** Every invocation tries to store to each eighth word, and some behind the end. */
  const storeAll = (words: number): Phase =>
    region(
      copy(1, lane),
      block(1, [
        loop(2, [
          constant(3, words + 16),
          binary(3, 1, 'lt-u', 3),
          when(3, [], [leave(1)]),
          loadBuffer(4, 2, 1),
          constant(3, 1000),
          binary(4, 4, 'add', 3),
          binary(4, 4, 'add', 1),
          storeBuffer(2, 1, 4),
          constant(3, 8),
          binary(1, 1, 'add', 3),
          again(2),
        ]),
      ]),
    );
  const dimension = (
    extent: number,
    axis: 'x' | 'y' | 'z' | 'whole',
    tile = extent,
    origin = 0,
  ): owner.TileDimension => ({
    extent,
    tile,
    axis,
    origin,
  });
  it.each<[string, owner.OwnerMap, words: number, grid: readonly [number, number, number]]>([
    ['a run of them', owner.linear(7), 40, [5, 1, 1]],
    ['a run behind an offset, the last one cut', owner.linear(7, 3), 20, [3, 1, 1]],
    [
      'tiles of rows and columns',
      { kind: 'tile', dimensions: [dimension(6, 'y', 2), dimension(9, 'x', 3)] },
      54,
      [3, 3, 1],
    ],
    [
      'ragged tiles behind an origin',
      { kind: 'tile', dimensions: [dimension(7, 'x', 3, 1), dimension(5, 'y', 2)] },
      35,
      [2, 3, 1],
    ],
    [
      'tiles in the middle of whole dimensions',
      { kind: 'tile', dimensions: [dimension(3, 'whole'), dimension(8, 'x', 2), dimension(4, 'whole')] },
      96,
      [4, 1, 1],
    ],
    [
      'tiles of three dimensions, the innermost one whole',
      {
        kind: 'tile',
        dimensions: [dimension(4, 'z', 2), dimension(3, 'whole'), dimension(4, 'y', 2), dimension(2, 'x', 1)],
      },
      96,
      [2, 2, 2],
    ],
  ])('%s', (_, map, words, grid) => {
    const cells = grid[0] * grid[1] * grid[2];
    const owners = new Map([2, 3].map((each) => [each, each === 2 ? map : owner.linear(64)]));
    expect(expectSameIn([storeAll(words)], { grid, owners, contents: { 2: count(words) } })).toBe(cells);
  });
});

describe('lanes that are not active', () => {
  const is = (to: number, left: number, operation: Parameters<typeof binary>[2], right: number): Instruction[] => [
    constant(to, right),
    binary(to, left, operation, to),
  ];

  it('do not take part in atomics', () => {
    const body = [
      region(...is(3, lane, 'lt-u', 5), constant(4, 1), constant(5, 2), when(3, [ir.atomic(5, 'add', 4)])),
      ir.barrier('workgroup'),
      region(constant(5, 2), load(6, 'workgroup', 5), storeBuffer(2, lane, 6)),
    ];
    expect(expectSameIn(body)).toBe(1);
  });

  it('load nothing from far away', () => {
    // The words that lanes from 4 on would load lie 2³⁰ words behind the buffer.
    const far = [...is(3, lane, 'lt-u', 4), constant(4, 2 ** 30), binary(4, lane, 'mul', 4), ir.select(4, 3, lane, 4)];
    const body = [region(...far, ...is(5, lane, 'lt-u', 4), when(5, [loadBuffer(6, 0, 4), storeBuffer(2, lane, 6)]))];
    expect(expectSameIn(body, { contents: { 0: count(8, 3) }, left: { outside: new Set() } })).toBe(1);
    expect(expectSameIn(body, { contents: { 0: count(8, 3) }, workgroupSize: [7, 1, 1] })).toBe(1);
  });
});

describe('pages', () => {
  it('of the first and the last word of a row', () => {
    const body = [region(constant(1, 254), binary(1, 1, 'add', lane), loadBuffer(2, 0, 1), storeBuffer(2, lane, 2))];
    const contents = { 0: count(300) };
    for (const left of [{}, { outside: new Set<never>(), foreign: new Set<never>() }]) {
      expect(expectSameIn(body, { contents, left, workgroupSize: [4, 1, 1] })).toBe(1);
      expect(expectSameIn(body, { contents, left })).toBe(1);
    }
  });
});
