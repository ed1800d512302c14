/** What lowering asks of the functions that an entry point reaches, found out once for each and not for each expansion. */
import * as builtin from '../../validation/builtin.js';
import type { Constant } from '../../validation/constant.js';
import { isRefusal } from '../../validation/fault.js';
import * as pipeline from '../../validation/pipeline.js';
import * as specialization from '../../validation/specialization.js';
import * as traversal from '../../validation/traversal.js';
import type * as typed from '../../validation/typed.js';
import { hasArray } from './size.js';

/** Ways to leave a statement (WGSL §9.5), one bit each. */
export type Exits = number;
export const next: Exits = 1;
export const breaks: Exits = 2;
export const continues: Exits = 4;
export const returns: Exits = 8;

export interface Facts {
  readonly exits: ReadonlyMap<typed.Statement, Exits>;
  /** Statements, expressions and functions in which a barrier can be reached, through calls too. */
  readonly barriers: ReadonlySet<typed.Statement | typed.Expression | typed.FunctionDeclaration>;
  /** Statements whose own expressions call functions: private variables may change while they are evaluated. */
  readonly calling: ReadonlySet<typed.Statement>;
  /** Those that give such a call a pointer to a variable of a function. */
  readonly lending: ReadonlySet<typed.Statement>;
  /** Lets and parameters with arrays in them that are indexed at run time. */
  readonly indexed: ReadonlySet<typed.Immutable>;
  /** Constants with arrays in them that are indexed at run time. */
  readonly tables: ReadonlySet<Constant>;
  /** Functions with a loop that nothing leaves but `return`: they come to their end without one where the budget is used up (E14). */
  readonly falling: ReadonlySet<typed.FunctionDeclaration>;
  /** Expressions that have a value now that overrides have theirs. */
  readonly constants: ReadonlyMap<typed.Expression, Constant>;
}

interface Gathering {
  readonly exits: Map<typed.Statement, Exits>;
  readonly barriers: Set<typed.Statement | typed.Expression | typed.FunctionDeclaration>;
  readonly calling: Set<typed.Statement>;
  readonly lending: Set<typed.Statement>;
  readonly indexed: Set<typed.Immutable>;
  readonly tables: Set<Constant>;
  readonly falling: Set<typed.FunctionDeclaration>;
  readonly constants: Map<typed.Expression, Constant>;
  readonly values: specialization.OverrideValues;
}

export function gather(program: typed.Program, entry: typed.EntryPoint, values: specialization.OverrideValues): Facts {
  const gathering: Gathering = {
    exits: new Map(),
    barriers: new Set(),
    calling: new Set(),
    lending: new Set(),
    indexed: new Set(),
    tables: new Set(),
    falling: new Set(),
    constants: new Map(),
    values,
  };
  const reached = pipeline.reached(entry.function);
  for (const { initializer } of entry.variables) if (initializer !== undefined) visitAll(gathering, initializer);
  // Callees come first.
  for (const declaration of program.functions) {
    if (!reached.has(declaration)) continue;
    visit(gathering, declaration.body);
    if (gathering.barriers.has(declaration.body)) gathering.barriers.add(declaration);
    const isEndless = (one: typed.Statement): boolean =>
      one.kind === 'loop' && ((gathering.exits.get(one) ?? next) & next) === 0;
    if (traversal.statements(declaration.body).some(isEndless)) gathering.falling.add(declaration);
  }
  return gathering;
}

/** The statements that control can come to. */
export function reachable(
  { exits }: Pick<Facts, 'exits'>,
  statements: readonly typed.Statement[],
): readonly typed.Statement[] {
  const last = statements.findIndex((one) => ((exits.get(one) ?? next) & next) === 0);
  return last < 0 ? statements : statements.slice(0, last + 1);
}

function visit(gathering: Gathering, statement: typed.Statement): Exits {
  const exits = exitsOf(gathering, statement);
  gathering.exits.set(statement, exits);
  const isOnce = statement.kind === 'loop' && !isRepeated(gathering, statement);
  for (const root of traversal.expressions(statement)) {
    const { hasBarrier, calls } = visitAll(gathering, root);
    if (calls.length > 0) gathering.calling.add(statement);
    if (calls.some((one) => one.arguments.some(isFunctionPointer))) gathering.lending.add(statement);
    if (hasBarrier && !(isOnce && root === statement.breakIf)) gathering.barriers.add(statement);
  }
  if (live(gathering, statement).some((part) => gathering.barriers.has(part))) gathering.barriers.add(statement);
  return exits;
}

