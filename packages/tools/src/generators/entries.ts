import type { Output } from '../output.js';
import * as workspaces from '../workspace.js';

/**
 * Each package.json with the exports map that follows from its `assay.entries` (`["index"]` when absent): `index` is `.`,
 * any other is `./name`; both lead to what `src/name.ts` compiles to.
 */
export function make(workspace: workspaces.Workspace): readonly Output[] {
  return workspaces.packages(workspace).map((unit) => {
    const path = `${unit.folder}/package.json`;
    const manifest = { ...unit.manifest, exports: exportsOf(workspace, unit) };
    return { path, text: `${JSON.stringify(manifest, null, 2)}\n` };
  });
}

function exportsOf(workspace: workspaces.Workspace, unit: workspaces.Unit): Readonly<Record<string, unknown>> {
  const names = unit.manifest.assay?.entries ?? ['index'];
  const pairs = names.map((name) => {
    const source = `${unit.folder}/src/${name}.ts`;
    if (!workspace.modules.has(source)) {
      throw new Error(`${unit.folder}/package.json: the entry "${name}" has no ${source}. Write it or drop the entry.`);
    }
    const target = { types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` };
    return [name === 'index' ? '.' : `./${name}`, target];
  });
  return Object.fromEntries([...pairs, ['./package.json', './package.json']]);
}
