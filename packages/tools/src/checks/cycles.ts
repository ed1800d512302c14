import type { Finding } from '../finding.js';
import * as graph from '../graph.js';
import * as workspaces from '../workspace.js';

/** No import cycle between modules, nor between packages; an `import type` counts like any other. */
export function check(workspace: workspaces.Workspace): readonly Finding[] {
  const byModule = new Map<string, Set<string>>();
  const byPackage = new Map<string, Set<string>>();
  for (const module of workspace.modules.values()) {
    const targets = new Set<string>();
    for (const { specifier } of module.imports) {
      const target = workspaces.resolve(workspace, module, specifier);
      if (target.kind === 'module' || target.kind === 'package') targets.add(target.path);
      // Tests stand on top of everything: core's tests may use the testkit, which depends on core.
      if (target.kind === 'package' && !module.isTest && target.unit !== module.unit) {
        entry(byPackage, module.unit.manifest.name).add(target.unit.manifest.name);
      }
    }
    byModule.set(module.path, targets);
  }
  return [
    ...graph.cycles(byModule).map(([where = '', ...rest]) => ({
      where,
      what: `import cycle ${[where, ...rest].join(' → ')}`,
      mend: 'Move what both need into a module of its own below them.',
    })),
    ...graph.cycles(byPackage).map(([where = '', ...rest]) => ({
      where,
      what: `packages in a cycle: ${[where, ...rest].join(' → ')}`,
      mend: 'Move what both need into the lower package.',
    })),
  ];
}

function entry(map: Map<string, Set<string>>, key: string): Set<string> {
  const found = map.get(key) ?? new Set<string>();
  map.set(key, found);
  return found;
}
