/** Kernels that are made to be expensive: each is refused or stopped by a limit, beside one like it that is not. */
import { isAssayError, owner } from '@assay/core';
import { describe, expect, it } from 'vitest';
import * as guards from '../analysis/guards.js';
import type { Instruction, Kernel, Phase } from '../execution/ir.js';
import * as ir from '../testing/assembly.js';
import { compile, programOf } from './compile.js';
import { most } from './limits.js';
import * as machines from './machine/machine.js';
import { allocate } from './machine/space.js';
import { visit } from './program/items.js';

const {
  again,
  binary,
  block,
  constant,
  copy,
  leave,
  load,
  loadBuffer,
  loop,
  phases,
  region,
  store,
  storeBuffer,
  when,
} = ir;

const lanes = [1, 4] as const;

function times(count: number, make: (i: number) => readonly Instruction[]): readonly Instruction[] {
  return Array.from({ length: count }, (_, i) => make(i)).flat();
}

function kernelOf(body: readonly Phase[], parts: Partial<Kernel> = {}): Kernel {
  return ir.kernel(body, { workgroupSize: [8, 1, 1], registers: 200_000, ...parts });
}

/** `compiled`, or the code of the error. */
function outcomeOf(kernel: Kernel, options: { lanes: 1 | 4 } = { lanes: 4 }): string {
  try {
    compile(kernel, guards.all(kernel), { isTracked: false, isShared: false, ...options });
    return 'compiled';
  } catch (error) {
    if (!isAssayError(error)) throw error;
    expect(error.kind).toBe('exhausted');
    return error.code;
  }
}

function machineOf(
  kernel: Kernel,
  loopBudget: number,
  maxCost: number | undefined,
  lanes: 1 | 4 = 4,
): machines.Machine {
  const compiled = compile(kernel, guards.all(kernel), { lanes, isTracked: false, isShared: false });
  const dispatch = {
    grid: [1, 1, 1] as const,
    owners: new Map([2, 3].map((binding) => [binding, owner.linear(64)])),
    loopBudget,
  };
  const space = allocate(compiled, [64, 64, 64, 64]);
  return new machines.Machine({ executable: machines.load(compiled), space, entryPoint: 'main', dispatch, maxCost });
}

describe('what is nested too deep', () => {
  const inside = (depth: number, wrap: (inner: readonly Instruction[], label: number) => Instruction): Instruction => {
    let inner = copy(3, 0);
    for (let label = 1; label < depth; label++) inner = wrap([inner], label);
    return inner;
  };
  it.each<[string, (depth: number) => Phase]>([
    ['branches', (depth) => region(inside(depth, (inner) => when(0, inner)))],
    ['second branches', (depth) => region(inside(depth, (inner) => when(0, [], inner)))],
    ['blocks', (depth) => region(inside(depth, (inner, label) => block(label, inner)))],
    ['loops', (depth) => region(inside(depth, (inner, label) => loop(label, inner)))],
    [
      'phases',
      (depth) => {
        let inner: Phase = region(copy(3, 0));
        for (let label = 1; label < depth; label++) inner = phases.loop(label, [inner]);
        return inner;
      },
    ],
  ])('%s', (_, phase) => {
    expect(outcomeOf(kernelOf([phase(most.depth)]))).toBe('compiled');
    expect(outcomeOf(kernelOf([phase(most.depth + 2)]))).toBe('compiler.too-deep');
    expect(outcomeOf(kernelOf([phase(100_000)]))).toBe('compiler.too-deep');
  });
});

