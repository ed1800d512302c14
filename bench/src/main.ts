import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isAssayError } from '@assay/core';
import type { AdapterChoice } from '@assay/runtime';
import { acquire } from '@assay/runtime/node';
import { auditSpeed } from './audit.js';
import type { Benchmark } from './benchmark.js';
import { blake3Speed } from './blake3.js';
import { committed } from './committed.js';
import * as device from './device.js';
import { executor } from './executor.js';
import { guards } from './guards.js';
import { language } from './language.js';
import { overhead } from './overhead.js';
import { receiptSpeed } from './receipts.js';
import { type Report, type Row, slug, toTable } from './report.js';
import { startup } from './startup.js';

const BENCHMARKS: readonly Benchmark[] = [
  committed,
  overhead,
  blake3Speed,
  startup,
  language,
  guards,
  executor,
  receiptSpeed,
  auditSpeed,
];
const NAMES: readonly string[] = BENCHMARKS.map(({ name }) => name);
const ADAPTERS: readonly string[] = ['auto', 'gpu', 'software'] satisfies AdapterChoice[];
const USAGE = `usage: npm run bench -- [${NAMES.join('] [')}] [--quick] [--adapter ${ADAPTERS.join('|')}] [--out FILE]\n`;
const RESULTS: string = fileURLToPath(new URL('../results/', import.meta.url));

interface Arguments {
  readonly benchmarks: readonly Benchmark[];
  readonly isQuick: boolean;
  readonly adapter: AdapterChoice;
  readonly out: string | undefined;
}

async function main({ benchmarks, isQuick, adapter, out }: Arguments): Promise<void> {
  const note = (text: string): void => void process.stderr.write(`${text}\n`);
  const gpu = await acquire({ adapter });
  try {
    const machine = device.describe(gpu.report);
    process.stdout.write(`${device.toText(machine)}\n\n`);
    const rows: Row[] = [];
    for (const benchmark of benchmarks) rows.push(...(await benchmark.run({ gpu, isQuick, note })));
    process.stdout.write(`${toTable(rows)}\n`);

    const report: Report = {
      formatVersion: 1,
      measuredOn: new Date().toISOString().slice(0, 10),
      isQuick,
      machine,
      rows,
    };
    const isComplete = !isQuick && benchmarks.length === BENCHMARKS.length;
    const file = out ?? (isComplete ? path.join(RESULTS, `${slug(machine)}.json`) : undefined);
    if (file === undefined) {
      note('Nothing was written: only a full run replaces the file in bench/results. --out FILE writes any run.');
      return;
    }
    mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
    writeFileSync(file, `${toJson(report)}\n`);
    note(`Written to ${path.relative(process.cwd(), file)}.`);
  } finally {
    gpu.destroy();
  }
}

/** Exits with 2, after a sentence, where the command line is not understood. */
function parse(): Arguments {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        adapter: { type: 'string', default: 'auto' },
        out: { type: 'string' },
      },
    });
    const unknown = positionals.filter((name) => !NAMES.includes(name));
    if (unknown.length > 0) throw new TypeError(`Unknown benchmark ${unknown.join(', ')}.`);
    if (!ADAPTERS.includes(values.adapter)) throw new TypeError(`Unknown adapter ${values.adapter}.`);
    return {
      benchmarks: BENCHMARKS.filter(({ name }) => positionals.length === 0 || positionals.includes(name)),
      isQuick: values.quick,
      adapter: values.adapter as AdapterChoice,
      out: values.out,
    };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    process.stderr.write(`${error.message}\n${USAGE}`);
    process.exit(2);
  }
}

/** Five digits: more would be noise, in the file and in its history. */
function toJson(report: Report): string {
  const rounded = (_key: string, value: unknown): unknown =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;
  return JSON.stringify(report, rounded, 2);
}

try {
  await main(parse());
} catch (error) {
  if (!isAssayError(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
