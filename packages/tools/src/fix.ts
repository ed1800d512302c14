// `npm run fix`: makes every generated file anew and names those that changed.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { table } from './generators/table.js';
import { root } from './root.js';
import * as workspaces from './workspace.js';

const workspace = workspaces.load(root);
for (const { source, target, make } of table) {
  for (const output of make(workspace, source, target)) {
    if (workspaces.read(root, output.path) === output.text) continue;
    const file = path.join(root, output.path);
    if (output.text === undefined) {
      rmSync(file);
    } else {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, output.text);
    }
    console.log(`${output.text === undefined ? 'removed' : 'wrote'} ${output.path}`);
  }
}
