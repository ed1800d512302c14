import type { job as jobs } from '@assay/core';
import { analyze } from '../analysis/analyze.js';
import type { Dispatch } from '../analysis/dispatch.js';
import * as guards from '../analysis/guards.js';
import type { Kernel } from '../execution/ir.js';
import type * as typed from '../validation/typed.js';
import { print } from './print.js';
import { hasOneMeaning } from './source.js';

/** What a device is given for a step. */
export interface DeviceCode {
  readonly source: string;
  readonly entryPoint: string;
  /** Pipeline constants. */
  readonly constants: Readonly<Record<string, number>>;
  /** Whether it is the kernel's own source (SPEC.md D1); printed code binds uniforms as read-only storage (D2). */
  readonly isSource: boolean;
  /** The guards that it has. */
  readonly guards: guards.Guards;
}

/** A step's kernel, in the job, checked, and lowered with the step's overrides. */
export interface StepKernel {
  readonly kernel: jobs.Kernel;
  readonly step: jobs.Step;
  readonly program: typed.Program;
  readonly lowered: Kernel;
  readonly dispatch: Dispatch;
}

/**
 * The device code of a step (SPEC.md D1, D2).
 *
 * @throws AssayError `device.too-large` (exhausted).
 */
export function codeOf({ kernel, step, program, lowered, dispatch }: StepKernel): DeviceCode {
  const needed = analyze(lowered, dispatch);
  const entry = program.entryPoints.find(({ name }) => name === kernel.entryPoint);
  if (guards.countOf(needed) === 0 && entry !== undefined && hasOneMeaning(kernel.source, entry)) {
    const { source, entryPoint } = kernel;
    return { source, entryPoint, constants: step.overrides, isSource: true, guards: needed };
  }
  const source = print(lowered, dispatch, needed);
  return { source, entryPoint: 'main', constants: {}, isSource: false, guards: needed };
}
