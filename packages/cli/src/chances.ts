/** What a random audit catches, and with which probability (`@assay/verify` SPEC.md, chapter Draws, *Probabilities*). */
import { type challenge as challenges, grid, isAssayError, type job as jobs, type task as tasks } from '@assay/core';
import { sampling } from '@assay/verify';

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
  readonly table: readonly { readonly share: number; readonly miss: number }[];
  /** The least share that is missed with at most {@link aim}.miss; absent where not even all cells wrong would do. */
  readonly leastShare?: number;
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
  const circumstances = circumstancesOf(job, task, source.kind);
  const leastShare = leastShareOf(samples, circumstances);
  return {
    cells: cellsOf(job),
    samples,
    isWeighted: task.policy.weights !== undefined,
    grindingBits: circumstances.grindingBits ?? 0,
    table: SHARES.map((share) => ({
      share,
      miss: sampling.missProbability({ ...circumstances, samples, faultyFraction: share }),
    })),
    ...(leastShare === undefined ? {} : { leastShare }),
  };
}

/** Lines for people. */
export function describe({ cells, isWeighted, grindingBits, table, leastShare }: Chances): string[] {
  const whole = isWeighted ? 'the work' : `the ${cells} cells`;
  const ground = grindingBits === 0 ? [] : [`  (the worker trying 2^${grindingBits} commitments)`];
  const least =
    leastShare === undefined
      ? []
      : [
          `  ${toPercentText(leastShare)} or more: missed at most once in ${(1 / aim.miss).toLocaleString('en')} audits`,
        ];
  return [
    `If this share of ${whole} were wrong, it would be caught with`,
    ...ground,
    ...table.map(({ share, miss }) => `  ${toPercentText(share).padStart(6)}   ${toCaughtText(miss)}`),
    ...least,
  ];
}

/** `10 %`. */
export function toPercentText(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

/** The probability of a catch, rounded down, with as many nines as there are; and of a miss where it is small. */
export function toCaughtText(miss: number): string {
  if (miss === 0) return 'certainty';
  if (miss >= 1) return 'no certainty at all';
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
