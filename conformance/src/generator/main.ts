/** The entry point: what it begins with, what it does, and how everything that it did comes to light in the end. */
import { fallsThrough } from './behavior.js';
import {
  type Context,
  type Draft,
  declare,
  newEffects,
  newName,
  type Shared,
  valueEntity,
  variableEntity,
} from './context.js';
import { descend, laneOf, ownElement, setMode, sharedSource } from './memory.js';
import { below, between, chance, pick, shuffled } from './random.js';
import { fence } from './sharing.js';
import { insideCondition } from './statement.js';
import type { Block, BuiltinValue, Entry, Expression, Statement, Type } from './syntax.js';
import * as term from './term.js';
import { bool, contains, i32, nothing, scalar, u32, vector } from './type.js';

const ids = vector(3, 'u32');

/** Makes the entry point. `prologue` declares what windows need. */
export function make(draft: Draft, workgroupSize: readonly Expression[], prologue: readonly Statement[]): Entry {
  const { random, traits } = draft;
  const context = contextOf(draft);
  const given: { readonly name: string; readonly value: BuiltinValue }[] = [
    { name: 'lane', value: 'local_invocation_index' },
    { name: 'group', value: 'workgroup_id' },
  ];
  declare(context, valueEntity('lane', u32, { below: traits.lanes }));
  declare(context, valueEntity('group', ids, { isUniform: true }));
  const more = { local: 'local_invocation_id', global: 'global_invocation_id', groups: 'num_workgroups' } as const;
  for (const [name, value] of Object.entries(more)) {
    if (chance(random, 0.6)) continue;
    given.push({ name, value });
    declare(context, valueEntity(name, ids, { isUniform: value === 'num_workgroups' }));
  }
  // As part of a struct no value is uniform.
  const inputStruct = !traits.isCollective && chance(random, 0.3) ? 'Given' : undefined;
  const body = [
    ...(inputStruct === undefined ? [] : unpack(inputStruct, given)),
    ...prologue,
    ...variables(context),
    ...draft.block(context, between(random, 4, 10)),
  ];
  return {
    workgroupSize,
    parameters: shuffled(random, given),
    inputStruct,
    body: [...live(body), ...epilogue(context)],
  };
}

function contextOf(draft: Draft): Context {
  const { isCollective } = draft.traits;
  const context: Context = {
    draft,
    entities: [...draft.globals],
    declared: new Set(),
    effects: newEffects(),
    modes: new Map(),
    isMain: true,
    hasLane: true,
    isUniform: isCollective,
    isSolo: false,
    isInside: false,
    result: nothing,
    returns: isCollective ? 'uniform' : 'any',
    targets: [],
    isInLoop: false,
    depth: 0,
  };
  // Without barriers buffers are used in one way all the time.
  if (!isCollective) for (const shared of outputs(draft)) setMode(context, shared, 'own');
  return context;
}

function outputs({ shared }: Draft): readonly Shared[] {
  return shared.filter(({ space }) => space === 'storage');
}

function unpack(
  struct: string,
  given: readonly { readonly name: string; readonly value: BuiltinValue }[],
): Statement[] {
  const whole = term.name('given', { kind: 'struct', name: struct });
  return given.map(({ name, value }): Statement => {
    const type: Type = value === 'local_invocation_index' ? u32 : ids;
    return {
      kind: 'let',
      name,
      type,
      hasType: false,
      initializer: { kind: 'member', object: whole, member: name, type },
    };
  });
}

/** Variables of a few types, for pointers to find. */
function variables(context: Context): readonly Statement[] {
  const { draft } = context;
  const { random } = draft;
  const wanted = draft.functions.flatMap(({ function: { parameters } }) =>
    parameters.flatMap(({ type }) => (type.kind === 'pointer' && type.space === 'function' ? [type.to] : [])),
  );
  const chosen = [
    ...wanted.filter(() => chance(random, 0.6)),
    ...Array.from({ length: below(random, 3) }, () => pick(random, draft.types)),
  ];
  return chosen.map((type): Statement => {
    const name = newName(draft, 'v');
    const initializer = chance(random, 0.3) ? undefined : draft.value(context, type, 2);
    declare(context, variableEntity(name, type, 'function'));
    return { kind: 'var', name, type, hasType: true, initializer };
  });
}

/** Without what keeps control from coming to the end. */
function live(body: Block): Block {
  let length = body.length;
  while (!fallsThrough(body.slice(0, length))) length -= 1;
  return body.slice(0, length);
}

