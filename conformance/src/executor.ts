/** The compiled executor, compared with the interpreter on what both see: words, cost, guards, pages. */
import { blake3, isAssayError, type owner } from '@assay/core';
import { analysis, executor, type interpreter } from '@assay/wgsl';
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

/**
 * Compiles every kernel of a trial in every way, and runs all cells: as a replay of the step does, and one by one as a check does.
 * Cells that race are run too: they have no right result, but they end, and leave alone what is not theirs.
 */
export function judge({ name, unasked, subjects }: Trial): Verdict {
  const findings = subjects.flatMap(findingsOf);
  const isUnknown = findings.length === 0 && (unasked !== undefined || subjects.length === 0);
  return isUnknown ? { name, outcome: 'not-run', findings } : verdictOf(name, findings);
}

function findingsOf(subject: Subject): readonly Finding[] {
  const { what, source, kernel, dispatch, reference } = subject;
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
      const run = { ...reference.contents, kernel, dispatch, maxCost: mostCost, guards: way.guards, lanes };
      const difference = checkReplay(reference, run) ?? checkCells(reference, run);
      return difference === undefined ? [] : finding('differs', difference);
    } catch (error) {
      return finding(outcomeOf(error), isAssayError(error) ? error.message : String(error));
    }
  });
}

/** The guards of both forms of a kernel, each with one lane and with four. */
function waysOf({ kernel, guards: left }: Subject): readonly Way[] {
  const all = analysis.guards.all(kernel);
  const isSame = analysis.guards.countOf(all) === analysis.guards.countOf(left);
  const forms: readonly Pick<Way, 'forms' | 'guards'>[] = isSame
    ? [{ forms: ['guarded', 'shipped'], guards: all }]
    : [
        { forms: ['guarded'], guards: all },
        { forms: ['shipped'], guards: left },
      ];
  return forms.flatMap((form) => ([1, 4] as const).map((lanes) => ({ ...form, lanes })));
}

function compile({ kernel }: Subject, { guards, lanes }: Way): void {
  for (const isTracked of [false, true]) {
    executor.load(executor.compile(kernel, guards, { lanes, isTracked, isShared: false }));
  }
}

/** How all cells of a step are run. */
type Run = Parameters<typeof executor.replayStep>[0] & executor.StepOptions;

/** All cells, one after the other, in one memory. A sentence says what differs. */
function checkReplay({ replay, cells }: StepReference, run: Run): string | undefined {
  if (replay.race !== undefined) return undefined;
  const found = executor.replayStep(run);
  for (const [variable, bytes] of replay.versions) {
    const difference = firstDifference(bytes, found.versions.get(variable) ?? new Uint8Array());
    if (difference !== undefined) return `${variable}${difference}`;
  }
  const fired = new Set(found.fired);
  return firstOf(cells, (result, workgroup) =>
    checkCounts(result, { cost: found.costs[workgroup]!, hasFired: fired.has(workgroup) }),
  );
}

/** Each cell for itself, in code that tells which pages it loads from. */
function checkCells({ cells }: StepReference, run: Run): string | undefined {
  const { kernel, reads, starts = new Map<string, Uint8Array>() } = run;
  const given = new Map([...reads, ...starts].map(([variable, bytes]) => [variable, [{ offsetBytes: 0, bytes }]]));
  const opened = executor.open({ ...run, isTracked: true }, given);
  const difference = firstOf(cells, (result, workgroup) => {
    if (result.race !== undefined) return runRacing(opened, workgroup);
    const found = opened.runCell(workgroup);
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
    const stray = firstDifference(bytes, opened.version(variable) ?? bytes);
    if (stray !== undefined) return `after all cells, ${variable}${stray}`;
  }
  return undefined;
}

/** What other invocations store may keep it in a loop for as long as the budget lasts. */
function runRacing(opened: executor.Executor, workgroup: number): undefined {
  try {
    opened.runCell(workgroup);
  } catch (error) {
    if (outcomeOf(error) !== 'timed-out') throw error;
  }
}

function checkCounts(
  { cost, guards }: interpreter.CellResult,
  found: Pick<executor.Finished, 'cost' | 'hasFired'>,
): string | undefined {
  if (found.cost !== cost) return `cost: expected ${cost}, got ${found.cost}`;
  if (found.hasFired === guards.length > 0) return undefined;
  const kinds = guards.map(({ kind }) => kind).join(' ') || 'none';
  return `guards that fire: expected ${kinds}, got ${found.hasFired ? 'some' : 'none'}`;
}

/** A cell's own words, as they were before it or as it stored them. */
function checkWritten(
  before: Uint8Array,
  { words, values }: interpreter.StoredWords,
  { ranges, bytes }: executor.Written,
): string | undefined {
  const stored = new Map([...words].map((word, i) => [word, values[i]!]));
  const [start, end] = [viewOf(before), viewOf(bytes)];
  let at = 0;
  for (const range of ranges) {
    for (let word = range.start; word < range.end; word++, at += 4) {
      const expected = stored.get(word) ?? start.getInt32(4 * word, true);
      const got = end.getInt32(at, true);
      if (got !== expected) return ` word ${word}: expected ${expected}, got ${got}`;
      stored.delete(word);
    }
  }
  const [missed] = stored.keys();
  return missed === undefined ? undefined : ` word ${missed}: expected one that the cell owns`;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
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
