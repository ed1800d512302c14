import type { Finding } from '../finding.js';
import * as workspaces from '../workspace.js';

/** Pure functions on bytes, no outside world behind them: used wherever they are needed. */
const LIBRARIES: readonly string[] = ['@noble/curves', '@noble/hashes'];

/** In a published package each vendor is imported by one module only, so that it can be replaced there. */
export function check(workspace: workspaces.Workspace): readonly Finding[] {
  return workspaces.published(workspace).flatMap((unit) => {
    const users = new Map<string, Set<string>>();
    for (const module of workspace.modules.values()) {
      if (module.unit !== unit || module.isTest) continue;
      for (const { specifier } of module.imports) {
        const target = workspaces.resolve(workspace, module, specifier);
        if (target.kind !== 'vendor' || LIBRARIES.includes(target.name)) continue;
        users.set(target.name, (users.get(target.name) ?? new Set<string>()).add(module.path));
      }
    }
    return [...users].flatMap(([name, modules]) => {
      if (modules.size === 1) return [];
      const what = `${name} is imported by ${modules.size} modules: ${[...modules].join(', ')}`;
      return [{ where: unit.folder, what, mend: 'Keep one of them and let the others use it.' }];
    });
  });
}
