/** Calls of the kernel's own functions, with pointers that do not alias (V36). */
import {
  type Context,
  declare,
  type Entity,
  isAlone,
  type Made,
  type Mode,
  newName,
  type Root,
  touch,
  variableEntity,
} from './context.js';
import { modeOf, ownElement, storeOf } from './memory.js';
import { pick } from './random.js';
import type { Call, Expression, Parameter, PointerType, Statement, Type } from './syntax.js';
import * as term from './term.js';
import { equals } from './type.js';

/** Statements of a function with all calls expanded, at most. */
const MOST_WEIGHT = 250;

/** A call that gives the type; undefined where no function does that can be called here. */
export function callOf(context: Context, type: Type, depth: number): Call | undefined {
  const { draft } = context;
  const fitting = draft.functions.filter(
    (made) => !made.isCollective && equals(made.function.result, type) && isCallable(context, made),
  );
  if (fitting.length === 0) return undefined;
  return callTo(context, pick(draft.random, fitting), depth, undefined);
}

/** A call for its effects, behind declarations of variables that it needs pointers to. */
export function callStatements(context: Context): readonly Statement[] {
  const { draft } = context;
  const fitting = draft.functions.filter(
    (made) => (!made.isCollective || context.isUniform) && isCallable(context, made),
  );
  if (fitting.length === 0) return [];
  const made = pick(draft.random, fitting);
  const declared: Statement[] = [];
  const call = callTo(context, made, 2, declared);
  if (call === undefined) return declared;
  if (made.isCollective) context.modes.clear();
  const { result, isMustUse } = made.function;
  if (result.kind === 'void' || !isMustUse) return [...declared, { kind: 'call-statement', call }];
  return [...declared, { kind: 'phony', value: call }];
}

function isCallable(context: Context, { takesLane, effects, weight }: Made): boolean {
  if ((takesLane && !context.hasLane) || context.effects.weight + weight > MOST_WEIGHT) return false;
  return [...effects.modes].every(([name, mode]) => {
    const before = context.modes.get(name);
    return (before ?? mode) === mode;
  });
}

/** With `declared`, variables are declared there for pointers that nothing in scope fits. */
function callTo(context: Context, made: Made, depth: number, declared: Statement[] | undefined): Call | undefined {
  const { effects, function: callee, takesLane } = made;
  if (context.isSolo && [...effects.modes].some(([name]) => !context.modes.has(name))) return undefined;
  const roots: Root[] = [];
  const given: Expression[] = [];
  for (const [at, parameter] of callee.parameters.entries()) {
    if (takesLane && at < 2) {
      given.push(term.name(parameter.name, parameter.type));
      continue;
    }
    const argument =
      parameter.type.kind === 'pointer'
        ? pointerArgument(context, made, at, parameter, roots, declared)
        : context.draft.value(context, parameter.type, Math.min(depth - 1, 2));
    if (argument === undefined) return undefined;
    given.push(argument);
  }
  // What the arguments drew may not be what the callee needs.
  for (const [name, mode] of effects.modes) {
    if ((context.modes.get(name) ?? mode) !== mode) return undefined;
  }
  for (const [name, mode] of effects.modes) useMode(context, name, mode);
  for (const name of effects.reads) touch(context, { kind: 'module', name }, 'read');
  for (const name of effects.writes) touch(context, { kind: 'module', name }, 'write');
  context.effects.weight += made.weight;
  return term.call(callee.name, given, callee.result);
}

function useMode({ modes, effects, isMain }: Context, name: string, mode: Mode): void {
  modes.set(name, mode);
  if (!isMain) effects.modes.set(name, mode);
}

interface Candidate {
  readonly pointer: Expression;
  readonly root: Root;
}

function pointerArgument(
  context: Context,
  { effects }: Made,
  at: number,
  { type }: Parameter,
  roots: Root[],
  declared: Statement[] | undefined,
): Expression | undefined {
  const pointer = type as PointerType;
  const isFree = (root: Root | undefined): root is Root =>
    root !== undefined &&
    !roots.some((one) => isSame(one, root)) &&
    !(root.kind === 'module' && (effects.reads.has(root.name) || effects.writes.has(root.name)));
  const candidates =
    pointer.space === 'function' || pointer.space === 'private' || pointer.access === 'read'
      ? context.entities.flatMap((entity) => ofEntity(entity, pointer, isFree))
      : ofShared(context, pointer, isFree);
  const found =
    candidates.length > 0 ? pick(context.draft.random, candidates) : freshVariable(context, pointer, declared);
  if (found === undefined) return undefined;
  roots.push(found.root);
  const [reads, writes] = [effects.parametersRead.has(at), effects.parametersWritten.has(at)];
  if (reads || writes) touch(context, found.root, reads && writes ? 'both' : writes ? 'write' : 'read');
  return found.pointer;
}

function isSame(a: Root, b: Root): boolean {
  if (a.kind === 'parameter' || b.kind === 'parameter')
    return a.kind === b.kind && 'at' in a && 'at' in b && a.at === b.at;
  return a.kind === b.kind && a.name === b.name;
}

function ofEntity(
  entity: Entity,
  pointer: PointerType,
  isFree: (root: Root | undefined) => root is Root,
): readonly Candidate[] {
  const { name, kind, type, root, space, isWritable } = entity;
  if (!isFree(root) || isWritable !== (pointer.access === 'read_write')) return [];
  if (kind === 'pointer') return equals(type, pointer) ? [{ pointer: term.name(name, type), root }] : [];
  if (kind !== 'variable' || space !== pointer.space) return [];
  if (!equals(storeOf(entity), pointer.to)) return [];
  return [{ pointer: term.addressOf(term.name(name, type), pointer), root }];
}

/** This invocation's element of what all share. */
function ofShared(
  context: Context,
  pointer: PointerType,
  isFree: (root: Root | undefined) => root is Root,
): readonly Candidate[] {
  const passed = context.entities.flatMap((entity) =>
    entity.kind === 'pointer' ? ofEntity(entity, pointer, isFree) : [],
  );
  const owned = context.draft.shared.flatMap((shared): readonly Candidate[] => {
    const root: Root = { kind: 'module', name: shared.name };
    if (shared.space !== pointer.space || shared.shape !== 'lanes' || !isFree(root) || !context.hasLane) return [];
    if (isAlone(context) && context.modes.get(shared.name) === 'solo') return [];
    if (modeOf(context, shared) !== 'own') return [];
    const place = ownElement(context, shared, 0);
    if (place === undefined || !equals(place.type, pointer.to)) return [];
    return [{ pointer: term.addressOf(place, pointer), root }];
  });
  return [...passed, ...owned];
}

function freshVariable(
  context: Context,
  pointer: PointerType,
  declared: Statement[] | undefined,
): Candidate | undefined {
  if (declared === undefined || pointer.space !== 'function') return undefined;
  const { draft } = context;
  const name = newName(draft, 'v');
  const initializer = draft.value(context, pointer.to, 1);
  declared.push({ kind: 'var', name, type: pointer.to, hasType: true, initializer });
  const entity = variableEntity(name, pointer.to, 'function');
  declare(context, entity);
  return { pointer: term.addressOf(term.name(name, pointer.to), pointer), root: entity.root! };
}
