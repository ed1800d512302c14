/** Cells of a step, run to find what an author has to mend. */
import { setImmediate } from 'node:timers/promises';
import { grid, isAssayError, type job as jobs } from '@assay/core';
import type { CpuRunner } from '@assay/runtime/node';
import type { Diagnostic } from '@assay/wgsl';
import { type CellReport, type Contents, type Difference, kernelOf, runCell, spread } from './cells.js';
import { differencesOfStep, isBeyond } from './compiled.js';
import type { Fired, Subject } from './finding.js';
import * as findings from './finding.js';
import { toCountText } from './output.js';
import type { Prospect } from './prospect.js';

/** What the cells of a step have shown. */
export interface StepCheck {
  readonly step: number;
  /** What ran the cells that are counted. */
  readonly executor: 'compiled' | 'interpreter';
  readonly cellsRun: number;
  readonly cost: number;
  /** Accesses and loops that guards stopped, in the cells that the interpreter has run. */
  readonly guards: number;
  /** Cells in which a guard fired. */
  readonly firedCells: number;
  readonly races: number;
  readonly differences: number;
  readonly isSound: boolean;
  /** Guards that fired and a race, with their places. */
  readonly findings: readonly object[];
  readonly lines: readonly string[];
}

/** A step, and how it is looked at. */
export interface Trial {
  readonly job: jobs.Job;
  readonly index: number;
  /** Of every version, as a device has them. */
  readonly contents: Contents;
  readonly prospect: Prospect;
  /** Cells that are interpreted at most. */
  readonly most: number;
  /** For the compiled cells. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** All cells by the compiled executor, if it is proven that none races; else some by the interpreter, which sees races. */
export async function checkStep(cpu: CpuRunner, trial: Trial): Promise<StepCheck> {
  if (!trial.prospect.isRaceFree) return checkInterpreted(trial, []);
  try {
    return await checkCompiled(cpu, trial);
  } catch (error) {
    if (!isAssayError(error) || !isBeyond(error)) throw error;
    const { code, expected, got } = error;
    return checkInterpreted(trial, [`the compiled executor refuses it: expected ${expected}, got ${got} (${code})`]);
  }
}

/** What the interpreter has seen in some cells. */
interface Seen {
  cells: number;
  cost: number;
  races: number;
  differences: number;
  firedCells: number;
  difference: string | undefined;
  readonly fired: Map<string, Fired>;
  readonly shown: { readonly diagnostic: Diagnostic; readonly label: 'guard' | 'error' }[];
}

async function checkInterpreted(trial: Trial, notes: readonly string[]): Promise<StepCheck> {
  const { index, prospect, most } = trial;
  const subject = subjectOf(trial);
  const { step } = subject;
  const all = grid.count(step.grid);
  const seen = await interpret(trial, subject, [...spread(all, most)]);
  const { cells, races, differences } = seen;
  const guards = guardsIn(seen);
  const freedom =
    races > 0
      ? `RACY (${races} cells)`
      : prospect.isRaceFree
        ? 'race-free (proven)'
        : `no race (tested in ${cells} of ${all} cells)`;
  const summary = `step ${index} ${step.kernel}: ${cells} of ${all} cells run by the interpreter, ${freedom}, guards fired ${guards} times, ${differences} cells differ from the device`;
  return {
    step: index,
    executor: 'interpreter',
    cellsRun: cells,
    cost: seen.cost,
    guards,
    firedCells: seen.firedCells,
    races,
    differences,
    isSound: races === 0 && differences === 0,
    ...told(subject, seen, [summary, ...notes.map((note) => `  ${note}`)]),
  };
}

async function checkCompiled(cpu: CpuRunner, trial: Trial): Promise<StepCheck> {
  const { job, index, contents, most, deadlineMs, signal, onProgress } = trial;
  const subject = subjectOf(trial);
  const { step } = subject;
  const ran = await cpu.runStep(job, index, contents, {
    deadlineMs,
    signal,
    onProgress: ({ done, total }) => onProgress(done, total),
  });
  const differences = differencesOfStep(step, ran.versions, contents);
  const explained = [...spread(ran.fired.length, most)].map((at) => ran.fired[at]!);
  const seen = await interpret(trial, subject, explained);
  if (differences !== undefined) {
    const { first, workgroup } = differences;
    const place = workgroup === undefined ? 'outside of all cells' : `in cell ${toCellText(step, workgroup)}`;
    seen.difference = differenceText(place, first, 'the compiled executor');
  }
  const { firedCells } = ran;
  const fired =
    firedCells === 0
      ? 'no guard fired'
      : `guards fired in ${toCountText(firedCells, 'cell')} (${seen.cells === firedCells ? 'all' : seen.cells} of them interpreted to show where)`;
  const differing = differences?.cells ?? 0;
  const summary = `step ${index} ${step.kernel}: all ${ran.cells} cells run by the compiled executor, race-free (proven), ${fired}, ${differing} cells differ from the device`;
  return {
    step: index,
    executor: 'compiled',
    cellsRun: ran.cells,
    cost: ran.cost,
    guards: guardsIn(seen),
    firedCells,
    races: seen.races,
    differences: differing,
    isSound: differences === undefined && seen.races === 0,
    ...told(subject, seen, [summary]),
  };
}

function subjectOf({ job, index }: Trial): Subject {
  const step = job.steps[index]!;
  return { step, kernel: kernelOf(job, step), source: job.kernels[step.kernel]!.source };
}

/** Runs cells by the interpreter, one after the other. */
async function interpret(trial: Trial, subject: Subject, workgroups: readonly number[]): Promise<Seen> {
  const { contents, signal, onProgress } = trial;
  const seen: Seen = {
    cells: 0,
    cost: 0,
    races: 0,
    differences: 0,
    firedCells: 0,
    difference: undefined,
    fired: new Map(),
    shown: [],
  };
  for (const workgroup of workgroups) {
    await setImmediate(); // for Ctrl-C
    signal.throwIfAborted();
    look(seen, subject, runCell(subject.step, subject.kernel, workgroup, contents));
    onProgress(seen.cells, workgroups.length);
  }
  return seen;
}

function look(seen: Seen, subject: Subject, { workgroup, result, difference }: CellReport): void {
  const { race, guards, cost } = result;
  seen.cells++;
  seen.cost += cost;
  if (guards.length > 0) seen.firedCells++;
  findings.collect(seen.fired, workgroup, guards);
  if (race !== undefined) {
    if (seen.races === 0) seen.shown.push({ diagnostic: findings.ofRace(subject, race, workgroup), label: 'error' });
    seen.races++;
  }
  if (difference !== undefined) {
    seen.differences++;
    const why = race === undefined ? '' : '; the cell races, so that the device may have any of several results';
    const place = `in cell ${toCellText(subject.step, workgroup)}`;
    seen.difference ??= `${differenceText(place, difference, 'the interpreter')}${why}`;
  }
}

function guardsIn({ fired }: Seen): number {
  return [...fired.values()].reduce((sum, { times }) => sum + times, 0);
}

/** What is to be mended, in the order of the source, behind some lines. */
function told(subject: Subject, seen: Seen, lines: readonly string[]): Pick<StepCheck, 'findings' | 'lines'> {
  const { fired, difference } = seen;
  const shown = [...seen.shown];
  for (const one of fired.values()) shown.push({ diagnostic: findings.ofFired(subject, one), label: 'guard' });
  shown.sort((a, b) => a.diagnostic.span.start - b.diagnostic.span.start);
  const texts = shown.map(({ diagnostic, label }) => findings.toText(subject, diagnostic, label));
  return {
    findings: shown.map(({ diagnostic }) => findings.toPlain(subject, diagnostic)),
    lines: [...lines, ...[...texts, ...(difference === undefined ? [] : [difference])].flatMap((text) => ['', text])],
  };
}

function differenceText(place: string, { version, word, here, device }: Difference, by: string): string {
  return `the device differs ${place}: word ${word} of ${version} is ${here} by ${by}, ${device} on the device`;
}

function toCellText(step: jobs.Step, workgroup: number): string {
  return grid.fromIndex(step.grid, workgroup).join(',');
}
