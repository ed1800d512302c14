import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import type { AdapterReport } from '@assay/runtime';

/** Where figures were measured: enough to compare them, nothing that names a machine. */
export interface Description {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  /** By name: Node, V8, and the libraries that are measured or do the work. */
  readonly versions: Readonly<Record<string, string>>;
  readonly adapter: AdapterReport;
  /** Mean number of runnable threads over the last 1 and 5 minutes before the run; above `cores`, times are not to be trusted. */
  readonly loadBefore: readonly number[];
}

export function describe(adapter: AdapterReport): Description {
  const cores = os.cpus();
  return {
    cpu: cores[0]?.model.trim() ?? 'unknown',
    cores: cores.length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    system: `${process.platform} ${process.arch}`,
    versions: versions(),
    adapter,
    loadBefore: os
      .loadavg()
      .slice(0, 2)
      .map((load) => Math.round(100 * load) / 100),
  };
}

/** One line for a person. */
export function toText({ cpu, cores, memoryGiB, system, versions, adapter, loadBefore }: Description): string {
  const name = adapter.description || adapter.device || adapter.vendor;
  const libraries = Object.entries(versions).map(([library, version]) => `${library} ${version}`);
  return [
    `adapter  ${name} (${adapter.backend}${adapter.isSoftware ? ', a CPU does the work' : ''})`,
    `machine  ${cpu}, ${cores} cores, ${memoryGiB} GiB, ${system}`,
    `versions ${libraries.join(', ')}`,
    `load     ${loadBefore.join(', ')} (1 and 5 minutes) on ${cores} cores${(loadBefore[0] ?? 0) > cores / 2 ? ': NOT QUIET, absolute figures are too slow' : ''}`,
  ].join('\n');
}

function versions(): Record<string, string> {
  const own = createRequire(import.meta.url);
  const runtime = createRequire(own.resolve('@assay/runtime'));
  return {
    node: process.versions.node,
    v8: process.versions.v8,
    assay: versionOf('@assay/runtime', own.resolve('@assay/runtime')),
    webgpu: versionOf('webgpu', runtime.resolve('webgpu')),
    '@noble/hashes': versionOf('@noble/hashes', own.resolve('@noble/hashes/blake3.js')),
    'hash-wasm': versionOf('hash-wasm', own.resolve('hash-wasm')),
    wgsl_reflect: versionOf('wgsl_reflect', own.resolve('wgsl_reflect/wgsl_reflect.module.js')),
  };
}

/** Exports maps may hide package.json, so it is looked for above a module of the package. */
function versionOf(name: string, module: string): string {
  for (let folder = path.dirname(module); folder !== path.dirname(folder); folder = path.dirname(folder)) {
    let text: string;
    try {
      text = readFileSync(path.join(folder, 'package.json'), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
      throw error;
    }
    const manifest = JSON.parse(text) as { name?: string; version?: string };
    if (manifest.name === name && manifest.version !== undefined) return manifest.version;
  }
  throw new Error(`no package.json of ${name} above its module`);
}
