/** Cells of a job, on the contents that a device run gave; here by the reference interpreter. */
import { AssayError, job as jobs, owner as owners } from '@assay/core';
import type { Inputs, Runner } from '@assay/runtime';
import { cell, check, type interpreter, type ir, lower } from '@assay/wgsl';

/** Instructions of one cell after which nobody waits any longer: some 20 seconds, in which the program hears no Ctrl-C. */
const MOST_COST = 500_000_000;

/** Bytes of every version of a job, by name. */
export type Contents = ReadonlyMap<string, Uint8Array>;

/** What one cell did, and where the device's result differs from it. */
export interface CellReport {
  readonly workgroup: number;
  readonly result: interpreter.CellResult;
  readonly difference: Difference | undefined;
}

/** A word that the device has otherwise. */
export interface Difference {
  readonly version: string;
  readonly word: number;
  readonly here: number;
  readonly device: number;
}

/** Versions that a step binds, by WGSL variable. */
export interface Bound {
  readonly reads: ReadonlyMap<string, Uint8Array>;
  /** What written versions start `from`. */
  readonly starts: ReadonlyMap<string, Uint8Array>;
}

/** Runs the job on a device and keeps every version. */
export async function contentsOf(runner: Runner, job: jobs.Job, inputs: Inputs): Promise<Contents> {
  const written = jobs.versions(job).filter(({ origin }) => origin.kind === 'write');
  const { outputs } = await runner.run({ ...job, outputs: written.map(({ name }) => name) }, inputs, {
    commit: 'none',
  });
  const literals = job.literals.map(({ name, bytes }) => [name, bytes] as const);
  return new Map([...inputs, ...literals, ...outputs]);
}

/**
 * The kernel of a step, lowered.
 *
 * @throws AssayError `wgsl.refused` (invalid) where the shader is not in the exact profile, and what `lower` throws.
 */
export function kernelOf(job: jobs.Job, step: jobs.Step): ir.Kernel {
  const { source, entryPoint } = job.kernels[step.kernel]!;
  const { program } = check(source);
  if (program !== undefined) return lower(program, { entryPoint, overrides: step.overrides });
  throw new AssayError({
    kind: 'invalid',
    code: 'wgsl.refused',
    where: `kernel ${step.kernel}`,
    expected: 'a shader of the exact profile',
    got: 'one that is not',
    remedy: '`assay check` says what to mend.',
  });
}

/** Runs one cell of a step and compares its words with the device's. */
export function runCell(
  step: jobs.Step,
  kernel: ir.Kernel,
  workgroup: number,
  contents: Contents,
  trace?: (event: interpreter.TraceEvent) => void,
): CellReport {
  const result = cell.runJobCell({
    kernel,
    step,
    ...boundOf(step, contents),
    workgroup,
    maxCost: MOST_COST,
    ...(trace === undefined ? {} : { trace }),
  });
  return { workgroup, result, difference: differenceOf(step, kernel, workgroup, contents, result) };
}

export function boundOf(step: jobs.Step, contents: Contents): Bound {
  const reads = Object.entries(step.reads).map(([variable, name]) => [variable, contents.get(name)!] as const);
  const starts = Object.entries(step.writes).flatMap(([variable, { from }]) =>
    from === undefined ? [] : [[variable, contents.get(from)!] as const],
  );
  return { reads: new Map(reads), starts: new Map(starts) };
}

function differenceOf(
  step: jobs.Step,
  kernel: ir.Kernel,
  workgroup: number,
  contents: Contents,
  { writes }: interpreter.CellResult,
): Difference | undefined {
  for (const { name, binding, access } of kernel.bindings) {
    if (access !== 'write') continue;
    const { name: version, owner, sizeBytes, from } = step.writes[name]!;
    const onDevice = viewOf(contents.get(version)!);
    const start = from === undefined ? undefined : viewOf(contents.get(from)!);
    const stored = new Map<number, number>();
    const { words, values } = writes.get(binding)!;
    for (const [index, word] of words.entries()) stored.set(word, values[index]!);
    for (const range of owners.wordsOf(owner, sizeBytes / 4, step.grid, workgroup)) {
      for (let word = range.start; word < range.end; word++) {
        const here = stored.get(word) ?? start?.getInt32(4 * word, true) ?? 0;
        const device = onDevice.getInt32(4 * word, true);
        if (here !== device) return { version, word, here: here >>> 0, device: device >>> 0 };
      }
    }
  }
  return undefined;
}

/** At most `count` of the numbers below `all`, evenly spread, the first and the last among them. */
export function* spread(all: number, count: number): Generator<number> {
  const taken = Math.min(count, all);
  const stride = taken === 1 ? 0 : (all - 1) / (taken - 1);
  for (let index = 0; index < taken; index++) yield Math.floor(index * stride);
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
