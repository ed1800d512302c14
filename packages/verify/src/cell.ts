/** One cell, run from committed bytes and compared with what the receipt commits to (SPEC.md S1–S4). */
import { AssayError, blake3, grid as grids, isAssayError, job as jobs, owner as owners } from '@assay/core';
import { executor, interpreter, steps } from '@assay/wgsl';
import type { Committed, KnownWords } from './committed.js';
import { ofWords, type Pages, union } from './pages.js';
import type { Cell } from './sample.js';

/** What a check of a cell found. */
export type CellFinding =
  /** All its words are those that the receipt commits to. */
  | { readonly kind: 'right'; readonly cost: number; readonly doExecutorsDiffer: boolean }
  /** A word is not; the interpreter found it, too, and no race. */
  | { readonly kind: 'wrong'; readonly word: WrongWord; readonly cost: number }
  /** As `wrong`, by the compiled executor: the interpreter was not asked. */
  | { readonly kind: 'differs'; readonly word: WrongWord; readonly cost: number }
  | { readonly kind: 'races'; readonly race: interpreter.Race; readonly cost: number }
  /** It depends on pages that are not known. */
  | { readonly kind: 'withheld'; readonly version: number; readonly pages: readonly Pages[]; readonly cost?: number }
  /** It costs more than the verifier or an executor allows. */
  | { readonly kind: 'beyond-limits'; readonly code: string; readonly got: string }
  /** The kernel has no meaning in the exact profile, or does not fit its step. */
  | { readonly kind: 'not-exact'; readonly kernel: string; readonly code: string; readonly got: string };

/** A word that differs. Words are numbers from 0 to 2³²−1. */
export interface WrongWord {
  /** Index of the version. */
  readonly version: number;
  readonly word: number;
  readonly claimed: number;
  readonly expected: number;
}

/** Bounds of a verifier's patience. */
export interface Limits {
  /** Of one cell, in the compiled executor (wgsl SPEC.md E17). */
  readonly mostCost?: number;
  /** Of one cell, in the interpreter, which is some hundred times slower. */
  readonly mostInterpreted?: number;
  /** Of all cells together. */
  readonly mostTogether?: number;
}

/** Some ten seconds of a cell, some minutes where the interpreter has to confirm it, and some minutes of all cells. */
export const defaultLimits: Required<Limits> = { mostCost: 2 ** 34, mostInterpreted: 2 ** 32, mostTogether: 2 ** 38 };

/** How often the compiled executor could run a cell while the interpreter runs it once. */
const slowness = 64;

/**
 * The most bytes of a version that one cell may own in the compiled executor, which copies all of them, stored or not: a cell of
 * 1 GiB took 3 GiB and four seconds, whatever was shown of it. The interpreter keeps only what is stored.
 */
const mostOwnBytes = 2 ** 24;

/** How cells are run. */
export interface CellOptions {
  readonly limits?: Limits;
  /** Where compiled steps are kept. */
  readonly cache?: executor.Cache;
}

/** A step that cells are run of. */
interface Prepared {
  readonly index: number;
  readonly step: jobs.Step;
  readonly lowered: steps.Lowered;
  /**
   * Opened when the first cell is checked: a judge needs none. Nothing is in it where a limit of the compiler or of memory was met;
   * then the interpreter runs the cells.
   */
  opened?: { readonly executor: executor.Executor | undefined };
}

/** A step none of whose cells can be run. */
type Unusable = CellFinding & { readonly index: number };

const { chunkBytes } = blake3;

/** Runs cells of a job, best in the order of steps: it keeps the last one's code and memory. */
export class Cells {
  readonly #job: jobs.Job;
  readonly #committed: Committed;
  readonly #indices: ReadonlyMap<string, number>;
  readonly #lowering: steps.Lowering;
  readonly #cache: executor.Cache;
  readonly #limits: Required<Limits>;
  #prepared: Prepared | Unusable | undefined;
  /** Of all cells that were run, in units of the compiled executor. */
  #cost = 0;

  constructor(job: jobs.Job, committed: Committed, { limits = {}, cache = new executor.Cache() }: CellOptions = {}) {
    this.#job = job;
    this.#committed = committed;
    this.#indices = new Map(committed.versions.map(({ name, index }) => [name, index]));
    this.#lowering = steps.lowering(job);
    this.#cache = cache;
    this.#limits = { ...defaultLimits, ...limits };
  }

