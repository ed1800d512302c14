/** Programs without something that had a name. */
import type { Program } from '../generator/program.js';
import type { Block, Declaration, Expression, Module, Statement } from '../generator/syntax.js';
import * as term from '../generator/term.js';
import { mapExpressions, mapStatements, rootOf } from './tree.js';

/**
 * The module without the name: what is stored under it is not stored, values of it are zero, and calls of it give zero.
 * Pointers to it leave no value to put in their place: such a module is refused later.
 */
export function name(module: Module, forgotten: string): Module {
  const isNamed = (one: { readonly name: string }): boolean => one.name === forgotten;
  const rest: Module = {
    ...module,
    structs: module.structs.filter((one) => !isNamed(one)),
    overrides: module.overrides.filter((one) => !isNamed(one)),
    constants: module.constants.filter((one) => !isNamed(one)),
    variables: module.variables.filter((one) => !isNamed(one)),
    functions: module.functions.filter((one) => !isNamed(one)),
  };
  return unnamed(
    mapStatements(rest, (node) => withoutStores(node, forgotten)),
    forgotten,
  );
}

function withoutStores(node: Statement, forgotten: string): Block {
  switch (node.kind) {
    case 'var':
    case 'let':
    case 'const':
      return node.name === forgotten ? [] : [node];
    case 'assign':
    case 'increment':
      return rootOf(node.place) === forgotten ? [] : [node];
    case 'call-statement':
      return node.call.name === forgotten || node.call.arguments.some((one) => isPointerTo(one, forgotten))
        ? []
        : [node];
    default:
      return [node];
  }
}

function isPointerTo(argument: Expression, forgotten: string): boolean {
  return argument.kind === 'address-of' && rootOf(argument) === forgotten;
}

/** Zero in the place of the largest expressions that the name begins. */
function unnamed<T>(tree: T, forgotten: string): T {
  return mapExpressions(tree, (node) => {
    if (node.type.kind === 'void' || node.type.kind === 'pointer') return node;
    if (node.kind === 'call') {
      const isLost = node.name === forgotten || node.arguments.some((one) => isPointerTo(one, forgotten));
      return isLost ? term.zero(node.type) : node;
    }
    return rootOf(node) === forgotten && isValue(node) ? term.zero(node.type) : node;
  });
}

function isValue({ type }: Expression): boolean {
  return (
    type.kind === 'scalar' ||
    type.kind === 'vector' ||
    type.kind === 'struct' ||
    (type.kind === 'array' && type.written === 'fixed')
  );
}

/** Without a declaration whose value takes its place everywhere. */
export function inlined(module: Module, { name: forgotten, initializer }: Declaration): Module {
  if (initializer === undefined) return module;
  const rest = mapStatements(module, (node) =>
    (node.kind === 'let' || node.kind === 'const' || node.kind === 'var') && node.name === forgotten ? [] : [node],
  );
  return mapExpressions(rest, (node) => (node.kind === 'name' && node.name === forgotten ? initializer : node));
}

/** Without a parameter of a function, and what calls give for it. */
export function parameter(module: Module, called: string, at: number): Module {
  const functions = module.functions.map((one) => {
    if (one.name !== called) return one;
    const { name: forgotten } = one.parameters[at]!;
    const body = unnamed(
      mapStatements(one.body, (node) => withoutStores(node, forgotten)),
      forgotten,
    );
    return { ...one, parameters: one.parameters.toSpliced(at, 1), body };
  });
  return mapExpressions({ ...module, functions }, (node) =>
    node.kind === 'call' && node.name === called ? { ...node, arguments: node.arguments.toSpliced(at, 1) } : node,
  );
}

/** Without a member of a struct: nothing is stored to it, its value is zero. */
export function member(module: Module, struct: string, at: number): Module {
  const of = module.structs.find((one) => one.name === struct)!;
  const { name: forgotten } = of.members[at]!;
  const structs = module.structs.map((one) => (one === of ? { ...one, members: one.members.toSpliced(at, 1) } : one));
  const isIt = (node: Expression): boolean =>
    node.kind === 'member' &&
    node.member === forgotten &&
    node.object.type.kind === 'struct' &&
    node.object.type.name === struct;
  const leads = (node: Expression): boolean =>
    isIt(node) || ((node.kind === 'index' || node.kind === 'member' || node.kind === 'swizzle') && leads(node.object));
  const stored = mapStatements({ ...module, structs }, (node) =>
    (node.kind === 'assign' || node.kind === 'increment') && leads(node.place) ? [] : [node],
  );
  return mapExpressions(stored, (node) => {
    if (isIt(node)) return term.zero(node.type);
    if (node.kind !== 'construct' || node.type.kind !== 'struct' || node.type.name !== struct) return node;
    return node.arguments.length === 0 ? node : { ...node, arguments: node.arguments.toSpliced(at, 1) };
  });
}

/** An override as the number that the first step gives it. */
export function override({ module, launch }: Program, forgotten: string): Module {
  const { type, initializer } = module.overrides.find((one) => one.name === forgotten)!;
  const given = launch.steps[0]?.overrides[forgotten];
  const value = given === undefined ? initializer : term.literal(type, given);
  const overrides = module.overrides.filter((one) => one.name !== forgotten);
  const rest = { ...module, overrides };
  if (value === undefined) return rest;
  return mapExpressions(rest, (node) => (node.kind === 'name' && node.name === forgotten ? value : node));
}
