/**
 * What is known of registers and memory at the place of a program that is being looked at.
 *
 * Behind `split`, a register with one definition is a value: wherever it is read, it holds what its definition last gave, and so
 * does everything that the definition was made of. A register with several definitions, or a memory, may have changed where one of
 * them stands, and at the beginning of a loop with one in it. That is enough for two places of which control comes to the second
 * through the first only: a way from the first to the second, on which something changes, goes forward over the change, or it goes
 * round a loop that the first place is in front of.
 */

import type { Memory } from '../program/memories.js';
import { type Node, operandsOf, type Pure, type Register } from '../program/program.js';
import { isCommutative } from './arithmetic.js';
import { type Expression, isLeaf } from './expression.js';
import { ScopedMap } from './scoped.js';

/** A register that does not hold 0, of which no more is assumed. */
const NOT_ZERO = Number.NaN;
/** Depth in which a condition is taken apart. */
const MOST_TERMS = 4;

/** A register, or -1 - memory. */
export type Changeable = number;

export function changeableOf(memory: Memory): Changeable {
  return -1 - memory;
}

/** Where a scope began. */
export interface Mark {
  readonly assumptions: number;
  readonly leaves: number;
  readonly computed: number;
}

export class Known {
  /** How often each register of the program is written. */
  readonly #counts: Uint32Array;
  readonly #constants: (number | undefined)[];
  readonly #definitions: (Pure | undefined)[];
  /** Times: of the definition, of the last change of a register or a memory. */
  readonly #definedAt: number[];
  readonly #changedAt: Uint32Array;
  readonly #memoryChangedAt: number[] = [];
  readonly #truths: boolean[];
  readonly #assumptions = new ScopedMap<Register, number>();
  readonly #leaves = new ScopedMap<string, Register>();
  /** Of what depends on registers or memory, by key. */
  readonly computed: ScopedMap<string, Register> = new ScopedMap<string, Register>();
  #registers: number;
  #now = 1;
  /** When everything that can change was said to have changed. */
  #allChangedAt = 0;

  constructor(counts: Uint32Array) {
    const { length } = counts;
    this.#counts = counts;
    this.#registers = length;
    this.#constants = new Array<undefined>(length).fill(undefined);
    this.#definitions = new Array<undefined>(length).fill(undefined);
    this.#definedAt = new Array<number>(length).fill(0);
    this.#changedAt = new Uint32Array(length);
    this.#truths = new Array<boolean>(length).fill(false);
  }

  /** Registers, with those that were added. */
  get registers(): number {
    return this.#registers;
  }

  newRegister(): Register {
    this.#registers += 1;
    this.#constants.push(undefined);
    this.#definitions.push(undefined);
    this.#definedAt.push(0);
    this.#truths.push(false);
    return this.#registers - 1;
  }

