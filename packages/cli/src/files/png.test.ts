import { crc32, deflateSync } from 'node:zlib';
import { isAssayError } from '@assay/core';
import fc from 'fast-check';
import { decode as decodeOther, encode as encodeOther } from 'fast-png';
import { describe, expect, it } from 'vitest';
import * as png from './png.js';

// As `check` of the test kit, which loads a GPU.
const check = (full: number): fc.Parameters<unknown> => ({
  numRuns: Math.max(1, Math.round(full * Number(process.env.ASSAY_CASES ?? '0.05'))),
  seed: Number(process.env.ASSAY_SEED ?? '0'),
});

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function chunk(type: string, data: ArrayLike<number> = []): Buffer {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}

interface Form {
  readonly width?: number;
  readonly height?: number;
  readonly depth?: number;
  readonly colour?: number;
  readonly interlace?: number;
}

function ihdr({ width = 1, height = 1, depth = 8, colour = 0, interlace = 0 }: Form): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([depth, colour, 0, 0, interlace], 8);
  return chunk('IHDR', data);
}

const join = (...chunks: readonly Uint8Array[]): Buffer => Buffer.concat([Uint8Array.from(SIGNATURE), ...chunks]);

/** A file from rows that carry their filter byte. */
function file(form: Form, rows: ArrayLike<number>, ...before: readonly Buffer[]): Buffer {
  return join(ihdr(form), ...before, chunk('IDAT', deflateSync(Uint8Array.from(rows))), chunk('IEND'));
}

const pixels = (bytes: Uint8Array): number[] => [...png.decode(bytes, 'p.png').rgba];
const failing = (bytes: Uint8Array): (() => unknown) => {
  return () => png.decode(bytes, 'p.png');
};
const error = (kind: string, code: string): unknown => expect.objectContaining({ kind, code, where: 'p.png' });

