/**
 * P6: a loop that holds a barrier has a static bound.
 *
 * The form that is recognised is a `for` whose variable counts between bounds that are known before the dispatch:
 *
 *     for (var i = START; i OP BOUND; STEP) { … }
 *
 * - START and BOUND are made of constants, overrides, `arrayLength`, loads from uniform buffers, and `let`s of those.
 * - OP is `<` or `<=` with a step upwards, `>` or `>=` with a step downwards (the variable may stand on either side).
 * - STEP upwards is `i++`, `i += c`, `i = i + c`; also `i *= c`, `i <<= c` from a constant START of at least 1. Downwards it is
 *   `i--`, `i -= c`, `i = i - c`; also `i /= c`, `i >>= c` towards `> 0` or a constant above. c is a constant: at least 1 for
 *   sums and shifts, at least 2 for products.
 * - Nothing else stores to the variable or takes its address.
 *
 * Then START, BOUND and STEP give the number of rounds. A counter that would wrap around before it passes BOUND is no matter
 * for this rule: the guard of the loop ends it after that number.
 */
import * as builtin from './builtin.js';
import { type Context, refuse } from './context.js';
import { type PointerLets, pathOf } from './place.js';
import * as traversal from './traversal.js';
import type * as typed from './typed.js';

/** Checks the loops of one function. */
export function check(context: Context, { body, hasBarrier }: typed.FunctionDeclaration): void {
  if (!hasBarrier) return;
  const all = traversal.statements(body);
  const lets = new Map<typed.Immutable, typed.Expression>();
  for (const statement of all) if (statement.kind === 'let') lets.set(statement.declaration, statement.value);
  const known: Known = { lets, isStatic: new Map() };
  for (const statement of all) {
    if (statement.kind !== 'loop' || !holdsBarrier(statement) || hasBound(known, statement)) continue;
    const message = 'a loop that holds a barrier must count between bounds that are known before the dispatch';
    const hint =
      'Write for (var i = 0u; i < n; i++), or i *= 2 from 1; start and n are made of constants, overrides and uniforms. A while or loop is not accepted.';
    refuse(context, headOf(statement), 'P6', 'profile.loop-bound', message, hint);
  }
}

/** The loop without its body. */
function headOf({ span, body }: typed.Loop): typed.Loop['span'] {
  return { start: span.start, end: body.span.start };
}

function holdsBarrier(loop: typed.Loop): boolean {
  return traversal
    .statements(loop)
    .some((one) =>
      traversal
        .expressions(one)
        .some((root) => traversal.postorder(root).some((node) => traversal.isBarrierCall(node, builtin.isBarrier))),
    );
}

interface Known {
  readonly lets: ReadonlyMap<typed.Immutable, typed.Expression>;
  /** Of each `let`: whether its value is known before the dispatch. */
  readonly isStatic: Map<typed.Immutable, boolean>;
}

function hasBound(known: Known, loop: typed.Loop): boolean {
  const { initializer, condition, continuing } = loop;
  if (initializer?.kind !== 'var' || condition?.kind !== 'binary') return false;
  const { declaration: counter } = initializer;
  const first = counter.initializer;
  const [update, ...rest] = continuing?.statements ?? [];
  if (update?.kind !== 'assign' || rest.length > 0) return false;
  const comparison = comparisonOf(counter, condition);
  if (comparison === undefined || !isStatic(known, comparison.bound)) return false;
  if (first !== undefined && !isStatic(known, first)) return false;
  return isStep(counter, comparison, update) && isCountedOnly(counter, loop);
}

interface Comparison {
  readonly direction: 'up' | 'down';
  readonly bound: typed.Expression;
  /** `<=` or `>=`. */
  readonly isInclusive: boolean;
}

function comparisonOf(
  counter: typed.Variable,
  { operator, left, right }: typed.Expression & { readonly kind: 'binary' },
): Comparison | undefined {
  const isUp = operator === '<' || operator === '<=';
  if (!isUp && operator !== '>' && operator !== '>=') return undefined;
  const isInclusive = operator.length === 2;
  if (isLoadOf(counter, left)) return { direction: isUp ? 'up' : 'down', bound: right, isInclusive };
  if (isLoadOf(counter, right)) return { direction: isUp ? 'down' : 'up', bound: left, isInclusive };
  return undefined;
}