describe('what is too large', () => {
  const divergent = (i: number): Instruction => when(3, [binary(3, 3, 'add', 0), binary(4 + (i % 20), 0, 'mul', 3)]);
  const loopOf = (i: number): Instruction => loop(i + 1, [binary(3, 3, 'add', 0), when(3, [again(i + 1)])]);
  const held = (count: number): readonly Instruction[] => [
    ...times(count, (i) => [binary(100 + i, 0, 'mul', 99 + i)]),
    when(100, [constant(99, 1)]),
    ...times(count, (i) => [binary(99, 99, 'xor', 100 + i)]),
    storeBuffer(2, 0, 99),
  ];

  it.each<[string, (count: number) => Kernel, accepted: number, refused: number]>([
    [
      'nodes',
      (count) => kernelOf([{ kind: 'region', code: times(count, () => [constant(3, 1)]) }]),
      most.nodes - 10,
      most.nodes,
    ],
    ['regions', (count) => kernelOf(Array.from({ length: count }, () => region(copy(3, 0)))), 50, most.nodes],
    ['values that are held at a time', (count) => kernelOf([region(...held(count))]), 1800, 2100],
    ['a hundred thousand of them', (count) => kernelOf([region(...held(count))]), 100, 60_000],
    ['branches', (count) => kernelOf([region(...times(count, (i) => [divergent(i)]))]), 1000, 8000],
    ['loops', (count) => kernelOf([region(...times(count, (i) => [loopOf(i)]))]), 500, 1100],
    [
      'loops among many values',
      (count) => kernelOf([region(...held(300), ...times(count, (i) => [loopOf(i)]), ...held(300))]),
      50,
      400,
    ],
    [
      'branches among many values',
      (count) => kernelOf([region(...held(1500), ...times(count, (i) => [divergent(i)]), ...held(1500))]),
      20,
      600,
    ],
    [
      'code of costly operations',
      (count) =>
        kernelOf([
          region(
            loadBuffer(4, 0, 0),
            ...times(count, (i) => [binary(3 + (i % 2), 4 - (i % 2), 'div-s', 0)]),
            storeBuffer(2, 0, 3),
          ),
        ]),
      300,
      30_000,
    ],
    ['stores', (count) => kernelOf([region(...times(count, () => [when(3, [storeBuffer(2, 3, 0)])]))]), 500, 20_000],
    [
      'barriers',
      (count) =>
        kernelOf(Array.from({ length: count }, () => [region(binary(3, 3, 'add', 0)), ir.barrier('workgroup')]).flat()),
      300,
      3000,
    ],
  ])('%s', (_, make, accepted, refused) => {
    expect(outcomeOf(make(accepted))).toBe('compiled');
    expect(outcomeOf(make(refused))).toBe('compiler.too-large');
  });

  it.each<[string, (words: number) => Partial<Kernel>, accepted: number, refused: number]>([
    ['local memory', (localWords) => ({ localWords, workgroupSize: [256, 1, 1] }), 16_384, 300_000],
    [
      'so much local memory that its bytes are 0 modulo 2³²',
      (localWords) => ({ localWords, workgroupSize: [256, 1, 1] }),
      4096,
      2 ** 22,
    ],
    ['workgroup memory', (workgroupWords) => ({ workgroupWords }), 4096, 2 ** 30],
    ['invocations', (count) => ({ localWords: 64, workgroupSize: [count, 1, 1] }), 256, 2 ** 22],
  ])('%s', (_, parts, accepted, refused) => {
    const body = [
      region(store('local', 0, 0), store('workgroup', 0, 0)),
      ir.barrier('workgroup'),
      region(load(4, 'local', 0), load(5, 'workgroup', 0), storeBuffer(2, 4, 5)),
    ];
    for (const options of lanes.map((lanes) => ({ lanes }))) {
      expect(outcomeOf(kernelOf(body, parts(accepted)), options)).toBe('compiled');
      expect(outcomeOf(kernelOf(body, parts(refused)), options)).toBe('compiler.too-large');
    }
  });

  it('slots of values that outlast a region', () => {
    const make = (count: number): Kernel =>
      kernelOf(
        [
          region(...times(count, (i) => [constant(3, i), load(100 + i, 'workgroup', 3)])),
          ir.barrier('workgroup'),
          region(...times(count, (i) => [binary(99, 99, 'xor', 100 + i)]), storeBuffer(2, 0, 99)),
        ],
        { workgroupSize: [2 ** 17, 1, 1], workgroupWords: 1000 },
      );
    expect(outcomeOf(make(100))).toBe('compiled');
    expect(outcomeOf(make(600))).toBe('compiler.too-large');
  });
});

