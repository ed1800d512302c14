/** Statements that all invocations of a workgroup reach together: barriers, and what one invocation leaves for another behind them. */
import { atomicStatement } from './atomic.js';
import {
  type Context,
  declare,
  inner,
  isNumeric,
  type Mode,
  newName,
  type Shared,
  type Target,
  touch,
  valueEntity,
  variableEntity,
} from './context.js';
import { clauses } from './control.js';
import { descend, laneOf, setMode, sharedSource } from './memory.js';
import { below, between, chance, pick, weighted } from './random.js';
import type { BinaryOperator, Expression, PointerType, Statement, Type } from './syntax.js';
import * as term from './term.js';
import { bool, contains, i32, nothing, u32 } from './type.js';
import { uniform, uniformCondition, uniformIndex, uniformRounds } from './uniform.js';

type Make = (context: Context) => readonly Statement[];

/** A statement or a few in uniform control flow. */
export function collective(context: Context): readonly Statement[] {
  const nests = context.depth < 3 ? 1 : 0;
  const make = weighted<Make>(context.draft.random, [
    [2, barriers],
    [5, exchange],
    [3, reduction],
    [3, scan],
    [4, broadcast],
    [3, histogram],
    [2, uniformLet],
    [4 * nests, uniformBranch],
    [2 * nests, uniformChoice],
    [4 * nests, uniformLoop],
  ]);
  return make(context);
}

/** Both barriers: behind them all shared memory may be used in other ways. */
export function fence(context: Context): readonly Statement[] {
  context.modes.clear();
  return [barrier('workgroupBarrier'), barrier('storageBarrier')];
}

function barrier(name: 'workgroupBarrier' | 'storageBarrier'): Statement {
  return { kind: 'call-statement', call: term.builtin(name, [], nothing) };
}

function barriers(context: Context): readonly Statement[] {
  const { random } = context.draft;
  return chance(random, 0.3) ? fence(context) : order(context, pick(random, ['workgroup', 'storage']));
}

/** A barrier for one kind of memory. */
function order(context: Context, space: 'workgroup' | 'storage'): readonly Statement[] {
  for (const shared of context.draft.shared) if (shared.space === space) context.modes.delete(shared.name);
  return [barrier(`${space}Barrier`)];
}

/** What is needed so that shared memory can be used in a mode from here on. */
function enter(context: Context, shared: Shared, mode: Mode): readonly Statement[] {
  const before = context.modes.get(shared.name);
  const ordered = before === undefined || before === mode ? [] : order(context, shared.space);
  setMode(context, shared, mode);
  touch(context, { kind: 'module', name: shared.name }, 'both');
  return ordered;
}

function pickShared(context: Context, test: (shared: Shared) => boolean): Shared | undefined {
  const usable = context.hasLane ? context.draft.shared.filter(test) : [];
  return usable.length === 0 ? undefined : pick(context.draft.random, usable);
}

/** Workgroup memory with a number or a vector of numbers for each invocation. */
function isNumbers({ space, shape, type }: Shared): boolean {
  return space === 'workgroup' && shape === 'lanes' && type.kind === 'array' && isNumeric(type.of);
}

/** Each stores its own; behind a barrier each reads what others stored. */
function exchange(context: Context): readonly Statement[] {
  const { draft } = context;
  const { random } = draft;
  const shared = pickShared(context, ({ shape, window }) => shape === 'lanes' && window?.isRagged !== true);
  if (shared === undefined) return [];
  draft.tags.add(`pattern:exchange-${shared.space}`);
  const before = enter(context, shared, 'own');
  const own = sharedSource(context, shared, 'write', 1)?.expression;
  if (own === undefined) return before;
  const store: Statement = { kind: 'assign', place: own, operator: '=', value: draft.value(context, own.type, 2) };
  const ordered = order(context, shared.space);
  setMode(context, shared, 'read');
  const lets: Statement[] = [];
  for (let count = 1 + below(random, 2); count > 0; count--) {
    const type = pick(random, draft.types);
    const source = sharedSource(context, shared, 'read', 2);
    if (source === undefined || !contains(draft.structs, source.expression.type, type)) continue;
    const value = descend(context, source.expression, type, 2, 'value');
    if (value === undefined) continue;
    const name = newName(draft, 'n');
    declare(context, valueEntity(name, type));
    lets.push({ kind: 'let', name, type, hasType: false, initializer: value });
  }
  return [...before, store, ...ordered, ...lets];
}

const folds: readonly BinaryOperator[] = ['+', '^', '*', '&', '|'];