  /**
   * Runs a cell on the compiled executor; if a word differs, the interpreter has the last word.
   *
   * @param options.isConfirmed whether the interpreter is asked; otherwise the cell only `differs`.
   * @throws AssayError of kind `bug` only.
   */
  check(cell: Cell, { isConfirmed = true }: { readonly isConfirmed?: boolean } = {}): CellFinding {
    if (this.#cost > this.#limits.mostTogether) {
      return { kind: 'beyond-limits', code: 'audit.cost', got: `${this.#cost} of all cells before` };
    }
    return this.#run(cell, (prepared) => {
      const found = this.#compiled(prepared, cell.workgroup);
      if (found.kind !== 'wrong') return found;
      if (!isConfirmed) return { ...found, kind: 'differs' };
      // A cell that does not race costs the same there: one that would be stopped is not begun, and leaves time for cheaper ones.
      if (found.cost > this.#limits.mostInterpreted) return tooDear(found.cost);
      const confirmed = this.#interpreted(prepared, cell.workgroup, 'confirms');
      return confirmed.kind === 'right' ? { ...confirmed, doExecutorsDiffer: true } : confirmed;
    });
  }

  /**
   * Runs a cell in the reference interpreter, and compares the words that are known: one at least, unless it races. Also gives
   * what the cell loaded.
   *
   * @throws AssayError of kind `bug` only.
   */
  judge(cell: Cell): Judged {
    return this.#run(cell, (prepared) => this.#interpreted(prepared, cell.workgroup, 'judges'));
  }

  #run<Found extends CellFinding>({ step }: Cell, run: (prepared: Prepared) => Found): Found | CellFinding {
    if (this.#prepared?.index !== step) this.#prepared = this.#prepare(step);
    const prepared = this.#prepared;
    if ('kind' in prepared) {
      const { index, ...finding } = prepared;
      return finding;
    }
    try {
      return run(prepared);
    } catch (error) {
      const limit = limitOf(error);
      if (limit !== undefined) return limit;
      throw error;
    }
  }

  #prepare(index: number): Prepared | Unusable {
    const step = this.#job.steps[index]!;
    let lowered: steps.Lowered | undefined;
    try {
      lowered = this.#lowering.lower(step, index);
    } catch (error) {
      const limit = limitOf(error);
      if (limit !== undefined) return { ...limit, index };
      if (!isAssayError(error) || error.kind === 'bug') throw error;
      return { kind: 'not-exact', kernel: step.kernel, code: error.code, got: error.got, index };
    }
    if (lowered === undefined) {
      const got = `kernel ${step.kernel} is not in the exact profile`;
      return { kind: 'not-exact', kernel: step.kernel, code: 'kernel.not-exact', got, index };
    }
    return { index, step, lowered };
  }

  #open(step: jobs.Step, { kernel, dispatch }: steps.Lowered): executor.Executor | undefined {
    if (Object.values(step.writes).some((write) => ownBytesOf(write) > mostOwnBytes)) return undefined;
    const started = Object.entries(step.writes).flatMap(([variable, { from }]): [string, string][] =>
      from === undefined ? [] : [[variable, from]],
    );
    const bound = [...Object.entries(step.reads), ...started];
    const contents = new Map(bound.map(([variable, name]) => [variable, this.#committed.parts(this.#indexOf(name))]));
    // Where nothing can be missing, nobody needs to know which pages are loaded from.
    const isTracked = !bound.every(([, name]) => this.#committed.isWhole(this.#indexOf(name)));
    const { mostCost: maxCost } = this.#limits;
    try {
      return executor.open({ kernel, step, dispatch, isTracked, cache: this.#cache, maxCost }, contents);
    } catch (error) {
      if (limitOf(error) !== undefined) return undefined;
      throw error;
    }
  }

  #compiled(prepared: Prepared, workgroup: number): CellFinding {
    const { step, lowered } = prepared;
    prepared.opened ??= { executor: this.#open(step, lowered) };
    const { executor: cells } = prepared.opened;
    if (cells === undefined) return this.#interpreted(prepared, workgroup, 'checks');
    const result = this.#counted(
      this.#limits.mostCost,
      () => cells.runCell(workgroup),
      (ran) => ran.cost,
    );
    if (result.kind === 'missing') {
      const [[variable, pages]] = [...result.pages] as [[string, readonly Pages[]]];
      return { kind: 'withheld', version: this.#sourceOf(step, variable), pages, cost: result.cost };
    }
    const { cost, written } = result;
    const expectedOf = (variable: string, words: KnownWords): Uint8Array | undefined => {
      const { bytes } = written.get(variable) ?? {};
      return (
        bytes?.subarray(4 * words.at, 4 * (words.at + words.end - words.start)) ?? this.#startOf(step, variable, words)
      );
    };
    const compared = this.#compare(step, workgroup, expectedOf, false);
    return { ...(compared ?? { kind: 'right', doExecutorsDiffer: false }), cost };
  }

  /** Counts what a run of a cell costs: `most` where it comes to no end. */
  #counted<Result>(most: number, run: () => Result, costOf: (result: Result) => number): Result {
    let cost: number | undefined;
    try {
      const result = run();
      cost = costOf(result);
      return result;
    } finally {
      this.#cost += cost ?? most;
    }
  }

  /**
   * @param role `checks`: in place of the compiled executor; `confirms`: what that one found, which ran from what is known; `judges`:
   * compares what is known of the committed words, if that is one word or more.
   */
  #interpreted(prepared: Prepared, workgroup: number, role: 'checks' | 'confirms' | 'judges'): Judged {
    const { step, lowered } = prepared;
    const { kernel, dispatch } = lowered;
    const endsIfMissing = role === 'judges';
    const port = new Port({ kernel, dispatch, step }, (name) => this.#indexOf(name), this.#committed, endsIfMissing);
    let result: interpreter.CellResult | undefined;
    try {
      const { mostInterpreted } = this.#limits;
      const run = (): interpreter.CellResult =>
        interpreter.runCell({
          kernel,
          grid: step.grid,
          workgroup: grids.fromIndex(step.grid, workgroup),
          port,
          owns: (binding, word) => owners.ownerOf(dispatch.owners.get(binding)!, step.grid, word) === workgroup,
          loopBudget: step.loopBudget,
          maxCost: mostInterpreted,
        });
      result = this.#counted(slowness * mostInterpreted, run, (ran) => slowness * ran.cost);
    } catch (error) {
      // What a cell costs without a page that it needs says nothing.
      if (port.missing === undefined || limitOf(error) === undefined) throw error;
    }
    if (port.missing !== undefined && role !== 'confirms') return { kind: 'withheld', ...port.missing };
    // A cell that does not race loads from the same pages in every executor: one that the compiled executor could run, and that
    // cannot be run here, races (S4). What it does without the page may hide that.
    if (result === undefined || (port.missing !== undefined && result.race === undefined))
      return otherPages(port.missing!);
    const { writes, reads, race, cost } = result;
    const loaded = port.loadedOf(reads);
    if (race !== undefined) return { kind: 'races', race, cost, loaded };
    const bindings = new Map(kernel.bindings.map(({ name, binding }) => [name, binding]));
    const expectedOf = (variable: string, words: KnownWords): Uint8Array | undefined => {
      const bytes = this.#startOf(step, variable, words);
      const stored = writes.get(bindings.get(variable) ?? -1);
      if (bytes !== undefined && stored !== undefined) overlay(bytes, words.start, stored);
      return bytes;
    };
    const compared = this.#compare(step, workgroup, expectedOf, role === 'judges');
    return { ...(compared ?? { kind: 'right', doExecutorsDiffer: false }), cost, loaded };
  }

  /**
   * The first word that differs, by version, then position.
   *
   * @param expectedOf what words of the cell hold after it, by variable; undefined where they stay as they were and that is not known.
   * @param isPartial compares what is known of the committed words, if that is one word or more.
   */
  #compare(
    step: jobs.Step,
    workgroup: number,
    expectedOf: (variable: string, words: KnownWords) => Uint8Array | undefined,
    isPartial: boolean,
  ): { readonly kind: 'wrong'; readonly word: WrongWord } | (CellFinding & { readonly kind: 'withheld' }) | undefined {
    let compared = 0;
    let absent: (CellFinding & { readonly kind: 'withheld' }) | undefined;
    for (const variable of jobs.variablesOf(step.writes)) {
      const { name, from, sizeBytes, owner } = step.writes[variable]!;
      const version = this.#indexOf(name);
      const ranges = owners.wordsOf(owner, sizeBytes / 4, step.grid, workgroup);
      const missing = this.#committed.missing(version, ofWords(ranges));
      if (missing.length > 0) absent ??= { kind: 'withheld', version, pages: missing };
      for (const words of this.#committed.known(version, ranges)) {
        const expected = expectedOf(variable, words);
        if (expected === undefined) {
          const source = this.#indexOf(from!);
          return { kind: 'withheld', version: source, pages: this.#committed.missing(source, ofWords([words])) };
        }
        const found = this.#committed.difference(version, 4 * words.start, expected);
        if (found.word !== undefined) return { kind: 'wrong', word: { version, ...found.word } };
        compared += found.compared;
      }
    }
    return isPartial && compared > 0 ? undefined : absent;
  }

  /** What words of a written version hold before the cell runs, a copy; undefined where that is not known. */
  #startOf(step: jobs.Step, variable: string, { start, end }: owners.WordRange): Uint8Array | undefined {
    const { from } = step.writes[variable]!;
    const lengthBytes = 4 * (end - start);
    if (from === undefined) return new Uint8Array(lengthBytes);
    return this.#committed.slice(this.#indexOf(from), 4 * start, lengthBytes)?.slice();
  }

  /** The version that a variable is loaded from: the one that is read, or that the written one starts from. */
  #sourceOf({ reads, writes }: jobs.Step, variable: string): number {
    return this.#indexOf(reads[variable] ?? writes[variable]!.from!);
  }

  #indexOf(name: string): number {
    return this.#indices.get(name)!;
  }
}

