/** A journal of files: one for each task and worker, in one folder. */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AssayError, file, isAssayError, receipt as receipts } from '@assay/core';
import type { Journal } from '../journal.js';

/**
 * A journal in a folder, which is made when the first receipt is written. Its files are receipts that `assay` reads.
 *
 * A receipt gets its name by a link, which fails where the name is taken: of several processes one wins. It is on the disk before
 * that, and its name is before `write` returns.
 *
 * @returns one whose methods throw AssayError `journal.damaged` (malformed), `journal.no-links` (invalid), `journal.unusable`
 * (exhausted).
 */
export function fileJournal(folder: string): Journal {
  const placeOf: (...key: Parameters<Journal['read']>) => string = (task, { publicKey }) =>
    path.join(folder, `${task}.${publicKey}.assay`);
  return {
    read(task, worker) {
      const place = placeOf(task, worker);
      return within(place, () => {
        const bytes = readIfThere(place);
        if (bytes === undefined) return undefined;
        sync(folder); // another process may have given it its name this moment
        return receipts.encode(file.decodeAs('receipt', bytes));
      });
    },
    write(task, worker, receipt) {
      const place = placeOf(task, worker);
      const bytes = file.encode('receipt', receipts.decode(receipt));
      return within(place, () => {
        makeFolder(folder);
        return writeNew(place, bytes);
      });
    },
  };
}

function readIfThere(place: string): Uint8Array | undefined {
  try {
    return readFileSync(place);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function makeFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined) return;
  // Each new folder's name is in the one above it.
  const top = path.dirname(path.resolve(first));
  for (let made = path.resolve(folder); made !== top; made = path.dirname(made)) sync(path.dirname(made));
}

/** @returns false where the name is taken. */
function writeNew(place: string, bytes: Uint8Array): boolean {
  const temporary = `${place}.${randomBytes(8).toString('hex')}.partial`;
  try {
    writeFileSync(temporary, bytes, { flag: 'wx', flush: true });
    const isNew = linked(temporary, place);
    sync(path.dirname(place));
    return isNew;
  } finally {
    rmSync(temporary, { force: true });
  }
}

function linked(temporary: string, place: string): boolean {
  try {
    linkSync(temporary, place);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function sync(folder: string): void {
  // Windows cannot open a folder, and journals names by itself.
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function within<T>(place: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (isAssayError(error)) throw damaged(place, error);
    if (['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(codeOf(error) ?? '')) throw noLinks(place, error);
    throw codeOf(error) === undefined ? error : unusable(place, error);
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function damaged(place: string, cause: AssayError): AssayError {
  return new AssayError({
    kind: 'malformed',
    code: 'journal.damaged',
    where: place,
    expected: 'the receipt that this worker signed for this task',
    got: `a file that is not one (${cause.code})`,
    remedy:
      'Nothing was signed, and the file must not be removed in order to sign again: what it held may have been released. Restore it from a backup, or from wherever the receipt was sent.',
    cause,
  });
}

function noLinks(place: string, cause: unknown): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: 'journal.no-links',
    where: place,
    expected: 'a file system with hard links, so that of two processes only one can sign',
    got: `${codeOf(cause)} from the system`,
    remedy: 'Nothing was released. Put the journal on another file system (not FAT), or let your user write there.',
    cause,
  });
}

function unusable(place: string, cause: unknown): AssayError {
  return new AssayError({
    kind: 'exhausted',
    code: 'journal.unusable',
    where: place,
    expected: 'the system to read and write the journal',
    got: `${codeOf(cause)} from the system`,
    remedy: 'Nothing was released. See to the disk and to who may write there, then run it again.',
    cause,
  });
}
