/** Compiled steps against interpreted ones, over programs with known results, the ready-made jobs and random kernels. */
import { type Case, folder, generate, interpret, type StepReference } from '@assay/conformance';
import { grid as grids, type owner } from '@assay/core';
import { edges, matmul } from '@assay/kernels';
import { cases, seed } from '@assay/testkit';
import { cell, executor } from '@assay/wgsl';
import { describe, expect, it } from 'vitest';

type Versions = ReadonlyMap<string, Uint8Array>;

/** Cells of a step that are also run alone. */
const SAMPLED = 3;
/** Far more than any case here costs; those that race may cost anything. */
const PATIENCE = 50_000_000;

/** Fails unless a case does the same, compiled in every way. */
function compare(one: Case): void {
  for (const reference of interpret(one)) {
    for (const lanes of [1, 4] as const) compareStep(reference, lanes);
  }
}

function compareStep({ step, lowered: kernel, dispatch, before, replay }: StepReference, lanes: 1 | 4): void {
  const reads = pick(before, Object.keys(step.reads));
  const starts = pick(before, Object.keys(step.writes));
  const { versions, costs, fired } = executor.replayStep({
    kernel,
    step,
    dispatch,
    reads,
    starts,
    lanes,
    maxCost: PATIENCE,
  });
  // What races has no right result.
  if (replay.race !== undefined) return;
  expect({ lanes, versions }).toEqual({ lanes, versions: replay.versions });
  expect({ lanes, costs }).toEqual({ lanes, costs: replay.costs });
  // The interpreter names the first workgroup for each place where guards fire.
  const first = Math.min(...replay.guards.map(({ workgroup }) => workgroup));
  expect(fired[0]).toBe(replay.guards.length === 0 ? undefined : first);
  compareCells({ kernel, step, dispatch, lanes, isTracked: true }, reads, starts, fired);
}

/** Cells run alone, with the pages that they load from. */
function compareCells(
  options: executor.StepOptions,
  reads: Versions,
  starts: Versions,
  fired: readonly number[],
): void {
  const { kernel, step } = options;
  const whole = new Map([...reads, ...starts].map(([name, bytes]) => [name, [{ offsetBytes: 0, bytes }]]));
  const opened = executor.open(options, whole);
  const count = grids.count(step.grid);
  const spread = Array.from({ length: SAMPLED }, (_, i) => Math.floor((count * i) / SAMPLED));
  for (const workgroup of new Set([...spread, count - 1])) {
    const wanted = cell.runJobCell({ kernel, step, reads, starts, workgroup });
    const found = opened.runCell(workgroup) as executor.Finished;
    expect(found).toMatchObject({ kind: 'finished', cost: wanted.cost, hasFired: wanted.guards.length > 0 });
    expect(fired.includes(workgroup)).toBe(found.hasFired);
    for (const { name, binding, access } of kernel.bindings) {
      if (access === 'write') {
        const stored = wanted.writes.get(binding)!;
        expect(after(starts.get(name)!, found.written.get(name)!)).toEqual(after(starts.get(name)!, stored));
      } else {
        const pages = (found.touched.get(name) ?? []).flatMap(({ start, end }) => numbers(start, end - 1));
        expect(pages).toEqual(pagesOf(wanted.reads.get(binding)!));
      }
    }
  }
}

/** A version in which a cell has written, as the one or the other executor tells it. */
function after(start: Uint8Array, written: executor.Written | Stored): Uint8Array {
  const bytes = start.slice();
  const view = new DataView(bytes.buffer);
  if ('ranges' in written) {
    let at = 0;
    for (const range of written.ranges) {
      const lengthBytes = 4 * (range.end - range.start);
      bytes.set(written.bytes.subarray(at, at + lengthBytes), 4 * range.start);
      at += lengthBytes;
    }
  } else for (const [i, word] of written.words.entries()) view.setInt32(4 * word, written.values[i]!, true);
  return bytes;
}

interface Stored {
  readonly words: Uint32Array;
  readonly values: Int32Array;
}

/** The pages of 1 KiB of words. */
function pagesOf(ranges: readonly owner.WordRange[]): readonly number[] {
  return [...new Set(ranges.flatMap(({ start, end }) => numbers(start >>> 8, (end - 1) >>> 8)))];
}

function numbers(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

function pick(versions: Versions, names: readonly string[]): Versions {
  return new Map(names.map((name) => [name, versions.get(name)!]));
}

describe.each(['exec', 'guard', 'race'] as const)('programs of %s', (corpus) => {
  it.each(folder.cases(corpus).map((one) => [one.name, one] as const))('%s', (_, one) => compare(one));
});

describe('ready-made jobs', () => {
  /** Bytes that repeat after none of the sizes here. */
  function noise(lengthBytes: number): Uint8Array {
    let state = lengthBytes;
    return new Uint8Array(lengthBytes).map(() => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    });
  }

  it.each([
    ['edges of a picture', edges.job({ width: 21, height: 13 })],
    ['edges of a small one', edges.job({ width: 1, height: 3 })],
    ['a product', matmul.job({ m: 70, n: 66, k: 12 })],
    ['a product of two numbers', matmul.job({ m: 1, n: 1, k: 4 })],
  ])('%s', (name, job) => {
    compare({ name, job, inputs: new Map(job.inputs.map((one) => [one.name, noise(one.sizeBytes)])) });
  });
});

it('random kernels', () => {
  const first = Math.abs(seed()) % 1_000_000;
  for (let k = first; k < first + cases(1000); k++) {
    const { job, inputs, source } = generate(k);
    try {
      compare({ name: `random/${k}`, job, inputs });
    } catch (error) {
      throw new Error(`random/${k}\n${source}`, { cause: error });
    }
  }
}, 600_000);
