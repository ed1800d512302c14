import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Analysis, checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core';
import { problemAffectsResolutionKind, problemKindInfo } from '@arethetypeswrong/core/problems';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import type { Finding } from '../finding.js';
import * as workspaces from '../workspace.js';
import * as paths from './paths.js';

type Fault = Pick<Finding, 'what' | 'mend'>;

const REQUIRED: readonly string[] = ['README.md', 'LICENSE', 'package.json'];
const UNWANTED = /\.(?:test|contract)\.|\.tsbuildinfo$|(?:^|\/)(?:testing|node_modules|coverage)\/|\.tgz$/;

/** What `npm pack` makes of each published package holds all that a user needs, nothing else, and its exports resolve. */
export async function check(workspace: workspaces.Workspace): Promise<readonly Finding[]> {
  const units = workspaces.published(workspace);
  const tarballs = await pack(
    workspace.root,
    units.map((unit) => unit.folder),
  );
  const findings = await Promise.all(
    tarballs.map(async (tarball) => {
      const shipped = createPackageFromTarballData(tarball);
      const where = units.find((unit) => unit.manifest.name === shipped.packageName)?.folder ?? shipped.packageName;
      const prefix = `/node_modules/${shipped.packageName}/`;
      const files = new Map(shipped.listFiles().map((file) => [file.slice(prefix.length), shipped.readFile(file)]));
      const faults = [...checkFiles(files), ...(await lint(tarball)), ...(await checkTypes(tarball))];
      return faults.map((fault) => ({ where, ...fault }));
    }),
  );
  return findings.flat();
}

/** The tarballs of the packages in `folders` (from `root`), made by one run of npm, which neither runs scripts nor asks a registry. */
async function pack(root: string, folders: readonly string[]): Promise<readonly Uint8Array[]> {
  if (folders.length === 0) return [];
  const target = mkdtempSync(path.join(os.tmpdir(), 'assay-pack-'));
  try {
    const options = ['--ignore-scripts', '--offline', '--silent', '--pack-destination', target];
    await promisify(execFile)('npm', ['pack', ...options, ...folders.map((folder) => `./${folder}`)], { cwd: root });
    return readdirSync(target).map((name) => new Uint8Array(readFileSync(path.join(target, name))));
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}

function checkFiles(files: ReadonlyMap<string, string>): readonly Fault[] {
  const missing = REQUIRED.filter((name) => !files.has(name)).map((name) => ({
    what: `the tarball has no ${name}`,
    mend: name === 'LICENSE' ? 'Run `npm run fix`.' : 'Write it.',
  }));
  const wrong = [...files].flatMap(([name, text]) => {
    if (UNWANTED.test(name)) {
      return [{ what: `the tarball holds ${name}`, mend: 'Leave it out with "files" in package.json.' }];
    }
    const source = /^dist\/(.*)\.js$/.exec(name)?.[1];
    if (source !== undefined && !files.has(`src/${source}.ts`)) {
      return [{ what: `${name} is stale: no src/${source}.ts`, mend: 'Delete the dist folder and build again.' }];
    }
    return paths.find(text).map((path) => ({
      what: `${name}:${path.line} in the tarball names a folder of one machine: ${path.text}`,
      mend: 'Take it out of the source, then build again.',
    }));
  });
  return [...missing, ...wrong];
}

async function lint(tarball: Uint8Array): Promise<readonly Fault[]> {
  const copy = new Uint8Array(tarball).buffer;
  const { messages, pkg } = await publint({ pack: { tarball: copy }, level: 'suggestion' });
  return messages.map((message) => ({
    what: `publint: ${formatMessage(message, pkg, { color: false }) ?? message.code}`,
    mend: 'Change package.json, or the build, so that publint is content.',
  }));
}

/** Packages are ESM only, so that what CommonJS and the resolution of old TypeScript would see does not count. */
async function checkTypes(tarball: Uint8Array): Promise<readonly Fault[]> {
  const result = await checkPackage(createPackageFromTarballData(tarball));
  if (result.types === false) return [{ what: 'the tarball holds no types', mend: 'Build before packing.' }];
  return result.problems
    .filter((problem) => isRelevant(problem, result))
    .map((problem) => ({
      what: `attw: ${problemKindInfo[problem.kind].title}${'entrypoint' in problem ? ` at ${problem.entrypoint}` : ''}`,
      mend: `See ${problemKindInfo[problem.kind].docsUrl}.`,
    }));
}

function isRelevant(problem: Problem, analysis: Analysis): boolean {
  return (['node16-esm', 'bundler'] as const).some((kind) => problemAffectsResolutionKind(problem, kind, analysis));
}
