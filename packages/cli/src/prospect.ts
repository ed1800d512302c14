/** What can be said of a step before it runs: guards, loops, races. */
import type { job as jobs } from '@assay/core';
import { analysis, check, type Diagnostic, device, sizesOf } from '@assay/wgsl';
import { kernelOf } from './cells.js';
import type { Subject } from './finding.js';
import * as findings from './finding.js';

/** Guards that are shown of one step; an author who has mended these runs the check again. */
const MOST_SHOWN = 5;

export interface Prospect {
  /** Guards that the kernel can have, and those that are left on the device. */
  readonly guardsPossible: number;
  readonly guardsLeft: number;
  /** Back-edges that no invocation takes more of; undefined where no such number is known. */
  readonly backEdges: number | undefined;
  /** Whether it is proven that no two invocations race in any cell. */
  readonly isRaceFree: boolean;
  /** One line each. */
  readonly summary: readonly string[];
  /** Guards that may fire and accesses that may race, as texts; what running cells shows is better. */
  readonly findings: readonly string[];
}

/** Of each step of a fit job; steps that differ in nothing but the names of versions have one. */
export function prospectsOf(job: jobs.Job): readonly Prospect[] {
  const literals = new Set(job.literals.map(({ name }) => name));
  const sizes = sizesOf(job);
  const known = new Map<string, Prospect>();
  return job.steps.map((step) => {
    const { kernel, grid, overrides, loopBudget, reads, writes } = step;
    const read = Object.entries(reads).map(([variable, name]) => [
      variable,
      literals.has(name) ? name : sizes.get(name),
    ]);
    const written = Object.entries(writes).map(([variable, { sizeBytes, owner }]) => [variable, sizeBytes, owner]);
    const key = JSON.stringify([kernel, grid, overrides, loopBudget, read, written]);
    const prospect = known.get(key) ?? prospectOf(job, step);
    known.set(key, prospect);
    return prospect;
  });
}

function prospectOf(job: jobs.Job, step: jobs.Step): Prospect {
  const kernel = job.kernels[step.kernel]!;
  const { source } = kernel;
  const lowered = kernelOf(job, step);
  const dispatch = analysis.dispatch.ofStep(job, step, lowered);
  const inspected = analysis.inspect(lowered, dispatch);
  const { backEdges } = inspected;
  const freedom = analysis.freedomOf(lowered, inspected);
  const { program } = check(source);
  const code = device.codeOf({ kernel, step, program: program!, lowered, dispatch });
  const guards = analysis.guards.countOf(analysis.guards.all(lowered));
  const guardsLeft = analysis.guards.countOf(code.guards);
  const subject: Subject = { step, kernel: lowered, source };
  const found = [...possible(subject, code.guards)].sort((a, b) => a.span.start - b.span.start);
  const shown = found.slice(0, MOST_SHOWN).map((one) => findings.toText(subject, one, 'guard'));
  if (found.length > MOST_SHOWN) shown.push(`and ${found.length - MOST_SHOWN} more places with guards`);
  if (freedom.kind === 'undecided' && freedom.first !== undefined) {
    shown.push(findings.toText(subject, findings.ofUndecided(subject, freedom), 'note'));
  }
  return {
    guardsPossible: guards,
    guardsLeft,
    backEdges: backEdges.invocation,
    isRaceFree: freedom.kind === 'proven',
    summary: [
      `    on the device: ${code.isSource ? 'as written' : 'rewritten'}, ${guardText(guards, guardsLeft)}`,
      `    races: ${freedom.kind === 'proven' ? 'none, proven for all cells' : 'not decided without running cells'}`,
      ...loopText(backEdges.invocation, step.loopBudget),
    ],
    findings: shown,
  };
}

function guardText(guards: number, left: number): string {
  if (guards === 0) return 'no guard needed';
  return left === 0 ? `no guard needed (${guards} proven needless)` : `with ${left} of ${guards} possible guards`;
}

function loopText(backEdges: number | undefined, budget: number): readonly string[] {
  if (backEdges === 0) return [];
  if (backEdges === undefined) return [`    loops: no bound is known; they end at the budget of ${budget} rounds`];
  const isEnough = backEdges <= budget;
  return [
    `    loops: at most ${backEdges} rounds${isEnough ? '' : `, MORE than the loopBudget of ${budget}, where they end`}`,
  ];
}

/** Each place once for each kind. */
function* possible(subject: Subject, guards: analysis.guards.Guards): Generator<Diagnostic> {
  const kinds = { outside: guards.outside, 'not-owned': guards.foreign, clamped: guards.clamps } as const;
  const seen = new Set<string>();
  for (const kind of ['outside', 'not-owned', 'clamped'] as const) {
    for (const instruction of kinds[kind]) {
      const key = `${kind} ${'at' in instruction ? instruction.at : ''}`;
      if (!seen.has(key)) yield findings.ofPossible(subject, kind, instruction);
      seen.add(key);
    }
  }
}
