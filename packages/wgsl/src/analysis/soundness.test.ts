/** Random kernels, run in all cells of a dispatch: nothing that the analysis says of them is wrong. */
import { grid as grids, owner } from '@assay/core';
import { cases, check as parameters, seed } from '@assay/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CellOptions, type CellResult, runCell } from '../execution/interpreter.js';
import { lower } from '../execution/lower.js';
import { printKernel } from '../execution/print-ir.js';
import { flows } from '../testing/flow.js';
import { assertKernel } from '../testing/kernel.js';
import { sourceOf } from '../testing/kernels.js';
import { drawFrom, edges, pick, type Sample, sampleOf } from '../testing/wild.js';
import { check } from '../validation/check.js';
import { type Analysis, inspect } from './analyze.js';
import type { Dispatch } from './dispatch.js';
import * as guards from './guards.js';

interface Tally {
  guards: number;
  needless: number;
  fired: number;
  bounded: number;
}

/** What each cell does. */
function* run(
  { kernel, dispatch, contents }: Sample,
  loopBudget: number,
  trace?: CellOptions['trace'],
): Generator<CellResult> {
  const { grid } = dispatch;
  for (let workgroup = 0; workgroup < grids.count(grid); workgroup++) {
    yield runCell({
      kernel,
      grid,
      workgroup: grids.fromIndex(grid, workgroup),
      port: {
        lengthWords: (binding) => dispatch.lengthWords.get(binding)!,
        load: (binding, word) => (contents[binding]?.[word] ?? 0) | 0,
      },
      owns: (binding, word) => owner.ownerOf(dispatch.owners.get(binding)!, grid, word) === workgroup,
      loopBudget,
      maxCost: 5_000_000,
      ...(trace === undefined ? {} : { trace }),
    });
  }
}

/** Runs all cells; fails if a guard fires that is not among those that may. */
function assertKept(sample: Sample, { guards: kept }: Analysis, loopBudget: number): number {
  const may = new Set<string>();
  for (const one of kept.outside) if ('at' in one) may.add(`outside ${one.at}`);
  for (const one of kept.foreign) if ('at' in one) may.add(`not-owned ${one.at}`);
  for (const one of kept.clamps) if ('at' in one) may.add(`clamped ${one.at}`);
  let fired = 0;
  for (const result of run(sample, loopBudget)) {
    for (const { kind, at } of result.guards) {
      fired += 1;
      const hasBudget = at === undefined ? kept.hasWorkgroupBudget : kept.hasInvocationBudget;
      expect(kind === 'loop-budget' ? hasBudget : may.has(`${kind} ${at}`), `${kind} at ${at}`).toBe(true);
    }
  }
  return fired;
}

/** Other contents of the buffer that is read. */
function refilled(sample: Sample, draw: Parameters<typeof pick>[0]): Sample {
  const [read, ...rest] = sample.contents;
  return { ...sample, contents: [read!.map(() => pick(draw, edges)), ...rest] };
}

function describe({ kernel, dispatch, contents }: Sample, number: number): string {
  const { grid, owners, lengthWords, loopBudget } = dispatch;
  const circumstances = { grid, owners: [...owners], lengthWords: [...lengthWords], literal: contents[1], loopBudget };
  return `kernel ${number}\n${printKernel(kernel)}${JSON.stringify(circumstances)}`;
}

function assertNeedless(number: number, tally: Tally): void {
  const draw = drawFrom(number);
  const sample = sampleOf(draw);
  const { kernel, dispatch } = sample;
  try {
    assertKernel(kernel);
    const analysis = inspect(kernel, dispatch);
    const all = guards.countOf(guards.all(kernel));
    tally.guards += all;
    tally.needless += all - guards.countOf(analysis.guards);
    for (let k = 0; k < 2; k++) tally.fired += assertKept(refilled(sample, draw), analysis, dispatch.loopBudget);
    const { invocation, workgroup } = analysis.backEdges;
    if (invocation === undefined || workgroup === undefined || Math.max(invocation, workgroup) > 500) return;
    tally.bounded += 1;
    const loopBudget = Math.max(invocation, workgroup);
    const enough = inspect(kernel, { ...dispatch, loopBudget });
    expect([enough.guards.hasInvocationBudget, enough.guards.hasWorkgroupBudget]).toEqual([false, false]);
    assertKept(sample, enough, loopBudget);
  } catch (error) {
    throw new Error(describe(sample, number), { cause: error });
  }
}

