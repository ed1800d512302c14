/** Changes of trees: what is changed is copied on the way up, everything else is shared. */
import type { Block, Expression, Module, Statement } from '../generator/syntax.js';
import * as visit from '../generator/visit.js';

/** The tree with `by` wherever `target` itself stood. */
export function replace<T>(tree: T, target: object, by: unknown): T {
  if (tree === target) return by as T;
  if (typeof tree !== 'object' || tree === null || ArrayBuffer.isView(tree)) return tree;
  if (Array.isArray(tree)) {
    const items = tree.map((item) => replace(item, target, by));
    return (items.some((item, at) => item !== tree[at]) ? items : tree) as T;
  }
  const entries = Object.entries(tree).map(([key, value]) => [key, replace(value, target, by)] as const);
  const isChanged = entries.some(([key, value]) => value !== (tree as Record<string, unknown>)[key]);
  return (isChanged ? Object.fromEntries(entries) : tree) as T;
}

/** The tree with every expression changed, inner ones first. */
export function mapExpressions<T>(tree: T, change: (node: Expression) => Expression): T {
  return mapNodes(tree, (node) => (isExpression(node) ? change(node) : node));
}

/** The tree with every statement changed to others, inner ones first. */
export function mapStatements<T>(tree: T, change: (node: Statement) => Block): T {
  if (typeof tree !== 'object' || tree === null || ArrayBuffer.isView(tree)) return tree;
  if (Array.isArray(tree)) {
    const items = tree.flatMap((item) => {
      const inner = mapStatements(item, change);
      return isStatement(inner) ? change(inner) : [inner];
    });
    const isChanged = items.length !== tree.length || items.some((item, at) => item !== tree[at]);
    return (isChanged ? items : tree) as T;
  }
  const entries = Object.entries(tree).map(([key, value]) => [key, mapStatements(value, change)] as const);
  const isChanged = entries.some(([key, value]) => value !== (tree as Record<string, unknown>)[key]);
  return (isChanged ? Object.fromEntries(entries) : tree) as T;
}

function mapNodes<T>(tree: T, change: (node: object) => unknown): T {
  if (typeof tree !== 'object' || tree === null || ArrayBuffer.isView(tree)) return tree;
  if (Array.isArray(tree)) {
    const items = tree.map((item) => mapNodes(item, change));
    return (items.some((item, at) => item !== tree[at]) ? items : tree) as T;
  }
  const entries = Object.entries(tree).map(([key, value]) => [key, mapNodes(value, change)] as const);
  const isChanged = entries.some(([key, value]) => value !== (tree as Record<string, unknown>)[key]);
  return change(isChanged ? Object.fromEntries(entries) : tree) as T;
}

const expressionKinds: ReadonlySet<unknown> = new Set<Expression['kind']>([
  'literal',
  'name',
  'unary',
  'binary',
  'index',
  'member',
  'swizzle',
  'construct',
  'bitcast',
  'call',
  'address-of',
  'indirection',
]);

const statementKinds: ReadonlySet<unknown> = new Set<Statement['kind']>([
  'var',
  'let',
  'const',
  'assign',
  'increment',
  'phony',
  'call-statement',
  'if',
  'switch',
  'for',
  'while',
  'loop',
  'block',
  'break',
  'continue',
  'return',
]);

function isExpression(node: object): node is Expression {
  return 'kind' in node && expressionKinds.has(node.kind);
}

function isStatement(node: unknown): node is Statement {
  return typeof node === 'object' && node !== null && 'kind' in node && statementKinds.has(node.kind);
}

/** All blocks of a module, outer ones first: of functions, branches, clauses, loops. */
export function blocks({ entry, functions }: Module): readonly Block[] {
  return [entry.body, ...functions.map(({ body }) => body)].flatMap((body) => [body, ...blocksIn(body)]);
}

function blocksIn(block: Block): readonly Block[] {
  return block.flatMap((node) => blocksOf(node).flatMap((inner) => [inner, ...blocksIn(inner)]));
}

/** The blocks directly in a statement. */
export function blocksOf(node: Statement): readonly Block[] {
  switch (node.kind) {
    case 'if':
      return node.otherwise === undefined ? [node.body] : [node.body, node.otherwise];
    case 'switch':
      return node.clauses.map(({ body }) => body);
    case 'for':
    case 'while':
    case 'block':
      return [node.body];
    case 'loop':
      return node.continuing === undefined ? [node.body] : [node.body, node.continuing];
    default:
      return [];
  }
}

/** The variable, pointer or other name that a place begins with; undefined for values that no name begins. */
export function rootOf(place: Expression): string | undefined {
  switch (place.kind) {
    case 'name':
      return place.name;
    case 'index':
    case 'member':
    case 'swizzle':
      return rootOf(place.object);
    case 'address-of':
      return rootOf(place.operand);
    case 'indirection':
      return rootOf(place.pointer);
    default:
      return undefined;
  }
}

/** Statements of a module. */
export function statements(module: Module): readonly Statement[] {
  return [module.entry.body, ...module.functions.map(({ body }) => body)].flatMap(visit.statements);
}
