/** The memory of steps that are run by compiled cells, one step after the other. */
import { AssayError } from '@assay/core';
import { executor } from '@assay/wgsl';

/** The part of WebAssembly's JavaScript interface that is used here; the ES library declares none of it. */
interface GrowingMemory extends executor.Memory {
  grow(pages: number): number;
}

interface WebAssemblyPort {
  readonly Memory: new (type: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared: true;
  }) => GrowingMemory;
}

const PAGE_BYTES = 65_536;
/** As much as any step can have (wgsl SPEC.md C7). */
const MOST_PAGES = 65_535;

/**
 * One shared memory for all steps. A memory for each of them would be there until the collector looks for it, which shared
 * memories do not cause: measured, 40 of 200 MB take 8 GB.
 */
export class Arena {
  #memory: GrowingMemory | undefined;

  /**
   * Lays out a step. What the steps before left in the memory is still there.
   *
   * @param lengthWords of the bindings, in the order of the argument block.
   * @throws AssayError `executor.too-large`, `arena.no-memory` (exhausted).
   */
  lay(compiled: executor.Compiled, lengthWords: readonly number[], frames: number): executor.Space {
    const plan = executor.plan(compiled, lengthWords, frames);
    const memory = this.#sized(plan.sizeBytes);
    executor.writeLocalIds(new DataView(memory.buffer), plan.localIds.address, compiled.workgroupSize);
    return { ...plan, memory };
  }

  #sized(sizeBytes: number): GrowingMemory {
    const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyPort };
    try {
      this.#memory ??= new WebAssembly.Memory({ initial: 0, maximum: MOST_PAGES, shared: true });
      const missing = Math.ceil((sizeBytes - this.#memory.buffer.byteLength) / PAGE_BYTES);
      if (missing > 0) this.#memory.grow(missing);
      return this.#memory;
    } catch (cause) {
      if (cause instanceof RangeError) throw noMemory(sizeBytes, cause);
      throw cause;
    }
  }
}

/** Puts a version where a binding lies; zeros without one. */
export function put(space: executor.Space, place: executor.Place, version: Uint8Array | undefined): void {
  const target = new Uint8Array(space.memory.buffer, place.address, place.lengthBytes);
  if (version === undefined) target.fill(0);
  else target.set(version);
}

/**
 * A copy of what lies there.
 *
 * @throws AssayError `arena.no-memory` (exhausted).
 */
export function take(space: executor.Space, { address, lengthBytes }: executor.Place): Uint8Array<ArrayBuffer> {
  const copy = allocate(lengthBytes);
  copy.set(new Uint8Array(space.memory.buffer, address, lengthBytes));
  return copy;
}

/** @throws AssayError `arena.no-memory` (exhausted). */
export function allocate(lengthBytes: number): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(lengthBytes);
  } catch (cause) {
    if (cause instanceof RangeError) throw noMemory(lengthBytes, cause);
    throw cause;
  }
}

function noMemory(sizeBytes: number, cause: unknown): AssayError {
  return new AssayError({
    kind: 'exhausted',
    code: 'arena.no-memory',
    expected: `${sizeBytes} bytes of memory more`,
    got: 'less',
    remedy: 'Free memory, use a machine with more, or run the job on a device.',
    cause,
  });
}
