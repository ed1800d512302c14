/** Atomics of workgroup memory, so used that none race: of one family between two barriers, or each invocation its own (P4, P5). */
import { type Context, isAlone, type Mode, type Shared, touch } from './context.js';
import { index } from './indices.js';
import { families, laneOf, modeOf } from './memory.js';
import { pick } from './random.js';
import type { AtomicType, Expression, ScalarType, Statement, Type, VectorType } from './syntax.js';
import * as term from './term.js';
import { i32, nothing, some, u32 } from './type.js';

const functions: Readonly<Record<string, readonly string[]>> = {
  add: ['atomicAdd', 'atomicSub'],
  min: ['atomicMin'],
  max: ['atomicMax'],
  and: ['atomicAnd'],
  or: ['atomicOr'],
  xor: ['atomicXor'],
};

/** `atomicLoad` of a scalar, where its memory is not being changed by others. */
export function atomicLoad(context: Context, type: ScalarType | VectorType, depth: number): Expression | undefined {
  const { draft } = context;
  const isWanted = (part: Type): boolean => part.kind === 'atomic' && type.kind === 'scalar' && part.of === type.name;
  const usable = draft.shared.filter((one) => one.shape === 'atomics' && some(draft.structs, one.type, isWanted));
  if (usable.length === 0) return undefined;
  const shared = pick(draft.random, usable);
  const mode = modeOf(context, shared);
  if (mode !== 'own' && mode !== 'read') return undefined;
  const place = atomicPlace(context, shared, mode, depth, isWanted);
  if (place === undefined) return undefined;
  touch(context, { kind: 'module', name: shared.name }, 'read');
  return term.builtin('atomicLoad', [pointerTo(place)], type);
}

/** A statement that changes an atomic; undefined where none may be changed. */
export function atomicStatement(context: Context, depth: number): Statement | undefined {
  const { draft } = context;
  const atomics = draft.shared.filter(({ shape }) => shape === 'atomics');
  if (atomics.length === 0) return undefined;
  const shared = pick(draft.random, atomics);
  const mode = modeOf(context, shared);
  if (mode === undefined || mode === 'read') return undefined;
  const place = atomicPlace(context, shared, mode, depth, (part) => part.kind === 'atomic');
  if (place === undefined) return undefined;
  const of = (place.type as AtomicType).of === 'i32' ? i32 : u32;
  const stored = draft.value(context, of, depth);
  touch(context, { kind: 'module', name: shared.name }, 'both');
  const called = (families as readonly Mode[]).includes(mode) ? pick(draft.random, functions[mode]!) : 'atomicStore';
  const type = called === 'atomicStore' ? nothing : of;
  return { kind: 'call-statement', call: { ...term.builtin(called, [pointerTo(place), stored], type) } };
}

function pointerTo(place: Expression): Expression {
  return term.addressOf(place, { kind: 'pointer', space: 'workgroup', to: place.type, access: 'read_write' });
}

function atomicPlace(
  context: Context,
  { name, type }: Shared,
  mode: Mode,
  depth: number,
  isWanted: (part: Type) => boolean,
): Expression | undefined {
  const { structs, random } = context.draft;
  if (mode === 'own' && !context.hasLane) return undefined;
  if (mode === 'solo' && !isAlone(context)) return undefined;
  let place: Expression = term.name(name, type);
  for (let isOwn = mode === 'own'; !isWanted(place.type); isOwn = false) {
    const whole = place.type;
    if (whole.kind === 'array') {
      place = term.index(place, isOwn ? laneOf() : index(context, whole.count, depth));
    } else if (whole.kind === 'struct') {
      const members = structs.get(whole.name)!.members.filter((one) => some(structs, one.type, isWanted));
      if (members.length === 0) return undefined;
      place = term.member(structs, place, pick(random, members).name);
    } else return undefined;
  }
  return place;
}
