import { describe, expect, it } from 'vitest';
import * as grid from './grid.js';

describe('grid', () => {
  it('J9: x runs fastest, then y, then z', () => {
    const extents: grid.Grid = [3, 4, 5];
    let index = 0;
    for (let z = 0; z < 5; z++) {
      for (let y = 0; y < 4; y++) {
        for (let x = 0; x < 3; x++, index++) {
          expect(grid.toIndex(extents, x, y, z)).toBe(index);
          expect(grid.fromIndex(extents, index)).toEqual([x, y, z]);
        }
      }
    }
    expect(grid.count(extents)).toBe(index);
  });

  it.each<[grid.Grid, number, grid.Grid]>([
    [[65535, 65535, 1], 65535 * 65535 - 1, [65534, 65534, 0]],
    [[1, 65535, 65535], 65535 * 65534, [0, 0, 65534]],
    [[65535, 1, 65535], 65535 * 65534 + 7, [7, 0, 65534]],
  ])('J3, J9: is exact in the largest grids: %j', (extents, index, position) => {
    expect(grid.fromIndex(extents, index)).toEqual(position);
    expect(grid.toIndex(extents, ...position)).toBe(index);
  });

  it('has a text', () => expect(grid.toText([16, 8, 1])).toBe('16×8×1'));
});