describe('png.decode, colour types (11.2.1)', () => {
  const random = (count: number): Uint8Array =>
    Uint8Array.from({ length: count }, (_, i) => (i * 73 + (i >> 3) * 31) & 255);

  it.each([
    [1, (p: number[]) => [p[0], p[0], p[0], 255]],
    [2, (p: number[]) => [p[0], p[0], p[0], p[1]]],
    [3, (p: number[]) => [p[0], p[1], p[2], 255]],
    [4, (p: number[]) => [p[0], p[1], p[2], p[3]]],
  ])('8 bits, %i channels', (channels, toRgba) => {
    const [width, height] = [7, 5];
    const data = random(width * height * channels);
    const expected = Array.from({ length: width * height }, (_, i) =>
      toRgba([...data.subarray(i * channels, (i + 1) * channels)]),
    ).flat();
    for (const interlace of ['null', 'Adam7'] as const) {
      expect(pixels(encodeOther({ width, height, data, channels, depth: 8 }, { interlace }))).toEqual(expected);
    }
  });

  it.each([1, 2, 3, 4])('16 bits, %i channels, scaled by round(v * 255 / 65535)', (channels) => {
    const [width, height] = [5, 3];
    const data = Uint16Array.from({ length: width * height * channels }, (_, i) => (i * 9973) & 0xffff);
    const to8 = (value: number): number => Math.round((value * 255) / 65535);
    const expected = Array.from({ length: width * height }, (_, i) => {
      const samples = [...data.subarray(i * channels, (i + 1) * channels)].map(to8);
      const alpha = channels % 2 === 0 ? samples[channels - 1] : 255;
      return channels < 3 ? [samples[0], samples[0], samples[0], alpha] : [...samples.slice(0, 3), alpha];
    }).flat();
    expect(pixels(encodeOther({ width, height, data, channels, depth: 16 }))).toEqual(expected);
  });

  it.each([
    [1, [0b1010_0000], [255, 0, 255]],
    [2, [0b0001_1000], [0, 85, 170]],
    [4, [0x0f, 0x30], [0, 255, 51]],
  ])('grey of %i bits is scaled to 0 to 255', (depth, row, grey) => {
    expect(pixels(file({ width: 3, depth }, [0, ...row]))).toEqual(grey.flatMap((v) => [v, v, v, 255]));
  });

  it.each([
    [1, [0b0110_0000], [0, 1, 1]],
    [2, [0b0001_1000], [0, 1, 2]],
    [4, [0x01, 0x20], [0, 1, 2]],
    [8, [0, 1, 2], [0, 1, 2]],
  ])('a palette of %i bits, with the alpha that tRNS gives to its first colours', (depth, row, indices) => {
    const colours = [10, 20, 30, 40, 50, 60, 70, 80, 90].slice(0, depth === 1 ? 6 : 9);
    const bytes = file({ width: 3, depth, colour: 3 }, [0, ...row], chunk('PLTE', colours), chunk('tRNS', [128]));
    expect(pixels(bytes)).toEqual(indices.flatMap((i) => [...colours.slice(3 * i, 3 * i + 3), i === 0 ? 128 : 255]));
  });

  it('makes the colour in tRNS transparent, compared at full depth', () => {
    const grey16 = file({ width: 2, depth: 16 }, [0, 1, 0, 1, 1], chunk('tRNS', [1, 0]));
    expect(pixels(grey16)).toEqual([1, 1, 1, 0, 1, 1, 1, 255]);
    const rgb = file({ width: 2, colour: 2 }, [0, 1, 2, 3, 1, 2, 4], chunk('tRNS', [0, 1, 0, 2, 0, 3]));
    expect(pixels(rgb)).toEqual([1, 2, 3, 0, 1, 2, 4, 255]);
    // 11.3.1.1: of 16 bits, only the depth's low ones count.
    expect(pixels(file({ width: 2, depth: 1 }, [0, 0b0100_0000], chunk('tRNS', [0xff, 0xff])))[7]).toBe(0);
  });

  // The profile's data would not inflate, so it is seen that nothing tries.
  it('ignores profiles, gamma, text, a suggested palette and unknown ancillary chunks', () => {
    const before = [
      chunk('gAMA', [0, 0, 1, 0]),
      chunk('iCCP', [65, 0, 0, 1, 2, 3]),
      chunk('abCd', [9]),
      chunk('PLTE', [1, 2, 3]),
    ];
    expect(pixels(file({ colour: 2 }, [0, 7, 8, 9], ...before))).toEqual([7, 8, 9, 255]);
  });

  it('reads interlaced pictures of fewer than 8 bits (8.1)', () => {
    // 3 x 3, 1 bit: passes 1 (1 x 1), 4 (1 x 1), 5 (2 x 1), 6 (1 x 2), 7 (3 x 1).
    const rows = [0, 0x80, 0, 0x00, 0, 0x40, 0, 0x80, 0, 0x00, 0, 0xa0];
    const expected = [1, 1, 0, 1, 0, 1, 0, 0, 1].flatMap((bit) => [255 * bit, 255 * bit, 255 * bit, 255]);
    expect(pixels(file({ width: 3, height: 3, depth: 1, interlace: 1 }, rows))).toEqual(expected);
  });

  it('breaks ties of the Paeth filter in the order left, above, corner (9.4)', () => {
    // Left, above, corner: 8, 11, 10 (left as near as corner), then 11, 8, 10 (above as near as corner).
    const grey = (bytes: Uint8Array): number[] => pixels(bytes).filter((_, i) => i % 4 === 0);
    expect(grey(file({ width: 2, height: 2 }, [0, 10, 11, 4, 254, 0]))).toEqual([10, 11, 8, 8]);
    expect(grey(file({ width: 2, height: 2 }, [0, 10, 8, 4, 1, 0]))).toEqual([10, 8, 11, 8]);
  });

  it('takes data cut into several IDAT chunks, one of them empty', () => {
    const data = deflateSync(Uint8Array.of(0, 5));
    const parts = [data.subarray(0, 3), data.subarray(3, 3), data.subarray(3)].map((part) => chunk('IDAT', part));
    expect(pixels(join(ihdr({}), ...parts, chunk('IEND')))).toEqual([5, 5, 5, 255]);
  });
});

describe('png.decode, against fast-png as an independent decoder', () => {
  const arbitrary = fc
    .record({
      width: fc.integer({ min: 1, max: 12 }),
      height: fc.integer({ min: 1, max: 12 }),
      colour: fc.constantFrom(0, 2, 4, 6),
      depth: fc.constantFrom(8, 16),
      interlace: fc.constantFrom(0, 1),
      seed: fc.uint8Array({ minLength: 64, maxLength: 64 }),
    })
    .map((form) => {
      const channels = { 0: 1, 2: 3, 4: 2, 6: 4 }[form.colour]!;
      const steps = form.interlace
        ? [
            [0, 0, 8, 8],
            [4, 0, 8, 8],
            [0, 4, 4, 8],
            [2, 0, 4, 4],
            [0, 2, 2, 4],
            [1, 0, 2, 2],
            [0, 1, 1, 2],
          ]
        : [[0, 0, 1, 1]];
      const rows: number[] = [];
      for (const [x = 0, y = 0, dx = 1, dy = 1] of steps) {
        const width = Math.ceil((form.width - x) / dx);
        const height = Math.ceil((form.height - y) / dy);
        if (width <= 0) continue;
        for (let row = 0; row < height; row++) {
          rows.push(form.seed[rows.length % 64]! % 5);
          for (let i = 0; i < (width * channels * form.depth) / 8; i++) rows.push(form.seed[(rows.length * 7) % 64]!);
        }
      }
      return { form, channels, bytes: file(form, rows) };
    });

  it('all five filters (9.2), plain and interlaced', () => {
    fc.assert(
      fc.property(arbitrary, ({ form, channels, bytes }) => {
        const other = decodeOther(bytes, { checkCrc: true });
        const scale =
          form.depth === 16 ? (v: number): number => Math.round((v * 255) / 65535) : (v: number): number => v;
        const expected: number[] = [];
        for (let i = 0; i < other.data.length; i += channels) {
          const s = [...other.data.subarray(i, i + channels)].map(scale);
          expected.push(
            ...(channels < 3 ? [s[0]!, s[0]!, s[0]!] : s.slice(0, 3)),
            channels % 2 === 0 ? s.at(-1)! : 255,
          );
        }
        expect(pixels(bytes)).toEqual(expected);
      }),
      check(2000),
    );
  });
});

