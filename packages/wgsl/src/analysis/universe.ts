/** The unknowns of one analysis, and the work that it has done. */
import { isUniform } from './affine.js';
import type { Facts } from './facts.js';
import type { Affine, Origin, Unknown } from './unknown.js';

export interface Universe {
  /** Unknowns made so far. */
  count: number;
  /** Steps taken so far (SPEC.md A6). */
  work: number;
  /** Values that are being resolved, one for the other. */
  depth: number;
  /** What was found out of sums last. */
  readonly recent: Searched[];
  /** Sums that were found not to be 0 where that taught nothing else; for loops that go on until a counter is equal. */
  readonly unequal: Affine[];
  /** Unknowns that are functions of others, by what they are. */
  readonly known: Map<string, readonly Unknown[]>;
}

/** Bounds of a sum by some facts: of its negative, and of the sum itself. */
export interface Searched {
  readonly affine: Affine;
  readonly facts: Facts;
  readonly lower: Found;
  readonly upper: Found;
}

/** An upper bound. */
export interface Found {
  bound: number;
  /** Nothing better is found. */
  isDone: boolean;
}

/**
 * Steps after which an analysis gives up, and those that one instruction counts for, apart from what is found out of it. A step
 * takes less than half a microsecond.
 */
const MOST_WORK = 2 ** 23;
export const visitWork = 8;

/** Remembered of {@link Universe.unequal}. */
const MOST_UNEQUAL = 16;

export function noteUnequal({ unequal }: Universe, affine: Affine): void {
  if (unequal.length < MOST_UNEQUAL) unequal.push(affine);
}

/** SPEC.md A6. */
export function isExhausted({ work }: Universe): boolean {
  return work > MOST_WORK;
}

/** @param work steps taken before. */
export function create(work: number): Universe {
  return { count: 0, work, depth: 0, recent: [], unequal: [], known: new Map() };
}

/** A new unknown. Its bounds have to hold wherever it can be spoken of. */
export function make(universe: Universe, definition: Omit<Unknown, 'id' | 'axioms' | 'isCompared'>): Unknown {
  const { low, high, isUniform, origin } = definition;
  const unknown: Unknown = { id: universe.count, low, high, isUniform, origin, axioms: [], isCompared: false };
  universe.count += 1;
  return unknown;
}

/** Any word, read as unsigned. */
export function word(universe: Universe, isUniform: boolean): Unknown {
  return make(universe, { low: 0, high: 2 ** 32 - 1, isUniform, origin: { kind: 'word' } });
}

/** Gives an unknown the axiom that a sum, which has the unknown in it, is not positive. */
export function tie(unknown: Unknown, axiom: Affine): void {
  (unknown.axioms as Affine[]).push(axiom);
}

/** The unknowns that a name stands for; made the first time. */
export function memoize(universe: Universe, name: string, create: () => readonly Unknown[]): readonly Unknown[] {
  const found = universe.known.get(name);
  if (found !== undefined) return found;
  const made = create();
  universe.known.set(name, made);
  return made;
}

/** What is said of an unknown that depends on nothing but its operands. */
export function functionOf(name: string, ...operands: readonly Affine[]): { isUniform: boolean; origin: Origin } {
  return { isUniform: operands.every(isUniform), origin: { kind: 'function', name, operands } };
}
