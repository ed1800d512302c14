/** The directed graph of the uniformity analysis: an edge says that its source is uniform only if its target is (WGSL §15.2.3). */
import type { Span } from '../text/span.js';

/** A node by its number. */
export type Node = number;

/** False: whatever leads here may differ between invocations. */
export const nonUniform: Node = 0;
/** Control flow where the function begins. */
export const start: Node = 1;

/** Adjacency lists in flat arrays: a graph has up to millions of edges. */
export interface Graph {
  readonly heads: number[];
  readonly targets: number[];
  readonly nexts: number[];
  /** Where in the source a node comes from, for nodes that lead to {@link nonUniform} by themselves. */
  readonly spans: Map<Node, Span>;
}

/** A graph of the two special nodes. */
export function create(): Graph {
  return { heads: [-1, -1], targets: [], nexts: [], spans: new Map() };
}

/** A new node with edges to the targets. */
export function add(graph: Graph, ...targets: readonly Node[]): Node {
  const node = graph.heads.push(-1) - 1;
  for (const target of targets) connect(graph, node, target);
  return node;
}

/** A new edge. */
export function connect(graph: Graph, source: Node, target: Node): void {
  if (source === target) return;
  const edge = graph.targets.push(target) - 1;
  graph.nexts.push(graph.heads[source] ?? -1);
  graph.heads[source] = edge;
}

/** All nodes that can be reached, each with the node that it was reached from. Those in `reached` are not visited again. */
export function reach(
  graph: Graph,
  from: readonly Node[],
  reached: Map<Node, Node> = new Map(),
): ReadonlyMap<Node, Node> {
  const pending = from.filter((node) => !reached.has(node));
  for (const node of pending) reached.set(node, node);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (let edge = graph.heads[node] ?? -1; edge !== -1; edge = graph.nexts[edge] ?? -1) {
      const target = graph.targets[edge];
      if (target === undefined || reached.has(target)) continue;
      reached.set(target, node);
      pending.push(target);
    }
  }
  return reached;
}
