/** What the device is given for each step of a job, so that it obeys the exact profile (wgsl SPEC.md, chapter Device code). */
import { AssayError, isAssayError, type job as jobs, type owner } from '@assay/core';
import { analysis, check, device, type ir, lower, misfitsOfStep, sizesOf, type typed } from '@assay/wgsl';

/** A kernel with overrides, as the device gets it. */
export interface Program extends Pick<device.DeviceCode, 'source' | 'entryPoint' | 'constants'> {
  /** The kernel in the job. */
  readonly kernel: string;
  /** Printed with guards; else the author's own text. */
  readonly isGuarded: boolean;
}

/** What makes a job unfit to be judged, but can be run. */
const harmless: ReadonlySet<string> = new Set(['job.binding-unused', 'job.binding-size']);

/**
 * One program for each step, in order; steps that can share a pipeline have the same object. A kernel outside of the exact
 * profile is given as it is: nobody can judge it.
 *
 * @throws AssayError `kernel.does-not-fit` (invalid), `device.too-large`, `lower.too-large` (exhausted).
 */
export function programs(job: jobs.Job): readonly Program[] {
  const dispatchOf = analysis.dispatch.ofJob(job);
  const sizes = sizesOf(job);
  const literals = new Set(job.literals.map(({ name }) => name));
  const checked = new Map<string, typed.Program | undefined>();
  const lowered = new Map<string, ir.Kernel>();
  const byCircumstances = new Map<string, Program>();
  const byText = new Map<string, Program>();

  return job.steps.map((step, index) => {
    const variant = variantOf(step);
    const circumstances = `${variant} ${circumstancesOf(step, sizes, literals)}`;
    const known = byCircumstances.get(circumstances);
    if (known !== undefined) return known;

    const kernel = job.kernels[step.kernel]!;
    if (!checked.has(step.kernel)) checked.set(step.kernel, checkedKernel(kernel));
    const program = checked.get(step.kernel);
    const code = program === undefined ? undefined : codeOf(program, step, index, variant);
    const made: Program = {
      kernel: step.kernel,
      source: code?.source ?? kernel.source,
      entryPoint: code?.entryPoint ?? kernel.entryPoint,
      constants: code?.constants ?? step.overrides,
      isGuarded: code !== undefined && !code.isSource,
    };
    const text = made.isGuarded ? `${step.kernel} ${made.source}` : variant;
    const same = byText.get(text) ?? made;
    byText.set(text, same);
    byCircumstances.set(circumstances, same);
    return same;
  });

  function codeOf(program: typed.Program, step: jobs.Step, index: number, variant: string): device.DeviceCode {
    const kernel = job.kernels[step.kernel]!;
    const found = misfitsOfStep(program, kernel, step, sizes, `job.steps[${index}]`);
    const misfit = found.find(({ code }) => !harmless.has(code));
    if (misfit !== undefined) throw doesNotFit(step.kernel, `${misfit.where}: ${misfit.message}`);
    const known = lowered.get(variant) ?? lowerStep(program, kernel, step);
    lowered.set(variant, known);
    return device.codeOf({ kernel, step, program, lowered: known, dispatch: dispatchOf(step, known) });
  }
}

function lowerStep(program: typed.Program, { entryPoint }: jobs.Kernel, step: jobs.Step): ir.Kernel {
  try {
    return lower(program, { entryPoint, overrides: step.overrides });
  } catch (error) {
    if (!isAssayError(error) || error.kind !== 'invalid') throw error;
    throw doesNotFit(step.kernel, `expected ${error.expected}, got ${error.got}`);
  }
}

/** The kernel and the job, or the kernel and the device, do not go together. */
export function doesNotFit(kernel: string, got: string): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: 'kernel.does-not-fit',
    where: `kernel ${kernel}`,
    expected: "a shader that fits the job's bindings and overrides and the device's limits",
    got: got.trim(),
    remedy: 'Compare the @group(0) @binding numbers, access modes, overrides, sizes and workgroup size with the job.',
  });
}

/** Undefined where it is not in the exact profile, or has no such entry point: WebGPU says what is wrong then. */
function checkedKernel({ source, entryPoint }: jobs.Kernel): typed.Program | undefined {
  const { program } = check(source);
  return program?.entryPoints.some(({ name }) => name === entryPoint) === true ? program : undefined;
}

/** A kernel with one set of overrides. */
function variantOf({ kernel, overrides }: jobs.Step): string {
  const names = Object.keys(overrides);
  if (names.length === 0) return kernel; // no kernel's name begins with a bracket
  return JSON.stringify([kernel, ...names.sort().map((name) => [name, overrides[name]])]);
}

/** All that the guards of a step depend on, but the kernel. Of literals the contents count, not only the size. */
function circumstancesOf(
  { grid, loopBudget, reads, writes }: jobs.Step,
  sizes: ReadonlyMap<string, number>,
  literals: ReadonlySet<string>,
): string {
  // Of a valid job the keys are in one order; in another one, equal steps would only be looked at twice.
  let text = `${grid[0]} ${grid[1]} ${grid[2]} ${loopBudget}`;
  for (const variable in reads) {
    const version = reads[variable]!;
    text += ` ${variable}=${literals.has(version) ? version : sizes.get(version)}`;
  }
  for (const variable in writes)
    text += ` ${variable}=${writes[variable]!.sizeBytes} ${ownerText(writes[variable]!.owner)}`;
  return text;
}

function ownerText(map: owner.OwnerMap): string {
  if (map.kind === 'linear') return `${map.words} ${map.offset}`;
  return map.dimensions.map(({ extent, tile, axis, origin }) => `${extent} ${tile} ${axis} ${origin}`).join();
}
