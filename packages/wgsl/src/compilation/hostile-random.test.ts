/** Kernels that nobody would write, at volume: no crash, no end that does not come, no cell that differs from the interpreter's. */
import { owner } from '@assay/core';
import { cases, check as parameters, seed } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze } from '../analysis/analyze.js';
import type { Dispatch } from '../analysis/dispatch.js';
import * as guards from '../analysis/guards.js';
import type { Kernel } from '../execution/ir.js';
import { lower } from '../execution/lower.js';
import { expectSame, type Reference, type Setting } from '../testing/compiled.js';
import { lawfulReferencesOf } from '../testing/contract.js';
import { divergentOf } from '../testing/divergent.js';
import { flows } from '../testing/flow.js';
import { input, outputWords } from '../testing/interpreted.js';
import { jumps } from '../testing/jumps.js';
import { type Sample, samples, sourceOf } from '../testing/kernels.js';
import { mutantOf, withBudget } from '../testing/mutant.js';
import { straights } from '../testing/straight.js';
import { type Draw, drawFrom, edges, pick, sampleOf } from '../testing/wild.js';
import { check } from '../validation/check.js';
import { programOf } from './compile.js';
import { build } from './program/build.js';
import { split } from './program/split.js';

/**
 * Full numbers of cases; a case is a cell that ran, compiled in one way, and was compared.
 *
 * They are a million together.
 */
const full = { wild: 400_000, mutants: 300_000, jumps: 200_000, flows: 50_000, straights: 50_000 };

/** How often a binding that is read has other contents. */
const CONTENTS = 6;

type Contents = Setting['contents'];

/**
 * Compares all cells that do not race, with every guard and with those that analysis leaves, in one lane and in four, and otherwise
 * in a way that is drawn. Gives how many cases that were; none where the kernel breaks what lowering promises.
 *
 * @param isLawful whether it keeps that also where invocations race; then those cells run too.
 */
function compare(draw: Draw, kernel: Kernel, dispatch: Dispatch, all: readonly Contents[], isLawful = false): number {
  const base = { kernel, dispatch, maxCost: draw(8) === 0 ? draw(500) : 100_000 };
  const every = guards.all(kernel);
  const references: Reference[] = [];
  for (const contents of all) {
    const found = lawfulReferencesOf({ ...base, guards: every, contents });
    if (found === undefined) return 0;
    references.push(...found);
  }
  if (references.length === 0) return 0;
  let compared = 0;
  for (const left of [every, analyze(kernel, dispatch)]) {
    const program = draw(2) === 0 ? split(build(kernel, left)) : programOf(kernel, left);
    const setting = { ...base, guards: left, program, contents: all[0]!, ...(isLawful ? {} : { workgroups: [] }) };
    for (const lanes of [1, 4] as const) {
      const sweeps = pick(draw, [undefined, undefined, 0, 1]);
      const way = { lanes, isTracked: draw(2) === 0, isShared: false };
      expectSame(setting, references, sweeps === undefined ? way : { ...way, sweeps });
      compared += references.length;
    }
  }
  return compared;
}

/** Until so many cases were compared. Fails with the number of the kernel. */
function compareMany(count: number, one: (draw: Draw) => number): void {
  let compared = 0;
  let tried = 0;
  for (; compared < count; tried++) {
    const number = (seed() + tried) | 0;
    try {
      compared += one(drawFrom(number));
    } catch (cause) {
      throw new Error(`kernel ${number}: ${cause instanceof Error ? cause.message : cause}`, { cause });
    }
    if (tried > 1000 && compared < tried) throw new Error('most kernels are none');
  }
  expect(compared).toBeGreaterThanOrEqual(count);
}

/** The contents that are given, and others of the same lengths; literals stay as they are. */
function variantsOf(
  draw: Draw,
  kernel: Kernel,
  { literals }: Pick<Dispatch, 'literals'>,
  contents: Contents,
): readonly Contents[] {
  const isFixed = new Set(literals.keys());
  const isRead = kernel.bindings.some(({ access, binding }) => access !== 'write' && !isFixed.has(binding));
  return Array.from({ length: isRead ? CONTENTS : 1 }, (_, k) =>
    k === 0
      ? contents
      : new Map(
          [...contents].map(([binding, words]) => [
            binding,
            isFixed.has(binding) ? words : words.map(() => pick(draw, edges)),
          ]),
        ),
  );
}

