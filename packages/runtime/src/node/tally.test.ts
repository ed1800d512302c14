import { describe, expect, it } from 'vitest';
import { Counter, join, mostFired } from './tally.js';

const run = (costs: readonly number[], fired: readonly number[]): Parameters<Counter['add']>[0] => ({
  costs: Float64Array.from(costs),
  fired,
});

describe('a counter', () => {
  it('adds up costs and counts cells in which guards fired', () => {
    const counter = new Counter();
    expect(counter.tally).toEqual({ cost: 0, firedCells: 0, fired: [] });
    counter.add(run([3, 4], []));
    counter.add(run([5, 6, 7], [2, 4]));
    expect(counter.tally).toEqual({ cost: 25, firedCells: 2, fired: [2, 4] });
  });

  it('keeps the first workgroups of many, and counts all', () => {
    const counter = new Counter();
    for (const first of [0, mostFired - 1]) counter.add(run([], [first, first + 1]));
    const many = Array.from({ length: mostFired }, (_, i) => mostFired + 1 + i);
    counter.add(run([], many));
    const { firedCells, fired } = counter.tally;
    expect(firedCells).toBe(mostFired + 4);
    expect(fired).toEqual([0, 1, mostFired - 1, ...[mostFired, ...many].slice(0, mostFired - 3)]);
  });
});

describe('tallies of threads', () => {
  it('are the same, whichever thread ran which cell', () => {
    const [a, b, c] = [
      { cost: 1, firedCells: 2, fired: [0, 5] },
      { cost: 10, firedCells: 1, fired: [3] },
      { cost: 100, firedCells: 0, fired: [] },
    ];
    const joined = { cost: 111, firedCells: 3, fired: [0, 3, 5] };
    expect(join([a, b, c])).toEqual(joined);
    expect(join([c, b, a])).toEqual(joined);
    expect(join([])).toEqual({ cost: 0, firedCells: 0, fired: [] });
  });

  it('name the first workgroups of all', () => {
    const half = Array.from({ length: mostFired }, (_, i) => 2 * i);
    const other = half.map((workgroup) => workgroup + 1);
    const { firedCells, fired } = join([
      { cost: 0, firedCells: mostFired, fired: half },
      { cost: 0, firedCells: mostFired, fired: other },
    ]);
    expect(firedCells).toBe(2 * mostFired);
    expect(fired).toEqual(Array.from({ length: mostFired }, (_, i) => i));
  });
});
