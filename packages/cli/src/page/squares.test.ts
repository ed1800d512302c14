import { grid as grids } from '@assay/core';
import { cases, seed } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Area, cellsPerSquare, fill, type SquareMark, type Squares } from './squares.js';

const extent = fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 300 }));
const anyGrid = fc.tuple(extent, extent, extent).filter((grid) => grids.count(grid) <= 200_000);

/** The squares of areas, one by one. */
function squaresOf(areas: readonly Area[]): string[] {
  return areas.flatMap(({ x, y, width, height }) =>
    Array.from({ length: width * height }, (_, i) => `${x + (i % width)},${y + Math.floor(i / width)}`),
  );
}

function markAt({ found }: Squares, place: string): SquareMark[] {
  return [...found].flatMap(([mark, areas]) => (squaresOf(areas).includes(place) ? [mark] : []));
}

describe('fill', () => {
  it('has a square for each cell of a small step, x to the right, y down, slices side by side', () => {
    const grid = [3, 2, 2] as const;
    const squares = fill(grid, [{ workgroup: grids.toIndex(grid, 2, 1, 1), mark: 'wrong' }], 4096);
    // Two slices of 3 × 2, one square apart.
    expect(squares).toMatchObject({ width: 7, height: 2 });
    expect(squaresOf(squares.all).sort()).toEqual(
      ['0,0', '1,0', '2,0', '0,1', '1,1', '2,1', '4,0', '5,0', '6,0', '4,1', '5,1', '6,1'].sort(),
    );
    expect([...squares.found]).toEqual([['wrong', [{ x: 6, y: 1, width: 1, height: 1 }]]]);
  });

  it('writes a grid with one long side in rows', () => {
    for (const grid of [
      [130, 1, 1],
      [1, 130, 1],
      [1, 1, 130],
    ] as const) {
      const squares = fill(grid, [{ workgroup: 129, mark: 'right' }], 4096);
      expect(squares).toMatchObject({ width: 64, height: 3 });
      expect(squaresOf(squares.all)).toHaveLength(130);
      expect(squares.found.get('right')).toEqual([{ x: 1, y: 2, width: 1, height: 1 }]);
    }
  });

  it('makes blocks of 4096 + 1 cells, and none of 4096', () => {
    expect(cellsPerSquare(fill([64, 64, 1], [], 4096).layout)).toBe(1);
    expect(cellsPerSquare(fill([4096, 1, 1], [], 4096).layout)).toBe(1);
    expect(cellsPerSquare(fill([4097, 1, 1], [], 4096).layout)).toBe(2);
    expect(cellsPerSquare(fill([17, 241, 1], [], 4096).layout)).toBe(16); // at most 96 squares down
    expect(cellsPerSquare(fill([65, 64, 1], [], 4096).layout)).toBe(4);
  });

  it('shows the gravest of a block, and whether all of a right one was checked', () => {
    const grid = [128, 128, 1] as const;
    const cell = (x: number, y: number, mark: 'right' | 'wrong' | 'withheld') => ({
      workgroup: grids.toIndex(grid, x, y, 0),
      mark,
    });
    const squares = fill(
      grid,
      [
        ...[0, 1].flatMap((x) => [0, 1].map((y) => cell(x, y, 'right'))),
        cell(2, 0, 'right'),
        cell(4, 0, 'right'),
        cell(5, 1, 'withheld'),
        cell(4, 1, 'wrong'),
      ],
      4096,
    );
    expect(cellsPerSquare(squares.layout)).toBe(4);
    expect(markAt(squares, '0,0')).toEqual(['right']);
    expect(markAt(squares, '1,0')).toEqual(['partly']);
    expect(markAt(squares, '2,0')).toEqual(['wrong']);
    expect(markAt(squares, '3,0')).toEqual([]);
  });

  it('whatever the grid: no more squares than allowed, each cell in one of them, and none twice', () => {
    const most = fc.constantFrom(160, 1000, 4096);
    fc.assert(
      fc.property(anyGrid, most, (grid, most) => {
        const count = grids.count(grid);
        const all = Array.from({ length: count }, (_, workgroup) => ({ workgroup, mark: 'right' as const }));
        const squares = fill(grid, all, most);
        const there = squaresOf(squares.all);
        expect(there.length).toBeLessThanOrEqual(most);
        expect(new Set(there).size).toBe(there.length);
        // Every cell was checked, so every square is found, and wholly right.
        expect([...squares.found.keys()]).toEqual(['right']);
        expect(squaresOf(squares.found.get('right')!).sort()).toEqual(there.sort());
        expect(there.length * cellsPerSquare(squares.layout)).toBeGreaterThanOrEqual(count);
        for (const { x, width } of squares.all) expect(x + width).toBeLessThanOrEqual(squares.width);
        expect(squares.width).toBeLessThanOrEqual(97);
      }),
      { numRuns: cases(400), seed: seed() },
    );
  });
});
