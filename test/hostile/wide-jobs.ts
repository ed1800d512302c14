/** Jobs that do next to nothing with versions of any size, cut among cells in any way that a job may say. */
import { type grid as grids, job as jobs, owner as owners } from '@assay/core';
import type { Random } from '../profile/mutation.js';
import { pick } from './trials.js';

/** Invocations of a workgroup. */
const WIDTH = 8;

/** What each invocation of a kernel does, and what a word is afterwards by that. */
export interface Habit {
  readonly statement: string;
  /** Whether the cell that owns word 0 races. */
  readonly isRacing?: boolean;
  /** A word of a cell after it ran; undefined where that depends on what is not known. */
  readonly after: (setting: {
    readonly word: number;
    /** The word before. */
    readonly start: number | undefined;
    /** Of the cell: its place along x. */
    readonly cell: number;
    readonly lengthWords: number;
    readonly read: (word: number) => number | undefined;
    readonly lengthRead: number;
  }) => number | undefined;
}

export const habits: Readonly<Record<string, Habit>> = {
  'stores nothing': {
    statement: 'if (id.x == 4294967295u) { o[0] = x[0]; }',
    after: ({ start }) => start,
  },
  'copies its own place': {
    statement: 'o[id.x] = x[(id.x * 7u) % arrayLength(&x)];',
    after: ({ word, start, cell, read, lengthRead }) =>
      Math.floor(word / WIDTH) === cell ? read((Math.imul(word, 7) >>> 0) % lengthRead) : start,
  },
  'adds to the last word': {
    statement: 'if (i == 0u) { o[arrayLength(&o) - 1u] += 5u; }',
    after: ({ word, start, lengthWords }) =>
      start !== undefined && word === lengthWords - 1 ? (start + 5) % 2 ** 32 : start,
  },
  'stores once too often': {
    statement: 'o[0] = i;',
    isRacing: true,
    after: ({ start }) => start,
  },
};

/** How a version is cut among the cells of a step. */
export interface Cut {
  readonly map: owners.OwnerMap;
  readonly words: number;
  readonly grid: grids.Grid;
}

/** A job of one step of any size and cut. Some are none. */
export function someWideJob(habit: Habit, chance: Random): jobs.Job {
  const wordsRead = pick(chance, [1, 256, 257, 5000, 2 ** 28, 2 ** 32 - 1]);
  return wideJob(habit, someCut(chance), { isFrom: chance.next(2) === 0, wordsRead });
}

/** A job of one step. Versions: 0 `in`, 1 `start`, 2 `out`. */
export function wideJob(
  { statement }: Habit,
  { map, words, grid }: Cut,
  { isFrom = false, wordsRead = 1 }: { readonly isFrom?: boolean; readonly wordsRead?: number } = {},
): jobs.Job {
  return jobs.define({
    name: 'wide',
    kernels: {
      wide: {
        source: `
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> o: array<u32>;
@compute @workgroup_size(${WIDTH})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) i: u32) { ${statement} }`,
        bindings: { x: { binding: 0, access: 'read' }, o: { binding: 1, access: 'write' } },
      },
    },
    inputs: [
      { name: 'in', sizeBytes: 4 * wordsRead },
      { name: 'start', sizeBytes: 4 * words },
    ],
    steps: [
      {
        kernel: 'wide',
        grid,
        reads: { x: 'in' },
        writes: { o: { name: 'out', sizeBytes: 4 * words, owner: map, ...(isFrom ? { from: 'start' } : {}) } },
        loopBudget: 0,
      },
    ],
    outputs: ['out'],
  });
}

/** Any owner map. Some fit no job. */
function someCut(chance: Random): Cut {
  const { next } = chance;
  const count = (): number => pick(chance, [1, 1, 1, 2, 3, 7, 64, 65_535]);
  if (next(3) === 0) {
    const words = pick(chance, [1, 8, 255, 256, 257, 1000, 2 ** 20, 2 ** 28, 2 ** 30 - 1, 2 ** 32 - 1]);
    const own = pick(chance, [1, 8, 256, 1000, Math.ceil(words / 2), words, 2 ** 32 - 1]);
    return { map: owners.linear(own, next(3) === 0 ? next(words) : 0), words, grid: [count(), count(), 1] };
  }
  const axes = pick<readonly owners.TileDimension['axis'][]>(chance, [
    ['x'],
    ['y', 'x'],
    ['x', 'y'],
    ['whole', 'x'],
    ['x', 'whole'],
    ['z', 'whole', 'x', 'y'],
  ]);
  const dimensions = axes.map((axis) => {
    const extent = pick(chance, [1, 2, 3, 16, 255, 1024, 65_536, 2 ** 20]);
    if (axis === 'whole') return { extent, tile: extent, axis, origin: 0 };
    const tile = pick(chance, [1, 2, Math.ceil(extent / 2), extent, 2 ** 32 - 1]);
    return { extent, tile, axis, origin: next(4) === 0 ? next(extent) : 0 };
  });
  const workgroups = (axis: string): number => {
    const dimension = dimensions.find((one) => one.axis === axis);
    if (dimension === undefined) return 1;
    const all = Math.ceil((dimension.extent - dimension.origin) / dimension.tile);
    return next(2) === 0 ? count() : Math.max(1, Math.min(65_535, all));
  };
  const words = dimensions.reduce((product, { extent }) => product * extent, 1);
  return { map: { kind: 'tile', dimensions }, words, grid: [workgroups('x'), workgroups('y'), workgroups('z')] };
}
