/** What emitted code must not leave out, one thing a kernel: `npm run mutate:emitter` takes them away in turn. */
import { owner } from '@assay/core';
import { describe, expect, it } from 'vitest';
import * as guards from '../analysis/guards.js';
import type { Instruction, Kernel, Phase } from '../execution/ir.js';
import * as ir from '../testing/assembly.js';
import { everyWay, expectSame, referencesOf, type Setting } from '../testing/compiled.js';
import { build } from './program/build.js';
import { split } from './program/split.js';

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

const is = (to: number, left: number, operation: Parameters<typeof binary>[2], right: number): Instruction[] => [
  constant(to, right),
  binary(to, left, operation, to),
];
/** Whether the invocation is one of those that go another way; they are in every group. */
const odd = (to: number): Instruction[] => is(to, lane, 'and', 1);
/** A word that is equal in all invocations, but nobody can tell what it is. */
const loaded = (to: number, word: number): Instruction[] => [constant(to, word), loadBuffer(to, 0, to)];
/** The result of an invocation, the `row`-th. */
const out = (row: number, value: number): Instruction[] => [
  constant(31, 16 * row),
  binary(31, 31, 'add', lane),
  storeBuffer(2, 31, value),
];

describe('lanes that are not active', () => {
  it('do not take part in atomics', () => {
    const body = [
      region(...odd(3), constant(4, 1), constant(5, 2), when(3, [ir.atomic(5, 'add', 4)])),
      ir.barrier('workgroup'),
      region(constant(5, 2), load(6, 'workgroup', 5), ...out(0, 6)),
    ];
    expect(expectSameIn(body)).toBe(1);
  });

  /** The lane's place, or far behind the end of everything. */
  const far = [...odd(3), constant(4, 2 ** 27), binary(4, lane, 'mul', 4), ir.select(4, 3, 4, lane)];

  it('load nothing from far away', () => {
    const body = [region(...far, when(3, [], [loadBuffer(6, 0, 4), ...out(0, 6)]))];
    for (const left of [{ outside: new Set<never>() }, {}]) {
      expect(expectSameIn(body, { contents: { 0: count(8, 3) }, left })).toBe(1);
      expect(expectSameIn(body, { contents: { 0: count(8, 3) }, left, workgroupSize: [7, 1, 1] })).toBe(1);
    }
  });

  it('store nothing in local arrays, and load nothing there from far away', () => {
    const body = [
      region(
        ...far,
        copy(7, lane),
        store('local', lane, 7),
        when(3, [], [load(6, 'local', 4), ...out(0, 6), store('local', 4, 3)]),
        when(3, [constant(8, 9), store('local', lane, 8)]),
        load(6, 'local', lane),
        ...out(1, 6),
      ),
    ];
    expect(expectSameIn(body)).toBe(1);
  });

  it('get 0 where a condition does not hold of them, though the word is the same', () => {
    const body = [region(...odd(3), constant(4, 5), loadBuffer(5, 0, 4, 0, 3), ...out(0, 5))];
    expect(expectSameIn(body, { contents: { 0: count(8, 7) } })).toBe(1);
  });

  it('keep behind a barrier what only they have loaded, though the word is the same', () => {
    const loads = {
      'from a buffer where a condition holds': [...odd(3), constant(4, 5), loadBuffer(5, 0, 4, 0, 3)],
      'from local memory': [constant(4, 2), copy(6, lane), store('local', 4, 6), load(5, 'local', 4)],
    };
    for (const load of Object.values(loads)) {
      const body = [region(...load), ir.barrier('workgroup'), region(...out(0, 5))];
      expect(expectSameIn(body, { contents: { 0: count(8, 7) } })).toBe(1);
    }
  });
});

