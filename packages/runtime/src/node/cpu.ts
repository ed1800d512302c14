/** Jobs without a device: all cells of all steps, compiled, on threads. */
import { setImmediate } from 'node:timers/promises';
import { AssayError, grid as grids, isAssayError, job as jobs, suite as suites } from '@assay/core';
import { executor } from '@assay/wgsl';
import { type Compiling, compiling, lengthsOf } from '../compiling.js';
import { fastestEngine } from '../engine.js';
import type { Execution } from '../executor.js';
import { assertInputs, type Inputs } from '../inputs.js';
import { assertKeep, keptOf } from '../keep.js';
import { lastSeen } from '../plan.js';
import type { Runner } from '../replay.js';
import { Arena, allocate, put, take } from './arena.js';
import { CellThreads } from './cells.js';
import { RUN_DEADLINE_MS, type RunOptions } from './process.js';
import type { Tally } from './tally.js';

export interface CpuOptions {
  /** As many as the machine runs at once, unless told otherwise. */
  readonly threads?: number;
  /** Hashes; the fastest one by default. */
  readonly engine?: suites.Engine;
}

/** The result of a run, as of a device; and what all cells came to. */
export interface CpuExecution extends Execution, Omit<Tally, 'fired'> {
  readonly cells: number;
}

/** All cells of a step. */
export interface CpuStep extends Tally {
  /** Bytes of each version that the step writes, by name. */
  readonly versions: ReadonlyMap<string, Uint8Array>;
  readonly cells: number;
}

/** What a run may take. */
type Bounds = Required<Pick<RunOptions, 'deadlineMs'>> & Pick<RunOptions, 'signal'> & { readonly startedMs: number };

/**
 * Runs jobs on the processor: the words are those of every device, if the job keeps to the exact profile and does not race.
 * Runs take turns. An idle one does not keep the program alive.
 */
export class CpuRunner implements Runner {
  readonly #threads: CellThreads;
  readonly #suite: suites.HashSuite;
  readonly #arena = new Arena();
  readonly #cache = new executor.Cache();
  readonly #compiling = new WeakMap<jobs.Job, Compiling>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor({ threads, engine = fastestEngine() }: CpuOptions = {}) {
    this.#threads = new CellThreads(threads);
    this.#suite = suites.blake3(engine);
  }

  /** Threads that cells run on, at most. */
  get threads(): number {
    return this.#threads.count;
  }

  /**
   * Runs a job and commits to every version. Of the others, only those that a later step needs are kept meanwhile.
   *
   * @param job a valid one.
   * @param options.commit `none` for no commitments; all others are made on the host.
   * @throws AssayError `run.missing-input`, `run.unknown-input`, `run.wrong-input-size`, `run.unknown-version`, `cpu.not-exact`,
   * `kernel.does-not-fit` (invalid); `run.deadline`, `run.aborted`, `lower.…`, `compiler.…`, `executor.…`, `arena.no-memory`,
   * `cells.closed` (exhausted); `cells.thread-died` (trap).
   */
  run(job: jobs.Job, inputs: Inputs, options: RunOptions = {}): Promise<CpuExecution> {
    return this.#inTurn(() => this.#execute(job, inputs, options));
  }

  /**
   * Runs all cells of one step.
   *
   * @param index of the step.
   * @param versions bytes by name of those that the step reads or starts from, as long as the job says.
   * @throws AssayError what {@link run} throws.
   */
  runStep(job: jobs.Job, index: number, versions: Inputs, options: RunOptions = {}): Promise<CpuStep> {
    const { onProgress = () => {} } = options;
    const total = grids.count(job.steps[index]!.grid);
    const tell = (done: number): void => onProgress({ phase: 'cell', done, total });
    return this.#inTurn(() => this.#step(job, index, versions, boundsOf(options), tell));
  }

  /** Ends the threads. A run that is under way fails. Never throws. */
  close(): Promise<void> {
    return this.#threads.close();
  }

  #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(action);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async #execute(job: jobs.Job, inputs: Inputs, options: RunOptions): Promise<CpuExecution> {
    const { onProgress = () => {}, commit, keep = [] } = options;
    const bounds = boundsOf(options);
    assertInputs(job, inputs);
    assertKeep(job, keep);
    const { kinds, compile } = this.#compilingOf(job);
    for (const [count, index] of kinds.entries()) {
      assertGoingOn(bounds, index);
      const { mostCost } = compile(index);
      this.#threads.start(grids.count(job.steps[index]!.grid), mostCost);
      onProgress({ phase: 'compile', done: count + 1, total: kinds.length });
      await setImmediate(); // for Ctrl-C
    }
    const all = jobs.versions(job);
    const byName = new Map(all.map((version) => [version.name, version]));
    const wanted = new Set([...job.outputs, ...keep]);
    const made = new Map<string, Uint8Array>();
    const held = new Map<string, Uint8Array>([
      ...inputs,
      ...job.literals.map(({ name, bytes }) => [name, bytes] as const),
    ]);
    const roots: suites.Root[] = [];
    let unhashed = [...held];
    const hash = (): void => {
      if (commit !== 'none')
        for (const [name, bytes] of unhashed) roots[byName.get(name)!.index] = this.#suite.root(bytes);
      unhashed = [];
    };
    for (const name of job.outputs) if (held.has(name)) made.set(name, new Uint8Array(held.get(name)!));

    const total = job.steps.reduce((sum, { grid }) => sum + grids.count(grid), 0);
    let [cells, cost, firedCells] = [0, 0, 0];
    for (const [index, gone] of lastSeen(job).entries()) {
      const before = cells;
      const tell = (done: number): void => onProgress({ phase: 'cell', done: before + done, total });
      // Hashes are made here while the threads are at work on the step.
      const step = await both(this.#step(job, index, held, bounds, tell), setImmediate().then(hash));
      cells += step.cells;
      cost += step.cost;
      firedCells += step.firedCells;
      for (const [name, bytes] of step.versions) {
        held.set(name, bytes);
        if (wanted.has(name)) made.set(name, bytes);
      }
      unhashed = [...step.versions];
      for (const name of gone) held.delete(name);
    }
    hash();
    return {
      job,
      roots,
      outputs: new Map(job.outputs.map((name) => [name, made.get(name)!])),
      kept: keptOf(job, keep, inputs, made),
      committedOn: commit === 'none' ? 'none' : 'host',
      deviceBytes: 0,
      cells,
      cost,
      firedCells,
    };
  }

  #compilingOf(job: jobs.Job): Compiling {
    const known = this.#compiling.get(job) ?? compiling(job, this.#cache);
    this.#compiling.set(job, known);
    return known;
  }

  async #step(
    job: jobs.Job,
    index: number,
    versions: Inputs,
    bounds: Bounds,
    onProgress: (done: number) => void,
  ): Promise<CpuStep> {
    assertGoingOn(bounds, index);
    const step = job.steps[index]!;
    const { kernel, dispatch, mostCost, executableOf } = this.#compilingOf(job).compile(index);
    const { entryPoint } = kernel;
    const executable = executableOf();
    const { compiled } = executable;
    const space = this.#arena.lay(compiled, lengthsOf(compiled, dispatch), 1 + this.#threads.count);
    const places = new Map<string, executor.Place>();
    for (const { name, binding, access } of kernel.bindings) {
      const place = space.bindings[compiled.bindings.findIndex((one) => one.binding === binding)];
      if (place === undefined) continue;
      const version = access === 'write' ? step.writes[name]!.from : step.reads[name];
      put(space, place, version === undefined ? undefined : versions.get(version)!);
      places.set(name, place);
    }
    const { grid, owners, loopBudget } = dispatch;
    const assignment = { executable, space, entryPoint, dispatch: { grid, owners, loopBudget }, maxCost: undefined };
    const cells = grids.count(grid);
    const { signal } = bounds;
    const deadlineMs = leftMs(bounds);
    const options = { mostCost, deadlineMs, onProgress, ...(signal === undefined ? {} : { signal }) };
    const run = await this.#threads.run(assignment, 0, cells, options).catch((error: unknown) => {
      throw placed(error, bounds, index);
    });
    const written = Object.entries(step.writes).map(([variable, { name, sizeBytes, from }]): [string, Uint8Array] => {
      const place = places.get(variable);
      if (place !== undefined) return [name, take(space, place)];
      // One that the kernel does not use stays as it was.
      return [name, from === undefined ? allocate(sizeBytes) : versions.get(from)!];
    });
    return { ...run, cells, versions: new Map(written) };
  }
}

