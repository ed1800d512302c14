import { owner } from '@assay/core';
import { cases, seed } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import { analyze } from '../analysis/analyze.js';
import * as guards from '../analysis/guards.js';
import type { Instruction, Kernel, Phase } from '../execution/ir.js';
import { lower } from '../execution/lower.js';
import * as ir from '../testing/assembly.js';
import { expectSame, expectSameCells, referencesOf, type Setting, type Way } from '../testing/compiled.js';
import { divergentOf } from '../testing/divergent.js';
import { racingOf } from '../testing/racing.js';
import { trialOf } from '../testing/trial.js';
import { drawFrom, pick } from '../testing/wild.js';
import { check } from '../validation/check.js';
import { build } from './program/build.js';
import { split } from './program/split.js';

const { again, binary, block, constant, copy, leave, load, loadBuffer, loop, region, store, storeBuffer, when } = ir;

const ways: readonly Way[] = ([1, 4] as const).flatMap((lanes) =>
  [false, true].flatMap((isTracked) => [0, 12].map((sweeps) => ({ lanes, isTracked, isShared: false, sweeps }))),
);

/** The invocation's index; for comparisons; of results. */
const [lane, condition, place] = [0, 30, 31];

const is = (operation: Parameters<typeof binary>[2], left: number, right: number): readonly Instruction[] => [
  constant(condition, right),
  binary(condition, left, operation, condition),
];

/** Stores a word of the invocation's, the `row`-th. */
const out = (row: number, value: number): readonly Instruction[] => [
  constant(place, 16 * row),
  binary(place, lane, 'add', place),
  storeBuffer(2, place, value),
];

function settingOf(
  body: readonly Phase[],
  { invocations = 4, loopBudget = 1000, input = [0, 1, 2, 3, 4, 5, 6, 7], ...parts }: Parts = {},
): Setting {
  const kernel = ir.kernel(body, { workgroupSize: [invocations, 1, 1], ...parts });
  const contents = [Int32Array.from(input), new Int32Array(8), new Int32Array(128), new Int32Array(8)];
  return {
    kernel,
    guards: guards.all(kernel),
    dispatch: {
      grid: [1, 1, 1],
      owners: new Map([
        [2, owner.linear(128)],
        [3, owner.linear(8)],
      ]),
      loopBudget,
    },
    contents: new Map(contents.entries()),
  };
}

interface Parts extends Partial<Kernel> {
  readonly invocations?: number;
  readonly loopBudget?: number;
  readonly input?: readonly number[];
}

/** Instructions with other labels, by so many. */
function relabelled(list: readonly Instruction[], by: number): readonly Instruction[] {
  return list.map((one): Instruction => {
    switch (one.kind) {
      case 'if':
        return when(one.condition, relabelled(one.then, by), relabelled(one.otherwise, by));
      case 'block':
      case 'loop':
        return { ...one, label: one.label + by, body: relabelled(one.body, by) };
      case 'leave':
      case 'again':
        return { ...one, label: one.label + by };
      default:
        return one;
    }
  });
}

/** With each set of guards: as the kernel stands, and as passes have made it. */
function variantsOf(setting: Setting, lefts: readonly guards.Guards[]): readonly Setting[] {
  return lefts.flatMap((left) => {
    const program = split(build(setting.kernel, left));
    return [
      { ...setting, guards: left, program },
      { ...setting, guards: left },
    ];
  });
}

function expectSameIn(setting: Setting): void {
  for (const variant of variantsOf(setting, [setting.guards, trialOf(setting).needed])) {
    for (const way of ways) expect(expectSameCells(variant, way)).toBe(1);
  }
}

