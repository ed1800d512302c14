import type { Output } from '../output.js';
import * as workspaces from '../workspace.js';

/** A copy of the licence for each published package: npm packs only what lies in the package's own folder. */
export function make(workspace: workspaces.Workspace, source: string): readonly Output[] {
  const text = workspaces.read(workspace.root, source);
  if (text === undefined) throw new Error(`${source} is missing. Write it: every published package carries a copy.`);
  return workspaces.published(workspace).map((unit) => ({ path: `${unit.folder}/LICENSE`, text }));
}