/** A tree: half of the invocations take in what the other half has, then a quarter. */
function reduction(context: Context): readonly Statement[] {
  const { draft } = context;
  const { lanes } = draft.traits;
  const shared = pickShared(context, isNumbers);
  if (shared === undefined || lanes < 2) return [];
  draft.tags.add('pattern:reduction');
  const before = enter(context, shared, 'own');
  const own = ownOf(shared);
  const name = newName(draft, 's');
  const stride = term.name(name, u32);
  const half = 2 ** (31 - Math.clz32(lanes - 1));
  const partner = term.combine(laneOf(), '+', stride);
  const isActive = term.both(term.compare(laneOf(), '<', stride), term.compare(partner, '<', term.unsigned(lanes)));
  const other = term.index(arrayOf(shared), partner);
  const folded = term.binary(pick(draft.random, folds), own, other, own.type);
  const step: Statement = { kind: 'assign', place: own, operator: '=', value: folded };
  const store: Statement = { kind: 'assign', place: own, operator: '=', value: draft.value(context, own.type, 2) };
  const isHalving = chance(draft.random, 0.5);
  const update: Statement = {
    kind: 'assign',
    place: stride,
    operator: isHalving ? '/=' : '>>=',
    value: term.unsigned(isHalving ? 2 : 1),
  };
  const loop: Statement = {
    kind: 'for',
    initializer: { kind: 'var', name, type: u32, hasType: false, initializer: term.unsigned(half) },
    condition: term.compare(stride, '>', term.unsigned(0)),
    update,
    body: [{ kind: 'if', condition: isActive, body: [step], otherwise: undefined }, barrier('workgroupBarrier')],
  };
  const ordered = order(context, 'workgroup');
  const after = order(context, 'workgroup');
  const result = newName(draft, 'n');
  setMode(context, shared, 'read');
  declare(context, valueEntity(result, own.type));
  const first = term.index(arrayOf(shared), term.unsigned(0));
  const read: Statement = { kind: 'let', name: result, type: own.type, hasType: false, initializer: first };
  return [...before, store, ...ordered, loop, ...after, read];
}

/** Prefix sums: each takes in what stands further and further before it. */
function scan(context: Context): readonly Statement[] {
  const { draft } = context;
  const { lanes } = draft.traits;
  const shared = pickShared(context, isNumbers);
  if (shared === undefined || lanes < 2) return [];
  draft.tags.add('pattern:scan');
  const before = enter(context, shared, 'own');
  const own = ownOf(shared);
  const name = newName(draft, 's');
  const distance = term.name(name, u32);
  const taken = newName(draft, 'v');
  const left = term.index(arrayOf(shared), term.combine(laneOf(), '-', distance));
  const take: Statement = { kind: 'assign', place: term.name(taken, own.type), operator: '=', value: left };
  const store: Statement = { kind: 'assign', place: own, operator: '=', value: draft.value(context, own.type, 2) };
  const loop: Statement = {
    kind: 'for',
    initializer: { kind: 'var', name, type: u32, hasType: false, initializer: term.unsigned(1) },
    condition: term.compare(distance, '<', term.unsigned(lanes)),
    update: {
      kind: 'assign',
      place: distance,
      operator: chance(draft.random, 0.5) ? '<<=' : '*=',
      value: term.unsigned(2),
    },
    body: [
      { kind: 'var', name: taken, type: own.type, hasType: true, initializer: term.zero(own.type) },
      { kind: 'if', condition: term.compare(laneOf(), '>=', distance), body: [take], otherwise: undefined },
      barrier('workgroupBarrier'),
      {
        kind: 'assign',
        place: own,
        operator: pick(draft.random, ['+=', '^=', '-='] as const),
        value: term.name(taken, own.type),
      },
      barrier('workgroupBarrier'),
    ],
  };
  const ordered = order(context, 'workgroup');
  setMode(context, shared, 'own');
  return [...before, store, ...ordered, loop];
}

function arrayOf({ name, type }: Shared): Expression {
  return term.name(name, type);
}

function ownOf(shared: Shared): Expression {
  return term.index(arrayOf(shared), laneOf());
}

/** One invocation stores, all load: the value is uniform. */
function broadcast(context: Context): readonly Statement[] {
  const { draft } = context;
  const { random } = draft;
  const shared = pickShared(context, ({ space }) => space === 'workgroup');
  if (shared === undefined) return [];
  draft.tags.add('pattern:broadcast');
  const place = uniformPlace(context, shared);
  if (place === undefined) return [];
  const store: Statement[] = [];
  if (shared.shape !== 'atomics' && chance(random, 0.8)) {
    const mode = context.modes.get(shared.name);
    if (mode !== undefined && mode !== 'solo') store.push(...order(context, 'workgroup'));
    setMode(context, shared, 'solo');
    const alone = inner(context, { isUniform: false, isSolo: true });
    const value = draft.value(alone, place.type, 2);
    const condition = term.compare(laneOf(), '==', term.unsigned(Math.floor(draft.traits.lanes / 2)));
    store.push({
      kind: 'if',
      condition,
      body: [{ kind: 'assign', place, operator: '=', value }],
      otherwise: undefined,
    });
  }
  touch(context, { kind: 'module', name: shared.name }, 'both');
  const pointer: PointerType = { kind: 'pointer', space: 'workgroup', to: place.type, access: 'read_write' };
  const type: Type = place.type.kind === 'atomic' ? (place.type.of === 'i32' ? i32 : u32) : place.type;
  const load = term.builtin('workgroupUniformLoad', [term.addressOf(place, pointer)], type);
  // The load is a barrier on both sides itself.
  order(context, 'workgroup');
  const name = newName(draft, 'q');
  declare(context, valueEntity(name, type, { isUniform: true }));
  return [...store, { kind: 'let', name, type, hasType: chance(random, 0.3), initializer: load }];
}

