/** Random functions: with values and pointers of all spaces as parameters, with and without results, with early returns. */
import { fallsThrough } from './behavior.js';
import {
  type Context,
  type Draft,
  declare,
  type Made,
  newEffects,
  newName,
  valueEntity,
  variableEntity,
} from './context.js';
import { between, chance, pick, weighted } from './random.js';
import { fence } from './sharing.js';
import type { Parameter, PointerType, Statement, Type } from './syntax.js';
import * as term from './term.js';
import { nothing, u32, vector } from './type.js';

/** Makes a function that may call those before it, and adds it to the draft. */
export function make(draft: Draft): void {
  const { random, traits } = draft;
  const isCollective = traits.isCollective && chance(random, 0.25);
  const takesLane = isCollective || chance(random, 0.35);
  const result = chance(random, 0.75) ? pick(random, draft.types) : nothing;
  const own = Array.from({ length: between(random, 0, 3) }, () => parameter(draft));
  const parameters = [...(takesLane ? laneParameters : []), ...own];
  const context = contextOf(draft, parameters, { result, takesLane, isCollective });
  const [budget, size] = [draft.fuel, between(random, 2, 6)];
  draft.fuel = Math.min(budget, 14);
  const body: Statement[] = isCollective ? [...fence(context)] : [];
  body.push(...draft.block(context, size));
  if (isCollective) body.push(...ending(context, result));
  else if (result.kind !== 'void' && fallsThrough(body))
    body.push({ kind: 'return', value: draft.value(context, result, 2) });
  draft.fuel = budget - size;
  const { effects } = context;
  if (isCollective) effects.modes.clear();
  const isMustUse = result.kind !== 'void' && chance(random, 0.15);
  const name = newName(draft, 'f');
  const made: Made = {
    function: { name, parameters, result, isMustUse, body },
    effects,
    isCollective,
    takesLane,
    weight: effects.weight + 1,
  };
  draft.functions.push(made);
}

const laneParameters: readonly Parameter[] = [
  { name: 'lane', type: u32 },
  { name: 'group', type: vector(3, 'u32') },
];

/** The result is computed before the last barriers: behind them callers use shared memory in other ways. */
function ending(context: Context, result: Type): readonly Statement[] {
  if (result.kind === 'void') return fence(context);
  const initializer = context.draft.value(context, result, 2);
  const computed: Statement = { kind: 'let', name: 'result', type: result, hasType: false, initializer };
  return [computed, ...fence(context), { kind: 'return', value: term.name('result', result) }];
}

function parameter(draft: Draft): Parameter {
  const { random } = draft;
  const type = chance(random, 0.5) ? pick(random, draft.types) : pointerType(draft);
  return { name: newName(draft, type.kind === 'pointer' ? 'p' : 'a'), type };
}

function pointerType(draft: Draft): PointerType {
  const { random } = draft;
  const owned = (space: 'workgroup' | 'storage'): readonly Type[] =>
    draft.shared.flatMap(({ space: at, shape, type, window }) => {
      const array = window === undefined ? type : window.array.type;
      return at === space && shape === 'lanes' && array.kind === 'array' ? [array.of] : [];
    });
  const read = draft.variables.filter(({ space, access }) => space === 'storage' && access === 'read');
  const privates = draft.variables.filter(({ space }) => space === 'private');
  const form = weighted(random, [
    [5, 'function'],
    [privates.length > 0 ? 3 : 0, 'private'],
    [owned('workgroup').length > 0 ? 2 : 0, 'workgroup'],
    [owned('storage').length > 0 ? 2 : 0, 'storage'],
    [read.length > 0 ? 2 : 0, 'read'],
  ] as const);
  switch (form) {
    case 'function':
      return { kind: 'pointer', space: form, to: pick(random, draft.types), access: 'read_write' };
    case 'private':
      return { kind: 'pointer', space: form, to: pick(random, privates).type, access: 'read_write' };
    case 'read':
      return { kind: 'pointer', space: 'storage', to: pick(random, read).type, access: 'read' };
    default:
      return { kind: 'pointer', space: form, to: pick(random, owned(form)), access: 'read_write' };
  }
}

interface Form {
  readonly result: Type;
  readonly takesLane: boolean;
  readonly isCollective: boolean;
}

function contextOf(draft: Draft, parameters: readonly Parameter[], form: Form): Context {
  const context: Context = {
    draft,
    entities: [...draft.globals],
    declared: new Set(),
    effects: newEffects(),
    modes: new Map(),
    isMain: false,
    hasLane: form.takesLane,
    isUniform: form.isCollective,
    isSolo: false,
    isInside: false,
    result: form.result,
    returns: form.isCollective ? 'none' : 'any',
    targets: [],
    isInLoop: false,
    depth: 0,
  };
  for (const [at, { name, type }] of parameters.entries()) {
    if (type.kind === 'pointer') {
      const { space, access } = type;
      const parts = { root: { kind: 'parameter', at } as const, isWritable: access === 'read_write' };
      declare(context, { ...variableEntity(name, type, space, parts), kind: 'pointer' });
    } else declare(context, valueEntity(name, type, name === 'lane' ? { below: draft.traits.lanes } : {}));
  }
  return context;
}
