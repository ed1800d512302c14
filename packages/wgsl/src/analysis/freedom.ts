/** Race freedom: that no two accesses of a workgroup which no barrier orders come to one word (SPEC.md A7, E15). */
import type { Instruction, Label, Phase } from '../execution/ir.js';
import type { Access, Region } from './access.js';
import * as conflict from './conflict.js';
import * as facts from './facts.js';
import type { Universe } from './universe.js';
import type { Unknown } from './unknown.js';

/** All accesses of a kernel to memory that invocations share. */
export interface Accesses {
  readonly universe: Universe;
  /** Components of the local invocation id that are not constant. */
  readonly locals: readonly Unknown[];
  readonly list: readonly Access[];
}

export type Freedom =
  | { readonly kind: 'proven' }
  /** The first pair that could not be shown to be apart; both are undefined where there was too much to look at. */
  | { readonly kind: 'undecided'; readonly first: Access | undefined; readonly second: Access | undefined };

/** Pairs that are looked at, phases that are gone through, and phases inside each other. */
const MOST_PAIRS = 20_000;
const MOST_PHASES = 100_000;
/** Of all pairs together, the squares of the facts that are put beside each other: each new one is compared with those before. */
const MOST_COMPARISONS = 2 ** 23;
const MOST_DEPTH = 200;

/** An access that no barrier has ordered yet. */
interface Open {
  readonly access: Access;
  /** Unknowns from this id on may have been others then: it was in an earlier round of a loop. */
  readonly since: number;
}

interface Walk {
  readonly universe: Universe;
  readonly locals: readonly Unknown[];
  readonly regions: ReadonlyMap<Region, readonly Access[]>;
  /** Of each loop of phases: unknowns from this id on came to be in its rounds. */
  readonly rounds: ReadonlyMap<Label, number>;
  readonly exits: Map<Label, Open[]>;
  readonly repeats: Map<Label, Open[]>;
  readonly seen: Set<string>;
  readonly numbers: Map<Access, number>;
  found: Freedom;
  readonly counts: Map<Access, number>;
  comparisons: number;
  depth: number;
  phases: number;
}

/** Whether a kernel is race-free in all cells of a dispatch. */
export function prove(body: readonly Phase[], { universe, locals, list }: Accesses): Freedom {
  const regions = new Map<Region, Access[]>();
  const rounds = new Map<Label, number>();
  for (const access of list) {
    const others = regions.get(access.region) ?? [];
    others.push(access);
    regions.set(access.region, others);
    for (const { label, level, count } of access.rounds) if (level === 'phase') rounds.set(label, count.id);
  }
  const walk: Walk = {
    universe,
    locals,
    regions,
    rounds,
    exits: new Map(),
    repeats: new Map(),
    seen: new Set(),
    numbers: new Map(),
    found: { kind: 'proven' },
    depth: 0,
    phases: 0,
    counts: new Map(),
    comparisons: 0,
  };
  through(walk, body, []);
  return walk.found;
}

/** What is open behind the phases; undefined where control does not come there. */
function through(walk: Walk, phases: readonly Phase[], before: readonly Open[]): readonly Open[] | undefined {
  walk.depth += 1;
  if (walk.depth > MOST_DEPTH) giveUp(walk, undefined, undefined);
  let open: readonly Open[] | undefined = before;
  for (const phase of phases) {
    if (open === undefined || walk.found.kind !== 'proven') break;
    open = behind(walk, phase, open);
  }
  walk.depth -= 1;
  return open;
}

function behind(walk: Walk, phase: Phase, open: readonly Open[]): readonly Open[] | undefined {
  walk.phases += 1;
  if (walk.phases > MOST_PHASES) giveUp(walk, undefined, undefined);
  switch (phase.kind) {
    case 'region':
      return behindRegion(walk, phase, open);
    case 'barrier':
      return open.filter(({ access }) => (access.memory === 'workgroup') !== (phase.memory === 'workgroup'));
    case 'if': {
      const sides = [through(walk, phase.then, open), through(walk, phase.otherwise, open)];
      return sides[0] && sides[1] ? union(sides[0], sides[1]) : (sides[0] ?? sides[1]);
    }
    case 'block': {
      const end = through(walk, phase.body, open);
      const exits = walk.exits.get(phase.label);
      return end && exits ? union(end, exits) : (end ?? exits);
    }
    case 'loop':
      return behindLoop(walk, phase, open);
    case 'leave':
      walk.exits.set(phase.label, union(walk.exits.get(phase.label) ?? [], open));
      return undefined;
    case 'again':
      walk.repeats.set(phase.label, union(walk.repeats.get(phase.label) ?? [], open));
      return undefined;
    default:
      return open;
  }
}

