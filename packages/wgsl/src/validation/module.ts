/** A whole module: names in any order, then each declaration, then what only the whole shows (SPEC.md V1, V3, V20, V24). */
import type { Diagnostics } from '../diagnostic.js';
import type * as ast from '../syntax/ast.js';
import * as alias from './alias.js';
import * as barrier from './barrier.js';
import type { Behaviors } from './behavior.js';
import * as behavior from './behavior.js';
import { type Context, refuse, report } from './context.js';
import * as declaration from './declaration.js';
import * as dependency from './dependency.js';
import * as entry from './entry.js';
import * as functions from './function.js';
import * as local from './local.js';
import * as profile from './profile.js';
import * as region from './region.js';
import * as scopes from './scope.js';
import * as specialization from './specialization.js';
import type { StructType } from './type.js';
import type * as typed from './typed.js';
import * as uniformity from './uniformity.js';

/** Checks a module without syntax errors. The program means something only if nothing was reported. */
export function check(source: string, module: ast.Module, diagnostics: Diagnostics): typed.Program {
  const context: Context = {
    source,
    diagnostics,
    failures: 0,
    overrideCounts: new Map(),
    countOfOverride: new Map(),
    converted: new WeakMap(),
    body: undefined,
  };
  const work: Work = {
    context,
    scope: scopes.open(undefined),
    needs: new Map(),
    functions: new Map(),
    variables: new Map(),
    overrides: new Map(),
    structs: new Map(),
  };
  checkDeclarations(work, module.declarations);
  const program = assemble(work, module.declarations);
  checkOverrides(context, program.overrides);
  checkFunctions(context, work, program);
  checkEntryPoints(context, program);
  return program;
}

interface Work {
  readonly context: Context;
  readonly scope: scopes.Scope;
  readonly needs: Map<ast.Declaration, readonly ast.Declaration[]>;
  readonly functions: Map<ast.Declaration, functions.Checked>;
  readonly variables: Map<ast.Declaration, typed.Variable>;
  readonly overrides: Map<ast.Declaration, typed.OverrideDeclaration>;
  readonly structs: Map<ast.Declaration, StructType>;
}

function checkDeclarations(work: Work, nodes: readonly ast.Declaration[]): void {
  const named = names(work.context, nodes);
  for (const node of nodes) work.needs.set(node, dependency.needs(node, named));
  const dependents = nodes.map((node) => ({ declaration: node, needs: work.needs.get(node) ?? [] }));
  for (const { members, isCycle } of dependency.order(dependents)) {
    if (isCycle) refuseCycle(work.context, members);
    for (const node of members) checkOne(work, named, node, isCycle);
  }
}

/** The first declaration of each name. */
function names(context: Context, nodes: readonly ast.Declaration[]): ReadonlyMap<string, ast.Declaration> {
  const named = new Map<string, ast.Declaration>();
  for (const node of nodes) {
    if (node.kind === 'const-assert') continue;
    const { name, span } = node.name;
    const earlier = named.get(name);
    if (earlier === undefined || earlier.kind === 'const-assert') {
      named.set(name, node);
      continue;
    }
    const related = { span: earlier.name.span, message: 'it is declared here first' };
    report(context, span, { rule: 'V1', code: 'name.redeclared', message: `${name} is declared twice` }, related);
  }
  return named;
}

function refuseCycle(context: Context, members: readonly ast.Declaration[]): void {
  const nodes = members.filter((node) => node.kind !== 'const-assert');
  const [first] = nodes;
  if (first === undefined) return;
  const chain = [...nodes, first].slice(0, 8).map(({ name }) => name.name);
  const text = chain.join(' needs ');
  if (nodes.every(({ kind }) => kind === 'function')) {
    const hint = 'Write it as a loop.';
    refuse(context, first.name.span, 'P8', 'profile.recursion', `recursion is not allowed: ${text}`, hint);
  } else {
    refuse(context, first.name.span, 'V3', 'name.cycle', `declarations need each other: ${text}`);
  }
}

function checkOne(
  work: Work,
  named: ReadonlyMap<string, ast.Declaration>,
  node: ast.Declaration,
  isCycle: boolean,
): void {
  const { context, scope } = work;
  if (node.kind === 'const-assert') {
    local.constAssert(context, scope, node);
    return;
  }
  const isFirst = named.get(node.name.name) === node;
  const declare = (meaning: scopes.Meaning): void => {
    if (isFirst) scopes.declare(scope, node.name.name, { meaning, span: node.name.span });
  };
  if (isCycle) {
    declare(scopes.broken);
    return;
  }
  declare(meaningOf(work, node) ?? scopes.broken);
}

