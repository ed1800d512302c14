import { grid, job as jobs } from '@assay/core';
import { checkFitness, type Fitness, type Misfit, position, render } from '@assay/wgsl';
import { exitCodes } from '../exit.js';
import type { Output } from '../output.js';
import { read } from '../store.js';

/** `assay check JOB`: is this job fit to be judged? Returns the exit status. */
export function check(jobFile: string, output: Output): number {
  const job = read('job', jobFile);
  const fitness = checkFitness(job);
  for (const line of describe(job, fitness)) output.line(line);
  const isFit = fitness.misfits.length === 0;
  output.result({
    ok: isFit,
    job: jobs.id(job),
    exact: fitness.exact,
    misfits: fitness.misfits.map((misfit) => toPlain(job, misfit)),
  });
  return isFit ? exitCodes.success : exitCodes.invalid;
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
  if (misfits.length === 0)
    lines.push('Fit, as far as it can be told without running it: guards that fire and races are not looked for yet.');
  else
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
