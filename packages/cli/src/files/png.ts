import { crc32, inflateSync } from 'node:zlib';
import { AssayError, type FailureKind, type tensor } from '@assay/core';
import { encode as encodePng } from 'fast-png';
import { allocate, outOfMemory } from './disk.js';

// Format: Portable Network Graphics, third edition (https://www.w3.org/TR/png-3/); clause numbers below are its own.
//
// Reading is own code. fast-png 8.0.0 inflates pixels and colour profiles without a bound, ignores the checksum of the
// compressed data, reads missing rows as zeros and misreads interlaced pictures of fewer than 8 bits; what is read here is
// committed to and paid for. Writing is fast-png's: its deflate is JavaScript of a pinned version, so the same picture gives
// the same file on every machine; the one in Node.js chooses matches by what the processor offers.

/** Four channels (red, green, blue, alpha; alpha not premultiplied) of 8 bits, rows from the top. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** `4 * width * height` bytes. */
  readonly rgba: Uint8Array;
}

/** Pictures with more pixels are refused before anything is inflated. */
export const maximumPixels: number = 2 ** 28;

/** This much of a file is enough for {@link size}. */
export const headerBytes = 33;

/** Whether a version of this description is a picture: `u8[height,width,4]`. */
export function isPicture(described: tensor.Tensor | undefined): boolean {
  return described?.element === 'u8' && described.shape.length === 3 && described.shape[2] === 4;
}

/**
 * Pixels as RGBA8, whatever the file's colour type (all of 11.2.1, plain or interlaced):
 *
 * - a sample of d bits becomes `round(sample * 255 / (2^d - 1))` (13.12); 8 bits stay what they are;
 * - grey is copied to red, green and blue; a palette index is looked up;
 * - alpha is the file's own, or 0 for the colour in `tRNS` (compared before scaling), or 255.
 *
 * Colour profiles, gamma and background are ignored: the numbers in the file are the input. Of an animation, only the
 * default image is read.
 *
 * @throws AssayError `png.not-png`, `png.damaged` (malformed), `png.too-large`, `memory.full` (exhausted).
 */
export function decode(bytes: Uint8Array, where: string): Picture {
  const header = readHeader(bytes, where);
  const { palette, transparency, compressed } = readChunks(bytes, header, where);
  const passes = passesOf(header);
  const filtered = inflate(compressed, passes, where);
  const rgba = allocate(4 * header.width * header.height, where);
  const paint = painter(header, palette, transparency, where);
  const strideBytes = Math.ceil((header.channels * header.depth) / 8);
  let at = 0;
  for (const { x0, y0, dx, dy, width, height, lineBytes } of passes) {
    let previous: Uint8Array = new Uint8Array(lineBytes);
    for (let y = 0; y < height; y++) {
      const filter = filtered[at]!;
      const line = filtered.subarray(at + 1, at + 1 + lineBytes);
      if (filter > 4) throw damaged(where, 'a filter type of 0 to 4', `${filter} in row ${y}`);
      unfilter(filter, line, previous, strideBytes);
      const first = (y0 + y * dy) * header.width + x0;
      for (let x = 0; x < width; x++) paint(line, x, rgba, 4 * (first + x * dx));
      previous = line;
      at += 1 + lineBytes;
    }
  }
  return { width: header.width, height: header.height, rgba };
}

/** Width and height in pixels, from the header alone (the first {@link headerBytes} bytes). Throws as {@link decode} does. */
export function size(bytes: Uint8Array, where: string): { width: number; height: number } {
  const { width, height } = readHeader(bytes, where);
  return { width, height };
}

/**
 * An RGBA8 file, the same bytes for the same pixels.
 *
 * @throws AssayError `png.wrong-length` (bug), `png.too-large` (exhausted).
 */
