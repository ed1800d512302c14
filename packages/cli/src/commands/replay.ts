import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  job as jobs,
  receipt as receipts,
  type suite as suites,
  task as tasks,
  trace,
  verdict as verdicts,
} from '@assay/core';
import { type Runner, replay as replayOn, wasmEngine } from '@assay/runtime';
import type { CpuExecution } from '@assay/runtime/node';
import { exitCodes } from '../exit.js';
import * as disk from '../files/disk.js';
import { inputsOf, layout, type NamedFiles, open, type RunFolder } from '../folder.js';
import { type Output, toCostText, toCountText, toShellText, toTimeText } from '../output.js';
import { bar } from '../progress.js';
import { type DeviceOptions, toAdapterText, withCpu, withDevice } from '../session.js';

export interface ReplayOptions extends DeviceOptions, NamedFiles {
  /** Compiled cells on threads, instead of a device. */
  readonly cpu?: boolean;
  readonly threads?: number;
}

/** `assay replay RECEIPT`: does all the work again and compares every version. Returns the exit status. */
export async function replay(
  receiptFile: string,
  options: ReplayOptions,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const folder = open(receiptFile, options, 'replay');
  const { receipt, job, task } = folder;
  const inputs = inputsOf(folder);
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
  const outputs = verdicts.isValid(verdict) ? findOutputs(folder) : [];
  for (const { name, root, file, isCommitted } of outputs) {
    output.line(`  output     ${name} ${root}`);
    if (file !== undefined && isCommitted) output.line(`             ${file} has this hash`);
    if (file !== undefined && !isCommitted)
      output.warn(`             ${file} has ANOTHER hash: it is not what was committed`);
  }
  const isValid = verdicts.isValid(verdict) && outputs.every(({ isCommitted }) => isCommitted);
  if (verdict.code === 'replay.version-differs') {
    output.line();
    output.line(`Find the wrong cell: assay descend ${toShellText(receiptFile)}`);
  }
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
function findOutputs({ job, receipt, directory, suite }: RunFolder): Delivered[] {
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
    `Not valid: ${verdicts.sentenceOf(verdict)} (${code})`,
    ...(version === undefined ? [] : [`  first in   ${trace.describe(version)}`]),
    ...Object.entries(evidence)
      .filter(([name]) => !['version', 'name', 'step'].includes(name))
      .map(([name, value]) => `  ${name.padEnd(10)} ${String(value)}`),
    ...(ran?.lines ?? []),
  ];
}
