/**
 * Barriers stand in uniform control flow only: WGSL §15.2, uniformity analysis (SPEC.md V38).
 *
 * A graph is made of each function, callees first; what callers need to know of it is kept as a summary. Where WGSL and Tint
 * differ the stricter one is taken: a loop's control flow always depends on that of its rounds, and a `continue` carries the
 * values of variables both to the continuing block and to the next round.
 */
import type { Behaviors } from './behavior.js';
import * as behavior from './behavior.js';
import { type Context, report } from './context.js';
import type { Flow } from './flow.js';
import * as flows from './flow.js';
import type { Node } from './graph.js';
import * as graphs from './graph.js';
import { pathOf } from './place.js';
import type { Summary } from './summary.js';
import * as summary from './summary.js';
import type * as typed from './typed.js';
import { evaluate, type Values } from './uniform-value.js';

/** Checks all functions if one of them has a barrier. They come after those that they call. */
export function check(
  context: Context,
  functions: readonly typed.FunctionDeclaration[],
  behaviorsOf: ReadonlyMap<typed.FunctionDeclaration, Behaviors>,
  entryPoints: readonly typed.EntryPoint[],
): void {
  if (!functions.some(({ hasBarrier }) => hasBarrier)) return;
  const summaries = new Map<typed.FunctionDeclaration, Summary>();
  const inputs = new Map(entryPoints.map((entry) => [entry.function, entry.parameters]));
  for (const declaration of functions) {
    const behaviors = behaviorsOf.get(declaration);
    if (behaviors === undefined) continue;
    const walk = begin(declaration, behaviors, summaries, inputs.get(declaration));
    statement(walk, graphs.start, declaration.body);
    if (hasNext(walk, declaration.body)) leave(walk);
    if (flows.isExhausted(walk.flow) && declaration.hasBarrier) report(context, declaration.span, flows.tooMuchWork);
    refuseFailure(context, walk.values);
    summaries.set(declaration, summary.of(declaration, walk.values));
  }
}

interface Walk {
  readonly values: Values;
  readonly flow: Flow;
  readonly behaviors: Behaviors;
  readonly targets: Target[];
}

/** A loop or switch that is being walked. */
interface Target {
  readonly kind: 'loop' | 'switch';
  /** The values of the variables that are assigned inside: after the statement, and for loops where the continuing block begins and where a round begins. */
  readonly exits: ReadonlyMap<typed.Variable, Node>;
  readonly continues: ReadonlyMap<typed.Variable, Node>;
  readonly rounds: ReadonlyMap<typed.Variable, Node>;
}

function begin(
  declaration: typed.FunctionDeclaration,
  behaviors: Behaviors,
  summaries: ReadonlyMap<typed.FunctionDeclaration, Summary>,
  inputs: readonly typed.EntryParameter[] | undefined,
): Walk {
  const graph = graphs.create();
  const flow = flows.create(graph, declaration);
  const parameters = declaration.parameters.map(() => graphs.add(graph));
  const nodesOf = (): Map<typed.Immutable, Node> =>
    new Map([...flow.contents.keys()].map((parameter) => [parameter, graphs.add(graph)]));
  const [contents, returnedContents] = [nodesOf(), nodesOf()];
  for (const [parameter, variable] of flow.contents) {
    flows.set(flow, variable, contents.get(parameter) ?? graphs.nonUniform);
  }
  const immutables = new Map(declaration.parameters.map((one, at) => [one, parameters[at] ?? graphs.nonUniform]));
  for (const [at, input] of (inputs ?? []).entries()) {
    const node = parameters[at];
    if (node === undefined || isUniform(input)) continue;
    graphs.connect(graph, node, graphs.nonUniform);
    graph.spans.set(node, declaration.parameters[at]?.span ?? declaration.span);
  }
  const returned = graphs.add(graph);
  const ends = { graph, flow, parameters, contents, returned, returnedContents, requirements: [] };
  return { values: { ...ends, immutables, summaries }, flow, behaviors, targets: [] };
}

/** One failure of a function is enough: the others mostly have the same cause. */
function refuseFailure(context: Context, values: Values): void {
  const failure = summary.firstFailure(values);
  if (failure === undefined) return;
  const { cause, of: required } = failure;
  const fault = {
    rule: 'V38',
    code: 'uniformity.barrier',
    message: `${required.name} is called where invocations of a workgroup may go different ways`,
    hint: 'Move the call out of the condition or loop, or make that depend on constants, uniforms or workgroup_id only.',
  };
  const related = cause && { span: cause, message: 'this may differ from invocation to invocation' };
  report(context, required.span, fault, related);
}

/** The builtin values that are the same for the whole workgroup (WGSL §15.2.8). A struct is as uniform as its worst member. */
function isUniform(input: typed.EntryParameter): boolean {
  const members = input.kind === 'builtin' ? [input.value] : input.members;
  return members.every((value) => value === 'workgroup_id' || value === 'num_workgroups');
}

function hasNext(walk: Walk, one: typed.Statement): boolean {
  return ((walk.behaviors.get(one) ?? behavior.next) & behavior.next) !== 0;
}

/** True if control always goes on behind the statement. */
function isNext(walk: Walk, one: typed.Statement): boolean {
  return (walk.behaviors.get(one) ?? behavior.next) === behavior.next;
}