/** Folds all variables into one number and stores it. */
function epilogue(context: Context): readonly Statement[] {
  const { draft } = context;
  const statements: Statement[] = draft.traits.isCollective ? [...fence(context)] : [];
  for (const shared of outputs(draft)) setMode(context, shared, 'own');
  for (const shared of draft.shared)
    if (draft.traits.isCollective && shared.space === 'workgroup') setMode(context, shared, 'read');
  const digest = term.name('digest', u32);
  statements.push({ kind: 'var', name: 'digest', type: u32, hasType: false, initializer: term.unsigned(0) });
  const held = context.entities.filter(
    ({ kind, space }) => kind === 'value' || space === 'function' || space === 'private',
  );
  const parts = [
    ...held.flatMap(({ name, type, kind, stage }) =>
      kind === 'pointer' ? [] : scalars(draft, term.name(name, type, stage), 6),
    ),
    ...draft.shared.flatMap((shared) => sharedParts(context, shared)),
  ];
  for (const part of parts) {
    const scaled = term.combine(digest, '*', term.unsigned(31));
    statements.push({ kind: 'assign', place: digest, operator: '=', value: term.combine(scaled, '+', asU32(part)) });
  }
  const stores = outputs(draft).flatMap((shared) => storeDigest(context, shared, digest));
  const condition = insideCondition(context);
  if (condition === undefined) return [...statements, ...stores];
  return [...statements, { kind: 'if', condition, body: stores, otherwise: undefined }];
}

function asU32(part: Expression): Expression {
  return part.type.kind === 'scalar' && part.type.name === 'u32' ? part : term.convert(part, u32);
}

/** Some of the scalars in a value, by constant steps. */
function scalars(draft: Draft, whole: Expression, most: number): readonly Expression[] {
  const { type } = whole;
  switch (type.kind) {
    case 'scalar':
      return [whole];
    case 'vector':
      return Array.from({ length: Math.min(most, type.width) }, (_, at) => term.swizzle(whole, 'xyzw'[at]!));
    case 'array': {
      const count = Math.min(type.count, most);
      return Array.from({ length: count }, (_, at) => term.index(whole, term.unsigned(at))).flatMap((element) =>
        scalars(draft, element, Math.max(1, Math.floor(most / count))),
      );
    }
    case 'struct': {
      const { members } = draft.structs.get(type.name)!;
      return members.flatMap(({ name }) =>
        scalars(draft, term.member(draft.structs, whole, name), Math.max(1, Math.floor(most / members.length))),
      );
    }
    default:
      return [];
  }
}

/** Behind the last barrier everybody may read workgroup memory. */
function sharedParts(context: Context, shared: Shared): readonly Expression[] {
  const { draft } = context;
  if (shared.space !== 'workgroup' || !draft.traits.isCollective || !context.modes.has(shared.name)) return [];
  if (shared.shape === 'atomics') return atomicPart(context, shared);
  const source = sharedSource(context, shared, 'read', 1);
  const type = pick(draft.random, [i32, u32, bool]);
  if (source === undefined || !contains(draft.structs, source.expression.type, type)) return [];
  const part = descend(context, source.expression, type, 1, 'value');
  return part === undefined ? [] : [part];
}

function atomicPart({ draft }: Context, { name, type }: Shared): readonly Expression[] {
  let place: Expression = term.name(name, type);
  while (place.type.kind !== 'atomic') {
    if (place.type.kind === 'array') {
      const at = term.combine(laneOf(), '%', term.unsigned(place.type.count));
      place = term.index(place, at);
    } else if (place.type.kind === 'struct') {
      place = term.member(draft.structs, place, draft.structs.get(place.type.name)!.members[0]!.name);
    } else return [];
  }
  const pointer = term.addressOf(place, { kind: 'pointer', space: 'workgroup', to: place.type, access: 'read_write' });
  return [term.builtin('atomicLoad', [pointer], scalar(place.type.of))];
}

/** Into one scalar of the invocation's element. */
function storeDigest(context: Context, shared: Shared, digest: Expression): readonly Statement[] {
  const { draft } = context;
  const inside: Context = { ...context, isInside: true };
  const own = ownElement(inside, shared, 0);
  if (own === undefined) return [];
  const of = [u32, i32].find((one) => contains(draft.structs, own.type, one))!;
  const place = descend(inside, own, of, 1, 'place');
  if (place === undefined) return [];
  const value = of === u32 ? digest : term.convert(digest, i32);
  return [{ kind: 'assign', place, operator: chance(draft.random, 0.5) ? '=' : '^=', value }];
}
