/** Ways into memory: from what is in scope, and from what invocations share, down to a part of some type. */
import {
  type Context,
  type Entity,
  type Family,
  goesAstray,
  isAlone,
  type Mode,
  type Root,
  type Shared,
  touch,
} from './context.js';
import { index, within } from './indices.js';
import { below, between, chance, pick, weighted } from './random.js';
import type { Expression, PointerType, Type } from './syntax.js';
import * as term from './term.js';
import { contains, equals, partsOf, some, u32 } from './type.js';

/** Something that holds values: a place, or a value itself. */
export interface Source {
  readonly expression: Expression;
  readonly root: Root | undefined;
}

export const families: readonly Family[] = ['add', 'min', 'max', 'and', 'or', 'xor'];

/** Reads a value of the type from memory or out of a value in scope; undefined where nothing holds one. */
export function read(context: Context, type: Type, depth: number): Expression | undefined {
  const { draft } = context;
  const holds = (whole: Type): boolean => contains(draft.structs, whole, type);
  const found: (() => Source | undefined)[] = [];
  for (const entity of context.entities) {
    const whole = storeOf(entity);
    if (!holds(whole)) continue;
    found.push(() => sourceOf(entity));
    // What is of the very type is taken more often than parts of others.
    if (equals(whole, type)) found.push(() => sourceOf(entity));
  }
  for (const shared of draft.shared) {
    if (shared.shape !== 'atomics' && holds(shared.type))
      found.push(() => sharedSource(context, shared, 'read', depth));
  }
  if (found.length === 0) return undefined;
  const source = pick(draft.random, found)();
  if (source === undefined || !holds(source.expression.type)) return undefined;
  touch(context, source.root, 'read');
  return descend(context, source.expression, type, depth, 'value');
}

/** A place to store a value of the type in; undefined where there is none. Notes the access. */
export function place(context: Context, type: Type, depth: number, access: 'write' | 'both'): Expression | undefined {
  const sources = writable(context, (whole) => contains(context.draft.structs, whole, type));
  return sources.length === 0 ? undefined : finish(context, pick(context.draft.random, sources), type, depth, access);
}

/** A place that can be stored to, of any type that `isWanted`. */
export function anyPlace(
  context: Context,
  depth: number,
  access: 'write' | 'both',
  isWanted: (type: Type) => boolean,
): Expression | undefined {
  const { draft } = context;
  const sources = writable(context, (whole) => partsWithin(context, whole).some(isWanted));
  if (sources.length === 0) return undefined;
  const source = pick(draft.random, sources)();
  if (source === undefined) return undefined;
  const types = partsWithin(context, source.expression.type).filter(isWanted);
  if (types.length === 0) return undefined;
  return finish(context, () => source, pick(draft.random, types), depth, access);
}

function finish(
  context: Context,
  source: () => Source | undefined,
  type: Type,
  depth: number,
  access: 'write' | 'both',
): Expression | undefined {
  const found = source();
  if (found === undefined || !contains(context.draft.structs, found.expression.type, type)) return undefined;
  const there = descend(context, found.expression, type, depth, 'place');
  if (there !== undefined) touch(context, found.root, access);
  return there;
}

/** Shared memory twice: what is stored there is seen at the end. */
function writable(context: Context, holds: (whole: Type) => boolean): readonly (() => Source | undefined)[] {
  const found: (() => Source | undefined)[] = [];
  for (const entity of context.entities) {
    if (entity.isWritable && entity.below === undefined && holds(storeOf(entity))) found.push(() => sourceOf(entity));
  }
  for (const shared of context.draft.shared) {
    if (shared.shape === 'atomics' || !holds(shared.type)) continue;
    const source = (): Source | undefined => sharedSource(context, shared, 'write', 1);
    found.push(source, source);
  }
  return found;
}

/** The type of what a variable or pointer holds. */
export function storeOf({ kind, type }: Entity): Type {
  return kind === 'pointer' ? (type as PointerType).to : type;
}

