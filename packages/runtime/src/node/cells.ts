/** Cells on threads. */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { AssayError } from '@assay/core';
import { executor } from '@assay/wgsl';
import type { Order, Reply } from './cells-worker.js';
import { Counter, join, type Tally } from './tally.js';
import { Worklist } from './worklist.js';

/** How cells are run. */
export interface CellsOptions {
  /** What no cell costs more than, where that is known: few cells that cannot take long are run in this thread. */
  readonly mostCost?: number;
  /** Infinity (default) for none. */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
  /** Hears how many cells have run, of all; at the end, that all have. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Whether the cost of each cell is wanted: that takes 8 bytes for each. */
  readonly isMetered?: boolean;
}

/** What cells came to. */
export interface CellsRun extends Tally {
  /** The cost of each cell, in order, if that was wanted. */
  readonly costs: Float64Array | undefined;
}

/** Of all cells together: what is run in a time in which no thread starts, some 10 ms. */
const SMALL_COST = 10_000_000;
const PROGRESS_PERIOD_MS = 50;
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Cells that are being run: settled by the last thread's reply, a failure, the deadline or the signal, whichever is first. */
interface Exchange {
  readonly tallies: Tally[];
  readonly threads: number;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Threads that run the cells of steps. They start when they are needed; idle ones do not keep the program alive. A cell may take
 * as long as its loop budget allows, and nothing but the end of its thread stops it: that is what deadline and signal do. The
 * next run starts other threads.
 *
 * Runs take turns.
 */
export class CellThreads {
  /** At most. */
  readonly count: number;
  readonly #workers: Worker[] = [];
  #exchange: Exchange | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #ending: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  /** @param count as many as the machine runs at once, unless told otherwise. */
  constructor(count: number = availableParallelism()) {
    this.count = Math.max(1, Math.floor(count));
  }

  /**
   * Runs cells, each once. What they stored lies in the memory.
   *
   * @param assignment of `Executor.share`, in a memory with frames for one thread or more beside the first.
   * @param first linear indices of workgroups from this one up to, not including, `end`.
   * @throws AssayError `executor.max-cost`, `cells.deadline`, `cells.aborted`, `cells.closed` (exhausted), `cells.thread-died` (trap),
   * `executor.trap`, `cells.no-frame` (bug). Then some of the cells have run, and none is running.
   */
  run(assignment: executor.Assignment, first: number, end: number, options: CellsOptions = {}): Promise<CellsRun> {
    const turn = this.#turn.then(() => this.#perform(assignment, first, end, options));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** Starts the threads for some cells before they are run, if that will need any: a start takes some 100 ms. */
  start(cells: number, mostCost: number): void {
    if (this.#isClosed || isSmall(cells, mostCost)) return;
    this.#grow(Math.min(this.count, cells));
  }

  /** Ends all threads. A run that is under way fails. Never throws. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#exchange?.reject(closed());
    await this.#endAll();
  }

  async #perform(
    assignment: executor.Assignment,
    first: number,
    end: number,
    options: CellsOptions,
  ): Promise<CellsRun> {
    const { mostCost = Infinity, deadlineMs = Infinity, signal, onProgress = () => {}, isMetered = false } = options;
    const cells = end - first;
    const most = Math.min(mostCost, assignment.maxCost ?? Infinity);
    if (this.#isClosed) throw closed();
    if (signal?.aborted) throw aborted(assignment, 0, cells, signal);
    if (isSmall(cells, most)) {
      // Nothing here hears a deadline: were the bound wrong, the cell would end by its cost.
      const run = new executor.Machine({ ...assignment, maxCost: Math.min(SMALL_COST, most) }).runAll(first, end);
      const counter = new Counter();
      counter.add(run);
      onProgress(cells, cells);
      return { ...counter.tally, costs: isMetered ? run.costs : undefined };
    }
    const threads = Math.min(this.count, cells, assignment.space.frames.length - 1);
    if (threads < 1) throw noFrame(assignment);
    const list = Worklist.allocate(threads);
    const worklist = new Worklist(list, cells, threads);
    const costs = isMetered ? new SharedArrayBuffer(8 * cells) : undefined;
    const common = { assignment: withoutText(assignment), list, threads, first, end, costs };
    const orders = Array.from({ length: threads }, (_, thread) => ({ ...common, thread, frame: 1 + thread }));
    const tally = await this.#order(orders, {
      deadlineMs,
      signal,
      onTick: () => onProgress(worklist.done(), cells),
      onDeadline: () => overdue(assignment, worklist.done(), cells, deadlineMs),
      onAbort: () => aborted(assignment, worklist.done(), cells, signal!),
    });
    onProgress(cells, cells);
    return { ...tally, costs: costs === undefined ? undefined : new Float64Array(costs) };
  }

  /** Has each order done by a thread. If anything fails, no thread is left. */
  async #order(orders: readonly Order[], bounds: Bounds): Promise<Tally> {
    const { deadlineMs, signal, onTick, onDeadline, onAbort } = bounds;
    const { promise, resolve, reject } = withResolvers();
    const exchange: Exchange = { tallies: [], threads: orders.length, resolve, reject };
    this.#exchange = exchange;
    const abort = (): void => reject(onAbort());
    signal?.addEventListener('abort', abort);
    const ticking = setInterval(() => attempt(onTick, reject), PROGRESS_PERIOD_MS);
    const timer =
      deadlineMs === Infinity ? undefined : setTimeout(() => reject(onDeadline()), Math.min(deadlineMs, MAX_TIMER_MS));
    try {
      this.#grow(orders.length);
      for (const [index, order] of orders.entries()) {
        const worker = this.#workers[index]!;
        worker.ref();
        worker.postMessage(order);
      }
      await promise;
      return join(exchange.tallies);
    } catch (error) {
      await this.#endAll();
      throw error;
    } finally {
      clearTimeout(timer);
      clearInterval(ticking);
      signal?.removeEventListener('abort', abort);
      this.#exchange = undefined;
      for (const worker of this.#workers) worker.unref();
    }
  }

  /** Idle threads, which do not keep the program alive. */
  #grow(count: number): void {
    while (this.#workers.length < count) this.#workers.push(this.#begin());
  }

  #begin(): Worker {
    const worker = new Worker(workerFile(), { execArgv: [], env: {} });
    worker.unref();
    const isOurs = (): boolean => this.#workers.includes(worker);
    worker.on('message', (reply: Reply) => {
      if (isOurs()) this.#onReply(reply);
    });
    const onDeath = (how: string): void => {
      if (!isOurs()) return;
      this.#workers.splice(this.#workers.indexOf(worker), 1);
      this.#exchange?.reject(died(how));
    };
    worker.on('error', (error: unknown) =>
      onDeath(error instanceof Error ? (error.stack ?? error.message) : `${error}`),
    );
    worker.on('exit', (code) => onDeath(`exit code ${code}`));
    return worker;
  }

  #onReply(reply: Reply): void {
    const exchange = this.#exchange;
    if (exchange === undefined) return;
    if (reply.is === 'failed') {
      exchange.reject(new AssayError(reply.failure));
      return;
    }
    exchange.tallies.push(reply.tally);
    if (exchange.tallies.length === exchange.threads) exchange.resolve();
  }

