import { AssayError } from '@assay/core';

/**
 * What is wrong with types or values, before anybody knows where in the source: the checker adds the span and makes a
 * {@link Diagnostic} of it.
 */
export interface Fault {
  /** The rule of SPEC.md that fails: `V31`. */
  readonly rule: string;
  /** Stable code, dotted lower case: `constant.overflow`. */
  readonly code: string;
  /** One sentence without a full stop. */
  readonly message: string;
  /** How to rewrite it; absent where the message says all. */
  readonly hint?: string;
}

/** What a function of this chapter returns instead of a result: `{ error }`. */
export interface Refusal {
  readonly error: Fault;
}

/** True if the outcome is no result. */
export function isRefusal(outcome: object): outcome is Refusal {
  return 'error' in outcome;
}

/** A refusal; `hint` may be left out. */
export function refuse(rule: string, code: string, message: string, hint?: string): Refusal {
  return { error: { rule, code, message, ...(hint === undefined ? {} : { hint }) } };
}

/** For the caller's mistakes: no shader brings one about. */
export function misuse(where: string, expected: string, got: string): AssayError {
  const remedy = 'Resolve the overload and convert the operands before evaluating; this is a defect of the checker.';
  return new AssayError({ kind: 'bug', code: 'constant.misuse', where, expected, got, remedy });
}
