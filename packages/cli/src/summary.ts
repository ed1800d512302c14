/** What an audit came to, as plain data: for a terminal, and for `--json`. */
import {
  challenge as challenges,
  grid,
  type identity,
  job as jobs,
  receipt as receipts,
  type signature,
  task as tasks,
  verdict as verdicts,
} from '@assay/core';
import type { CellFinding } from '@assay/verify';
import type { Audited } from './auditing.js';
import { type Chances, chancesOf } from './chances.js';
import type { RunFolder } from './folder.js';

/** What was found of one step's cells. */
export interface StepSummary {
  readonly step: number;
  readonly kernel: string;
  readonly grid: jobs.Step['grid'];
  /** All of them. */
  readonly cells: number;
  readonly right: number;
  readonly wrong: number;
  /** Wrong by the compiled executor; the interpreter was not asked. */
  readonly differs: number;
  /** With those of kernels that are not in the exact profile: cells without a meaning. */
  readonly races: number;
  readonly withheld: number;
  readonly undecided: number;
  readonly notLookedAt: number;
}

/** What was found of one cell that was drawn. */
export interface CellSummary {
  readonly step: number;
  readonly workgroup: number;
  readonly found: CellFinding['kind'];
}

export interface AuditSummary {
  readonly verdict: verdicts.Verdict;
  readonly outcome: verdicts.Outcome;
  readonly fault: verdicts.Fault;
  readonly sentence: string;
  readonly receipt: identity.ClaimId;
  readonly task: identity.TaskId;
  readonly job: identity.JobId;
  readonly jobName: string;
  readonly challenge: identity.ChallengeId;
  readonly source: challenges.Source['kind'];
  readonly worker: signature.Identity;
  readonly requester: signature.Identity;
  readonly domain: string;
  /** Names of versions, by index, with the committed roots. */
  readonly versions: readonly { readonly name: string; readonly root: string; readonly sizeBytes: number }[];
  /** By step. */
  readonly steps: readonly StepSummary[];
  /** That were drawn, in order; none where the response could not be read. */
  readonly cells: readonly CellSummary[];
  /** Stretches of words that no cell owns. */
  readonly frames: { readonly unchanged: number; readonly changed: number };
  readonly chances: Chances;
  readonly cost: {
    readonly milliseconds: number;
    /** Of the cells that were checked (wgsl SPEC.md E17). */
    readonly instructions: number;
    readonly responseBytes: number;
    /** Of all versions together. */
    readonly versionBytes: number;
  };
  /** Whether a fraud proof shows the finding to others. */
  readonly isProvable: boolean;
}

export function of(
  { receipt, job, task }: RunFolder,
  challenge: challenges.Challenge,
  { verdict, audit, findings, responseBytes, milliseconds }: Audited,
): AuditSummary {
  const versions = jobs.versions(job);
  const drawn = audit?.sample.cells ?? [];
  const stretches = audit?.stretches ?? [];
  const cells = drawn.map(({ step, workgroup }, i) => ({ step, workgroup, found: findings[i]!.kind }));
  return {
    verdict,
    outcome: verdicts.outcomeOf(verdict),
    fault: verdicts.faultOf(verdict),
    sentence: verdicts.sentenceOf(verdict),
    receipt: receipts.id(receipt),
    task: tasks.id(task),
    job: jobs.id(job),
    jobName: job.name,
    challenge: challenges.id(challenge),
    source: challenge.source.kind,
    worker: receipt.claim.worker,
    requester: task.requester,
    domain: task.domain,
    versions: versions.map(({ name, index, sizeBytes }) => ({ name, root: receipt.trace[index] ?? '', sizeBytes })),
    steps: stepSummaries(job, cells),
    cells,
    frames: {
      unchanged: stretches.filter(({ kind }) => kind === 'unchanged').length,
      changed: stretches.filter(({ kind }) => kind === 'changed').length,
    },
    chances: chancesOf(job, task, challenge),
    cost: {
      milliseconds: Math.round(milliseconds),
      instructions: findings.reduce((sum, finding) => sum + ('cost' in finding ? (finding.cost ?? 0) : 0), 0),
      responseBytes,
      versionBytes: versions.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    },
    isProvable: ['cell.wrong', 'cell.races', 'frame.changed'].includes(verdict.code),
  };
}

function stepSummaries({ steps }: jobs.Job, cells: readonly CellSummary[]): StepSummary[] {
  const found = steps.map(() => ({ right: 0, wrong: 0, differs: 0, races: 0, withheld: 0, undecided: 0 }));
  for (const { step, found: kind } of cells) found[step]![columns[kind]]++;
  return steps.map(({ kernel, grid: workgroups }, step) => {
    const counts = found[step]!;
    const all = grid.count(workgroups);
    const lookedAt = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return { step, kernel, grid: workgroups, cells: all, ...counts, notLookedAt: all - lookedAt };
  });
}

/** What a cell counts as. */
const columns = {
  right: 'right',
  wrong: 'wrong',
  differs: 'differs',
  races: 'races',
  'not-exact': 'races',
  withheld: 'withheld',
  'beyond-limits': 'undecided',
} as const satisfies Record<CellFinding['kind'], keyof StepSummary>;
