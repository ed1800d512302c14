import { type Finding, toText } from '../finding.js';
import * as workspaces from '../workspace.js';
import * as closure from './closure.js';
import * as cycles from './cycles.js';
import * as files from './files.js';
import * as generated from './generated.js';
import * as imports from './imports.js';
import * as lockfile from './lockfile.js';
import * as paths from './paths.js';
import * as stack from './stack.js';
import * as suites from './suites.js';
import * as tarballs from './tarballs.js';
import * as vendors from './vendors.js';

/** A rule of this repository. It reads the tree and changes nothing. */
export interface Check {
  readonly name: string;
  readonly check: (workspace: workspaces.Workspace) => readonly Finding[] | Promise<readonly Finding[]>;
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

export const table: readonly Check[] = [
  { name: 'cycles: no import cycle in or between packages', check: cycles.check },
  { name: 'stack: packages depend as ARCHITECTURE.md says', check: stack.check },
  { name: 'imports: declared, and through exports maps', check: imports.check },
  { name: 'vendors: each is imported in one place', check: vendors.check },
  { name: 'closure: core, wgsl and verify are pure', check: closure.check },
  { name: 'generated: files are up to date', check: generated.check },
  { name: 'tarballs: publint, attw and contents', check: tarballs.check },
  { name: 'lockfile: names no registry', check: lockfile.check },
  { name: 'paths: none of one machine', check: paths.check },
  { name: 'suites: no only, silent skip or retry', check: suites.check },
  { name: 'files: sizes and names', check: files.check },
];

/** Runs every check on the tree at `root`. Prints a line for each, and below it what is wrong and how to mend it. */
export async function run(root: string, print: (line: string) => void): Promise<Tally> {
  const workspace = workspaces.load(root);
  let failed = 0;
  for (const { name, check } of table) {
    const findings = await check(workspace);
    if (findings.length > 0) failed++;
    print(`${findings.length === 0 ? 'ok  ' : 'FAIL'} ${name}`);
    for (const finding of findings) print(`     ${toText(finding)}`);
  }
  return { passed: table.length - failed, failed };
}
