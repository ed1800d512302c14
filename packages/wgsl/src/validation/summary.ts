/** What callers need to know of the uniformity of a function: its tags (WGSL §15.2.3). */
import type { Span } from '../text/span.js';
import { type Flow, isExhausted } from './flow.js';
import type { Graph, Node } from './graph.js';
import * as graphs from './graph.js';
import type * as typed from './typed.js';

/** What an outcome depends on, besides the control flow of the call. */
export interface Sources {
  readonly isNonUniform: boolean;
  /** Parameters, by position: their values, and what they point at. */
  readonly values: ReadonlySet<number>;
  readonly contents: ReadonlySet<number>;
}

/** The tags of a function. */
export interface Summary {
  /** It may be called in uniform control flow only. */
  readonly isCollective: boolean;
  /** Parameters that must be uniform: their values, and what they point at. */
  readonly required: Sources;
  readonly result: Sources;
  /** What the function leaves behind its pointer parameters to function memory, by position. */
  readonly pointers: ReadonlyMap<number, Sources>;
}

/** The nodes of a function that its tags are read from. */
export interface Ends {
  readonly graph: Graph;
  readonly flow: Flow;
  /** The value of each parameter and what it points at when the function begins. */
  readonly parameters: readonly Node[];
  readonly contents: ReadonlyMap<typed.Immutable, Node>;
  readonly returned: Node;
  readonly returnedContents: ReadonlyMap<typed.Immutable, Node>;
  readonly requirements: Requirement[];
}

/** Something that must be uniform, and who asks for it. */
export interface Requirement {
  readonly node: Node;
  readonly span: Span;
  readonly name: string;
}

const anything = (count: number): Sources => ({
  isNonUniform: true,
  values: new Set(Array.from({ length: count }, (_, at) => at)),
  contents: new Set(Array.from({ length: count }, (_, at) => at)),
});

/** Reads the tags off the graph. */
export function of(declaration: typed.FunctionDeclaration, ends: Ends): Summary {
  const { parameters } = declaration;
  const required = sourcesOf(
    declaration,
    ends,
    reached(
      ends,
      ends.requirements.map(({ node }) => node),
    ),
  );
  const isCollective = declaration.hasBarrier;
  if (isExhausted(ends.flow)) {
    const worst = anything(parameters.length);
    return { isCollective, required, result: worst, pointers: new Map(parameters.map((_, at) => [at, worst])) };
  }
  const result = sourcesOf(declaration, ends, reached(ends, [ends.returned]));
  const pointers = new Map<number, Sources>();
  for (const [at, parameter] of parameters.entries()) {
    const node = ends.returnedContents.get(parameter);
    if (node !== undefined) pointers.set(at, sourcesOf(declaration, ends, reached(ends, [node])));
  }
  return { isCollective, required, result, pointers };
}

function reached({ graph }: Ends, from: readonly Node[]): ReadonlyMap<Node, Node> {
  return graphs.reach(graph, from);
}

function sourcesOf({ parameters }: typed.FunctionDeclaration, ends: Ends, nodes: ReadonlyMap<Node, Node>): Sources {
  const values = new Set<number>();
  const contents = new Set<number>();
  for (const [at, parameter] of parameters.entries()) {
    const value = ends.parameters[at];
    const inside = ends.contents.get(parameter);
    if (value !== undefined && nodes.has(value)) values.add(at);
    if (inside !== undefined && nodes.has(inside)) contents.add(at);
  }
  return { isNonUniform: nodes.has(graphs.nonUniform), values, contents };
}

/** The first requirement that fails, and where what makes it fail comes from. */
export function firstFailure({
  graph,
  requirements,
}: Ends): { readonly of: Requirement; readonly cause: Span | undefined } | undefined {
  const seen = new Map<Node, Node>();
  for (const one of requirements) {
    const nodes = graphs.reach(graph, [one.node], seen);
    const before = nodes.get(graphs.nonUniform);
    if (before !== undefined) return { of: one, cause: graph.spans.get(before) };
  }
  return undefined;
}
