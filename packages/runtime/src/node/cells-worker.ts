import { parentPort } from 'node:worker_threads';
import type { Failure } from '@assay/core';
import { executor } from '@assay/wgsl';
import { toFailure } from './failure.js';
import { Counter, type Tally } from './tally.js';
import { type Pace, Worklist } from './worklist.js';

// A thread of CellThreads: runs cells of one step after the other.

/** Run what is left of a worklist. */
export interface Order {
  readonly assignment: executor.Assignment;
  /** The frame of the memory that is this thread's own. */
  readonly frame: number;
  readonly list: SharedArrayBuffer;
  /** Counted from 0. */
  readonly thread: number;
  readonly threads: number;
  /** The workgroup that is the first cell of the list, and the one behind the last. */
  readonly first: number;
  readonly end: number;
  /** A 64-bit float for each cell of the list, where that is wanted. */
  readonly costs: SharedArrayBuffer | undefined;
}

export type Reply =
  | { readonly is: 'done'; readonly tally: Tally }
  | { readonly is: 'failed'; readonly failure: Failure };

parentPort?.on('message', (order: Order) => {
  parentPort?.postMessage(answer(order));
});

function answer(order: Order): Reply {
  try {
    return { is: 'done', tally: runAll(order) };
  } catch (error) {
    return { is: 'failed', failure: toFailure(error) };
  }
}

function runAll({ assignment, frame, list, thread, threads, first, end, costs }: Order): Tally {
  const worklist = new Worklist(list, end - first, threads);
  const machine = new executor.Machine(assignment, frame);
  const all = costs === undefined ? undefined : new Float64Array(costs);
  const counter = new Counter();
  let last: Pace | undefined;
  for (let batch = worklist.take(last); batch !== undefined; batch = worklist.take(last)) {
    const startedMs = performance.now();
    const run = machine.runAll(first + batch.first, first + batch.end);
    all?.set(run.costs, batch.first);
    counter.add(run);
    last = { cells: batch.end - batch.first, milliseconds: performance.now() - startedMs };
    worklist.finish(thread, last.cells);
  }
  return counter.tally;
}