function sourceOf(entity: Entity): Source {
  const { name, kind, type, stage, root } = entity;
  const named = term.name(name, type, kind === 'value' ? stage : 'runtime');
  if (kind !== 'pointer') return { expression: named, root };
  const { to } = type as PointerType;
  return { expression: { kind: 'indirection', pointer: named, isImplicit: false, type: to }, root };
}

/** The mode in which shared memory is used since the last barrier: drawn when it is used first. */
export function modeOf(context: Context, shared: Shared): Mode | undefined {
  const { draft, modes, effects } = context;
  const before = modes.get(shared.name);
  if (before !== undefined) return before;
  const own = context.hasLane ? 4 : 0;
  const drawn = weighted<Mode>(draft.random, [
    [shared.shape === 'lanes' || (shared.shape === 'atomics' && isLaned(context, shared)) ? own : 0, 'own'],
    [3, 'read'],
    [draft.traits.lanes === 1 && shared.shape !== 'atomics' ? 4 : 0, 'solo'],
    [shared.shape === 'atomics' ? 8 : 0, pick(draft.random, families)],
  ]);
  setMode(context, shared, drawn);
  if (!context.isMain) effects.modes.set(shared.name, drawn);
  return drawn;
}

export function setMode({ modes }: Context, { name }: Shared, mode: Mode): void {
  modes.set(name, mode);
}

/** Whether an array of atomics has one for each invocation. */
export function isLaned({ draft }: Context, { type }: Shared): boolean {
  return type.kind === 'array' && type.count >= draft.traits.lanes;
}

/** What the mode of shared memory lets this invocation read or write without a race; undefined: nothing. */
export function sharedSource(
  context: Context,
  shared: Shared,
  access: 'read' | 'write',
  depth: number,
): Source | undefined {
  const root: Root = { kind: 'module', name: shared.name };
  const mode = modeOf(context, shared);
  if (mode === 'own') {
    const own = ownElement(context, shared, depth);
    return own === undefined ? undefined : { expression: own, root };
  }
  const mayTouch = mode === 'solo' ? isAlone(context) : mode === 'read' && access === 'read';
  if (!mayTouch) return undefined;
  const any = anywhere(context, shared, depth);
  return any === undefined ? undefined : { expression: any, root };
}

/** The element that belongs to this invocation and no other. */
export function ownElement(context: Context, shared: Shared, depth: number): Expression | undefined {
  const { draft } = context;
  if (!context.hasLane) return undefined;
  const lane = laneOf();
  const { window } = shared;
  if (window === undefined) {
    const array = term.name(shared.name, shared.type);
    return term.index(array, chance(draft.random, 0.15) ? term.convert(lane, { kind: 'scalar', name: 'i32' }) : lane);
  }
  if (window.isRagged && !context.isInside && draft.traits.stray === 0) return undefined;
  const item =
    window.items > 1 && depth > 0 && chance(draft.random, 0.3)
      ? within(context, window.items, depth - 1)
      : term.unsigned(below(draft.random, window.items));
  const at = window.at(lane, item, context);
  return term.index(window.array, goesAstray(context) ? farFrom(context, at, window.stride) : at);
}

/**
 * An index that is no word of this workgroup, another one for each invocation: a race is the one thing that a stray access must
 * not make.
 */
function farFrom(context: Context, at: Expression, stride: number | undefined): Expression {
  const { random } = context.draft;
  const far = between(random, 1, 3);
  switch (below(random, stride === undefined ? 2 : 5)) {
    case 0:
      return term.combine(at, '+', term.unsigned(100_000 * far));
    case 1:
      return term.binary('-', term.signed(-far), term.convert(at, { kind: 'scalar', name: 'i32' }), {
        kind: 'scalar',
        name: 'i32',
      });
    case 2:
      return term.combine(at, '-', term.unsigned(stride! * far));
    default:
      return term.combine(at, '+', term.unsigned(stride! * far));
  }
}

