/** Attributes: which ones a place takes, and the integers in them (SPEC.md V13, V20, V21, V24). */
import type * as ast from '../syntax/ast.js';
import { type Context, refuse } from './context.js';
import * as expression from './expression.js';
import { concretise, toConstant } from './operand.js';
import type { Scope } from './scope.js';
import type { BuiltinValue } from './type.js';

/** What a place takes: the number of arguments of each attribute. */
export type Allowed = Readonly<Record<string, readonly [fewest: number, most: number]>>;

/** The attributes of a place by name; reports those that it does not take, repeated ones, and wrong numbers of arguments. */
export function collect(
  context: Context,
  nodes: readonly ast.Attribute[],
  allowed: Allowed,
  rule: string,
  place: string,
): ReadonlyMap<string, ast.Attribute> {
  const found = new Map<string, ast.Attribute>();
  for (const node of nodes) {
    const { name } = node.name;
    const range = Object.hasOwn(allowed, name) ? allowed[name] : undefined;
    if (range === undefined) {
      refusePlace(context, node, allowed, rule, place);
    } else if (found.has(name)) {
      refuse(context, node.span, rule, 'attribute.repeated', `@${name} stands here twice`);
    } else if (node.arguments.length < range[0] || node.arguments.length > range[1]) {
      const count = range[0] === range[1] ? `${range[0]}` : `${range[0]} to ${range[1]}`;
      refuse(context, node.span, rule, 'attribute.arguments', `@${name} takes ${count} arguments`);
    } else {
      found.set(name, node);
    }
  }
  return found;
}

function refusePlace(context: Context, node: ast.Attribute, allowed: Allowed, rule: string, place: string): void {
  const { name } = node.name;
  if (name === 'vertex' || name === 'fragment') {
    const hint = 'Jobs are compute shaders: @compute.';
    refuse(context, node.span, 'V24', 'entry.stage', `the profile has no @${name} stage`, hint);
    return;
  }
  const names = Object.keys(allowed).map((one) => `@${one}`);
  const hint = names.length === 0 ? 'Leave it out.' : `It takes ${names.join(', ')}.`;
  refuse(context, node.span, rule, 'attribute.place', `@${name} has no meaning on ${place}`, hint);
}

/** The only argument, an integer constant from `least` to `most`. */
export function integer(
  context: Context,
  scope: Scope,
  attribute: ast.Attribute,
  rule: string,
  least: number,
  most: number,
): number | undefined {
  const [node] = attribute.arguments;
  if (node === undefined) return undefined;
  const operand = concretise(context, expression.check(context, scope, node));
  if (operand === undefined) return undefined;
  const known = toConstant(operand);
  if (typeof known?.value !== 'bigint') {
    const message = `@${attribute.name.name} takes an integer constant`;
    return refuse(context, node.span, rule, 'attribute.not-constant', message);
  }
  const value = Number(known.value);
  if (value >= least && value <= most) return value;
  const message = `@${attribute.name.name} takes ${least} to ${most}, not ${value}`;
  return refuse(context, node.span, rule, 'attribute.range', message);
}

const builtinValues: ReadonlySet<string> = new Set<BuiltinValue>([
  'local_invocation_id',
  'local_invocation_index',
  'global_invocation_id',
  'workgroup_id',
  'num_workgroups',
]);

/** The word in `@builtin(…)`, which is no name and cannot be shadowed. */
export function builtinValue(context: Context, attribute: ast.Attribute): BuiltinValue | undefined {
  const [node] = attribute.arguments;
  if (node?.kind !== 'name' || node.template !== undefined) {
    return refuse(context, attribute.span, 'V24', 'entry.builtin', '@builtin takes the name of a builtin value');
  }
  if (builtinValues.has(node.name)) return node.name as BuiltinValue;
  const hint = `There are ${[...builtinValues].join(', ')}.`;
  return refuse(context, node.span, 'V24', 'entry.builtin', `${node.name} is no builtin value of the profile`, hint);
}
