/** What the parts of the emitter share: the function that is being written, its registers in locals, and the lanes that are active. */
import type { CompileOptions } from '../compiled.js';
import { argument, bindingArgument, bindingWords } from '../layout.js';
import type { Liveness } from '../program/liveness.js';
import type { Label, Node, Program, Register } from '../program/program.js';
import { Scratch } from '../wasm/scratch.js';
import { Code, type Local, type Mark, op, simd, type ValueType } from '../wasm/wasm.js';
import { intervalsOf } from './intervals.js';
import { type Levels, level } from './levels.js';

/** Halves of bytes for products (dot.ts) that are kept; more are computed again. */
const MOST_HALVES = 64;

/** An argument of a cell, in a local from the beginning on. */
export interface BindingLocals {
  readonly base: Local;
  readonly length: Local;
  readonly touched: Local;
  readonly owner: Local;
  readonly isWritten: boolean;
}

/** Where `leave` and `again` go. */
export interface Target {
  /** `leave`, where all active lanes do it. */
  readonly end: Mark | undefined;
  /** `again`, where all active lanes do it. */
  readonly header: Mark | undefined;
  /** Lanes that have left, and lanes that begin the next round, where they do so at different times. */
  readonly left: Local | undefined;
  readonly repeated: Local | undefined;
  /** Of jumps out of the region: their numbers. */
  readonly exit: { readonly leave: number; readonly again: number } | undefined;
}

export class Frame {
  readonly program: Program;
  readonly liveness: Liveness;
  readonly levels: Levels;
  readonly options: CompileOptions;
  readonly code: Code = new Code(['i32']);
  readonly scratch: Scratch = new Scratch(this.code);
  readonly bindings: ReadonlyMap<number, BindingLocals>;
  readonly loopBudget: Local = this.code.local('i32');
  /** Cost that is left; negative where the cell has cost too much. */
  readonly rest: Local = this.code.local('i64');
  readonly flags: Local = this.code.local('i32');
  /** Not 0 once an invocation has used up its budget. */
  readonly runOut: Local = this.code.local('i32');
  /** Offset of the group at hand in tables of one word for each invocation. */
  readonly group: Local = this.code.local('i32');
  readonly workgroupMemory: Local = this.code.local('i32');
  /** Local memory of the group at hand. */
  readonly localMemory: Local = this.code.local('i32');
  /** Active lanes, -1 or 0; means something where {@link isMasked} holds. */
  readonly mask: Local = this.code.local('v128');
  /** Whether some lanes of the group may not be active. */
  isMasked = false;
  /** Whether what is emitted is emitted once more, for lanes that part. */
  isTwofold = false;
  /** Number of the exit that the region is left by. */
  readonly exit: Local = this.code.local('i32');
  readonly targets: Map<Label, Target> = new Map();
  /** Of the region at hand: see {@link escapesIn}. */
  escaping: ReadonlySet<Node> = new Set();
  /** Behind the last phase. */
  finish: Mark | undefined;

  readonly #locals: Int32Array;
  readonly #halves: Map<number, Local>[] = [new Map()];
  #halvesKept = 0;

  constructor(program: Program, liveness: Liveness, levels: Levels, options: CompileOptions) {
    this.program = program;
    this.liveness = liveness;
    this.levels = levels;
    this.options = options;
    this.bindings = new Map(
      program.bindings.map(({ binding, isWritten }) => {
        const [base, length, touched, owner] = Array.from({ length: 4 }, () => this.code.local('i32'));
        return [binding, { base: base!, length: length!, touched: touched!, owner: owner!, isWritten }];
      }),
    );
    this.#locals = this.#assignLocals();
  }

  get lanes(): 1 | 4 {
    return this.options.lanes;
  }

  /** Reads the argument block, whose address is the function's parameter. */
  readArguments(): void {
    const { code, program } = this;
    const read = (word: number, to: Local): void => {
      code.get(0);
      code.load('i32Load', 4 * word);
      code.set(to);
    };
    for (const [i, { binding }] of program.bindings.entries()) {
      const at = argument.bindings + i * bindingWords;
      const locals = this.bindings.get(binding)!;
      read(at + bindingArgument.base, locals.base);
      read(at + bindingArgument.lengthWords, locals.length);
      read(at + bindingArgument.touched, locals.touched);
      read(at + bindingArgument.owner, locals.owner);
    }
    read(argument.loopBudget, this.loopBudget);
    read(argument.workgroupMemory, this.workgroupMemory);
    read(argument.localMemory, this.localMemory);
    code.get(0);
    code.load('i64Load', 4 * argument.maxCost);
    code.set(this.rest);
  }

  /** Whether each lane has a word of its own; else its word is the same in all of them. */
  isLane(register: Register): boolean {
    return this.levels.of(register) === level.lane && this.levels.constantOf(register) === undefined;
  }