export function encode(width: number, height: number, rgba: Uint8Array): Uint8Array {
  if (!(width >= 1 && height >= 1 && rgba.length === 4 * width * height)) {
    throw failure('png.encode', 'wrong-length', 'bug', {
      expected: `4 bytes for each of ${width}×${height} pixels, at least one`,
      got: `${rgba.length} bytes`,
      remedy: 'Pass RGBA pixels without padding.',
    });
  }
  if (width * height > maximumPixels) throw tooLarge('png.encode', width, height);
  return encodePng({ width, height, data: rgba, channels: 4, depth: 8 });
}

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colour: number;
  readonly channels: number;
  readonly isInterlaced: boolean;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const GREY = 0;
const RGB = 2;
const PALETTE = 3;
const GREY_ALPHA = 4;
const RGBA = 6;
/** 11.2.1, table 11.1: channels and allowed depths by colour type. */
const COLOURS: ReadonlyMap<number, { readonly channels: number; readonly depths: readonly number[] }> = new Map([
  [GREY, { channels: 1, depths: [1, 2, 4, 8, 16] }],
  [RGB, { channels: 3, depths: [8, 16] }],
  [PALETTE, { channels: 1, depths: [1, 2, 4, 8] }],
  [GREY_ALPHA, { channels: 2, depths: [8, 16] }],
  [RGBA, { channels: 4, depths: [8, 16] }],
]);

function readHeader(bytes: Uint8Array, where: string): Header {
  if (SIGNATURE.some((byte, i) => bytes[i] !== byte)) {
    throw failure(where, 'not-png', 'malformed', {
      expected: 'a PNG picture',
      got: looksLike(bytes),
      remedy: 'Convert the picture to PNG. (Raw bytes are given under another extension, such as .bin.)',
    });
  }
  const { type, data } = readChunk(bytes, SIGNATURE.length, where);
  if (type !== 'IHDR' || data.length !== 13) {
    throw damaged(where, 'an IHDR chunk of 13 bytes first', `${type} of ${data.length} bytes`);
  }
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, colour, compression, filter, interlace] = [8, 9, 10, 11, 12].map((i) => view.getUint8(i)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  if (width === 0 || height === 0) throw damaged(where, 'at least one pixel', `${width}×${height}`);
  const known = COLOURS.get(colour);
  if (known === undefined || !known.depths.includes(depth)) {
    throw damaged(where, 'a colour type and depth of the standard', `type ${colour} with ${depth} bits`);
  }
  if (compression !== 0 || filter !== 0 || interlace > 1) {
    const methods = `${compression}, ${filter} and ${interlace}`;
    throw damaged(where, 'methods 0, 0 and 0 or 1 (compression, filter, interlace)', methods);
  }
  if (width * height > maximumPixels) throw tooLarge(where, width, height);
  return { width, height, depth, colour, channels: known.channels, isInterlaced: interlace === 1 };
}

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
  readonly endBytes: number;
}

function readChunk(bytes: Uint8Array, at: number, where: string): Chunk {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (at + 12 > bytes.length) throw damaged(where, `a chunk at byte ${at}`, `the end of the file at ${bytes.length}`);
  const lengthBytes = view.getUint32(at);
  const endBytes = at + 12 + lengthBytes;
  if (endBytes > bytes.length) {
    throw damaged(where, `${lengthBytes} bytes in the chunk at byte ${at}`, `the end of the file at ${bytes.length}`);
  }
  const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
  if (crc32(bytes.subarray(at + 4, endBytes - 4)) !== view.getUint32(endBytes - 4)) {
    throw damaged(where, `the checksum of the chunk at byte ${at}`, 'another one');
  }
  if (!/^[A-Za-z]{4}$/.test(type)) throw damaged(where, `a chunk type of letters at byte ${at}`, JSON.stringify(type));
  return { type, data: bytes.subarray(at + 8, endBytes - 4), endBytes };
}

interface Chunks {
  readonly palette: Uint8Array | undefined;
  readonly transparency: Uint8Array | undefined;
  readonly compressed: Uint8Array;
}

