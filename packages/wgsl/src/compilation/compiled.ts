/** What the compiler makes of a kernel. */
import type { Binding } from './program/program.js';

/** Changes when the compiler gives another module for some kernel. No part of a meaning: a key of caches. */
export const compilerVersion = 1;

export interface CompileOptions {
  /** Invocations that run together: 4 in the lanes of v128, or 1. */
  readonly lanes: 1 | 4;
  /** Whether the cell marks the pages that it loads from, see layout `touched`. */
  readonly isTracked: boolean;
  /** Whether the module takes a memory that threads share. */
  readonly isShared: boolean;
}

/** A WebAssembly module that imports `env.memory` and exports `run(arguments: i32)`; for all cells and sizes. */
export interface Compiled extends CompileOptions {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly workgroupSize: readonly [number, number, number];
  /** In the order of the argument block. */
  readonly bindings: readonly Binding[];
  /** Bytes that a cell needs while it runs, each a multiple of 16. */
  readonly workgroupBytes: number;
  readonly localBytes: number;
  readonly slotBytes: number;
}
