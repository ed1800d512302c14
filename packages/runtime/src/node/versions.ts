import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Versions of the software that a run rests on, for a receipt's unsigned notes: `{ node: 'v20.19.0', runtime: '0.1.0', webgpu: '0.6.2' }`. */
export interface Versions {
  readonly node: string;
  /** Of this package. */
  readonly runtime: string;
  /** Of the npm package that brings Dawn; absent where it is not installed. */
  readonly webgpu?: string;
}

export function versions(): Versions {
  const runtime = versionAbove(fileURLToPath(import.meta.url)) ?? 'unknown';
  const webgpu = versionAbove(entryOf('webgpu'));
  return { node: process.version, runtime, ...(webgpu === undefined ? {} : { webgpu }) };
}

function entryOf(name: string): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(name);
  } catch {
    return undefined; // not installed, as in a browser-only setting
  }
}

/** The version in the nearest package.json that states one. */
function versionAbove(file: string | undefined): string | undefined {
  for (let directory = file; directory !== undefined && directory !== path.dirname(directory); ) {
    directory = path.dirname(directory);
    const manifest = path.join(directory, 'package.json');
    if (!existsSync(manifest)) continue;
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version?: string };
    if (version !== undefined) return version;
  }
  return undefined;
}
