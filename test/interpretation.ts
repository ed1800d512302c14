/** A job run by the reference interpreter alone. */
import type { job as jobs } from '@assay/core';
import { cell, check, type ir, lower } from '@assay/wgsl';

/** What the steps of a job did. */
export interface Interpretation {
  /** Bytes of all versions by name. */
  readonly versions: ReadonlyMap<string, Uint8Array>;
  readonly steps: readonly cell.StepReplay[];
}

/** Runs all cells of all steps; each step starts from what the steps before it wrote. */
export function interpret(job: jobs.Job, inputs: ReadonlyMap<string, Uint8Array>): Interpretation {
  const versions = new Map(inputs);
  for (const { name, bytes } of job.literals) versions.set(name, bytes);
  const steps = job.steps.map((step) => {
    const replay = cell.replayStep({
      kernel: kernelOf(job, step),
      step,
      reads: new Map(Object.entries(step.reads).map(([variable, name]) => [variable, versions.get(name)!])),
      starts: new Map(
        Object.entries(step.writes).flatMap(([variable, { from }]) =>
          from === undefined ? [] : [[variable, versions.get(from)!]],
        ),
      ),
    });
    for (const [variable, bytes] of replay.versions) versions.set(step.writes[variable]!.name, bytes);
    return replay;
  });
  return { versions, steps };
}

/** The kernel of a step, with its overrides. */
export function kernelOf(job: jobs.Job, step: jobs.Step): ir.Kernel {
  const { source, entryPoint } = job.kernels[step.kernel]!;
  const { program, diagnostics } = check(source);
  if (program === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return lower(program, { entryPoint, overrides: step.overrides });
}