/** Order and number of chunks by 5.6; ancillary chunks other than `tRNS` are skipped (their checksums are not). */
function readChunks(bytes: Uint8Array, header: Header, where: string): Chunks {
  let palette: Uint8Array | undefined;
  let transparency: Uint8Array | undefined;
  const parts: Uint8Array[] = [];
  let last = 'IHDR';
  for (let at = headerBytes; last !== 'IEND'; ) {
    const { type, data, endBytes } = readChunk(bytes, at, where);
    const misplaced = (): AssayError => damaged(where, `no ${type} chunk at byte ${at}`, `one after ${last}`);
    switch (type) {
      case 'PLTE':
        if (palette !== undefined || transparency !== undefined || parts.length > 0) throw misplaced();
        palette = data;
        break;
      case 'tRNS':
        if (transparency !== undefined || parts.length > 0) throw misplaced();
        if (header.colour === PALETTE && palette === undefined) throw misplaced();
        transparency = data;
        break;
      case 'IDAT':
        if (parts.length > 0 && last !== 'IDAT') throw misplaced();
        parts.push(data);
        break;
      case 'IEND':
        if (parts.length === 0 || data.length > 0) throw misplaced();
        break;
      default:
        // 5.4: an upper-case first letter marks a chunk without which the picture cannot be read.
        if (/^[A-Z]/.test(type)) throw damaged(where, 'chunks of the standard', JSON.stringify(type));
    }
    last = type;
    at = endBytes;
    if (type === 'IEND' && at !== bytes.length) {
      throw damaged(where, `${at} bytes, up to the IEND chunk`, `${bytes.length} bytes`);
    }
  }
  assertPalette(header, palette, where);
  assertTransparency(header, palette, transparency, where);
  return { palette, transparency, compressed: parts.length === 1 ? parts[0]! : Buffer.concat(parts) };
}

function assertPalette({ colour, depth }: Header, palette: Uint8Array | undefined, where: string): void {
  // In other colour types a palette is a suggestion for displays (11.2.2).
  if (colour !== PALETTE) return;
  const entries = (palette?.length ?? 0) / 3;
  if (Number.isInteger(entries) && entries >= 1 && entries <= 2 ** depth) return;
  throw damaged(where, `a palette of 1 to ${2 ** depth} colours of 3 bytes`, `${palette?.length ?? 0} bytes`);
}

function assertTransparency(
  { colour }: Header,
  palette: Uint8Array | undefined,
  transparency: Uint8Array | undefined,
  where: string,
): void {
  if (transparency === undefined) return;
  const { length } = transparency;
  if (colour === GREY && length === 2) return;
  if (colour === RGB && length === 6) return;
  if (colour === PALETTE && 3 * length <= palette!.length) return;
  throw damaged(where, `a tRNS chunk that suits colour type ${colour}`, `one of ${length} bytes`);
}

/** One of the seven reduced images of an interlaced picture (8.1), or the whole of a plain one. */
interface Pass {
  readonly x0: number;
  readonly y0: number;
  readonly dx: number;
  readonly dy: number;
  readonly width: number;
  readonly height: number;
  /** A row without its filter byte. */
  readonly lineBytes: number;
}

const ADAM7 = [
  { x0: 0, y0: 0, dx: 8, dy: 8 },
  { x0: 4, y0: 0, dx: 8, dy: 8 },
  { x0: 0, y0: 4, dx: 4, dy: 8 },
  { x0: 2, y0: 0, dx: 4, dy: 4 },
  { x0: 0, y0: 2, dx: 2, dy: 4 },
  { x0: 1, y0: 0, dx: 2, dy: 2 },
  { x0: 0, y0: 1, dx: 1, dy: 2 },
];

function passesOf({ width, height, depth, channels, isInterlaced }: Header): Pass[] {
  return (isInterlaced ? ADAM7 : [{ x0: 0, y0: 0, dx: 1, dy: 1 }])
    .map((pass) => {
      const columns = Math.ceil((width - pass.x0) / pass.dx);
      const rows = Math.ceil((height - pass.y0) / pass.dy);
      return { ...pass, width: columns, height: rows, lineBytes: Math.ceil((columns * channels * depth) / 8) };
    })
    .filter((pass) => pass.width > 0 && pass.height > 0);
}

