/** Limits of single passes: through `compile`, another one may come first. */
import { isAssayError } from '@assay/core';
import { describe, expect, it } from 'vitest';
import * as guards from '../analysis/guards.js';
import type { Instruction, Kernel } from '../execution/ir.js';
import * as ir from '../testing/assembly.js';
import { compile, emit } from './compile.js';
import { intervalsOf } from './emission/intervals.js';
import { level, levelsOf, mostSweeps } from './emission/levels.js';
import { most } from './limits.js';
import { build } from './program/build.js';
import { livenessOf } from './program/liveness.js';
import type { Program } from './program/program.js';
import { split } from './program/split.js';

const { again, binary, block, constant, copy, leave, loadBuffer, loop, storeBuffer, when } = ir;

const options = { lanes: 4, isTracked: false, isShared: false } as const;

function times<T>(count: number, make: (i: number) => readonly T[]): readonly T[] {
  return Array.from({ length: count }, (_, i) => make(i)).flat();
}

function kernelOf(code: readonly Instruction[]): Kernel {
  return ir.kernel([{ kind: 'region', code }], { workgroupSize: [8, 1, 1], registers: 200_000 });
}

function programOf(code: readonly Instruction[]): Program {
  const kernel = kernelOf(code);
  return build(kernel, guards.all(kernel));
}

/** `accepted`, or the code of the error. */
function outcomeOf(action: () => unknown): string {
  try {
    action();
    return 'accepted';
  } catch (error) {
    if (!isAssayError(error)) throw error;
    return error.code;
  }
}

describe('what is emitted', () => {
  const emitted = (code: readonly Instruction[]): string => outcomeOf(() => emit(split(programOf(code)), options));
  const blocks = (count: number): readonly Instruction[] =>
    times(count, (i) => [block(i + 1, [when(3, [leave(i + 1)])]), storeBuffer(2, 3, 3)]);

  it('has no more blocks and branches than engines are given', () => {
    const nested = (count: number): readonly Instruction[] =>
      times(count, (i) => [block(4 * i, [block(4 * i + 1, [block(4 * i + 2, [block(4 * i + 3, [])])])])]);
    expect(emitted(nested(most.constructs / 4 - 10))).toBe('accepted');
    expect(emitted(nested(most.constructs / 4 + 1))).toBe('compiler.too-large');
  });

  it('is no larger and no deeper than what is given to passes', () => {
    expect(emitted(blocks(100))).toBe('accepted');
    expect(emitted(times(most.nodes - 20, () => [constant(3, 1)]))).toBe('accepted');
    expect(emitted(times(most.nodes, () => [constant(3, 1)]))).toBe('compiler.too-large');
    const deep = (depth: number): readonly Instruction[] => {
      let inner: readonly Instruction[] = [];
      for (let label = 1; label <= depth; label++) inner = [block(label, inner)];
      return inner;
    };
    expect(emitted(deep(most.depth - 1))).toBe('accepted');
    expect(emitted(deep(most.depth + 1))).toBe('compiler.too-deep');
  });

  it('counts guards as instructions, before they are folded', () => {
    // Each but the first is folded away.
    const loads = (count: number): Kernel =>
      kernelOf([...times(count, () => [loadBuffer(3, 0, 0)]), storeBuffer(2, 0, 3)]);
    const compiled = (count: number): string =>
      outcomeOf(() => compile(loads(count), guards.all(loads(count)), { ...options }));
    expect(most.nodes).toBeGreaterThan(30_000);
    expect(compiled(5000)).toBe('accepted');
    const kernel = loads(30_000);
    expect(outcomeOf(() => compile(kernel, guards.all(kernel), options))).toBe('compiler.too-large');
  });
});

