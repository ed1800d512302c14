import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Writes `files` (text by path) into a new git checkout, gives its root to `use`, and takes it away again. */
export async function within<T>(
  files: Readonly<Record<string, string>>,
  use: (root: string) => T,
): Promise<Awaited<T>> {
  const root = mkdtempSync(path.join(os.tmpdir(), 'assay-fixture-'));
  try {
    execFileSync('git', ['init', '--quiet', root]);
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(root, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    return await use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** A package.json as text. */
export function manifest(fields: { readonly name: string; readonly [field: string]: unknown }): string {
  return `${JSON.stringify({ version: '0.1.0', type: 'module', ...fields }, null, 2)}\n`;
}
