/** A worker's look at its own run before it signs: random cells, replayed from the bytes that it is about to commit to. */
import {
  AssayError,
  bytes as bytesOf,
  frame as frames,
  grid as grids,
  isAssayError,
  type job as jobs,
  suite as suites,
} from '@assay/core';
import { type Cell, type CellFinding, Cells, Committed, type Limits } from '@assay/verify';
import { steps } from '@assay/wgsl';
import type { AdapterReport } from './adapter.js';
import type { Execution } from './executor.js';
import { randomBelow } from './random.js';
import { sourcesOf } from './retention.js';

/**
 * Of each kernel with each set of its overrides, a random cell of a random step. By step.
 *
 * @param job a valid one.
 * @param random a number from 0 up to, not including, n, at most 2³². It must not be the same in each run.
 */
export function chooseCells(job: jobs.Job, random: (n: number) => number = randomBelow): readonly Cell[] {
  const variants = new Map<string, number[]>();
  for (const [index, step] of job.steps.entries()) {
    const variant = steps.variantOf(step);
    const alike = variants.get(variant) ?? [];
    variants.set(variant, alike);
    alike.push(index);
  }
  return [...variants.values()]
    .map((alike) => {
      const step = alike[random(alike.length)]!;
      return { step, workgroup: random(grids.count(job.steps[step]!.grid)) };
    })
    .sort((a, b) => a.step - b.step);
}

/** The names of the versions that the steps of cells read, write, or start written ones from: what a run is given as `keep`. */
export function versionsFor(job: jobs.Job, cells: readonly Cell[]): readonly string[] {
  const names = cells.flatMap(({ step }) => {
    const { writes } = job.steps[step]!;
    return [...sourcesOf(job.steps[step]!), ...Object.values(writes).map(({ name }) => name)];
  });
  return [...new Set(names)];
}

/** What is looked at, and where. */
export interface SelfCheckOptions {
  readonly job: jobs.Job;
  readonly execution: Execution;
  /** See {@link chooseCells}. */
  readonly cells: readonly Cell[];
  /** Bytes by name of versions that are neither in the execution's `kept` nor among its outputs. */
  readonly kept?: ReadonlyMap<string, Uint8Array>;
  /** What ran it. */
  readonly report: AdapterReport;
  readonly engine?: suites.Engine;
  /** Of the worker's patience. */
  readonly limits?: Limits;
}

/** What a self-check that went well has looked at. */
export interface SelfChecked {
  /** Cells whose words are all right. */
  readonly right: number;
  /** Cells without a verdict: the job is at fault (a race, a kernel that is not exact), or a limit was met. No worker loses by them. */
  readonly open: readonly { readonly cell: Cell; readonly finding: CellFinding }[];
}

/**
 * Replays cells of a run from its own bytes, compares the words that no cell of their steps owns, and the roots of all that these
 * steps bind.
 *
 * @throws AssayError `attest.wrong-cell`, `attest.changed-frame`, `attest.wrong-root` (trap): the device did not do what the
 * job says; `attest.missing-version` (invalid): the bytes of a version were not kept.
 */
export function selfCheck({ job, execution, cells, kept, report, engine, limits = {} }: SelfCheckOptions): SelfChecked {
  const committed = new Committed({ trace: execution.roots }, { job, suite: suites.blake3(engine) });
  const indices = new Map(committed.versions.map(({ name, index }) => [name, index]));
  for (const name of versionsFor(job, cells)) {
    const version = committed.versions[indices.get(name)!]!;
    if (version.origin.kind === 'literal') continue;
    const bytes = execution.kept.get(name) ?? execution.outputs.get(name) ?? kept?.get(name);
    if (bytes === undefined) throw missingVersion(name);
    hold(committed, version, bytes, report);
  }
  for (const index of new Set(cells.map(({ step }) => step))) checkFrames(job, index, committed, indices, report);

  const checker = new Cells(job, committed, { limits });
  const open: SelfChecked['open'][number][] = [];
  for (const cell of [...cells].sort((a, b) => a.step - b.step)) {
    let finding = checker.check(cell);
    // A difference that the interpreter has no time to confirm is reason enough not to sign.
    if (finding.kind === 'beyond-limits') finding = checker.check(cell, { isConfirmed: false });
    if (finding.kind === 'wrong' || finding.kind === 'differs') {
      throw wrongCell(job, cell, committed.versions[finding.word.version]!, finding.word, report);
    }
    if (finding.kind !== 'right') open.push({ cell, finding });
  }
  return { right: cells.length - open.length, open };
}

