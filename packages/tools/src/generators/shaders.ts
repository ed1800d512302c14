import path from 'node:path';
import type { Output } from '../output.js';
import * as workspaces from '../workspace.js';

/** A module with one string constant for each `.wgsl` file directly in `source`; no module where there is no such file. */
export function make(workspace: workspaces.Workspace, source: string, target: string): readonly Output[] {
  const shaders = workspace.files.filter((file) => path.posix.dirname(file) === source && file.endsWith('.wgsl'));
  if (shaders.length === 0) return [{ path: target, text: undefined }];
  const byName = new Map<string, string>();
  for (const file of shaders) {
    const name = toName(file);
    const other = byName.get(name);
    if (other !== undefined) throw new Error(`${other} and ${file} would both be ${name}. Rename one of them.`);
    byName.set(name, file);
  }
  const constants = [...byName].map(([name, file]) => {
    return `\nexport const ${name}: string = \`${toTemplate(workspaces.read(workspace.root, file) ?? '')}\`;\n`;
  });
  return [{ path: target, text: `// Generated from ${source} by packages/tools. Do not edit.\n${constants.join('')}` }];
}

/** `shaders/kernels/matmul-int8.wgsl` → `matmulInt8`. */
function toName(file: string): string {
  const stem = path.posix.basename(file, '.wgsl');
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(stem)) {
    throw new Error(`${file}: a shader's name is lower-case words joined by "-", starting with a letter. Rename it.`);
  }
  return stem.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** A template literal reads CR as LF, so that CR is written out too. */
function toTemplate(text: string): string {
  return text.replace(/[\\`]|\$\{/g, (match) => `\\${match}`).replace(/\r/g, '\\r');
}