function meaningOf(work: Work, node: Exclude<ast.Declaration, ast.ConstAssert>): scopes.Meaning | undefined {
  const { context, scope } = work;
  if (node.kind === 'function') {
    const checked = functions.check(context, scope, node);
    if (checked === undefined) return undefined;
    work.functions.set(node, checked);
    const isEntryPoint = node.attributes.some(({ name }) => name.name === 'compute');
    return { kind: 'function', declaration: checked.declaration, mustUse: checked.mustUse, isEntryPoint };
  }
  const meaning = declaration.check(context, scope, node);
  if (meaning?.kind === 'variable') work.variables.set(node, meaning.declaration);
  if (meaning?.kind === 'override') work.overrides.set(node, meaning.declaration);
  if (node.kind === 'struct' && meaning?.kind === 'type' && meaning.type.kind === 'struct') {
    work.structs.set(node, meaning.type);
  }
  return meaning;
}

function assemble(work: Work, nodes: readonly ast.Declaration[]): typed.Program {
  const inSource = <T>(found: ReadonlyMap<ast.Declaration, T>): readonly T[] =>
    nodes.map((node) => found.get(node)).filter((one) => one !== undefined);
  return {
    source: work.context.source,
    structs: inSource(work.structs),
    overrides: inSource(work.overrides),
    overrideCounts: work.context.overrideCounts,
    variables: inSource(work.variables),
    functions: [...work.functions.values()].map((one) => one.declaration),
    entryPoints: nodes.map((node) => entryPoint(work, nodes, node)).filter((one) => one !== undefined),
  };
}

function entryPoint(
  work: Work,
  nodes: readonly ast.Declaration[],
  node: ast.Declaration,
): typed.EntryPoint | undefined {
  const checked = work.functions.get(node);
  if (checked?.entry === undefined) return undefined;
  const reached = reach(work, node);
  const inSource = <T>(found: ReadonlyMap<ast.Declaration, T>): readonly T[] =>
    nodes.map((one) => (reached.has(one) ? found.get(one) : undefined)).filter((one) => one !== undefined);
  return {
    name: checked.declaration.name,
    function: checked.declaration,
    ...checked.entry,
    variables: inSource(work.variables),
    overrides: inSource(work.overrides),
  };
}

/** All declarations that a declaration needs, directly or not. */
function reach({ needs }: Work, from: ast.Declaration): ReadonlySet<ast.Declaration> {
  const reached = new Set([from]);
  for (const node of reached) for (const needed of needs.get(node) ?? []) reached.add(needed);
  return reached;
}

function checkOverrides(context: Context, overrides: readonly typed.OverrideDeclaration[]): void {
  const ids = new Map<number, typed.OverrideDeclaration>();
  for (const one of overrides) {
    const earlier = one.id === undefined ? undefined : ids.get(one.id);
    if (one.id === undefined) continue;
    ids.set(one.id, earlier ?? one);
    if (earlier === undefined) continue;
    const fault = { rule: 'V20', code: 'override.duplicate-id', message: `@id(${one.id}) is taken` };
    report(context, one.span, fault, { span: earlier.span, message: 'it is the id of this override' });
  }
}

/** Rules on whole functions. They suppose that the function and what it calls have a meaning. */
function checkFunctions(context: Context, work: Work, program: typed.Program): void {
  const behaviors = new Map<typed.FunctionDeclaration, Behaviors>();
  for (const { declaration: one, isClean } of work.functions.values()) {
    if (!isClean) continue;
    const errors = context.failures;
    const found = behavior.check(context, one);
    if (context.failures === errors) behaviors.set(one, found);
    profile.checkExpressions(context, one);
    region.check(context, one);
    barrier.check(context, one);
  }
  for (const variable of program.variables) profile.checkPadding(context, variable);
  profile.checkExpansion(context, program.functions);
  alias.check(context, program.variables, program.functions);
  uniformity.check(context, program.functions, behaviors, program.entryPoints);
}

function checkEntryPoints(context: Context, program: typed.Program): void {
  const { values, error } = specialization.defaults(program.overrides);
  if (error !== undefined) report(context, error.of.span, specialization.withValues(error.error));
  for (const one of program.entryPoints) entry.check(context, one, values);
}
