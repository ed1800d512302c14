import * as codec from './codec.js';
import { digestHex, type KernelId } from './identity.js';
import type { Kernel } from './job.js';

/**
 * Names what a kernel computes, whatever job it is in (SPEC.md J20): its text, entry point and bindings, under a version of the
 * exact profile. What a step adds (overrides, sizes, grid, owner maps, loop budget) is not in it.
 *
 * @param profile of the job that has the kernel.
 */
export function id({ source, entryPoint, bindings }: Kernel, profile: number): KernelId {
  const fields: codec.Fields = {
    type: 'kernel',
    version: 1,
    profile,
    source,
    entryPoint,
    bindings: Object.fromEntries(
      Object.entries(bindings).map(([variable, { binding, access }]) => [variable, { binding, access }]),
    ),
  };
  return digestHex('kernel', codec.encode(fields));
}