/** The parts of a statement that control can come to. */
function live(gathering: Gathering, statement: typed.Statement): readonly typed.Statement[] {
  if (statement.kind === 'block') return reachable(gathering, statement.statements);
  const parts = traversal.parts(statement);
  if (statement.kind !== 'loop' || isRepeated(gathering, statement)) return parts;
  return parts.filter((part) => part !== statement.continuing);
}

/** Whether a round of the loop can come to its end. */
export function isRepeated({ exits }: Pick<Facts, 'exits'>, { body }: typed.Loop): boolean {
  return ((exits.get(body) ?? next) & (next | continues)) !== 0;
}

/** The table of WGSL §9.5.1. */
function exitsOf(gathering: Gathering, statement: typed.Statement): Exits {
  switch (statement.kind) {
    case 'block':
      for (const one of statement.statements) visit(gathering, one);
      return reachable(gathering, statement.statements).reduce(
        (all, one) => (all & ~next) | (gathering.exits.get(one) ?? next),
        next,
      );
    case 'if': {
      const then = visit(gathering, statement.then);
      return then | (statement.otherwise === undefined ? next : visit(gathering, statement.otherwise));
    }
    case 'switch': {
      const all = statement.clauses.reduce((union, { body }) => union | visit(gathering, body), 0);
      return all & breaks ? (all & ~breaks) | next : all;
    }
    case 'loop': {
      if (statement.initializer !== undefined) visit(gathering, statement.initializer);
      const body = visit(gathering, statement.body);
      if (statement.continuing !== undefined) visit(gathering, statement.continuing);
      const ends = statement.condition !== undefined || statement.breakIf !== undefined || (body & breaks) !== 0;
      return (body & returns) | (ends ? next : 0);
    }
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

/** Looks at all parts of an expression. */
function visitAll(
  gathering: Gathering,
  root: typed.Expression,
): { readonly hasBarrier: boolean; readonly calls: readonly (typed.Expression & { readonly kind: 'call' })[] } {
  const nodes = traversal.postorder(root);
  let hasBarrier = false;
  for (const node of nodes) {
    const isBarrier = node.kind === 'builtin' && builtin.isBarrier(node.name);
    const isIn = node.kind === 'call' && gathering.barriers.has(node.function);
    if (isBarrier || isIn || traversal.operands(node).some((operand) => gathering.barriers.has(operand))) {
      gathering.barriers.add(node);
      hasBarrier = true;
    }
  }
  if (nodes.some(({ kind }) => kind === 'override')) evaluate(gathering, nodes);
  for (const node of nodes) if (node.kind === 'index') noteIndex(gathering, node);
  return { hasBarrier, calls: nodes.filter((node) => node.kind === 'call') };
}

function isFunctionPointer({ type }: typed.Expression): boolean {
  return type.kind === 'pointer' && type.space === 'function';
}

function evaluate({ values, constants }: Gathering, nodes: readonly typed.Expression[]): void {
  const known = new Map<typed.Expression, specialization.Evaluation>();
  for (const node of nodes) {
    const found = specialization.step(node, known, values);
    known.set(node, found);
    if (found !== 'unknown' && !isRefusal(found) && node.kind !== 'constant') constants.set(node, found);
  }
}

/** An array value that is indexed at run time has to lie in memory. */
function noteIndex(gathering: Gathering, node: typed.Expression & { readonly kind: 'index' }): void {
  const { type } = node.object;
  const isConstant = node.index.kind === 'constant' || gathering.constants.has(node.index);
  if (type.kind !== 'array' || isConstant) return;
  let root = node.object;
  while (root.kind === 'index' || root.kind === 'member') root = root.object;
  if (root.kind === 'immutable' && hasArray(root.type)) gathering.indexed.add(root.declaration);
  if (root.kind === 'constant') gathering.tables.add(root);
}
