import { basename, extname } from 'node:path';
import { AssayError, type job, tensor } from '@assay/core';
import * as disk from './disk.js';
import * as npy from './npy.js';
import * as png from './png.js';

/** An input as the job wants it. */
export interface ReadInput {
  /** Exactly the version's size: what the file holds, then zeros. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** How many of them the file holds, without the zeros: for raw bytes the file's own length. */
  readonly contentLengthBytes: number;
}

/** What a PNG may carry besides its pixels (colour profiles, text) before it is refused unread. */
const PNG_METADATA_BYTES = 2 ** 26;

/**
 * Reads a file for one of a job's inputs. The extension decides: `.png` (pixels as RGBA8), `.npy` (elements), anything else
 * is raw bytes, of which the last word may be incomplete. Shapes are compared before the elements are read.
 *
 * @throws AssayError invalid: `input.not-a-picture`, `input.wrong-type`, `input.wrong-shape`, `input.wrong-size`, and those
 * of {@link disk.lengthBytes}, {@link npy.decode} and {@link png.decode}.
 */
export function readInput(path: string, input: job.Input): ReadInput {
  const fileLengthBytes = disk.lengthBytes(path);
  switch (extname(path).toLowerCase()) {
    case '.png':
      return { bytes: readPng(path, fileLengthBytes, input), contentLengthBytes: elementsBytes(input) };
    case '.npy':
      return readNpy(path, fileLengthBytes, input);
    default:
      assertSize(path, fileLengthBytes, input);
      return {
        bytes: disk.read(path, { lengthBytes: fileLengthBytes, capacityBytes: input.sizeBytes }),
        contentLengthBytes: fileLengthBytes,
      };
  }
}

/**
 * The size of a PNG file in pixels; only its header is read.
 *
 * @throws AssayError those of {@link disk.lengthBytes} and {@link png.size}.
 */
export function pictureSize(path: string): { readonly width: number; readonly height: number } {
  const lengthBytes = Math.min(disk.lengthBytes(path), png.headerBytes);
  return png.size(disk.read(path, { lengthBytes }), path);
}

function readPng(path: string, fileLengthBytes: number, input: job.Input): Uint8Array<ArrayBuffer> {
  const { tensor: declared, sizeBytes } = input;
  if (declared === undefined || !png.isPicture(declared)) {
    throw new AssayError({
      kind: 'invalid',
      code: 'input.not-a-picture',
      where: path,
      expected: declared === undefined ? `${sizeBytes} raw bytes` : tensor.toText(declared),
      got: 'a PNG picture',
      remedy: `Only an input declared as u8[height,width,4] takes a PNG. Give "${input.name}" a .npy file or raw bytes.`,
    });
  }
  const [height, width] = declared.shape as [number, number, number];
  const size = pictureSize(path);
  if (size.width !== width || size.height !== height) {
    throw new AssayError({
      kind: 'invalid',
      code: 'input.wrong-shape',
      where: path,
      expected: `a picture of ${width}×${height} pixels`,
      got: `${size.width}×${size.height}`,
      remedy: `Scale the picture, or make a job of its size: assay job edges --like ${basename(path)}.`,
    });
  }
  // 16 bytes a pixel are twice what the widest colour type needs without any compression.
  if (fileLengthBytes > 16 * width * height + PNG_METADATA_BYTES) {
    throw new AssayError({
      kind: 'exhausted',
      code: 'png.too-large',
      where: path,
      expected: `at most ${16 * width * height + PNG_METADATA_BYTES} bytes for ${width}×${height} pixels`,
      got: `${fileLengthBytes} bytes`,
      remedy: 'Save the picture again without metadata.',
    });
  }
  const { rgba } = png.decode(disk.read(path, { lengthBytes: fileLengthBytes }), path);
  return padded(rgba, input, path);
}

function readNpy(path: string, fileLengthBytes: number, input: job.Input): ReadInput {
  const start = disk.read(path, { lengthBytes: Math.min(fileLengthBytes, npy.maximumHeaderBytes) });
  const header = npy.header(start, path);
  const { tensor: found, offsetBytes } = header;
  const { tensor: declared } = input;
  const lengthBytes = tensor.lengthBytes(found);
  if (declared === undefined) {
    assertSize(path, lengthBytes, input);
  } else if (found.element !== declared.element) {
    throw new AssayError({
      kind: 'invalid',
      code: 'input.wrong-type',
      where: path,
      expected: tensor.toText(declared),
      got: tensor.toText(found),
      remedy: `Convert the array if its values fit: a.astype("${numpyName(declared.element)}").`,
    });
  } else if (tensor.toText(found) !== tensor.toText(declared)) {
    throw new AssayError({
      kind: 'invalid',
      code: 'input.wrong-shape',
      where: path,
      expected: tensor.toText(declared),
      got: tensor.toText(found),
      remedy: 'Reshape or transpose the array, or make a job of its shape.',
    });
  }
  npy.assertLength(header, fileLengthBytes, path);
  assertCapacity(lengthBytes, input, path);
  const bytes = disk.read(path, { positionBytes: offsetBytes, lengthBytes, capacityBytes: input.sizeBytes });
  return { bytes, contentLengthBytes: lengthBytes };
}

function elementsBytes({ tensor: declared, sizeBytes }: job.Input): number {
  return declared === undefined ? sizeBytes : tensor.lengthBytes(declared);
}

/** `got` bytes become the version when only the last word has to be filled up. */
function assertSize(path: string, got: number, { name, sizeBytes }: job.Input): void {
  if (got > sizeBytes - 4 && got <= sizeBytes) return;
  throw new AssayError({
    kind: 'invalid',
    code: 'input.wrong-size',
    where: path,
    expected: `${sizeBytes} bytes for "${name}" (or up to 3 fewer, filled with zeros)`,
    got: `${got} bytes`,
    remedy: 'Give the file that the job was made for, or make a job of this size.',
  });
}

function padded(data: Uint8Array, input: job.Input, path: string): Uint8Array<ArrayBuffer> {
  assertCapacity(data.length, input, path);
  const bytes = disk.allocate(input.sizeBytes, path);
  bytes.set(data);
  return bytes;
}

function assertCapacity(lengthBytes: number, { name, sizeBytes }: job.Input, where: string): void {
  if (lengthBytes <= sizeBytes) return;
  throw new AssayError({
    kind: 'bug',
    code: 'input.bad-declaration',
    where,
    expected: `"${name}" to be described as what its ${sizeBytes} bytes hold`,
    got: `${lengthBytes} bytes by its shape`,
    remedy: 'Check the job before its inputs are read.',
  });
}

function numpyName(element: tensor.Element): string {
  return `${element.startsWith('u') ? 'uint' : 'int'}${8 * tensor.elementBytes[element]}`;
}