describe('lanes that wait keep what they have', () => {
  it.each<[string, readonly Phase[], Parts?]>([
    [
      'of a word that only the other side of a branch reads, and that this side sets where all of it goes',
      [
        region(
          constant(1, 5),
          loadBuffer(2, 0, 1),
          ...is('lt-u', lane, 2),
          when(condition, [when(2, [constant(1, 9)]), ...out(0, 1)], out(1, 1)),
        ),
      ],
    ],
    [
      'of a word that is read behind a loop, through the rounds of the others',
      [
        region(
          constant(1, 0),
          constant(5, 1),
          constant(6, 7),
          loop(1, [
            binary(2, 1, 'mul', 6),
            binary(2, 2, 'xor', lane),
            ...out(1, 2),
            binary(1, 1, 'add', 5),
            binary(3, 1, 'shl', 1),
            binary(4, lane, 'le-u', 1),
            when(4, [leave(1)]),
            again(1),
          ]),
          ...out(0, 3),
        ),
      ],
    ],
    [
      'of a word that only the next round reads',
      [
        region(
          constant(1, 0),
          constant(2, 0),
          constant(5, 1),
          constant(6, 3),
          loop(1, [
            binary(1, 1, 'add', 5),
            ...is('lt-u', 1, 4),
            binary(4, condition, 'eq', 7),
            when(4, [leave(1)]),
            ...out(0, 2),
            binary(4, lane, 'and', 5),
            when(4, [binary(2, 2, 'add', 1), again(1)]),
            binary(2, 2, 'mul', 6),
            binary(2, 2, 'sub', lane),
            again(1),
          ]),
        ),
      ],
    ],
    [
      'of words that a jump over two constructs takes along',
      [
        region(
          constant(1, 3),
          block(1, [
            block(2, [
              ...is('eq', lane, 1),
              when(condition, [constant(1, 4), leave(1)]),
              ...is('eq', lane, 2),
              when(condition, [constant(1, 5), leave(2)]),
              constant(1, 6),
            ]),
            ...out(1, 1),
            constant(1, 7),
          ]),
          ...out(0, 1),
        ),
      ],
    ],
  ])('%s', (_, body, parts) => expectSameIn(settingOf(body, parts)));
});

describe('where no lane goes, nothing runs', () => {
  const forever = [loop(9, [again(9)])];
  it.each<[string, readonly Instruction[]]>([
    ['behind a branch whose sides both leave', [when(3, [leave(1)], [leave(1)]), ...forever]],
    ['behind a block that all leave for one around it', [block(2, [when(3, [leave(1)]), leave(1)]), ...forever]],
    ['behind a loop that all leave for a block around it', [loop(2, [when(3, [leave(1)]), leave(1)]), ...forever]],
    ['in a branch of which no lane takes a side', [when(6, forever), when(3, [leave(1)]), leave(1)]],
  ])('%s', (_, inner) => {
    const [first, second] = [inner, inner].map((list, k) => relabelled(list, 10 * k));
    const uniform = [constant(6, 0), ...is('lt-u', lane, 2), copy(3, condition)];
    expectSameIn(
      settingOf([region(...uniform, block(1, first!), ...out(0, 3), when(3, [block(11, second!)]), ...out(1, 3))]),
    );
  });
});

describe('E14: one that has used up its budget', () => {
  /** Invocations come with a budget of their own to a loop that is that of all. */
  const spent = [
    constant(1, 0),
    constant(5, 1),
    loop(1, [
      ...is('le-u', lane, 0),
      binary(2, lane, 'le-u', 1),
      when(2, [leave(1)]),
      binary(1, 1, 'add', 5),
      again(1),
    ]),
    constant(3, 0),
    loop(2, [...is('eq', 3, 3), when(condition, [leave(2)]), binary(3, 3, 'add', 5), again(2)]),
  ];
  const turn = (...inner: readonly Instruction[]) => [
    ...is('eq', 3, 3),
    constant(4, 2),
    store('local', 4, condition),
    load(4, 'local', 4),
    when(4, inner),
  ];

  it.each([0, 1, 2, 3, 5, 8, 100])('goes on while others leave the region, budget %i', (loopBudget) => {
    const out5 = [...out(1, 3), ...out(2, 1)];
    const phases: readonly Phase[] = [
      ir.phases.block(7, [region(...spent, ...turn(leave(7)), ...out5), ir.barrier('workgroup'), region(...out(3, 5))]),
      ir.phases.loop(8, [region(...spent, ...out(4, 3), ...turn(leave(8)), ...out(5, 1), again(8))]),
      region(...out(6, 5)),
    ];
    expectSameIn(settingOf(phases, { invocations: 6, loopBudget }));
  });
});

describe('words in a row', () => {
  it.each([4, 5, 7, 8, 13])('beside both ends of a buffer, of %i invocations', (invocations) => {
    const input = Array.from({ length: invocations }, (_, k) => 100 + k);
    for (const by of [-3, -2, -1, 0, 1, 2, 3]) {
      const code = [
        constant(1, by),
        binary(1, lane, 'add', 1),
        constant(2, invocations),
        binary(2, 1, 'lt-u', 2),
        constant(3, 77),
        when(2, [loadBuffer(3, 0, 1), storeBuffer(2, 1, 3)]),
        ...out(4, 3),
      ];
      expectSameIn(settingOf([region(...code)], { invocations, input }));
    }
  });

  it('of lanes that took their index in different places', () => {
    const other = [constant(1, 4), binary(1, lane, 'add', 1)];
    expectSameIn(
      settingOf([
        region(
          copy(1, lane),
          ...is('eq', lane, 2),
          when(condition, other),
          loadBuffer(2, 0, 1),
          ...out(0, 2),
          storeBuffer(2, 1, 2),
        ),
      ]),
    );
  });
});

