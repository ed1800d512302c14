/** What cells came to, all together. */

/** Plain data, as it comes from threads. */
export interface Tally {
  /** Of all cells (wgsl SPEC.md E17). */
  readonly cost: number;
  /** Cells in which a guard fired. */
  readonly firedCells: number;
  /** Their workgroups, ascending: the first {@link mostFired}. */
  readonly fired: readonly number[];
}

/** Workgroups that are told by number. */
export const mostFired = 65_536;

/** Adds up what a thread runs, cells in ascending order. */
export class Counter {
  readonly #fired: number[] = [];
  #cost = 0;
  #firedCells = 0;

  get tally(): Tally {
    return { cost: this.#cost, firedCells: this.#firedCells, fired: this.#fired };
  }

  /** @param run of `Machine.runAll`. */
  add({ costs, fired }: { readonly costs: Float64Array; readonly fired: readonly number[] }): void {
    for (const cost of costs) this.#cost += cost;
    this.#firedCells += fired.length;
    for (const workgroup of fired) if (this.#fired.length < mostFired) this.#fired.push(workgroup);
  }
}

/** Of all threads together: which of them ran which cell does not show. */
export function join(tallies: readonly Tally[]): Tally {
  const fired = tallies.flatMap((tally) => tally.fired).sort((a, b) => a - b);
  return {
    cost: tallies.reduce((sum, { cost }) => sum + cost, 0),
    firedCells: tallies.reduce((sum, { firedCells }) => sum + firedCells, 0),
    fired: fired.slice(0, mostFired),
  };
}