/** Deflate cannot do better than 258 bytes for 2 bits (RFC 1951, 3.2.5). */
const DEFLATE_RATIO = 1032;

function inflate(compressed: Uint8Array, passes: readonly Pass[], where: string): Uint8Array {
  const expected = passes.reduce((sum, { height, lineBytes }) => sum + height * (1 + lineBytes), 0);
  const expectation = `${expected} bytes of pixels, as its header says`;
  if (compressed.length * DEFLATE_RATIO < expected) {
    throw damaged(where, expectation, `only ${compressed.length} bytes to inflate them from`);
  }
  let result: { buffer: Buffer; engine: { bytesWritten: number } };
  try {
    // One output block that is never quite full: zlib would allocate a second of the same size.
    const options = { maxOutputLength: expected, chunkSize: Math.max(expected + 64, 64), info: true };
    result = inflateSync(compressed, options) as unknown as typeof result;
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (code === 'ERR_BUFFER_TOO_LARGE') throw damaged(where, expectation, 'more', cause);
    if (code.startsWith('Z_')) throw damaged(where, expectation, 'compressed data that cannot be inflated', cause);
    throw outOfMemory(expected, where, cause);
  }
  if (result.buffer.length !== expected) throw damaged(where, expectation, `${result.buffer.length}`);
  if (result.engine.bytesWritten !== compressed.length) {
    const rest = compressed.length - result.engine.bytesWritten;
    throw damaged(where, 'nothing behind the compressed pixels', `${rest} bytes`);
  }
  return result.buffer;
}

/** Undoes a row's filter in place (9.2). `previous` is the row above, already undone; zeros above the first. */
function unfilter(filter: number, line: Uint8Array, previous: Uint8Array, strideBytes: number): void {
  if (filter === 1) for (let i = strideBytes; i < line.length; i++) line[i] = line[i]! + line[i - strideBytes]!;
  if (filter === 2) for (let i = 0; i < line.length; i++) line[i] = line[i]! + previous[i]!;
  if (filter === 3) {
    for (let i = 0; i < line.length; i++) {
      const left = i < strideBytes ? 0 : line[i - strideBytes]!;
      line[i] = line[i]! + ((left + previous[i]!) >> 1);
    }
  }
  if (filter === 4) {
    for (let i = 0; i < line.length; i++) {
      const left = i < strideBytes ? 0 : line[i - strideBytes]!;
      const corner = i < strideBytes ? 0 : previous[i - strideBytes]!;
      line[i] = line[i]! + paeth(left, previous[i]!, corner);
    }
  }
}

function paeth(left: number, above: number, corner: number): number {
  const byLeft = Math.abs(above - corner);
  const byAbove = Math.abs(left - corner);
  const byCorner = Math.abs(left + above - 2 * corner);
  if (byLeft <= byAbove && byLeft <= byCorner) return left;
  return byAbove <= byCorner ? above : corner;
}

/** Writes pixel `x` of an unfiltered row as RGBA8 at `to`. */
type Paint = (line: Uint8Array, x: number, rgba: Uint8Array, to: number) => void;

