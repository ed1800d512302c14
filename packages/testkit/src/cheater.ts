/** What cheaters claim instead of what they were asked for: moves for `Cheat.forge` of {@link work}. */
import { job as jobs, owner as owners } from '@assay/core';
import type { Cheat } from './worked.js';

/** Gives the bytes of a version that the worker claims. */
export type Forge = NonNullable<Cheat['forge']>;

/** A workgroup of a step, by their indices. */
export interface Place {
  readonly step: number;
  readonly workgroup: number;
}

/** Leaves cells out: their words stay as they started, zeros or those of the version that they start from. */
export function skipping(job: jobs.Job, isSkipped: (cell: Place) => boolean): Forge {
  const indices = new Map(jobs.versions(job).map(({ name, index }) => [name, index]));
  return ({ origin }, honest, contents) => {
    if (origin.kind !== 'write') return honest;
    const { step, owner, from } = origin;
    const { grid } = job.steps[step]!;
    const start = from === undefined ? new Uint8Array(honest.length) : contents[indices.get(from)!]!;
    const claimed = honest.slice();
    for (let workgroup = 0; workgroup < grid[0] * grid[1] * grid[2]; workgroup++) {
      if (!isSkipped({ step, workgroup })) continue;
      for (const words of owners.wordsOf(owner, honest.length / 4, grid, workgroup)) {
        claimed.set(start.subarray(4 * words.start, 4 * words.end), 4 * words.start);
      }
    }
    return claimed;
  };
}

/** Changes one word of a version: the values that a mask has bits for are other ones. */
export function spoiling(name: string, word: number, mask = 1): Forge {
  return (version, honest) => {
    if (version.name !== name) return honest;
    const claimed = honest.slice();
    const view = new DataView(claimed.buffer);
    view.setUint32(4 * word, view.getUint32(4 * word, true) ^ mask, true);
    return claimed;
  };
}

/** Claims other bytes for a version. */
export function claiming(name: string, bytes: Uint8Array): Forge {
  return (version, honest) => (version.name === name ? bytes : honest);
}

/** Bytes that look like anything: xorshift32 (Marsaglia 2003), the same for the same seed. */
export function noise(lengthBytes: number, seed = 1): Uint8Array {
  let word = seed | 0 || 1;
  return Uint8Array.from({ length: lengthBytes }, () => {
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    return word >>> 11;
  });
}