  /** A builtin value that differs from invocation to invocation and is there when a region begins (phases.ts). */
  isGiven(node: Node): boolean {
    return node.kind === 'builtin' && this.levels.isSingle(node.to) && this.levels.of(node.to) !== level.workgroup;
  }

  localOf(register: Register): Local {
    return this.#locals[register]!;
  }

  /** The word of a register that is the same in all lanes. */
  pushScalar(register: Register): void {
    const constant = this.levels.constantOf(register);
    if (constant === undefined) this.code.get(this.localOf(register));
    else this.code.i32(constant);
  }

  /** A word for each lane. */
  pushWords(register: Register): void {
    const { code } = this;
    const constant = this.levels.constantOf(register);
    if (constant !== undefined) {
      code.v128([constant, constant, constant, constant]);
      return;
    }
    code.get(this.localOf(register));
    if (!this.isLane(register)) {
      code.vector(simd.splat);
      return;
    }
    if (this.levels.isBoolean(register)) code.vector(simd.i32x4.neg);
  }

  /** For each lane -1 if the word is not 0, else 0. */
  pushMask(register: Register): void {
    const { code, levels } = this;
    const constant = levels.constantOf(register);
    if (constant !== undefined) {
      const word = constant === 0 ? 0 : -1;
      code.v128([word, word, word, word]);
      return;
    }
    if (this.isLane(register)) {
      code.get(this.localOf(register));
      if (levels.isBoolean(register)) return;
      code.v128([0, 0, 0, 0]);
      code.vector(simd.i32x4.ne);
      return;
    }
    code.i32(0);
    code.get(this.localOf(register));
    if (!levels.isBoolean(register)) {
      code.i32(0);
      code.emit(op.i32.ne);
    }
    code.emit(op.i32.sub);
    code.vector(simd.splat);
  }

  /** Sets the target of a node to the word on the stack, the same in all lanes. */
  setScalar(node: Extract<Node, { to: Register }>): void {
    if (!this.isLane(node.to)) {
      this.code.set(this.localOf(node.to));
      return;
    }
    this.code.vector(simd.splat);
    this.setLanes(node, 'words');
  }

  /** Sets the target of a node, of level lane, to what is on the stack; lanes that wait keep what they have. */
  setLanes(node: Extract<Node, { to: Register }>, form: 'words' | 'mask'): void {
    const { code, levels } = this;
    const local = this.localOf(node.to);
    const isMask = levels.isBoolean(node.to);
    if (isMask && form === 'words') {
      code.v128([0, 0, 0, 0]);
      code.vector(simd.i32x4.ne);
    }
    if (!isMask && form === 'mask') code.vector(simd.i32x4.neg);
    if (this.isMasked && levels.isBlended(node)) {
      code.get(local);
      code.get(this.mask);
      code.vector(simd.bitselect);
    }
    code.set(local);
  }

  /** A temporary that holds what is on the stack. */
  hold(type: ValueType): Local {
    const local = this.scratch.take(type);
    this.code.set(local);
    return local;
  }

  /**
   * Half of the bytes of a register's words, as dot.ts makes them, for as long as the list of nodes at hand goes on; `make` leaves
   * them on the stack. Registers with one definition only. Undefined where too many are kept.
   */
  halfOf(key: number, make: () => void): Local | undefined {
    for (const scope of this.#halves) {
      const known = scope.get(key);
      if (known !== undefined) return known;
    }
    if (this.#halvesKept === MOST_HALVES) return undefined;
    make();
    const local = this.hold('v128');
    this.#halvesKept += 1;
    this.#halves.at(-1)!.set(key, local);
    return local;
  }

  openScope(): void {
    this.#halves.push(new Map());
  }

  closeScope(): void {
    const scope = this.#halves.pop()!;
    this.#halvesKept -= scope.size;
    this.scratch.give(...scope.values());
  }

  /** Registers that never hold something at once share a local. Constants have none. */
  #assignLocals(): Int32Array {
    const { program, levels } = this;
    const { start, end } = intervalsOf(program, this.liveness, levels);
    const locals = new Int32Array(program.registers).fill(-1);
    const registers = [...start.keys()].filter((one) => end[one]! >= 0 && levels.constantOf(one) === undefined);
    const opening = registers.toSorted((a, b) => start[a]! - start[b]!);
    const closing = registers.toSorted((a, b) => end[a]! - end[b]!);
    // Not from the temporaries: what is free behind the last place is not free before it.
    const pool = new Scratch(this.code);
    let closed = 0;
    for (const register of opening) {
      while (end[closing[closed]!]! < start[register]!) {
        pool.give(locals[closing[closed]!]!);
        closed += 1;
      }
      locals[register] = pool.take(this.isLane(register) ? 'v128' : 'i32');
    }
    return locals;
  }
}
