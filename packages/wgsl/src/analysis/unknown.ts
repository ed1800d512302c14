/** What the analysis speaks of: unknown integers, sums of them, and conditions on sums (SPEC.md A3). */
import type { BinaryOperation, Label } from '../execution/ir.js';

/**
 * An integer that does not change: what a builtin value, a word that was loaded, or a quotient is in one visit of the place where
 * it came to be.
 */
export interface Unknown {
  /** Unknowns that were made earlier have lower ones. */
  readonly id: number;
  /** It lies between these, wherever it is spoken of. */
  readonly low: number;
  readonly high: number;
  /** One value in all invocations of a workgroup that are in the same rounds of the loops of phases around. */
  readonly isUniform: boolean;
  readonly origin: Origin;
  /** Sums that are never positive: what ties it to others. */
  readonly axioms: readonly Affine[];
  /** Whether an inequality, at some place, is about it; then it stays so. */
  isCompared: boolean;
}

/** Where an unknown comes from. */
export type Origin =
  /** A component of the workgroup's id, or of the invocation's within it. */
  | { readonly kind: 'workgroup' | 'local'; readonly axis: 0 | 1 | 2 }
  /** How often a loop has been repeated, 0 in its first round. */
  | { readonly kind: 'round'; readonly label: Label; readonly level: Level }
  /** The same operands give the same integer. */
  | { readonly kind: 'function'; readonly name: string; readonly operands: readonly Affine[] }
  /** 1 if a condition holds, else 0. */
  | { readonly kind: 'truth'; readonly predicate: Predicate }
  /** Anything else. */
  | { readonly kind: 'word' };

/** Loops of instructions, counted for an invocation, or of phases, counted for the workgroup (E14). */
export type Level = 'code' | 'phase';

/** `constant` + the sum of `factors[i]` × `unknowns[i]`; unknowns by ascending id, factors not 0. */
export interface Affine {
  readonly constant: number;
  readonly unknowns: readonly Unknown[];
  readonly factors: readonly number[];
}

/** What is said of sums. */
export type Predicate =
  | Comparison
  | Is
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Predicate[] }
  /** Control has come a way on which these sums were not positive. */
  | { readonly kind: 'passed'; readonly inequalities: readonly Affine[] }
  /** Nothing that can be said shortly: what follows if it holds, and if not. */
  | { readonly kind: 'implies'; readonly yes: Predicate | undefined; readonly no: Predicate | undefined };

/** A truth value is 1, or 0. */
export interface Is {
  readonly kind: 'is';
  readonly truth: Unknown;
  readonly value: 0 | 1;
}

export interface Comparison {
  readonly kind: 'compare';
  readonly operation: Relation;
  /** Words. */
  readonly left: Affine;
  readonly right: Affine;
}

export type Relation = Extract<BinaryOperation, 'eq' | 'ne' | 'lt-s' | 'lt-u' | 'le-s' | 'le-u'>;