  /** Whether the register has at most one definition. */
  isValue(register: Register): boolean {
    return (this.#counts[register] ?? 1) <= 1;
  }

  constantOf(register: Register): number | undefined {
    if (this.#counts[register] === 0) return 0;
    const constant = this.#constants[register];
    if (constant !== undefined) return constant;
    const assumed = this.#assumptions.get(register);
    return assumed === undefined || Number.isNaN(assumed) ? undefined : assumed;
  }

  isNonZero(register: Register): boolean {
    const value = this.constantOf(register) ?? this.#assumptions.get(register) ?? 0;
    return value !== 0;
  }

  isTruth(register: Register): boolean {
    return this.#truths[register] ?? false;
  }

  definitionOf(register: Register): Pure | undefined {
    const definition = this.#definitions[register];
    if (definition === undefined) return undefined;
    const at = this.#definedAt[register]!;
    return operandsOf(definition).every((one) => this.#changeOf(one) <= at) ? definition : undefined;
  }

  /** The register that holds the same, and is read instead. */
  resolve(register: Register): Register {
    const definition = this.#definitions[register];
    if (definition?.kind !== 'copy') return register;
    return this.#changeOf(definition.from) <= this.#definedAt[register]! ? definition.from : register;
  }

  /** The place at hand is behind a node that writes a register. Its operands are resolved. */
  define(node: Extract<Node, { to: Register }>, definition: Pure | undefined): void {
    const { to } = node;
    if (!this.isValue(to)) {
      this.change(to);
      return;
    }
    this.#now += 1;
    this.#definedAt[to] = this.#now;
    this.#definitions[to] = definition;
    this.#truths[to] = definition !== undefined && this.#isTruthful(definition);
    if (definition?.kind === 'constant') this.#constants[to] = definition.value;
    if (definition?.kind === 'copy') this.#constants[to] = this.#constants[definition.from];
  }

  /** A register with several definitions, or a memory, holds something else from here on. */
  change(one: Changeable): void {
    this.#now += 1;
    if (one < 0) this.#memoryChangedAt[-1 - one] = this.#now;
    else this.#changedAt[one] = this.#now;
  }

  /** Everything that can change may have changed. */
  changeAll(): void {
    this.#now += 1;
    this.#allChangedAt = this.#now;
  }

  /** Registers, with one definition, that hold the values of expressions since nodes in front of this one. */
  tableOf(expression: Expression): ScopedMap<string, Register> {
    return isLeaf(expression) ? this.#leaves : this.computed;
  }

  /** The same for expressions with the same value here. */
  keyOf(expression: Expression): string {
    const name = (register: Register): string => this.nameOf(register);
    switch (expression.kind) {
      case 'constant':
        return `constant ${expression.value}`;
      case 'builtin':
        return expression.value;
      case 'length':
        return `length ${expression.binding}`;
      case 'unary':
        return `${expression.operation} ${name(expression.operand)}`;
      case 'binary': {
        const { operation, left, right } = expression;
        const isTurned = right < left && isCommutative(operation);
        return `${operation} ${name(isTurned ? right : left)} ${name(isTurned ? left : right)}`;
      }
      case 'select':
        return `select ${name(expression.condition)} ${name(expression.yes)} ${name(expression.no)}`;
      case 'extract': {
        const { operand, offset, count, isSigned } = expression;
        return `extract ${name(operand)} ${offset} ${count} ${isSigned}`;
      }
      case 'insert': {
        const { operand, bits, offset, count } = expression;
        return `insert ${name(operand)} ${name(bits)} ${offset} ${count}`;
      }
      case 'owned':
        return `owned ${expression.binding} ${name(expression.index)}`;
      default:
        return expression.kind;
    }
  }

  /** A register with what it holds now. */
  nameOf(register: Register): string {
    return this.isValue(register) ? `${register}` : `${register}.${this.#changeOf(register)}`;
  }

  /** What a memory holds now. */
  stateOf(memory: Memory): number {
    return Math.max(this.#memoryChangedAt[memory] ?? 0, this.#allChangedAt);
  }

  mark(): Mark {
    return { assumptions: this.#assumptions.mark(), leaves: this.#leaves.mark(), computed: this.computed.mark() };
  }

  release({ assumptions, leaves, computed }: Mark): void {
    this.#assumptions.release(assumptions);
    this.#leaves.release(leaves);
    this.computed.release(computed);
  }

  /** At the end of a region: what it computed would have to be kept for each invocation. */
  forget({ computed }: Mark): void {
    this.computed.release(computed);
  }

  /** In the scope at hand, a register holds 0, or something else. */
  assume(register: Register, isZero: boolean, terms: number = MOST_TERMS): void {
    if (!this.isValue(register) || this.constantOf(register) !== undefined) return;
    const isTruth = this.isTruth(register);
    this.#assumptions.set(register, isZero ? 0 : isTruth ? 1 : NOT_ZERO);
    const definition = this.definitionOf(register);
    if (definition === undefined || terms === 0) return;
    if (definition.kind === 'unary' && definition.operation === 'not') {
      this.assume(definition.operand, !isZero, terms - 1);
      return;
    }
    if (definition.kind !== 'binary') return;
    const { operation, left, right } = definition;
    const isAll = isZero ? operation === 'or' : operation === 'and';
    if (isAll) {
      this.assume(left, isZero, terms - 1);
      this.assume(right, isZero, terms - 1);
      return;
    }
    const value = this.constantOf(right);
    if (value === undefined || operation !== (isZero ? 'ne' : 'eq')) return;
    if (this.isValue(left) && this.constantOf(left) === undefined) this.#assumptions.set(left, value);
  }

  #changeOf(register: Register): number {
    return this.isValue(register) ? 0 : Math.max(this.#changedAt[register] ?? 0, this.#allChangedAt);
  }

  #isTruthful(node: Pure): boolean {
    switch (node.kind) {
      case 'constant':
        return node.value === 0 || node.value === 1;
      case 'owned':
        return true;
      case 'copy':
        return this.isTruth(node.from);
      case 'unary':
        return node.operation === 'not';
      case 'select':
        return this.isTruth(node.yes) && this.isTruth(node.no);
      case 'binary':
        switch (node.operation) {
          case 'eq':
          case 'ne':
          case 'lt-s':
          case 'lt-u':
          case 'le-s':
          case 'le-u':
            return true;
          case 'and':
            return this.isTruth(node.left) || this.isTruth(node.right);
          case 'or':
          case 'xor':
            return this.isTruth(node.left) && this.isTruth(node.right);
          default:
            return false;
        }
      default:
        return false;
    }
  }
}
