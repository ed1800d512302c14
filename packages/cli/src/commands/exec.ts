import { AssayError, grid as grids, type job as jobs } from '@assay/core';
import { type ir, position } from '@assay/wgsl';
import { type CellReport, contentsOf, kernelOf, runCell } from '../cells.js';
import type { Subject } from '../finding.js';
import * as findings from '../finding.js';
import { type Output, toTimeText } from '../output.js';
import { type DeviceOptions, withDevice } from '../session.js';
import { read } from '../store.js';
import { readInputs } from './run.js';

export interface ExecOptions extends DeviceOptions {
  readonly input?: readonly string[];
  readonly step: number;
  /** `X,Y,Z`. */
  readonly cell: string;
  /** The invocation whose path is shown; undefined for none. */
  readonly trace?: number;
}

const MOST_WORDS = 16;
const MOST_LINES = 400;

/** `assay exec JOB`: one cell by the reference interpreter: what it read, wrote, cost, and where it went. */
export async function exec(jobFile: string, options: ExecOptions, output: Output, signal: AbortSignal): Promise<void> {
  const job = read('job', jobFile);
  const step = stepOf(job, options.step);
  const workgroup = workgroupOf(step, options.cell);
  const kernel = kernelOf(job, step);
  const { source } = job.kernels[step.kernel]!;
  assertInvocation(kernel, options.trace);
  const inputs = readInputs(job, options.input ?? []).padded;
  const contents = await withDevice(options, output, signal, (gpu) => contentsOf(gpu, job, inputs));
  const path: Path = { lines: [], count: 0 };
  const startedMs = performance.now();
  const report = runCell(
    step,
    kernel,
    workgroup,
    contents,
    options.trace === undefined
      ? undefined
      : ({ invocation, step }) => {
          if (invocation === options.trace && 'at' in step && step.at !== undefined)
            follow(path, position(source, kernel.spans[step.at]?.start ?? 0).line);
        },
  );
  const tookMs = performance.now() - startedMs;
  const cellText = grids.fromIndex(step.grid, workgroup).join(',');
  output.line(
    `cell ${cellText} of step ${options.step} (${step.kernel}), ${kernel.workgroupSize.join('×')} invocations`,
  );
  for (const line of describe(step, kernel, report)) output.line(line);
  output.line(`  cost     ${report.result.cost} instructions, ${toTimeText(tookMs)}`);
  output.line(`  device   ${report.difference === undefined ? 'has the same words' : differenceText(report)}`);
  const subject: Subject = { step, kernel, source };
  const fired = report.result.guards.map((event) =>
    findings.ofFired(subject, { event, workgroup, times: event.times, cells: 1 }),
  );
  for (const one of fired) output.line(`\n${findings.toText(subject, one, 'guard')}`);
  if (report.result.race !== undefined)
    output.line(`\n${findings.toText(subject, findings.ofRace(subject, report.result.race, workgroup), 'error')}`);
  if (options.trace !== undefined) for (const line of pathLines(source, path, options.trace)) output.line(line);
  const { reads, writes, race, cost } = report.result;
  output.result({
    ok: race === undefined && report.difference === undefined,
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

function describe(step: jobs.Step, kernel: ir.Kernel, { result }: CellReport): string[] {
  const lines: string[] = [];
  for (const { name, binding, access } of kernel.bindings) {
    const ranges = result.reads.get(binding) ?? [];
    const count = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
    const version = access === 'write' ? step.writes[name]!.name : step.reads[name]!;
    const shown = ranges
      .slice(0, MOST_WORDS)
      .map(({ start, end }) => (end - start === 1 ? `${start}` : `${start}–${end - 1}`));
    if (count > 0)
      lines.push(
        `  reads    ${name} (${version}): ${count} words: ${shown.join(', ')}${ranges.length > MOST_WORDS ? ', …' : ''}`,
      );
    const stored = result.writes.get(binding);
    if (stored === undefined) continue;
    const values = [...stored.words]
      .slice(0, MOST_WORDS)
      .map((word, index) => `[${word}] = ${stored.values[index]! >>> 0}`);
    lines.push(
      `  writes   ${name} (${version}): ${stored.words.length} words: ${values.join(', ')}${stored.words.length > MOST_WORDS ? ', …' : ''}`,
    );
  }
  return lines;
}

function differenceText({ difference, result }: CellReport): string {
  const { version, word, interpreted, device } = difference!;
  const why = result.race === undefined ? '' : ' (a race was found: the device may have any of several results)';
  return `DIFFERS in ${version}, word ${word}: ${interpreted} here, ${device} there${why}`;
}

/** The source lines that an invocation came through, in order, each run of one line once. */
interface Path {
  /** The first {@link MOST_LINES}. */
  readonly lines: number[];
  count: number;
  last?: number;
}

function follow(path: Path, line: number): void {
  if (line === path.last) return;
  path.last = line;
  path.count++;
  if (path.lines.length < MOST_LINES) path.lines.push(line);
}

function pathLines(source: string, { lines, count }: Path, invocation: number): string[] {
  const text = source.split(/\r\n|[\n\r]/);
  const shown = lines.map((line) => `  ${String(line).padStart(4)} | ${text[line - 1] ?? ''}`);
  const more = count > lines.length ? [`  … and ${count - lines.length} more`] : [];
  return ['', `path of invocation ${invocation}, at its accesses to memory and its loops`, ...shown, ...more];
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

function wrong(where: string, expected: string, got: string, remedy: string): AssayError {
  return new AssayError({ kind: 'invalid', code: 'exec.wrong-place', where, expected, got, remedy });
}
