/** Cells that threads take one batch after the other. Nothing here starts a thread; all of it is shared memory and numbers. */

/** A thread looks for new cells, and tells how far it is, about as often. */
const BATCH_MS = 10;
/** Two cache lines, so that no thread waits for what another one counts. */
const LINE_WORDS = 32;

/** From `first` up to, not including, `end`. */
export interface Batch {
  readonly first: number;
  readonly end: number;
}

/** A batch that a thread has run. */
export interface Pace {
  readonly cells: number;
  readonly milliseconds: number;
}

/** The same list in every thread that makes one of the same memory. */
export class Worklist {
  readonly #cells: number;
  readonly #threads: number;
  /** The first cell that nobody has taken; then for each thread, on lines of its own, the cells that it has run. */
  readonly #words: Uint32Array;

  /**
   * @param memory of {@link Worklist.allocate}, for the same number of threads.
   * @param cells below 2³².
   */
  constructor(memory: SharedArrayBuffer, cells: number, threads: number) {
    this.#words = new Uint32Array(memory);
    this.#cells = cells;
    this.#threads = threads;
  }

  static allocate(threads: number): SharedArrayBuffer {
    return new SharedArrayBuffer(4 * LINE_WORDS * (1 + threads));
  }

  /** The next cells for a thread, or undefined if all are taken. */
  take(last: Pace | undefined): Batch | undefined {
    for (;;) {
      const first = Atomics.load(this.#words, 0);
      if (first >= this.#cells) return undefined;
      const end = first + batchCells(this.#cells - first, this.#threads, last);
      if (Atomics.compareExchange(this.#words, 0, first, end) === first) return { first, end };
    }
  }

  /** Says that a thread, counted from 0, has run as many cells more. */
  finish(thread: number, cells: number): void {
    Atomics.add(this.#words, LINE_WORDS * (1 + thread), cells);
  }

  /** Cells that have run. */
  done(): number {
    let sum = 0;
    for (let thread = 0; thread < this.#threads; thread++) sum += Atomics.load(this.#words, LINE_WORDS * (1 + thread));
    return sum;
  }
}

/**
 * How many of the cells that are left a thread should take: as many as take it {@link BATCH_MS}, but at the end fewer, so that
 * all threads end at about the same time.
 *
 * @param last the thread's batch before.
 */
export function batchCells(left: number, threads: number, last: Pace | undefined): number {
  const fair = Math.ceil(left / (2 * threads));
  return Math.min(fair, last === undefined ? 1 : paced(last));
}

function paced({ cells, milliseconds }: Pace): number {
  if (milliseconds < BATCH_MS / 2) return 2 * cells;
  return milliseconds > 2 * BATCH_MS ? Math.ceil(cells / 2) : cells;
}
