import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isAssayError } from '@assay/core';
import type { AdapterChoice } from '@assay/runtime/node';
import * as folder from './corpus/folder.js';
import { Engine } from './engine.js';
import * as exceptions from './exception.js';
import { executors } from './executor.js';
import { toPage } from './page.js';
import * as programs from './program.js';
import * as reports from './report.js';
import { run } from './run.js';
import * as suite from './suite.js';

const EXECUTORS: readonly string[] = Object.keys(executors);
const PROGRAMS: readonly string[] = Object.keys(programs.engines);
const ENGINES: readonly string[] = [...EXECUTORS, ...PROGRAMS];
const ADAPTERS: readonly string[] = ['auto', 'gpu', 'software'] satisfies AdapterChoice[];
const CASES = 1000;
const RESULTS: string = fileURLToPath(new URL('../results/', import.meta.url));
const USAGE = `usage: npm run conformance -- [--cases N] [--seed S] [--engine ${ENGINES.join(',')}] [--adapter ${ADAPTERS.join('|')}] [--only TEXT] [--out DIR]\n`;

interface Arguments {
  /** Random kernels. */
  readonly cases: number;
  /** Of the first of them. */
  readonly seed: number;
  readonly engines: readonly string[];
  readonly adapter: AdapterChoice;
  /** Only cases whose names contain it. */
  readonly only: string;
  readonly out: string | undefined;
}

/** The exit status: 1 where anything is wrong that `exceptions.json` does not explain, or none of the engines that are programs could be measured. */
async function main({ cases, seed, engines: names, adapter, only, out }: Arguments): Promise<number> {
  const note = (text: string): void => void process.stderr.write(`${text}\n`);
  const engines: Engine[] = [];
  const programsAsked = names.filter((name) => PROGRAMS.includes(name));
  for (const name of programsAsked) {
    const engine = await start(name, adapter);
    if (typeof engine === 'string') note(`${name}: not measured (${engine})`);
    else engines.push(engine);
  }
  const target = out ?? (only === '' ? RESULTS : undefined);
  const known = exceptions.all();
  const within = known.filter((each) => exceptions.isWithin(each, { cases, seed }));
  try {
    const suites = suite
      .all({ cases, seed })
      .map((each) => ({ ...each, members: each.members.filter(({ name }) => name.includes(only)) }))
      .filter(({ members }) => members.length > 0);
    const ran = await run({
      suites,
      refused: folder.shaders('reject').filter(({ name }) => name.includes(only)),
      engines,
      executors: names.filter((name) => EXECUTORS.includes(name)).map((name) => executors[name]!),
      exceptions: known,
      onSuite: ({ name, members }) => note(`${name}: ${members.length}`),
      ...(target === undefined ? {} : { onFinding: keeper(path.join(target, 'failed')) }),
    });
    const measuredOn = new Date().toISOString().slice(0, 10);
    const found = ran.map(
      (each): reports.Report => ({ formatVersion: 1, measuredOn, node: process.version, seed, ...each }),
    );
    process.stdout.write(`${reports.toText(found)}\n`);
    for (const report of found.filter(() => only === '')) {
      for (const each of reports.unneeded(report, within))
        note(`exceptions.json: no finding any more: ${each.engine}, ${each.case}, ${each.reason}`);
    }
    if (target === undefined) note('Nothing was written: --out DIR writes a run with --only, too.');
    else write(target, found, note);
    const isClean = found.every((each) => reports.unexcused(each).length === 0 && each.idleDeaths.length === 0);
    const isMeasured = engines.length > 0 || programsAsked.length === 0;
    return isClean && isMeasured ? 0 : 1;
  } finally {
    await Promise.all(engines.map((engine) => engine.close()));
  }
}

async function start(name: string, adapter: AdapterChoice): Promise<Engine | string> {
  const located = programs.engines[name]!(adapter);
  return 'absent' in located ? located.absent : Engine.start(located.program);
}

/** Writes the code of what went wrong into files of one folder, which is emptied before. */
function keeper(directory: string): (engine: string, name: string, what: string, code: string) => void {
  rmSync(directory, { recursive: true, force: true });
  return (engine, name, what, code) => {
    if (code === '') return;
    mkdirSync(directory, { recursive: true });
    const forms = what.slice(0, what.indexOf(':'));
    const file = [engine, name, forms].join(' ').replaceAll(/[^\w.-]+/g, '-');
    writeFileSync(path.join(directory, `${file}.wgsl`), code);
  };
}

/** A file for each engine on its adapter, and a page of all that lie in the folder. */
function write(directory: string, found: readonly reports.Report[], note: (text: string) => void): void {
  mkdirSync(directory, { recursive: true });
  for (const report of found) {
    writeFileSync(path.join(directory, `${reports.slug(report)}.json`), `${JSON.stringify(report, null, 2)}\n`);
  }
  const files = readdirSync(directory).filter((file) => file.endsWith('.json'));
  const all = files
    .sort()
    .map((file) => JSON.parse(readFileSync(path.join(directory, file), 'utf8')) as reports.Report);
  writeFileSync(path.join(directory, 'report.html'), toPage(all));
  note(`Written to ${path.relative(process.cwd(), path.join(directory, 'report.html'))} and the files beside it.`);
}

/** Exits with 2, after a sentence, where the command line is not understood. */
function parse(): Arguments {
  try {
    const { values } = parseArgs({
      options: {
        cases: { type: 'string', default: String(CASES) },
        seed: { type: 'string', default: '1' },
        engine: { type: 'string', default: ENGINES.join() },
        adapter: { type: 'string', default: 'auto' },
        only: { type: 'string', default: '' },
        out: { type: 'string' },
      },
    });
    const engines = values.engine.split(',');
    const unknown = engines.filter((name) => !ENGINES.includes(name));
    if (unknown.length > 0) throw new TypeError(`Unknown engine ${unknown.join(', ')}.`);
    if (!ADAPTERS.includes(values.adapter)) throw new TypeError(`Unknown adapter ${values.adapter}.`);
    return {
      cases: toNumber('cases', values.cases),
      seed: toNumber('seed', values.seed),
      engines: [...new Set(engines)],
      adapter: values.adapter as AdapterChoice,
      only: values.only,
      out: values.out,
    };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    process.stderr.write(`${error.message}\n${USAGE}`);
    process.exit(2);
  }
}

function toNumber(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new TypeError(`--${name} takes a whole number, got ${text}.`);
}

try {
  process.exitCode = await main(parse());
} catch (error) {
  if (!isAssayError(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
