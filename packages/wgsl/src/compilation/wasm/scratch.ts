/** Locals for values that live no longer than an operation. */
import type { Code, Local, ValueType } from './wasm.js';

/** Gives out locals of one function and takes them back, so that their number stays small. */
export class Scratch {
  readonly #code: Code;
  readonly #types = new Map<Local, ValueType>();
  readonly #free: Readonly<Record<ValueType, Local[]>> = { i32: [], i64: [], v128: [] };

  constructor(code: Code) {
    this.#code = code;
  }

  /** A local that nobody else uses until it is given back; what it holds is not said. */
  take(type: ValueType): Local {
    const free = this.#free[type].pop();
    if (free !== undefined) return free;
    const local = this.#code.local(type);
    this.#types.set(local, type);
    return local;
  }

  /** Leaves the value on the stack and has it in a local too while `emit` runs. */
  tee(type: ValueType, emit: (local: Local) => void): void {
    const local = this.take(type);
    this.#code.tee(local);
    emit(local);
    this.give(local);
  }

  give(...locals: readonly Local[]): void {
    for (const local of locals) this.#free[this.#types.get(local)!].push(local);
  }
}
