/** What all parts of the checker share while they check one module. */
import type { Diagnostic, Diagnostics } from '../diagnostic.js';
import type { Span } from '../text/span.js';
import type { Constant, Value } from './constant.js';
import type { Fault } from './fault.js';
import type { OverrideCount, Type } from './type.js';
import type * as typed from './typed.js';

/** One check of one module. */
export interface Context {
  readonly source: string;
  readonly diagnostics: Diagnostics;
  /** How many things had no meaning: errors that were reported, and uses of what an error was reported for. */
  failures: number;
  /** The expressions behind the counts of override-sized arrays. */
  readonly overrideCounts: Map<OverrideCount, typed.Expression>;
  /** The count that is just this override. */
  readonly countOfOverride: Map<typed.OverrideDeclaration, OverrideCount>;
  /** Constants that were converted, by value and type: a table that is used often is converted once. */
  readonly converted: WeakMap<object, Map<string, Constant>>;
  /** The function whose body is being checked. */
  body: FunctionBody | undefined;
}

/** What is gathered while the body of a function is checked. */
export interface FunctionBody {
  readonly returnType: Type;
  hasBarrier: boolean;
  /** Bytes of its variables (V22). */
  bytes: number;
  /** The loops whose bodies are around the statement, outermost first. */
  readonly loops: OpenLoop[];
}

/** A loop whose body is being checked. */
export interface OpenLoop {
  /** Where the first `continue` of the loop stands. */
  firstContinue: number | undefined;
}

/** Reports what is wrong at a place. Returns undefined, the mark of a thing that has no meaning because of it. */
export function report(context: Context, span: Span, fault: Fault, related?: Diagnostic['related']): undefined {
  const { rule, code, message, hint } = fault;
  context.failures += 1;
  context.diagnostics.add({
    rule,
    code,
    message,
    span,
    ...(hint === undefined ? {} : { hint }),
    ...(related === undefined ? {} : { related }),
  });
  return undefined;
}

/** Passes over the use of a broken declaration: what is wrong has been said where it is declared. */
export function skip(context: Context): undefined {
  context.failures += 1;
  return undefined;
}

/** A fault of constants (V31) in an expression that is not constant itself: V33. */
export function atRunTime(fault: Fault): Fault {
  return fault.rule === 'V31' ? { ...fault, rule: 'V33' } : fault;
}

/** {@link report} written in one line. */
export function refuse(
  context: Context,
  span: Span,
  rule: string,
  code: string,
  message: string,
  hint?: string,
): undefined {
  return report(context, span, { rule, code, message, ...(hint === undefined ? {} : { hint }) });
}

/** A constant as an expression. */
export function constantExpression(constant: Constant, span: Span): typed.Expression {
  return { kind: 'constant', value: constant.value, type: constant.type, span };
}

/** True for a list, whose conversion is worth remembering. */
export function isComposite(value: Value): value is readonly Value[] {
  return typeof value === 'object';
}