/** Kernels of WGSL with the cell that they are made for, and another one; `undefined` where the checker refuses them. */
function lowered(
  sample: Sample,
): { readonly kernel: Kernel; readonly dispatch: Dispatch; readonly contents: Contents } | undefined {
  const { program } = check(sourceOf(sample));
  if (program === undefined) return undefined;
  return {
    kernel: lower(program, { entryPoint: 'main' }),
    dispatch: {
      grid: [2, 1, 1],
      lengthWords: new Map([
        [0, input.length],
        [1, 2 * outputWords],
      ]),
      owners: new Map([[1, owner.linear(outputWords)]]),
      literals: new Map(),
      loopBudget: 1000,
    },
    contents: new Map([
      [0, input],
      [1, new Int32Array(2 * outputWords)],
    ]),
  };
}

describe('cells of hostile kernels', () => {
  it('of indices, conditions and loops', () => {
    compareMany(cases(full.wild), (draw) => {
      const { kernel, dispatch, contents } = sampleOf(draw);
      const words = [...dispatch.lengthWords].map(
        ([binding, length]) => [binding, Int32Array.from({ length }, (_, i) => contents[binding]?.[i] ?? 0)] as const,
      );
      return compare(draw, kernel, dispatch, variantsOf(draw, kernel, dispatch, new Map(words)), true);
    });
  });

  it('that are others with some instructions changed', () => {
    const kernels = samples.map((sample) => lowered(sample)!);
    compareMany(cases(full.mutants), (draw) => {
      if (draw(2) === 0) {
        const { kernel, dispatch, contents } = pick(draw, kernels);
        const other = withBudget(draw, dispatch);
        const mutant = mutantOf(draw, {
          ...kernel,
          workgroupSize: pick(draw, [kernel.workgroupSize, [5, 1, 1], [4, 2, 1]]),
        });
        return compare(draw, mutant, other, variantsOf(draw, mutant, other, contents));
      }
      const { kernel, dispatch, contents } = divergentOf(draw);
      const lengthWords = new Map([...contents].map(([binding, { length }]) => [binding, length]));
      const other = withBudget(draw, { ...dispatch, lengthWords, literals: new Map() });
      const mutant = mutantOf(draw, kernel);
      return compare(draw, mutant, other, variantsOf(draw, mutant, other, contents));
    });
  });

  it('that jump from anywhere to anywhere', () => {
    const lengthWords = new Map([
      [0, 4],
      [1, 4],
      [2, 8],
      [3, 4],
    ]);
    const contents = new Map([...lengthWords].map(([binding, length]) => [binding, new Int32Array(length)]));
    const property = fc.property(jumps, fc.nat(14), fc.integer(), (kernel, loopBudget, number) => {
      const owners = new Map([
        [2, owner.linear(4)],
        [3, owner.linear(2)],
      ]);
      const dispatch: Dispatch = { grid: [2, 1, 1], lengthWords, owners, literals: new Map(), loopBudget };
      compare(drawFrom(number), kernel, dispatch, [contents]);
    });
    // Two cells in four ways.
    fc.assert(property, parameters(full.jumps / 8));
  });

  it.each([
    ['of branches, loops, switches and barriers', flows, full.flows],
    ['of expressions with effects', straights, full.straights],
  ])('%s', (_, arbitrary, count) => {
    const property = fc.property(arbitrary, fc.integer(), (sample, number) => {
      const found = lowered(sample);
      fc.pre(found !== undefined);
      const draw = drawFrom(number);
      const { kernel, dispatch, contents } = found;
      compare(draw, kernel, dispatch, variantsOf(draw, kernel, dispatch, contents));
    });
    // Two cells with six contents in four ways.
    fc.assert(property, { ...parameters(count / 48), maxSkipsPerRun: 50 });
  });
});
