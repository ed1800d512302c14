/**
 * Finds races (SPEC.md E15): of each word, what invocations did to it since the last barrier that orders its memory.
 *
 * Two accesses of different invocations conflict unless both read, or both are atomics of one family. Two records of a word
 * are enough to find the first race exactly: its first access, and the first access that differs from that one in its
 * invocation or its kind. For as long as there is no race, a word is touched by one invocation only (then the second record is
 * its first access of another kind, and accesses of two kinds cannot both agree with a third), or by several with accesses of
 * one kind (then the second record is the first one by another invocation, and one of the two is not the invocation at hand).
 */
import type { At } from './ir.js';
import type { AtomicOperation } from './operation.js';

/** `read`, `write`, or an atomic of a commuting family (P5). */
export type AccessKind = (typeof kinds)[number];

/** What an invocation did to a word. */
export interface Access {
  /** `local_invocation_index`. */
  readonly invocation: number;
  readonly kind: AccessKind;
  readonly at: At;
}

/** Two accesses that no barrier orders. */
export interface Race {
  /** Counts the regions that the workgroup has run, from 0: the one in which `second` is. */
  readonly region: number;
  /** Workgroup memory, or a binding that the kernel writes. */
  readonly memory: 'workgroup' | { readonly binding: number };
  readonly word: number;
  /** The earliest access that conflicts with `second`. */
  readonly first: Access;
  readonly second: Access;
}

const kinds = ['read', 'write', 'add', 'min-s', 'min-u', 'max-s', 'max-u', 'and', 'or', 'xor'] as const;
/** Kinds of accesses as small numbers. */
export const read = 0;
export const write = 1;

/** The kind of an atomic: its family. `sub` commutes with `add`. */
export const familyOf: Readonly<Record<AtomicOperation, number>> = {
  add: kinds.indexOf('add'),
  sub: kinds.indexOf('add'),
  'min-s': kinds.indexOf('min-s'),
  'min-u': kinds.indexOf('min-u'),
  'max-s': kinds.indexOf('max-s'),
  'max-u': kinds.indexOf('max-u'),
  and: kinds.indexOf('and'),
  or: kinds.indexOf('or'),
  xor: kinds.indexOf('xor'),
};

/** Of each word: the epoch of its records, then two records of three numbers each. */
const STRIDE = 7;
const FIRST = 1;
const SECOND = 4;
const NOBODY = -1;

/** The shadow of a memory: the accesses to its words since the last barrier. */
export class Shadow {
  #records: Int32Array;
  /** Records of earlier epochs count as none. New words are of epoch 0. */
  #epoch = 1;

  constructor(words: number) {
    this.#records = new Int32Array(words * STRIDE);
  }

  /** Makes room for at least this many words. */
  reserve(words: number): void {
    if (words * STRIDE <= this.#records.length) return;
    const grown = new Int32Array(2 * words * STRIDE);
    grown.set(this.#records);
    this.#records = grown;
  }

  /** A barrier that orders this memory. */
  nextEpoch(): void {
    this.#epoch += 1;
  }

  /** Records an access to a word; gives the earliest access of this epoch that conflicts with it. */
  access(word: number, invocation: number, kind: number, at: At): Access | undefined {
    const records = this.#records;
    const base = word * STRIDE;
    if (records[base] !== this.#epoch) {
      records[base] = this.#epoch;
      this.#set(base + FIRST, invocation, kind, at);
      records[base + SECOND] = NOBODY;
      return undefined;
    }
    // Most accesses: the word's invocation does the same again. A second record that conflicts would be a race by now.
    if (records[base + FIRST] === invocation && records[base + FIRST + 1] === kind) return undefined;
    if (this.#isConflict(base + FIRST, invocation, kind)) return this.#get(base + FIRST);
    if (records[base + SECOND] === NOBODY) this.#set(base + SECOND, invocation, kind, at);
    else if (this.#isConflict(base + SECOND, invocation, kind)) return this.#get(base + SECOND);
    return undefined;
  }

  #isConflict(record: number, invocation: number, kind: number): boolean {
    if (this.#records[record] === invocation) return false;
    return this.#records[record + 1] !== kind || kind === write;
  }

  #set(record: number, invocation: number, kind: number, at: At): void {
    this.#records[record] = invocation;
    this.#records[record + 1] = kind;
    this.#records[record + 2] = at;
  }

  #get(record: number): Access {
    const [invocation, kind, at] = this.#records.subarray(record, record + 3);
    return { invocation: invocation!, kind: kindOf(kind!), at: at! };
  }
}

/** The name of a kind. */
export function kindOf(kind: number): AccessKind {
  return kinds[kind]!;
}
