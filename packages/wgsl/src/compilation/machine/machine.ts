/** Runs compiled cells: the host's side of {@link argument}. */
import { AssayError, grid as grids, type owner } from '@assay/core';
import type { Dispatch } from '../../analysis/dispatch.js';
import type { Compiled } from '../compiled.js';
import { argument, bindingArgument, bindingWords, flag, ownerCondition, ownerConditionWords } from '../layout.js';
import { conditionsOf } from './owned.js';
import type { Frame, Place, Space } from './space.js';

/** A kernel that the engine has made machine code of. Plain data: threads can be sent it. */
export interface Executable {
  readonly compiled: Compiled;
  /** A `WebAssembly.Module`. */
  readonly module: object;
}

/** What the cells of a step have in common. Plain data, so that threads can be sent it; the memory must be a shared one then. */
export interface Assignment {
  readonly executable: Executable;
  readonly space: Space;
  /** For messages. */
  readonly entryPoint: string;
  readonly dispatch: Pick<Dispatch, 'grid' | 'owners' | 'loopBudget'>;
  /** The most that a cell may cost; a reader's patience, no part of the meaning. */
  readonly maxCost: number | undefined;
}

/** What a cell came to. What it stored lies in the memory. */
export interface Outcome {
  /** Whether a guard fired: one that the interpreter would report. */
  readonly hasFired: boolean;
  /** Whether the cell would have cost more than it may; then it ended somewhere on its way, and nothing else of it counts. */
  readonly isTooCostly: boolean;
  /** E17. */
  readonly cost: number;
}

/** Pages of {@link pageBytes} of a binding, from `start` up to, not including, `end`. */
export interface PageRange {
  readonly start: number;
  readonly end: number;
}

/** More than any cell comes to. */
const MOST_COST = Number.MAX_SAFE_INTEGER;
const WORD = 2 ** 32;

/** An empty function with an empty vector in it. */
const simdProbe = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0],
  ...[10, 9, 1, 7, 0, 0x41, 0, 0xfd, 15, 0x1a, 0x0b],
);

/** How many lanes the engine has. */
export function lanes(): Compiled['lanes'] {
  return WebAssembly.validate(simdProbe) ? 4 : 1;
}

/**
 * Makes machine code.
 *
 * @throws AssayError `executor.no-simd`, `executor.module-too-large` (exhausted); `executor.wrong-module` (bug).
 */
export function load(compiled: Compiled): Executable {
  try {
    return { compiled, module: new WebAssembly.Module(compiled.bytes) };
  } catch (cause) {
    if (cause instanceof RangeError) throw moduleTooLarge(compiled.bytes.length, cause);
    throw compiled.lanes > lanes() ? noSimd(cause) : wrongModule(cause);
  }
}

/** One thread's place to run cells of a step. */
export class Machine {
  readonly #assignment: Assignment;
  readonly #frame: Frame;
  readonly #run: (argument: number) => void;
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  /** Of each written binding, the place of its owner table, and the map and the length that it is made of. */
  readonly #owned: readonly { readonly table: Place; readonly map: owner.OwnerMap; readonly lengthWords: number }[];

