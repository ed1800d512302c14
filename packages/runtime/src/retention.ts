/** Which versions a worker keeps after a run, so that it can answer challenges (`@assay/verify` SPEC.md, chapter Responses). */
import { AssayError, job as jobs } from '@assay/core';

/**
 * What is kept besides inputs and outputs. Less memory costs time later: what is missing is made again from what is there.
 *
 * - `all`: every version; nothing is ever run again.
 * - `every`: what crosses every `steps`-th step, that is, was made before it and is needed from it on. To make a version again takes
 *   at most that many steps.
 * - `none`: nothing; the job is run again as far as it is needed.
 */
export type Retention =
  | { readonly kind: 'all' }
  | { readonly kind: 'every'; readonly steps: number }
  | { readonly kind: 'none' };

/**
 * The written versions to keep, in the job's order: what a run is given as `keep`. Outputs are not among them.
 *
 * @param job a valid one.
 * @throws AssayError `retention.wrong-steps` (invalid).
 */
export function kept(job: jobs.Job, retention: Retention): readonly string[] {
  if (retention.kind === 'none') return [];
  const outputs = new Set(job.outputs);
  const crosses = retention.kind === 'every' ? crossing(job, retention.steps) : (): boolean => true;
  return job.steps.flatMap(({ writes }, index) =>
    jobs
      .variablesOf(writes)
      .map((variable) => writes[variable]!.name)
      .filter((name) => !outputs.has(name) && crosses(name, index)),
  );
}

/** Whether a version that a step made is needed from a later multiple of `steps` on. */
function crossing(job: jobs.Job, steps: number): (name: string, madeIn: number) => boolean {
  if (!Number.isSafeInteger(steps) || steps < 1) {
    throw new AssayError({
      kind: 'invalid',
      code: 'retention.wrong-steps',
      where: 'retention.steps',
      expected: 'a whole number of steps, 1 or more',
      got: String(steps),
      remedy: 'Say after how many steps the versions that are still needed are kept.',
    });
  }
  const last = new Map<string, number>();
  for (const [index, step] of job.steps.entries()) for (const name of sourcesOf(step)) last.set(name, index);
  const segment = (index: number): number => Math.floor(index / steps);
  return (name, madeIn) => segment(last.get(name) ?? madeIn) > segment(madeIn);
}

/** The names of the versions that a step reads, or starts written ones from. */
export function sourcesOf({ reads, writes }: jobs.Step): readonly string[] {
  const started = Object.values(writes).flatMap(({ from }) => (from === undefined ? [] : [from]));
  return [...Object.values(reads), ...started];
}
