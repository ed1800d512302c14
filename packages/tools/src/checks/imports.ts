import type { Finding } from '../finding.js';
import * as workspaces from '../workspace.js';

/**
 * Every import is declared in the package.json that ships with it, goes through the exports map of its target, and no
 * relative import leaves its own package. Tests and private packages may also use the root's development dependencies.
 */
export function check(workspace: workspaces.Workspace): readonly Finding[] {
  return [...workspace.modules.values()].flatMap((module) =>
    module.imports.flatMap(({ specifier, line }) => {
      const wrong = findFault(workspace, module, specifier);
      return wrong === undefined ? [] : [{ where: `${module.path}:${line}`, ...wrong }];
    }),
  );
}

function findFault(
  workspace: workspaces.Workspace,
  module: workspaces.Module,
  specifier: string,
): Pick<Finding, 'what' | 'mend'> | undefined {
  const target = workspaces.resolve(workspace, module, specifier);
  switch (target.kind) {
    case 'builtin':
      return undefined;
    case 'module':
      if (isWithin(workspace, module.unit, target.path)) return undefined;
      // A contract is a suite for every implementation of a port, wherever it lies; it is never shipped, so not exported.
      if (module.isTest && target.path.endsWith('.contract.ts')) return undefined;
      return { what: `relative import ${specifier} leaves the package`, mend: 'Import the other package by its name.' };
    case 'package': {
      if (!(target.subpath in (target.unit.manifest.exports ?? {}))) {
        const what = `${specifier} is not in the exports map of ${target.unit.manifest.name}`;
        return { what, mend: 'Export what is needed from an entry, or name the entry in "assay.entries".' };
      }
      if (target.unit === module.unit) {
        return { what: `${specifier} is the package itself`, mend: 'Import the module with a relative path.' };
      }
      return findUndeclared(workspace, module, target.unit.manifest.name);
    }
    case 'vendor':
      return findUndeclared(workspace, module, target.name);
  }
}

function findUndeclared(
  workspace: workspaces.Workspace,
  { unit, isTest }: workspaces.Module,
  name: string,
): Pick<Finding, 'what' | 'mend'> | undefined {
  const { dependencies, peerDependencies, devDependencies } = unit.manifest;
  const root = workspace.units.find((each) => each.folder === '');
  const isDev = isTest || unit.manifest.private === true;
  const declared = { ...dependencies, ...peerDependencies };
  if (isDev) Object.assign(declared, devDependencies, root?.manifest.devDependencies);
  if (name in declared) return undefined;
  const manifest = unit.folder === '' ? 'package.json' : `${unit.folder}/package.json`;
  return { what: `${name} is not in the dependencies`, mend: `Add its exact version to ${manifest} and install.` };
}

function isWithin({ units }: workspaces.Workspace, unit: workspaces.Unit, file: string): boolean {
  return !file.startsWith('..') && workspaces.unitOf(units, file) === unit;
}
