import { setImmediate } from 'node:timers/promises';
import { grid, job as jobs } from '@assay/core';
import { checkFitness, type Diagnostic, type Fitness, type Misfit, position, render } from '@assay/wgsl';
import { type Contents, contentsOf, kernelOf, runCell, sample } from '../cells.js';
import { exitCodes } from '../exit.js';
import type { Fired, Subject } from '../finding.js';
import * as findings from '../finding.js';
import type { Output } from '../output.js';
import { type Prospect, prospectsOf } from '../prospect.js';
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
  const prospects = fitness.misfits.length > 0 ? [] : prospectsOf(job);
  for (const line of describe(job, fitness, prospects)) output.line(line);
  const misfits = fitness.misfits.map((misfit) => toPlain(job, misfit));
  const isFit = misfits.length === 0;
  const isRaceFree = prospects.every((prospect) => prospect.isRaceFree);
  const hasInputs = (options.input ?? []).length > 0 || job.inputs.length === 0;
  if (!isFit || !hasInputs) {
    for (const text of new Set(prospects.flatMap((prospect) => prospect.findings))) output.line(`${text}\n`);
    if (isFit)
      output.line(
        isRaceFree
          ? 'Fit: it cannot race. With --input, cells are run to show guards that fire, and compared with the device.'
          : 'Fit, as far as it can be told without running it: with --input, cells are run for races and guards that fire.',
      );
    output.result({
      ok: isFit,
      job: jobs.id(job),
      exact: fitness.exact,
      misfits,
      steps: prospects.map(toPlainProspect),
    });
    return isFit ? exitCodes.success : exitCodes.invalid;
  }
  const inputs = readInputs(job, options.input ?? []).padded;
  const contents = await withDevice(options, output, signal, (gpu) => contentsOf(gpu, job, inputs));
  const steps: StepCheck[] = [];
  for (const [index, step] of job.steps.entries()) {
    steps.push(await runStep(job, step, index, contents, options.cells, prospects[index]!, signal));
  }
  for (const { lines } of steps) for (const line of lines) output.line(line);
  const isSound = steps.every((step) => step.isSound);
  output.line('');
  output.line(isSound ? soundText(isRaceFree, steps) : 'Not fit to be judged: see above.');
  output.result({
    ok: isSound,
    job: jobs.id(job),
    exact: fitness.exact,
    misfits,
    steps: steps.map(({ lines: _, ...step }, index) => ({ ...toPlainProspect(prospects[index]!), ...step })),
  });
  return isSound ? exitCodes.success : exitCodes.invalid;
}

function soundText(isRaceFree: boolean, steps: readonly StepCheck[]): string {
  const races = isRaceFree ? 'it cannot race' : 'no race was found in the cells that were run';
  const fired = steps.reduce((sum, { guards }) => sum + guards, 0);
  const fit = `${races}, and the device agrees with the interpreter.`;
  if (fired === 0) return `Fit: ${fit}`;
  return `Fit to be judged: ${fit}\nBut guards stopped ${fired} ${fired === 1 ? 'access or loop' : 'accesses or loops'}: the outputs are probably not what is meant. See above.`;
}

interface StepCheck {
  readonly step: number;
  readonly cellsRun: number;
  readonly cost: number;
  readonly guards: number;
  readonly races: number;
  readonly differences: number;
  readonly isSound: boolean;
  /** Guards that fired and a race, with their places. */
  readonly findings: readonly object[];
  readonly lines: readonly string[];
}

/** Runs cells of a step, one after the other, and tells what an author has to mend. */
async function runStep(
  job: jobs.Job,
  step: jobs.Step,
  index: number,
  contents: Contents,
  most: number,
  { isRaceFree }: Prospect,
  signal: AbortSignal,
): Promise<StepCheck> {
  const kernel = kernelOf(job, step);
  const { source } = job.kernels[step.kernel]!;
  const subject: Subject = { step, kernel, source };
  const fired = new Map<string, Fired>();
  const shown: { readonly diagnostic: Diagnostic; readonly label: 'guard' | 'error' }[] = [];
  let difference: string | undefined;
  let [cellsRun, cost, races, differences] = [0, 0, 0, 0];
  for (const workgroup of sample(step, most)) {
    await setImmediate(); // for Ctrl-C
    signal.throwIfAborted();
    const report = runCell(step, kernel, workgroup, contents);
    const { race, guards } = report.result;
    cellsRun++;
    cost += report.result.cost;
    findings.collect(fired, workgroup, guards);
    if (race !== undefined) {
      if (races === 0) shown.push({ diagnostic: findings.ofRace(subject, race, workgroup), label: 'error' });
      races++;
    }
    if (report.difference !== undefined) {
      differences++;
      const { version, word, interpreted, device } = report.difference;
      const place = grid.fromIndex(step.grid, workgroup).join(',');
      const why = race === undefined ? '' : '; the cell races, so that the device may have any of several results';
      difference ??= `the device differs in cell ${place}: word ${word} of ${version} is ${interpreted} by the interpreter, ${device} on the device${why}`;
    }
  }
  for (const one of fired.values()) shown.push({ diagnostic: findings.ofFired(subject, one), label: 'guard' });
  shown.sort((a, b) => a.diagnostic.span.start - b.diagnostic.span.start);
  const guards = [...fired.values()].reduce((sum, { times }) => sum + times, 0);
  const all = grid.count(step.grid);
  const freedom =
    races > 0
      ? `RACY (${races} cells)`
      : isRaceFree
        ? 'race-free (proven)'
        : `no race (tested in ${cellsRun} of ${all} cells)`;
  const summary = `step ${index} ${step.kernel}: ${cellsRun} of ${all} cells run, ${freedom}, guards fired ${guards} times, ${differences} cells differ from the device`;
  const texts = shown.map(({ diagnostic, label }) => findings.toText(subject, diagnostic, label));
  return {
    step: index,
    cellsRun,
    cost,
    guards,
    races,
    differences,
    isSound: races === 0 && differences === 0,
    findings: shown.map(({ diagnostic }) => findings.toPlain(subject, diagnostic)),
    lines: [summary, ...[...texts, ...(difference === undefined ? [] : [difference])].flatMap((text) => ['', text])],
  };
}

function describe(job: jobs.Job, { misfits, exact }: Fitness, prospects: readonly Prospect[]): string[] {
  const lines = [`job ${job.name}  ${jobs.id(job)}`, '', 'kernels'];
  for (const name of Object.keys(job.kernels)) {
    lines.push(`  ${name}: ${exact.includes(name) ? 'in the exact profile' : 'NOT in the exact profile'}`);
  }
  lines.push('', 'steps');
  // Steps of one kernel are alike more often than not: what is said of them is said once.
  const told = new Set<string>();
  for (const [index, { kernel, grid: workgroups }] of job.steps.entries()) {
    lines.push(`  ${index} ${kernel}: ${grid.count(workgroups)} cells`);
    const text = prospects[index]?.summary.join('\n') ?? '';
    if (!told.has(`${kernel} ${text}`)) lines.push(...(prospects[index]?.summary ?? []));
    told.add(`${kernel} ${text}`);
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

function toPlainProspect({ summary: _, findings: __, ...prospect }: Prospect): object {
  return prospect;
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
