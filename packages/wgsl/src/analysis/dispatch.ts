/** What is known of a dispatch before it runs (SPEC.md A1). */
import { AssayError, type grid, job as jobs, type owner } from '@assay/core';
import type { Kernel } from '../execution/ir.js';

/** The circumstances of all cells of a step. Bindings by number. */
export interface Dispatch {
  /** Workgroups. */
  readonly grid: grid.Grid;
  /** Words of each binding. */
  readonly lengthWords: ReadonlyMap<number, number>;
  /** Which workgroup owns which words, of each binding that the kernel writes. */
  readonly owners: ReadonlyMap<number, owner.OwnerMap>;
  /** Bytes of the bindings that are literals of the job. */
  readonly literals: ReadonlyMap<number, Uint8Array>;
  /** Back-edges that an invocation may take (E14). */
  readonly loopBudget: number;
}

/** Gives the dispatch of each step of a valid job, for the step's kernel as lowered with its overrides. */
export function ofJob(job: jobs.Job): (step: jobs.Step, kernel: Kernel) => Dispatch {
  const sizes = new Map(jobs.versions(job).map(({ name, sizeBytes }) => [name, sizeBytes]));
  const contents = new Map(job.literals.map(({ name, bytes }) => [name, bytes]));
  return (step, kernel) => {
    const lengthWords = new Map<number, number>();
    const owners = new Map<number, owner.OwnerMap>();
    const literals = new Map<number, Uint8Array>();
    for (const { name, binding, access } of kernel.bindings) {
      const written = access === 'write' && Object.hasOwn(step.writes, name) ? step.writes[name] : undefined;
      const version = written?.name ?? (Object.hasOwn(step.reads, name) ? step.reads[name] : undefined);
      const sizeBytes = version === undefined ? undefined : sizes.get(version);
      if (version === undefined || sizeBytes === undefined) throw unbound(step, name);
      lengthWords.set(binding, sizeBytes / 4);
      if (written !== undefined) owners.set(binding, written.owner);
      const bytes = written === undefined ? contents.get(version) : undefined;
      if (bytes !== undefined) literals.set(binding, bytes);
    }
    return { grid: step.grid, lengthWords, owners, literals, loopBudget: step.loopBudget };
  };
}

/** The dispatch of one step. */
export function ofStep(job: jobs.Job, step: jobs.Step, kernel: Kernel): Dispatch {
  return ofJob(job)(step, kernel);
}

/** J2 does not hold. */
function unbound({ kernel }: jobs.Step, variable: string): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: 'dispatch.unbound',
    where: `kernel ${kernel}, variable ${variable}`,
    expected: 'a version bound to every variable that the shader uses, with its access',
    got: 'none',
    remedy: 'Bind it in the job: `kernel(source)` of @assay/wgsl reads the bindings from the shader.',
  });
}