describe('what passes look at more than once', () => {
  /** A word comes from the last register to the first one a step a round. */
  const chain = (count: number, first: Instruction): Kernel =>
    kernelOf([
      region(
        block(1, [
          loop(2, [
            ...times(count, (i) => [copy(100 + i, 101 + i)]),
            { ...first, to: 100 + count } as Instruction,
            when(100, [leave(1)]),
            again(2),
          ]),
        ]),
        storeBuffer(2, 0, 100),
      ),
    ]);
  it.each([
    ['copies of what differs', copy(0, 0)],
    ['copies of a word that is no truth value', loadBuffer(0, 0, 0)],
  ])('%s, backwards through a loop', (_, first) => {
    expect(outcomeOf(chain(1500, first))).toBe('compiled');
    expect(outcomeOf(chain(60_000, first))).toBe('compiler.too-large');
  });

  /** Lanes leave at every depth, and there are loops at the bottom. */
  const nest = (depth: number, width: number, bottom: readonly Instruction[]): readonly Instruction[] => {
    let inner = bottom;
    for (let label = depth; label > 0; label--) {
      const jumps = times(width, (i) => [when(3, [binary(3, 3, 'add', 0), leave(1 + ((7 * i) % label))])]);
      inner = [block(label, [...jumps, ...inner])];
    }
    return inner;
  };
  it('jumps out of many blocks', () => {
    expect(outcomeOf(kernelOf([region(copy(3, 0), ...nest(190, 5, []), storeBuffer(2, 0, 3))]))).toBe('compiled');
    expect(outcomeOf(kernelOf([region(copy(3, 0), ...nest(190, 100, []), storeBuffer(2, 0, 3))]))).toBe(
      'compiler.too-large',
    );
  });

  it('loops in many blocks that lanes have left', () => {
    const make = (count: number): Kernel => {
      const loops = times(count, (i) => [
        loop(1000 + i, [binary(100 + (i % 200), 3, 'add', 0), when(100 + (i % 200), [again(1000 + i)])]),
      ]);
      const uses = times(200, (i) => [storeBuffer(2, 0, 100 + i)]);
      return kernelOf([region(copy(3, 0), ...nest(190, 1, loops), ...uses)]);
    };
    expect(outcomeOf(make(50))).toBe('compiled');
    expect(outcomeOf(make(10_000))).toBe('compiler.too-large');
  });

  it('loops in loops', () => {
    const make = (depth: number, width: number): Kernel => {
      let inner: readonly Instruction[] = [];
      for (let label = depth; label > 0; label--) {
        const jumps = times(width, (i) => [
          binary(10 + (i % 50), 3, 'add', 10 + ((i + 1) % 50)),
          when(10 + (i % 50), [again(1 + ((7 * i) % label))]),
        ]);
        inner = [loop(label, [...jumps, ...inner])];
      }
      return kernelOf([region(copy(3, 0), ...inner, storeBuffer(2, 0, 3))]);
    };
    expect(outcomeOf(make(190, 2))).toBe('compiled');
    expect(outcomeOf(make(190, 150))).toBe('compiler.too-large');
  });
});

