import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import {
  AssayError,
  file,
  job as jobs,
  key as keys,
  receipt as receipts,
  suite as suites,
  task as tasks,
} from '@assay/core';
import {
  type AdapterReport,
  chooseCells,
  type Execution,
  type Inputs,
  kept as keptNames,
  newNonce,
  type Retention,
  signOnce,
  versionsFor,
  wasmEngine,
} from '@assay/runtime';
import { fileJournal, versions } from '@assay/runtime/node';
import { writeOutput } from '../files/export.js';
import { stage, writeFile } from '../files/staging.js';
import { layout } from '../folder.js';
import { type InputFiles, readInputs } from '../inputs.js';
import { type Output, toCountText, toShellText, toSizeText, toTimeText } from '../output.js';
import { bar } from '../progress.js';
import { type DeviceOptions, toAdapterText, withDevice } from '../session.js';
import { placed, read } from '../store.js';

export interface RunOptions extends DeviceOptions {
  /** `name=FILE` for each input; none for a job without any. */
  readonly input?: readonly string[];
  readonly out: string;
  readonly key: string;
  readonly task?: string;
  /** Which versions are written besides inputs and outputs. */
  readonly keep: Retention;
  /** Folder of the receipts that the key has signed. */
  readonly journal?: string;
}

/** `assay run JOB`: runs it, commits to every buffer, looks at random cells, signs, and writes all that a check needs into one directory. */
export async function run(jobFile: string, options: RunOptions, output: Output, signal: AbortSignal): Promise<void> {
  const job = read('job', jobFile);
  const key = read('key', options.key);
  const files = readInputs(job, options.input ?? []);
  const engine = wasmEngine();
  const suite = suites.blake3(engine);
  const { task, inputs } =
    options.task === undefined ? ownTask(job, files, key, suite) : givenTask(options.task, job, files, suite);

  const kept = keptNames(job, options.keep);
  const cells = chooseCells(job);
  const keep = [...new Set([...kept, ...versionsFor(job, cells)])];
  const journal = fileJournal(options.journal ?? `${options.key}.journal`);

  let done: Done | undefined;
  await stage(
    options.out,
    async (directory) => {
      const { execution, report, tookMs } = await withDevice(options, output, signal, async (gpu) => {
        const progress = bar(!output.isJson);
        const startedMs = performance.now();
        try {
          const deadlineMs = options.deadline * 1000;
          const execution = await gpu.run(job, inputs, { keep, signal, deadlineMs, onProgress: progress.update });
          return { execution, report: gpu.report, tookMs: performance.now() - startedMs };
        } finally {
          progress.stop();
        }
      });
      const written = await write(directory, { job, task, inputs, execution, kept });
      const notes = { versions: { ...versions() } };
      const receipt = signOnce(journal, { job, task, execution, report, key, check: { cells }, engine, notes });
      // Last, so that a directory with a receipt in it is complete even where the rename is not seen.
      await writeFile(path.join(directory, layout.receipt), file.encode('receipt', receipt));
      done = { job, task, receipt, execution, report, tookMs, written, kept, out: options.out };
    },
    { signal },
  );
  // Not before: the directory is there under its name only now.
  if (done !== undefined) announce(output, done);
}

/** One output of the job, and its files relative to the run's directory. */
interface Written {
  readonly name: string;
  readonly root: suites.Root;
  readonly files: readonly string[];
}

interface Done {
  readonly job: jobs.Job;
  readonly task: tasks.Task;
  readonly receipt: receipts.Receipt;
  readonly execution: Execution;
  readonly report: AdapterReport;
  /** The run alone, without the start of the device. */
  readonly tookMs: number;
  readonly written: readonly Written[];
  /** Names of the versions that were written besides inputs and outputs. */
  readonly kept: readonly string[];
  readonly out: string;
}

