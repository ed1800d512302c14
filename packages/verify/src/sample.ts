/** Which cells and which stretches of frames a challenge draws (SPEC.md, chapter Draws). */
import {
  AssayError,
  type challenge,
  costs,
  frame as frames,
  grid as grids,
  job as jobs,
  type owner,
} from '@assay/core';
import { type Draws, stream } from './draw.js';

/** A workgroup of a step, by their indices. */
export interface Cell {
  readonly step: number;
  readonly workgroup: number;
}

/** Words of nobody in a written version, which must be those of the version that it starts from. */
export interface Stretch extends owner.WordRange {
  /** Index of the written version. */
  readonly version: number;
  /** Index of the version that it starts from. */
  readonly from: number;
}

/** What is looked at. */
export interface Sample {
  /** By step, then workgroup, each once. */
  readonly cells: readonly Cell[];
  /** By version, then position. */
  readonly stretches: readonly Stretch[];
}

/** Stretches of one version that are looked at (D7). */
export const mostStretches = 256;
/** And of all versions together, if one of each is no more. */
export const mostStretchesTogether: number = 2 ** 14;

/**
 * Draws cells and stretches.
 *
 * @param seed 32 bytes, of `challenge.seed`.
 * @param samples k of D4 and D5.
 * @param weights the cost table by which cells are drawn, D5; uniformly and each at most once (D4) without one.
 * @throws AssayError of `costs.assertFor`.
 */
export function draw(
  job: jobs.Job,
  seed: Uint8Array,
  samples: challenge.Challenge['samples'],
  weights?: costs.Costs,
): Sample {
  const draws = stream('draw', seed);
  if (weights !== undefined) costs.assertFor(weights, job);
  const cells = new Cells(job);
  if (weights === undefined) cells.drawEqual(draws, samples);
  else cells.drawWeighted(draws, samples, weights);
  return { cells: cells.list(), stretches: drawStretches(job, draws) };
}

/** Cells and stretches together that are listed for a full replay. A job may have a thousand million times as many. */
export const mostListed: number = 2 ** 22;

/**
 * Every cell and every stretch, for a full replay (S7).
 *
 * @throws AssayError `sample.too-large` (exhausted) for more than {@link mostListed}.
 */
export function all(job: jobs.Job): Sample {
  const counts = [...job.steps.map(({ grid }) => grids.count(grid)), ...framesOf(job).map(({ frame }) => frame.count)];
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total > mostListed) throw tooLarge(total);
  const cells = job.steps.flatMap(({ grid }, step) =>
    Array.from({ length: grids.count(grid) }, (_, workgroup) => ({ step, workgroup })),
  );
  const stretches = framesOf(job).flatMap(({ version, from, frame }) =>
    Array.from({ length: frame.count }, (_, index) => ({ version, from, ...frame.stretch(index) })),
  );
  return { cells, stretches };
}

/** The cells of a job that are drawn. */
class Cells {
  /** For each step, the workgroups that are drawn. */
  readonly #drawn: readonly Set<number>[];
  readonly #counts: readonly number[];

  constructor(job: jobs.Job) {
    this.#counts = job.steps.map(({ grid }) => grids.count(grid));
    this.#drawn = job.steps.map(() => new Set<number>());
  }

  list(): readonly Cell[] {
    return this.#drawn.flatMap((workgroups, step) =>
      [...workgroups].sort((a, b) => a - b).map((workgroup) => ({ step, workgroup })),
    );
  }

  /** D4, D6. */
  drawEqual(draws: Draws, samples: number): void {
    const ends = cumulated(this.#counts);
    for (const index of choose(draws, ends.at(-1)!, samples)) {
      const step = firstAbove(ends, index);
      this.#drawn[step]!.add(index - (ends[step - 1] ?? 0));
    }
    for (const [step, workgroups] of this.#drawn.entries()) {
      if (workgroups.size === 0) workgroups.add(draws.below(this.#counts[step]!));
    }
  }

  /** D5, D6. */
  drawWeighted(draws: Draws, samples: number, { steps }: costs.Costs): void {
    const totals = steps.map((one, step) => costs.totalOf(one, this.#counts[step]!));
    const ends = cumulated(totals);
    // Of steps whose cells differ, once a cell of them is drawn.
    const tables = new Map<number, readonly number[]>();
    const cellAt = (step: number, at: number): number => {
      const one = steps[step]!;
      if (one.kind === 'equal') return Math.floor(at / one.weight);
      const table = tables.get(step) ?? cumulated(Array.from(costs.weightsOf(one, this.#counts[step]!)));
      tables.set(step, table);
      return firstAbove(table, at);
    };
    for (let i = 0; i < samples; i++) {
      const at = draws.below(ends.at(-1)!);
      const step = firstAbove(ends, at);
      this.#drawn[step]!.add(cellAt(step, at - (ends[step - 1] ?? 0)));
    }
    for (const [step, workgroups] of this.#drawn.entries()) {
      if (workgroups.size === 0) workgroups.add(cellAt(step, draws.below(totals[step]!)));
    }
  }
}

/** D7. */
function drawStretches(job: jobs.Job, draws: Draws): readonly Stretch[] {
  const framed = framesOf(job);
  let most = mostStretches;
  const together = (): number => framed.reduce((sum, { frame }) => sum + Math.min(frame.count, most), 0);
  while (most > 1 && together() > mostStretchesTogether) most--;
  return framed.flatMap(({ version, from, frame }) =>
    choose(draws, frame.count, most)
      .sort((a, b) => a - b)
      .map((index) => ({ version, from, ...frame.stretch(index) })),
  );
}

function framesOf(job: jobs.Job): readonly { version: number; from: number; frame: frames.Frame }[] {
  const versions = jobs.versions(job);
  const indices = new Map(versions.map(({ name, index }) => [name, index]));
  return versions.flatMap(({ index, sizeBytes, origin }) => {
    if (origin.kind !== 'write' || origin.from === undefined) return [];
    const frame = frames.of(origin.owner, sizeBytes / 4, job.steps[origin.step]!.grid);
    return [{ version: index, from: indices.get(origin.from)!, frame }];
  });
}

/** `count` different numbers below `n`, or all of them where there are no more (D4). */
function choose(draws: Draws, n: number, count: number): number[] {
  if (n <= count) return Array.from({ length: n }, (_, i) => i);
  // The list 0 … n−1, of which only what changed places is kept.
  const moved = new Map<number, number>();
  return Array.from({ length: count }, (_, i) => {
    const j = i + draws.below(n - i);
    const chosen = moved.get(j) ?? j;
    moved.set(j, moved.get(i) ?? i);
    return chosen;
  });
}

function tooLarge(total: number): AssayError {
  return new AssayError({
    kind: 'exhausted',
    code: 'sample.too-large',
    where: 'job',
    expected: `at most ${mostListed} cells and stretches of frames`,
    got: String(total),
    remedy: 'Run the job again and compare the traces (`checkReplay`), or draw cells of it.',
  });
}

function cumulated(counts: readonly number[]): readonly number[] {
  let sum = 0;
  return counts.map((count) => {
    sum += count;
    return sum;
  });
}

/** The first index whose value is above `at`, in an ascending list whose last value is. */
function firstAbove(ends: readonly number[], at: number): number {
  let low = 0;
  let high = ends.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ends[middle]! > at) high = middle;
    else low = middle + 1;
  }
  return low;
}
