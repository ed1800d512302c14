import { setImmediate } from 'node:timers/promises';
import { grid, job as jobs } from '@assay/core';
import { checkFitness, type Fitness, type Misfit, position, render } from '@assay/wgsl';
import { type Contents, contentsOf, kernelOf, ofGuard, ofRace, runCell, sample } from '../cells.js';
import { exitCodes } from '../exit.js';
import type { Output } from '../output.js';
import { type DeviceOptions, withDevice } from '../session.js';
import { read } from '../store.js';
import { readInputs } from './run.js';

export interface CheckOptions extends DeviceOptions {
  readonly input?: readonly string[];
  /** Cells of each step that are run; Infinity for all. */
  readonly cells: number;
}

/** `assay check JOB`: is this job fit to be judged? With inputs, also by running cells. Returns the exit status. */
export async function check(
  jobFile: string,
  options: CheckOptions,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const job = read('job', jobFile);
  const fitness = checkFitness(job);
  for (const line of describe(job, fitness)) output.line(line);
  const misfits = fitness.misfits.map((misfit) => toPlain(job, misfit));
  const isFit = misfits.length === 0;
  const hasInputs = (options.input ?? []).length > 0 || job.inputs.length === 0;
  if (!isFit || !hasInputs) {
    if (isFit)
      output.line(
        'Fit, as far as it can be told without running it: with --input, cells are run for guards that fire and races.',
      );
    output.result({ ok: isFit, job: jobs.id(job), exact: fitness.exact, misfits });
    return isFit ? exitCodes.success : exitCodes.invalid;
  }
  const inputs = readInputs(job, options.input ?? []).padded;
  const contents = await withDevice(options, output, signal, (gpu) => contentsOf(gpu, job, inputs));
  const steps: StepCheck[] = [];
  for (const [index, step] of job.steps.entries()) {
    steps.push(await runStep(job, step, index, contents, options.cells, signal));
  }
  for (const { lines } of steps) for (const line of lines) output.line(line);
  const isSound = steps.every((step) => step.isSound);
  output.line('');
  output.line(
    isSound
      ? 'Fit: no race was found in the cells that were run, and the device agrees with the interpreter.'
      : 'Not fit to be judged: see above.',
  );
  output.result({
    ok: isSound,
    job: jobs.id(job),
    exact: fitness.exact,
    misfits,
    steps: steps.map(({ lines: _, ...step }) => step),
  });
  return isSound ? exitCodes.success : exitCodes.invalid;
}

interface StepCheck {
  readonly step: number;
  readonly cellsRun: number;
  readonly cost: number;
  readonly guards: number;
  readonly races: number;
  readonly differences: number;
  readonly isSound: boolean;
  readonly lines: readonly string[];
}

/** Runs cells of a step, one after the other, and tells what an author has to mend. */
async function runStep(
  job: jobs.Job,
  step: jobs.Step,
  index: number,
  contents: Contents,
  most: number,
  signal: AbortSignal,
): Promise<StepCheck> {
  const kernel = kernelOf(job, step);
  const { source } = job.kernels[step.kernel]!;
  const shown = new Map<string, string>();
  const show = (key: string, text: () => string): void => {
    if (!shown.has(key)) shown.set(key, text());
  };
  let [cellsRun, cost, guards, races, differences] = [0, 0, 0, 0, 0];
  for (const workgroup of sample(step, most)) {
    await setImmediate(); // for Ctrl-C
    signal.throwIfAborted();
    const { result, difference } = runCell(step, kernel, workgroup, contents);
    const place = grid.fromIndex(step.grid, workgroup).join(',');
    cellsRun++;
    cost += result.cost;
    for (const event of result.guards) {
      guards += event.times;
      show(`${event.kind} ${event.at}`, () =>
        render(ofGuard(kernel, event, place), source).replace('error[', 'guard['),
      );
    }
    const { race } = result;
    if (race !== undefined) {
      races++;
      show('race', () => render(ofRace(kernel, race, place), source));
    }
    if (difference !== undefined) {
      differences++;
      const { version, word, interpreted, device } = difference;
      const why =
        result.guards.length === 0 ? '' : '; a guard fired there, and the device runs the shader without guards yet';
      show(
        'device',
        () =>
          `the device differs in cell ${place}: word ${word} of ${version} is ${interpreted} by the interpreter, ${device} on the device${why}`,
      );
    }
  }
  const summary = `step ${index} ${step.kernel}: ${cellsRun} of ${grid.count(step.grid)} cells run, ${races} racy, ${guards} guards fired, ${differences} other than on the device`;
  const isSound = races === 0 && differences === 0;
  const lines = [summary, ...[...shown.values()].flatMap((text) => ['', text])];
  return { step: index, cellsRun, cost, guards, races, differences, isSound, lines };
}

function describe(job: jobs.Job, { misfits, exact }: Fitness): string[] {
  const lines = [`job ${job.name}  ${jobs.id(job)}`, '', 'kernels'];
  for (const name of Object.keys(job.kernels)) {
    lines.push(`  ${name}: ${exact.includes(name) ? 'in the exact profile' : 'NOT in the exact profile'}`);
  }
  lines.push('', 'steps');
  for (const [index, { kernel, grid: workgroups, loopBudget }] of job.steps.entries()) {
    const budget = loopBudget === 0 ? 'no loops' : `at most ${loopBudget} loop rounds`;
    lines.push(`  ${index} ${kernel}: ${grid.count(workgroups)} cells, ${budget}`);
  }
  for (const { rule, where, message, diagnostic } of misfits) {
    lines.push('', `${where}:`);
    if (diagnostic === undefined) lines.push(`error[${rule}] ${message}`);
    else lines.push(render(diagnostic.diagnostic, job.kernels[diagnostic.kernel]!.source));
  }
  lines.push('');
  if (misfits.length > 0)
    lines.push(
      `Not fit to be judged: ${misfits.length} ${misfits.length === 1 ? 'thing' : 'things'} to mend. The rules are in packages/wgsl/SPEC.md.`,
    );
  return lines;
}

function toPlain(job: jobs.Job, { rule, code, where, message, diagnostic }: Misfit): unknown {
  if (diagnostic === undefined) return { rule, code, where, message };
  const { span, hint } = diagnostic.diagnostic;
  const { line, column } = position(job.kernels[diagnostic.kernel]!.source, span.start);
  return {
    rule,
    code,
    where,
    message,
    kernel: diagnostic.kernel,
    line,
    column,
    ...(hint === undefined ? {} : { hint }),
  };
}
