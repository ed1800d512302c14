import { AssayError, job as jobs, owner, type tensor } from '@assay/core';
import { edgesBlur, edgesGradient, edgesLink, edgesThin } from './generated/shaders.js';

/** Side of the square of pixels that one workgroup makes. */
const TILE = 8;
const MAX_PIXELS = 2 ** 32 - 1;
/** The largest |gx| + |gy| that Sobel's weights allow on a luma of 0 to 255: six weights of one sign. */
const MAX_MAGNITUDE = 6 * 255;

/**
 * What {@link job} needs to know. Thresholds are gradient magnitudes |gx| + |gy| of Sobel on luma, 1 to 1530; after the blur a
 * sharp upright step of D grey levels has the magnitude 2.5 D.
 */
export interface Options {
  /** Pixels in a row, 1 to 524,280. */
  readonly width: number;
  /** Rows, 1 to 524,280. */
  readonly height: number;
  /** The least magnitude of an edge pixel that touches a strong one; 40 when left out. */
  readonly low?: number;
  /** The least magnitude of a strong edge pixel; 100 when left out. */
  readonly high?: number;
}

/**
 * A job that finds the edges in a picture: Gaussian blur, Sobel gradient, non-maximum suppression, double threshold.
 *
 * Input `picture` and output `edges` are `u8[height, width, 4]` (RGBA); edges are white on black, alpha 255. All integers.
 * The method is that of Canny 1986, with hysteresis that looks no further than the eight neighbours.
 *
 * @throws AssayError `edges.bad-size` or `edges.bad-threshold` (invalid).
 */
export function job({ width, height, low = 40, high = 100 }: Options): jobs.Job {
  assertSize(width, height);
  assertThresholds(low, high);
  const grid = [Math.ceil(width / TILE), Math.ceil(height / TILE), 1] as const;
  const tiles = owner.tile2d(height, width, TILE, TILE);
  const rgba: tensor.Tensor = { element: 'u8', shape: [height, width, 4] };
  const words: tensor.Tensor = { element: 'u32', shape: [height, width] };

  return jobs.define({
    name: 'edges',
    kernels: {
      blur: kernel(edgesBlur, 'picture', 'blurred'),
      gradient: kernel(edgesGradient, 'blurred', 'gradient'),
      thin: kernel(edgesThin, 'gradient', 'thinned'),
      link: kernel(edgesLink, 'thinned', 'edges'),
    },
    inputs: [{ name: 'picture', tensor: rgba }],
    steps: [
      {
        kernel: 'blur',
        grid,
        overrides: { width, height },
        reads: { picture: 'picture' },
        writes: { blurred: { name: 'blurred', tensor: rgba, owner: tiles } },
      },
      {
        kernel: 'gradient',
        grid,
        overrides: { width, height },
        reads: { blurred: 'blurred' },
        writes: { gradient: { name: 'gradient', tensor: words, owner: tiles } },
      },
      {
        kernel: 'thin',
        grid,
        overrides: { width, height },
        reads: { gradient: 'gradient' },
        writes: { thinned: { name: 'thinned', tensor: words, owner: tiles } },
      },
      {
        kernel: 'link',
        grid,
        overrides: { width, height, low, high },
        reads: { thinned: 'thinned' },
        writes: { edges: { name: 'edges', tensor: rgba, owner: tiles } },
      },
    ],
    outputs: ['edges'],
  });
}

/** All four kernels read one version and write one. */
function kernel(source: string, from: string, to: string): jobs.Draft['kernels'][string] {
  return { source, bindings: { [from]: { binding: 0, access: 'read' }, [to]: { binding: 1, access: 'write' } } };
}

function assertSize(width: number, height: number): void {
  const most = TILE * jobs.limits.workgroupsPerDimension;
  const isExtent = (extent: number): boolean => Number.isSafeInteger(extent) && extent >= 1 && extent <= most;
  if (isExtent(width) && isExtent(height) && width * height <= MAX_PIXELS) return;
  throw new AssayError({
    kind: 'invalid',
    code: 'edges.bad-size',
    expected: `width and height from 1 to ${most} and at most ${MAX_PIXELS} pixels`,
    got: `${width}×${height}`,
    remedy: 'Scale the picture down, or cut it into several jobs.',
  });
}

function assertThresholds(low: number, high: number): void {
  if (Number.isSafeInteger(low) && Number.isSafeInteger(high) && 1 <= low && low <= high && high <= MAX_MAGNITUDE)
    return;
  throw new AssayError({
    kind: 'invalid',
    code: 'edges.bad-threshold',
    expected: `whole numbers with 1 <= low <= high <= ${MAX_MAGNITUDE}`,
    got: `low ${low}, high ${high}`,
    remedy: 'Thresholds are gradient magnitudes |gx| + |gy|; leave them out for 40 and 100.',
  });
}
