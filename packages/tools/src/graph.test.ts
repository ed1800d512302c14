import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cycles, type Graph } from './graph.js';

const graphOf = (edges: readonly (readonly [number, number])[]): Graph => {
  const graph = new Map<string, Set<string>>();
  for (const [from, to] of edges) {
    for (const node of [from, to]) if (!graph.has(`${node}`)) graph.set(`${node}`, new Set());
    graph.get(`${from}`)?.add(`${to}`);
  }
  return graph;
};

/** Naive: a graph is free of cycles when nodes without edges can be taken away until none is left. */
function isAcyclic(graph: Graph): boolean {
  const left = new Set(graph.keys());
  for (let size = -1; size !== left.size; ) {
    size = left.size;
    for (const node of left) if (![...(graph.get(node) ?? [])].some((next) => left.has(next))) left.delete(node);
  }
  return left.size === 0;
}

describe('cycles', () => {
  it('gives the shortest cycle of each group', () => {
    expect(
      cycles(
        graphOf([
          [1, 2],
          [2, 3],
          [3, 1],
          [2, 1],
          [4, 5],
          [5, 4],
          [3, 4],
        ]),
      ),
    ).toEqual([
      ['1', '2', '1'],
      ['4', '5', '4'],
    ]);
  });

  it('finds a cycle exactly where there is one, and gives real edges', () => {
    const edge = fc.tuple(fc.nat(7), fc.nat(7));
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 12 }), (edges) => {
        const graph = graphOf(edges);
        const found = cycles(graph);
        expect(found.length === 0).toBe(isAcyclic(graph));
        for (const cycle of found) {
          expect(cycle.at(0)).toBe(cycle.at(-1));
          cycle.slice(1).forEach((node, at) => {
            expect(graph.get(cycle[at] ?? '')).toContain(node);
          });
        }
      }),
      { seed: Number(process.env.ASSAY_SEED) },
    );
  });
});