  /** @param thread which frame of the space it takes: no two machines at one time the same. */
  constructor(assignment: Assignment, thread = 0) {
    const { executable, space, dispatch } = assignment;
    const { module, compiled } = executable;
    const instance = new WebAssembly.Instance(module, { env: { memory: space.memory } });
    this.#run = (instance.exports as { run(argument: number): void }).run;
    this.#assignment = assignment;
    this.#frame = space.frames[thread]!;
    this.#view = new DataView(space.memory.buffer);
    this.#bytes = new Uint8Array(space.memory.buffer);
    this.#owned = compiled.bindings.flatMap(({ binding, isWritten }, i) =>
      isWritten
        ? [
            {
              table: this.#frame.owners[i]!,
              map: dispatch.owners.get(binding)!,
              lengthWords: space.bindings[i]!.lengthBytes / 4,
            },
          ]
        : [],
    );
    this.#writeArguments();
  }

  /**
   * Runs a cell in the memory as it is. Afterwards its own words are what it stored.
   *
   * @param workgroup its linear index (core SPEC.md J9).
   * @throws AssayError `executor.no-stack` (exhausted), `executor.trap` (bug).
   */
  run(workgroup: number): Outcome {
    const at = this.#frame.argument.address;
    const view = this.#view;
    const position = grids.fromIndex(this.#assignment.dispatch.grid, workgroup);
    for (const axis of [0, 1, 2] as const) this.#set(argument.workgroup + axis, position[axis]);
    for (const { table, map, lengthWords } of this.#owned) this.#writeOwner(table.address, map, lengthWords, workgroup);
    this.#set(argument.flags, 0);
    this.#set(argument.cost, 0);
    this.#set(argument.cost + 1, 0);
    try {
      this.#run(at | 0);
    } catch (cause) {
      throw isOutOfStack(cause)
        ? outOfStack(this.#assignment, workgroup, cause)
        : trapped(this.#assignment, workgroup, cause);
    }
    const flags = view.getUint32(at + 4 * argument.flags, true);
    const low = view.getUint32(at + 4 * argument.cost, true);
    const high = view.getUint32(at + 4 * (argument.cost + 1), true);
    return {
      hasFired: (flags & flag.guard) !== 0,
      isTooCostly: (flags & flag.tooCostly) !== 0,
      cost: low + high * WORD,
    };
  }

  /**
   * Runs cells, each once, one after the other.
   *
   * @param first linear indices of workgroups from this one up to, not including, `end`.
   * @returns the cost of each, and the workgroups in which a guard fired.
   * @throws AssayError `executor.max-cost`, `executor.no-stack` (exhausted), `executor.trap` (bug). Then some of the cells have run.
   */
  runAll(first: number, end: number): { readonly costs: Float64Array; readonly fired: readonly number[] } {
    const costs = new Float64Array(end - first);
    const fired: number[] = [];
    for (let workgroup = first; workgroup < end; workgroup++) {
      const { cost, hasFired, isTooCostly } = this.run(workgroup);
      if (isTooCostly) throw tooCostly(this.#assignment, workgroup);
      costs[workgroup - first] = cost;
      if (hasFired) fired.push(workgroup);
    }
    return { costs, fired };
  }

  /** The pages that cells have loaded from since the last call; the code is tracked, the binding is only read. By its place. */
  takeTouched(binding: number): readonly PageRange[] {
    const { address, lengthBytes } = this.#frame.touched[binding]!;
    const bytes = this.#bytes.subarray(address, address + lengthBytes);
    const ranges: PageRange[] = [];
    for (let start = bytes.indexOf(1); start >= 0; ) {
      const next = bytes.indexOf(0, start);
      const end = next < 0 ? bytes.length : next;
      ranges.push({ start, end });
      bytes.fill(0, start, end);
      start = bytes.indexOf(1, end);
    }
    return ranges;
  }

  /** What is the same for all cells. */
  #writeArguments(): void {
    const { space, dispatch, maxCost = MOST_COST } = this.#assignment;
    const { workgroupMemory, localMemory, slots, owners, touched } = this.#frame;
    const most = Math.floor(Math.min(Math.max(maxCost, 0), MOST_COST));
    for (const axis of [0, 1, 2] as const) this.#set(argument.grid + axis, dispatch.grid[axis]);
    this.#set(argument.loopBudget, dispatch.loopBudget);
    this.#set(argument.maxCost, most % WORD);
    this.#set(argument.maxCost + 1, Math.floor(most / WORD));
    this.#set(argument.workgroupMemory, workgroupMemory.address);
    this.#set(argument.localMemory, localMemory.address);
    this.#set(argument.slots, slots.address);
    this.#set(argument.localIds, space.localIds.address);
    for (const [i, { address, lengthBytes }] of space.bindings.entries()) {
      const at = argument.bindings + i * bindingWords;
      this.#set(at + bindingArgument.base, address);
      this.#set(at + bindingArgument.lengthWords, lengthBytes / 4);
      this.#set(at + bindingArgument.touched, touched[i]?.address ?? 0);
      this.#set(at + bindingArgument.owner, owners[i]?.address ?? 0);
    }
  }

  #writeOwner(address: number, map: owner.OwnerMap, lengthWords: number, workgroup: number): void {
    const conditions = conditionsOf(map, lengthWords, this.#assignment.dispatch.grid, workgroup);
    this.#view.setUint32(address, conditions.length, true);
    for (let k = 0; k < conditions.length; k++) {
      const { stride, extent, start, count } = conditions[k]!;
      const at = address + 4 * (1 + k * ownerConditionWords);
      this.#view.setUint32(at + 4 * ownerCondition.stride, stride, true);
      this.#view.setUint32(at + 4 * ownerCondition.extent, extent, true);
      this.#view.setUint32(at + 4 * ownerCondition.start, start, true);
      this.#view.setUint32(at + 4 * ownerCondition.count, count, true);
    }
  }

  /** A word of the argument block. */
  #set(place: number, value: number): void {
    this.#view.setUint32(this.#frame.argument.address + 4 * place, value, true);
  }
}

/** The cell would have cost more than it may. */
export function tooCostly(assignment: Assignment, workgroup: number): AssayError {
  return new AssayError({
    kind: 'exhausted',
    code: 'executor.max-cost',
    where: placeOf(assignment, workgroup),
    expected: `a cell of at most ${assignment.maxCost ?? MOST_COST} instructions`,
    got: 'one that goes on',
    remedy: 'Allow a higher cost, or give the step a lower loop budget or smaller workgroups.',
  });
}

/** Traps are no RangeErrors; SpiderMonkey has a kind of its own. */
function isOutOfStack(cause: unknown): boolean {
  return cause instanceof RangeError || (cause instanceof Error && cause.name === 'InternalError');
}

/** The frame of optimized code may be larger than that of the code before, which had room. */
function outOfStack(assignment: Assignment, workgroup: number, cause: unknown): AssayError {
  return new AssayError({
    kind: 'exhausted',
    code: 'executor.no-stack',
    where: placeOf(assignment, workgroup),
    expected: 'room on the stack for what the cell holds at a time',
    got: 'too little',
    remedy: 'Run it with less on the stack, on a thread with a larger one, or in the interpreter.',
    cause,
  });
}

function trapped(assignment: Assignment, workgroup: number, cause: unknown): AssayError {
  return new AssayError({
    kind: 'bug',
    code: 'executor.trap',
    where: placeOf(assignment, workgroup),
    expected: 'compiled code that never traps',
    got: cause instanceof Error ? cause.message : String(cause),
    remedy: 'Report this with the shader, and use the interpreter.',
    cause,
  });
}

function placeOf({ entryPoint, dispatch }: Assignment, workgroup: number): string {
  return `kernel ${entryPoint}, workgroup (${grids.fromIndex(dispatch.grid, workgroup).join(', ')})`;
}

function moduleTooLarge(lengthBytes: number, cause: unknown): AssayError {
  return new AssayError({
    kind: 'exhausted',
    code: 'executor.module-too-large',
    expected: 'a module that the engine compiles here',
    got: `one of ${lengthBytes} bytes`,
    remedy: 'Compile it in a worker: browsers limit what their main thread compiles.',
    cause,
  });
}

function noSimd(cause: unknown): AssayError {
  return new AssayError({
    kind: 'exhausted',
    code: 'executor.no-simd',
    expected: 'a JavaScript engine with WebAssembly SIMD',
    got: 'WebAssembly without SIMD',
    remedy: 'Compile for one lane, or use a newer engine.',
    cause,
  });
}

function wrongModule(cause: unknown): AssayError {
  return new AssayError({
    kind: 'bug',
    code: 'executor.wrong-module',
    expected: 'a valid module',
    got: cause instanceof Error ? cause.message : String(cause),
    remedy: 'Report this with the shader, and use the interpreter.',
    cause,
  });
}
