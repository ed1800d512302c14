import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { AssayError, isAssayError } from '@assay/core';

/** The package that carries SwiftShader (a Vulkan driver that runs on the CPU) and the Khronos Vulkan loader. */
export const PACKAGE = '@sparticuz/chromium';
/** The last version that runs on Node 20. */
export const PACKAGE_VERSION = '147.0.0';

const LOADER = 'libvulkan.so.1';
const MANIFEST = 'vk_swiftshader_icd.json';
const FILES: readonly string[] = [LOADER, MANIFEST, 'libvk_swiftshader.so'];

/** Where SwiftShader lies on this disk. */
export interface SwiftShader {
  readonly version: string;
  /** The Khronos loader, for machines that have none. */
  readonly loader: string;
  /** The driver manifest that names SwiftShader's library. */
  readonly manifest: string;
}

export interface InstallOptions {
  /** A directory under which the cache directory is made. Default: the system's one for temporary files. */
  readonly cacheRoot?: string;
}

/**
 * Unpacks SwiftShader (69 ms the first time, then nothing) into a cache directory that only this user can write.
 * Null where there is none: not Linux on x64, or the optional package is not installed.
 * Fails with `software.cache-unsafe`, `software.cache-unusable` (invalid) and `software.archive` (malformed).
 */
export function install(options: InstallOptions = {}): SwiftShader | null {
  const home = packageDirectory();
  if (home === null) return null;
  const cacheRoot = options.cacheRoot ?? os.tmpdir();
  try {
    return installFrom(home, cacheRoot);
  } catch (cause) {
    if (isAssayError(cause) || !(cause instanceof Error) || !('code' in cause)) throw cause;
    throw new AssayError({
      kind: 'invalid',
      code: 'software.cache-unusable',
      where: cacheRoot,
      expected: 'a directory for temporary files that this user can write',
      got: cause.message,
      remedy: 'Set TMPDIR to one, or free some space there.',
      cause,
    });
  }
}

function installFrom(home: string, cacheRoot: string): SwiftShader {
  const { version } = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8')) as { version: string };

  const directory = privateDirectory(cacheRoot, `assay-swiftshader-${version}`);
  if (!FILES.every((file) => existsSync(path.join(directory, file)))) {
    const archive = path.join(home, 'bin', 'swiftshader.tar.br');
    unpack(brotliDecompressSync(readFileSync(archive)), directory, archive);
  }
  return { version, loader: path.join(directory, LOADER), manifest: path.join(directory, MANIFEST) };
}

/** Whether {@link install} has something to install; writes nothing. */
export function isInstalled(): boolean {
  return packageDirectory() !== null;
}

function packageDirectory(): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(PACKAGE);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
  // Its exports map hides package.json; the entry point lies below it.
  let directory = path.dirname(entry);
  while (!existsSync(path.join(directory, 'bin', 'swiftshader.tar.br'))) {
    const parent = path.dirname(directory);
    if (parent === directory) return null;
    directory = parent;
  }
  return directory;
}

/**
 * What lies in this directory is loaded into the process as machine code, and the directory's name can be guessed:
 * nobody else may have made it, or be able to write to it or replace it.
 */
function privateDirectory(root: string, name: string): string {
  const uid = process.getuid?.() ?? 0;
  const parent = realpathSync(root);
  const directory = path.join(parent, `${name}-${uid}`);
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const own = lstatSync(directory);
  const above = statSync(parent);
  const fault = !own.isDirectory()
    ? 'not a directory'
    : own.uid !== uid
      ? `owned by user ${own.uid}`
      : (own.mode & 0o022) !== 0
        ? `writable by others (mode ${(own.mode & 0o777).toString(8)})`
        : (above.mode & 0o002) !== 0 && (above.mode & 0o1000) === 0
          ? 'in a directory that everybody can write and that has no sticky bit'
          : null;
  if (fault === null) return directory;
  throw new AssayError({
    kind: 'invalid',
    code: 'software.cache-unsafe',
    where: directory,
    expected: `a directory of user ${uid} that nobody else can write`,
    got: `one ${fault}`,
    remedy: 'Remove it, or set TMPDIR to a private directory.',
  });
}

/** POSIX.1-1988 tar: 512-byte blocks, name at 0, octal size at 124. Files appear under their names complete or not at all. */
function unpack(tar: Buffer, directory: string, where: string): void {
  const missing = new Set(FILES);
  for (let at = 0; at + 512 <= tar.length; ) {
    const name = field(tar, at, 100);
    if (name === '') break;
    const size = Number.parseInt(field(tar, at + 124, 12), 8);
    const contents = tar.subarray(at + 512, at + 512 + size);
    if (contents.length !== size) break;
    const file = path.posix.basename(name);
    if (missing.delete(file)) {
      const temporary = path.join(directory, `${file}.${process.pid}`);
      writeFileSync(temporary, contents, { mode: 0o700 });
      renameSync(temporary, path.join(directory, file));
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
  if (missing.size === 0) return;
  throw new AssayError({
    kind: 'malformed',
    code: 'software.archive',
    where,
    expected: `an archive with ${FILES.join(', ')}`,
    got: `one without ${[...missing].join(', ')}`,
    remedy: `Install ${PACKAGE}@${PACKAGE_VERSION} anew.`,
  });
}

function field(tar: Buffer, at: number, length: number): string {
  const text = tar.toString('latin1', at, at + length);
  const end = text.indexOf('\0');
  return end === -1 ? text : text.slice(0, end);
}
