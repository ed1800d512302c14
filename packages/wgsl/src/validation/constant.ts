/**
 * Values of constant expressions, and what operators and builtins make of them (SPEC.md, chapter Validation, section
 * Constants). Operands have the types that the overload asks for: resolve (`operator.ts`, `builtin.ts`), then `convert`, then
 * evaluate. An {@link Outcome} is a constant or a refusal, told apart by `isRefusal` of `fault.ts`.
 */
export { binary, bitcast, checkRight, convert, unary } from './arithmetic.js';
export { checkIndex, construct, index, member, swizzle, toText, zero } from './composite.js';
export { builtin, checkArguments } from './evaluation.js';
export { type Constant, mostScalars, type Outcome, type Value } from './value.js';
