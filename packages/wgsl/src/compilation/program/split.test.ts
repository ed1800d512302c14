import { check as parameters, seed } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../analysis/analyze.js';
import * as guards from '../../analysis/guards.js';
import { type CellOptions, runCell } from '../../execution/interpreter.js';
import type { Instruction, Phase } from '../../execution/ir.js';
import { lower } from '../../execution/lower.js';
import * as ir from '../../testing/assembly.js';
import { cellOf, cellsOf, evaluate, expectSame } from '../../testing/evaluated.js';
import { flows } from '../../testing/flow.js';
import { jumps } from '../../testing/jumps.js';
import { samples, sourceOf } from '../../testing/kernels.js';
import { printProgram } from '../../testing/program.js';
import { drawFrom, sampleOf } from '../../testing/wild.js';
import { check } from '../../validation/check.js';
import { build } from './build.js';
import { livenessOf } from './liveness.js';
import type { Program } from './program.js';
import { split } from './split.js';

const { again, binary, block, constant, copy, leave, loop, phases, region, storeBuffer, when } = ir;

/** Without costs and guards. */
function lines(body: readonly Phase[]): readonly string[] {
  const kernel = ir.kernel(body, { builtins: [] });
  const none = { outside: new Set<never>(), foreign: new Set<never>(), clamps: new Set<never>() };
  const program = split(build(kernel, { ...none, hasInvocationBudget: false, hasWorkgroupBudget: false }));
  return printProgram(program).filter((line) => !/^ *(phase )?pay/.test(line));
}

/** In one region, whose level is left out. */
function code(...list: readonly Instruction[]): readonly string[] {
  return lines([region(...list)])
    .slice(1)
    .map((line) => line.slice(2));
}

const use = (register: number): Instruction => storeBuffer(2, register, register);

describe('definitions', () => {
  it('without a common use have registers of their own', () => {
    expect(code(constant(5, 1), use(5), constant(5, 2), use(5), binary(5, 5, 'add', 5), use(5))).toEqual([
      'r0 = 1',
      'buffer 2[r0] = r0',
      'r1 = 2',
      'buffer 2[r1] = r1',
      'r2 = add r1, r1',
      'buffer 2[r2] = r2',
    ]);
  });

  it('that come to a use from two sides have one', () => {
    expect(code(constant(5, 1), when(5, [constant(5, 2)], [constant(5, 3)]), use(5))).toEqual([
      'r0 = 1',
      'if r0',
      '  r1 = 2',
      'else',
      '  r1 = 3',
      'buffer 2[r1] = r1',
    ]);
    expect(code(constant(5, 1), when(5, [constant(5, 2)]), use(5))).toEqual([
      'r0 = 1',
      'if r0',
      '  r0 = 2',
      'buffer 2[r0] = r0',
    ]);
  });

  it('that nobody reads behind a branch are not joined', () => {
    expect(code(constant(5, 1), when(5, [constant(5, 2), use(5)]), constant(5, 3), use(5))).toEqual([
      'r0 = 1',
      'if r0',
      '  r1 = 2',
      '  buffer 2[r1] = r1',
      'r2 = 3',
      'buffer 2[r2] = r2',
    ]);
  });

  it('of the first side are not seen in the second', () => {
    expect(code(constant(5, 1), when(5, [constant(5, 2), use(5)], [use(5)]))).toEqual([
      'r0 = 1',
      'if r0',
      '  r1 = 2',
      '  buffer 2[r1] = r1',
      'else',
      '  buffer 2[r0] = r0',
    ]);
  });

  it('meet behind a block, also those that left it', () => {
    const inner = [constant(5, 2), leave(1)];
    expect(code(constant(5, 1), copy(6, 5), block(1, [when(5, inner), constant(5, 3)]), use(5), use(6))).toEqual([
      'r0 = 1',
      'r1 = r0',
      'block @1',
      '  if r0',
      '    r2 = 2',
      '    leave @1',
      '  r2 = 3',
      'buffer 2[r2] = r2',
      'buffer 2[r1] = r1',
    ]);
  });

  it('of a loop meet those before it, where the next round or what is behind reads them', () => {
    const body = [constant(6, 9), binary(6, 5, 'lt-u', 6), when(6, [], [leave(1)]), binary(5, 5, 'add', 5), again(1)];
    expect(code(constant(5, 1), constant(6, 2), use(6), loop(1, body), constant(6, 1))).toEqual([
      'r0 = 1',
      'r1 = 2',
      'buffer 2[r1] = r1',
      'loop @1',
      '  r2 = 9',
      '  r3 = lt-u r0, r2',
      '  if r3',
      '  else',
      '    leave @1',
      '  r0 = add r0, r0',
      '  again @1',
      'r4 = 1',
    ]);
  });

  it('meet over phases', () => {
    const body = [
      region(constant(5, 1), constant(6, 1)),
      phases.loop(1, [phases.when(5, [region(constant(5, 2), copy(6, 5))], [leave(1)]), region(again(1))]),
      region(use(6)),
    ];
    expect(lines(body)).toEqual([
      'region',
      '  r0 = 1',
      '  r1 = 1',
      'phase loop @1',
      '  phase if r0',
      '    region',
      '      r0 = 2',
      '      r1 = r0',
      '  phase else',
      '    phase leave @1',
      '  region',
      '    again @1',
      'region',
      '  buffer 2[r1] = r1',
    ]);
  });
});

