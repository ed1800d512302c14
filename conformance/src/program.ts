/** The engines that there are, and how each is started on this machine. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AdapterChoice, software, versions, vulkan } from '@assay/runtime/node';
import type { Program } from './engine.js';

/** Where an engine runs; none: why not, and what helps. */
export type Located = { readonly program: Program } | { readonly absent: string };

/** By the name under which `--engine` knows it. */
export const engines: Readonly<Record<string, (adapter: AdapterChoice) => Located>> = { dawn, deno };

/** Dawn, and Tint in it: what `assay run` uses. */
export function dawn(adapter: AdapterChoice): Located {
  const title = `Dawn (webgpu ${versions().webgpu ?? 'not installed'})`;
  const parameters = [script('node.mjs'), adapter];
  return { program: { name: 'dawn', title, executable: process.execPath, parameters, env: process.env } };
}

/** wgpu and naga, from the npm package `deno`. */
export function deno(adapter: AdapterChoice): Located {
  const found = denoProgram();
  if (found === undefined) {
    const platform = `${process.platform}-${process.arch}`;
    return {
      absent: `npm's package deno has no program for ${platform} in this lock file: set ASSAY_DENO to the path of a deno that is installed otherwise`,
    };
  }
  const env = denoEnvironment(adapter);
  if (typeof env === 'string') return { absent: env };
  const flags = ['--unstable-webgpu', '--no-prompt', '--no-config', '--no-lock', '--no-remote', '--no-npm'];
  const parameters = ['run', '--quiet', ...flags, script('deno.mjs'), adapter];
  const title = `wgpu and naga (deno ${found.version})`;
  return { program: { name: 'deno', title, executable: found.executable, parameters, env } };
}

/** Deno keeps compiled code there: a folder that nobody else can write, as one for temporary files might be. */
const denoCache: string = fileURLToPath(new URL('../node_modules/.cache/deno', import.meta.url));

function script(name: string): string {
  return fileURLToPath(new URL(`../engine/${name}`, import.meta.url));
}

/** The program itself: the package's own launcher would stand between it and a signal. */
function denoProgram(): { readonly executable: string; readonly version: string } | undefined {
  const named = process.env.ASSAY_DENO;
  if (named !== undefined) return { executable: named, version: 'named by ASSAY_DENO' };
  try {
    const launcher = createRequire(import.meta.url).resolve('deno/package.json');
    const { version } = JSON.parse(readFileSync(launcher, 'utf8')) as { readonly version: string };
    const library = process.platform === 'linux' ? '-glibc' : '';
    const target = `@deno/${process.platform}-${process.arch}${library}/package.json`;
    const file = process.platform === 'win32' ? 'deno.exe' : 'deno';
    const executable = path.join(path.dirname(createRequire(launcher).resolve(target)), file);
    return existsSync(executable) ? { executable, version } : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** Drivers and loader for Deno, found as the runtime finds them for Dawn; a sentence where there are none. */
function denoEnvironment(adapter: AdapterChoice): NodeJS.ProcessEnv | string {
  const own = { ...process.env, DENO_DIR: denoCache, DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' };
  if (process.platform !== 'linux') return own;
  const drivers = vulkan.manifests();
  const bundled = software.install();
  const withLoader = vulkan.loader() !== null || bundled === null ? own : { ...own, ...loaderPath(bundled) };
  if (adapter !== 'software' && drivers.some(({ isSoftware }) => !isSoftware)) {
    const untold = drivers.filter(({ isStandard }) => !isStandard).map(({ file }) => file);
    const added = [process.env.VK_ADD_DRIVER_FILES, ...untold].filter(Boolean).join(':');
    return added === '' ? withLoader : { ...withLoader, VK_ADD_DRIVER_FILES: added };
  }
  if (adapter === 'gpu') return 'no Vulkan driver of a GPU is installed';
  const isNamed = Boolean(process.env.VK_DRIVER_FILES || process.env.VK_ICD_FILENAMES);
  if (isNamed && drivers.some(({ isSoftware }) => isSoftware)) return withLoader;
  if (bundled === null) return 'no software adapter: @sparticuz/chromium brings one for Linux on x64';
  return { ...withLoader, VK_DRIVER_FILES: bundled.manifest, VK_ICD_FILENAMES: bundled.manifest };
}

function loaderPath({ loader }: software.SwiftShader): NodeJS.ProcessEnv {
  const folders = [path.dirname(loader), process.env.LD_LIBRARY_PATH].filter(Boolean);
  return { LD_LIBRARY_PATH: folders.join(':') };
}
