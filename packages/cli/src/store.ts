import { AssayError, file, isAssayError } from '@assay/core';
import * as disk from './files/disk.js';
import * as raw from './raw.js';

/** More than any object of ours may have (SPEC.md K9), so that a wrong file is not read whole. */
const MOST_BYTES = file.maxBytes;

/**
 * Reads one of our objects.
 *
 * @throws AssayError with the path in `where`: `file.…`, or what the object's decoder throws.
 */
export function read<T extends file.ObjectType>(type: T, path: string): file.Objects[T] {
  return placed(path, () => {
    const bytes = readBytes(path, MOST_BYTES);
    try {
      return file.decodeAs(type, bytes);
    } catch (error) {
      throw named(error, type, bytes);
    }
  });
}

/** Reads one of our objects, whichever it is; or a response or a fraud proof, with its length. */
export function readAny(path: string): file.Tagged | (raw.Raw & { readonly lengthBytes: number }) {
  return placed(path, () => {
    const start = disk.read(path, { lengthBytes: Math.min(1, disk.lengthBytes(path)) });
    const bytes = readBytes(path, raw.isLikely(start) ? raw.mostBytes : MOST_BYTES);
    const found = raw.decode(bytes);
    return found === undefined ? file.decode(bytes) : { ...found, lengthBytes: bytes.length };
  });
}

function readBytes(path: string, mostBytes: number): Uint8Array {
  const lengthBytes = disk.lengthBytes(path);
  if (lengthBytes > mostBytes) {
    throw new AssayError({
      kind: 'malformed',
      code: 'file.not-assay',
      expected: `a file of at most ${mostBytes} bytes`,
      got: `${lengthBytes} bytes`,
      remedy: 'Pass a file that Assay wrote. Responses are for `assay verify`, fraud proofs for `assay judge`.',
    });
  }
  return disk.read(path, { lengthBytes });
}

/** The same error; where the bytes are ours but no file of an object, it says what they look like. */
function named(error: unknown, type: file.ObjectType, bytes: Uint8Array): unknown {
  if (!isAssayError(error) || error.code !== 'file.not-assay') return error;
  const name = raw.nameOf(bytes);
  if (name === undefined) return error;
  return new AssayError({
    ...error.toFailure(),
    expected: `a ${type}`,
    got: `what looks like a ${name}`,
    remedy: `Pass the file that holds the ${type}; \`--help\` shows the order of the files.`,
  });
}

/** The action's result; an AssayError that it throws is placed at the file. */
export function placed<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!isAssayError(error)) throw error;
    const { where } = error;
    throw new AssayError({
      ...error.toFailure(),
      where: where === undefined || where === path ? path : `${path} (${where})`,
    });
  }
}
