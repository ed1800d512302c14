/// <reference path="../compilation/wasm/webassembly.d.ts" />

/** Cells of kernels, compiled, and compared with the interpreter. */
import { grid as grids, isAssayError, owner } from '@assay/core';
import { expect } from 'vitest';
import type { Dispatch } from '../analysis/dispatch.js';
import type { Guards } from '../analysis/guards.js';
import { emit, programOf } from '../compilation/compile.js';
import type { Compiled, CompileOptions } from '../compilation/compiled.js';
import { pageBytes } from '../compilation/layout.js';
import { load, Machine, type Outcome } from '../compilation/machine/machine.js';
import { allocate, type Memory, type Place, plan, type Space, writeLocalIds } from '../compilation/machine/space.js';
import type { Program } from '../compilation/program/program.js';
import { type CellOptions, type CellResult, runCell } from '../execution/interpreter.js';
import type { Kernel } from '../execution/ir.js';

/** Cells to compare, with the words that each binding starts from. */
export interface Setting {
  readonly kernel: Kernel;
  readonly guards: Guards;
  readonly dispatch: Pick<Dispatch, 'grid' | 'owners' | 'loopBudget'>;
  readonly contents: ReadonlyMap<number, Int32Array>;
  /** Linear indices; all where it is not said. */
  readonly workgroups?: readonly number[];
  /** What is compiled, if it is not the kernel as it stands. */
  readonly program?: Program;
  /** See `Assignment`. */
  readonly maxCost?: number;
}

/** How a kernel is compiled. */
export interface Way extends CompileOptions {
  /** Of levels.ts: with 0 everything is taken to be different. */
  readonly sweeps?: number;
}

/** What the interpreter says of a cell that does not race. */
export interface Reference {
  readonly workgroup: number;
  /** What it started from. */
  readonly contents: Setting['contents'];
  /** Undefined for a cell that costs more than it may. */
  readonly did: Did | undefined;
}

interface Did {
  readonly cost: number;
  readonly hasFired: boolean;
  /** What the written bindings hold after it. */
  readonly written: ReadonlyMap<number, Int32Array>;
  /** Pages of the others that it loaded from. */
  readonly pages: ReadonlyMap<number, readonly number[]>;
}

export const everyWay: readonly CompileOptions[] = ([1, 4] as const).flatMap((lanes) =>
  [false, true].map((isTracked) => ({ lanes, isTracked, isShared: false })),
);

/** Fails unless compiled code does in each cell what the interpreter does. Gives how many cells were compared: those that do not race. */
export function expectSameCells(setting: Setting, way: Way): number {
  const references = referencesOf(setting);
  expectSame(setting, references, way);
  return references.length;
}

/** Of the cells that do not race. */
export function referencesOf(setting: Setting, trace?: CellOptions['trace']): readonly Reference[] {
  const { kernel, dispatch, contents, maxCost = Number.POSITIVE_INFINITY } = setting;
  const { grid, owners, loopBudget } = dispatch;
  return workgroupsOf(setting).flatMap((workgroup): Reference[] => {
    try {
      const result = runCell({
        kernel,
        grid,
        workgroup: grids.fromIndex(grid, workgroup),
        port: {
          lengthWords: (binding) => contents.get(binding)!.length,
          load: (binding, word) => contents.get(binding)![word]!,
        },
        owns: (binding, word) => owner.ownerOf(owners.get(binding)!, grid, word) === workgroup,
        loopBudget,
        maxCost,
        ...(trace === undefined ? {} : { trace }),
      });
      return result.race === undefined ? [{ workgroup, contents, did: didOf(setting, result) }] : [];
    } catch (error) {
      if (isAssayError(error) && error.code === 'interpreter.max-cost')
        return [{ workgroup, contents, did: undefined }];
      throw error;
    }
  });
}

function didOf({ kernel, contents }: Setting, { writes, reads, guards, cost }: CellResult): Did {
  const written = new Map<number, Int32Array>();
  const pages = new Map<number, readonly number[]>();
  for (const { binding, access } of kernel.bindings) {
    if (access === 'write') {
      const expected = contents.get(binding)!.slice();
      const { words, values } = writes.get(binding)!;
      for (const [k, word] of words.entries()) expected[word] = values[k]!;
      written.set(binding, expected);
      continue;
    }
    const own = new Set<number>();
    for (const { start, end } of reads.get(binding)!) {
      for (let page = pageOf(start); page <= pageOf(end - 1); page++) own.add(page);
    }
    pages.set(
      binding,
      [...own].toSorted((a, b) => a - b),
    );
  }
  return { cost, hasFired: guards.length > 0, written, pages };
}

function pageOf(word: number): number {
  return Math.floor((4 * word) / pageBytes);
}

/**
 * Fails unless compiled code does what the interpreter did in these cells. All other cells of the setting run too: whatever cells
 * do, they end, and change nothing but what they own.
 */