it('A2: what is called needless never fires', { timeout: 3_600_000 }, () => {
  const tally: Tally = { guards: 0, needless: 0, fired: 0, bounded: 0 };
  const count = cases(40_000);
  for (let k = 0; k < count; k++) assertNeedless((seed() + k) | 0, tally);
  // The kernels are worth trying: guards fire, and many are proven needless.
  expect(tally.needless / tally.guards).toBeGreaterThan(0.3);
  expect(tally.fired).toBeGreaterThan(count);
  expect(tally.bounded).toBeGreaterThan(count / 3);
});

/** Gives the number of words that were watched. */
function assertBounds(number: number): number {
  const probed = sampleOf(drawFrom(number), () => 1);
  const most = new Map<number, number>();
  const draw = drawFrom(~number);
  for (let k = 0; k < 3; k++) {
    const trace: CellOptions['trace'] = ({ step, registers }) => {
      if (step.kind !== 'clamp') return;
      const word = registers[step.index]! >>> 0;
      if (word > (most.get(step.at) ?? -1)) most.set(step.at, word);
    };
    for (const { cost } of run(refilled(probed, draw), probed.dispatch.loopBudget, trace))
      expect(cost).toBeGreaterThan(0);
  }
  // Clamped to one less than it was, a word is outside: the guard fires, and is not needless.
  const sample = sampleOf(drawFrom(number), (at) => Math.max(1, most.get(at) ?? 1));
  const { clamps } = inspect(sample.kernel, sample.dispatch).guards;
  const kept = new Set([...clamps].map((one) => ('at' in one ? one.at : -1)));
  const places = sample.probes.filter((at) => (most.get(at) ?? 0) > 0);
  for (const at of places) if (!kept.has(at)) throw new Error(`${most.get(at)} at ${at}: ${describe(sample, number)}`);
  return places.length;
}

it('A3: no word is said to be less than it is', { timeout: 3_600_000 }, () => {
  const count = cases(20_000);
  let places = 0;
  for (let k = 0; k < count; k++) places += assertBounds((seed() + k) | 0);
  expect(places).toBeGreaterThan(count);
});

/** One workgroup of the kernels of `testing/flow.ts`. */
function dispatchFor(loopBudget: number): Dispatch {
  return {
    grid: [1, 1, 1],
    lengthWords: new Map([
      [0, 64],
      [1, 256],
    ]),
    owners: new Map([[1, owner.linear(256)]]),
    literals: new Map(),
    loopBudget,
  };
}

it('A5: no back-edges are taken beyond the number that is proven, in random control flow around barriers', () => {
  let [loops, proven] = [0, 0];
  const property = fc.property(
    flows,
    fc.array(fc.constantFrom(...edges), { minLength: 64, maxLength: 64 }),
    (flow, read) => {
      const { program } = check(sourceOf(flow));
      fc.pre(program !== undefined);
      const kernel = lower(program, { entryPoint: 'main' });
      const { backEdges } = inspect(kernel, dispatchFor(0));
      if (backEdges.invocation === undefined || backEdges.workgroup === undefined) return;
      const loopBudget = Math.max(backEdges.invocation, backEdges.workgroup);
      loops += Math.sign(loopBudget);
      const sample = { kernel, dispatch: dispatchFor(loopBudget), contents: [read], probes: [] };
      const analysis = inspect(kernel, sample.dispatch);
      proven += 1;
      expect(analysis.guards).toMatchObject({ hasInvocationBudget: false, hasWorkgroupBudget: false });
      expect(assertKept(sample, analysis, loopBudget)).toBe(0);
    },
  );
  const { numRuns, ...rest } = parameters(4000);
  fc.assert(property, { numRuns, ...rest, maxSkipsPerRun: 50 });
  expect(proven).toBeGreaterThan(numRuns * 0.9);
  expect(loops).toBeGreaterThan(numRuns / 10);
});
