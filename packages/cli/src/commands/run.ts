import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { AssayError, bytes, file, job as jobs, key as keys, receipt as receipts, suite, task as tasks } from '@assay/core';
import { attest, type Inputs, wasmEngine } from '@assay/runtime';
import { writeOutput } from '../files/export.js';
import { readInput } from '../files/source.js';
import { stage, writeFile } from '../files/staging.js';
import { type Output, toSizeText, toTimeText } from '../output.js';
import { bar } from '../progress.js';
import { type DeviceOptions, toAdapterText, withDevice } from '../session.js';
import { read } from '../store.js';

export interface RunOptions extends DeviceOptions {
  /** `name=FILE` for each input. */
  readonly input: readonly string[];
  readonly out: string;
  readonly key: string;
  readonly task?: string;
}

/** Names of files in a run's directory, for `run` and `replay`. */
export const layout = { job: 'job.assay', task: 'task.assay', receipt: 'receipt.assay', inputs: 'inputs', outputs: 'outputs' } as const;

/** `assay run JOB`: runs it, commits to every buffer, signs, and writes all that a replay needs into one directory. */
export async function run(jobFile: string, options: RunOptions, output: Output, signal: AbortSignal): Promise<void> {
  const job = read('job', jobFile);
  const key = read('key', options.key);
  const files = readInputs(job, options.input);
  const engine = wasmEngine();
  const { task, inputs } = options.task === undefined ? ownTask(job, files, key) : { task: read('task', options.task), inputs: files.padded };

  await stage(
    options.out,
    async (directory) => {
      const started = performance.now();
      const { execution, report } = await withDevice(options, output, signal, async (gpu) => {
        const progress = bar(!output.isJson);
        try {
          const execution = await gpu.run(job, inputs, { signal, deadlineMs: options.deadline * 1000, onProgress: progress.update });
          return { execution, report: gpu.report };
        } finally {
          progress.stop();
        }
      });
      const took = performance.now() - started;
      const receipt = attest({ job, task, execution, report, key, engine, notes: { node: process.version } });

      await writeFile(path.join(directory, layout.job), file.encode('job', job));
      await writeFile(path.join(directory, layout.task), file.encode('task', task));
      await mkdir(path.join(directory, layout.inputs));
      for (const [name, content] of inputs) await writeFile(path.join(directory, layout.inputs, `${name}.bin`), content);
      await mkdir(path.join(directory, layout.outputs));
      const versions = jobs.versions(job);
      const written: { name: string; root: string; files: readonly string[] }[] = [];
      for (const [name, content] of execution.outputs) {
        const version = versions.find((candidate) => candidate.name === name)!;
        const names = await writeOutput(path.join(directory, layout.outputs), name, content, version.tensor);
        written.push({ name, root: execution.roots[version.index]!, files: names.map((each) => path.join(options.out, layout.outputs, each)) });
      }
      // Last, so that a directory with a receipt in it is complete even where the rename is not seen.
      await writeFile(path.join(directory, layout.receipt), file.encode('receipt', receipt));
      announce(output, { job, task, receipt, adapter: toAdapterText(report), took, deviceBytes: execution.deviceBytes, written, out: options.out });
    },
    { signal },
  );
}

function announce(
  output: Output,
  done: {
    job: jobs.Job;
    task: tasks.Task;
    receipt: receipts.Receipt;
    adapter: string;
    took: number;
    deviceBytes: number;
    written: readonly { name: string; root: string; files: readonly string[] }[];
    out: string;
  },
): void {
  const { job, task, receipt, adapter, took, deviceBytes, written, out } = done;
  const receiptFile = path.join(out, layout.receipt);
  output.line(`Ran ${job.name} in ${toTimeText(took)} on ${adapter}: ${job.steps.length} steps, ${receipt.trace.length} versions committed, ${toSizeText(deviceBytes)} of device memory.`);
  for (const { name, root, files } of written) {
    output.line(`  ${name}: ${files.join(', ')}`);
    output.line(`    BLAKE3 ${root}`);
  }
  output.line(`Receipt ${receipts.id(receipt)} signed by ${receipt.claim.worker.publicKey}`);
  output.line(`  ${receiptFile}`);
  output.line(`Check it: assay replay ${receiptFile}`);
  output.result({
    ok: true,
    job: jobs.id(job),
    task: tasks.id(task),
    receipt: receipts.id(receipt),
    worker: receipt.claim.worker,
    traceRoot: receipt.claim.traceRoot,
    outputs: written,
    notes: receipt.notes,
    milliseconds: Math.round(took),
    directory: out,
  });
}

interface InputFiles {
  /** As the files are, without padding. */
  readonly exact: ReadonlyMap<string, Uint8Array>;
  /** As the job takes them. */
  readonly padded: Inputs;
}

/** Reads `name=FILE` arguments for a job. */
export function readInputs(job: jobs.Job, given: readonly string[]): InputFiles {
  const exact = new Map<string, Uint8Array>();
  const padded = new Map<string, Uint8Array>();
  const names = job.inputs.map(({ name }) => name).join(', ') || 'no inputs';
  for (const argument of given) {
    const [name, ...rest] = argument.split('=');
    const file = rest.join('=');
    const input = job.inputs.find((candidate) => candidate.name === name);
    if (input === undefined || file === '') throw wrongInput(`--input ${argument}`, `name=FILE for one of the job's inputs (${names})`, argument);
    if (padded.has(input.name)) throw wrongInput(`--input ${argument}`, 'each input once', `${input.name} again`);
    const { bytes: content, contentLengthBytes } = readInput(file, input);
    padded.set(input.name, content);
    exact.set(input.name, content.subarray(0, contentLengthBytes));
  }
  const missing = job.inputs.filter(({ name }) => !padded.has(name)).map(({ name }) => name);
  if (missing.length > 0) throw wrongInput('--input', `a file for each of the job's inputs (${names})`, `none for ${missing.join(', ')}`);
  return { exact, padded };
}

/** The worker asks itself: no settlement, no audit, a nonce of its own. */
function ownTask(job: jobs.Job, { exact }: InputFiles, key: keys.Key): { task: tasks.Task; inputs: Inputs } {
  const nonce = bytes.toHex(globalThis.crypto.getRandomValues(new Uint8Array(32))) as tasks.Nonce;
  return tasks.make({ job, files: exact, requester: keys.toIdentity(key), nonce, suite: suite.blake3(wasmEngine()) });
}

function wrongInput(where: string, expected: string, got: string): AssayError {
  return new AssayError({ kind: 'invalid', code: 'run.wrong-input-argument', where, expected, got, remedy: 'Pass --input name=FILE once for each input; `assay inspect JOB` lists them.' });
}