/** What {@link Cells.judge} finds. */
export type Judged = CellFinding & {
  /** The pages that the cell loaded from, by index of version. */
  readonly loaded?: ReadonlyMap<number, readonly Pages[]>;
};

/** The buffers of a cell in the interpreter, as far as they are known. A word that is not is 0, and remembered. */
class Port implements interpreter.Port {
  /** The first page that was needed and is not known. */
  missing: { readonly version: number; readonly pages: readonly Pages[] } | undefined;
  readonly #lengths: ReadonlyMap<number, number>;
  /** By binding; undefined where the version starts as zeros. */
  readonly #sources: ReadonlyMap<number, number | undefined>;
  readonly #committed: Committed;
  readonly #endsIfMissing: boolean;

  /** @param endsIfMissing throws `cell.missing-page` (exhausted) for a page that is not known: nothing that comes after it counts. */
  constructor(
    {
      kernel,
      dispatch,
      step,
    }: {
      readonly kernel: Prepared['lowered']['kernel'];
      readonly dispatch: Prepared['lowered']['dispatch'];
      readonly step: jobs.Step;
    },
    indexOf: (name: string) => number,
    committed: Committed,
    endsIfMissing: boolean,
  ) {
    this.#lengths = dispatch.lengthWords;
    this.#sources = new Map(
      kernel.bindings.map(({ name, binding }) => {
        const source = step.reads[name] ?? step.writes[name]?.from;
        return [binding, source === undefined ? undefined : indexOf(source)];
      }),
    );
    this.#committed = committed;
    this.#endsIfMissing = endsIfMissing;
  }

  lengthWords(binding: number): number {
    return this.#lengths.get(binding)!;
  }

  load(binding: number, word: number): number {
    const version = this.#sources.get(binding);
    if (version === undefined) return 0;
    const known = this.#committed.word(version, word);
    if (known !== undefined) return known;
    const start = Math.floor((4 * word) / chunkBytes);
    this.missing ??= { version, pages: [{ start, end: start + 1 }] };
    if (this.#endsIfMissing) throw missingPage(version, start);
    return 0;
  }

  /** The pages that a cell's loads are in. */
  loadedOf(reads: interpreter.CellResult['reads']): ReadonlyMap<number, readonly Pages[]> {
    const pages = new Map<number, readonly Pages[]>();
    for (const [binding, words] of reads) {
      const version = this.#sources.get(binding);
      if (version === undefined || words.length === 0) continue;
      pages.set(version, union([...(pages.get(version) ?? []), ...ofWords(words)]));
    }
    return pages;
  }
}