/** The first one's value, when both have ended. */
async function both<T>(first: Promise<T>, second: Promise<unknown>): Promise<T> {
  const [one, other] = await Promise.allSettled([first, second]);
  if (one.status === 'rejected') throw one.reason;
  if (other.status === 'rejected') throw other.reason;
  return one.value;
}

function boundsOf({ deadlineMs = RUN_DEADLINE_MS, signal }: RunOptions): Bounds {
  return { deadlineMs, startedMs: performance.now(), ...(signal === undefined ? {} : { signal }) };
}

function leftMs({ deadlineMs, startedMs }: Bounds): number {
  return deadlineMs - (performance.now() - startedMs);
}

/** @throws AssayError `run.aborted`, `run.deadline` (exhausted). */
function assertGoingOn(bounds: Bounds, index: number): void {
  if (bounds.signal?.aborted) throw aborted(bounds.signal.reason);
  if (leftMs(bounds) <= 0) throw overdue(bounds, index, 'nothing of it');
}

/** An error of cells, in the terms of the run. */
function placed(error: unknown, bounds: Bounds, index: number): unknown {
  if (!isAssayError(error)) return error;
  if (error.code === 'cells.deadline') return overdue(bounds, index, `${error.got} cells`);
  if (error.code === 'cells.aborted') return aborted(bounds.signal?.reason);
  const where = [`job.steps[${index}]`, ...(error.where === undefined ? [] : [error.where])].join(', ');
  return new AssayError({ ...error.toFailure(), where });
}

function overdue({ deadlineMs }: Bounds, index: number, done: string): AssayError {
  return new AssayError({
    kind: 'exhausted',
    code: 'run.deadline',
    where: `job.steps[${index}]`,
    expected: `the run to be over after ${deadlineMs} ms`,
    got: `one still going on: of this step it has done ${done}`,
    remedy:
      'Allow more time with a longer deadline, or more threads; a device is faster. Look for a loop that does not end.',
  });
}

function aborted(reason: unknown): AssayError {
  return new AssayError({
    kind: 'exhausted',
    code: 'run.aborted',
    expected: 'the run to go on to its end',
    got: `an abort (${reason instanceof Error ? reason.message : String(reason)})`,
    remedy: 'Run it again.',
    cause: reason,
  });
}
