/** What must hold of every pass of the compiler: programs do what they did, over samples and random kernels. */
import { cases, check as parameters, seed } from '@assay/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { analyze } from '../analysis/analyze.js';
import * as guards from '../analysis/guards.js';
import { build } from '../compilation/program/build.js';
import { livenessOf } from '../compilation/program/liveness.js';
import type { Program } from '../compilation/program/program.js';
import { type CellOptions, runCell } from '../execution/interpreter.js';
import type { Kernel } from '../execution/ir.js';
import { lower } from '../execution/lower.js';
import { check } from '../validation/check.js';
import { cellOf, cellsOf, evaluate } from './evaluated.js';
import { flows } from './flow.js';
import { jumps } from './jumps.js';
import { samples, sourceOf } from './kernels.js';
import { unguarded } from './optimized.js';
import { printProgram } from './program.js';
import { straights } from './straight.js';
import { drawFrom, sampleOf } from './wild.js';

/** Of a soak. */
const timeout = 3_600_000;

/** Makes another program of one. */
export type Pass = (program: Program) => Program;

/** Whether the kernel stays inside of its memories, as what lowering makes does. */
export function isInside(cell: CellOptions): boolean {
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

/** Fails unless the program does the same before and behind the pass. */
function assertKept(pass: Pass, program: Program, cells: readonly CellOptions[]): void {
  const made = pass(program);
  try {
    expect(livenessOf(made).start.isEmpty(), 'nothing is read before it is written').toBe(true);
    for (const cell of cells) expect(evaluate(made, cell)).toEqual(evaluate(program, cell));
  } catch (cause) {
    throw new Error(['before', ...printProgram(program), 'behind', ...printProgram(made)].join('\n'), { cause });
  }
}

function kernelOf(text: string): Kernel | undefined {
  const { program } = check(text);
  return program === undefined ? undefined : lower(program, { entryPoint: 'main' });
}

/** Tests of a pass. @param prepare what is done before it. */
export function itKeeps(pass: Pass, prepare: Pass): void {
  const assert = (kernel: Kernel, some: guards.Guards, cells: readonly CellOptions[]): void =>
    assertKept(pass, prepare(build(kernel, some)), cells);

  it.each(samples)('$name', (sample) => {
    const kernel = kernelOf(sourceOf(sample))!;
    assert(kernel, guards.all(kernel), [cellOf(kernel)]);
    assert(kernel, unguarded, [cellOf(kernel)]);
  });

  it('whatever jumps', { timeout }, () => {
    const property = fc.property(jumps, fc.nat(14), (kernel, loopBudget) => {
      const cell = { ...cellOf(kernel, loopBudget), workgroup: [1, 0, 0], grid: [2, 1, 1] } as const;
      assert(kernel, guards.all(kernel), [cell]);
    });
    fc.assert(property, parameters(3_000));
  });

  it('whatever branches, loops and barriers there are', { timeout }, () => {
    const property = fc.property(flows, fc.boolean(), (sample, isGuarded) => {
      const kernel = kernelOf(sourceOf(sample));
      fc.pre(kernel !== undefined);
      assert(kernel, isGuarded ? guards.all(kernel) : unguarded, [cellOf(kernel)]);
    });
    fc.assert(property, { ...parameters(400), maxSkipsPerRun: 50 });
  });

  it('whatever is computed', { timeout }, () => {
    const property = fc.property(straights, (sample) => {
      const kernel = kernelOf(sourceOf(sample));
      fc.pre(kernel !== undefined);
      assert(kernel, unguarded, [cellOf(kernel)]);
    });
    fc.assert(property, { ...parameters(300), maxSkipsPerRun: 50 });
  });

  it('in random kernels, with all guards and with those that are needed', { timeout }, () => {
    const count = cases(1_000);
    let compared = 0;
    for (let k = 0; k < count; k++) {
      const sample = sampleOf(drawFrom((seed() + k) | 0));
      const cells = cellsOf(sample).filter(isInside);
      for (const some of [guards.all(sample.kernel), analyze(sample.kernel, sample.dispatch)]) {
        assert(sample.kernel, some, cells);
      }
      compared += cells.length;
    }
    expect(compared).toBeGreaterThan(count);
  });
}
