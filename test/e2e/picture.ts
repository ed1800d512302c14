import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];

/** RGBA pixels, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** A picture from a function of the place. */
export function paint(
  width: number,
  height: number,
  colour: (x: number, y: number) => readonly [number, number, number, number],
): Picture {
  const rgba = new Uint8Array(4 * width * height);
  for (let i = 0; i < width * height; i++) rgba.set(colour(i % width, Math.floor(i / width)), 4 * i);
  return { width, height, rgba };
}

/** A bright disc on a gradient, with some texture: strong, weak and no edges. */
export function disc(width: number, height: number): Picture {
  return paint(width, height, (x, y) => {
    const isInside = (x - width / 2) ** 2 + (y - height / 2) ** 2 < (Math.min(width, height) / 3) ** 2;
    return isInside ? [230, 190, (x * y) % 256, 255] : [x % 256, (7 * y) % 40, 60, 200];
  });
}

/** PNG of 8-bit RGBA without filters (PNG, third edition, clauses 5 and 9). */
export function encode({ width, height, rgba }: Picture): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (4 * width + 1));
  for (let y = 0; y < height; y++) rows.set(rgba.subarray(4 * width * y, 4 * width * (y + 1)), y * (4 * width + 1) + 1);
  return Buffer.concat([
    Buffer.from(SIGNATURE),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The pixels of an 8-bit RGBA PNG without interlacing. */
export function decode(png: Uint8Array): Picture {
  const bytes = Buffer.from(png);
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (!bytes.subarray(24, 29).equals(Buffer.from([8, 6, 0, 0, 0]))) throw new Error('not 8-bit RGBA');
  const data: Buffer[] = [];
  for (let offset = 8; offset < bytes.length; offset += 12 + bytes.readUInt32BE(offset)) {
    const body = bytes.subarray(offset + 8, offset + 8 + bytes.readUInt32BE(offset));
    if (bytes.toString('latin1', offset + 4, offset + 8) === 'IDAT') data.push(body);
  }
  const rows = inflateSync(Buffer.concat(data));
  const stride = 4 * width;
  const rgba = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (stride + 1)]!;
    for (let i = 0; i < stride; i++) {
      const left = i < 4 ? 0 : rgba[y * stride + i - 4]!;
      const above = y === 0 ? 0 : rgba[(y - 1) * stride + i]!;
      const corner = i < 4 || y === 0 ? 0 : rgba[(y - 1) * stride + i - 4]!;
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter]!;
      rgba[y * stride + i] = rows[y * (stride + 1) + 1 + i]! + guess;
    }
  }
  return { width, height, rgba };
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? above : corner;
}

function chunk(type: string, body: Uint8Array): Buffer {
  const bytes = Buffer.alloc(12 + body.length);
  bytes.writeUInt32BE(body.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(body, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + body.length)), 8 + body.length);
  return bytes;
}