/** Takes bytes as those of a version, if they have the root that the run gave. */
function hold(committed: Committed, version: jobs.Version, bytes: Uint8Array, report: AdapterReport): void {
  try {
    committed.hold(version.index, bytes);
  } catch (error) {
    if (!isAssayError(error) || error.code !== 'audit.wrong-held') throw error;
    throw wrongRoot(version.name, error, report);
  }
}

/** That the words of nobody in what a step wrote are those that it started from. */
function checkFrames(
  job: jobs.Job,
  index: number,
  committed: Committed,
  indices: ReadonlyMap<string, number>,
  report: AdapterReport,
): void {
  const { grid, writes } = job.steps[index]!;
  for (const { name, from, sizeBytes, owner } of Object.values(writes)) {
    if (from === undefined) continue;
    const [before, after] = [from, name].map((version) => committed.whole(indices.get(version)!)) as [
      Uint8Array,
      Uint8Array,
    ];
    const frame = frames.of(owner, sizeBytes / 4, grid);
    for (let i = 0; i < frame.count; i++) {
      const { start, end } = frame.stretch(i);
      const [old, now] = [before, after].map((version) => version.subarray(4 * start, 4 * end)) as [
        Uint8Array,
        Uint8Array,
      ];
      if (!bytesOf.isEqual(old, now)) throw changedFrame(job, index, name, { start, end }, report);
    }
  }
}

function missingVersion(name: string): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: 'attest.missing-version',
    where: `version ${name}`,
    expected: 'its bytes, because a cell that is to be replayed needs them',
    got: 'none',
    remedy: 'Run the job with `keep: versionsFor(job, cells)`. Nothing was signed.',
  });
}

function wrongCell(
  job: jobs.Job,
  { step, workgroup }: Cell,
  version: jobs.Version,
  { word, claimed, expected }: { readonly word: number; readonly claimed: number; readonly expected: number },
  report: AdapterReport,
): AssayError {
  return fault('attest.wrong-cell', {
    where: `kernel ${job.steps[step]!.kernel}, job.steps[${step}], workgroup ${workgroup}`,
    expected: `word ${word} of ${version.name} to be ${expected}`,
    got: `${claimed} from ${nameOf(report)}`,
  });
}

function changedFrame(
  job: jobs.Job,
  step: number,
  version: string,
  { start, end }: { readonly start: number; readonly end: number },
  report: AdapterReport,
): AssayError {
  return fault('attest.changed-frame', {
    where: `kernel ${job.steps[step]!.kernel}, job.steps[${step}]`,
    expected: `words ${start} to ${end - 1} of ${version}, which no workgroup owns, to keep their values`,
    got: `others from ${nameOf(report)}`,
  });
}

function wrongRoot(version: string, { expected, got }: AssayError, report: AdapterReport): AssayError {
  return fault('attest.wrong-root', {
    where: `version ${version}`,
    expected,
    got: `${got}, from ${nameOf(report)}`,
  });
}

function fault(
  code: string,
  { where, expected, got }: Readonly<Record<'where' | 'expected' | 'got', string>>,
): AssayError {
  return new AssayError({
    kind: 'trap',
    code,
    where,
    expected,
    got,
    remedy:
      'Nothing was signed: a receipt on this could cost the stake. Run the job again. If it stays so, update the graphics driver, run it on another device, and report the shader with the output of `assay doctor`.',
  });
}

/** `NVIDIA H200, NVIDIA: 550.54.15 (vulkan)`: the driver speaks for itself. */
function nameOf({ vendor, device, description, backend }: AdapterReport): string {
  const driver = description === '' || description === device ? '' : `, ${description}`;
  return `${device || vendor || 'an unnamed adapter'}${driver} (${backend})`;
}