function isLoadOf(counter: typed.Variable, node: typed.Expression): boolean {
  return node.kind === 'load' && isCounter(counter, node.reference);
}

function isCounter(counter: typed.Variable, node: typed.Expression): boolean {
  return node.kind === 'variable' && node.declaration === counter;
}

type Update = typed.Statement & { readonly kind: 'assign' };

function isStep(counter: typed.Variable, comparison: Comparison, update: Update): boolean {
  if (!isCounter(counter, update.left)) return false;
  const step = stepOf(counter, update);
  if (step === undefined) return false;
  const { operator, by } = step;
  const isSum = operator === (comparison.direction === 'up' ? '+' : '-');
  if (isSum) return by >= 1n;
  const least = operator === '<<' || operator === '>>' ? 1n : 2n;
  if (by < least) return false;
  return comparison.direction === 'up'
    ? (operator === '*' || operator === '<<') && isAtLeast(counter.initializer, 1n)
    : (operator === '/' || operator === '>>') && isAtLeast(comparison.bound, comparison.isInclusive ? 1n : 0n);
}

function stepOf(
  counter: typed.Variable,
  { operator, right }: Update,
): { readonly operator: string; readonly by: bigint } | undefined {
  if (operator !== '=') return right.kind === 'constant' ? constantStep(operator, right) : undefined;
  if (right.kind !== 'binary' || !isLoadOf(counter, right.left)) return undefined;
  return constantStep(right.operator, right.right);
}

function constantStep(
  operator: string,
  node: typed.Expression,
): { readonly operator: string; readonly by: bigint } | undefined {
  if (node.kind !== 'constant' || typeof node.value !== 'bigint') return undefined;
  return { operator, by: node.value };
}

function isAtLeast(node: typed.Expression | undefined, least: bigint): boolean {
  return node?.kind === 'constant' && typeof node.value === 'bigint' && node.value >= least;
}

/** Nothing but the update changes the counter, and nobody has its address. */
function isCountedOnly(counter: typed.Variable, loop: typed.Loop): boolean {
  const none: PointerLets = new Map();
  return traversal.statements(loop.body).every((statement) => {
    if (statement.kind === 'assign' && pathOf(statement.left, none)?.root === counter) return false;
    return traversal
      .expressions(statement)
      .every((root) =>
        traversal.postorder(root).every((node) => node.kind !== 'address-of' || pathOf(node, none)?.root !== counter),
      );
  });
}

/** Known before the dispatch: the same for all cells. */
function isStatic(known: Known, root: typed.Expression): boolean {
  return traversal.postorder(root).every((node) => isStaticNode(known, node));
}

function isStaticNode(known: Known, node: typed.Expression): boolean {
  switch (node.kind) {
    case 'variable':
      return node.declaration.space === 'uniform' || node.declaration.space === 'storage';
    case 'load':
      return node.reference.type.kind === 'reference' && node.reference.type.space === 'uniform';
    case 'immutable':
      return isStaticLet(known, node.declaration);
    case 'call':
      return false;
    case 'builtin':
      return builtin.atomicFamily(node.name) === undefined && !builtin.isBarrier(node.name);
    default:
      return true;
  }
}

/** Chains of `let`s are as long as a function: each is decided once, from its first on. */
function isStaticLet({ lets, isStatic: decided }: Known, declaration: typed.Immutable): boolean {
  const pending = [declaration];
  for (let one = pending.at(-1); one !== undefined; one = pending.at(-1)) {
    const value = lets.get(one);
    const needed = value === undefined ? [] : letsIn(value).filter((other) => !decided.has(other));
    if (needed.length > 0) {
      pending.push(...needed);
      continue;
    }
    pending.pop();
    const isKnown = value !== undefined && traversal.postorder(value).every((node) => isStaticLeaf(decided, node));
    decided.set(one, isKnown);
  }
  return decided.get(declaration) === true;
}

function letsIn(value: typed.Expression): readonly typed.Immutable[] {
  return traversal
    .postorder(value)
    .filter((node) => node.kind === 'immutable')
    .map((node) => node.declaration);
}

function isStaticLeaf(decided: ReadonlyMap<typed.Immutable, boolean>, node: typed.Expression): boolean {
  if (node.kind === 'immutable') return decided.get(node.declaration) === true;
  return isStaticNode({ lets: new Map(), isStatic: new Map() }, node);
}
