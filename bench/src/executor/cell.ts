/** The first cell of a step, compiled, in a memory of its own. */
import { type analysis, executor } from '@assay/wgsl';
import type { Case, Prepared } from './case.js';

/** How it is compiled: what a spot check does, unless told otherwise. */
export interface Choice {
  readonly lanes: 1 | 4;
  readonly isTracked?: boolean;
  readonly isShared?: boolean;
  readonly guards?: analysis.guards.Guards;
}

export class CompiledCell {
  readonly #machine: executor.Machine;
  readonly #space: executor.Space;
  /** Where the written binding lies. */
  readonly #place: { readonly address: number; readonly lengthBytes: number };

  constructor(one: Case, choice: Choice) {
    const compiled = compile(one, choice);
    this.#space = spaceOf(one, compiled, one.contents, 1);
    this.#place = this.#space.bindings[compiled.bindings.findIndex(({ binding }) => binding === one.written)]!;
    this.#machine = new executor.Machine(assignmentOf(one, executor.load(unseen(compiled)), this.#space));
  }

  /** The first workgroup. Gives its cost. */
  run(): number {
    return this.#machine.run(0).cost;
  }

  /** All workgroups. */
  runAll(count: number): void {
    this.#machine.runAll(0, count);
  }

  /** What was written: of words of other cells, zeros. */
  output(): Uint8Array {
    const { address, lengthBytes } = this.#place;
    return new Uint8Array(this.#space.memory.buffer, address, lengthBytes).slice();
  }
}

export function compile({ kernel, guards }: Prepared, choice: Choice): executor.Compiled {
  const { lanes, isTracked = false, isShared = false } = choice;
  return executor.compile(kernel, choice.guards ?? guards, { lanes, isTracked, isShared });
}

/** A memory with contents. */
export function spaceOf(
  { dispatch }: Prepared,
  compiled: executor.Compiled,
  contents: ReadonlyMap<number, Uint8Array>,
  threads: number,
): executor.Space {
  const lengths = compiled.bindings.map(({ binding }) => dispatch.lengthWords.get(binding)!);
  const space = executor.allocate(compiled, lengths, threads);
  const memory = new Uint8Array(space.memory.buffer);
  for (const [i, { binding }] of compiled.bindings.entries()) {
    memory.set(contents.get(binding)!, space.bindings[i]!.address);
  }
  return space;
}

export function assignmentOf(
  { entryPoint, dispatch: { grid, owners, loopBudget } }: Prepared,
  executable: executor.Executable,
  space: executor.Space,
): executor.Assignment {
  return { executable, space, entryPoint, dispatch: { grid, owners, loopBudget }, maxCost: undefined };
}

let marks = 0;

/** A module that the engine has not compiled before: it gives out what it has for equal bytes. A custom section differs. */
export function unseen(compiled: executor.Compiled): executor.Compiled {
  const name = new TextEncoder().encode(String(++marks).padStart(8, '0'));
  const section = [0, name.length + 1, name.length, ...name];
  return { ...compiled, bytes: Uint8Array.from([...compiled.bytes, ...section]) };
}
