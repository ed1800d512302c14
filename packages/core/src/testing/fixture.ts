/** What the tests of this package share: a small job, and how many cases a property gets. */
import { isAssayError } from '../errors.js';
import type * as jobs from '../job.js';
import * as owners from '../owner.js';

/** Parameters of `fc.assert`: ASSAY_CASES is the share of the `full` number of cases, 1 is a soak. */
export function check(full: number): { readonly numRuns: number; readonly seed: number } {
  const share = Number(process.env.ASSAY_CASES ?? 0.05);
  return { numRuns: Math.max(1, Math.round(full * share)), seed: Number(process.env.ASSAY_SEED ?? 1) };
}

/** A deep copy of a type in which everything can be assigned. */
export type Editable<T> = T extends Uint8Array
  ? T
  : T extends object
    ? { -readonly [K in keyof T]: Editable<T[K]> }
    : T;

/** A job of two kernels and two steps that uses most of what a job can say. All rules of J1 to J19 hold. */
export function draft(): Editable<jobs.Draft> {
  return structuredClone({
    name: 'brighten-and-stamp',
    kernels: {
      brighten: {
        source: '// brightens a picture\n@compute @workgroup_size(1) fn main() {}\n',
        bindings: {
          photo: { binding: 0, access: 'read' },
          settings: { binding: 1, access: 'uniform' },
          bright: { binding: 2, access: 'write' },
        },
      },
      stamp: {
        source: '// stamps a picture and counts\n@compute @workgroup_size(1) fn stamp() {}\n',
        entryPoint: 'stamp',
        bindings: {
          table: { binding: 0, access: 'read' },
          stamped: { binding: 1, access: 'write' },
          counts: { binding: 7, access: 'write' },
        },
      },
    },
    inputs: [{ name: 'photo', tensor: { element: 'u8', shape: [2, 4, 4] } }],
    literals: [
      { name: 'settings', bytes: Uint8Array.from({ length: 16 }, (_, i) => i) },
      { name: 'glyphs', bytes: Uint8Array.of(1, 2, 3, 4), tensor: { element: 'i8', shape: [3] } },
    ],
    steps: [
      {
        kernel: 'brighten',
        grid: [4, 2, 1],
        reads: { photo: 'photo', settings: 'settings' },
        writes: { bright: { name: 'bright', sizeBytes: 32, owner: owners.linear(1) } },
        loopBudget: 8,
        meaning: { operation: 'brighten.u8', parameters: { gain: 3 } },
      },
      {
        kernel: 'stamp',
        grid: [2, 1, 1],
        overrides: { size: 2, negative: -7 },
        reads: { table: 'glyphs' },
        writes: {
          stamped: {
            name: 'stamped',
            sizeBytes: 32,
            from: 'bright',
            owner: {
              kind: 'tile',
              dimensions: [
                { extent: 2, tile: 2, axis: 'whole', origin: 0 },
                { extent: 4, tile: 1, axis: 'x', origin: 1 },
              ],
            },
          },
          counts: { name: 'counts', sizeBytes: 8, owner: owners.linear(1) },
        },
      },
    ],
    outputs: ['stamped', 'counts'],
  } satisfies jobs.Draft);
}

/** {@link draft}, changed. */
export function edited(change: (draft: Editable<jobs.Draft>) => void): jobs.Draft {
  const changed = draft();
  change(changed);
  return changed;
}

/** `kind code` of the AssayError that the action throws, or `accepted`. Anything else that it throws goes on. */
export function outcome(action: () => unknown): string {
  try {
    action();
    return 'accepted';
  } catch (error) {
    if (!isAssayError(error)) throw error;
    return `${error.kind} ${error.code}`;
  }
}
