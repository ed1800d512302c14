import { join } from 'node:path';
import { AssayError, tensor } from '@assay/core';
import * as npy from './npy.js';
import * as png from './png.js';
import { writeFile } from './staging.js';

/** Letters, digits and `_ - .` (no leading dot): what every file system takes and no path can be made of. */
const FILE_NAME = /^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,199}$/;

/**
 * Writes a version into a directory: always `<name>.bin`, the committed bytes themselves, so that `b3sum` gives the root;
 * and for people `<name>.png` when it is a picture (up to {@link png.maximumPixels}), else `<name>.npy` when it is described.
 *
 * @param bytes the whole version; padding behind the elements goes into the `.bin` only.
 * @returns the names of the files written, `.bin` first.
 * @throws AssayError `output.bad-name` (invalid), `output.bad-declaration` (bug), and those of {@link writeFile}.
 */
export async function writeOutput(
  directory: string,
  name: string,
  bytes: Uint8Array,
  described?: tensor.Tensor,
): Promise<readonly string[]> {
  // Names come with a job, from anybody.
  if (!FILE_NAME.test(name)) {
    throw new AssayError({
      kind: 'invalid',
      code: 'output.bad-name',
      where: JSON.stringify(name.slice(0, 80)),
      expected: 'a name of letters, digits, "_", "-" and "." that can be a file name',
      got: `${name.length} characters, not all of them such`,
      remedy: "Rename the job's output.",
    });
  }
  const written = [`${name}.bin`];
  await writeFile(join(directory, `${name}.bin`), bytes);
  if (described === undefined) return written;
  const elements = elementsOf(bytes, described, name);
  const [height = 0, width = 0] = described.shape;
  const isPng = png.isPicture(described) && width * height <= png.maximumPixels;
  const file = isPng ? `${name}.png` : `${name}.npy`;
  await writeFile(join(directory, file), isPng ? png.encode(width, height, elements) : npy.encode(described, elements));
  written.push(file);
  return written;
}

function elementsOf(bytes: Uint8Array, described: tensor.Tensor, name: string): Uint8Array {
  const lengthBytes = tensor.lengthBytes(described);
  if (lengthBytes <= bytes.length) return bytes.subarray(0, lengthBytes);
  throw new AssayError({
    kind: 'bug',
    code: 'output.bad-declaration',
    where: name,
    expected: `at least ${lengthBytes} bytes for ${tensor.toText(described)}`,
    got: `${bytes.length} bytes`,
    remedy: 'Check the job before it is run.',
  });
}
