import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import * as syntax from './syntax.js';

/** The fields of a package.json that matter here. */
export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  /** `entries`: the modules directly under `src` that may be imported from outside; `index` alone when absent. */
  readonly assay?: { readonly entries?: readonly string[] };
}

/** What has a package.json of its own. `folder` is from the root, `''` for the root itself. */
export interface Unit {
  readonly folder: string;
  readonly manifest: Manifest;
  /** A package of the stack (`packages/*`); the others are leaves (examples, bench, conformance, root), for tests alone to import. */
  readonly isPackage: boolean;
}

export interface Module {
  /** From the root, with `/`. */
  readonly path: string;
  readonly unit: Unit;
  readonly text: string;
  readonly program: syntax.Node;
  readonly imports: readonly syntax.Import[];
  /** A test, a contract (a suite that several tests run), or what lies in a `testing` folder; never shipped. */
  readonly isTest: boolean;
  readonly isGenerated: boolean;
}

export interface Workspace {
  /** Absolute. */
  readonly root: string;
  /** Every file that git tracks or would track, from the root, sorted. */
  readonly files: readonly string[];
  readonly units: readonly Unit[];
  readonly modules: ReadonlyMap<string, Module>;
}

/** Where an import leads. A `module` may be absent from the tree; TypeScript reports that. */
export type Target =
  | { readonly kind: 'builtin' }
  | { readonly kind: 'module'; readonly path: string }
  /** A package of this workspace; `path` is the module behind the subpath (`.`, `./node`). */
  | { readonly kind: 'package'; readonly unit: Unit; readonly subpath: string; readonly path: string }
  | { readonly kind: 'vendor'; readonly name: string };

/** Reads and parses the tree of `files` (from `root`, sorted). Throws an Error at a file that cannot be parsed. */
export function load(root: string, files: readonly string[] = list(root)): Workspace {
  const units = files.filter((file) => UNIT.test(file)).map((file) => loadUnit(root, file));
  const modules = files.filter((file) => MODULE.test(file)).map((file) => loadModule(root, file, units));
  return { root, files, units, modules: new Map(modules.map((module) => [module.path, module])) };
}

/** Every file in the git checkout at `root` that git tracks or would track, sorted. */
export function list(root: string): readonly string[] {
  // A checkout that another user owns (a container's mount) is read like any other: only names are asked for.
  const listed = execFileSync(
    'git',
    ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  const names = new Set(listed.split('\0').filter((name) => name !== ''));
  return [...names].filter((name) => existsSync(path.join(root, name))).sort();
}

/** The text of a file, or undefined where there is none. */
export function read(root: string, file: string): string | undefined {
  const absolute = path.join(root, file);
  return existsSync(absolute) ? readFileSync(absolute, 'utf8') : undefined;
}

/** `core` for `@assay/core`. */
export function shortName(unit: Unit): string {
  return unit.manifest.name.slice(SCOPE.length);
}

export function packages(workspace: Workspace): readonly Unit[] {
  return workspace.units.filter((unit) => unit.isPackage);
}

/** The packages that are published. */
export function published(workspace: Workspace): readonly Unit[] {
  return packages(workspace).filter((unit) => unit.manifest.private !== true);
}

/** What has the nearest package.json of those around a file (from the root). */
export function unitOf(units: readonly Unit[], file: string): Unit | undefined {
  const around = units.filter(({ folder }) => folder === '' || file.startsWith(`${folder}/`));
  return around.sort((a, b) => b.folder.length - a.folder.length)[0];
}

export function resolve(workspace: Workspace, from: Module, specifier: string): Target {
  if (isBuiltin(specifier)) return { kind: 'builtin' };
  if (specifier.startsWith('.')) {
    return { kind: 'module', path: toSource(path.posix.join(path.posix.dirname(from.path), specifier)) };
  }
  const parts = specifier.split('/');
  const name = parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
  const unit = workspace.units.find((each) => each.manifest.name === name);
  if (unit === undefined) return { kind: 'vendor', name };
  const rest = parts.slice(2).join('/');
  return {
    kind: 'package',
    unit,
    subpath: rest === '' ? '.' : `./${rest}`,
    path: `${unit.folder}/src/${rest === '' ? 'index' : rest}.ts`,
  };
}

export const SCOPE = '@assay/';
const UNIT = /^(?:(?:packages|examples)\/[^/]+\/|(?:bench|conformance)\/)?package\.json$/;
const MODULE = /^(?:(?:(?:packages|examples)\/[^/]+|bench|conformance)\/src\/|test\/|(?=[^/]+$)).*(?<!\.d)\.ts$/;

function loadUnit(root: string, file: string): Unit {
  const folder = file === 'package.json' ? '' : path.posix.dirname(file);
  return { folder, manifest: JSON.parse(read(root, file) ?? ''), isPackage: folder.startsWith('packages/') };
}

function loadModule(root: string, file: string, units: readonly Unit[]): Module {
  const unit = unitOf(units, file);
  if (unit === undefined) throw new Error(`${file} belongs to no package.json; add one at the root.`);
  const text = read(root, file) ?? '';
  const program = syntax.parse(file, text);
  return {
    path: file,
    unit,
    text,
    program,
    imports: syntax.imports(program, text),
    isTest: /\.(?:test|contract)\.ts$|^test\/|\/src\/testing\//.test(file),
    isGenerated: file.includes('/generated/'),
  };
}

function toSource(file: string): string {
  return file.replace(/\.js$/, '.ts');
}
