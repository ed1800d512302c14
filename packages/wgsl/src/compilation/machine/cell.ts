/**
 * Compiled cells in the terms of a job: versions by WGSL variable, workgroups by linear index, owner maps. Does what
 * `execution/cell.ts` does, but does not tell of races, nor where guards fired.
 */
import { AssayError, grid as grids, type job as jobs, owner as owners } from '@assay/core';
import { analyze } from '../../analysis/analyze.js';
import type { Dispatch } from '../../analysis/dispatch.js';
import type { Guards } from '../../analysis/guards.js';
import type { StepContents } from '../../execution/cell.js';
import type { Kernel } from '../../execution/ir.js';
import { compile } from '../compile.js';
import type { CompileOptions } from '../compiled.js';
import { type Bound, Buffers, type Contents, missingVersion, pagesOf } from './buffers.js';
import { type Cache, keyOf } from './cache.js';
import { type Assignment, type Executable, lanes, load, Machine, type PageRange, tooCostly } from './machine.js';
import { allocate } from './space.js';

export type { Contents, Part } from './buffers.js';

/** How cells are run. */
export interface RunOptions {
  /** The guards that are not needless in the dispatch; found by analysis where they are not given. */
  readonly guards?: Guards;
  /** Where executables are kept. */
  readonly cache?: Cache;
  /** As many as the engine has, unless told otherwise. */
  readonly lanes?: CompileOptions['lanes'];
  /** For each cell: a reader's patience, no part of the meaning. */
  readonly maxCost?: number;
}

/** A step of a job, and how its cells are run. */
export interface StepOptions extends RunOptions {
  /** The step's kernel, lowered with its overrides. */
  readonly kernel: Kernel;
  readonly step: jobs.Step;
  readonly dispatch: Dispatch;
  /** Whether versions may be given in part; cells then tell which pages they load from, and leave their own words as they were. */
  readonly isTracked?: boolean;
  /** How many machines run cells at one time, one a thread. With more than one they share the memory. */
  readonly threads?: number;
}

/** A cell that ran on contents that were all there. */
export interface Finished {
  readonly kind: 'finished';
  /** E17. */
  readonly cost: number;
  /** Whether a guard fired. */
  readonly hasFired: boolean;
  /** Of each written version, by WGSL variable. */
  readonly written: ReadonlyMap<string, Written>;
  /** Of each version that is read, by WGSL variable: the pages of 1 KiB that the cell loaded from. Empty if the step is not tracked. */
  readonly touched: ReadonlyMap<string, readonly PageRange[]>;
}

/** A cell's part of a version. */
export interface Written {
  /** The words that the cell owns: ascending ranges that neither touch nor overlap. */
  readonly ranges: readonly owners.WordRange[];
  /** What they hold after it, one range after the other, whether it stored there or not. */
  readonly bytes: Uint8Array;
}

/** A cell that depends on pages that were not given. What it came to means nothing. */
export interface Missing {
  readonly kind: 'missing';
  /**
   * By WGSL variable. Of versions that written ones start from: all pages in which the cell owns a word; or, if those are there,
   * of versions that are read: pages that the cell loaded from. At least one of them it loads from whatever the others hold.
   */
  readonly pages: ReadonlyMap<string, readonly PageRange[]>;
  /** What it took to see that (E17): 0 where the cell was not run. */
  readonly cost: number;
}

/** All cells of a step. */
export interface StepReplay {
  /** Bytes of each written version, by WGSL variable. */
  readonly versions: ReadonlyMap<string, Uint8Array>;
  /** Of each cell by workgroup, in linear order (E17). */
  readonly costs: Float64Array;
  /** Workgroups in which a guard fired, ascending. */
  readonly fired: readonly number[];
}

/**
 * Compiles a step, and lays out a memory with the contents that it starts from.
 *
 * @throws AssayError `executor.too-large`, `executor.no-memory` (exhausted), and what `compile`, `load` and
 * {@link Executor.give} throw.
 */
export function open(options: StepOptions, contents: Contents): Executor {
  const executor = new Executor(options);
  executor.give(contents);
  return executor;
}

/**
 * Runs all cells of a step, and puts together what they wrote: the frame stays as it was.
 *
 * @throws AssayError `cell.wrong-size` (invalid), `executor.max-cost` (exhausted), and what {@link open} throws.
 */
