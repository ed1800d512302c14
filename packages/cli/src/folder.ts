/** A run's folder: what `assay run` writes, and what checks look for beside a receipt. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  AssayError,
  type costs,
  job as jobs,
  type receipt as receipts,
  suite as suites,
  task as tasks,
} from '@assay/core';
import { type Inputs, wasmEngine } from '@assay/runtime';
import * as disk from './files/disk.js';
import { readInputs } from './inputs.js';
import { read } from './store.js';

/** Names of files in a run's folder. */
export const layout = {
  job: 'job.assay',
  task: 'task.assay',
  receipt: 'receipt.assay',
  costs: 'costs.assay',
  challenge: 'challenge.assay',
  response: 'response.assay',
  proof: 'fraud-proof.assay',
  inputs: 'inputs',
  outputs: 'outputs',
  versions: 'versions',
} as const;

/** Files that are not looked for beside the receipt. */
export interface NamedFiles {
  readonly job?: string;
  readonly task?: string;
  readonly input?: readonly string[];
  readonly costs?: string;
}

/** A receipt, and the terms that it is checked against. */
export interface RunFolder {
  /** Of the receipt. */
  readonly directory: string;
  readonly receipt: receipts.Receipt;
  readonly job: jobs.Job;
  readonly task: tasks.Task;
  readonly suite: suites.HashSuite;
  readonly named: NamedFiles;
  /** What looks for files, for the codes of its errors. */
  readonly command: string;
}

/**
 * Reads a receipt with its job and task.
 *
 * @throws AssayError `task.other-job`, `receipt.other-task`, `….missing-file` (invalid), and those of {@link read}.
 */
export function open(receiptFile: string, named: NamedFiles, command: string): RunFolder {
  const directory = path.dirname(receiptFile);
  const receipt = read('receipt', receiptFile);
  const job = read('job', named.job ?? beside(directory, layout.job, '--job', command));
  const task = read('task', named.task ?? beside(directory, layout.task, '--task', command));
  assertTogether(receipt, job, task);
  return { directory, receipt, job, task, suite: suites.blake3(wasmEngine()), named, command };
}

/** The bytes of the inputs: files that were named, the others from the folder. */
export function inputsOf({ directory, job, named: { input: given = [] }, command }: RunFolder): Inputs {
  const named = new Set(given.map((argument) => argument.split('=')[0]));
  const kept = job.inputs
    .filter(({ name }) => !named.has(name))
    .map(({ name }) => {
      const file = path.join(layout.inputs, `${name}.bin`);
      return `${name}=${beside(directory, file, `--input ${name}=FILE`, command)}`;
    });
  return readInputs(job, [...given, ...kept]).padded;
}

/** The cost table that the task's policy names, where it names one. */
export function costsOf({ directory, task, named, command }: RunFolder): costs.Costs | undefined {
  if (task.policy.weights === undefined) return undefined;
  return read('costs', named.costs ?? beside(directory, layout.costs, '--costs', command));
}

/** What the folder has of the versions that the receipt commits to. */
export interface KeptVersions {
  /** Bytes by name, with the committed roots. Literals are not among them. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
  /** Files with other bytes than those that are committed to. */
  readonly others: readonly string[];
}

/**
 * Reads the versions that lie in the folder: those that were kept, outputs, inputs.
 *
 * @param wanted indices; all, unless given.
 */
export function versionsIn({ directory, job, receipt, suite }: RunFolder, wanted?: ReadonlySet<number>): KeptVersions {
  const contents = new Map<string, Uint8Array>();
  const others: string[] = [];
  for (const { name, index, sizeBytes, origin } of jobs.versions(job)) {
    if (origin.kind === 'literal' || wanted?.has(index) === false) continue;
    for (const place of [layout.versions, layout.outputs, layout.inputs]) {
      const file = path.join(directory, place, `${name}.bin`);
      if (contents.has(name) || !existsSync(file)) continue;
      const lengthBytes = disk.lengthBytes(file);
      const bytes = lengthBytes === sizeBytes ? disk.read(file, { lengthBytes }) : undefined;
      if (bytes !== undefined && suite.root(bytes) === receipt.trace[index]) contents.set(name, bytes);
      else others.push(file);
    }
  }
  return { contents, others };
}

/** Commands of those who never had the run's directory. */
const OUTSIDE: ReadonlySet<string> = new Set(['verify', 'challenge', 'prove-fraud']);

/** A file beside the receipt. @throws AssayError `….missing-file` (invalid). */
function beside(directory: string, name: string, option: string, command: string): string {
  const found = path.join(directory, name);
  if (existsSync(found)) return found;
  throw new AssayError({
    kind: 'invalid',
    code: `${command}.missing-file`,
    where: found,
    expected: `the ${name} that belongs to the receipt`,
    got: 'no such file',
    remedy: OUTSIDE.has(command)
      ? `Name it with ${option}${option.includes(' ') ? '' : ' FILE'}.`
      : `Copy the whole directory of the run, or name the file with ${option}.`,
  });
}

/** Receipt, task and job lie side by side by chance or by mistake: said before their inputs are looked for. */
function assertTogether(receipt: receipts.Receipt, job: jobs.Job, task: tasks.Task): void {
  const apart = (code: string, expected: string, got: string, remedy: string): AssayError =>
    new AssayError({ kind: 'invalid', code, expected, got, remedy });
  const jobId = jobs.id(job);
  if (task.job !== jobId) {
    throw apart(
      'task.other-job',
      `the job ${task.job}, which the task names`,
      jobId,
      'Name the right files with --job and --task.',
    );
  }
  const taskId = tasks.id(task);
  if (receipt.claim.task !== taskId) {
    throw apart(
      'receipt.other-task',
      `the task ${receipt.claim.task}, which the receipt answers`,
      taskId,
      'Name the right file with --task.',
    );
  }
}
