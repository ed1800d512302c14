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
  /** How many errors were reported, also those that `diagnostics` does not keep. */
  errors: number;
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
  /** The loops and switches around the statement, outermost first. */
  readonly targets: JumpTarget[];
}

/** What `break` and `continue` leave. */
export interface JumpTarget {
  readonly kind: 'loop' | 'switch';
  /** Where the first `continue` of a loop stands. */
  firstContinue: number | undefined;
}

/** Reports what is wrong at a place. Returns undefined, the mark of a thing that has no meaning because of it. */
export function report(context: Context, span: Span, fault: Fault, related?: Diagnostic['related']): undefined {
  const { rule, code, message, hint } = fault;
  context.errors += 1;
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
