import { existsSync } from 'node:fs';
import path from 'node:path';
import { AssayError, job as jobs, receipt as receipts, trace, verdict as verdicts } from '@assay/core';
import { type Inputs, type Runner, replay as replayOn, wasmEngine } from '@assay/runtime';
import { exitCodes } from '../exit.js';
import type { Output } from '../output.js';
import { bar } from '../progress.js';
import { type DeviceOptions, toAdapterText, withDevice } from '../session.js';
import { read } from '../store.js';
import { layout, readInputs } from './run.js';

export interface ReplayOptions extends DeviceOptions {
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
  const inputs = findInputs(job, directory, options.input ?? []);
  const engine = wasmEngine();
  let adapter: string | undefined;
  // No device is started for a receipt whose form is wrong already.
  const runner: Runner = {
    run: (job, inputs, runOptions) =>
      withDevice(options, output, signal, async (gpu) => {
        adapter = toAdapterText(gpu.report);
        const progress = bar(!output.isJson);
        try {
          const deadlineMs = options.deadline * 1000;
          return await gpu.run(job, inputs, { ...runOptions, deadlineMs, onProgress: progress.update });
        } finally {
          progress.stop();
        }
      }),
  };
  const verdict = await replayOn(runner, { receipt, job, task, inputs, engine }, { signal });
  for (const line of describe(verdict, job, adapter)) output.line(line);
  output.line(`  receipt    ${receipts.id(receipt)}`);
  output.line(`  signed by  ${receipt.claim.worker.publicKey}`);
  output.result({ ok: verdicts.isValid(verdict), verdict });
  const kind = verdicts.kindOf(verdict);
  return kind === 'valid' ? exitCodes.success : exitCodes[kind];
}

/** A verdict in a sentence, with its evidence below. */
function describe(verdict: verdicts.Verdict, job: jobs.Job, adapter: string | undefined): string[] {
  const { code, evidence } = verdict;
  const versions = jobs.versions(job);
  if (verdicts.isValid(verdict)) {
    return [
      `Valid: running ${job.name} again on ${adapter} gives all ${versions.length} committed versions, bit for bit.`,
    ];
  }
  const version = versions[Number(evidence.version)];
  return [
    `Not valid: ${verdicts.codes[code].sentence} (${code})`,
    ...(version === undefined ? [] : [`  first in   ${trace.describe(version)}`]),
    ...Object.entries(evidence)
      .filter(([name]) => !['version', 'name', 'step'].includes(name))
      .map(([name, value]) => `  ${name.padEnd(10)} ${String(value)}`),
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
