import { constants, existsSync } from 'node:fs';
import {
  access,
  type FileHandle,
  link,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  unlink,
} from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AssayError, file, isAssayError } from '@assay/core';
import { type Attempt, fromSystemError, maximumCallBytes, systemCode } from './disk.js';

export interface StageOptions {
  /** Ends the staging: the partial directory is removed and `output.interrupted` thrown. */
  readonly signal?: AbortSignal;
}

/** Directories and files that this process is writing now; what else carries its number was left by a dead namesake. */
const active = new Set<string>();

/**
 * Makes a directory that is there completely or not at all. `work` fills a sibling named `.<name>.partial-<pid>`; then all
 * of it is forced to the disk and renamed. On any failure the sibling is removed; what dead processes left is, too.
 *
 * @param directory must not exist, or be empty; parents are made.
 * @param work gets the path of the partial directory. Its system errors come out as AssayErrors, others unchanged.
 * @throws AssayError `output.exists`, `output.is-working-directory` (invalid), `output.busy` (bug), `output.interrupted`
 * (exhausted; or the signal's reason, when that is an AssayError), and those of {@link fromSystemError}.
 */
export async function stage(
  directory: string,
  work: (temporary: string) => Promise<void>,
  options: StageOptions = {},
): Promise<void> {
  const { signal } = options;
  throwIfAborted(signal, directory);
  const target = await guarded(directory, () => prepare(directory));
  const temporary = await claim(target);
  try {
    await guarded(target, () => mkdir(temporary));
    await guarded(target, () => untilAborted(work(temporary), signal, directory)).catch((error: unknown) => {
      throw relocated(error, temporary, target);
    });
    await guarded(target, () => syncTree(temporary));
    throwIfAborted(signal, directory);
    try {
      await rename(temporary, target);
    } catch (error) {
      // Somebody else was faster.
      if (['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(systemCode(error) ?? '')) throw exists(directory);
      throw fromSystemError(error, target, { purpose: 'write' });
    }
    await guarded(target, () => syncDirectory(dirname(target)));
  } finally {
    // After the rename there is nothing left to remove. Retries: work that was aborted may still be adding files.
    await rm(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 }).catch(() => undefined);
    active.delete(temporary);
  }
}

export interface WriteOptions {
  /** Permission bits before the umask; 0o666 unless given. */
  readonly mode?: number;
  /** Whether an existing file may be replaced (false unless given). A key file never is, nor one made private. */
  readonly overwrite?: boolean;
}

/**
 * Writes a file that is there completely or not at all: into a sibling, forced to the disk, then renamed.
 *
 * @throws AssayError `output.exists`, `output.is-private` (invalid), `output.busy` (bug), and those of
 * {@link fromSystemError}: `disk.full` tells how many bytes were needed.
 */
export async function writeFile(path: string, bytes: Uint8Array, options: WriteOptions = {}): Promise<void> {
  const { mode = 0o666, overwrite = false } = options;
  const target = resolve(path);
  const attempt: Attempt = { purpose: 'write', neededBytes: bytes.length };
  const temporary = await claim(target);
  try {
    if (!overwrite && (await exist(target))) throw exists(path);
    const isPrivate = await writeNew(temporary, bytes, mode);
    if (overwrite) {
      await assertReplaceable(target, isPrivate, path);
      await rename(temporary, target);
    } else {
      await publish(temporary, target, path);
    }
    await syncDirectory(dirname(target));
  } catch (error) {
    throw fromSystemError(error, path, attempt);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
    active.delete(temporary);
  }
}

/**
 * Looks whether files can be written later, so that it is said before the work is done and not after it.
 *
 * @param paths undefined for what is not asked for.
 * @throws AssayError `output.exists` (invalid), also for a path that is named twice, and those of {@link fromSystemError}.
 */
export async function assertNew(...paths: readonly (string | undefined)[]): Promise<void> {
  const seen = new Set<string>();
  for (const path of paths) {
    if (path === undefined) continue;
    const target = resolve(path);
    if (seen.has(target) || (await exist(target))) throw exists(path);
    seen.add(target);
    await guarded(path, () => access(dirname(target), constants.W_OK));
  }
}

async function prepare(directory: string): Promise<string> {
  // A link to an empty directory is followed, because a directory cannot be renamed over a link.
  const target = existsSync(directory) ? await realpath(directory) : resolve(directory);
  if (target === process.cwd()) {
    throw new AssayError({
      kind: 'invalid',
      code: 'output.is-working-directory',
      where: directory,
      expected: 'a directory that can be replaced as a whole',
      got: 'the working directory',
      remedy: 'Name a new directory in it, such as ./result.',
    });
  }
  await mkdir(dirname(target), { recursive: true }).catch((error: unknown) => {
    if (systemCode(error) === 'EEXIST') throw exists(dirname(directory));
    throw error;
  });
  let entries: string[] = [];
  try {
    entries = await readdir(target);
  } catch (error) {
    if (systemCode(error) === 'ENOTDIR') throw exists(directory);
    if (systemCode(error) !== 'ENOENT') throw error;
  }
  if (entries.length > 0) throw exists(directory);
  return target;
}

/** Takes the partial name beside `target` for this process, after removing what dead processes left there. */
async function claim(target: string): Promise<string> {
  const parent = dirname(target);
  const prefix = `.${basename(target)}.partial-`;
  const temporary = join(parent, `${prefix}${process.pid}`);
  if (active.has(temporary)) {
    throw new AssayError({
      kind: 'bug',
      code: 'output.busy',
      where: target,
      expected: 'one writer at a time',
      got: 'a second one in this process',
      remedy: 'Wait for the first to end.',
    });
  }
  active.add(temporary);
  // Failing to tidy up is no reason to fail; if the directory is unusable, the writing says so.
  for (const entry of await readdir(parent).catch((): string[] => [])) {
    const pid = entry.startsWith(prefix) ? /^[1-9]\d{0,9}$/.exec(entry.slice(prefix.length))?.[0] : undefined;
    if (pid === undefined || (Number(pid) !== process.pid && isAlive(Number(pid)))) continue;
    await rm(join(parent, entry), { recursive: true, force: true }).catch(() => undefined);
  }
  return temporary;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: alive, and somebody else's.
    return systemCode(error) !== 'ESRCH';
  }
}

