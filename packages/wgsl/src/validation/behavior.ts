/** How control leaves a statement: WGSL §9.5, behavior analysis (SPEC.md V23, V37, Y6). */
import { type Context, refuse } from './context.js';
import type * as typed from './typed.js';

/** A set of ways to leave a statement, one bit each. */
export type Behavior = number;

export const next: Behavior = 1;
export const breaks: Behavior = 2;
export const continues: Behavior = 4;
export const returns: Behavior = 8;

/** The behavior of each statement of a function. */
export type Behaviors = ReadonlyMap<typed.Statement, Behavior>;

/** Checks a function and gives the behavior of each of its statements. */
export function check(context: Context, { name, span, returnType, body }: typed.FunctionDeclaration): Behaviors {
  const behaviors = new Map<typed.Statement, Behavior>();
  const errors = context.failures;
  const whole = analyze({ context, behaviors }, body);
  const mustReturn = returnType.kind !== 'void';
  if (mustReturn && whole !== returns && context.failures === errors) {
    const hint = 'End every path with a return statement.';
    refuse(context, span, 'V23', 'function.no-return', `${name} can end without returning a value`, hint);
  }
  return behaviors;
}

interface Analysis {
  readonly context: Context;
  readonly behaviors: Map<typed.Statement, Behavior>;
}

function analyze(analysis: Analysis, statement: typed.Statement): Behavior {
  const behavior = rule(analysis, statement);
  analysis.behaviors.set(statement, behavior);
  return behavior;
}

/** The row of the table of WGSL §9.5.1. */
function rule(analysis: Analysis, statement: typed.Statement): Behavior {
  switch (statement.kind) {
    case 'block':
      return sequence(analysis, statement.statements);
    case 'if': {
      const then = analyze(analysis, statement.then);
      return then | (statement.otherwise === undefined ? next : analyze(analysis, statement.otherwise));
    }
    case 'switch': {
      const all = statement.clauses.reduce((union, { body }) => union | analyze(analysis, body), 0);
      return all & breaks ? (all & ~breaks) | next : all;
    }
    case 'loop':
      return loop(analysis, statement);
    case 'break':
      return breaks;
    case 'continue':
      return continues;
    case 'return':
      return returns;
    default:
      return next;
  }
}

/** Statements that cannot be reached are analyzed, but do not count. */
function sequence(analysis: Analysis, statements: readonly typed.Statement[]): Behavior {
  let behavior = next;
  for (const statement of statements) {
    const one = analyze(analysis, statement);
    if (behavior & next) behavior = (behavior & ~next) | one;
  }
  return behavior;
}

/** A condition is an `if (!condition) { break; }` before the body; `break if` one at the end of the continuing block. */
function loop(analysis: Analysis, { initializer, condition, body, continuing, breakIf, span }: typed.Loop): Behavior {
  if (initializer !== undefined) analyze(analysis, initializer);
  const rounds = analyze(analysis, body);
  const between = continuing === undefined ? next : analyze(analysis, continuing);
  const jumps = (condition === undefined ? 0 : breaks) | (breakIf === undefined ? 0 : breaks);
  const all = rounds | between | jumps;
  const left = (all & breaks ? all | next : all & ~next) & ~(breaks | continues);
  if (left !== 0) return left;
  const hint = 'Add a condition, a break or a return.';
  refuse(analysis.context, span, 'V37', 'loop.endless', 'this loop cannot end', hint);
  return next;
}
