/** The compiled executor, compared with the interpreter on what both see: words, cost, guards, pages. */
import { blake3, isAssayError, type owner } from '@assay/core';
import { analysis, cell, executor, type interpreter } from '@assay/wgsl';
import { firstDifference } from './claim.js';
import type { FormName } from './form.js';
import { mostCost, type StepReference } from './reference.js';
import type { Subject, Trial } from './trial.js';
import { type Finding, type Verdict, verdictOf } from './verdict.js';

/** An executor of this repository. It needs no process: what it runs ends by itself. */
export interface Executor {
  readonly name: string;
  readonly title: string;
  readonly judge: (trial: Trial) => Verdict;
}

/** By the name under which `--engine` knows it. */
export const executors: Readonly<Record<string, Executor>> = {
  compiled: { name: 'compiled', title: 'the compiled executor: WebAssembly, with one lane and with four', judge },
};

/** How a kernel is compiled. */
interface Way {
  readonly forms: readonly FormName[];
  readonly guards: analysis.guards.Guards;
  readonly lanes: executor.CompileOptions['lanes'];
}

/** Compiles every kernel of a trial in every way, and runs all cells: as a replay of the step does, and one by one as a check does. */
export function judge({ name, unasked, subjects }: Trial): Verdict {
  if (unasked !== undefined || subjects.length === 0) return { name, outcome: 'not-run', findings: [] };
  return verdictOf(name, subjects.flatMap(findingsOf));
}

function findingsOf(subject: Subject): readonly Finding[] {
  const { what, source, reference } = subject;
  const cells = reference === undefined ? [] : interpretCells(reference);
  return waysOf(subject).flatMap((way) => {
    const { forms, lanes } = way;
    const place = [what, forms.join(' and '), `${lanes} ${lanes === 1 ? 'lane' : 'lanes'}`].filter(Boolean).join(', ');
    const finding = (outcome: Finding['outcome'], detail: string): readonly Finding[] => [
      { outcome, forms, detail: `${place}: ${detail}`, code: source },
    ];
    try {
      if (reference === undefined) {
        compile(subject, way);
        return [];
      }
      const difference = checkReplay(reference, way, cells) ?? checkCells(reference, way, cells);
      return difference === undefined ? [] : finding('differs', difference);
    } catch (error) {
      return finding(outcomeOf(error), isAssayError(error) ? error.message : String(error));
    }
  });
}

/** The guards of both forms of a kernel, each with one lane and with four. */
function waysOf({ kernel, dispatch }: Subject): readonly Way[] {
  const all = analysis.guards.all(kernel);
  const left = analysis.analyze(kernel, dispatch);
  const isSame = analysis.guards.countOf(all) === analysis.guards.countOf(left);
  const forms: readonly Pick<Way, 'forms' | 'guards'>[] = isSame
    ? [{ forms: ['guarded', 'shipped'], guards: all }]
    : [
        { forms: ['guarded'], guards: all },
        { forms: ['shipped'], guards: left },
      ];
  return forms.flatMap((form) => ([1, 4] as const).map((lanes) => ({ ...form, lanes })));
}

/** What the interpreter says of each cell alone. */
function interpretCells({ contents, replay }: StepReference): readonly interpreter.CellResult[] {
  return Array.from(replay.costs, (_, workgroup) => cell.runJobCell({ ...contents, workgroup }));
}

function compile({ kernel }: Subject, { guards, lanes }: Way): void {
  for (const isTracked of [false, true]) {
    executor.load(executor.compile(kernel, guards, { lanes, isTracked, isShared: false }));
  }
}

/** All cells, one after the other, in one memory. A sentence says what differs. */
function checkReplay(
  { contents, dispatch, replay }: StepReference,
  { guards, lanes }: Way,
  cells: readonly interpreter.CellResult[],
): string | undefined {
  const found = executor.replayStep({ ...contents, dispatch, guards, lanes, maxCost: mostCost });
  for (const [variable, bytes] of replay.versions) {
    const difference = firstDifference(bytes, found.versions.get(variable) ?? new Uint8Array());
    if (difference !== undefined) return `${variable}${difference}`;
  }
  return firstOf(cells, (result, workgroup) =>
    checkCounts(result, { cost: found.costs[workgroup]!, hasFired: found.fired.includes(workgroup) }),
  );
}