/** Writes and syncs a file that must not exist. Returns whether nobody but its owner may read it. */
async function writeNew(path: string, bytes: Uint8Array, mode: number): Promise<boolean> {
  const handle = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, mode);
  try {
    await writeAll(handle, bytes);
    await handle.sync();
    return isPrivateMode((await handle.stat()).mode);
  } finally {
    await handle.close();
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, Math.min(maximumCallBytes, bytes.length - done), done);
    done += bytesWritten;
  }
}

/** Gives a finished file its name unless that is taken: a link fails where a rename would replace. */
async function publish(temporary: string, target: string, path: string): Promise<void> {
  try {
    await link(temporary, target);
    await unlink(temporary);
  } catch (error) {
    const code = systemCode(error) ?? '';
    if (code === 'EEXIST') throw exists(path);
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(code)) throw error;
    // No hard links here (FAT, some network mounts). Between the look and the rename another process could slip in.
    if (await exist(target)) throw exists(path);
    await rename(temporary, target);
  }
}

/** Throws for a key file, and for one that is private although a new one here would not be: it was made so on purpose. */
async function assertReplaceable(target: string, isPrivate: boolean, path: string): Promise<void> {
  const existing = await lstat(target).catch(() => undefined);
  if (existing === undefined) return;
  if ((isPrivate || !isPrivateMode(existing.mode)) && !(await isKey(target, existing.size))) return;
  throw new AssayError({
    kind: 'invalid',
    code: 'output.is-private',
    where: path,
    expected: 'a path that may be replaced',
    got: 'a key, or another file that only its owner may read',
    remedy: 'Choose another path; a key is never overwritten.',
  });
}

async function isKey(path: string, sizeBytes: number): Promise<boolean> {
  // A key file has about 150 bytes.
  if (sizeBytes > 4096) return false;
  try {
    return file.decode(await readFile(path)).type === 'key';
  } catch {
    return false;
  }
}

// Windows has no such permission bits: there every file looks shared.
function isPrivateMode(mode: number): boolean {
  return (mode & 0o077) === 0;
}

async function exist(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}

async function syncTree(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await syncTree(path);
    else if (entry.isFile()) await sync(path);
  }
  await syncDirectory(directory);
}

async function syncDirectory(path: string): Promise<void> {
  // Windows cannot open a directory, and journals names by itself.
  if (process.platform !== 'win32') await sync(path);
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, process.platform === 'win32' ? 'r+' : 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The same error told with the final path: the partial one is gone when it is read. */
function relocated(error: unknown, temporary: string, target: string): unknown {
  if (!isAssayError(error) || error.where?.startsWith(temporary) !== true) return error;
  return new AssayError({ ...error.toFailure(), where: `${target}${error.where.slice(temporary.length)}` });
}

/** Waits for `done`, but no longer than the signal lets it. */
async function untilAborted(done: Promise<void>, signal: AbortSignal | undefined, where: string): Promise<void> {
  if (signal === undefined) return done;
  let stop = (): void => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(interruption(signal, where));
  });
  signal.addEventListener('abort', stop, { once: true });
  try {
    await Promise.race([done, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function throwIfAborted(signal: AbortSignal | undefined, where: string): void {
  if (signal?.aborted === true) throw interruption(signal, where);
}

function interruption(signal: AbortSignal, where: string): AssayError {
  if (isAssayError(signal.reason)) return signal.reason;
  return new AssayError({
    kind: 'exhausted',
    code: 'output.interrupted',
    where,
    expected: 'to finish',
    got: 'an interruption',
    remedy: 'Run it again; nothing partial was kept.',
  });
}

function exists(path: string): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: 'output.exists',
    where: path,
    expected: 'a path where nothing is yet',
    got: 'something that is there already',
    remedy: 'Choose another path or remove it first; nothing was overwritten.',
  });
}

async function guarded<T>(path: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw fromSystemError(error, path, { purpose: 'write' });
  }
}