/** Any word: all invocations read, or this one is alone. Without strays only what the workgroup owns. */
function anywhere(context: Context, { name, type, window }: Shared, depth: number): Expression | undefined {
  const { draft } = context;
  const { lanes, stray } = draft.traits;
  const whole = term.name(name, type);
  if (window === undefined || (stray > 0 && chance(draft.random, 0.4))) return whole;
  if (!context.hasLane || (window.isRagged && stray === 0)) return stray === 0 ? undefined : whole;
  const other = within(context, lanes, depth);
  return term.index(window.array, window.at(other, term.unsigned(below(draft.random, window.items)), context));
}

/** The invocation's `local_invocation_index`, under the name that it has everywhere. */
export function laneOf(): Expression {
  return term.name('lane', u32);
}

/** From a whole to a part of the type. Of a `place` no swizzle is taken. */
export function descend(
  context: Context,
  from: Expression,
  goal: Type,
  depth: number,
  as: 'value' | 'place',
): Expression | undefined {
  const { structs, random } = context.draft;
  const { type } = from;
  if (equals(type, goal)) return from;
  const whole = from.kind === 'indirection' && chance(random, 0.5) ? { ...from, isImplicit: true } : from;
  switch (type.kind) {
    case 'vector': {
      if (goal.kind === 'vector')
        return as === 'place' ? undefined : term.swizzle(whole, letters(context, type.width, goal.width));
      if (chance(random, 0.6)) return term.swizzle(whole, letters(context, type.width, 1));
      return term.index(whole, index(context, type.width, Math.min(depth, 1)));
    }
    case 'array': {
      const element = term.index(whole, index(context, type.count, depth, lengthOf(context, whole)));
      return descend(context, element, goal, depth, as);
    }
    case 'struct': {
      const members = structs.get(type.name)!.members.filter((member) => contains(structs, member.type, goal));
      return descend(context, term.member(structs, whole, pick(random, members).name), goal, depth, as);
    }
    default:
      return undefined;
  }
}

function letters(context: Context, width: number, count: number): string {
  const { random } = context.draft;
  const set = chance(random, 0.85) ? 'xyzw' : 'rgba';
  return Array.from({ length: count }, () => set[below(random, width)]).join('');
}

/** `arrayLength(&x)` of a runtime-sized array. */
function lengthOf(context: Context, whole: Expression): Expression | undefined {
  const { type } = whole;
  if (type.kind !== 'array' || type.written !== 'runtime') return undefined;
  return arrayLength(context, whole);
}

/** The number of elements of a runtime-sized array that a place is. */
export function arrayLength(context: Context, whole: Expression): Expression | undefined {
  if (whole.kind === 'indirection') return term.builtin('arrayLength', [whole.pointer], u32);
  const root = whole.kind === 'member' ? whole.object : whole;
  if (root.kind !== 'name') return undefined;
  const variable = context.draft.variables.find(({ name }) => name === root.name);
  if (variable === undefined) return undefined;
  const { access } = variable;
  const type: PointerType = { kind: 'pointer', space: 'storage', to: whole.type, access };
  return term.builtin('arrayLength', [term.addressOf(whole, type)], u32);
}

/** `arrayLength` of a runtime-sized array of the module; undefined where there is none. */
export function lengthInScope(context: Context): Expression | undefined {
  const { structs, variables, random } = context.draft;
  const isRuntime = (type: Type): boolean => type.kind === 'array' && type.written === 'runtime';
  const options = variables.filter(({ type }) => some(structs, type, isRuntime));
  if (options.length === 0) return undefined;
  const { name, type } = pick(random, options);
  const whole = term.name(name, type);
  if (type.kind !== 'struct') return arrayLength(context, whole);
  const last = structs.get(type.name)!.members.at(-1)!;
  return arrayLength(context, term.member(structs, whole, last.name));
}

/** All types in a type, itself first; an array's element once. */
function partsWithin(context: Context, type: Type): readonly Type[] {
  const { structs } = context.draft;
  return [type, ...partsOf(structs, type).flatMap((part) => partsWithin(context, part))];
}