describe('what does not end', () => {
  // Longer than any test takes is 2³¹ − 1; a test that fails should end.
  const long = 2 ** 20;
  const maxCost = 10_000;
  /** Counts in register 3, and does not end before the budget. */
  const spin = (label: number, inner: readonly Instruction[] = []): Instruction =>
    loop(label, [constant(4, 1), binary(3, 3, 'add', 4), ...inner, again(label)]);
  const parting = (label: number, inner: readonly Instruction[] = []): Instruction =>
    loop(label, [
      constant(4, 1),
      binary(3, 3, 'add', 4),
      binary(5, 3, 'lt-u', 0),
      ...inner,
      when(5, [again(label)]),
      again(label),
    ]);
  const kernels: readonly (readonly [string, readonly Phase[]])[] = [
    ['a loop', [region(spin(1))]],
    ['a loop that does nothing', [region(loop(1, [again(1)]))]],
    ['a loop of blocks', [region(loop(1, [block(2, [when(3, [leave(2)])]), again(1)]))]],
    ['loops inside each other', [region(spin(1, [spin(2, [spin(3)])]))]],
    ['loops that end at the budget, one after the other', [region(...times(50, (i) => [spin(i + 1)]))]],
    ['a loop of some lanes', [region(when(0, [spin(1)]))]],
    ['a loop that lanes part in', [region(parting(1))]],
    ['loops inside each other that lanes part in', [region(parting(1, [parting(2, [parting(3)])]))]],
    [
      'a loop that lanes leave one by one',
      [
        region(
          block(1, [
            loop(2, [
              constant(4, 1),
              binary(3, 3, 'add', 4),
              binary(5, 0, 'lt-u', 3),
              when(5, [when(0, [leave(1)])]),
              again(2),
            ]),
          ]),
        ),
      ],
    ],
    ['a loop of the workgroup', [phases.loop(1, [region(copy(3, 0)), again(1)])]],
    ['a loop of the workgroup without a region', [phases.loop(1, [again(1)])]],
    ['a loop of the workgroup that a region repeats', [phases.loop(1, [region(again(1))])]],
    [
      'loops of the workgroup inside each other',
      [phases.loop(1, [phases.loop(2, [region(copy(3, 0)), again(2)]), again(1)])],
    ],
    ['a loop in a loop of the workgroup', [phases.loop(1, [region(spin(2)), again(1)])]],
    ['a loop behind another in one region', [region(when(0, [], [spin(1)]), spin(2))]],
    ['long code in many groups', [region(...times(20_000, () => [binary(3, 3, 'add', 0)]), storeBuffer(2, 0, 3))]],
  ];

  describe.each(lanes)('in lanes: %i', (lanes) => {
    it.each(kernels)('%s', (_, body) => {
      const kernel = kernelOf(body, { registers: 10 });
      const { cost, isTooCostly } = machineOf(kernel, long, maxCost, lanes).run(0);
      expect(isTooCostly).toBe(true);
      // One pass over the code at most (SPEC.md C9).
      expect(cost - maxCost).toBeLessThanOrEqual(costOf(kernel));
      expect(() => machineOf(kernel, long, maxCost, lanes).runAll(0, 1)).toThrow(
        expect.objectContaining({ kind: 'exhausted', code: 'executor.max-cost' }),
      );
    });

    it.each(kernels.slice(0, -1))('control: %s, with a small budget', (_, body) => {
      const kernel = kernelOf(body, { registers: 10 });
      expect(machineOf(kernel, 3, maxCost, lanes).run(0)).toMatchObject({ hasFired: true, isTooCostly: false });
    });

    it.each(kernels)('%s, with the largest budget', (_, body) => {
      const kernel = kernelOf(body, { registers: 10 });
      expect(machineOf(kernel, 2 ** 31 - 1, maxCost, lanes).run(0).isTooCostly).toBe(true);
    });

    it('a cell that costs too much ends behind the region in which it does', () => {
      const work = region(
        ...times(100, () => [load(3, 'workgroup', 0), binary(3, 3, 'mul', 0), store('workgroup', 0, 3)]),
      );
      const kernel = kernelOf(Array.from({ length: 50 }, () => [work, ir.barrier('workgroup')]).flat());
      const { cost, isTooCostly } = machineOf(kernel, 1, 3000, lanes).run(0);
      expect(isTooCostly).toBe(true);
      expect(cost).toBeLessThan(3000 + 8 * 310);
    });

    it('control: a cell may cost exactly as much as it may', () => {
      const kernel = kernelOf([region(spin(1))], { registers: 10 });
      const { cost } = machineOf(kernel, 100, undefined, lanes).run(0);
      expect(machineOf(kernel, 100, cost, lanes).run(0)).toMatchObject({ cost, isTooCostly: false });
      expect(machineOf(kernel, 100, cost - 1, lanes).run(0).isTooCostly).toBe(true);
    });
  });

  /** What all invocations pay who run every node once. */
  function costOf(kernel: Kernel): number {
    let cost = 0;
    visit(programOf(kernel, guards.all(kernel)).body, (node) => {
      if (node.kind === 'pay') cost += node.cost;
    });
    const [x, y, z] = kernel.workgroupSize;
    return cost * x * y * z;
  }
});

describe('the stack', () => {
  // The words are loaded before a store that may change them: an engine cannot put that off.
  const machine = machineOf(
    kernelOf(
      [
        region(
          ...times(1500, (i) => [constant(3, i), binary(3, 3, 'add', 0), load(100 + i, 'workgroup', 3)]),
          store('workgroup', 0, 0),
          ...times(1500, (i) => [binary(4, 4, 'xor', 100 + i)]),
          storeBuffer(2, 0, 4),
        ),
      ],
      { workgroupWords: 1508 },
    ),
    1,
    undefined,
  );

  /** Runs the cell with more and more below it. */
  function descend(depth: number): string {
    try {
      machine.run(0);
    } catch (error) {
      return isAssayError(error) ? `${error.kind} ${error.code}` : String(error);
    }
    return depth === 0 ? 'enough' : descend(depth - 1);
  }

  it('that has no room for a cell is a limit', () => {
    expect(descend(1_000_000)).toBe('exhausted executor.no-stack');
  });

  it('control: as it is, it has', () => {
    expect(descend(10)).toBe('enough');
  });
});
