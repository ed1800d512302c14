/** A watcher's own run of a job. */
import path from 'node:path';
import { AssayError, job as jobs, type trace as traces } from '@assay/core';
import { type RestoreOptions, type Runner, restore } from '@assay/runtime';
import { inputsOf, layout, open, type RunFolder, versionsIn } from './folder.js';

export interface OwnRun {
  readonly trace: traces.Trace;
  /** Bytes by index, made again where they were not kept. */
  bytesOf(indices: Iterable<number>): Promise<ReadonlyMap<number, Uint8Array>>;
}

/**
 * The run that lies in a folder of the watcher's, or one that is made now.
 *
 * @param worker the folder of the run that is watched.
 * @param own the watcher's; undefined to run the job here.
 * @throws AssayError `descend.other-job` (invalid), and what running the job throws.
 */
export async function ownRun(
  worker: RunFolder,
  own: string | undefined,
  runner: Runner,
  options: Omit<RestoreOptions, 'trace'>,
): Promise<OwnRun> {
  const { job } = worker;
  const { trace, have } = own === undefined ? await rerun(worker, runner, options) : fromFolder(worker, own);
  const versions = jobs.versions(job);
  return {
    trace,
    async bytesOf(indices) {
      const wanted = [...indices].map((index) => versions[index]!);
      const bytes = await restore(
        runner,
        job,
        have,
        wanted.map(({ name }) => name),
        { ...options, trace },
      );
      return new Map(wanted.map(({ index, name }) => [index, bytes.get(name)!]));
    },
  };
}

interface Known {
  readonly trace: traces.Trace;
  readonly have: ReadonlyMap<string, Uint8Array>;
}

async function rerun(worker: RunFolder, runner: Runner, options: Omit<RestoreOptions, 'trace'>): Promise<Known> {
  const have = inputsOf(worker);
  const { roots } = await runner.run(worker.job, have, options);
  return { trace: roots, have };
}

function fromFolder({ job, task }: RunFolder, own: string): Known {
  const folder = open(path.join(own, layout.receipt), {}, 'descend');
  const { inputs } = folder.task;
  const other = task.inputs.find(({ root }, i) => root !== inputs[i]?.root);
  if (folder.task.job !== jobs.id(job) || other !== undefined) {
    throw new AssayError({
      kind: 'invalid',
      code: 'descend.other-run',
      where: own,
      expected: 'a run of the same job on the same inputs',
      got: folder.task.job === jobs.id(job) ? `another ${other!.name}` : `a run of the job ${folder.task.job}`,
      remedy: 'Run the job yourself (assay run) on the inputs of the task; or leave --own out, and it is run now.',
    });
  }
  return { trace: folder.receipt.trace, have: new Map([...inputsOf(folder), ...versionsIn(folder).contents]) };
}
