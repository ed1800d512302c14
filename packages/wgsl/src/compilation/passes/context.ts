/** What rules may ask of the place where an expression is computed. */

import type { Pure, Register } from '../program/program.js';
import type { Expression } from './expression.js';

export interface Context {
  constantOf(register: Register): number | undefined;
  /** What the register was computed by, if its operands still hold what they held then. */
  definitionOf(register: Register): Pure | undefined;
  /** The register holds 0 or 1. */
  isTruth(register: Register): boolean;
  /** The register does not hold 0. */
  isNonZero(register: Register): boolean;
  /** A register that holds a word. */
  constant(value: number): Register;
  /** A register that holds the value of an expression, computed here. */
  compute(expression: Expression): Register;
  /** A register that holds it already. */
  find(expression: Expression): Register | undefined;
}