describe('what is kept of a value', () => {
  it('products of bytes, some of them on one side of a branch or in a loop', () => {
    const dot = (to: number, left: number, right: number, operation: 'dot4-i8' | 'dot4-u8') =>
      binary(to, left, operation, right);
    const code = [
      loadBuffer(1, 0, lane),
      constant(2, -2_071_690_108), // both halves of each pair of bytes have a sign
      binary(1, 1, 'mul', 2),
      binary(2, 1, 'xor', 2),
      ...is('lt-u', lane, 2),
      when(condition, [dot(3, 1, 2, 'dot4-i8'), ...out(0, 3)], [dot(3, 2, 1, 'dot4-u8'), ...out(0, 3)]),
      dot(4, 1, 1, 'dot4-u8'),
      ...out(1, 4),
      constant(5, 0),
      constant(6, 1),
      loop(1, [
        binary(5, 5, 'add', 6),
        binary(7, 1, 'mul', 5),
        dot(8, 7, 2, 'dot4-i8'),
        dot(9, 2, 7, 'dot4-u8'),
        binary(8, 8, 'sub', 9),
        ...out(2, 8),
        binary(10, lane, 'le-u', 5),
        when(10, [leave(1)]),
        again(1),
      ]),
      dot(9, 7, 1, 'dot4-i8'),
      ...out(3, 9),
    ];
    expectSameIn(settingOf([region(...code)], { input: [5, 77, 1003, 0x7f81_80ff] }));
  });

  it('words of local memory that only some lanes store', () => {
    const code = [
      constant(1, 3),
      constant(2, 9),
      store('local', 1, 2),
      ...is('eq', lane, 1),
      when(condition, [store('local', 1, lane)]),
      load(3, 'local', 1),
      ...out(0, 3),
      when(condition, [load(2, 'local', 1)], [load(2, 'local', lane)]),
      ...out(1, 2),
    ];
    expectSameIn(settingOf([region(...code)]));
  });
});

describe('what looks different in lanes though it is the same', () => {
  it.each(['4', '5', '8', '3, 2', '65'])('workgroupUniformLoad by way of a local array, workgroups of %s', (size) => {
    const source = `
      @group(0) @binding(0) var<storage, read> a: array<u32>;
      @group(0) @binding(2) var<storage, read_write> o: array<u32>;
      var<workgroup> w: array<u32, 64>;
      @compute @workgroup_size(${size})
      fn main(@builtin(local_invocation_index) i: u32) {
        var q = array<u32, 3>(1u, 2u, 3u);
        if (i < 64u) { w[i] = i * 7u + a[i]; }
        let x = workgroupUniformLoad(&w[q[a[0] & 1u]]);
        var r = 0u;
        if (x > 2u) { r = x + i; } else { r = x; }
        if (q[a[0] & 1u] == 2u) { workgroupBarrier(); r += w[(i + 1u) % 3u]; }
        o[i] = r;
      }`;
    const kernel = lower(check(source).program!, { entryPoint: 'main' });
    const { dispatch, contents } = settingOf([], { input: [3, 1, 2, 5, 4] });
    expectSameIn({ kernel, guards: guards.all(kernel), dispatch, contents });
  });

  it('a builtin value that the workgroup branches by', () => {
    const builtins = [
      ir.builtin(0, 'local_invocation_index'),
      ir.builtin(1, 'num_workgroups.y'),
      ir.builtin(2, 'local_invocation_id.z'),
    ];
    const marked = (row: number): readonly Phase[] => [region(...out(row, lane)), ir.barrier('workgroup')];
    const body = [
      region(constant(3, 1)),
      ir.phases.when(1, marked(1), marked(2)),
      ir.phases.when(2, marked(3), marked(4)),
      region(...out(5, 1), ...out(6, 2)),
    ];
    expectSameIn(settingOf(body, { invocations: 6, builtins }));
  });
});

