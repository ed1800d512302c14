import { AssayError, file, isAssayError } from '@assay/core';
import * as disk from './files/disk.js';

/** More than any object of ours may have (SPEC.md K9), so that a wrong file is not read whole. */
const MOST_BYTES = file.maxBytes;

/**
 * Reads one of our objects.
 *
 * @throws AssayError with the path in `where`: `file.…`, or what the object's decoder throws.
 */
export function read<T extends file.ObjectType>(type: T, path: string): file.Objects[T] {
  return placed(path, () => file.decodeAs(type, readBytes(path)));
}

/** Reads one of our objects, whichever it is. */
export function readAny(path: string): file.Tagged {
  return placed(path, () => file.decode(readBytes(path)));
}

function readBytes(path: string): Uint8Array {
  const lengthBytes = disk.lengthBytes(path);
  if (lengthBytes > MOST_BYTES) {
    throw new AssayError({
      kind: 'malformed',
      code: 'file.not-assay',
      expected: `a file of at most ${MOST_BYTES} bytes`,
      got: `${lengthBytes} bytes`,
      remedy: 'Pass a file that Assay wrote. Responses are for `assay verify`, fraud proofs for `assay judge`.',
    });
  }
  return disk.read(path, { lengthBytes });
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
