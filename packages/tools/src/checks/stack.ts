import type { Finding } from '../finding.js';
import * as stack from '../stack.js';
import * as workspaces from '../workspace.js';

const TABLE = 'ARCHITECTURE.md';

/**
 * The table under `## The stack` in ARCHITECTURE.md is the truth: each package has a row, depends only on rows above its own,
 * names exactly these in its package.json, and its modules import nothing else of the workspace (tests may use dev packages).
 */
export function check(workspace: workspaces.Workspace): readonly Finding[] {
  const layers = stack.parse(workspaces.read(workspace.root, TABLE) ?? '');
  if (layers.length === 0) {
    const mend = 'Add the heading and a table with the columns: package, depends on, holds.';
    return [{ where: TABLE, what: 'no table under the heading "## The stack"', mend }];
  }
  const units = workspaces.packages(workspace);
  return [
    ...layers.flatMap((layer, at) => checkLayer(layer, layers.slice(0, at), units)),
    ...units.flatMap((unit) => checkUnit(unit, layers)),
    ...[...workspace.modules.values()].flatMap((module) => checkModule(workspace, module, layers)),
  ];
}

function checkLayer(
  layer: stack.Layer,
  above: readonly stack.Layer[],
  units: readonly workspaces.Unit[],
): readonly Finding[] {
  const where = `${TABLE}:${layer.line}`;
  const findings: Finding[] = [];
  if (!units.some((unit) => workspaces.shortName(unit) === layer.name)) {
    findings.push({ where, what: `no package @assay/${layer.name} exists`, mend: 'Take the row out.' });
  }
  for (const name of layer.dependsOn) {
    const lower = above.find((each) => each.name === name);
    if (lower === undefined) {
      const mend = 'Depend only on rows above, or put the rows in order.';
      findings.push({ where, what: `${layer.name} depends on ${name}, which is not in a row above`, mend });
    } else if (lower.isDev && !layer.isDev) {
      const mend = 'Only a dev package depends on a dev package.';
      findings.push({ where, what: `${layer.name} depends on the dev package ${name}`, mend });
    }
  }
  return findings;
}

function checkUnit(unit: workspaces.Unit, layers: readonly stack.Layer[]): readonly Finding[] {
  const where = `${unit.folder}/package.json`;
  const name = workspaces.shortName(unit);
  const layer = layers.find((each) => each.name === name);
  if (layer === undefined) {
    return [{ where, what: `${unit.manifest.name} has no row in ${TABLE}`, mend: 'Add it below what it depends on.' }];
  }
  const findings: Finding[] = [];
  if (layer.isDev !== (unit.manifest.private === true)) {
    const mend = 'A dev package is private and marked (dev) in the table; any other is neither.';
    findings.push({ where, what: `"private" and the (dev) mark of ${name} disagree`, mend });
  }
  const declared = Object.keys({ ...unit.manifest.dependencies, ...unit.manifest.peerDependencies })
    .filter((each) => each.startsWith(workspaces.SCOPE))
    .map((each) => each.slice(workspaces.SCOPE.length));
  for (const each of declared.filter((other) => !layer.dependsOn.includes(other))) {
    const mend = `Take it out of package.json, or add it to the row of ${name} in ${TABLE}.`;
    findings.push({ where, what: `depends on ${each}, which the stack table does not allow`, mend });
  }
  for (const each of layer.dependsOn.filter((other) => !declared.includes(other))) {
    const mend = `Add @assay/${each} to "dependencies", or take it out of the row of ${name} in ${TABLE}.`;
    findings.push({ where, what: `the stack table says it depends on ${each}, package.json does not`, mend });
  }
  return findings;
}

function checkModule(
  workspace: workspaces.Workspace,
  module: workspaces.Module,
  layers: readonly stack.Layer[],
): readonly Finding[] {
  if (!module.unit.isPackage) return [];
  const name = workspaces.shortName(module.unit);
  const allowed = layers.find((layer) => layer.name === name)?.dependsOn ?? [];
  return module.imports.flatMap(({ specifier, line }) => {
    const target = workspaces.resolve(workspace, module, specifier);
    if (target.kind !== 'package' || target.unit === module.unit) return [];
    const other = workspaces.shortName(target.unit);
    if (allowed.includes(other)) return [];
    if (module.isTest && layers.some((layer) => layer.name === other && layer.isDev)) return [];
    const what = `${name} imports ${specifier}, an edge that the stack table does not allow`;
    return [{ where: `${module.path}:${line}`, what, mend: `Move the code to where it may stand (see ${TABLE}).` }];
  });
}
