/** What the device is given for each step of a job, so that it obeys the exact profile (wgsl SPEC.md, chapter Device code). */
import type { job as jobs } from '@assay/core';
import { device, steps } from '@assay/wgsl';

/** A kernel with overrides, as the device gets it. */
export interface Program extends Pick<device.DeviceCode, 'source' | 'entryPoint' | 'constants'> {
  /** The kernel in the job. */
  readonly kernel: string;
  /** Printed with guards; else the author's own text. */
  readonly isGuarded: boolean;
}

/**
 * One program for each step, in order; steps that can share a pipeline have the same object. A kernel outside of the exact
 * profile is given as it is: nobody can judge it.
 *
 * @throws AssayError `kernel.does-not-fit` (invalid), `device.too-large`, `lower.too-large` (exhausted).
 */
export function programs(job: jobs.Job): readonly Program[] {
  const { keyOf, lower } = steps.lowering(job);
  const byCircumstances = new Map<string, Program>();
  const byText = new Map<string, Program>();

  return job.steps.map((step, index) => {
    const key = keyOf(step);
    const known = byCircumstances.get(key);
    if (known !== undefined) return known;

    const kernel = job.kernels[step.kernel]!;
    const found = lower(step, index);
    const code =
      found === undefined
        ? undefined
        : device.codeOf({ kernel, step, program: found.program, lowered: found.kernel, dispatch: found.dispatch });
    const made: Program = {
      kernel: step.kernel,
      source: code?.source ?? kernel.source,
      entryPoint: code?.entryPoint ?? kernel.entryPoint,
      constants: code?.constants ?? step.overrides,
      isGuarded: code !== undefined && !code.isSource,
    };
    const text = made.isGuarded ? `${step.kernel} ${made.source}` : steps.variantOf(step);
    const same = byText.get(text) ?? made;
    byText.set(text, same);
    byCircumstances.set(key, same);
    return same;
  });
}
