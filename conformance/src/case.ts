import type { job as jobs } from '@assay/core';
import type { interpreter } from '@assay/wgsl';

/** A job with contents for its inputs, and what is known of it beforehand. */
export interface Case {
  /** Stable and unique: `exec/operator-add-i32`, `random/17`. */
  readonly name: string;
  readonly job: jobs.Job;
  /** Bytes by version. */
  readonly inputs: ReadonlyMap<string, Uint8Array>;
  /** Absent where nothing is known. */
  readonly expected?: Expected;
}

/** What the author of a case says that it does. */
export interface Expected {
  /** Kinds of guards that fire in some cell, sorted; undefined where any may. */
  readonly guards: readonly interpreter.GuardKind[] | undefined;
  /** The memory that races: a WGSL variable of the storage space, all workgroup memory, or none. */
  readonly race: string;
  /** Bytes of versions, by name; those that are not named may hold anything. */
  readonly results: ReadonlyMap<string, Uint8Array>;
}

/** {@link Expected} `race` of a case without one. */
export const noRace = 'none';
/** {@link Expected} `race` of workgroup memory. */
export const workgroupMemory = 'workgroup';