/** The row of the table of WGSL §15.2.6 for a statement; gives the control flow behind it. */
function statement(walk: Walk, control: Node, one: typed.Statement): Node {
  const { values, flow } = walk;
  switch (one.kind) {
    case 'block':
      return sequence(walk, control, one.statements);
    case 'let':
      values.immutables.set(one.declaration, evaluate(values, control, one.value));
      return control;
    case 'var': {
      const { initializer } = one.declaration;
      flows.set(flow, one.declaration, initializer === undefined ? control : evaluate(values, control, initializer));
      return control;
    }
    case 'assign':
      assign(walk, control, one);
      return control;
    case 'discard-value':
      evaluate(values, control, one.value);
      return control;
    case 'call':
      evaluate(values, control, one.call);
      return control;
    case 'if':
      return conditional(walk, control, one);
    case 'switch':
      return switchStatement(walk, control, one);
    case 'loop':
      return loop(walk, control, one);
    case 'return': {
      if (one.value !== undefined) {
        graphs.connect(values.graph, values.returned, evaluate(values, control, one.value));
      }
      leave(walk);
      return control;
    }
    default:
      jump(walk, one.kind);
      return control;
  }
}

/** Statements that cannot be reached count for nothing. */
function sequence(walk: Walk, control: Node, statements: readonly typed.Statement[]): Node {
  let at = control;
  for (const one of statements) {
    at = statement(walk, at, one);
    if (!hasNext(walk, one)) break;
  }
  return at;
}

function assign(walk: Walk, control: Node, one: typed.Statement & { readonly kind: 'assign' }): void {
  const { values, flow } = walk;
  const place = evaluate(values, control, one.left);
  const value = evaluate(values, control, one.right);
  const path = pathOf(one.left, flow.lets);
  if (path === undefined) return;
  const variable = flows.variableOf(flow, path.root);
  if (variable === undefined) return;
  const assigned = graphs.add(values.graph, control, place, value);
  if (path.isPartial || one.operator !== '=')
    graphs.connect(values.graph, assigned, flows.get(flow, variable) ?? control);
  flows.set(flow, variable, assigned);
}

function conditional(walk: Walk, control: Node, one: typed.Statement & { readonly kind: 'if' }): Node {
  const { values, flow } = walk;
  const tested = evaluate(values, control, one.condition);
  flows.branch(flow);
  const then = statement(walk, tested, one.then);
  const afterThen = flows.end(flow);
  flows.branch(flow);
  const otherwise = one.otherwise === undefined ? tested : statement(walk, tested, one.otherwise);
  const afterOther = flows.end(flow);
  const joined = [
    ...(hasNext(walk, one.then) ? [afterThen] : []),
    ...(one.otherwise === undefined || hasNext(walk, one.otherwise) ? [afterOther] : []),
  ];
  flows.join(flow, joined);
  return isNext(walk, one) ? control : graphs.add(values.graph, then, otherwise);
}

function switchStatement(walk: Walk, control: Node, one: typed.Statement & { readonly kind: 'switch' }): Node {
  const { values, flow } = walk;
  const selected = evaluate(values, control, one.selector);
  const assigned = flows.assignedIn(flow, one);
  const exits = flows.fresh(flow, assigned);
  const none: ReadonlyMap<typed.Variable, Node> = new Map();
  walk.targets.push({ kind: 'switch', exits, continues: none, rounds: none });
  const ends: Node[] = [];
  for (const { body } of one.clauses) {
    flows.branch(flow);
    ends.push(statement(walk, selected, body));
    if (hasNext(walk, body)) flows.reachInto(flow, exits);
    flows.end(flow);
  }
  walk.targets.pop();
  flows.replace(flow, exits);
  return isNext(walk, one) ? control : graphs.add(values.graph, ...ends);
}

function loop(walk: Walk, control: Node, one: typed.Loop): Node {
  const { values, flow } = walk;
  if (one.initializer !== undefined) statement(walk, control, one.initializer);
  const { graph } = values;
  const assigned = flows.assignedIn(flow, one);
  const target: Target = {
    kind: 'loop',
    exits: flows.fresh(flow, assigned),
    continues: flows.fresh(flow, assigned),
    rounds: flows.fresh(flow, assigned),
  };
  const round = graphs.add(graph, control);
  flows.reachInto(flow, target.rounds);
  flows.branch(flow);
  flows.replace(flow, target.rounds);
  walk.targets.push(target);
  const ended = rounds(walk, round, one, target);
  walk.targets.pop();
  graphs.connect(graph, round, ended);
  flows.end(flow);
  flows.replace(flow, target.exits);
  return isNext(walk, one) ? control : round;
}

/** One round of a loop; gives the control flow at its end. */
function rounds(walk: Walk, round: Node, one: typed.Loop, target: Target): Node {
  const { values, flow } = walk;
  let control = round;
  if (one.condition !== undefined) {
    control = evaluate(values, round, one.condition);
    flows.reachInto(flow, target.exits);
  }
  control = statement(walk, control, one.body);
  if (hasNext(walk, one.body)) flows.reachInto(flow, target.continues);
  flows.replace(flow, target.continues);
  if (one.continuing !== undefined) control = statement(walk, control, one.continuing);
  if (one.breakIf !== undefined) {
    control = evaluate(values, control, one.breakIf);
    flows.reachInto(flow, target.exits);
  }
  flows.reachInto(flow, target.rounds);
  return control;
}

function jump({ flow, targets }: Walk, kind: 'break' | 'continue'): void {
  const target = kind === 'break' ? targets.at(-1) : targets.findLast((one) => one.kind === 'loop');
  if (target === undefined) return;
  if (kind === 'break') {
    flows.reachInto(flow, target.exits);
    return;
  }
  flows.reachInto(flow, target.continues);
  flows.reachInto(flow, target.rounds);
}

/** A return shows callers what the pointer parameters point at now. */
function leave({ values, flow }: Walk): void {
  for (const [parameter, variable] of flow.contents) {
    const node = values.returnedContents.get(parameter);
    const now = flows.get(flow, variable);
    if (node !== undefined && now !== undefined) graphs.connect(values.graph, node, now);
  }
}