function behindRegion(walk: Walk, region: Region, open: readonly Open[]): readonly Open[] | undefined {
  const own = (walk.regions.get(region) ?? []).map((access): Open => ({ access, since: Number.POSITIVE_INFINITY }));
  for (const [k, second] of own.entries()) {
    for (const first of open) compare(walk, first, second.access);
    for (const first of own.slice(0, k + 1)) compare(walk, first, second.access);
    if (walk.found.kind !== 'proven') return undefined;
  }
  const all = union(open, own);
  // Wherever in the region it is left for a label, all of it counts.
  for (const { kind, label } of jumps(region.code)) {
    const targets = kind === 'leave' ? walk.exits : walk.repeats;
    targets.set(label, union(targets.get(label) ?? [], all));
  }
  const last = region.code.at(-1)?.kind;
  return last === 'leave' || last === 'again' ? undefined : all;
}

/** Jumps to labels of the phases around a region. */
function jumps(code: readonly Instruction[]): readonly { readonly kind: 'leave' | 'again'; readonly label: Label }[] {
  const found: { readonly kind: 'leave' | 'again'; readonly label: Label }[] = [];
  const own = new Set<Label>();
  const pending: Instruction[] = [...code];
  for (let one = pending.pop(); one !== undefined; one = pending.pop()) {
    if (one.kind === 'leave' || one.kind === 'again') found.push(one);
    if (one.kind === 'block' || one.kind === 'loop') {
      own.add(one.label);
      for (const inner of one.body) pending.push(inner);
    }
    if (one.kind === 'if') for (const inner of [...one.then, ...one.otherwise]) pending.push(inner);
  }
  return found.filter(({ label }) => !own.has(label));
}

/** Rounds are gone through until the next one would find nothing new open. */
function behindLoop(
  walk: Walk,
  { label, body }: Phase & { readonly kind: 'loop' },
  open: readonly Open[],
): readonly Open[] | undefined {
  const start = walk.rounds.get(label) ?? 0;
  let before = open;
  while (walk.found.kind === 'proven') {
    walk.repeats.delete(label);
    const end = through(walk, body, before);
    if (end !== undefined) walk.exits.set(label, union(walk.exits.get(label) ?? [], end));
    const repeated = walk.repeats.get(label) ?? [];
    const earlier = repeated.map(({ access, since }): Open => ({ access, since: Math.min(since, start) }));
    const next = union(before, earlier);
    if (next.length === before.length) break;
    before = next;
  }
  return walk.exits.get(label);
}

/** Two accesses that no barrier orders. */
function compare(walk: Walk, { access: first, since }: Open, second: Access): void {
  const { universe, locals } = walk;
  if (walk.found.kind !== 'proven' || !isSameMemory(first, second)) return;
  if (first.kind === second.kind && first.kind !== 'write') return;
  const pair = `${numberOf(walk, first)} ${numberOf(walk, second)} ${since}`;
  if (walk.seen.has(pair)) return;
  walk.seen.add(pair);
  walk.comparisons += (factsOf(walk, first) + factsOf(walk, second)) ** 2;
  if (walk.seen.size > MOST_PAIRS || walk.comparisons > MOST_COMPARISONS) giveUp(walk, undefined, undefined);
  else if (!conflict.areApart(universe, locals, first, second, ({ id }) => id >= since)) {
    giveUp(walk, first, second);
  }
}

/** How many facts there are about an access. */
function factsOf({ counts }: Walk, access: Access): number {
  const count = counts.get(access) ?? facts.toList(access.facts).length;
  counts.set(access, count);
  return count;
}

function giveUp(walk: Walk, first: Access | undefined, second: Access | undefined): void {
  walk.found = { kind: 'undecided', first, second };
}

function numberOf({ numbers }: Walk, access: Access): number {
  const number = numbers.get(access) ?? numbers.size;
  numbers.set(access, number);
  return number;
}

function isSameMemory({ memory: a }: Access, { memory: b }: Access): boolean {
  return a === 'workgroup' || b === 'workgroup' ? a === b : a.binding === b.binding;
}

/** Each access once for each round that it may be of. */
function union(a: readonly Open[], b: readonly Open[]): Open[] {
  const byAccess = new Map<Access, Set<number>>();
  const all: Open[] = [];
  for (const one of [...a, ...b]) {
    const known = byAccess.get(one.access);
    if (known?.has(one.since)) continue;
    byAccess.set(one.access, (known ?? new Set<number>()).add(one.since));
    all.push(one);
  }
  return all;
}