describe('E17: what stands behind a jump costs nothing', () => {
  it('whatever is there', () => {
    const dead = [constant(1, 1), ...out(1, 1)];
    expectSameIn(
      settingOf([
        region(
          block(1, [...is('lt-u', lane, 2), when(condition, [leave(1), ...dead]), ...out(0, lane), leave(1), ...dead]),
          constant(2, 0),
          constant(3, 1),
          loop(2, [
            ...is('le-u', 3, 2),
            when(condition, [leave(2)]),
            binary(2, 2, 'add', 3),
            leave(2),
            again(2),
            ...dead,
          ]),
        ),
      ]),
    );
  });

  it('nor does it run behind a branch that is known, in which one and then all leave', () => {
    const inner = [...is('lt-u', lane, 2), when(condition, [leave(1)]), leave(1)];
    expectSameIn(settingOf([region(constant(1, 1), block(1, [when(1, inner), ...out(0, lane)]), ...out(1, lane))]));
  });
});

describe('a cell that races', () => {
  it('stays in its memory, though no guard is left', () => {
    let races = 0;
    for (let k = 0; k < cases(1500); k++) {
      const draw = drawFrom((seed() + k) | 0);
      const kernel = racingOf(draw);
      const invocations = kernel.workgroupSize[0];
      const contents = [invocations, 8, invocations, 8].map((length) => new Int32Array(length).fill(7));
      const setting = { ...settingOf([]), kernel, contents: new Map(contents.entries()) };
      const { needed, hasRaced } = trialOf(setting);
      expect(guards.countOf(needed)).toBe(0);
      races += Number(hasRaced);
      const way = { isTracked: draw(2) === 0, isShared: false, sweeps: pick(draw, [0, 2, 12]) };
      for (const variant of variantsOf(setting, [needed])) {
        for (const lanes of [1, 4] as const) expectSame(variant, [], { ...way, lanes });
      }
    }
    expect(races).toBeGreaterThan(0);
  });

  it.each(['w', 'o'])('does not go on with what another one loaded from %s', (memory) => {
    const source = `
      @group(0) @binding(0) var<storage, read> a: array<u32>;
      @group(0) @binding(2) var<storage, read_write> o: array<u32>;
      var<workgroup> w: array<u32, 4>;
      @compute @workgroup_size(8)
      fn main(@builtin(local_invocation_index) i: u32) {
        ${memory}[0] = i * 1000u;
        let r = ${memory}[0];
        let s = r + i;
        workgroupBarrier();
        o[s - r] = a[s - r] + 1u;
      }`;
    const kernel = lower(check(source).program!, { entryPoint: 'main' });
    const { dispatch, contents } = settingOf([]);
    const lengthWords = new Map([...contents].map(([binding, { length }]) => [binding, length]));
    const left = analyze(kernel, { ...dispatch, lengthWords, literals: new Map() });
    expect(guards.countOf(left)).toBe(0);
    for (const variant of variantsOf({ kernel, guards: left, dispatch, contents }, [left])) {
      for (const way of ways) expect(expectSameCells(variant, way)).toBe(0);
    }
  });
});

describe('random kernels', () => {
  it('do what the interpreter does, cell by cell', () => {
    let cells = 0;
    for (let k = 0; k < cases(1500); k++) {
      const draw = drawFrom((seed() + k) | 0);
      const sample = divergentOf(draw);
      const { needed, hasRaced } = trialOf(sample);
      if (hasRaced) continue;
      const all = guards.all(sample.kernel);
      const { hasInvocationBudget, hasWorkgroupBudget } = all;
      const left = pick(draw, [needed, needed, all, { ...needed, hasInvocationBudget, hasWorkgroupBudget }]);
      const [setting, passed] = variantsOf({ ...sample, guards: left }, [left]) as [Setting, Setting];
      const references = referencesOf(setting);
      const way = (): Way => ({
        lanes: 4,
        isTracked: draw(2) === 0,
        isShared: false,
        sweeps: pick(draw, [0, 1, 2, 12]),
      });
      expectSame(setting, references, way());
      expectSame(setting, references, { ...way(), lanes: pick(draw, [1, 4]) });
      expectSame(passed, references, way());
      cells += references.length;
      if (draw(4) > 0) continue;
      // Patience that just lasts, or just does not.
      const costs = references.map(({ did }) => did!.cost);
      const limited = { ...setting, maxCost: pick(draw, costs) - draw(2) };
      expectSame(limited, referencesOf(limited), way());
    }
    expect(cells).toBeGreaterThan(0);
  });
});
