/** Sets of registers, as bits. */
import type { Register } from './program.js';

/** Registers that can be members of some sets, numbered densely. */
export class Numbering {
  readonly #numbers: Int32Array;
  readonly #registers: Register[] = [];

  /** @param registers of the program; none of them is numbered yet. */
  constructor(registers: number) {
    this.#numbers = new Int32Array(registers).fill(-1);
  }

  get size(): number {
    return this.#registers.length;
  }

  add(register: Register): void {
    if (this.has(register)) return;
    this.#numbers[register] = this.#registers.length;
    this.#registers.push(register);
  }

  has(register: Register): boolean {
    return this.numberOf(register) >= 0;
  }

  /** Negative where it has none. */
  numberOf(register: Register): number {
    return this.#numbers[register] ?? -1;
  }

  registerOf(number: number): Register {
    return this.#registers[number]!;
  }
}

/** What can be asked of a set. */
export interface Registers {
  has(register: Register): boolean;
  isEmpty(): boolean;
  /** In an order that depends on the program only. */
  forEach(action: (register: Register) => void): void;
}

/** A set of registers that are numbered; others can be added and deleted, and are never in it. */
export class RegisterSet implements Registers {
  readonly #numbering: Numbering;
  readonly #words: Uint32Array;

  /** Empty. The numbering must not grow any more. */
  constructor(numbering: Numbering, words: Uint32Array = new Uint32Array(wordsOf(numbering))) {
    this.#numbering = numbering;
    this.#words = words;
  }

  has(register: Register): boolean {
    const number = this.#numbering.numberOf(register);
    return number >= 0 && ((this.#words[number >>> 5]! >>> (number & 31)) & 1) === 1;
  }

  isEmpty(): boolean {
    return this.#words.every((word) => word === 0);
  }

  forEach(action: (register: Register) => void): void {
    for (const [at, word] of this.#words.entries()) {
      for (let rest = word; rest !== 0; rest &= rest - 1) {
        action(this.#numbering.registerOf(32 * at + 31 - Math.clz32(rest & -rest)));
      }
    }
  }

  add(register: Register): void {
    const number = this.#numbering.numberOf(register);
    if (number >= 0) this.#words[number >>> 5]! |= 1 << (number & 31);
  }

  delete(register: Register): void {
    const number = this.#numbering.numberOf(register);
    if (number >= 0) this.#words[number >>> 5]! &= ~(1 << (number & 31));
  }

  /** Adds all members of a set of the same numbering. */
  union(other: RegisterSet): void {
    const [words, more] = [this.#words, other.#words];
    for (let at = 0; at < words.length; at++) words[at]! |= more[at]!;
  }

  clone(): RegisterSet {
    return new RegisterSet(this.#numbering, this.#words.slice());
  }
}

/** Words of a set. */
export function wordsOf(numbering: Numbering): number {
  return Math.ceil(numbering.size / 32);
}
