/** A whole job by compiled cells, on several threads. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { grid as grids, type job as jobs } from '@assay/core';
import { executor } from '@assay/wgsl';
import { type Sample, Stopwatch } from '../sample.js';
import { contentsOf, prepare } from './case.js';
import { assignmentOf, compile, spaceOf, unseen } from './cell.js';
import type { Order } from './thread.js';

/** Batches that each thread takes of a step, so that none waits long for the last one. */
const BATCHES = 16;

export class Replayer {
  readonly #threads: readonly Worker[];

  constructor(threads: number) {
    this.#threads = Array.from({ length: threads }, () => new Worker(new URL('./thread.js', import.meta.url)));
  }

  /** From source and bytes to bytes, like a run on the device: everything is compiled anew. */
  async run(
    job: jobs.Job,
    inputs: ReadonlyMap<string, Uint8Array>,
  ): Promise<{ readonly sample: Sample; readonly outputs: ReadonlyMap<string, Uint8Array> }> {
    const watch = new Stopwatch();
    const steps = job.steps.map((step) => {
      const prepared = prepare(job, step);
      const compiled = compile(prepared, { lanes: executor.lanes(), isShared: true });
      return { prepared, compiled, executable: executor.load(unseen(compiled)) };
    });
    watch.compiled();
    const versions = new Map(inputs);
    for (const { prepared, compiled, executable } of steps) {
      const { step, kernel, written } = prepared;
      const space = spaceOf(prepared, compiled, contentsOf(prepared, versions), this.#threads.length);
      await this.#runAll(assignmentOf(prepared, executable, space), grids.count(step.grid));
      const { address, lengthBytes } = space.bindings[compiled.bindings.findIndex((one) => one.binding === written)]!;
      const target = kernel.bindings.find(({ binding }) => binding === written)!;
      const bytes = new Uint8Array(lengthBytes);
      bytes.set(new Uint8Array(space.memory.buffer, address, lengthBytes));
      versions.set(step.writes[target.name]!.name, bytes);
    }
    const outputs = new Map(job.outputs.map((name) => [name, versions.get(name)!]));
    return { sample: watch.end(), outputs };
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.terminate()));
  }

  async #runAll(assignment: executor.Assignment, cells: number): Promise<void> {
    const next = new Int32Array(new SharedArrayBuffer(4));
    const batch = Math.max(1, Math.floor(cells / this.#threads.length / BATCHES));
    const done = this.#threads.map((worker, thread) => {
      const ended = once(worker, 'message');
      worker.postMessage({ assignment, thread, cells, batch, next } satisfies Order);
      return ended;
    });
    await Promise.all(done);
  }
}
