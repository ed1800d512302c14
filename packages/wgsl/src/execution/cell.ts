/** Cells in the terms of a job: versions by WGSL variable, workgroups by linear index, owner maps. */
import { AssayError, grid as grids, type job as jobs, owner as owners } from '@assay/core';
import type { GuardEvent } from './guard.js';
import { type CellOptions, type CellResult, type Race, runCell } from './interpreter.js';
import type { Kernel } from './ir.js';
import type { Port } from './memory.js';

/** A step of a job with the contents that it starts from. */
export interface StepContents {
  /** The step's kernel, lowered with its overrides. */
  readonly kernel: Kernel;
  readonly step: jobs.Step;
  /** Bytes of each version that the step reads, by WGSL variable. */
  readonly reads: ReadonlyMap<string, Uint8Array>;
  /** Bytes of the version that each written one starts `from`, by WGSL variable; zeros for those that start as zeros. */
  readonly starts?: ReadonlyMap<string, Uint8Array>;
  /** For each cell, see {@link CellOptions}. */
  readonly maxCost?: number;
}

/** What {@link replayStep} is given. */
export interface ReplayOptions extends StepContents {
  /** Is told what each cell did, in linear order. */
  readonly onCell?: (result: CellResult, workgroup: number) => void;
}

/** All cells of a step. */
export interface StepReplay {
  /** Bytes of each written version, by WGSL variable. */
  readonly versions: ReadonlyMap<string, Uint8Array>;
  /** Of each cell by workgroup, in linear order (E17). */
  readonly costs: Float64Array;
  /** Places where guards fired: the first cell where one did, and how often in all cells. */
  readonly guards: readonly (GuardEvent & { readonly workgroup: number })[];
  /** Of the first cell that has one. */
  readonly race: (Race & { readonly workgroup: number }) | undefined;
}

/**
 * Runs one cell of a step. Results are by binding number.
 *
 * @param workgroup its linear index (core SPEC.md J9).
 * @throws AssayError `cell.missing-version`, `cell.wrong-size` (invalid), and what `runCell` throws.
 */
export function runJobCell(
  contents: StepContents & { readonly workgroup: number; readonly trace?: CellOptions['trace'] },
): CellResult {
  const { workgroup, trace } = contents;
  return runCell({ ...optionsOf(contents, portOf(contents), workgroup), ...(trace === undefined ? {} : { trace }) });
}

/**
 * Runs all cells of a step, and puts together what they wrote: the frame stays as it was.
 *
 * @throws AssayError what {@link runJobCell} throws.
 */
export function replayStep(contents: ReplayOptions): StepReplay {
  const { kernel, step, onCell } = contents;
  const port = portOf(contents);
  const versions = new Map(
    Object.entries(step.writes).map(([variable, { sizeBytes }]) => [
      variable,
      startOf(contents, variable)?.slice() ?? new Uint8Array(sizeBytes),
    ]),
  );
  const costs = new Float64Array(grids.count(step.grid));
  const guards = new Map<string, GuardEvent & { readonly workgroup: number }>();
  let race: StepReplay['race'];
  for (let workgroup = 0; workgroup < costs.length; workgroup++) {
    const result = runCell(optionsOf(contents, port, workgroup));
    for (const { name, binding } of kernel.bindings) {
      const stored = result.writes.get(binding);
      if (stored === undefined) continue;
      const view = viewOf(versions.get(name)!);
      for (const [i, word] of stored.words.entries()) view.setInt32(4 * word, stored.values[i]!, true);
    }
    for (const event of result.guards) {
      const key = `${event.kind} ${event.at}`;
      const before = guards.get(key) ?? { ...event, times: 0, workgroup };
      guards.set(key, { ...before, times: before.times + event.times });
    }
    if (race === undefined && result.race !== undefined) race = { ...result.race, workgroup };
    costs[workgroup] = result.cost;
    onCell?.(result, workgroup);
  }
  return { versions, costs, guards: [...guards.values()], race };
}

function optionsOf({ kernel, step, maxCost }: StepContents, port: Port, workgroup: number): CellOptions {
  const owned = new Map(
    kernel.bindings.flatMap(({ name, binding, access }) =>
      access === 'write' ? [[binding, step.writes[name]!.owner]] : [],
    ),
  );
  return {
    kernel,
    grid: step.grid,
    workgroup: grids.fromIndex(step.grid, workgroup),
    port,
    owns: (binding, word) => owners.ownerOf(owned.get(binding)!, step.grid, word) === workgroup,
    loopBudget: step.loopBudget,
    ...(maxCost === undefined ? {} : { maxCost }),
  };
}

/** Little-endian words of the versions that the kernel binds. */
function portOf(contents: StepContents): Port {
  const { kernel, step } = contents;
  const views: (DataView | undefined)[] = [];
  const lengths: number[] = [];
  for (const { name, binding, access } of kernel.bindings) {
    const bytes = access === 'write' ? startOf(contents, name) : readOf(contents, name);
    lengths[binding] = (bytes?.length ?? step.writes[name]!.sizeBytes) / 4;
    views[binding] = bytes === undefined ? undefined : viewOf(bytes);
  }
  return {
    lengthWords: (binding) => lengths[binding]!,
    load: (binding, word) => views[binding]?.getInt32(4 * word, true) ?? 0,
  };
}

function readOf({ reads }: StepContents, variable: string): Uint8Array {
  const bytes = reads.get(variable);
  if (bytes === undefined) throw missing(variable);
  if (bytes.length === 0 || bytes.length % 4 !== 0) throw wrongSize(variable, 'whole words', bytes.length);
  return bytes;
}

/** The bytes that a written version starts from; undefined where it starts as zeros. */
function startOf({ step, starts }: StepContents, variable: string): Uint8Array | undefined {
  const { from, sizeBytes } = step.writes[variable] ?? {};
  const bytes = starts?.get(variable);
  if (sizeBytes === undefined || (from !== undefined && bytes === undefined)) throw missing(variable);
  if (bytes !== undefined && bytes.length !== sizeBytes) throw wrongSize(variable, `${sizeBytes} bytes`, bytes.length);
  return bytes;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function missing(variable: string): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: 'cell.missing-version',
    where: variable,
    expected: 'the version that the step binds to it',
    got: 'none',
    remedy: 'Give the bytes of all versions that the step reads, and of those that it starts from.',
  });
}

function wrongSize(variable: string, expected: string, lengthBytes: number): AssayError {
  return new AssayError({
    kind: 'invalid',
    code: 'cell.wrong-size',
    where: variable,
    expected,
    got: `${lengthBytes} bytes`,
    remedy: 'Give the bytes of exactly the version.',
  });
}