  /** None of them touches the memory any more once this settles. */
  async #endAll(): Promise<void> {
    const ending = this.#workers.splice(0).map((worker) => worker.terminate());
    this.#ending = Promise.all([this.#ending, ...ending]);
    await this.#ending;
  }
}

interface Bounds {
  readonly deadlineMs: number;
  readonly signal: AbortSignal | undefined;
  readonly onTick: () => void;
  readonly onDeadline: () => AssayError;
  readonly onAbort: () => AssayError;
}

function isSmall(cells: number, mostCost: number): boolean {
  return cells === 0 || cells * mostCost <= SMALL_COST;
}

/** Threads are sent the machine code, and have no use for the module that it was made of. */
function withoutText(assignment: executor.Assignment): executor.Assignment {
  const { compiled, module } = assignment.executable;
  return { ...assignment, executable: { compiled: { ...compiled, bytes: new Uint8Array(0) }, module } };
}

/** The built file also when this module runs from its source. */
function workerFile(): string {
  const place = import.meta.url.endsWith('.ts') ? '../../dist/node/cells-worker.js' : './cells-worker.js';
  return fileURLToPath(new URL(place, import.meta.url));
}

function attempt(action: () => void, onError: (error: unknown) => void): void {
  try {
    action();
  } catch (error) {
    onError(error);
  }
}

function withResolvers(): { promise: Promise<void>; resolve(): void; reject(error: unknown): void } {
  let resolve!: () => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

function overdue(assignment: executor.Assignment, done: number, cells: number, deadlineMs: number): AssayError {
  return new AssayError({
    kind: 'exhausted',
    code: 'cells.deadline',
    where: `kernel ${assignment.entryPoint}`,
    expected: `all cells to have run after ${deadlineMs} ms`,
    got: `${done} of ${cells}`,
    remedy: 'Allow more time or more threads; if a cell does not end, give its step a lower loop budget.',
  });
}

function aborted(assignment: executor.Assignment, done: number, cells: number, { reason }: AbortSignal): AssayError {
  const why = reason instanceof Error ? reason.message : String(reason);
  return new AssayError({
    kind: 'exhausted',
    code: 'cells.aborted',
    where: `kernel ${assignment.entryPoint}`,
    expected: 'all cells to run',
    got: `an abort (${why}) after ${done} of ${cells}`,
    remedy: 'Run them again.',
    cause: reason,
  });
}

function closed(): AssayError {
  return new AssayError({
    kind: 'exhausted',
    code: 'cells.closed',
    expected: 'threads that can run cells',
    got: 'ones that were ended: close() was called',
    remedy: 'Make new ones.',
  });
}

function died(how: string): AssayError {
  return new AssayError({
    kind: 'trap',
    code: 'cells.thread-died',
    expected: 'a thread that lives until its cells have run',
    got: how,
    remedy: 'Memory that runs out often ends a thread: use fewer of them, or a machine with more.',
  });
}

function noFrame(assignment: executor.Assignment): AssayError {
  return new AssayError({
    kind: 'bug',
    code: 'cells.no-frame',
    where: `kernel ${assignment.entryPoint}`,
    expected: 'a memory that threads can share, with a frame for one or more beside the first',
    got: `frames: ${assignment.space.frames.length}`,
    remedy: 'Open the step with `threads`: one more than those that are to run its cells.',
  });
}
