import { existsSync } from 'node:fs';
import path from 'node:path';
import { AssayError, job as jobs, verdict as verdicts } from '@assay/core';
import { type Inputs, replay as replayOn, wasmEngine } from '@assay/runtime';
import { exitCodes } from '../exit.js';
import type { Output } from '../output.js';
import { bar } from '../progress.js';
import { type DeviceOptions, withDevice } from '../session.js';
import { read } from '../store.js';
import { layout, readInputs } from './run.js';

export interface ReplayOptions extends DeviceOptions {
  readonly input: readonly string[];
  readonly job?: string;
  readonly task?: string;
}

/** `assay replay RECEIPT`: does all the work again and compares every version. Returns the exit status. */
export async function replay(receiptFile: string, options: ReplayOptions, output: Output, signal: AbortSignal): Promise<number> {
  const directory = path.dirname(receiptFile);
  const receipt = read('receipt', receiptFile);
  const job = read('job', options.job ?? beside(directory, layout.job, '--job'));
  const task = read('task', options.task ?? beside(directory, layout.task, '--task'));
  const inputs = findInputs(job, directory, options.input);
  const engine = wasmEngine();
  const verdict = await withDevice(options, output, signal, async (gpu) => {
    const progress = bar(!output.isJson);
    try {
      const runner = { run: gpu.run.bind(gpu) };
      return await replayOn(runner, { receipt, job, task, inputs, engine }, { signal, onProgress: progress.update });
    } finally {
      progress.stop();
    }
  });
  output.line(sentence(verdict, receipt.trace.length));
  output.result({ ok: verdicts.isValid(verdict), verdict });
  const kind = verdicts.kindOf(verdict);
  return kind === 'valid' ? exitCodes.success : exitCodes[kind];
}

/** A verdict in one or two lines, with its evidence. */
export function sentence(verdict: verdicts.Verdict, versionCount: number): string {
  const { code, evidence } = verdict;
  if (code === 'valid') return `Valid: all ${versionCount} versions are what running the job again gives.`;
  const place = typeof evidence['name'] === 'string' ? ` First in version ${String(evidence['version'])}, ${evidence['name']}.` : '';
  const rest = Object.entries(evidence)
    .filter(([name]) => name !== 'name' && name !== 'version')
    .map(([name, value]) => `\n  ${name}: ${String(value)}`);
  return `Not valid (${code}): ${verdicts.codes[code].sentence}${place}${rest.join('')}`;
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
  const kept = job.inputs.filter(({ name }) => !named.has(name)).map(({ name }) => `${name}=${beside(directory, path.join(layout.inputs, `${name}.bin`), `--input ${name}=FILE`)}`);
  return readInputs(job, [...given, ...kept]).padded;
}
