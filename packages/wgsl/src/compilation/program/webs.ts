/** Sets of definitions that grow together: union-find. */

/** A set of definitions, by any number that it has had. */
export type Web = number;

export class Webs {
  readonly #parents: Web[] = [];

  /** How many were made. */
  get size(): number {
    return this.#parents.length;
  }

  add(): Web {
    return this.#parents.push(this.#parents.length) - 1;
  }

  /** The number that all of its numbers lead to. */
  find(web: Web): Web {
    const parents = this.#parents;
    let at = web;
    for (let parent = parents[at]!; parent !== at; parent = parents[at]!) {
      parents[at] = parents[parent]!;
      at = parent;
    }
    return at;
  }

  /** Makes two one; gives it. */
  unite(one: Web, other: Web): Web {
    if (one === other) return one;
    const [left, right] = [this.find(one), this.find(other)];
    this.#parents[Math.max(left, right)] = Math.min(left, right);
    return Math.min(left, right);
  }
}
