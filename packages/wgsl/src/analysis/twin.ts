/**
 * Another invocation, or another round of a loop, at the same place: the same unknowns, except those that may have another value
 * there, which get twins.
 */
import { add, constant, of, scale } from './affine.js';
import * as facts from './facts.js';
import * as universes from './universe.js';
import type { Affine, Unknown } from './unknown.js';

export interface Twins {
  readonly universe: universes.Universe;
  /** Whether an unknown may have another value over there; holds of every unknown that is made of one of which it holds. */
  readonly isOther: (unknown: Unknown) => boolean;
  readonly known: Map<Unknown, Unknown>;
  /** Unknowns whose twins lack their axioms so far. */
  readonly pending: Unknown[];
}

export function create(universe: universes.Universe, isOther: (unknown: Unknown) => boolean): Twins {
  return { universe, isOther, known: new Map(), pending: [] };
}

/** What the sum is over there. */
export function ofAffine(twins: Twins, affine: Affine): Affine {
  const twin = replaced(twins, affine);
  // A list instead of recursion: unknowns that are made of others come in long chains.
  for (let unknown = twins.pending.pop(); unknown !== undefined; unknown = twins.pending.pop()) {
    for (const axiom of unknown.axioms) universes.tie(twins.known.get(unknown)!, replaced(twins, axiom));
  }
  return twin;
}

/** The sums that are not positive over there. */
export function ofFacts(twins: Twins, known: facts.Facts): readonly Affine[] {
  return facts.toList(known).map((one) => ofAffine(twins, one));
}

function replaced(twins: Twins, { constant: start, unknowns, factors }: Affine): Affine {
  return unknowns.reduce(
    (sum, unknown, k) => add(sum, scale(of(ofUnknown(twins, unknown)), factors[k]!)),
    constant(start),
  );
}

function ofUnknown(twins: Twins, unknown: Unknown): Unknown {
  if (!twins.isOther(unknown)) return unknown;
  const found = twins.known.get(unknown);
  if (found !== undefined) return found;
  const { low, high, isUniform, origin } = unknown;
  const twin = universes.make(twins.universe, { low, high, isUniform, origin });
  twins.known.set(unknown, twin);
  twins.pending.push(unknown);
  return twin;
}
