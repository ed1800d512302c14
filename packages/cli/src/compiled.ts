/** Cells by the compiled executor, compared with the device. */
import { AssayError, blake3, bytes as byteStrings, type job as jobs, owner as owners } from '@assay/core';
import { type analysis, executor, type ir } from '@assay/wgsl';
import { boundOf, type Contents, type Difference, viewOf } from './cells.js';

/** Instructions of one cell after which nobody waits any longer: some seconds, in which the program hears no Ctrl-C. */
const MOST_COST = 10_000_000_000;

/** What one cell did, and where the device's result differs from it. */
export interface CompiledReport extends Pick<executor.Finished, 'cost' | 'hasFired'> {
  /** By WGSL variable of versions that the step reads: whole pages of 256 words. */
  readonly readsWithin: ReadonlyMap<string, readonly owners.WordRange[]>;
  /** By WGSL variable of versions that the step writes: the cell's own words, whether it stored there or not. */
  readonly leaves: ReadonlyMap<string, readonly Word[]>;
  readonly difference: Difference | undefined;
  readonly compiledMs: number;
  readonly ranMs: number;
}

/** Its index, and what it holds. */
export type Word = readonly [word: number, value: number];

/** A kernel and what is known of its dispatch. */
export interface Known {
  readonly kernel: ir.Kernel;
  readonly dispatch: analysis.dispatch.Dispatch;
  readonly guards: analysis.guards.Guards;
}

/**
 * Runs one cell of a step and compares its words with the device's.
 *
 * @throws AssayError what `executor.open` and `runCell` throw.
 */
export function runCompiledCell(step: jobs.Step, known: Known, workgroup: number, contents: Contents): CompiledReport {
  const startedMs = performance.now();
  const { reads, starts } = boundOf(step, contents);
  const whole = [...reads, ...starts].map(([variable, bytes]) => [variable, [{ offsetBytes: 0, bytes }]] as const);
  const opened = executor.open({ ...known, step, isTracked: true, maxCost: MOST_COST }, new Map(whole));
  const openedMs = performance.now();
  const finished = opened.runCell(workgroup);
  if (finished.kind === 'missing') throw missing();
  const ranMs = performance.now() - openedMs;
  const { cost, hasFired } = finished;
  const leaves = new Map([...finished.written].map(([variable, own]) => [variable, wordsOf(own)] as const));
  const readsWithin = new Map(
    [...finished.touched].map(([variable, pages]) => [variable, wordsOfPages(known, variable, pages)] as const),
  );
  const difference = differenceOfCell(step, leaves, contents);
  return { cost, hasFired, readsWithin, leaves, difference, compiledMs: openedMs - startedMs, ranMs };
}

function wordsOf({ ranges, bytes }: executor.Written): Word[] {
  const view = viewOf(bytes);
  const words: Word[] = [];
  for (const { start, end } of ranges) {
    for (let word = start; word < end; word++) words.push([word, view.getUint32(4 * words.length, true)]);
  }
  return words;
}

function wordsOfPages(
  { kernel, dispatch }: Known,
  variable: string,
  pages: readonly executor.PageRange[],
): owners.WordRange[] {
  const { binding } = kernel.bindings.find(({ name }) => name === variable)!;
  const length = dispatch.lengthWords.get(binding)!;
  const pageWords = blake3.chunkBytes / 4;
  return pages.map(({ start, end }) => ({ start: start * pageWords, end: Math.min(end * pageWords, length) }));
}

function differenceOfCell(
  step: jobs.Step,
  leaves: CompiledReport['leaves'],
  contents: Contents,
): Difference | undefined {
  for (const [variable, words] of leaves) {
    const version = step.writes[variable]!.name;
    const there = viewOf(contents.get(version)!);
    for (const [word, here] of words) {
      const device = there.getUint32(4 * word, true);
      if (here !== device) return { version, word, here, device };
    }
  }
  return undefined;
}

/** Where the versions that a step has written differ from the device's. */
export interface Differences {
  readonly first: Difference;
  /** Whose word the first one is; undefined if no cell owns it. */
  readonly workgroup: number | undefined;
  /** How many own a word that differs. */
  readonly cells: number;
}

/** @param versions bytes by name. */
export function differencesOfStep(step: jobs.Step, versions: Contents, contents: Contents): Differences | undefined {
  let found: Pick<Differences, 'first' | 'workgroup'> | undefined;
  const cells = new Set<number>();
  for (const { name: version, owner } of Object.values(step.writes)) {
    const [own, there] = [versions.get(version)!, contents.get(version)!];
    if (byteStrings.isEqual(own, there)) continue;
    const views = [viewOf(own), viewOf(there)] as const;
    for (let word = 0; 4 * word < own.length; word++) {
      const [here, device] = [views[0].getUint32(4 * word, true), views[1].getUint32(4 * word, true)];
      if (here === device) continue;
      const workgroup = owners.ownerOf(owner, step.grid, word);
      found ??= { first: { version, word, here, device }, workgroup };
      if (workgroup !== undefined) cells.add(workgroup);
    }
  }
  return found === undefined ? undefined : { ...found, cells: cells.size };
}

/** Whether a step is too large for the compiled executor, which says nothing about the interpreter. */
export function isBeyond({ kind, code }: AssayError): boolean {
  return kind === 'exhausted' && code !== 'executor.max-cost' && /^(?:compiler|executor|arena)\./.test(code);
}

function missing(): AssayError {
  return new AssayError({
    kind: 'bug',
    code: 'exec.missing-pages',
    expected: 'a cell whose versions are all there',
    got: 'one that asks for more',
    remedy: 'Report this with the job, and use --executor interpreter.',
  });
}