/** A part of a workgroup variable, by uniform indices. */
function uniformPlace(context: Context, { name, type }: Shared): Expression | undefined {
  const { structs, random } = context.draft;
  let place: Expression = term.name(name, type);
  for (;;) {
    const at: Type = place.type;
    const isWhole = at.kind !== 'array' || at.written === 'fixed';
    if (at.kind === 'atomic' || at.kind === 'scalar' || at.kind === 'vector') return place;
    if (isWhole && !holdsAtomic(context, at) && chance(random, 0.2)) return place;
    if (at.kind === 'array') place = term.index(place, uniformIndex(context, at.count));
    else if (at.kind === 'struct')
      place = term.member(structs, place, pick(random, structs.get(at.name)!.members).name);
    else return undefined;
  }
}

function holdsAtomic({ draft }: Context, type: Type): boolean {
  return draft.shared.some((one) => one.shape === 'atomics' && contains(draft.structs, one.type, type));
}

/** Atomics of one family from all, loads behind the barrier. */
function histogram(context: Context): readonly Statement[] {
  const { draft } = context;
  const shared = pickShared(context, ({ shape }) => shape === 'atomics');
  if (shared === undefined) return [];
  draft.tags.add('pattern:histogram');
  const before = fence(context);
  const count = Array.from({ length: between(draft.random, 1, 2) }, () => atomicStatement(context, 2));
  const after = order(context, 'workgroup');
  setMode(context, shared, 'read');
  return [...before, ...count.filter((one) => one !== undefined), ...after];
}

function uniformLet(context: Context): readonly Statement[] {
  const { draft } = context;
  const type = pick(draft.random, [bool, i32, u32, u32]);
  const name = newName(draft, 'q');
  const value = uniform(context, type, 2);
  declare(context, valueEntity(name, type, { isUniform: true }));
  return [{ kind: 'let', name, type, hasType: chance(draft.random, 0.3), initializer: value }];
}

/** Barriers may stand in one branch: behind the whole stand both. */
function uniformBranch(context: Context): readonly Statement[] {
  const { draft } = context;
  draft.tags.add('uniform:if');
  const condition = uniformCondition(context);
  const side = (): readonly Statement[] =>
    draft.block(inner(context, { modes: new Map(context.modes) }), between(draft.random, 1, 4));
  const body = side();
  const otherwise = chance(draft.random, 0.4) ? side() : undefined;
  return [{ kind: 'if', condition, body, otherwise }, ...fence(context)];
}

function uniformChoice(context: Context): readonly Statement[] {
  const { draft } = context;
  draft.tags.add('uniform:switch');
  const selector = term.combine(uniform(context, u32, 2), '&', term.unsigned(3));
  const made = clauses(context, u32, (inside) =>
    draft.block(
      inner(inside, { modes: new Map(context.modes), targets: collectiveSwitch(inside) }),
      between(draft.random, 1, 3),
    ),
  );
  return [{ kind: 'switch', selector, clauses: made }, ...fence(context)];
}

function collectiveSwitch({ targets }: Context): readonly Target[] {
  return [...targets.slice(0, -1), { kind: 'switch', isCollective: true }];
}

/** Each round begins with both barriers, and both stand behind the last. */
function uniformLoop(context: Context): readonly Statement[] {
  const { draft } = context;
  const { random } = draft;
  if (context.targets.filter(({ kind }) => kind === 'loop').length >= 2) return [];
  draft.tags.add('uniform:loop');
  const name = newName(draft, 'k');
  const named = term.name(name, u32);
  const bound = uniformRounds(context);
  const body = inner(context, {
    isInLoop: true,
    modes: new Map(),
    targets: [...context.targets, { kind: 'loop', isCollective: true }],
  });
  declare(body, variableEntity(name, u32, 'function', { isWritable: false, isUniform: true }));
  const first = fence(body);
  const loop: Statement = {
    kind: 'for',
    initializer: { kind: 'var', name, type: u32, hasType: false, initializer: term.unsigned(0) },
    condition: term.compare(named, '<', bound),
    update: { kind: 'increment', place: named, operator: '++' },
    body: [...first, ...draft.block(body, between(random, 1, 4))],
  };
  return [loop, ...fence(context)];
}