export function expectSame(setting: Setting, references: readonly Reference[], { sweeps, ...options }: Way): void {
  const { kernel, guards, dispatch, maxCost = patience } = setting;
  const { entryPoint } = kernel;
  const compiled = emit(setting.program ?? programOf(kernel, guards), options, sweeps);
  const { bindings } = compiled;
  const lengthWords = bindings.map(({ binding }) => setting.contents.get(binding)!.length);
  const space = spaceOf(compiled, lengthWords);
  const words = space.bindings.map(
    ({ address, lengthBytes }) => new Int32Array(space.memory.buffer, address, lengthBytes / 4),
  );
  const machine = new Machine({ executable: load(compiled), space, entryPoint, dispatch, maxCost });
  const fill = (contents: Setting['contents'], isWhole: boolean): void => {
    for (const [i, { binding, isWritten }] of bindings.entries()) {
      if (isWhole || isWritten) words[i]!.set(contents.get(binding)!);
    }
  };
  for (const contents of new Set([setting.contents, ...references.map((one) => one.contents)])) {
    fill(contents, true);
    const kept = keptOf(compiled, space).map((place) => ({ place, before: bytesOf(space, place).slice() }));
    const known = new Map(references.flatMap((one) => (one.contents === contents ? [[one.workgroup, one]] : [])));
    const others = contents === setting.contents ? workgroupsOf(setting) : [];
    for (const workgroup of new Set([...known.keys(), ...others])) {
      fill(contents, false);
      const outcome = machine.run(workgroup);
      const pages = bindings.map(({ isWritten }, i) =>
        isWritten || !options.isTracked ? undefined : pagesOf(machine, i),
      );
      const reference = known.get(workgroup);
      if (reference !== undefined) expectDid(reference, bindings, words, pages, outcome);
    }
    for (const { place, before } of kept) {
      if (before.compare(bytesOf(space, place)) === 0) continue;
      expect(bytesOf(space, place), `bytes from ${place.address} on, that no cell may change`).toEqual(before);
    }
  }
}

function expectDid(
  { workgroup, did }: Reference,
  bindings: Compiled['bindings'],
  words: readonly Int32Array[],
  pages: readonly (readonly number[] | undefined)[],
  { isTooCostly, cost, hasFired }: Outcome,
): void {
  const where = `workgroup ${workgroup}`;
  const found = { where, isTooCostly, ...(did === undefined ? {} : { cost, hasFired }) };
  const wanted = { where, isTooCostly: did === undefined, ...(did && { cost: did.cost, hasFired: did.hasFired }) };
  if (found.isTooCostly !== wanted.isTooCostly || found.cost !== wanted.cost || found.hasFired !== wanted.hasFired) {
    expect(found).toEqual(wanted);
  }
  if (did === undefined) return;
  for (const [i, { binding, isWritten }] of bindings.entries()) {
    if (isWritten) expectWords(words[i]!, did.written.get(binding)!, `${where}, binding ${binding}`);
    else if (pages[i] !== undefined) {
      expectWords(pages[i], did.pages.get(binding)!, `${where}, pages of binding ${binding}`);
    }
  }
}

function workgroupsOf({ workgroups, dispatch: { grid } }: Setting): readonly number[] {
  return workgroups ?? Array.from({ length: grids.count(grid) }, (_, i) => i);
}

function pagesOf(machine: Machine, place: number): readonly number[] {
  return machine
    .takeTouched(place)
    .flatMap(({ start, end }) => Array.from({ length: end - start }, (_, k) => start + k));
}

/** `expect` is slow on words that are equal. */
function expectWords(found: ArrayLike<number>, wanted: ArrayLike<number>, what: string): void {
  let isSame = found.length === wanted.length;
  for (let i = 0; isSame && i < wanted.length; i++) isSame = found[i] === wanted[i];
  if (!isSame) expect([...Array.from(found)], what).toEqual([...Array.from(wanted)]);
}

/** More than any cell costs that is compared: what does not end is seen. */
const patience = 20_000_000;

/** Every space that fits lies in it, one after the other: what it held before is no zeros. */
let common: Memory | undefined;
const commonPages = 32;

function spaceOf(compiled: Compiled, lengthWords: readonly number[]): Space {
  const planned = plan(compiled, lengthWords);
  if (compiled.isShared || planned.sizeBytes > commonPages * 65_536) return allocate(compiled, lengthWords);
  if (common === undefined) {
    common = new WebAssembly.Memory({ initial: commonPages, maximum: commonPages, shared: false });
    new Uint8Array(common.buffer).fill(0xa5);
  }
  const space = { ...planned, memory: common };
  writeLocalIds(new DataView(common.buffer), space.localIds.address, compiled.workgroupSize);
  for (const place of space.frames[0]!.touched) if (place !== undefined) bytesOf(space, place).fill(0);
  return space;
}

function bytesOf({ memory }: Space, { address, lengthBytes }: Place): Buffer {
  return Buffer.from(memory.buffer, address, lengthBytes);
}

/** All places where a cell may store nothing. */
function keptOf({ bindings }: Compiled, space: Space): readonly Place[] {
  const { argument, workgroupMemory, localMemory, slots, owners, touched } = space.frames[0]!;
  const own = [argument, workgroupMemory, localMemory, slots, ...owners, ...touched];
  const written = space.bindings.filter((_, i) => bindings[i]!.isWritten);
  const places = [...own, ...written].filter((place) => place !== undefined);
  const kept: Place[] = [];
  let end = 0;
  for (const { address, lengthBytes } of places.toSorted((a, b) => a.address - b.address)) {
    kept.push({ address: end, lengthBytes: address - end });
    end = address + lengthBytes;
  }
  return [...kept, { address: end, lengthBytes: space.sizeBytes - end }];
}
