import { grid, job as jobs } from '@assay/core';
import type { CpuRunner } from '@assay/runtime/node';
import { checkFitness, type Fitness, type Misfit, position, render } from '@assay/wgsl';
import { type Contents, contentsOf } from '../cells.js';
import { exitCodes } from '../exit.js';
import { readInputs } from '../inputs.js';
import type { Output } from '../output.js';
import { bar } from '../progress.js';
import { type Prospect, prospectsOf } from '../prospect.js';
import { type DeviceOptions, withCpu, withDevice } from '../session.js';
import { checkStep, type StepCheck } from '../step-check.js';
import { read } from '../store.js';

export interface CheckOptions extends DeviceOptions {
  readonly input?: readonly string[];
  /** Cells of each step that are interpreted; Infinity for all. */
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
  const steps = await withCpu(undefined, (cpu) => runSteps(cpu, job, contents, prospects, options, output, signal));
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

/** One after the other: each may take all threads and much memory. */
async function runSteps(
  cpu: CpuRunner,
  job: jobs.Job,
  contents: Contents,
  prospects: readonly Prospect[],
  { cells: most, deadline }: CheckOptions,
  output: Output,
  signal: AbortSignal,
): Promise<StepCheck[]> {
  const deadlineMs = deadline * 1000;
  const progress = bar(!output.isJson);
  const onProgress = (done: number, total: number): void => progress.update({ phase: 'cell', done, total });
  try {
    const steps: StepCheck[] = [];
    for (const [index, prospect] of prospects.entries()) {
      steps.push(await checkStep(cpu, { job, index, contents, prospect, most, deadlineMs, signal, onProgress }));
    }
    return steps;
  } finally {
    progress.stop();
  }
}

function soundText(isRaceFree: boolean, steps: readonly StepCheck[]): string {
  const races = isRaceFree ? 'it cannot race' : 'no race was found in the cells that were run';
  const fired = steps.reduce((sum, { guards }) => sum + guards, 0);
  const isAll = steps.every(({ executor }) => executor === 'compiled');
  const fit = `${races}, and the device agrees with ${isAll ? 'all cells' : 'the cells that were run'}.`;
  if (fired === 0) return `Fit: ${fit}`;
  return `Fit to be judged: ${fit}\nBut guards stopped ${fired} ${fired === 1 ? 'access or loop' : 'accesses or loops'} in the cells that were interpreted: the outputs are probably not what is meant. See above.`;
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