describe('levels', () => {
  const levels = (program: Program, sweeps?: number): ReturnType<typeof levelsOf> =>
    levelsOf(program, livenessOf(program), 4, sweeps);
  /** A word goes from the last register to the first one, a step a round; registers 1 and 2 are equal everywhere. */
  const chain = (length: number): Program =>
    programOf([
      constant(3, 9),
      binary(1, 3, 'add', 3),
      binary(2, 1, 'eq', 3),
      loop(1, [...times(length, (i) => [copy(100 + i, 101 + i)]), copy(100 + length, 0), when(100, [again(1)])]),
    ]);

  it('are looked for so many times', () => {
    const short = levels(chain(mostSweeps - 4));
    expect([1, 2, 100].map((one) => short.of(one))).toEqual([level.workgroup, level.workgroup, level.lane]);
    expect(short.isBoolean(2)).toBe(true);
  });

  it('and then all is taken to be different', () => {
    const long = levels(chain(mostSweeps + 4));
    expect([1, 2, 100].map((one) => long.of(one))).toEqual([level.lane, level.lane, level.lane]);
    expect(long.isBoolean(2)).toBe(false);
    expect(levels(chain(1), 0).of(1)).toBe(level.lane);
  });

  it('end soon after, whatever is found then', () => {
    // With a sweep for each register this would be no test, but a day.
    expect(levels(chain(60_000)).isBoolean(100)).toBe(false);
  });

  /** So many in each of the branches that are inside each other, all of which only some lanes come to. */
  const inside = (width: number, make: (i: number) => readonly Instruction[]): readonly Instruction[] => {
    let body: readonly Instruction[] = [];
    for (let depth = 390; depth > 0; depth--) body = [when(0, [...times(width, make), ...body])];
    return body;
  };

  it('are not looked for where jumps lead out of too much', () => {
    const jumps = (width: number): Program =>
      programOf([
        block(
          1,
          inside(width, () => [when(0, [leave(1)])]),
        ),
      ]);
    expect(outcomeOf(() => levels(jumps(10)))).toBe('accepted');
    expect(outcomeOf(() => levels(jumps(900)))).toBe('compiler.too-large');
  });

  it('are not looked for where too much is defined in what lanes wait for', () => {
    const definitions = (width: number): Program => programOf(inside(width, (i) => [copy(1 + i, 0)]));
    expect(outcomeOf(() => levels(definitions(10)))).toBe('accepted');
    expect(outcomeOf(() => levels(definitions(900)))).toBe('compiler.too-large');
  });
});

describe('other passes', () => {
  it('do not look at too many registers for loops that lanes leave', () => {
    const outcome = (loops: number): string => {
      const inner = times(loops, (i) => [
        loop(1000 + i, [binary(100 + (i % 200), 3, 'add', 0), when(3, [again(1000 + i)])]),
      ]);
      let body: readonly Instruction[] = inner;
      for (let label = 190; label > 0; label--) body = [block(label, [when(0, [leave(label)]), ...body])];
      const program = split(programOf([copy(3, 0), ...body, ...times(200, (i) => [storeBuffer(2, 0, 100 + i)])]));
      const liveness = livenessOf(program);
      const levels = levelsOf(program, liveness, 4);
      return outcomeOf(() => intervalsOf(program, liveness, levels));
    };
    expect(outcome(100)).toBe('accepted');
    expect(outcome(2000)).toBe('compiler.too-large');
  });

  it('do not keep what is live at each of too many places, for each of too many loops', () => {
    const outcome = (depth: number): string => {
      const branches = times(2000, (i) => [when(20 + i, [copy(20 + i, 3)])]);
      let body: readonly Instruction[] = [...branches, ...times(20_000, (i) => [storeBuffer(2, 0, 20 + i)])];
      for (let label = 1; label <= depth; label++) body = [loop(label, [...body, when(4, [again(label)])])];
      const program = programOf(body);
      return outcomeOf(() => livenessOf(program));
    };
    expect(outcome(5)).toBe('accepted');
    expect(outcome(390)).toBe('compiler.too-large');
  });

  it('do not compare too many definitions where control comes together', () => {
    const outcome = (jumps: number, registers: number): string => {
      const leaves = times(jumps, () => [when(3, [leave(1)])]);
      const definitions = times(registers, (i) => [copy(20 + i, 0)]);
      const uses = times(registers, (i) => [storeBuffer(2, 0, 20 + i)]);
      const program = programOf([block(1, [...leaves, ...definitions]), ...uses]);
      return outcomeOf(() => split(program));
    };
    expect(outcome(1000, 1000)).toBe('accepted');
    expect(outcome(10_000, 10_000)).toBe('compiler.too-large');
  });

  it('do not list too much of what is written in constructs', () => {
    const outcome = (registers: number): string => {
      // Nothing is live behind the blocks, so that no definitions are compared there.
      const definitions = times(registers, (i) => [copy(20 + i, 0)]);
      const uses = times(registers, (i) => [storeBuffer(2, 0, 20 + i)]);
      let body: readonly Instruction[] = [...definitions, when(3, []), ...uses];
      for (let label = 1; label <= 390; label++) body = [block(label, body)];
      const program = programOf(body);
      return outcomeOf(() => split(program));
    };
    expect(outcome(1000)).toBe('accepted');
    expect(outcome(190_000)).toBe('compiler.too-large');
  });
});
