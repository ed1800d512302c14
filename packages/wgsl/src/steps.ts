/** The kernels of a job's steps, checked against the exact profile and lowered. */
import { AssayError, isAssayError, type job as jobs, type owner } from '@assay/core';
import * as dispatches from './analysis/dispatch.js';
import type { Kernel } from './execution/ir.js';
import { lower } from './execution/lower.js';
import { misfitsOfStep, sizesOf } from './fitness.js';
import { check } from './validation/check.js';
import type { Program } from './validation/typed.js';

/** A step's kernel. */
export interface Lowered {
  readonly program: Program;
  /** With the step's overrides. */
  readonly kernel: Kernel;
  readonly dispatch: dispatches.Dispatch;
}

/** The steps of one job; what they have in common is found once. */
export interface Lowering {
  /** Equal for steps that differ at most in the names of versions, and in which of them written ones start `from`. */
  keyOf(step: jobs.Step): string;
  /**
   * Undefined if the kernel is not in the exact profile, or has no such entry point.
   *
   * @param index of the step, for messages.
   * @throws AssayError `kernel.does-not-fit` (invalid), `lower.too-large` (exhausted).
   */
  lower(step: jobs.Step, index: number): Lowered | undefined;
}

/** What makes a job unfit to be judged, but can be run. */
const harmless: ReadonlySet<string> = new Set(['job.binding-unused', 'job.binding-size']);

/** @param job a valid one. */
export function lowering(job: jobs.Job): Lowering {
  const dispatchOf = dispatches.ofJob(job);
  const sizes = sizesOf(job);
  const literals = new Set(job.literals.map(({ name }) => name));
  const checked = new Map<string, Program | undefined>();
  const lowered = new Map<string, Kernel>();

  return {
    keyOf: (step) => `${variantOf(step)} ${circumstancesOf(step, sizes, literals)}`,
    lower(step, index) {
      const kernel = job.kernels[step.kernel]!;
      if (!checked.has(step.kernel)) checked.set(step.kernel, checkedKernel(kernel));
      const program = checked.get(step.kernel);
      if (program === undefined) return undefined;
      const found = misfitsOfStep(program, kernel, step, sizes, `job.steps[${index}]`);
      const misfit = found.find(({ code }) => !harmless.has(code));
      if (misfit !== undefined) throw doesNotFit(step.kernel, `${misfit.where}: ${misfit.message}`);
      const variant = variantOf(step);
      const known = lowered.get(variant) ?? lowerStep(program, kernel, step);
      lowered.set(variant, known);
      return { program, kernel: known, dispatch: dispatchOf(step, known) };
    },
  };
}

/** A kernel with one set of overrides. */
export function variantOf({ kernel, overrides }: jobs.Step): string {
  const names = Object.keys(overrides);
  if (names.length === 0) return kernel; // no kernel's name begins with a bracket
  return JSON.stringify([kernel, ...names.sort().map((name) => [name, overrides[name]])]);
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

function lowerStep(program: Program, { entryPoint }: jobs.Kernel, step: jobs.Step): Kernel {
  try {
    return lower(program, { entryPoint, overrides: step.overrides });
  } catch (error) {
    if (!isAssayError(error) || error.kind !== 'invalid') throw error;
    throw doesNotFit(step.kernel, `expected ${error.expected}, got ${error.got}`);
  }
}

/** Undefined where it is not in the exact profile, or has no such entry point: WebGPU says what is wrong then. */
function checkedKernel({ source, entryPoint }: jobs.Kernel): Program | undefined {
  const { program } = check(source);
  return program?.entryPoints.some(({ name }) => name === entryPoint) === true ? program : undefined;
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
