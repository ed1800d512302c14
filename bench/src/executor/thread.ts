// A thread of replay.ts: runs cells of a step until none is left.
import { parentPort } from 'node:worker_threads';
import { executor } from '@assay/wgsl';

/** What a thread is told. */
export interface Order {
  readonly assignment: executor.Assignment;
  /** Which frame of the memory is its own. */
  readonly thread: number;
  readonly cells: number;
  /** Cells that are taken at once. */
  readonly batch: number;
  /** The first cell that nobody has taken. One word that all threads share. */
  readonly next: Int32Array<SharedArrayBuffer>;
}

parentPort!.on('message', ({ assignment, thread, cells, batch, next }: Order) => {
  const machine = new executor.Machine(assignment, thread);
  for (;;) {
    const first = Atomics.add(next, 0, batch);
    if (first >= cells) break;
    machine.runAll(first, Math.min(first + batch, cells));
  }
  parentPort!.postMessage('done');
});