describe('png.decode, refusals', () => {
  const good = file({ width: 2, height: 2 }, [0, 1, 2, 4, 3, 4]);

  it.each([
    ['an empty file', [], 'an empty file'],
    ['a JPEG', [0xff, 0xd8, 0xff, 0xe0], 'a JPEG'],
    ['a WebP', [...Buffer.from('RIFF\0\0\0\0WEBPVP8 ', 'latin1')], 'a WebP'],
    ['a HEIC', [...Buffer.from('\0\0\0\x18ftypheic', 'latin1')], 'a HEIC'],
    ['an array', [...Buffer.from('\x93NUMPY', 'latin1')], 'a .npy array'],
    ['text', [...Buffer.from('hello\n')], 'text'],
    ['a PNG sent as text', [0x89, 0x50, 0x4e, 0x47, 0x0a, 0x1a, 0x0a], 'altered in transfer'],
    ['something else', [1, 2, 3], 'the bytes 01 02 03'],
  ])('says what it is instead of a PNG: %s', (_, bytes, got) => {
    const attempt = failing(Uint8Array.from(bytes));
    expect(attempt).toThrow(error('malformed', 'png.not-png'));
    expect(attempt).toThrow(got);
  });

  it('refuses more than 2^28 pixels from the header alone, and takes 2^28', () => {
    const over = join(ihdr({ width: 2 ** 14, height: 2 ** 14 + 1 }));
    expect(failing(over)).toThrow(error('exhausted', 'png.too-large'));
    expect(png.size(join(ihdr({ width: 2 ** 14, height: 2 ** 14 })), 'p.png')).toEqual({
      width: 2 ** 14,
      height: 2 ** 14,
    });
  });

  it('refuses a header that promises more than its data can hold, before allocating it', () => {
    const attempt = failing(file({ width: 2 ** 14, height: 2 ** 14, depth: 16, colour: 6 }, [0]));
    expect(attempt).toThrow(error('malformed', 'png.damaged'));
    expect(attempt).toThrow('to inflate them from');
  });

  it('stops inflating at the size that the header says', () => {
    // Inflated to the end, it would be told by its length.
    const attempt = failing(file({ width: 2, height: 2 }, new Uint8Array(2 ** 24)));
    expect(attempt).toThrow(error('malformed', 'png.damaged'));
    expect(attempt).toThrow('expected 6 bytes of pixels, as its header says, got more.');
  });

  const idat = chunk('IDAT', deflateSync(Uint8Array.of(0, 1)));
  const end = chunk('IEND');
  it.each([
    ['no header', join(chunk('gAMA', [0, 0, 0, 1]), ihdr({}), idat, end)],
    ['no pixels', join(ihdr({ width: 0 }), idat, end)],
    ['an unknown colour type', file({ colour: 5 }, [0, 1])],
    ['a depth that the colour type does not have', file({ colour: 2, depth: 4 }, [0, 1, 2])],
    ['an unknown interlace method', file({ interlace: 2 }, [0, 1])],
    ['no data', join(ihdr({}), end)],
    ['no end', join(ihdr({}), idat)],
    ['bytes behind the end', Buffer.concat([good, Uint8Array.of(0)])],
    ['a second header', join(ihdr({}), ihdr({}), idat, end)],
    ['data in two places', join(ihdr({}), idat, chunk('tEXt', [65, 0]), idat, end)],
    ['an unknown critical chunk', join(ihdr({}), chunk('ABCD'), idat, end)],
    ['a palette picture without palette', file({ colour: 3 }, [0, 0])],
    ['a palette of 4 bytes', file({ colour: 3 }, [0, 0], chunk('PLTE', [1, 2, 3, 4]))],
    ['a palette of 3 colours for 1 bit', file({ colour: 3, depth: 1 }, [0, 0], chunk('PLTE', new Uint8Array(9)))],
    ['a palette twice', file({ colour: 3 }, [0, 0], chunk('PLTE', [1, 2, 3]), chunk('PLTE', [1, 2, 3]))],
    ['an index beyond the palette', file({ colour: 3 }, [0, 1], chunk('PLTE', [1, 2, 3]))],
    ['more alphas than colours', file({ colour: 3 }, [0, 0], chunk('PLTE', [1, 2, 3]), chunk('tRNS', [1, 2]))],
    ['alphas before colours', file({ colour: 3 }, [0, 0], chunk('tRNS', [1]), chunk('PLTE', [1, 2, 3]))],
    ['tRNS beside an alpha channel', file({ colour: 4 }, [0, 1, 1], chunk('tRNS', [0, 1]))],
    ['an unknown filter', file({}, [5, 1])],
    ['one row too few', file({ height: 2 }, [0, 1])],
    ['one byte too many', file({}, [0, 1, 0])],
    ['no compressed data', join(ihdr({}), chunk('IDAT', [1, 2, 3]), end)],
    [
      'a wrong Adler-32',
      join(ihdr({}), chunk('IDAT', Buffer.from([...deflateSync(Uint8Array.of(0, 1)).subarray(0, -1), 0x99])), end),
    ],
    ['data behind the compressed data', join(ihdr({}), chunk('IDAT', [...deflateSync(Uint8Array.of(0, 1)), 9]), end)],
  ])('%s', (_, bytes) => {
    expect(failing(bytes)).toThrow(error('malformed', 'png.damaged'));
  });

  it('every truncation', () => {
    for (let length = 0; length < good.length; length++) {
      expect(failing(good.subarray(0, length))).toThrow(expect.objectContaining({ kind: 'malformed' }));
    }
  });

  // CRC-32 finds every error within 32 bits, and a changed length moves the checksum.
  it('every change of one byte', () => {
    fc.assert(
      fc.property(fc.nat({ max: good.length - 1 }), fc.integer({ min: 1, max: 255 }), (position, flip) => {
        const bytes = Uint8Array.from(good);
        bytes[position]! ^= flip;
        expect(failing(bytes)).toThrow(expect.objectContaining({ kind: 'malformed' }));
      }),
      check(10_000),
    );
  });

  it('ends any content of the chunks in a picture of the right size or in an AssayError', () => {
    const small = fc.integer({ min: 0, max: 9 });
    const form = fc.record({
      width: small,
      height: small,
      depth: fc.constantFrom(1, 2, 4, 8, 16, 3),
      colour: fc.constantFrom(0, 2, 3, 4, 6, 7),
      interlace: fc.constantFrom(0, 1, 2),
    });
    const data = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.uint8Array({ maxLength: 200 }).map((rows) => deflateSync(rows.map((byte) => byte % 5))),
    );
    const chunks = fc.array(fc.tuple(fc.constantFrom('PLTE', 'tRNS', 'IDAT', 'tEXt', 'IEND', 'IHDR'), data), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(form, chunks, (form, chunks) => {
        const bytes = join(ihdr(form), ...chunks.map(([type, content]) => chunk(type, content)), end);
        try {
          const { width, height, rgba } = png.decode(bytes, 'p.png');
          expect([width, height, rgba.length]).toEqual([form.width, form.height, 4 * form.width * form.height]);
        } catch (thrown) {
          if (!isAssayError(thrown) || thrown.kind === 'bug') throw thrown;
        }
      }),
      check(20_000),
    );
  });
});

describe('png.encode', () => {
  it('gives the same bytes for the same pixels, and the pixels back', () => {
    const picture = fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
      .chain(([width, height]) =>
        fc.tuple(
          fc.constant(width),
          fc.constant(height),
          fc.uint8Array({ minLength: 4 * width * height, maxLength: 4 * width * height }),
        ),
      );
    fc.assert(
      fc.property(picture, ([width, height, rgba]) => {
        const bytes = png.encode(width, height, rgba);
        expect(png.encode(width, height, Uint8Array.from(rgba))).toEqual(bytes);
        expect(png.decode(bytes, 'p.png')).toEqual({ width, height, rgba });
      }),
      check(1000),
    );
  });

  it('refuses another number of bytes', () => {
    const attempt = (): unknown => png.encode(2, 2, new Uint8Array(15));
    expect(attempt).toThrow(expect.objectContaining({ kind: 'bug', code: 'png.wrong-length' }));
  });
});
