/**
 * How often a loop is repeated, as far as registers that change by steps are compared with something.
 *
 * The count at a back-edge is bounded for counts up to a cap, beyond which the words of such registers wrap around. If the back-edge is
 * not taken at the cap then no round comes after it, and the bound holds for all counts.
 */
import { of, only } from './affine.js';
import * as bound from './bound.js';
import { constantEnds } from './ending.js';
import * as facts from './facts.js';
import type { Plan } from './plan.js';
import type { Course, Entry } from './trial.js';
import type { Unknown } from './unknown.js';

type Steps = Plan['steps'];

/** Caps that are tried. */
const MOST_CAPS = 4;
/** Functions of functions through which a comparison is followed. */
const MOST_DEPTH = 3;
const WORD = 2 ** 32;

/** The most rounds before the last one; the loop budget if no less is known. `first` supposes nothing. */
export function mostRounds(entry: Entry, first: Course, known: Pick<Plan, 'steps' | 'ends'>): number {
  for (const cap of capsOf(entry, first, known.steps)) {
    const course = entry.walkBody(entry.plan(cap, known));
    const top = topOf(entry, course);
    if (top < cap) return top + 1;
  }
  return entry.walk.loopBudget;
}

/** The greatest count at a back-edge; -1 if none is taken. */
function topOf({ walk: { universe } }: Entry, { plan, target }: Course): number {
  const tops = target.backEdges.map((state) => bound.greatest({ universe, facts: state.facts }, of(plan.count)));
  return Math.max(-1, ...tops);
}

/** Counts up to which the compared registers do not wrap around, those first that spare all of them. */
function capsOf(entry: Entry, first: Course, steps: Steps): readonly number[] {
  const { loopBudget } = entry.walk;
  const compared = comparedAt(entry, first);
  const [signed, others] = [[], []] as [number[], number[]];
  for (const [register, head] of first.heads.asked) {
    const step = steps.get(register);
    const unknown = only(head);
    if (step === undefined || unknown === undefined || !compared.has(unknown)) continue;
    const initial = entry.initial(register);
    const [low, high] = [facts.leastOf(entry.facts, initial), facts.greatestOf(entry.facts, initial)];
    const by = Math.max(Math.abs(step.low), Math.abs(step.high));
    if (by === 0) continue;
    const isUp = step.high > 0;
    signed.push(Math.floor((isUp ? WORD / 2 - 1 - high : low + WORD / 2) / by));
    others.push(Math.floor((isUp ? WORD - 1 - high : low) / by));
  }
  const ends = constantEnds(entry, first, steps);
  if (signed.length + ends.length === 0) return [];
  const least = Math.min(...signed);
  // What is compared may be a little more than the register.
  const all = [...ends, least, Math.floor(least / 2), ...[...signed, ...others].sort((a, b) => b - a)];
  const caps = all.filter((cap) => cap >= 0 && cap < WORD).map((cap) => Math.min(cap, loopBudget));
  return [...new Set(caps)].slice(0, MOST_CAPS);
}

/** Unknowns that the facts at the back-edges speak of, themselves or through functions of them. */
function comparedAt(entry: Entry, { target }: Course): ReadonlySet<Unknown> {
  const compared = new Set<Unknown>();
  const add = (unknown: Unknown, depth: number): void => {
    if (compared.has(unknown)) return;
    compared.add(unknown);
    if (depth === 0 || unknown.origin.kind !== 'function') return;
    for (const operand of unknown.origin.operands) for (const one of operand.unknowns) add(one, depth - 1);
  };
  for (const state of target.backEdges) {
    for (const { unknowns } of facts.toList(state.facts, entry.facts)) for (const one of unknowns) add(one, MOST_DEPTH);
  }
  return compared;
}