function painter(
  { colour, depth, channels }: Header,
  palette: Uint8Array | undefined,
  transparency: Uint8Array | undefined,
  where: string,
): Paint {
  const maximum = 2 ** depth - 1;
  const sample = sampler(depth);
  const to8 = (value: number): number => Math.floor((2 * 255 * value + maximum) / (2 * maximum));
  if (colour === PALETTE) {
    return (line, x, rgba, to) => {
      const index = sample(line, x);
      if (3 * index >= palette!.length) {
        throw damaged(where, `palette indices below ${palette!.length / 3}`, `${index}`);
      }
      for (let i = 0; i < 3; i++) rgba[to + i] = palette![3 * index + i]!;
      rgba[to + 3] = transparency?.[index] ?? 255;
    };
  }
  const isGrey = colour === GREY || colour === GREY_ALPHA;
  const hasAlpha = colour === GREY_ALPHA || colour === RGBA;
  // 11.3.1.1: two bytes a sample whatever the depth, of which the low bits count.
  const key = (i: number): number =>
    transparency === undefined ? -1 : ((transparency[2 * i]! << 8) | transparency[2 * i + 1]!) & maximum;
  const [key0, key1, key2] = isGrey ? [key(0), key(0), key(0)] : [key(0), key(1), key(2)];
  return (line, x, rgba, to) => {
    const at = x * channels;
    const red = sample(line, at);
    const green = isGrey ? red : sample(line, at + 1);
    const blue = isGrey ? red : sample(line, at + 2);
    rgba[to] = to8(red);
    rgba[to + 1] = to8(green);
    rgba[to + 2] = to8(blue);
    const isKey = red === key0 && green === key1 && blue === key2;
    rgba[to + 3] = hasAlpha ? to8(sample(line, at + channels - 1)) : isKey ? 0 : 255;
  };
}

/** Reads sample number `i` of a row: most significant bits first, two bytes big-endian (7.2). */
function sampler(depth: number): (line: Uint8Array, i: number) => number {
  if (depth === 8) return (line, i) => line[i]!;
  if (depth === 16) return (line, i) => (line[2 * i]! << 8) | line[2 * i + 1]!;
  const mask = 2 ** depth - 1;
  return (line, i) => (line[(i * depth) >> 3]! >> (8 - depth - ((i * depth) & 7))) & mask;
}

/** How other files begin: offset, Latin-1 text, name. */
const BEGINNINGS: readonly (readonly [number, string, string])[] = [
  [1, 'PNG', 'a PNG that was altered in transfer (line ends or high bits)'],
  [0, '\xff\xd8\xff', 'a JPEG'],
  [0, 'GIF8', 'a GIF'],
  [8, 'WEBP', 'a WebP'],
  [4, 'ftypavif', 'an AVIF'],
  [4, 'ftyphei', 'a HEIC'],
  [4, 'ftypmif1', 'a HEIC'],
  [0, 'BM', 'a BMP'],
  [0, 'II*\0', 'a TIFF'],
  [0, 'MM\0*', 'a TIFF'],
  [0, 'qoif', 'a QOI'],
  [0, '\x93NUMPY', 'a .npy array'],
  [0, '%PDF', 'a PDF'],
  [0, 'PK\x03\x04', 'a ZIP archive'],
  [0, '\x1f\x8b', 'gzip data'],
  [0, '<svg', 'an SVG'],
  [0, '<', 'XML or HTML text'],
];

function looksLike(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'an empty file';
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  const known = BEGINNINGS.find(([offset, text]) => start.startsWith(text, offset));
  if (known !== undefined) return known[2];
  if (/^[\t\n\r -~]+$/.test(start)) return 'text';
  return `the bytes ${[...bytes.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')}`;
}

function tooLarge(where: string, width: number, height: number): AssayError {
  return failure(where, 'too-large', 'exhausted', {
    expected: `at most 2^28 pixels`,
    got: `${width}×${height}`,
    remedy: 'Scale the picture down or cut it into parts.',
  });
}

function damaged(where: string, expected: string, got: string, cause?: unknown): AssayError {
  return failure(where, 'damaged', 'malformed', {
    expected,
    got,
    remedy: 'Copy the picture again, or open it in an editor and save it as PNG anew.',
    ...(cause === undefined ? {} : { cause }),
  });
}

function failure(
  where: string,
  what: string,
  kind: FailureKind,
  fields: { readonly expected: string; readonly got: string; readonly remedy: string; readonly cause?: unknown },
): AssayError {
  return new AssayError({ kind, code: `png.${what}`, where, ...fields });
}
