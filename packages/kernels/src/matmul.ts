import { AssayError, job as jobs, owner as owners } from '@assay/core';
import { matmulPack, matmulProduct } from './generated/shaders.js';

/** Rows and columns of the product that one workgroup makes: 16×16 invocations of 4×4 sums. */
const TILE = 64;
/** Columns of `b`, and words of each, that one workgroup packs. */
const PACK_TILE = { columns: 64, words: 4 } as const;
const MAX_EXTENT = TILE * jobs.limits.workgroupsPerDimension;
/** The largest multiple of 4 with k · 2^14 < 2^31: products are at most (-128)², so no sum can overflow. */
const MAX_K = 131_068;
const MAX_WORDS = 2 ** 32 - 1;

/** Extents of the product: `m`×`k` times `k`×`n`. */
export interface Options {
  /** Rows of `a` and `c`, 1 to 4,194,240. */
  readonly m: number;
  /** Columns of `b` and `c`, 1 to 4,194,240. */
  readonly n: number;
  /** Columns of `a`, rows of `b`: a multiple of 4, at most 131,068. */
  readonly k: number;
}

/** What the step that multiplies says besides its kernel and its versions. */
export interface Dispatch extends Pick<jobs.Step, 'grid' | 'overrides' | 'loopBudget'> {
  /** Of the product. */
  readonly owner: owners.OwnerMap;
}

/**
 * How the product kernel makes all of a product.
 *
 * @throws AssayError `matmul.bad-size` (invalid).
 */
export function dispatch({ m, n, k }: Options): Dispatch {
  assertSize(m, n, k);
  return {
    grid: [Math.ceil(n / TILE), Math.ceil(m / TILE), 1],
    overrides: { m, n, k },
    loopBudget: k / 4,
    owner: owners.tile2d(m, n, TILE, TILE),
  };
}

/**
 * A job that multiplies two int8 matrices with exact int32 sums.
 *
 * Inputs `a` `i8[m, k]` and `b` `i8[k, n]`, output `c` `i32[m, n]`, all row by row. The first step transposes `b` to
 * `bt` `i8[n, k]`; the second multiplies and declares `matmul.i8.i32`: c = a · btᵀ.
 *
 * @throws AssayError `matmul.bad-size` (invalid).
 */
export function job({ m, n, k }: Options): jobs.Job {
  const { owner, ...dispatched } = dispatch({ m, n, k });
  const words = k / 4;
  return jobs.define({
    name: 'matmul',
    kernels: {
      pack: {
        source: matmulPack,
        bindings: { b: { binding: 0, access: 'read' }, bt: { binding: 1, access: 'write' } },
      },
      product: {
        source: matmulProduct,
        bindings: {
          a: { binding: 0, access: 'read' },
          bt: { binding: 1, access: 'read' },
          c: { binding: 2, access: 'write' },
        },
      },
    },
    inputs: [
      { name: 'a', tensor: { element: 'i8', shape: [m, k] } },
      { name: 'b', tensor: { element: 'i8', shape: [k, n] } },
    ],
    steps: [
      {
        kernel: 'pack',
        grid: [Math.ceil(n / PACK_TILE.columns), Math.ceil(words / PACK_TILE.words), 1],
        overrides: { n, k },
        reads: { b: 'b' },
        writes: {
          bt: {
            name: 'bt',
            tensor: { element: 'i8', shape: [n, k] },
            owner: {
              kind: 'tile',
              dimensions: [
                { extent: n, tile: PACK_TILE.columns, axis: 'x', origin: 0 },
                { extent: words, tile: PACK_TILE.words, axis: 'y', origin: 0 },
              ],
            },
          },
        },
      },
      {
        kernel: 'product',
        ...dispatched,
        reads: { a: 'a', bt: 'bt' },
        writes: { c: { name: 'c', tensor: { element: 'i32', shape: [m, n] }, owner } },
        meaning: { operation: 'matmul.i8.i32', parameters: { m, n, k } },
      },
    ],
    outputs: ['c'],
  });
}

function assertSize(m: number, n: number, k: number): void {
  const isExtent = (extent: number, most: number): boolean =>
    Number.isSafeInteger(extent) && extent >= 1 && extent <= most;
  if (!isExtent(m, MAX_EXTENT) || !isExtent(n, MAX_EXTENT)) {
    throw refused(`m and n from 1 to ${MAX_EXTENT}`, `m ${m}, n ${n}`, 'Cut the product into several jobs.');
  }
  if (!isExtent(k, MAX_K) || k % 4 !== 0) {
    throw refused(
      `k a multiple of 4 from 4 to ${MAX_K}`,
      `k ${k}`,
      'Pad both operands with zeros to whole words, or add the products of several jobs.',
    );
  }
  // The kernels count bytes of b and words of the others in 32 bits.
  if (m * n > MAX_WORDS || (m * k) / 4 > MAX_WORDS || n * k > MAX_WORDS) {
    throw refused(
      `m·n, m·k/4 and n·k at most ${MAX_WORDS}`,
      `${m * n}, ${(m * k) / 4} and ${n * k}`,
      'Cut the product into several jobs.',
    );
  }
}

function refused(expected: string, got: string, remedy: string): AssayError {
  return new AssayError({ kind: 'invalid', code: 'matmul.bad-size', expected, got, remedy });
}