/** Each cell for itself, in code that tells which pages it loads from. */
function checkCells(
  { contents, dispatch }: StepReference,
  { guards, lanes }: Way,
  cells: readonly interpreter.CellResult[],
): string | undefined {
  const { kernel, step, reads, starts = new Map<string, Uint8Array>() } = contents;
  const given = new Map([...reads, ...starts].map(([variable, bytes]) => [variable, [{ offsetBytes: 0, bytes }]]));
  const run = executor.open({ kernel, step, dispatch, guards, lanes, isTracked: true, maxCost: mostCost }, given);
  const difference = firstOf(cells, (result, workgroup) => {
    const found = run.runCell(workgroup);
    if (found.kind === 'missing') return `expected nothing that is missing, got ${[...found.pages.keys()].join(', ')}`;
    const counts = checkCounts(result, found);
    if (counts !== undefined) return counts;
    for (const { name, binding, access } of kernel.bindings) {
      const wrong =
        access === 'write'
          ? checkWritten(starts.get(name)!, result.writes.get(binding)!, found.written.get(name)!)
          : checkPages(result.reads.get(binding)!, found.touched.get(name) ?? []);
      if (wrong !== undefined) return `${name}${wrong}`;
    }
    return undefined;
  });
  if (difference !== undefined) return difference;
  // A cell's own words were put back; any other that it stored is still there.
  for (const [variable, bytes] of starts) {
    const stray = firstDifference(bytes, run.version(variable) ?? bytes);
    if (stray !== undefined) return `after all cells, ${variable}${stray}`;
  }
  return undefined;
}

function checkCounts(
  { cost, guards }: interpreter.CellResult,
  found: Pick<executor.Finished, 'cost' | 'hasFired'>,
): string | undefined {
  if (found.cost !== cost) return `cost: expected ${cost}, got ${found.cost}`;
  const kinds = guards.map(({ kind }) => kind).join(' ') || 'none';
  return found.hasFired === guards.length > 0
    ? undefined
    : `guards that fire: expected ${kinds}, got ${found.hasFired ? 'some' : 'none'}`;
}

/** A cell's own words, as they were before it or as it stored them. */
function checkWritten(
  start: Uint8Array,
  { words, values }: interpreter.StoredWords,
  { ranges, bytes }: executor.Written,
): string | undefined {
  const expected = start.slice();
  const view = new DataView(expected.buffer);
  for (const [i, word] of words.entries()) view.setInt32(4 * word, values[i]!, true);
  const found = start.slice();
  let at = 0;
  for (const range of ranges) {
    const end = at + 4 * (range.end - range.start);
    found.set(bytes.subarray(at, end), 4 * range.start);
    at = end;
  }
  return firstDifference(expected, found);
}

function checkPages(words: readonly owner.WordRange[], touched: readonly executor.PageRange[]): string | undefined {
  const pageWords = blake3.chunkBytes / 4;
  const expected = new Set<number>();
  for (const { start, end } of words) {
    for (let page = Math.floor(start / pageWords); page * pageWords < end; page++) expected.add(page);
  }
  const found = touched.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i));
  const [wanted, got] = [[...expected].join(' '), found.join(' ')];
  return wanted === got ? undefined : ` pages: expected ${wanted || 'none'}, got ${got || 'none'}`;
}

/** Of the first cell of which there is something to say. */
function firstOf(
  cells: readonly interpreter.CellResult[],
  say: (result: interpreter.CellResult, workgroup: number) => string | undefined,
): string | undefined {
  for (const [workgroup, result] of cells.entries()) {
    const said = say(result, workgroup);
    if (said !== undefined) return `cell ${workgroup}: ${said}`;
  }
  return undefined;
}

function outcomeOf(error: unknown): Finding['outcome'] {
  if (!isAssayError(error) || error.kind === 'bug') return 'crashed';
  return error.code === 'executor.max-cost' ? 'timed-out' : 'refused';
}
