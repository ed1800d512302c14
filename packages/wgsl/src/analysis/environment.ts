/**
 * What the registers hold at the place at hand. Branches change them and take the changes back, so that a place costs what
 * changed on the way to it, however many registers there are.
 */
import type { Register } from '../execution/ir.js';
import { zero } from './affine.js';
import * as facts from './facts.js';
import type { Universe } from './universe.js';
import type { Affine } from './unknown.js';
import * as values from './value.js';

export interface Environment {
  readonly universe: Universe;
  /** By register. */
  readonly values: values.Value[];
  /** What was changed, and what was there before; a register once since the last mark. */
  readonly changed: Register[];
  readonly previous: values.Value[];
  /** Where each register stands in `changed`, if it does. */
  readonly entries: Int32Array;
  mark: Mark;
}

/** A position in the list of changes. */
export type Mark = number;

/** Control at the end of a way: the facts, and the registers that changed since a mark. */
export interface State {
  readonly facts: facts.Facts;
  readonly changes: ReadonlyMap<Register, values.Value>;
}

export function create(universe: Universe, registers: number): Environment {
  return {
    universe,
    values: Array<values.Value>(registers).fill(zero),
    changed: [],
    previous: [],
    entries: new Int32Array(registers),
    mark: 0,
  };
}

/** What a register holds. */
export function read({ universe, values: held }: Environment, register: Register): Affine {
  const value = held[register]!;
  if (!('kind' in value)) return value;
  const resolved = values.resolve(universe, value, register);
  held[register] = resolved;
  return resolved;
}

export function write(environment: Environment, register: Register, value: values.Value): void {
  const { values: held, changed, previous, entries, mark } = environment;
  const entry = entries[register]!;
  if (entry < mark || changed[entry] !== register) {
    entries[register] = changed.length;
    changed.push(register);
    previous.push(held[register]!);
  }
  held[register] = value;
}

/** From here on changes can be taken back; gives the mark before, for {@link release}. */
export function setMark(environment: Environment): Mark {
  const { mark } = environment;
  environment.mark = environment.changed.length;
  return mark;
}

/** Takes back all changes since a mark that {@link setMark} made, and makes the one before it the mark again. */
export function rewind(environment: Environment, to: Mark, before: Mark): void {
  const { values: held, changed, previous } = environment;
  for (let k = changed.length - 1; k >= to; k--) held[changed[k]!] = previous[k]!;
  changed.length = to;
  previous.length = to;
  environment.mark = before;
}

/** The registers that changed since a mark, with what they hold. */
export function capture(environment: Environment, since: Mark): ReadonlyMap<Register, values.Value> {
  const { universe, values: held, changed } = environment;
  const changes = new Map<Register, values.Value>();
  for (let k = since; k < changed.length; k++) changes.set(changed[k]!, held[changed[k]!]!);
  universe.work += changed.length - since;
  return changes;
}

/** Ways that begin at the place at hand meet; gives the facts there, undefined if there is no way. */
export function meet(environment: Environment, states: readonly State[], isUniform: boolean): facts.Facts | undefined {
  const [first, ...others] = states;
  if (first === undefined) return undefined;
  environment.universe.work += states.reduce((sum, { changes }) => sum + changes.size, 0);
  if (others.length === 0) {
    for (const [register, value] of first.changes) write(environment, register, value);
    return first.facts;
  }
  const common = others.reduce((known, state) => facts.common(known, state.facts), first.facts);
  const seen = new Set<Register>();
  for (const { changes } of states) {
    for (const register of changes.keys()) {
      if (seen.has(register)) continue;
      seen.add(register);
      write(environment, register, joined(environment, states, register, common, isUniform));
    }
  }
  return common;
}

function joined(
  { values: held }: Environment,
  states: readonly State[],
  register: Register,
  common: facts.Facts,
  isUniform: boolean,
): values.Value {
  const before = held[register]!;
  const [first, ...others] = states.map(({ changes }) => changes.get(register) ?? before);
  if (first !== undefined && others.every((other) => values.isSame(first, other))) return first;
  const all = [first!, ...others];
  const parts = all.length > values.mostParts ? [] : all.map((value, k) => ({ facts: states[k]!.facts, value }));
  return { kind: 'joined', parts, common, isUniform, result: undefined };
}
