import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  AssayError,
  job as jobs,
  receipt as receipts,
  suite as suites,
  task as tasks,
  trace,
  verdict as verdicts,
} from '@assay/core';
import { type Inputs, type Runner, replay as replayOn, wasmEngine } from '@assay/runtime';
import type { CpuExecution } from '@assay/runtime/node';
import { exitCodes } from '../exit.js';
import * as disk from '../files/disk.js';
import { type Output, toCostText, toCountText, toTimeText } from '../output.js';
import { bar } from '../progress.js';
import { type DeviceOptions, toAdapterText, withCpu, withDevice } from '../session.js';
import { read } from '../store.js';
import { layout, readInputs } from './run.js';

export interface ReplayOptions extends DeviceOptions {
  /** Compiled cells on threads, instead of a device. */
  readonly cpu?: boolean;
  readonly threads?: number;
  readonly input?: readonly string[];
  readonly job?: string;
  readonly task?: string;
}

/** `assay replay RECEIPT`: does all the work again and compares every version. Returns the exit status. */
export async function replay(
  receiptFile: string,
  options: ReplayOptions,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const directory = path.dirname(receiptFile);
  const receipt = read('receipt', receiptFile);
  const job = read('job', options.job ?? beside(directory, layout.job, '--job'));
  const task = read('task', options.task ?? beside(directory, layout.task, '--task'));
  assertTogether(receipt, job, task);
  const inputs = findInputs(job, directory, options.input ?? []);
  const engine = wasmEngine();
  let ran: Ran | undefined;
  // Nothing is started for a receipt whose form is wrong already.
  const runner: Runner = {
    async run(job, inputs, given) {
      const progress = bar(!output.isJson);
      const runOptions = { ...given, deadlineMs: options.deadline * 1000, onProgress: progress.update };
      try {
        if (options.cpu === true) {
          return await withCpu(options.threads, async (cpu) => {
            const startedMs = performance.now();
            const execution = await cpu.run(job, inputs, runOptions);
            ran = onCpu(cpu.threads, execution, performance.now() - startedMs);
            return execution;
          });
        }
        return await withDevice(options, output, signal, async (gpu) => {
          const startedMs = performance.now();
          const execution = await gpu.run(job, inputs, runOptions);
          ran = onDevice(toAdapterText(gpu.report), performance.now() - startedMs);
          return execution;
        });
      } finally {
        progress.stop();
      }
    },
  };
  const verdict = await replayOn(runner, { receipt, job, task, inputs, engine }, { signal });
  for (const line of describe(verdict, job, ran)) output.line(line);
  const origin = (option: string | undefined): string => (option === undefined ? 'beside the receipt' : 'as named');
  const ids = { receipt: receipts.id(receipt), task: tasks.id(task), job: jobs.id(job) };
  output.line(`  receipt    ${ids.receipt}`);
  output.line(`  signed by  ${receipt.claim.worker.publicKey}`);
  output.line(`  task       ${ids.task} (${origin(options.task)})`);
  output.line(`  job        ${ids.job} (${origin(options.job)})`);
  output.line(`  requester  ${task.requester.publicKey}, domain ${task.domain}`);
  const outputs = verdicts.isValid(verdict) ? findOutputs(job, receipt, directory) : [];
  for (const { name, root, file, isCommitted } of outputs) {
    output.line(`  output     ${name} ${root}`);
    if (file !== undefined && isCommitted) output.line(`             ${file} has this hash`);
    if (file !== undefined && !isCommitted)
      output.warn(`             ${file} has ANOTHER hash: it is not what was committed`);
  }
  const isValid = verdicts.isValid(verdict) && outputs.every(({ isCommitted }) => isCommitted);
  const { requester, domain } = task;
  output.result({
    ok: isValid,
    verdict,
    ...ids,
    worker: receipt.claim.worker,
    requester,
    domain,
    ran: ran?.facts ?? null,
    outputs,
  });
  return isValid ? exitCodes.success : exitCodes.refuted;
}