describe('the start', () => {
  it('what is read first is 0', () => {
    expect(code(when(3, [constant(4, 1)]), use(4))).toEqual([
      'r0 = 0',
      'r1 = 0',
      'if r0',
      '  r1 = 1',
      'buffer 2[r1] = r1',
    ]);
  });

  it('in a region of its own, if the body does not begin with one', () => {
    expect(lines([phases.when(3, [], [])])).toEqual(['region', '  r0 = 0', 'phase if r0']);
  });
});

it('what control does not come to is left out', () => {
  expect(code(block(1, [when(0, [leave(1)], [leave(1)]), use(5)]), loop(2, [again(2)]), use(6))).toEqual([
    'r0 = 0',
    'block @1',
    '  if r0',
    '    leave @1',
    '  else',
    '    leave @1',
    'loop @2',
    '  again @2',
  ]);
});

/** Whether the kernel stays inside of its memories, as what lowering makes does. */
function isInside(cell: CellOptions): boolean {
  const { localWords, workgroupWords } = cell.kernel;
  let isInside = true;
  runCell({
    ...cell,
    trace: ({ step, registers }) => {
      if (step.kind !== 'load' && step.kind !== 'store') return;
      if (registers[step.index]! >>> 0 >= (step.memory === 'local' ? localWords : workgroupWords)) isInside = false;
    },
  });
  return isInside;
}

/** Fails unless the program and what is made of it do the same as the kernel; gives the latter. */
function assertSplit(program: Program, cells: readonly CellOptions[]): Program {
  const made = split(program);
  expect(livenessOf(made).start.isEmpty()).toBe(true);
  expect(printProgram(split(made))).toEqual(printProgram(made));
  for (const cell of cells) {
    expectSame(program, cell);
    expect(evaluate(made, cell)).toEqual(evaluate(program, cell));
  }
  return made;
}

/** How many registers are written, and how many of them in one place. */
function definitions(program: Program): { readonly all: number; readonly single: number } {
  const counts = new Map<string, number>();
  for (const line of printProgram(program)) {
    const [, to] = /^ *(r\d+) =/.exec(line) ?? [];
    if (to !== undefined) counts.set(to, (counts.get(to) ?? 0) + 1);
  }
  return { all: counts.size, single: [...counts.values()].filter((count) => count === 1).length };
}

describe('a program does what it did', () => {
  it.each(samples)('$name', (sample) => {
    const kernel = lower(check(sourceOf(sample)).program!, { entryPoint: 'main' });
    const { all, single } = definitions(assertSplit(build(kernel, guards.all(kernel)), [cellOf(kernel)]));
    expect(single / all).toBeGreaterThan(0.8);
  });

  it('whatever jumps', () => {
    const property = fc.property(jumps, fc.nat(14), (kernel, loopBudget) => {
      const cell = { ...cellOf(kernel, loopBudget), workgroup: [1, 0, 0], grid: [2, 1, 1] } as const;
      assertSplit(build(kernel, guards.all(kernel)), [cell]);
    });
    fc.assert(property, parameters(2_000));
  });

  it('whatever branches, loops and barriers there are', () => {
    const property = fc.property(flows, (sample) => {
      const { program } = check(sourceOf(sample));
      fc.pre(program !== undefined);
      const kernel = lower(program, { entryPoint: 'main' });
      assertSplit(build(kernel, guards.all(kernel)), [cellOf(kernel)]);
    });
    fc.assert(property, { ...parameters(1_000), maxSkipsPerRun: 50 });
  });

  it('in random kernels, with all guards and with those that are needed', () => {
    let compared = 0;
    for (let k = 0; k < 60; k++) {
      const sample = sampleOf(drawFrom((seed() + k) | 0));
      const cells = cellsOf(sample).filter(isInside);
      for (const some of [guards.all(sample.kernel), analyze(sample.kernel, sample.dispatch)]) {
        assertSplit(build(sample.kernel, some), cells);
      }
      compared += cells.length;
    }
    expect(compared).toBeGreaterThan(60);
  });
});
