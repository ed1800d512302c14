import { existsSync, readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A JSON file by which a Vulkan driver makes itself known to the loader ("ICD manifest"). */
export interface Manifest {
  readonly file: string;
  /** `library_path` of the manifest; empty where the file is absent or no manifest. */
  readonly library: string;
  /** True for drivers that run on the CPU. */
  readonly isSoftware: boolean;
  /** False where the loader does not look by itself and must be told. */
  readonly isStandard: boolean;
}

/** The loader's name by which Dawn asks for it. */
const SONAME = 'libvulkan.so.1';
/** glibc's value, which Node's constants lack: the library stays mapped although Node closes what is no add-on. */
const RTLD_NODELETE = 0x1000;

/** Drivers put here by container platforms (NVIDIA's device plug-ins) and by NixOS. */
const FURTHER_PLACES: readonly string[] = ['/usr/local/nvidia/share', '/run/opengl-driver/share'];

/**
 * Driver manifests in the loader's search order: those that VK_DRIVER_FILES or VK_ICD_FILENAMES name and no others, or those
 * of VK_ADD_DRIVER_FILES and of the XDG and system directories (Vulkan-Loader, docs/LoaderDriverInterface.md, "Driver
 * Discovery").
 */
export function manifests(env: NodeJS.ProcessEnv = process.env): readonly Manifest[] {
  const named = env.VK_DRIVER_FILES || env.VK_ICD_FILENAMES;
  if (named) return list(named).flatMap((place) => expand(place).map((file) => read(file, true)));

  const home = env.HOME ?? os.homedir();
  const standard = [
    env.XDG_CONFIG_HOME || path.join(home, '.config'),
    ...list(env.XDG_CONFIG_DIRS || '/etc/xdg'),
    '/usr/local/etc',
    '/etc',
    env.XDG_DATA_HOME || path.join(home, '.local/share'),
    ...list(env.XDG_DATA_DIRS || '/usr/local/share:/usr/share'),
  ];
  const found = new Map<string, Manifest>();
  const add = (place: string, isStandard: boolean): void => {
    for (const file of expand(place)) if (!found.has(file)) found.set(file, read(file, isStandard));
  };
  for (const place of list(env.VK_ADD_DRIVER_FILES ?? '')) add(place, true);
  for (const place of standard) add(path.join(place, 'vulkan/icd.d'), true);
  for (const place of FURTHER_PLACES) add(path.join(place, 'vulkan/icd.d'), false);
  return [...found.values()];
}

/** Path of the Vulkan loader that this process uses, which is loaded if the system has one; else null. */
export function loader(): string | null {
  return mappedLoader() ?? load(SONAME);
}

/** Makes `file` the loader of this process. Dawn's later dlopen by name finds what is mapped with that SONAME. */
export function preload(file: string): void {
  load(file);
}

function load(file: string): string | null {
  const { RTLD_NOW, RTLD_GLOBAL } = os.constants.dlopen;
  try {
    process.dlopen({ exports: {} }, file, RTLD_NOW | RTLD_GLOBAL | RTLD_NODELETE);
  } catch {
    // Always thrown: the loader is no Node add-on. Whether it was loaded is seen in the map.
  }
  return mappedLoader();
}

function mappedLoader(): string | null {
  return /\s(\/\S*\/libvulkan\.so[.\d]*)$/m.exec(readFileSync('/proc/self/maps', 'latin1'))?.[1] ?? null;
}

function list(paths: string): string[] {
  return paths.split(path.delimiter).filter((entry) => entry !== '');
}

/** A directory's manifests, or the file itself. */
function expand(place: string): string[] {
  try {
    return readdirSync(place)
      .filter((file) => file.endsWith('.json'))
      .sort()
      .map((file) => path.join(place, file));
  } catch {
    return existsSync(place) ? [place] : [];
  }
}

function read(file: string, isStandard: boolean): Manifest {
  let library = '';
  try {
    const parsed = JSON.parse(readFileSync(file, 'utf8')) as { ICD?: { library_path?: unknown } };
    if (typeof parsed.ICD?.library_path === 'string') library = parsed.ICD.library_path;
  } catch {
    // The loader skips what it cannot read, and so do we; the doctor shows the empty name.
  }
  return { file, library, isSoftware: /swiftshader|lvp|llvmpipe/i.test(library), isStandard };
}
