import { AssayError, grid as grids, isAssayError, type job as jobs } from '@assay/core';
import { analysis, type ir, position } from '@assay/wgsl';
import * as texts from '../cell-text.js';
import { type Contents, contentsOf, kernelOf, runCell } from '../cells.js';
import { type CompiledReport, isBeyond, runCompiledCell } from '../compiled.js';
import type { Subject } from '../finding.js';
import * as findings from '../finding.js';
import { readInputs } from '../inputs.js';
import { type Output, toTimeText } from '../output.js';
import { type DeviceOptions, withDevice } from '../session.js';
import { read } from '../store.js';

export interface ExecOptions extends DeviceOptions {
  readonly input?: readonly string[];
  readonly step: number;
  /** `X,Y,Z`. */
  readonly cell: string;
  /** `auto`: compiled, where the interpreter would show no more than the words that are read and written. */
  readonly executor: 'auto' | 'compiled' | 'interpreter';
  /** The invocation whose path is shown; undefined for none. */
  readonly trace?: number;
}

/** `assay exec JOB`: one cell: what it read, wrote, cost, and where it went. */
export async function exec(jobFile: string, options: ExecOptions, output: Output, signal: AbortSignal): Promise<void> {
  const job = read('job', jobFile);
  const step = stepOf(job, options.step);
  const workgroup = workgroupOf(step, options.cell);
  const kernel = kernelOf(job, step);
  const subject: Subject = { step, kernel, source: job.kernels[step.kernel]!.source };
  assertInvocation(kernel, options.trace);
  assertExecutor(options);
  const inputs = readInputs(job, options.input ?? []).padded;
  const contents = await withDevice(options, output, signal, (gpu) => contentsOf(gpu, job, inputs));
  const run = runCompiled(job, subject, workgroup, options, contents);
  const cell = `cell ${grids.fromIndex(step.grid, workgroup).join(',')} of step ${options.step} (${step.kernel})`;
  const head = `${cell}, ${kernel.workgroupSize.join('×')} invocations, by the`;
  if ('why' in run) {
    output.line(`${head} interpreter${run.why === '' ? '' : ` (${run.why})`}`);
    tellInterpreted(subject, workgroup, contents, options.trace, output);
  } else {
    output.line(`${head} compiled executor`);
    tellCompiled(subject, run, output);
  }
}

/** What the compiled executor has done; or why the interpreter is the right one. */
type Run = { readonly report: CompiledReport; readonly isRaceFree: boolean } | { readonly why: string };

function runCompiled(
  job: jobs.Job,
  { step, kernel }: Subject,
  workgroup: number,
  { executor, trace }: ExecOptions,
  contents: Contents,
): Run {
  if (executor === 'interpreter' || trace !== undefined) return { why: '' };
  const dispatch = analysis.dispatch.ofStep(job, step, kernel);
  const inspected = analysis.inspect(kernel, dispatch);
  const isRaceFree = analysis.freedomOf(kernel, inspected).kind === 'proven';
  const isAsked = executor === 'compiled';
  if (!isAsked && !isRaceFree) return { why: 'which looks for races: it is not proven that there are none' };
  try {
    const report = runCompiledCell(step, { kernel, dispatch, guards: inspected.guards }, workgroup, contents);
    if (!isAsked && report.hasFired) return { why: 'which shows where guards fired' };
    return { report, isRaceFree };
  } catch (error) {
    if (isAsked || !isAssayError(error) || !isBeyond(error)) throw error;
    return { why: `the compiled executor refuses it: ${error.code}` };
  }
}

function tellCompiled(
  { step }: Subject,
  { report, isRaceFree }: Extract<Run, { readonly report: CompiledReport }>,
  output: Output,
): void {
  const { cost, hasFired, readsWithin, leaves, difference, compiledMs, ranMs } = report;
  for (const line of texts.ofCompiled(step, report)) output.line(line);
  output.line(`  cost     ${cost} instructions, ${toTimeText(ranMs)} (and ${toTimeText(compiledMs)} to compile)`);
  output.line(`  device   ${difference === undefined ? 'has the same words' : texts.ofDifference(difference)}`);
  output.line(`  guards   ${hasFired ? 'FIRED: --executor interpreter shows where' : 'none fired'}`);
  output.line(
    `  races    ${isRaceFree ? 'none, proven for all cells' : 'not looked for, and not ruled out: --executor interpreter looks'}`,
  );
  output.result({
    ok: difference === undefined,
    executor: 'compiled',
    readsWithin,
    leaves,
    hasFired,
    isRaceFree,
    cost,
    difference: difference ?? null,
  });
}

