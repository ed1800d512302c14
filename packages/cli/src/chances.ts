/** What a random audit catches, and with which probability (`@assay/verify` SPEC.md, chapter Draws, *Probabilities*). */
import { type challenge as challenges, grid, isAssayError, type job as jobs, type task as tasks } from '@assay/core';
import { sampling } from '@assay/verify';
import { toCountText } from './output.js';

/** Shares of wrong cells that tables show. */
const SHARES = [0.001, 0.01, 0.05, 0.1, 0.5];

/** What is aimed at unless something else is asked for: one wrong cell in ten is missed once in a million audits. */
export const aim = { share: 0.1, miss: 1e-6 } as const;

/** Of an audit. */
export interface Chances {
  /** Of the job. */
  readonly cells: number;
  readonly samples: number;
  /** Whether cells are drawn by a cost table: then shares are shares of its weights. */
  readonly isWeighted: boolean;
  /** How often the challenge can be tried before the commitment: 2^grindingBits; 0 for a challenge that comes after it. */
  readonly grindingBits: number;
  readonly table: readonly Chance[];
  /** The probability that one wrong cell among all is missed; absent where cells are drawn by weights. */
  readonly missOfOneCell?: number;
  /** The least share that is missed with at most {@link aim}.miss; absent where not even all cells wrong would do. */
  readonly leastShare?: number;
}

/** The probability that so many wrong cells are all missed. */
export interface Chance {
  readonly share: number;
  readonly miss: number;
  /** How many cells that share is; absent where it is one of weights. */
  readonly wrong?: number;
}

/** How many cells a job has. */
export function cellsOf(job: jobs.Job): number {
  return job.steps.reduce((sum, step) => sum + grid.count(step.grid), 0);
}

/** What the probabilities of a challenge from this source depend on. */
export function circumstancesOf(
  job: jobs.Job,
  { policy }: tasks.Task,
  source: challenges.Source['kind'],
): sampling.Circumstances {
  const grindingBits = source === 'hash' && policy.challenge.kind === 'hash' ? policy.challenge.grindingBits : 0;
  return policy.weights === undefined ? { grindingBits, cells: cellsOf(job) } : { grindingBits };
}

export function chancesOf(
  job: jobs.Job,
  task: tasks.Task,
  { source, samples }: Pick<challenges.Challenge, 'source' | 'samples'>,
): Chances {
  const cells = cellsOf(job);
  const circumstances = circumstancesOf(job, task, source.kind);
  const missOf = (share: number): number =>
    sampling.missProbability({ ...circumstances, samples, faultyFraction: share });
  const isWeighted = circumstances.cells === undefined;
  const wholes = [...new Set(SHARES.map((share) => Math.ceil(share * cells)))];
  const table: readonly Chance[] = isWeighted
    ? SHARES.map((share) => ({ share, miss: missOf(share) }))
    : wholes.map((wrong) => ({ share: wrong / cells, miss: missOf(wrong / cells), wrong }));
  const leastShare = leastShareOf(samples, circumstances);
  return {
    cells,
    samples,
    isWeighted,
    grindingBits: circumstances.grindingBits ?? 0,
    table,
    ...(isWeighted ? {} : { missOfOneCell: missOf(1 / cells) }),
    ...(leastShare === undefined ? {} : { leastShare }),
  };
}

/** Lines for people. */
export function describe({ cells, isWeighted, grindingBits, table, missOfOneCell, leastShare }: Chances): string[] {
  const one =
    missOfOneCell === undefined || table[0]?.wrong === 1 ? [] : [{ share: 1 / cells, miss: missOfOneCell, wrong: 1 }];
  const rows = [...one, ...table].map(({ share, miss, wrong }): readonly [string, string] => [
    `${wrong === undefined ? '' : `${toCountText(wrong, 'cell')}, `}${toPercentText(share)}`,
    toCaughtText(miss),
  ]);
  const width = Math.max(...rows.map(([what]) => what.length));
  const ground = grindingBits === 0 ? '' : `, the worker having tried 2^${grindingBits} commitments`;
  const once = (1 / aim.miss).toLocaleString('en');
  return [
    `Had so much of ${isWeighted ? 'the work' : `the ${toCountText(cells, 'cell')}`} been wrong, the chance to catch it was${ground}:`,
    ...rows.map(([what, caught]) => `  ${what.padStart(width)}   ${caught}`),
    ...(leastShare === undefined
      ? []
      : [`${toPercentText(leastShare)} or more would be missed once in ${once} audits at most.`]),
  ];
}

/** `10 %`. */
export function toPercentText(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

/** The probability of a catch, rounded down, with as many nines as there are; and of a miss where it is small. */
export function toCaughtText(miss: number): string {
  if (miss === 0) return 'certainty';
  if (miss >= 1) return 'none';
  if (miss < 1e-12) return `more than 99.9999999999 %`;
  const digits = Math.max(1, Math.ceil(-Math.log10(miss)) - 1);
  const scale = 10 ** digits;
  const caught = (Math.floor((1 - miss) * 100 * scale) / scale).toFixed(digits);
  return miss > 0.01
    ? `${caught} %`
    : `${caught} % (missed once in ${Math.floor(1 / miss).toLocaleString('en')} audits)`;
}

function leastShareOf(samples: number, circumstances: sampling.Circumstances): number | undefined {
  try {
    return sampling.faultyFraction({ ...circumstances, samples, missProbability: aim.miss });
  } catch (error) {
    if (isAssayError(error) && error.code === 'sampling.out-of-reach') return undefined;
    throw error;
  }
}
