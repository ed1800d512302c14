/** Loops over powers: a register is halved, or doubled, in each round, or divided or multiplied by more. */
import { only } from './affine.js';
import * as bound from './bound.js';
import * as facts from './facts.js';
import type { Universe } from './universe.js';
import type { Affine, Unknown } from './unknown.js';

/** A register of a loop. */
export interface Geometric {
  /** When a round begins: never less than `low` nor more than `high`. */
  readonly head: Unknown;
  /** When the loop is entered. */
  readonly low: number;
  readonly high: number;
  /** What it holds at each back-edge. */
  readonly backEdges: readonly { readonly facts: facts.Facts; readonly value: Affine }[];
}

/** How a register goes from power to power. */
export interface Power {
  /** Rounds before the last one, at most. */
  readonly most: number;
  /** That `constant + counts · count + heads · head` is not positive in any round. */
  readonly constant: number;
  readonly counts: number;
  readonly heads: number;
}

/** Whether a register is divided, or multiplied, in each round, and what follows for the rounds. */
export function find(universe: Universe, register: Geometric): Power | undefined {
  return whileDivided(register) ?? whileMultiplied(universe, register);
}

/**
 * head, head / d, head / d², … while it is at least `last`: the first is at most `high`. Powers are convex: all lie below the line
 * from `high` in round 0 to `last - 1` in the round when it is that at most.
 */
function whileDivided({ head, high, backEdges }: Geometric): Power | undefined {
  let least = Number.POSITIVE_INFINITY;
  let last = Number.POSITIVE_INFINITY;
  for (const { facts: known, value } of backEdges) {
    const quotient = only(value)?.origin;
    if (quotient?.kind !== 'function' || quotient.name !== 'quotient') return undefined;
    const [dividend, divisor] = quotient.operands;
    if (dividend === undefined || only(dividend) !== head) return undefined;
    least = Math.min(least, divisor?.constant ?? 0);
    last = Math.min(last, facts.lowOf(known, head));
  }
  if (least < 2 || last < 1 || high < last || backEdges.length === 0) return undefined;
  const most = powersUpTo(last, least, high);
  return { most, constant: -high * most, counts: high - last + 1, heads: most };
}

/**
 * head, d · head, d² · head, … without wrapping around: the first is at least `low`. They lie above the line through the last two of
 * low, d · low, d² · low, …
 */
function whileMultiplied(universe: Universe, { head, low, backEdges }: Geometric): Power | undefined {
  let [least, top] = [Number.POSITIVE_INFINITY, 0];
  for (const { facts: known, value } of backEdges) {
    const { constant, unknowns, factors } = value;
    const factor = factors[0] ?? 0;
    if (constant !== 0 || unknowns.length !== 1 || unknowns[0] !== head || factor < 2) return undefined;
    const high = bound.greatest({ universe, facts: known }, { constant: 0, unknowns, factors: [1] });
    if (high * factor >= 2 ** 32) return undefined;
    least = Math.min(least, factor);
    top = Math.max(top, high);
  }
  if (low < 1 || head.low < 1 || top < low) return undefined;
  const most = powersUpTo(low, least, top);
  const last = low * least ** (most - 1);
  const rise = last * (least - 1);
  return { most, constant: last - rise * (most - 1), counts: rise, heads: -1 };
}

/** How many of first, first · by, first · by², … are at most `top`. */
function powersUpTo(first: number, by: number, top: number): number {
  let count = 0;
  for (let power = first; power <= top; power *= by) count += 1;
  return count;
}