function tellInterpreted(
  subject: Subject,
  workgroup: number,
  contents: Contents,
  trace: number | undefined,
  output: Output,
): void {
  const { step, kernel, source } = subject;
  const path: texts.Path = { lines: [], count: 0 };
  const startedMs = performance.now();
  const report = runCell(
    step,
    kernel,
    workgroup,
    contents,
    trace === undefined
      ? undefined
      : ({ invocation, step }) => {
          if (invocation === trace && 'at' in step && step.at !== undefined)
            texts.follow(path, position(source, kernel.spans[step.at]?.start ?? 0).line);
        },
  );
  const tookMs = performance.now() - startedMs;
  const { reads, writes, race, cost, guards } = report.result;
  for (const line of texts.ofInterpreted(step, kernel, report.result)) output.line(line);
  output.line(`  cost     ${cost} instructions, ${toTimeText(tookMs)}`);
  const why = race === undefined ? '' : ' (a race was found: the device may have any of several results)';
  output.line(
    `  device   ${report.difference === undefined ? 'has the same words' : `${texts.ofDifference(report.difference)}${why}`}`,
  );
  const fired = guards.map((event) => findings.ofFired(subject, { event, workgroup, times: event.times, cells: 1 }));
  for (const one of fired) output.line(`\n${findings.toText(subject, one, 'guard')}`);
  if (race !== undefined)
    output.line(`\n${findings.toText(subject, findings.ofRace(subject, race, workgroup), 'error')}`);
  if (trace !== undefined) for (const line of texts.ofPath(source, path, trace)) output.line(line);
  output.result({
    ok: race === undefined && report.difference === undefined,
    executor: 'interpreter',
    reads: named(kernel, reads),
    writes: named(
      kernel,
      new Map(
        [...writes].map(([binding, { words, values }]) => [
          binding,
          [...words].map((word, index) => [word, values[index]! >>> 0]),
        ]),
      ),
    ),
    guards: fired.map((one) => findings.toPlain(subject, one)),
    race: race ?? null,
    cost,
    difference: report.difference ?? null,
  });
}

function named<T>(kernel: ir.Kernel, byBinding: ReadonlyMap<number, T>): Record<string, T> {
  return Object.fromEntries(
    kernel.bindings.flatMap(({ name, binding }) => (byBinding.has(binding) ? [[name, byBinding.get(binding)!]] : [])),
  );
}

function stepOf(job: jobs.Job, index: number): jobs.Step {
  const step = job.steps[index];
  if (step !== undefined) return step;
  throw wrong(
    '--step',
    `a step of the job, 0 to ${job.steps.length - 1}`,
    String(index),
    '`assay inspect` lists the steps.',
  );
}

function workgroupOf({ grid }: jobs.Step, text: string): number {
  const [x, y, z] = text.split(',').map((part) => (/^\d{1,10}$/.test(part) ? Number(part) : Number.NaN));
  const isInside = [x, y, z].every((index, axis) => index !== undefined && index < grid[axis as 0 | 1 | 2]);
  if (isInside && text.split(',').length === 3) return grids.toIndex(grid, x!, y!, z!);
  throw wrong('--cell', `X,Y,Z inside the grid ${grids.toText(grid)}`, text, 'Count workgroups from 0.');
}

function assertInvocation({ workgroupSize: [x, y, z] }: ir.Kernel, invocation: number | undefined): void {
  const count = x * y * z;
  if (invocation === undefined || invocation < count) return;
  throw wrong('--trace', `an invocation of the workgroup, 0 to ${count - 1}`, String(invocation), 'Count from 0.');
}

function assertExecutor({ executor, trace }: ExecOptions): void {
  if (executor !== 'compiled' || trace === undefined) return;
  throw wrong(
    '--trace',
    'the interpreter, which alone knows the path',
    '--executor compiled',
    'Leave one of them out.',
  );
}

function wrong(where: string, expected: string, got: string, remedy: string): AssayError {
  return new AssayError({ kind: 'invalid', code: 'exec.wrong-place', where, expected, got, remedy });
}