describe('lanes that have left', () => {
  it('a block, from a branch that all take, are not behind it', () => {
    for (const word of [0, 1]) {
      const body = [
        region(
          ...loaded(4, word),
          ...odd(3),
          constant(5, 1),
          block(1, [when(4, [when(3, [leave(1)]), constant(5, 2)]), constant(5, 3), ...out(0, 5)]),
          ...out(1, 5),
        ),
      ];
      expect(expectSameIn(body, { contents: { 0: [0, 1] } })).toBe(1);
    }
  });

  it('a block, from another that all leave before', () => {
    for (const word of [0, 1]) {
      const inner = block(2, [when(4, [leave(2)]), when(3, [leave(1)]), constant(5, 2)]);
      const body = [
        region(...loaded(4, word), ...odd(3), constant(5, 1), block(1, [inner, ...out(0, 5)]), ...out(1, 5)),
      ];
      expect(expectSameIn(body, { contents: { 0: [0, 1] } })).toBe(1);
    }
  });

  it('a block, from a loop that the others repeat together', () => {
    const rounds = loop(2, [
      when(3, [leave(1)]),
      constant(6, 1),
      binary(5, 5, 'add', 6),
      ...is(6, 5, 'lt-u', 4),
      when(6, [again(2)]),
    ]);
    expect(expectSameIn([region(...odd(3), block(1, [rounds, ...out(0, 5)]), ...out(1, 5))])).toBe(1);
  });

  it('a region, in which no lanes have parted before', () => {
    const rounds = loop(2, [constant(6, 1), binary(5, 5, 'add', 6), ...is(6, 5, 'lt-u', 8), when(6, [again(2)])]);
    for (const [word, left] of [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ] as const) {
      const body = [
        ir.phases.block(9, [
          region(
            ...loaded(4, word),
            loadBuffer(6, 1, lane),
            when(4, [when(6, [leave(9)])]),
            ...out(0, 4),
            rounds,
            ...out(1, 5),
          ),
        ]),
        region(...out(2, 5)),
      ];
      expect(expectSameIn(body, { contents: { 0: [0, 1], 1: new Array(8).fill(left) } })).toBe(1);
    }
  });

  it('a region, where others may have run out of their budget', () => {
    for (const [word, loopBudget] of [
      [0, 100],
      [1, 100],
      [0, 3],
      [1, 3],
    ] as const) {
      // Without a budget all of them count up to 8.
      const rounds = loop(2, [constant(6, 1), binary(5, 5, 'add', 6), ...is(6, 5, 'lt-u', 8), when(6, [again(2)])]);
      const more = loop(3, [constant(6, 1), binary(7, 7, 'add', 6), binary(6, 7, 'lt-u', lane), when(6, [again(3)])]);
      const body = [
        ir.phases.block(9, [
          region(
            ...loaded(4, word),
            more,
            rounds,
            ...is(6, 5, 'lt-u', 8),
            when(4, [when(6, [], [leave(9)])]),
            ...out(0, 5),
          ),
          region(...out(1, 5)),
        ]),
        region(...out(2, 7)),
      ];
      expect(expectSameIn(body, { loopBudget, contents: { 0: [0, 1] } })).toBe(1);
    }
  });
});

describe('the workgroup', () => {
  it.each([0, 1, 3, 4, 100])('takes %i back-edges at most', (loopBudget) => {
    const round = region(constant(6, 1), binary(5, 5, 'add', 6), ...is(7, 5, 'lt-u', 5), ...out(0, 5), ...out(1, lane));
    const body = [ir.phases.loop(1, [round, ir.phases.when(7, [again(1)])]), region(...out(2, 5))];
    expect(expectSameIn(body, { loopBudget })).toBe(1);
  });

  it('takes back-edges of several loops, and of regions', () => {
    const inner = ir.phases.loop(2, [
      region(constant(6, 1), binary(5, 5, 'add', 6), ...is(7, 5, 'and', 3), when(7, [again(2)])),
    ]);
    const body = [
      ir.phases.loop(1, [inner, region(...is(7, 5, 'lt-u', 12)), ir.phases.when(7, [again(1)])]),
      region(...out(0, 5)),
    ];
    for (const loopBudget of [8, 10, 11, 12]) expect(expectSameIn(body, { loopBudget })).toBe(1);
  });

  it('keeps what the next round needs, and nobody else', () => {
    const round = region(
      binary(5, 5, 'add', lane),
      ...out(0, 5),
      constant(7, 1),
      binary(6, 6, 'add', 7),
      ...is(7, 6, 'lt-u', 4),
      when(7, [again(1)]),
    );
    expect(expectSameIn([ir.phases.loop(1, [round])])).toBe(1);
    expect(expectSameIn([ir.phases.loop(1, [round])], { workgroupSize: [3, 3, 1] })).toBe(1);
  });
});

describe('conditions', () => {
  const contents = { 0: count(64, 7).map((word) => word + 1) };

  it.each<[string, readonly Instruction[]]>([
    ['of a row of words', [loadBuffer(5, 0, lane, 0, 3)]],
    ['of words here and there', [binary(4, lane, 'mul', lane), loadBuffer(5, 0, 4, 0, 3)]],
    ['of one word', [...loaded(4, 0), constant(6, 2 ** 28), loadBuffer(5, 0, 6), binary(5, 5, 'add', 4)]],
  ])('of loads %s', (_, loads) => {
    expect(expectSameIn([region(...odd(3), ...loads, ...out(0, 5))], { contents })).toBe(1);
  });

  it('of stores', () => {
    const store = [constant(4, 5), storeBuffer(2, lane, 4, 0, 3)];
    expect(expectSameIn([region(...odd(3), ...store)])).toBe(1);
    expect(expectSameIn([region(...odd(3), ...store)], { left: { foreign: new Set() } })).toBe(1);
  });

  it('of stores of one word', () => {
    for (const word of [3, 64, 70, 2 ** 28]) {
      const body = [region(constant(4, word), constant(5, 7), storeBuffer(2, 4, 5))];
      expect(expectSameIn(body, { workgroupSize: [1, 1, 1] })).toBe(1);
    }
  });
});

