import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { load, type Workspace } from './workspace.js';

/** Writes `files` (text by path) into a new folder, loads it, gives it to `use`, and takes it away again. */
export async function within<T>(
  files: Readonly<Record<string, string>>,
  use: (workspace: Workspace) => T,
): Promise<Awaited<T>> {
  const root = mkdtempSync(path.join(os.tmpdir(), 'assay-fixture-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(root, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    return await use(load(root, Object.keys(files).sort()));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** A package.json as text. */
export function manifest(fields: { readonly name: string; readonly [field: string]: unknown }): string {
  return `${JSON.stringify({ version: '0.1.0', type: 'module', ...fields }, null, 2)}\n`;
}
