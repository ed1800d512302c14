/** Whether a value is the same for the whole workgroup: the rules for expressions and calls of WGSL §15.2.7 and §15.2.8 (SPEC.md V38). */
import * as builtin from './builtin.js';
import * as flows from './flow.js';
import type { Node } from './graph.js';
import * as graphs from './graph.js';
import { pathOf } from './place.js';
import type { Ends, Sources, Summary } from './summary.js';
import type * as typed from './typed.js';

/** What the rules for expressions read and add to. */
export interface Values extends Ends {
  /** The values of parameters and `let`s; of a pointer, the uniformity of where it points. */
  readonly immutables: Map<typed.Immutable, Node>;
  readonly summaries: ReadonlyMap<typed.FunctionDeclaration, Summary>;
}

/** The node of an expression's value, or for a reference or pointer of where it leads. */
export function evaluate(values: Values, control: Node, expression: typed.Expression): Node {
  // Walked from the first operand: chains of operators are long (Y4).
  const chain: typed.Expression[] = [];
  let at: typed.Expression | undefined = expression;
  let first = expression;
  while (at !== undefined) {
    first = at;
    at = firstOperand(at);
    if (at !== undefined) chain.push(first);
  }
  let node = leaf(values, control, first);
  for (const link of chain.toReversed()) node = extend(values, control, node, link);
  return node;
}

function firstOperand(node: typed.Expression): typed.Expression | undefined {
  switch (node.kind) {
    case 'binary':
    case 'short-circuit':
      return node.left;
    case 'index':
    case 'member':
    case 'swizzle':
    case 'component':
      return node.object;
    case 'load':
    case 'address-of':
      return node.reference;
    case 'indirection':
      return node.pointer;
    case 'unary':
    case 'convert':
    case 'bitcast':
      return node.operand;
    default:
      return undefined;
  }
}

function leaf(values: Values, control: Node, node: typed.Expression): Node {
  const { graph } = values;
  switch (node.kind) {
    case 'immutable':
      return graphs.add(graph, control, values.immutables.get(node.declaration) ?? control);
    case 'construct':
      return graphs.add(graph, control, ...node.arguments.map((one) => evaluate(values, control, one)));
    case 'builtin':
      return builtinCall(values, control, node);
    case 'call':
      return call(values, control, node);
    default:
      return control;
  }
}

function extend(values: Values, control: Node, first: Node, node: typed.Expression): Node {
  switch (node.kind) {
    case 'load':
      return load(values, control, first, node);
    case 'index':
      return graphs.add(values.graph, first, evaluate(values, control, node.index));
    case 'binary':
      return graphs.add(values.graph, first, evaluate(values, control, node.right));
    case 'short-circuit':
      return evaluate(values, first, node.right);
    default:
      return first;
  }
}

/** Memory that invocations share or own gives anything; memory that nobody writes gives what the place says. */
function load(values: Values, control: Node, place: Node, node: typed.Expression & { readonly kind: 'load' }): Node {
  const { graph, flow } = values;
  const path = pathOf(node.reference, flow.lets);
  const variable = path && flows.variableOf(flow, path.root);
  if (variable !== undefined) return graphs.add(graph, control, place, flows.get(flow, variable) ?? control);
  const { type } = node.reference;
  if (type.kind === 'reference' && type.access === 'read') return graphs.add(graph, control, place);
  return nonUniform(values, node);
}

function nonUniform({ graph }: Values, { span }: typed.Expression): Node {
  const node = graphs.add(graph, graphs.nonUniform);
  graph.spans.set(node, span);
  return node;
}

function builtinCall(values: Values, control: Node, node: typed.Expression & { readonly kind: 'builtin' }): Node {
  const { graph, requirements } = values;
  const { name, span } = node;
  const args = node.arguments.map((one) => evaluate(values, control, one));
  if (builtin.isBarrier(name)) {
    for (const required of [control, ...args]) requirements.push({ node: required, span, name });
  }
  if (builtin.atomicFamily(name) !== undefined) return nonUniform(values, node);
  return graphs.add(graph, control, ...args);
}

function call(values: Values, control: Node, node: typed.Expression & { readonly kind: 'call' }): Node {
  const { graph, requirements, summaries } = values;
  const { span, function: callee } = node;
  const args = node.arguments.map((one) => evaluate(values, control, one));
  const summary = summaries.get(callee);
  // The callee is wrong, which has been said.
  if (summary === undefined) return graphs.add(graph, control, ...args);
  const contents = node.arguments.map((one) => contentsOf(values, one));
  const all: Inputs = { control, args, contents };
  if (summary.isCollective) requirements.push({ node: control, span, name: callee.name });
  for (const required of sources(summary.required, all)) requirements.push({ node: required, span, name: callee.name });
  const result = graphs.add(graph, control, ...sources(summary.result, all));
  mark(values, result, summary.result, node);
  for (const [at, left] of summary.pointers) store(values, node, at, left, all);
  return result;
}

interface Inputs {
  readonly control: Node;
  readonly args: readonly Node[];
  readonly contents: readonly (Node | undefined)[];
}

/** What a pointer to function memory points at now. */
function contentsOf({ flow }: Values, argument: typed.Expression): Node | undefined {
  const path = argument.type.kind === 'pointer' ? pathOf(argument, flow.lets) : undefined;
  const variable = path && flows.variableOf(flow, path.root);
  return variable && flows.get(flow, variable);
}

function sources({ values: byValue, contents: byContents }: Sources, { args, contents }: Inputs): readonly Node[] {
  const found = [...[...byValue].map((at) => args[at]), ...[...byContents].map((at) => contents[at])];
  return found.filter((one) => one !== undefined);
}

function mark({ graph }: Values, node: Node, { isNonUniform }: Sources, { span }: typed.Expression): void {
  if (!isNonUniform) return;
  graphs.connect(graph, node, graphs.nonUniform);
  graph.spans.set(node, span);
}

/** The callee may have stored through a pointer: the variable behind it has a new value. */
function store(
  values: Values,
  node: typed.Expression & { readonly kind: 'call' },
  at: number,
  left: Sources,
  all: Inputs,
): void {
  const { flow, graph } = values;
  const argument = node.arguments[at];
  const path = argument && pathOf(argument, flow.lets);
  const variable = path && flows.variableOf(flow, path.root);
  if (argument === undefined || path === undefined || variable === undefined) return;
  const stored = graphs.add(graph, all.control, all.args[at] ?? all.control, ...sources(left, all));
  const before = flows.get(flow, variable);
  // Only the whole variable can lose its old value.
  if (path.isPartial && before !== undefined) graphs.connect(graph, stored, before);
  mark(values, stored, left, argument);
  flows.set(flow, variable, stored);
}
