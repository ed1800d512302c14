import { closeSync, openSync, readSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { AssayError, type Failure, isAssayError } from '@assay/core';

/** One system call moves at most this much: Linux stops at 2 GiB, and an abort is seen between two calls. */
export const maximumCallBytes: number = 2 ** 26;

/**
 * The length of a regular file in bytes.
 *
 * @throws AssayError `file.not-found`, `file.is-directory`, `file.no-permission`, `file.not-regular` (all invalid).
 */
export function lengthBytes(path: string): number {
  const status = guarded(path, () => statSync(path));
  if (status.isDirectory()) throw fromSystemError({ code: 'EISDIR' }, path);
  if (!status.isFile()) {
    throw new AssayError({
      kind: 'invalid',
      code: 'file.not-regular',
      where: path,
      expected: 'a regular file, whose length is known before it is read',
      got: 'a pipe, socket or device',
      remedy: 'Save its contents to a file first.',
    });
  }
  return status.size;
}

/** Which part of a file to read, and the size of the buffer it goes into (zeros behind the part). */
export interface Part {
  readonly positionBytes?: number;
  readonly lengthBytes: number;
  readonly capacityBytes?: number;
}

/**
 * Reads a part of a file, once, into a buffer of its own.
 *
 * @throws AssayError `file.changed` (invalid) when the file ends early, `memory.full` (exhausted), and those of
 * {@link lengthBytes}.
 */
export function read(path: string, part: Part): Uint8Array<ArrayBuffer> {
  const position = part.positionBytes ?? 0;
  const bytes = allocate(part.capacityBytes ?? part.lengthBytes, path);
  const descriptor = guarded(path, () => openSync(path, 'r'));
  try {
    let done = 0;
    while (done < part.lengthBytes) {
      const wanted = Math.min(maximumCallBytes, part.lengthBytes - done);
      const got = guarded(path, () => readSync(descriptor, bytes, done, wanted, position + done));
      if (got === 0) {
        throw new AssayError({
          kind: 'invalid',
          code: 'file.changed',
          where: path,
          expected: `${position + part.lengthBytes} bytes, its length a moment ago`,
          got: `${position + done} bytes`,
          remedy: 'Wait until nothing writes to the file any more, then try again.',
        });
      }
      done += got;
    }
  } finally {
    closeSync(descriptor);
  }
  return bytes;
}

/**
 * A buffer of zeros.
 *
 * @throws AssayError `memory.full` (exhausted).
 */
export function allocate(sizeBytes: number, where: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(sizeBytes);
  } catch (cause) {
    throw outOfMemory(sizeBytes, where, cause);
  }
}

/** `memory.full`, for an allocation of `sizeBytes` that the engine refused. */
export function outOfMemory(sizeBytes: number, where: string, cause: unknown): AssayError {
  return new AssayError({
    kind: 'exhausted',
    code: 'memory.full',
    where,
    expected: `${sizeBytes} bytes of memory in one piece`,
    got: 'a refusal from the JavaScript engine',
    remedy: 'Use a machine with more memory, or a smaller job.',
    cause,
  });
}

/** What was being done when the system refused. */
export interface Attempt {
  /** `read` unless given. */
  readonly purpose?: 'read' | 'write';
  /** Bytes that had to fit, where known. */
  readonly neededBytes?: number;
}

/**
 * The {@link AssayError} for an error of `node:fs`, by its `code`. An AssayError passes through; what is no system error
 * (a bug of ours) is thrown on unchanged.
 */
export function fromSystemError(error: unknown, path: string, attempt: Attempt = {}): AssayError {
  if (isAssayError(error)) return error;
  const code = systemCode(error);
  if (code === undefined) throw error;
  const isWrite = attempt.purpose === 'write';
  const needed = attempt.neededBytes === undefined ? 'room' : `room for ${attempt.neededBytes} bytes`;
  const failure = (fields: Omit<Failure, 'where' | 'cause'>): AssayError =>
    new AssayError({ ...fields, where: path, ...(error instanceof Error ? { cause: error } : {}) });
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return failure({
        kind: 'invalid',
        code: 'file.not-found',
        expected: isWrite ? 'a directory to write into' : 'a file',
        got: 'nothing at this path',
        remedy: isWrite
          ? 'Make the directory first, or check the path.'
          : 'Check the path; relative paths start at the working directory.',
      });
    case 'EISDIR':
      return failure({
        kind: 'invalid',
        code: 'file.is-directory',
        expected: 'a file',
        got: 'a directory',
        remedy: 'Name a file in it.',
      });
    case 'EACCES':
    case 'EPERM':
      return failure({
        kind: 'invalid',
        code: 'file.no-permission',
        expected: `permission to ${isWrite ? 'write' : 'read'}`,
        got: `${code} from the system`,
        remedy: isWrite ? 'Choose a directory that you may write to.' : 'Let your user read the file, or copy it.',
      });
    case 'EROFS':
      return failure({
        kind: 'invalid',
        code: 'disk.read-only',
        expected: `a file system that can be written, with ${needed}`,
        got: 'a read-only one',
        remedy: 'Choose a directory on another file system.',
      });
    case 'ENOSPC':
    case 'EDQUOT':
      return failure({
        kind: 'exhausted',
        code: 'disk.full',
        expected: needed,
        got: code === 'EDQUOT' ? 'a used-up quota' : `a full disk${freeText(path)}`,
        remedy: 'Free some space or choose a directory on another disk, then run it again; nothing partial was kept.',
      });
    case 'EFBIG':
      return failure({
        kind: 'exhausted',
        code: 'disk.file-limit',
        expected: needed,
        got: 'the limit on the size of one file (ulimit -f, or the file system)',
        remedy: 'Raise the limit or choose another file system, then run it again; nothing partial was kept.',
      });
    case 'EMFILE':
    case 'ENFILE':
      return failure({
        kind: 'exhausted',
        code: 'file.too-many-open',
        expected: 'one more open file',
        got: 'the limit on open files (ulimit -n)',
        remedy: 'Raise the limit, or end other programs.',
      });
    case 'ENAMETOOLONG':
    case 'EINVAL':
    case 'ERR_INVALID_ARG_VALUE':
    case 'ELOOP':
      return failure({
        kind: 'invalid',
        code: 'file.bad-path',
        expected: 'a path that the file system accepts',
        got: code,
        remedy: 'Choose a shorter, plainer path.',
      });
    default:
      return failure({
        kind: 'exhausted',
        code: 'disk.failed',
        expected: `the system to ${isWrite ? 'write' : 'read'} the file`,
        got: `${code} from the system`,
        remedy: 'Check the disk and the mount, then run it again.',
      });
  }
}

/** The `code` of a system error (`ENOENT`), or undefined for anything else. */
export function systemCode(error: unknown): string | undefined {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^E[A-Z0-9]+$|^ERR_INVALID_ARG_VALUE$/.test(code) ? code : undefined;
}

function guarded<T>(path: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw fromSystemError(error, path);
  }
}

function freeText(path: string): string {
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return ` (${bavail * bsize} bytes free now)`;
  } catch {
    return '';
  }
}
