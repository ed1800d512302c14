/** The worker: runs a job, looks at its own work, signs, and leaves the files. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { writeFile, writeOutput } from '@assay/cli';
import { file, job as jobs, key as keys, type receipt as receipts, suite as suites, task as tasks } from '@assay/core';
import { attest, chooseCells, type Inputs, newKey, newNonce, wasmEngine } from '@assay/runtime';
import { type GpuProcess, versions } from '@assay/runtime/node';
import { timed } from './screen.js';

export const engine: suites.Engine = wasmEngine();
export const suite: suites.HashSuite = suites.blake3(engine);

/** A job that was run, with the bytes of all its versions by index: what a worker keeps who never runs anything twice. */
export interface Worked {
  readonly job: jobs.Job;
  readonly task: tasks.Task;
  readonly receipt: receipts.Receipt;
  readonly inputs: Inputs;
  readonly contents: readonly Uint8Array[];
  readonly worker: keys.Key;
  /** The run alone. */
  readonly milliseconds: number;
}

/** Runs a job for a requester, replays some cells of it, and signs. */
export async function work(gpu: GpuProcess, job: jobs.Job, files: Inputs): Promise<Worked> {
  const worker = newKey();
  const requester = keys.toIdentity(newKey());
  const { task, inputs } = tasks.make({ job, files, requester, nonce: newNonce(), suite });
  const all = jobs.versions(job);
  const keep = all.map(({ name }) => name);
  const { value: execution, milliseconds } = await timed(() => gpu.run(job, inputs, { keep }));
  const check = { cells: chooseCells(job) };
  const notes = { versions: { ...versions() } };
  const receipt = attest({ job, task, execution, report: gpu.report, key: worker, check, engine, notes });
  const contents = all.map(({ name }) => execution.kept.get(name)!);
  return { job, task, receipt, inputs, contents, worker, milliseconds };
}

/** Writes a run as `assay run --keep all` does. */
export async function write(directory: string, worked: Worked): Promise<void> {
  const { job, inputs, contents } = worked;
  for (const folder of ['inputs', 'outputs', 'versions'])
    await mkdir(path.join(directory, folder), { recursive: true });
  for (const [name, content] of inputs) await writeFile(path.join(directory, 'inputs', `${name}.bin`), content);
  for (const { index, name, tensor, origin } of jobs.versions(job)) {
    if (origin.kind !== 'write') continue;
    const content = contents[index]!;
    if (job.outputs.includes(name)) await writeOutput(path.join(directory, 'outputs'), name, content, tensor);
    else await writeFile(path.join(directory, 'versions', `${name}.bin`), content);
  }
  // Last, so that a directory with a receipt in it is complete.
  await writeClaim(directory, worked);
}

/** Writes what a worker hands in, and what it is about. */
export async function writeClaim(directory: string, { job, task, receipt }: Worked): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(path.join(directory, 'job.assay'), file.encode('job', job));
  await writeFile(path.join(directory, 'task.assay'), file.encode('task', task));
  await writeFile(path.join(directory, 'receipt.assay'), file.encode('receipt', receipt));
}