/** Writes all but the receipt. */
async function write(
  directory: string,
  {
    job,
    task,
    inputs,
    execution,
    kept,
  }: Pick<Done, 'job' | 'task' | 'execution' | 'kept'> & { readonly inputs: Inputs },
): Promise<Written[]> {
  await writeFile(path.join(directory, layout.job), file.encode('job', job));
  await writeFile(path.join(directory, layout.task), file.encode('task', task));
  await mkdir(path.join(directory, layout.inputs));
  for (const [name, content] of inputs) {
    await writeFile(path.join(directory, layout.inputs, `${name}.bin`), content);
  }
  if (kept.length > 0) await mkdir(path.join(directory, layout.versions));
  for (const name of kept) {
    await writeFile(path.join(directory, layout.versions, `${name}.bin`), execution.kept.get(name)!);
  }
  await mkdir(path.join(directory, layout.outputs));
  const versions = new Map(jobs.versions(job).map((version) => [version.name, version]));
  const written: Written[] = [];
  for (const [name, content] of execution.outputs) {
    const version = versions.get(name)!;
    const names = await writeOutput(path.join(directory, layout.outputs), name, content, version.tensor);
    const files = names.map((each) => path.join(layout.outputs, each));
    written.push({ name, root: execution.roots[version.index]!, files });
  }
  return written;
}

function announce(output: Output, { job, task, receipt, execution, report, tookMs, written, kept, out }: Done): void {
  const { claim, trace, notes } = receipt;
  const receiptFile = path.join(out, layout.receipt);
  output.line(
    `Ran ${job.name} in ${toTimeText(tookMs)} on ${toAdapterText(report)}: ${toCountText(job.steps.length, 'step')}, ` +
      `${toCountText(trace.length, 'version')} committed, ${toSizeText(execution.deviceBytes)} of device memory.`,
  );
  for (const { name, root, files } of written) {
    output.line();
    output.line(`  output     ${name}`);
    for (const each of files) output.line(`             ${path.join(out, each)}`);
    output.line(`  BLAKE3     ${root}`);
  }
  output.line();
  output.line(`  receipt    ${receiptFile}`);
  output.line(`  id         ${receipts.id(receipt)}`);
  output.line(`  signed by  ${claim.worker.publicKey}`);
  if (kept.length > 0)
    output.line(`  kept       ${toCountText(kept.length, 'version')} more, in ${path.join(out, layout.versions)}`);
  output.line();
  output.line(`Check it: assay replay ${toShellText(receiptFile)} (all of it)`);
  output.line(`          assay audit ${toShellText(receiptFile)} (random cells, as a verifier would)`);
  output.result({
    ok: true,
    job: jobs.id(job),
    task: tasks.id(task),
    receipt: receipts.id(receipt),
    worker: claim.worker,
    traceRoot: claim.traceRoot,
    outputs: written.map(({ name, root, files }) => ({ name, root, files: files.map((each) => path.join(out, each)) })),
    kept,
    notes,
    milliseconds: Math.round(tookMs),
    directory: out,
  });
}

interface Asked {
  readonly task: tasks.Task;
  readonly inputs: Inputs;
}

/** The worker asks itself: no settlement, no audit, a nonce of its own. */
function ownTask(job: jobs.Job, { exact }: InputFiles, key: keys.Key, suite: suites.HashSuite): Asked {
  return tasks.make({ job, files: exact, requester: keys.toIdentity(key), nonce: newNonce(), suite });
}

/** Somebody else's task, refused here and not after the work when the files are not those that it commits to. */
function givenTask(taskFile: string, job: jobs.Job, { padded }: InputFiles, suite: suites.HashSuite): Asked {
  const task = read('task', taskFile);
  placed(taskFile, () => tasks.assertFor(task, job));
  for (const { name, root } of task.inputs) {
    const got = suite.root(padded.get(name)!);
    if (got === root) continue;
    throw new AssayError({
      kind: 'invalid',
      code: 'run.other-input',
      where: `--input ${name}`,
      expected: `the bytes that the task commits to, BLAKE3 ${root}`,
      got: `BLAKE3 ${got}`,
      remedy: `Get the file that the requester made the task with; nothing was run.`,
    });
  }
  return { task, inputs: padded };
}
