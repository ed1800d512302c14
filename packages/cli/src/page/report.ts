/** What the page of an audit shows, put together from the objects that were checked. Pure: nothing is read or measured here. */
import {
  challenge as challenges,
  grid as grids,
  type identity,
  job as jobs,
  receipt as receipts,
  task as tasks,
  type verdict,
} from '@assay/core';
import type { Audit, CellFinding, Stretch, StretchFinding } from '@assay/verify';
import { type Chances, cellsOf, chancesOf } from '../chances.js';
import { graver, type Mark, ofFinding } from './mark.js';

/** What a command has at the end of an audit. All but the first four can be left out, and is not spoken of then. */
export interface AuditFacts {
  readonly job: jobs.Job;
  readonly task: tasks.Task;
  readonly receipt: receipts.Receipt;
  /** What `audit` gives; of a full replay, the same put together from its `Audit`. */
  readonly result: {
    readonly verdict: verdict.Verdict;
    /** Absent where the verdict was reached before any cell was checked. */
    readonly audit?: Pick<Audit, 'sample' | 'stretches'>;
    readonly findings: readonly CellFinding[];
  };
  /** Absent in a full replay. */
  readonly challenge?: challenges.Challenge;
  /** Bytes of the response, and of the fraud proof that was made of it. */
  readonly lengths?: { readonly response?: number; readonly proof?: number };
  /** How long the check took, the response's way here apart. */
  readonly milliseconds?: number;
  /** What all of the job costs (wgsl SPEC.md E17), where it was metered: the unit of `cost` in findings. */
  readonly workCost?: number;
  /** Command lines with which a reader repeats what the page says, quoted for a shell. */
  readonly commands?: readonly Command[];
}

/** A command line, and what it is good for. */
export interface Command {
  /** `Judge the fraud proof`. */
  readonly purpose: string;
  /** `assay judge fraud-proof.assay receipt.assay`. */
  readonly line: string;
}

/** A cell that was checked. */
export interface CheckedCell {
  readonly workgroup: number;
  readonly mark: Mark;
  readonly finding: CellFinding;
}

/** A step with the cells of it that were checked. */
export interface StepReport {
  readonly index: number;
  readonly step: jobs.Step;
  /** How many cells it has. */
  readonly count: number;
  /** By workgroup, ascending. */
  readonly cells: readonly CheckedCell[];
  /** The gravest of them; `undrawn` where there are none. */
  readonly mark: Mark;
}

/** A stretch of a frame that was checked. */
export type CheckedStretch = Stretch & Pick<StretchFinding, 'kind'>;

export interface AuditReport {
  readonly job: jobs.Job;
  readonly task: tasks.Task;
  readonly receipt: receipts.Receipt;
  readonly challenge?: challenges.Challenge;
  readonly verdict: verdict.Verdict;
  readonly ids: {
    readonly receipt: identity.ClaimId;
    readonly task: identity.TaskId;
    readonly job: identity.JobId;
    readonly challenge?: identity.ChallengeId;
  };
  /** Of the job, by index. */
  readonly versions: readonly jobs.Version[];
  /** One for each step of the job. */
  readonly steps: readonly StepReport[];
  readonly stretches: readonly CheckedStretch[];
  /** Indices of versions in which a word, or a frame, is known to be wrong. */
  readonly wrongVersions: ReadonlySet<number>;
  readonly cells: {
    /** Of the job. */
    readonly all: number;
    /** That were checked. */
    readonly checked: number;
  };
  /** What the cells cost that were run. */
  readonly checkedCost: number;
  /** Of all versions together. */
  readonly committedBytes: number;
  /** Absent where there was no challenge, or nothing was looked at. */
  readonly chances?: Chances;
  readonly lengths: NonNullable<AuditFacts['lengths']>;
  readonly milliseconds?: number;
  readonly workCost?: number;
  readonly commands: readonly Command[];
}

/**
 * The report of an audit, for `auditPage`.
 *
 * ```ts
 * const result = audit(receipt, terms, challenge, response);
 * const page = auditPage(reportOf({ job, task, receipt, challenge, result, lengths: { response: response.length } }));
 * ```
 */
export function reportOf(facts: AuditFacts): AuditReport {
  const { job, task, receipt, result, challenge, lengths = {}, milliseconds, workCost, commands = [] } = facts;
  const { verdict, audit, findings } = result;
  const steps = stepsOf(job, audit?.sample.cells ?? [], findings);
  const stretches = (audit?.sample.stretches ?? []).map((stretch, i) => {
    const { kind } = audit!.stretches[i]!;
    return { ...stretch, kind };
  });
  const versions = jobs.versions(job);
  const ids = { receipt: receipts.id(receipt), task: tasks.id(task), job: jobs.id(job) };
  return {
    job,
    task,
    receipt,
    verdict,
    ids: challenge === undefined ? ids : { ...ids, challenge: challenges.id(challenge) },
    versions,
    steps,
    stretches,
    wrongVersions: wrongVersionsOf(findings, stretches),
    cells: { all: cellsOf(job), checked: findings.length },
    checkedCost: findings.reduce((sum, finding) => sum + ('cost' in finding ? (finding.cost ?? 0) : 0), 0),
    committedBytes: versions.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    lengths,
    commands,
    ...(challenge === undefined ? {} : { challenge }),
    ...(challenge === undefined || audit === undefined ? {} : { chances: chancesOf(job, task, challenge) }),
    ...(milliseconds === undefined ? {} : { milliseconds }),
    ...(workCost === undefined ? {} : { workCost }),
  };
}

function stepsOf(
  job: jobs.Job,
  sampled: Audit['sample']['cells'],
  findings: readonly CellFinding[],
): readonly StepReport[] {
  const byStep = job.steps.map((): CheckedCell[] => []);
  // A verdict that was reached before has no findings, whatever was drawn.
  for (const [i, finding] of findings.entries()) {
    const { step, workgroup } = sampled[i]!;
    byStep[step]!.push({ workgroup, mark: ofFinding(finding), finding });
  }
  return job.steps.map((step, index) => {
    const cells = byStep[index]!;
    const mark = cells.reduce<Mark>((worst, cell) => graver(worst, cell.mark), 'undrawn');
    return { index, step, count: grids.count(step.grid), cells, mark };
  });
}

function wrongVersionsOf(findings: readonly CellFinding[], stretches: readonly CheckedStretch[]): ReadonlySet<number> {
  const inCells = findings.flatMap((finding) =>
    finding.kind === 'wrong' || finding.kind === 'differs' ? [finding.word.version] : [],
  );
  const inFrames = stretches.flatMap(({ kind, version }) => (kind === 'changed' ? [version] : []));
  return new Set([...inCells, ...inFrames]);
}
