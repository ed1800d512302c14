/** What all executors of a cell are given. */
import { type job as jobs, owner } from '@assay/core';
import { analysis, check, type ir, lower } from '@assay/wgsl';

/** A step of a job with the bytes that it reads. */
export interface Case {
  readonly name: string;
  readonly job: jobs.Job;
  readonly source: string;
  readonly entryPoint: string;
  readonly step: jobs.Step;
  readonly kernel: ir.Kernel;
  readonly dispatch: analysis.dispatch.Dispatch;
  /** Those that are not needless in the dispatch. */
  readonly guards: analysis.guards.Guards;
  /** By number of the binding; zeros for the one that is written. */
  readonly contents: ReadonlyMap<number, Uint8Array>;
  /** The one binding that is written. */
  readonly written: number;
}

/** What the front end and the analysis make of a step. */
export type Prepared = Omit<Case, 'name' | 'contents'>;

/** Everything but contents. */
export function prepare(job: jobs.Job, step: jobs.Step): Prepared {
  const { source, entryPoint } = job.kernels[step.kernel]!;
  const { program } = check(source);
  if (program === undefined) throw new Error(`${step.kernel} is not in the exact profile; nothing was measured`);
  const kernel = lower(program, { entryPoint, overrides: step.overrides });
  const dispatch = analysis.dispatch.ofStep(job, step, kernel);
  const [written] = [...dispatch.owners.keys()];
  return {
    job,
    source,
    entryPoint,
    step,
    kernel,
    dispatch,
    guards: analysis.analyze(kernel, dispatch),
    written: written!,
  };
}

/** Bytes of each binding: of a version that is read, as it is; zeros of the one that is written. */
export function contentsOf(
  { kernel, step, dispatch }: Prepared,
  versions: ReadonlyMap<string, Uint8Array>,
): ReadonlyMap<number, Uint8Array> {
  return new Map(
    kernel.bindings.map(({ name, binding, access }) => [
      binding,
      access === 'write' ? new Uint8Array(4 * dispatch.lengthWords.get(binding)!) : versions.get(step.reads[name]!)!,
    ]),
  );
}

/** From the first to behind the last byte that the first workgroup owns of what is written: words of others may lie between. */
export function spanOf({ dispatch, written }: Prepared): { readonly start: number; readonly end: number } {
  const ranges = owner.wordsOf(dispatch.owners.get(written)!, dispatch.lengthWords.get(written)!, dispatch.grid, 0);
  return { start: 4 * ranges[0]!.start, end: 4 * ranges.at(-1)!.end };
}
