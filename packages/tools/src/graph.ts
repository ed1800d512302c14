/** A directed graph: what each node points at. Targets that are no node themselves are ignored. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** One shortest cycle from each group of nodes that reach each other, first node repeated at the end: `[a, b, a]`. */
export function cycles(graph: Graph): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  const done = new Set<string>();
  for (const node of [...graph.keys()].sort()) {
    if (done.has(node)) continue;
    const cycle = shortestCycle(graph, node);
    if (cycle === undefined) continue;
    found.push(cycle);
    // The whole group is one finding: mend one cycle, and the next run shows what is left of it.
    const ahead = reachable(graph, node);
    for (const other of ahead) if (reachable(graph, other).has(node)) done.add(other);
  }
  return found;
}

function shortestCycle(graph: Graph, start: string): readonly string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    for (const next of graph.get(node) ?? []) {
      if (next === start) return [...pathTo(cameFrom, start, node), start];
      if (!graph.has(next) || cameFrom.has(next)) continue;
      cameFrom.set(next, node);
      queue.push(next);
    }
  }
  return undefined;
}

function pathTo(cameFrom: ReadonlyMap<string, string>, start: string, end: string): readonly string[] {
  const path = [end];
  for (let node = end; node !== start; ) {
    node = cameFrom.get(node) ?? start;
    path.unshift(node);
  }
  return path;
}

function reachable(graph: Graph, start: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const stack = [start];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (const next of graph.get(node) ?? []) {
      if (seen.has(next) || !graph.has(next)) continue;
      seen.add(next);
      stack.push(next);
    }
  }
  return seen;
}
