import { describe, expect, it } from 'vitest';
import { type Batch, batchCells, Worklist } from './worklist.js';

/** All batches that some threads take, one after the other in a given order, each as fast as told. */
function taken(cells: number, threads: number, millisecondsPerCell: number, turns: (k: number) => number): Batch[] {
  const memory = Worklist.allocate(threads);
  const lists = Array.from({ length: threads }, () => new Worklist(memory, cells, threads));
  const last: Parameters<typeof batchCells>[2][] = lists.map(() => undefined);
  const batches: Batch[] = [];
  for (let k = 0; ; k++) {
    const thread = turns(k) % threads;
    const batch = lists[thread]!.take(last[thread]);
    if (batch === undefined) break;
    const count = batch.end - batch.first;
    last[thread] = { cells: count, milliseconds: count * millisecondsPerCell };
    lists[thread]!.finish(thread, count);
    batches.push(batch);
  }
  expect(lists[0]!.done()).toBe(cells);
  return batches;
}

describe('a worklist', () => {
  it.each([
    [1, 1],
    [1, 8],
    [7, 2],
    [1000, 3],
    [65_536, 16],
    [4_294_967_295, 2],
  ])('of %i cells is taken by %i threads, each cell once', (cells, threads) => {
    let next = 0;
    for (const { first, end } of taken(cells, threads, 10 / cells, (k) => (k * 7) % 5)) {
      expect(first).toBe(next);
      expect(end).toBeGreaterThan(first);
      next = end;
    }
    expect(next).toBe(cells);
  });

  it('tells what is done, thread by thread', () => {
    const memory = Worklist.allocate(2);
    const [one, other] = [new Worklist(memory, 10, 2), new Worklist(memory, 10, 2)];
    expect(one.done()).toBe(0);
    one.finish(0, 3);
    other.finish(1, 4);
    other.finish(1, 1);
    expect([one.done(), other.done()]).toEqual([8, 8]);
  });

  it('is in the end taken in small batches, so that no thread works alone for long', () => {
    const batches = taken(100_000, 4, 0.001, (k) => k);
    expect(batches.at(-1)!.end - batches.at(-1)!.first).toBe(1);
    for (const { first, end } of batches) expect(end - first).toBeLessThanOrEqual(Math.ceil((100_000 - first) / 8));
  });
});

describe('a batch', () => {
  it('begins with one cell, for nobody knows how long it takes', () => {
    expect(batchCells(1_000_000, 2, undefined)).toBe(1);
  });

  it.each([
    [4.9, 128],
    [5, 64],
    [20, 64],
    [20.1, 32],
  ])('after 64 cells in %f ms has %i', (milliseconds, expected) => {
    expect(batchCells(1_000_000, 2, { cells: 64, milliseconds })).toBe(expected);
  });

  it('is never empty, and has no more than a fair share of what is left', () => {
    expect(batchCells(1, 64, { cells: 1, milliseconds: 1000 })).toBe(1);
    expect(batchCells(40, 4, { cells: 64, milliseconds: 1 })).toBe(5);
  });
});
