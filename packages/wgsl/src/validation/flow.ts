/** Which value each variable of a function has where the uniformity analysis stands (WGSL §15.2.5). */
import type { Fault } from './fault.js';
import type { Graph, Node } from './graph.js';
import * as graphs from './graph.js';
import { type PointerLets, pathOf, type Root, remember } from './place.js';
import * as traversal from './traversal.js';
import type * as typed from './typed.js';

/** Values of variables by node. */
export type Nodes = ReadonlyMap<typed.Variable, Node>;

/** The walk's view of one function. */
export interface Flow {
  readonly graph: Graph;
  readonly current: Map<typed.Variable, Node>;
  /** For each branch that is open: what the variables that it changed were before. */
  readonly frames: Map<typed.Variable, Node | undefined>[];
  /** Where pointer `let`s of the whole function lead. */
  readonly lets: PointerLets;
  /** A pointer parameter is desugared to a variable that starts with what it points at (WGSL §15.2.4). */
  readonly contents: ReadonlyMap<typed.Immutable, typed.Variable>;
  readonly writes: Map<typed.Statement, readonly typed.Variable[]>;
  /** Edges made where control flow joins: loops and jumps times variables, which a hostile text can make quadratic. */
  work: number;
}

const mostWork = 4_000_000;

/** Reported for a function whose joins are too many to follow. */
export const tooMuchWork: Fault = {
  rule: 'V38',
  code: 'uniformity.too-complex',
  message: 'the function has too many variables, loops and jumps to prove that its barriers are uniform',
  hint: 'Split the function.',
};

/** True if the analysis gave up: then nothing may be concluded. */
export function isExhausted({ work }: Flow): boolean {
  return work > mostWork;
}

/** The flow at the beginning of a function. */
export function create(graph: Graph, declaration: typed.FunctionDeclaration): Flow {
  const lets: PointerLets = new Map();
  for (const statement of traversal.statements(declaration.body)) remember(lets, statement);
  const pointers = declaration.parameters.filter(({ type }) => type.kind === 'pointer' && type.space === 'function');
  const contents = new Map(pointers.map((parameter) => [parameter, contentsOf(parameter)]));
  return { graph, current: new Map(), frames: [], lets, contents, writes: new Map(), work: 0 };
}

function contentsOf({ name, type, span }: typed.Immutable): typed.Variable {
  return {
    kind: 'variable',
    name,
    space: 'function',
    access: 'read_write',
    type: type.kind === 'pointer' ? type.store : type,
    group: undefined,
    binding: undefined,
    initializer: undefined,
    span,
  };
}

/** The function variable behind a root, if it is one: itself, or what a pointer parameter was desugared to. */
export function variableOf({ contents }: Flow, root: Root): typed.Variable | undefined {
  if (root.kind !== 'variable') return contents.get(root);
  return root.space === 'function' ? root : undefined;
}

/** The value of a variable now. */
export function get({ current }: Flow, variable: typed.Variable): Node | undefined {
  return current.get(variable);
}

/** Gives a variable a value. */
export function set({ current, frames }: Flow, variable: typed.Variable, node: Node): void {
  const frame = frames.at(-1);
  if (frame !== undefined && !frame.has(variable)) frame.set(variable, current.get(variable));
  current.set(variable, node);
}

/** Begins a branch: what it changes can be taken back. */
export function branch({ frames }: Flow): void {
  frames.push(new Map());
}

/** Ends the branch: variables are what they were before it. Gives what they were at its end. */
export function end({ current, frames }: Flow): Nodes {
  const changed = new Map<typed.Variable, Node>();
  for (const [variable, before] of frames.pop() ?? []) {
    const now = current.get(variable);
    // A variable that was declared in the branch ends with it.
    if (before === undefined) current.delete(variable);
    else current.set(variable, before);
    if (now !== undefined && before !== undefined) changed.set(variable, now);
  }
  return changed;
}

/** Goes on with what the branches that reach this place left. */
export function join(flow: Flow, branches: readonly Nodes[]): void {
  const variables = new Set(branches.flatMap((one) => [...one.keys()]));
  for (const variable of variables) {
    const before = flow.current.get(variable);
    const sources = branches.map((one) => one.get(variable) ?? before).filter((node) => node !== undefined);
    set(flow, variable, graphs.add(flow.graph, ...sources));
  }
}

/** A node for each variable, without a value yet. */
export function fresh(flow: Flow, variables: readonly typed.Variable[]): Nodes {
  flow.work += variables.length;
  if (isExhausted(flow)) return new Map();
  return new Map(variables.map((variable) => [variable, graphs.add(flow.graph)]));
}

/** From here control reaches the place that the nodes stand for. */
export function reachInto(flow: Flow, nodes: Nodes): void {
  flow.work += nodes.size;
  if (isExhausted(flow)) return;
  for (const [variable, node] of nodes) {
    const now = flow.current.get(variable);
    if (now !== undefined) graphs.connect(flow.graph, node, now);
  }
}

/** The variables have the values that the nodes stand for. */
export function replace(flow: Flow, nodes: Nodes): void {
  for (const [variable, node] of nodes) set(flow, variable, node);
}

/** The variables visible now that a loop or switch assigns, or lets a callee assign. */
export function assignedIn(flow: Flow, root: typed.Statement): readonly typed.Variable[] {
  const found = new Set<typed.Variable>();
  for (const statement of traversal.statements(root)) {
    for (const variable of writesOf(flow, statement)) if (flow.current.has(variable)) found.add(variable);
  }
  return [...found];
}

/** Loops are walked once for each loop around them: what a statement writes is found once. */
function writesOf(flow: Flow, statement: typed.Statement): readonly typed.Variable[] {
  const known = flow.writes.get(statement);
  if (known !== undefined) return known;
  const places = traversal
    .expressions(statement)
    .flatMap(traversal.postorder)
    .filter((node) => node.kind === 'call')
    .flatMap((node) => node.arguments.filter(({ type }) => type.kind === 'pointer'));
  if (statement.kind === 'assign') places.push(statement.left);
  const found = places
    .map((place) => pathOf(place, flow.lets))
    .map((path) => path && variableOf(flow, path.root))
    .filter((variable) => variable !== undefined);
  flow.writes.set(statement, found);
  return found;
}