/** The bytes of a version that a cell owns at most. */
function ownBytesOf({ sizeBytes, owner }: jobs.Write): number {
  if (owner.kind === 'linear') return Math.min(4 * owner.words, sizeBytes);
  return owner.dimensions.reduce((product, { extent, tile }) => product * Math.min(extent, tile), 4);
}

/** Puts stored words in the place of those that were there. @param first the word with which the bytes begin. */
function overlay(bytes: Uint8Array, first: number, { words, values }: interpreter.StoredWords): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (words[middle]! < first) low = middle + 1;
    else high = middle;
  }
  for (let i = low; i < words.length && words[i]! < first + bytes.length / 4; i++) {
    view.setInt32(4 * (words[i]! - first), values[i]!, true);
  }
}

function missingPage(version: number, page: number): AssayError {
  return new AssayError({
    kind: 'exhausted',
    code: 'cell.missing-page',
    where: `version ${version}`,
    expected: `page ${page}, which the cell loads from`,
    got: 'none',
    remedy: 'Open it.',
  });
}

function tooDear(cost: number): CellFinding & { readonly kind: 'beyond-limits' } {
  return { kind: 'beyond-limits', code: 'interpreter.max-cost', got: `one that costs ${cost}` };
}

function otherPages({
  version,
  pages,
}: NonNullable<Port['missing']>): CellFinding & { readonly kind: 'beyond-limits' } {
  return { kind: 'beyond-limits', code: 'cell.other-pages', got: `page ${pages[0]!.start} of version ${version}` };
}

/**
 * A limit that was met: one with a name, or the engine's. Kernels come from an adversary, and how deep what is recursive may go
 * depends on the engine, on what it has optimized, and on what is on the stack already.
 */
function limitOf(error: unknown): (CellFinding & { readonly kind: 'beyond-limits' }) | undefined {
  if (isAssayError(error)) {
    return error.kind === 'exhausted' ? { kind: 'beyond-limits', code: error.code, got: error.got } : undefined;
  }
  return error instanceof RangeError
    ? { kind: 'beyond-limits', code: 'engine.no-room', got: error.message }
    : undefined;
}