/** Where and how the work was done again. */
interface Ran {
  readonly place: string;
  readonly lines: readonly string[];
  /** For `--json`. */
  readonly facts: object;
}

function onDevice(adapter: string, milliseconds: number): Ran {
  const lines = [`  replayed   on ${adapter}, in ${toTimeText(milliseconds)}`];
  return { place: adapter, lines, facts: { on: 'device', adapter, milliseconds: Math.round(milliseconds) } };
}

function onCpu(threads: number, { cells, cost, firedCells }: CpuExecution, milliseconds: number): Ran {
  const place = `the CPU (compiled cells, ${toCountText(threads, 'thread')})`;
  const lines = [
    `  replayed   ${toCountText(cells, 'cell')}, ${toCostText(cost)}, without a GPU, in ${toTimeText(milliseconds)}`,
  ];
  if (firedCells > 0) {
    lines.push(`             guards fired in ${toCountText(firedCells, 'cell')}: \`assay check\` shows where`);
  }
  const facts = { on: 'cpu', threads, cells, cost, firedCells, milliseconds: Math.round(milliseconds) };
  return { place, lines, facts };
}

/** An output of the job with its committed hash, and whether the file beside the receipt has it (true where there is none). */
interface Delivered {
  readonly name: string;
  readonly root: suites.Root;
  readonly file: string | undefined;
  readonly isCommitted: boolean;
}

/** The receipt speaks of versions; a customer looks at files. */
function findOutputs(job: jobs.Job, receipt: receipts.Receipt, directory: string): Delivered[] {
  const suite = suites.blake3(wasmEngine());
  const wanted = new Set(job.outputs);
  return jobs
    .versions(job)
    .filter(({ name }) => wanted.has(name))
    .map(({ name, index }) => {
      const root = receipt.trace[index]!;
      const file = path.join(directory, layout.outputs, `${name}.bin`);
      if (!existsSync(file)) return { name, root, file: undefined, isCommitted: true };
      const content = disk.read(file, { lengthBytes: disk.lengthBytes(file) });
      return { name, root, file, isCommitted: suite.root(content) === root };
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

/** A verdict in a sentence, with its evidence below. */
function describe(verdict: verdicts.Verdict, job: jobs.Job, ran: Ran | undefined): string[] {
  const { code, evidence } = verdict;
  const versions = jobs.versions(job);
  if (verdicts.isValid(verdict)) {
    return [
      `Valid: running ${job.name} again on ${ran?.place} gives all ${versions.length} committed versions, bit for bit.`,
      ...(ran?.lines ?? []),
    ];
  }
  const version = versions[Number(evidence.version)];
  return [
    `Not valid: ${verdicts.codes[code].sentence} (${code})`,
    ...(version === undefined ? [] : [`  first in   ${trace.describe(version)}`]),
    ...Object.entries(evidence)
      .filter(([name]) => !['version', 'name', 'step'].includes(name))
      .map(([name, value]) => `  ${name.padEnd(10)} ${String(value)}`),
    ...(ran?.lines ?? []),
  ];
}

function beside(directory: string, name: string, option: string): string {
  const found = path.join(directory, name);
  if (existsSync(found)) return found;
  throw new AssayError({
    kind: 'invalid',
    code: 'replay.missing-file',
    where: found,
    expected: `the ${name} that \`assay run\` wrote beside the receipt`,
    got: 'no such file',
    remedy: `Copy the whole directory of the run, or name the file with ${option}.`,
  });
}

function findInputs(job: jobs.Job, directory: string, given: readonly string[]): Inputs {
  const named = new Set(given.map((argument) => argument.split('=')[0]));
  const kept = job.inputs
    .filter(({ name }) => !named.has(name))
    .map(({ name }) => {
      const file = path.join(layout.inputs, `${name}.bin`);
      return `${name}=${beside(directory, file, `--input ${name}=FILE`)}`;
    });
  return readInputs(job, [...given, ...kept]).padded;
}
