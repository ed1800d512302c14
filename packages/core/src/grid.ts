/** Workgroups in x, y and z. */
export type Grid = readonly [number, number, number];

/** How many workgroups there are. */
export function count(grid: Grid): number {
  return grid[0] * grid[1] * grid[2];
}

/** The linear order of workgroups: x runs fastest, then y, then z (SPEC.md J9). */
export function toIndex(grid: Grid, x: number, y: number, z: number): number {
  return x + grid[0] * (y + grid[1] * z);
}

/** The workgroup at a linear index; the inverse of {@link toIndex}. */
export function fromIndex(grid: Grid, index: number): Grid {
  const x = index % grid[0];
  const rest = (index - x) / grid[0];
  return [x, rest % grid[1], Math.floor(rest / grid[1])];
}

/** `16×16×1`, as used in messages. */
export function toText(grid: Grid): string {
  return grid.join('×');
}
