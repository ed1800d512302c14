import { isAssayError } from '@assay/core';
import { check, gpuTest } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as edges from './edges.js';
import { assertOwners, assertSteps } from './steps.contract.js';

const LOW = 30;
const HIGH = 90;

describe('edges.job', () => {
  it('makes one version per step, each of one word a pixel', () => {
    const { steps, inputs, outputs } = edges.job({ width: 7, height: 5 });
    const picture = { sizeBytes: 140, tensor: { element: 'u8', shape: [5, 7, 4] } };
    expect(inputs).toEqual([{ name: 'picture', ...picture }]);
    expect(outputs).toEqual(['edges']);
    const writes = steps.flatMap((step) => Object.values(step.writes));
    expect(writes.map(({ name }) => name)).toEqual(['blurred', 'gradient', 'thinned', 'edges']);
    expect(writes.map(({ sizeBytes }) => sizeBytes)).toEqual([140, 140, 140, 140]);
    expect(writes.at(-1)).toMatchObject(picture);
  });

  it.each([
    [{ width: 1, height: 1 }, undefined],
    [{ width: 524_280, height: 1 }, undefined],
    [{ width: 524_281, height: 1 }, 'edges.bad-size'],
    [{ width: 1, height: 524_281 }, 'edges.bad-size'],
    [{ width: 524_280, height: 8192 }, undefined],
    [{ width: 524_280, height: 8193 }, 'edges.bad-size'],
    [{ width: 0, height: 1 }, 'edges.bad-size'],
    [{ width: 1.5, height: 1 }, 'edges.bad-size'],
    [{ width: 1, height: 1, low: 1, high: 1530 }, undefined],
    [{ width: 1, height: 1, low: 0 }, 'edges.bad-threshold'],
    [{ width: 1, height: 1, high: 1531 }, 'edges.bad-threshold'],
    [{ width: 1, height: 1, low: 60, high: 60 }, undefined],
    [{ width: 1, height: 1, low: 61, high: 60 }, 'edges.bad-threshold'],
  ])('%j: %s', (options, code) => {
    expect(codeOf(() => edges.job(options))).toBe(code);
  });
});

describe('edges on the software adapter', () => {
  gpuTest.for([
    [1, 1],
    [7, 5],
    [64, 48],
    [65, 63],
  ] as const)('%i×%i: every version equals the naive pipeline', async ([width, height], { gpu }) => {
    const job = edges.job({ width, height, low: LOW, high: HIGH });
    for (const picture of [noise(width, height), noise(width, height, 0, 255), disc(width, height)]) {
      await assertSteps(gpu.device, job, naive(width, height, picture));
    }
  });

  gpuTest('small pictures of any size and content: every version equals the naive pipeline', async ({ gpu }) => {
    const extent = fc.integer({ min: 1, max: 20 });
    const pictures = fc.tuple(extent, extent).chain(([width, height]) => {
      const lengthBytes = 4 * width * height;
      return fc.record({
        width: fc.constant(width),
        height: fc.constant(height),
        picture: fc.uint8Array({ minLength: lengthBytes, maxLength: lengthBytes }),
      });
    });
    const property = fc.asyncProperty(pictures, async ({ width, height, picture }) => {
      const job = edges.job({ width, height, low: LOW, high: HIGH });
      await assertSteps(gpu.device, job, naive(width, height, picture));
    });
    await fc.assert(property, check(240));
  });

  gpuTest('a workgroup writes the words that it owns, and all of them', async ({ gpu }) => {
    const job = edges.job({ width: 35, height: 21, low: LOW, high: HIGH });
    await assertOwners(gpu.device, job, naive(35, 21, noise(35, 21)));
  });
});

describe('the naive pipeline', () => {
  it('draws a closed outline round a square', () => {
    const square = paint(40, 40, (x, y) =>
      x >= 12 && x < 28 && y >= 12 && y < 28 ? [255, 255, 255, 255] : [0, 0, 0, 255],
    );
    const white = words(naive(40, 40, square).get('edges')!).map((word) => word === 0xffffffff);
    const inRow = (y: number): number => white.filter((is, i) => is && Math.floor(i / 40) === y).length;
    const inColumn = (x: number): number => white.filter((is, i) => is && i % 40 === x).length;
    for (let line = 16; line < 24; line++) expect([inRow(line), inColumn(line)]).toEqual([2, 2]);
    expect([inRow(5), inColumn(5)]).toEqual([0, 0]);
  });

  it('draws nothing on one colour', () => {
    const grey = paint(40, 40, () => [90, 90, 90, 7]);
    expect(new Set(words(naive(40, 40, grey).get('edges')!))).toEqual(new Set([0xff000000]));
  });
});