export function replayStep(contents: StepContents & RunOptions & { readonly dispatch?: Dispatch }): StepReplay {
  const { step, reads, starts = new Map<string, Uint8Array>(), dispatch = dispatchOf(contents) } = contents;
  const whole = new Map([...reads, ...starts].map(([variable, bytes]) => [variable, [{ offsetBytes: 0, bytes }]]));
  const executor = open({ ...contents, dispatch }, whole);
  const { costs, fired } = executor.runAll(0, grids.count(dispatch.grid));
  const versions = Object.entries(step.writes).map(([variable, { sizeBytes }]): [string, Uint8Array] => [
    variable,
    // One that the kernel does not use stays as it was.
    executor.version(variable) ?? starts.get(variable)?.slice() ?? new Uint8Array(sizeBytes),
  ]);
  return { versions: new Map(versions), costs, fired };
}

/** A compiled step with its memory. */
export class Executor {
  readonly #assignment: Assignment;
  readonly #machine: Machine;
  readonly #buffers: Buffers;
  readonly #bindings: readonly Binding[];
  readonly #isTracked: boolean;
  #isShared = false;

  /** Nothing is given yet. Throws what {@link open} throws. */
  constructor({ kernel, step, dispatch, maxCost, isTracked = false, threads = 1, ...options }: StepOptions) {
    const executable = executableOf(kernel, dispatch, { ...options, isTracked, isShared: threads > 1 });
    const { bindings } = executable.compiled;
    const space = allocate(
      executable.compiled,
      bindings.map(({ binding }) => dispatch.lengthWords.get(binding)!),
      threads,
    );
    const { grid, owners, loopBudget } = dispatch;
    const { entryPoint } = kernel;
    this.#assignment = { executable, space, entryPoint, dispatch: { grid, owners, loopBudget }, maxCost };
    this.#machine = new Machine(this.#assignment);
    const names = new Map(kernel.bindings.map(({ binding, name }) => [binding, name]));
    this.#bindings = bindings.map(({ binding, isWritten }, place) => {
      const variable = names.get(binding)!;
      const literal = isWritten ? undefined : dispatch.literals.get(binding);
      const isNeeded = isWritten ? step.writes[variable]?.from !== undefined : literal === undefined;
      const owner = isWritten ? dispatch.owners.get(binding) : undefined;
      return { variable, place, ...space.bindings[place]!, isWritten, isNeeded, literal, owner };
    });
    this.#buffers = new Buffers(space.memory.buffer, this.#bindings, isTracked);
    this.#isTracked = isTracked;
  }

  /**
   * Puts contents in the place of all that was given before.
   *
   * @throws AssayError `cell.wrong-part`, `cell.wrong-literal`; if the step is not tracked, `cell.missing-version` (invalid).
   */
  give(contents: Contents): void {
    this.#buffers.give(contents);
    if (this.#isShared) this.#buffers.disturb();
  }

  /**
   * Runs one cell. Afterwards its own words are as they were before, so that cells can run in any order, and again.
   *
   * @param workgroup its linear index (core SPEC.md J9).
   * @throws AssayError `executor.max-cost` (exhausted); `cell.missing-version` (invalid): where it was not given, and the step is not
   * tracked; `executor.trap`, `cell.disturbed` (bug): after {@link runAll} or {@link share}.
   */
  runCell(workgroup: number): Finished | Missing {
    this.#buffers.assertUndisturbed();
    const targets = this.#targetsOf(workgroup);
    const absent = pagesBy(targets, ({ place, ranges }) => this.#buffers.missing(place, pagesOf(ranges)));
    if (absent.size > 0) return { kind: 'missing', pages: absent, cost: 0 };
    const before = targets.map(({ place, ranges }) => this.#buffers.gather(place, ranges));
    try {
      const { cost, hasFired, isTooCostly } = this.#machine.run(workgroup);
      const sources = this.#sources();
      const missing = pagesBy(sources, ({ place, pages }) => this.#buffers.missing(place, pages));
      if (missing.size > 0) return { kind: 'missing', pages: missing, cost };
      if (isTooCostly) throw tooCostly(this.#assignment, workgroup);
      const written = targets.map(({ variable, place, ranges }): [string, Written] => [
        variable,
        { ranges, bytes: this.#buffers.gather(place, ranges) },
      ]);
      const touched = pagesBy(sources, ({ pages }) => pages);
      return { kind: 'finished', cost, hasFired, written: new Map(written), touched };
    } finally {
      for (const [i, { place, ranges }] of targets.entries()) this.#buffers.scatter(place, ranges, before[i]!);
    }
  }

  /**
   * Runs cells, each once; {@link version} has what they wrote.
   *
   * @param first linear indices of workgroups from this one up to, not including, `end`.
   * @throws AssayError `cell.missing-version` (invalid), `executor.max-cost` (exhausted), `executor.trap` (bug). Then some of the
   * cells have run.
   */
  runAll(first: number, end: number): ReturnType<Machine['runAll']> {
    this.#buffers.assertWhole();
    this.#buffers.disturb();
    try {
      return this.#machine.runAll(first, end);
    } finally {
      this.#sources();
    }
  }

  /**
   * What other threads make machines of: `new Machine(assignment, thread)`, from thread 1 on. They run cells as {@link runAll}
   * does, between two calls of {@link give}; from now on no cell is run alone.
   */
  share(): Assignment {
    this.#isShared = true;
    this.#buffers.disturb();
    return this.#assignment;
  }

  /** The bytes of a version that the kernel writes, as they are now. A copy. */
  version(variable: string): Uint8Array | undefined {
    const target = this.#bindings.find((one) => one.isWritten && one.variable === variable);
    if (target === undefined) return undefined;
    return this.#buffers.gather(target.place, [{ start: 0, end: target.lengthBytes / 4 }]);
  }

  /** The versions that are written, with the words that a cell owns. */
  #targetsOf(workgroup: number): readonly (Binding & Pick<Written, 'ranges'>)[] {
    const { grid } = this.#assignment.dispatch;
    return this.#bindings.flatMap((binding) => {
      const { owner, lengthBytes } = binding;
      if (owner === undefined) return [];
      return [{ ...binding, ranges: owners.wordsOf(owner, lengthBytes / 4, grid, workgroup) }];
    });
  }

  /** The versions that are read, with the pages that cells have loaded from. */
  #sources(): readonly (Binding & { readonly pages: readonly PageRange[] })[] {
    if (!this.#isTracked) return [];
    return this.#bindings.flatMap((binding) =>
      binding.isWritten ? [] : [{ ...binding, pages: this.#machine.takeTouched(binding.place) }],
    );
  }
}

interface Binding extends Bound {
  readonly owner: owners.OwnerMap | undefined;
}

function executableOf(
  kernel: Kernel,
  dispatch: Dispatch,
  options: RunOptions & Pick<CompileOptions, 'isTracked' | 'isShared'>,
): Executable {
  const { guards = analyze(kernel, dispatch), cache, isTracked, isShared } = options;
  const chosen = { lanes: options.lanes ?? lanes(), isTracked, isShared };
  const make = (): Executable => load(compile(kernel, guards, chosen));
  return cache === undefined ? make() : cache.take(keyOf(kernel, guards, chosen), make);
}

/** Those that are not empty, by WGSL variable. */
function pagesBy<One extends Binding>(
  list: readonly One[],
  pagesOfOne: (one: One) => readonly PageRange[],
): ReadonlyMap<string, readonly PageRange[]> {
  const all = list.map((one): [string, readonly PageRange[]] => [one.variable, pagesOfOne(one)]);
  return new Map(all.filter(([, pages]) => pages.length > 0));
}

/** What is known without the job: lengths are those of the bytes, and which of them are literals is not known. */
function dispatchOf({ kernel, step, reads, starts }: StepContents): Dispatch {
  const lengthWords = new Map<number, number>();
  const owned = new Map<number, owners.OwnerMap>();
  for (const { name, binding, access } of kernel.bindings) {
    const write = access === 'write' ? step.writes[name] : undefined;
    const bytes = access === 'write' ? starts?.get(name) : reads.get(name);
    const lengthBytes = write?.sizeBytes ?? bytes?.length;
    if (lengthBytes === undefined) throw missingVersion(name);
    if (bytes !== undefined && (lengthBytes === 0 || lengthBytes % 4 !== 0 || bytes.length !== lengthBytes)) {
      throw wrongSize(name, write === undefined ? 'whole words' : `${lengthBytes} bytes`, bytes.length);
    }
    lengthWords.set(binding, lengthBytes / 4);
    if (write !== undefined) owned.set(binding, write.owner);
  }
  return { grid: step.grid, lengthWords, owners: owned, literals: new Map(), loopBudget: step.loopBudget };
}

function wrongSize(variable: string, expected: string, lengthBytes: number): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: 'cell.wrong-size',
    where: variable,
    expected,
    got: `${lengthBytes} bytes`,
    remedy: 'Give the bytes of exactly the version.',
  });
}
