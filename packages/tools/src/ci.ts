// The second half of `.ci/run`: after `npm test` it lints, runs the checks, names what was skipped, and counts everything.
// Arguments: the file that the test reporter wrote (it may be missing), and the exit code of `npm test`.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { run, type Tally } from './checks/table.js';
import { REASON } from './reason.js';
import type { Report } from './reporter.js';
import { root } from './root.js';
import * as totals from './total.js';

const [file = '', code = '1'] = process.argv.slice(2);
const report: Report | undefined = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
if (report === undefined) console.log('The tests left no report: vitest did not come to its end.');
for (const message of report?.errors ?? []) console.log(`error: ${message}`);
for (const name of report?.failed ?? []) console.log(`failed: ${name}`);
for (const { name, reason } of report?.skipped ?? []) {
  // Some say why in their title.
  const why = reason !== '' || REASON.test(name) ? reason : 'no reason given';
  console.log(`skipped: ${name}${why === '' ? '' : `: ${why}`}`);
}

const total = totals.total(report, Number(code), [lint(), await check()]);
console.log(totals.toText(total));
process.exitCode = total.failed === 0 ? 0 : 1;

function lint(): Tally {
  const biome = path.join(root, 'node_modules/@biomejs/biome/bin/biome');
  const { status } = spawnSync(process.execPath, [biome, 'check', '.'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function check(): Promise<Tally> {
  try {
    return await run(root, (line) => console.log(line));
  } catch (error) {
    console.log(`FAIL the checks could not be run: ${error instanceof Error ? error.message : String(error)}`);
    return { passed: 0, failed: 1 };
  }
}
