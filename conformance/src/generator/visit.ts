/** What lies in a tree. */
import type { Block, Expression, Module, Statement, Type } from './syntax.js';

/** The expressions directly in an expression. */
export function operands(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'unary':
    case 'bitcast':
    case 'address-of':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'index':
      return [node.object, node.index];
    case 'member':
    case 'swizzle':
      return [node.object];
    case 'construct':
    case 'call':
      return node.arguments;
    case 'indirection':
      return [node.pointer];
    default:
      return [];
  }
}

/** The expressions directly in a statement. */
export function expressionsOf(node: Statement): readonly Expression[] {
  switch (node.kind) {
    case 'var':
    case 'let':
    case 'const':
      return listOf(node.initializer);
    case 'assign':
      return [node.place, node.value];
    case 'increment':
      return [node.place];
    case 'phony':
      return [node.value];
    case 'call-statement':
      return [node.call];
    case 'if':
    case 'while':
      return [node.condition];
    case 'switch':
      return [node.selector, ...node.clauses.flatMap(({ selectors }) => selectors)];
    case 'for':
      return listOf(node.condition);
    case 'loop':
      return listOf(node.breakIf);
    case 'return':
      return listOf(node.value);
    default:
      return [];
  }
}

/** The statements directly in a statement. */
export function statementsOf(node: Statement): Block {
  switch (node.kind) {
    case 'if':
      return [...node.body, ...(node.otherwise ?? [])];
    case 'switch':
      return node.clauses.flatMap(({ body }) => body);
    case 'for':
      return [...listOf(node.initializer), ...node.body, ...listOf(node.update)];
    case 'while':
    case 'block':
      return node.body;
    case 'loop':
      return [...node.body, ...(node.continuing ?? [])];
    default:
      return [];
  }
}

function listOf<T>(item: T | undefined): readonly T[] {
  return item === undefined ? [] : [item];
}

/** All statements in a block, outer ones first. */
export function statements(block: Block): Statement[] {
  return block.flatMap((node) => [node, ...statements(statementsOf(node))]);
}

/** An expression and all in it. */
export function expressions(node: Expression): Expression[] {
  return [node, ...operands(node).flatMap(expressions)];
}

/** All expressions in a block. */
export function expressionsIn(block: Block): Expression[] {
  return statements(block).flatMap(expressionsOf).flatMap(expressions);
}

/** The names at module scope that the entry point uses, itself or through what it uses. */
export function reachable(module: Module): ReadonlySet<string> {
  const bodies = new Map(module.functions.map((one) => [one.name, one.body]));
  const values = new Map<string, readonly Expression[]>([
    ...module.constants.map((one) => [one.name, [one.value]] as const),
    ...module.overrides.map((one) => [one.name, listOf(one.initializer)] as const),
    ...module.variables.map((one) => [one.name, [...listOf(one.initializer), ...countsIn(one.type)]] as const),
  ]);
  const found = new Set<string>();
  const pending: Expression[] = [
    ...expressionsIn(module.entry.body),
    ...module.entry.workgroupSize.flatMap(expressions),
  ];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind !== 'name' && node.kind !== 'call') continue;
    if (found.has(node.name)) continue;
    found.add(node.name);
    pending.push(...expressionsIn(bodies.get(node.name) ?? []), ...(values.get(node.name) ?? []).flatMap(expressions));
  }
  return found;
}

/** Counts of arrays that are expressions. */
function countsIn(type: Type): readonly Expression[] {
  if (type.kind !== 'array') return [];
  return [...(typeof type.written === 'string' ? [] : [type.written]), ...countsIn(type.of)];
}
