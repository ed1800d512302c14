/** What the reference interpreter makes of a case: the versions that every engine is compared with. */
import { AssayError, type job as jobs } from '@assay/core';
import { analysis, cell, check, type interpreter, type ir, lower, render, type typed } from '@assay/wgsl';
import type { Case } from './case.js';

/** A step of a case, as the interpreter ran it. */
export interface StepReference {
  /** Its position in the job. */
  readonly index: number;
  readonly step: jobs.Step;
  /** In the job. */
  readonly kernel: jobs.Kernel;
  readonly program: typed.Program;
  /** With the step's overrides. */
  readonly lowered: ir.Kernel;
  readonly dispatch: analysis.dispatch.Dispatch;
  /** What each variable holds before the step: reads, and starts of what it writes. */
  readonly before: ReadonlyMap<string, Uint8Array>;
  /** What the interpreter was given. */
  readonly contents: cell.StepContents;
  readonly replay: cell.StepReplay;
  /** Of each cell by workgroup, in linear order. */
  readonly cells: readonly interpreter.CellResult[];
}

/** A cell that needs more is no case but a burden: a second or so. */
export const mostCost = 50_000_000;

/**
 * Runs all cells of all steps; each step starts from what the interpreter made of the steps before it.
 *
 * @throws AssayError `case.refused` (invalid): a kernel is not in the exact profile; what `lower` and `cell.replayStep` throw:
 * `interpreter.max-cost` (exhausted) above all.
 */
export function interpret({ job, inputs }: Case): readonly StepReference[] {
  const versions = new Map(inputs);
  for (const literal of job.literals) versions.set(literal.name, literal.bytes);
  const dispatchOf = analysis.dispatch.ofJob(job);
  const programs = new Map(Object.entries(job.kernels).map(([name, kernel]) => [name, programOf(name, kernel)]));
  return job.steps.map((step, index) => {
    const kernel = job.kernels[step.kernel]!;
    const program = programs.get(step.kernel)!;
    const lowered = lower(program, { entryPoint: kernel.entryPoint, overrides: step.overrides });
    const reads = new Map(Object.entries(step.reads).map(([variable, version]) => [variable, versions.get(version)!]));
    const starts = new Map(
      Object.entries(step.writes).map(([variable, { from, sizeBytes }]) => [
        variable,
        from === undefined ? new Uint8Array(sizeBytes) : versions.get(from)!,
      ]),
    );
    const contents = { kernel: lowered, step, reads, starts, maxCost: mostCost };
    const cells: interpreter.CellResult[] = [];
    const replay = cell.replayStep({ ...contents, onCell: (result) => cells.push(result) });
    for (const [variable, bytes] of replay.versions) versions.set(step.writes[variable]!.name, bytes);
    const before = new Map([...reads, ...starts]);
    const dispatch = dispatchOf(step, lowered);
    return { index, step, kernel, program, lowered, dispatch, before, contents, replay, cells };
  });
}

function programOf(name: string, { source }: jobs.Kernel): typed.Program {
  const { program, diagnostics } = check(source);
  if (program !== undefined) return program;
  throw new AssayError({
    kind: 'invalid',
    code: 'case.refused',
    where: `kernel ${name}`,
    expected: 'a kernel of the exact profile',
    got: diagnostics.map((diagnostic) => render(diagnostic, source)).join('\n'),
    remedy: 'Mend the case, or the rule that refuses it.',
  });
}