/** The pipeline from its definitions: one number at a time, angles by atan2, neighbours by their offsets. */
function naive(width: number, height: number, picture: Uint8Array): Map<string, Uint8Array> {
  const inside = (value: number, extent: number): number => Math.min(Math.max(value, 0), extent - 1);
  const at = (x: number, y: number): number => inside(y, height) * width + inside(x, width);
  const everyPixel = (value: (x: number, y: number) => number): number[] =>
    Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width)));

  const binomial = [1, 4, 6, 4, 1];
  const blurred = new Uint8Array(picture.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 4; channel++) {
        let sum = 0;
        for (let dy = -2; dy <= 2; dy++) {
          for (let dx = -2; dx <= 2; dx++)
            sum += binomial[dx + 2]! * binomial[dy + 2]! * picture[4 * at(x + dx, y + dy) + channel]!;
        }
        blurred[4 * at(x, y) + channel] = Math.floor(sum / 256 + 0.5);
      }
    }
  }

  const luma = everyPixel((x, y) => {
    const [red, green, blue] = blurred.subarray(4 * at(x, y));
    return Math.floor((77 * red! + 150 * green! + 29 * blue! + 128) / 256);
  });
  const convolve = (x: number, y: number, weights: readonly number[]): number =>
    weights.reduce((sum, weight, i) => sum + weight * luma[at(x + (i % 3) - 1, y + Math.floor(i / 3) - 1)]!, 0);
  const magnitude: number[] = [];
  const direction: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const gx = convolve(x, y, [-1, 0, 1, -2, 0, 2, -1, 0, 1]);
      const gy = convolve(x, y, [-1, -2, -1, 0, 0, 0, 1, 2, 1]);
      magnitude.push(Math.abs(gx) + Math.abs(gy));
      const eighths = Math.round(Math.atan2(gy, gx) / (Math.PI / 4));
      direction.push(gx === 0 && gy === 0 ? 0 : (eighths + 4) % 4);
    }
  }
  expect(Math.max(...magnitude)).toBeLessThanOrEqual(1530);

  const offsets = [
    [1, 0],
    [1, 1],
    [0, 1],
    [-1, 1],
  ] as const;
  const thinned = everyPixel((x, y) => {
    const here = magnitude[at(x, y)]!;
    const [dx, dy] = offsets[direction[at(x, y)]!]!;
    return here > magnitude[at(x - dx, y - dy)]! && here >= magnitude[at(x + dx, y + dy)]! ? here : 0;
  });

  const linked = everyPixel((x, y) => {
    const here = thinned[at(x, y)]!;
    if (here >= HIGH) return 0xffffffff;
    if (here < LOW) return 0xff000000;
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        if ((dx !== 0 || dy !== 0) && thinned[at(x + dx, y + dy)]! >= HIGH) return 0xffffffff;
      }
    }
    return 0xff000000;
  });

  return new Map([
    ['picture', picture],
    ['blurred', blurred],
    ['gradient', toBytes(magnitude.map((value, i) => value + 65_536 * direction[i]!))],
    ['thinned', toBytes(thinned)],
    ['edges', toBytes(linked)],
  ]);
}

function paint(width: number, height: number, colour: (x: number, y: number) => readonly number[]): Uint8Array {
  const picture = new Uint8Array(4 * width * height);
  for (let i = 0; i < width * height; i++) picture.set(colour(i % width, Math.floor(i / width)), 4 * i);
  return picture;
}

/** Bytes from a linear congruential generator, or `levels` chosen by it; the same for the same size. */
function noise(width: number, height: number, ...levels: readonly number[]): Uint8Array {
  let state = width * 65_537 + height;
  return new Uint8Array(4 * width * height).map(() => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return levels.length === 0 ? state >>> 24 : levels[(state >>> 24) % levels.length]!;
  });
}

/** A coloured disc on a gradient: edges in all directions, weak ones among them. */
function disc(width: number, height: number): Uint8Array {
  const radius = Math.min(width, height) / 3;
  return paint(width, height, (x, y) =>
    Math.hypot(x - width / 2, y - height / 2) < radius
      ? [200, (40 * x) / width, 30, 255]
      : [(90 * y) / height, 60, (120 * x) / width, 128],
  );
}

function words(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length / 4 }, (_, i) => view.getUint32(4 * i, true));
}

function toBytes(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries()) view.setUint32(4 * i, value, true);
  return bytes;
}

function codeOf(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (isAssayError(error)) return error.code;
    throw error;
  }
}
