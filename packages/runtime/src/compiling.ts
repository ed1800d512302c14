/** The steps of a job as compiled cells. */
import { AssayError, isAssayError, type job as jobs } from '@assay/core';
import { analysis, check, executor, type ir, steps } from '@assay/wgsl';
import { mostCost } from './cost.js';

/** A step, ready to be run by threads. Steps that are alike have the same object. */
export interface CompiledStep {
  readonly kernel: ir.Kernel;
  readonly dispatch: analysis.dispatch.Dispatch;
  /** No cell costs more. */
  readonly mostCost: number;
  /** Compiles it again where the cache has dropped it. */
  executableOf(): executor.Executable;
}

/** The steps of one job; what they have in common is found once. */
export interface Compiling {
  /**
   * @param index of the step.
   * @throws AssayError `cpu.not-exact`, `kernel.does-not-fit` (invalid), `lower.…`, `compiler.…`, `executor.…` (exhausted).
   */
  compile(index: number): CompiledStep;
  /** The first of each kind of steps. */
  readonly kinds: readonly number[];
}

/** @param job a valid one. */
export function compiling(job: jobs.Job, cache: executor.Cache): Compiling {
  const { keyOf, lower } = steps.lowering(job);
  const keys = job.steps.map(keyOf);
  const firsts = new Map<string, number>();
  for (const [index, key] of keys.entries()) if (!firsts.has(key)) firsts.set(key, index);
  const known = new Map<string, CompiledStep>();

  return {
    kinds: [...firsts.values()],
    compile(index) {
      const key = keys[index]!;
      const found = known.get(key) ?? compileStep(index);
      known.set(key, found);
      return found;
    },
  };

  function compileStep(index: number): CompiledStep {
    const step = job.steps[index]!;
    const lowered = lower(step, index);
    if (lowered === undefined) throw notExact(job, step);
    const { kernel, dispatch } = lowered;
    const inspected = analysis.inspect(kernel, dispatch);
    const { guards } = inspected;
    const options = { lanes: executor.lanes(), isTracked: false, isShared: true };
    const key = executor.keyOf(kernel, guards, options);
    const executableOf = (): executor.Executable =>
      cache.take(key, () => executor.load(executor.compile(kernel, guards, options)));
    try {
      const { compiled } = executableOf();
      executor.plan(compiled, lengthsOf(compiled, dispatch));
    } catch (error) {
      throw beyond(error, index);
    }
    return { kernel, dispatch, mostCost: mostCost(kernel, dispatch, inspected), executableOf };
  }
}

/** Words of each binding, in the order of the argument block. */
export function lengthsOf(
  { bindings }: executor.Compiled,
  { lengthWords }: Pick<analysis.dispatch.Dispatch, 'lengthWords'>,
): readonly number[] {
  return bindings.map(({ binding }) => lengthWords.get(binding)!);
}

/** A limit of the compiler: elsewhere the interpreter helps, but not with whole jobs. */
function beyond(error: unknown, index: number): unknown {
  if (!isAssayError(error) || error.kind !== 'exhausted') return error;
  const remedy = 'Run the job on a device, or cut the step in several.';
  return new AssayError({ ...error.toFailure(), where: `job.steps[${index}]`, remedy });
}

function notExact(job: jobs.Job, { kernel }: jobs.Step): AssayError {
  const { source, entryPoint } = job.kernels[kernel]!;
  const { diagnostics } = check(source);
  return new AssayError({
    kind: 'invalid',
    code: 'cpu.not-exact',
    where: `kernel ${kernel}`,
    expected: 'a shader of the exact profile: others have no meaning of their own',
    got:
      diagnostics[0] === undefined
        ? `one without the entry point ${entryPoint}`
        : `one that is not: ${diagnostics[0].message}`,
    remedy: 'Run the job on a device. `assay check` says what keeps the shader from the profile.',
  });
}