describe('memory of a cell', () => {
  it('is zero when it starts', () => {
    const loads = [load(4, 'workgroup', lane), ...out(0, 4), load(5, 'local', lane), ...out(1, 5)];
    expect(expectSameIn([region(...loads)])).toBe(1);
    expect(expectSameIn([region(...loads), ir.barrier('workgroup'), region(...out(2, lane))])).toBe(1);
  });

  it('is another one for each invocation', () => {
    const body = [
      region(...is(3, lane, 'and', 3), store('local', 3, lane)),
      ir.barrier('workgroup'),
      region(...is(3, lane, 'and', 3), load(4, 'local', 3), ...out(0, 4)),
    ];
    expect(expectSameIn(body)).toBe(1);
    expect(expectSameIn(body, { workgroupSize: [3, 2, 1] })).toBe(1);
  });
});

describe('what all invocations have in common', () => {
  const contents = { 0: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] };
  /** Words that need locals of their own for a while. */
  const others = [
    ...loaded(10, 2),
    ...loaded(11, 3),
    ...loaded(12, 4),
    ...loaded(13, 5),
    ...[11, 12, 13].map((one) => binary(10, 10, 'mul', one)),
    ...out(2, 10),
  ];

  it('is found by each group as it was before the region', () => {
    const body = [
      region(...loaded(4, 5), ...loaded(6, 1)),
      ir.barrier('workgroup'),
      region(...out(0, 4), when(6, [constant(4, 9)]), ...out(1, 4)),
    ];
    expect(expectSameIn(body, { contents })).toBe(1);
  });

  it('is still there for the next group', () => {
    const body = [region(...loaded(4, 5)), ir.barrier('workgroup'), region(...out(0, 4), ...others)];
    expect(expectSameIn(body, { contents })).toBe(1);
  });

  it('is still there in the next round', () => {
    const rounds = ir.phases.loop(1, [
      region(...loaded(8, 1), binary(5, 5, 'add', 8), ...out(0, 5), ...is(7, 5, 'lt-u', 4)),
      ir.barrier('workgroup'),
      region(...others),
      ir.phases.when(7, [again(1)]),
    ]);
    expect(expectSameIn([rounds], { contents })).toBe(1);
  });
});

describe('jumps out of regions', () => {
  it('are those of this round', () => {
    const rounds = ir.phases.loop(1, [
      region(...loaded(8, 1), binary(5, 5, 'add', 8), ...is(7, 5, 'eq', 1), when(7, [again(1)])),
      ir.barrier('workgroup'),
      region(binary(6, 6, 'add', 5), ...out(0, 6), ...is(7, 5, 'lt-u', 4), when(7, [again(1)])),
    ]);
    expect(expectSameIn([rounds, region(...out(1, 5))], { contents: { 0: [0, 1] } })).toBe(1);
  });

  it('keep what is read where they lead', () => {
    for (const word of [0, 1]) {
      const body = [
        ir.phases.block(9, [
          region(loadBuffer(5, 0, lane), ...loaded(4, word), when(4, [leave(9)])),
          ir.barrier('workgroup'),
          region(loadBuffer(5, 1, lane)),
        ]),
        region(...out(0, 5)),
      ];
      expect(expectSameIn(body, { contents: { 0: count(8), 1: count(8, 5) } })).toBe(1);
    }
  });
});

describe('builtin values', () => {
  const names = [
    'local_invocation_index',
    'local_invocation_id.x',
    'local_invocation_id.y',
    'global_invocation_id.x',
  ] as const;
  it('that are there from the beginning of a region on have locals of their own; others, not used here, are set later', () => {
    for (let first = 0; first < names.length; first++) {
      const builtins = [...names.slice(first), ...names.slice(0, first)].map((name, k) => ir.builtin(k, name));
      const at = (name: (typeof names)[number]): number => builtins.find(({ value }) => value === name)!.register;
      const body = [
        region(
          ...is(10, at('global_invocation_id.x'), 'lt-u', 6),
          constant(11, 8),
          ir.select(10, 10, 10, 11),
          storeBuffer(2, at('global_invocation_id.x'), 10),
        ),
      ];
      const owners = new Map([2, 3].map((each) => [each, owner.linear(4)]));
      expect(expectSameIn(body, { builtins, owners, workgroupSize: [4, 1, 1], grid: [3, 1, 1] })).toBe(3);
    }
  });
});

describe('pages', () => {
  const contents = { 0: count(2000) };

  it('of the first and the last word of a row', () => {
    const body = [region(constant(1, 254), binary(1, 1, 'add', lane), loadBuffer(2, 0, 1), ...out(0, 2))];
    for (const left of [{}, { outside: new Set<never>(), foreign: new Set<never>() }]) {
      expect(expectSameIn(body, { contents, left, workgroupSize: [4, 1, 1] })).toBe(1);
      expect(expectSameIn(body, { contents, left })).toBe(1);
    }
  });

  it('of lanes that load, and of no others', () => {
    const index = [constant(1, 200), binary(1, 1, 'mul', lane), constant(2, 300), binary(1, 1, 'add', 2)];
    const body = [region(...index, ...odd(3), when(3, [loadBuffer(2, 0, 1), ...out(0, 2)]))];
    for (const left of [{}, { outside: new Set<never>() }]) expect(expectSameIn(body, { contents, left })).toBe(1);
  });
});
