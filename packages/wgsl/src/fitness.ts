/** Whether a job can be judged: its kernels against the profile, and itself against its kernels (SPEC.md, chapter Jobs). */
import { isAssayError, type job as jobs } from '@assay/core';
import type { Diagnostic } from './diagnostic.js';
import { lower } from './execution/lower.js';
import { type Binding, reflect } from './reflection.js';
import { check } from './validation/check.js';
import type * as typed from './validation/typed.js';

/** Something that makes a job unfit. */
export interface Misfit {
  /** Rule of SPEC.md: of a chapter of the language, or `J1` to `J5`. */
  readonly rule: string;
  readonly code: string;
  /** In the job's terms: `job.steps[2].reads.picture`, `kernel blur`. */
  readonly where: string;
  readonly message: string;
  /** For what is wrong in a shader: the place, to be rendered with the kernel's source. */
  readonly diagnostic?: { readonly kernel: string; readonly diagnostic: Diagnostic };
}

/** What is known of a job's fitness. */
export interface Fitness {
  /** Empty: the job keeps all rules that are checked without running it. */
  readonly misfits: readonly Misfit[];
  /** Names of the kernels that are in the exact profile. */
  readonly exact: readonly string[];
}

/** Checks a valid job. Runs nothing: guards that fire and races show only when cells are run. */
export function checkFitness(job: jobs.Job): Fitness {
  const misfits: Misfit[] = [];
  const programs = new Map<string, typed.Program>();
  for (const [name, kernel] of Object.entries(job.kernels)) {
    const { program, diagnostics } = check(kernel.source);
    misfits.push(...diagnostics.map((diagnostic) => inShader(name, diagnostic)));
    if (program !== undefined) programs.set(name, program);
  }
  const sizes = sizesOf(job);
  for (const [index, step] of job.steps.entries()) {
    const program = programs.get(step.kernel);
    if (program === undefined) continue;
    const kernel = job.kernels[step.kernel]!;
    const where = `job.steps[${index}]`;
    const found = misfitsOfStep(program, kernel, step, sizes, where);
    misfits.push(...found);
    if (!found.some(({ diagnostic }) => diagnostic !== undefined)) {
      misfits.push(...checkLowering(program, kernel, step, where));
    }
  }
  return { misfits: distinct(misfits), exact: [...programs.keys()] };
}

/**
 * What is wrong between a kernel in the exact profile and a step that runs it: J2 to J4.
 *
 * @param sizes bytes of each version by name.
 * @param where the step, in the job's terms.
 */
export function misfitsOfStep(
  program: typed.Program,
  kernel: jobs.Kernel,
  step: jobs.Step,
  sizes: ReadonlyMap<string, number>,
  where: string,
): readonly Misfit[] {
  const { reflection, diagnostics } = reflect(program, kernel.entryPoint, step.overrides);
  if (reflection === undefined) {
    return diagnostics.map((diagnostic) => ({ ...inShader(step.kernel, diagnostic), where }));
  }
  return [
    ...checkBindings(kernel, reflection.bindings, `kernel ${step.kernel}`),
    ...checkSizes(step, reflection.bindings, sizes, where),
  ];
}

/** J1 and J3, as far as they show with the values of overrides: P8's limits, values that no override has. */
function checkLowering(
  program: typed.Program,
  { entryPoint }: jobs.Kernel,
  { overrides }: jobs.Step,
  where: string,
): Misfit[] {
  try {
    lower(program, { entryPoint, overrides });
    return [];
  } catch (error) {
    if (!isAssayError(error) || error.kind === 'bug') throw error;
    const message = `expected ${error.expected}, got ${error.got}`;
    return [{ rule: error.kind === 'exhausted' ? 'P8' : 'J3', code: error.code, where, message }];
  }
}

function inShader(kernel: string, diagnostic: Diagnostic): Misfit {
  const { rule, code, message } = diagnostic;
  return { rule, code, where: `kernel ${kernel}`, message, diagnostic: { kernel, diagnostic } };
}

/** J2: name, number and access of every variable that the entry point uses, and no others. */
function checkBindings(kernel: jobs.Kernel, found: readonly Binding[], where: string): Misfit[] {
  const misfits: Misfit[] = [];
  const misfit = (code: string, variable: string, message: string): void => {
    misfits.push({ rule: 'J2', code, where: `${where}, variable ${variable}`, message });
  };
  for (const { name, binding, access } of found) {
    const declared = Object.hasOwn(kernel.bindings, name) ? kernel.bindings[name] : undefined;
    if (declared === undefined)
      misfit('job.binding-missing', name, `the shader uses it at @binding(${binding}), the job does not bind it`);
    else if (declared.binding !== binding)
      misfit('job.binding-number', name, `@binding(${binding}) in the shader, ${declared.binding} in the job`);
    else if (declared.access !== access)
      misfit('job.binding-access', name, `${access} in the shader, ${declared.access} in the job`);
  }
  for (const name of Object.keys(kernel.bindings)) {
    if (!found.some((binding) => binding.name === name))
      misfit('job.binding-unused', name, 'bound by the job, not used by the entry point');
  }
  return misfits;
}

/** J4: a version is exactly as long as the type of its variable; with a runtime-sized array, whole elements and at least one. */
function checkSizes(
  step: jobs.Step,
  bindings: readonly Binding[],
  sizes: ReadonlyMap<string, number>,
  where: string,
): Misfit[] {
  return bindings.flatMap(({ name, type, minimumBytes, runtimeArray, access }): Misfit[] => {
    const version = access === 'write' ? step.writes[name]?.name : step.reads[name];
    const sizeBytes = version === undefined ? undefined : sizes.get(version);
    if (sizeBytes === undefined) return [];
    const words = Math.ceil(minimumBytes / 4) * 4;
    const isFit =
      runtimeArray === undefined
        ? sizeBytes === words
        : sizeBytes >= minimumBytes && (sizeBytes - runtimeArray.offsetBytes) % runtimeArray.strideBytes === 0;
    if (isFit) return [];
    const expected =
      runtimeArray === undefined
        ? `${words} bytes`
        : `${runtimeArray.offsetBytes === 0 ? '' : `${runtimeArray.offsetBytes} bytes and `}a multiple of ${runtimeArray.strideBytes} bytes`;
    const side = access === 'write' ? 'writes' : 'reads';
    const message = `${type} takes ${expected}, ${version} has ${sizeBytes}`;
    const code = sizeBytes < minimumBytes ? 'job.binding-too-small' : 'job.binding-size';
    return [{ rule: 'J4', code, where: `${where}.${side}.${name}`, message }];
  });
}

/** Bytes of each version by name. */
export function sizesOf(job: jobs.Job): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const { name, sizeBytes } of job.inputs) sizes.set(name, sizeBytes);
  for (const { name, bytes } of job.literals) sizes.set(name, bytes.length);
  for (const { writes } of job.steps)
    for (const { name, sizeBytes } of Object.values(writes)) sizes.set(name, sizeBytes);
  return sizes;
}

/** A kernel of many steps is wrong once. */
function distinct(misfits: readonly Misfit[]): readonly Misfit[] {
  const keyOf = ({ where, code, message, diagnostic }: Misfit): string =>
    `${diagnostic?.diagnostic.span.start} ${where}\n${code}\n${message}`;
  const seen = new Map(misfits.map((misfit) => [keyOf(misfit), misfit]));
  return [...seen.values()];
}
