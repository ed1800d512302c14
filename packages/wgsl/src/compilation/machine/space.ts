/** Where everything lies in the memory in which the cells of a step run ({@link argument}). */
import { AssayError } from '@assay/core';
import type { Compiled } from '../compiled.js';
import { argumentWords, localIdTables, ownerConditionWords, paddedInvocations, pageBytes } from '../layout.js';
import { mostConditions } from './owned.js';

/** Addresses and lengths in bytes. Plain data. */
export interface Plan {
  /** Whole pages of WebAssembly. */
  readonly sizeBytes: number;
  /** In the order of the argument block: each binding at its whole length. Pages that nobody touches cost no memory. */
  readonly bindings: readonly Place[];
  /** The tables of local ids, one after the other. */
  readonly localIds: Place;
  /** One for each thread. */
  readonly frames: readonly Frame[];
}

export interface Place {
  /** A multiple of 16. */
  readonly address: number;
  readonly lengthBytes: number;
}

/** What a thread has for itself. */
export interface Frame {
  readonly argument: Place;
  readonly workgroupMemory: Place;
  readonly localMemory: Place;
  readonly slots: Place;
  /** In the order of the bindings: the owner table of those that are written, which is made for each cell. */
  readonly owners: readonly (Place | undefined)[];
  /** A byte for each page of a binding that is only read, if the code is tracked. */
  readonly touched: readonly (Place | undefined)[];
}

/** The memory of a step. Threads share it, if the code is made for that. */
export interface Space extends Plan {
  readonly memory: Memory;
}

/** A `WebAssembly.Memory`. */
export interface Memory {
  readonly buffer: ArrayBuffer;
}

/** WebAssembly's (core specification 2.0, §4.2.8). One less than 2³² bytes have, so that every end is an address. */
const wasmPageBytes = 65_536;
const mostBytes = 65_535 * wasmPageBytes;
/** Before and behind everything: compiled code may load beside a binding what it does not use. */
const gapBytes = 16;

/**
 * Plans a memory for bindings of these lengths, in the order of the argument block, and for a number of threads.
 *
 * @throws AssayError `executor.too-large` (exhausted): more than 4 GiB.
 */
export function plan(compiled: Compiled, lengthWords: readonly number[], threads = 1): Plan {
  let end = 0;
  const take = (lengthBytes: number): Place => {
    const address = align(end + gapBytes, 16);
    end = address + lengthBytes;
    return { address, lengthBytes };
  };
  const { workgroupBytes, localBytes, slotBytes, workgroupSize, isTracked } = compiled;
  const lengthsBytes = lengthWords.map((words) => 4 * words);
  const takeFrame = (): Frame => {
    end = align(end, 64); // no cache line of two threads
    return {
      argument: take(4 * argumentWords(compiled.bindings.length)),
      owners: compiled.bindings.map(({ isWritten }) =>
        isWritten ? take(4 * (1 + mostConditions * ownerConditionWords)) : undefined,
      ),
      workgroupMemory: take(workgroupBytes),
      localMemory: take(localBytes),
      slots: take(slotBytes),
      touched: compiled.bindings.map(({ isWritten }, i) =>
        isWritten || !isTracked ? undefined : take(Math.ceil(lengthsBytes[i]! / pageBytes)),
      ),
    };
  };
  const frames = Array.from({ length: threads }, takeFrame);
  end = align(end, 64);
  const localIds = take(4 * paddedInvocations(workgroupSize) * localIdTables.length);
  const bindings = lengthsBytes.map(take);
  const sizeBytes = align(end + gapBytes, wasmPageBytes);
  if (sizeBytes > mostBytes) throw tooLarge(sizeBytes);
  return { sizeBytes, bindings, localIds, frames };
}

/**
 * A memory of zeros, but for the tables of local ids.
 *
 * @throws AssayError `executor.too-large`, `executor.no-memory` (exhausted).
 */
export function allocate(compiled: Compiled, lengthWords: readonly number[], threads = 1): Space {
  const planned = plan(compiled, lengthWords, threads);
  const memory = memoryOf(planned.sizeBytes, compiled.isShared);
  writeLocalIds(new DataView(memory.buffer), planned.localIds.address, compiled.workgroupSize);
  return { ...planned, memory };
}

function memoryOf(sizeBytes: number, shared: boolean): Memory {
  const pages = sizeBytes / wasmPageBytes;
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
  } catch (cause) {
    if (cause instanceof RangeError) throw noMemory(sizeBytes, cause);
    throw cause;
  }
}

/** WGSL §13.3: x runs fastest. */
export function writeLocalIds(
  view: DataView,
  address: number,
  [width, height, depth]: Compiled['workgroupSize'],
): void {
  const padded = paddedInvocations([width, height, depth]);
  for (let index = 0; index < padded; index++) {
    const ids = {
      x: index % width,
      y: Math.floor(index / width) % height,
      z: Math.floor(index / width / height),
      index,
    };
    for (const [table, name] of localIdTables.entries()) {
      view.setUint32(address + 4 * (table * padded + index), ids[name], true);
    }
  }
}

function align(bytes: number, unit: number): number {
  return Math.ceil(bytes / unit) * unit;
}

function tooLarge(sizeBytes: number): AssayError {
  return new AssayError({
    kind: 'exhausted',
    code: 'executor.too-large',
    expected: `a step whose versions and working memory have at most ${mostBytes} bytes together`,
    got: `${sizeBytes} bytes`,
    remedy: 'Cut the step in several that bind less at once.',
  });
}

function noMemory(sizeBytes: number, cause: unknown): AssayError {
  return new AssayError({
    kind: 'exhausted',
    code: 'executor.no-memory',
    expected: `an address range of ${sizeBytes} bytes for a step`,
    got: 'none',
    remedy: 'Let go of steps that are not needed any more, or use an engine that grants more memory.',
    cause,
  });
}
