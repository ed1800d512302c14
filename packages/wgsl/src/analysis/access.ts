/**
 * Accesses to memory that invocations of a workgroup share: what a proof that they do not race starts from (SPEC.md A7, E15).
 *
 * Each stands for what any invocation does in any round of the loops around. Two invocations have unknowns of their own, but for
 * those that are {@link Unknown.isUniform}: builtin values of the workgroup, rounds of loops of phases, and what depends on nothing
 * else. Those are the same in two accesses that no barrier parts, if the accesses are in the same rounds of the loops of phases.
 * To compare two, rename the unknowns of one of them that are not uniform, with their axioms, and look for a contradiction between
 * both lists of facts and the equality of the words.
 */
import type { Instruction, Label, Phase } from '../execution/ir.js';
import type { AccessKind } from '../execution/race.js';
import type { Facts } from './facts.js';
import type { Affine, Level, Unknown } from './unknown.js';

export interface Access {
  readonly instruction: Instruction;
  /** Workgroup memory, or a binding that the kernel writes. */
  readonly memory: 'workgroup' | { readonly binding: number };
  readonly kind: AccessKind;
  /** The word that is accessed: this very integer. */
  readonly word: Affine;
  /** What holds where the access is made: of guarded accesses also that it is inside, since dropped ones are none. */
  readonly facts: Facts;
  /** Where in the kernel's body it is. */
  readonly region: Region;
  /** The loops around it, outermost first, those of phases before those of instructions. */
  readonly rounds: readonly Round[];
}

export type Region = Extract<Phase, { kind: 'region' }>;

/** A loop around a place. */
export interface Round {
  readonly label: Label;
  readonly level: Level;
  /** How often it has been repeated: 0 in the first round. */
  readonly count: Unknown;
}
