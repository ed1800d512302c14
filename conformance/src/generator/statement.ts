/** Random statements of every kind, as far as where they stand allows them. */
import { atomicStatement } from './atomic.js';
import { fallsThrough } from './behavior.js';
import { callStatements } from './call.js';
import { type Context, declare, inner, isNumeric, newName, touch, valueEntity, variableEntity } from './context.js';
import { branch, choice, repetition } from './control.js';
import { anyPlace, descend, laneOf, place, setMode, storeOf } from './memory.js';
import { between, chance, pick, weighted, word } from './random.js';
import { collective } from './sharing.js';
import type {
  AssignOperator,
  Block,
  Declaration,
  Expression,
  PointerType,
  ScalarType,
  Statement,
  Type,
  VectorType,
} from './syntax.js';
import * as term from './term.js';
import { array, componentOf, contains, equals, scalar, some, u32 } from './type.js';
import { amount, divisor } from './value.js';

type Make = (context: Context) => readonly Statement[];

/** Statements in a scope that the caller opened. */
export function block(context: Context, count: number): Block {
  const statements: Statement[] = [];
  while (statements.length < count && context.draft.fuel > 0) {
    const made = next(context);
    context.draft.fuel -= made.length;
    context.effects.weight += made.length;
    statements.push(...made);
    if (!fallsThrough(made)) return statements;
  }
  return statements;
}

function next(context: Context): readonly Statement[] {
  const { draft, depth } = context;
  const nests = depth < 4 ? 1 : 0;
  const make = weighted<Make>(draft.random, [
    [5, declaration],
    [10, assignment],
    [3, increment],
    [1, phony],
    [4, callStatements],
    [draft.shared.some(({ shape }) => shape === 'atomics') ? 4 : 0, (at) => listOf(atomicStatement(at, 2))],
    [5 * nests, branch],
    [3 * nests, choice],
    [4 * nests, repetition],
    [nests, compound],
    [context.isUniform ? 30 : 0, collective],
    [2, pointer],
    [context.isSolo || !context.hasLane ? 0 : 2 * nests, alone],
    [context.isInside || !context.hasLane ? 0 : 3 * nests, inside],
    [depth > 0 ? 2 : 0, jump],
  ]);
  return make(context);
}

function listOf(statement: Statement | undefined): readonly Statement[] {
  return statement === undefined ? [] : [statement];
}

function declaration(context: Context): readonly Statement[] {
  const { draft } = context;
  const { random } = draft;
  const type = pick(random, draft.types);
  const kind = weighted(random, [
    [6, 'var'],
    [4, 'let'],
    [1, 'const'],
  ] as const);
  if (kind === 'const') return [constant(context)];
  const hidden = chance(random, 0.05) ? shadowed(context) : undefined;
  const name = hidden ?? newName(draft, kind === 'var' ? 'v' : 'n');
  // P11.
  const isBare = kind === 'var' && !context.isInLoop && chance(random, 0.3);
  const initializer = isBare ? undefined : draft.value(context, type, between(random, 1, 3));
  declare(context, kind === 'var' ? variableEntity(name, type, 'function') : valueEntity(name, type));
  return [{ kind, name, type, hasType: isBare || chance(random, 0.5), initializer }];
}

/** The name of a variable of a block around; undefined where there is none. */
function shadowed({ draft, entities, declared }: Context): string | undefined {
  const outer = entities.filter(
    ({ name, space }) => space === 'function' && !declared.has(name) && name.startsWith('v'),
  );
  return outer.length === 0 ? undefined : pick(draft.random, outer).name;
}

/** A constant of a function: a number, or an array to be indexed at run time. */
function constant(context: Context): Declaration {
  const { random } = context.draft;
  const name = newName(context.draft, 'c');
  const of = pick(random, [scalar('i32'), u32]);
  const items = Array.from({ length: between(random, 2, 5) }, () => term.literal(of, word(random)));
  const initializer = chance(random, 0.5) ? items[0]! : term.construct(array(of, items.length), items);
  declare(context, valueEntity(name, initializer.type, { stage: 'const', isUniform: true }));
  return { kind: 'const', name, type: initializer.type, hasType: chance(random, 0.3), initializer };
}

/** Constructible, as far as the types here go. */
function isStorable(context: Context, type: Type): boolean {
  return !some(
    context.draft.structs,
    type,
    (part) => part.kind === 'atomic' || (part.kind === 'array' && part.written !== 'fixed'),
  );
}

const compounds: readonly AssignOperator[] = ['+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<=', '>>='];

function assignment(context: Context): readonly Statement[] {
  const { random } = context.draft;
  return chance(random, 0.45) ? listOf(compoundAssignment(context)) : listOf(plainAssignment(context));
}

function plainAssignment(context: Context): Statement | undefined {
  const { draft } = context;
  const to = anyPlace(context, 2, 'write', (type) => isStorable(context, type));
  if (to === undefined) return undefined;
  return {
    kind: 'assign',
    place: to,
    operator: '=',
    value: draft.value(context, to.type, between(draft.random, 1, 4)),
  };
}

function compoundAssignment(context: Context): Statement | undefined {
  const { random, value } = context.draft;
  const to = anyPlace(context, 2, 'both', isNumeric);
  if (to === undefined) return undefined;
  const type = to.type as ScalarType | VectorType;
  const operator = pick(random, compounds);
  return { kind: 'assign', place: to, operator, value: right() };

  function right(): Expression {
    if (operator === '<<=' || operator === '>>=') return amount(context, type, 2);
    const isNarrow = type.kind === 'vector' && !/[&|^]/.test(operator) && chance(random, 0.3);
    const made = value(context, isNarrow ? scalar(componentOf(type)) : type, between(random, 0, 3));
    return /[/%]/.test(operator) && term.isEarly(made) ? divisor(context, to!, made.type) : made;
  }
}

function increment(context: Context): readonly Statement[] {
  const { random } = context.draft;
  const to = place(context, pick(random, [scalar('i32'), u32]), 2, 'both');
  return to === undefined ? [] : [{ kind: 'increment', place: to, operator: chance(random, 0.5) ? '++' : '--' }];
}

function phony(context: Context): readonly Statement[] {
  return [{ kind: 'phony', value: context.draft.value(context, pick(context.draft.random, context.draft.types), 3) }];
}

function compound(context: Context): readonly Statement[] {
  return [{ kind: 'block', body: block(inner(context, { isUniform: false }), between(context.draft.random, 1, 3)) }];
}

/** A pointer to a part of a variable, taken through indices that are evaluated now. */
function pointer(context: Context): readonly Statement[] {
  const { draft } = context;
  const { random } = draft;
  const wanted = pick(random, draft.types);
  const found = context.entities.filter(
    (entity) =>
      entity.kind === 'variable' &&
      (entity.isWritable || entity.space === 'storage' || entity.space === 'uniform') &&
      contains(draft.structs, storeOf(entity), wanted),
  );
  if (found.length === 0) return [];
  const entity = pick(random, found);
  // A component of a vector has no address.
  const isOfVector = wanted.kind === 'scalar' && some(draft.structs, entity.type, ({ kind }) => kind === 'vector');
  if (isOfVector && !equals(entity.type, wanted)) return [];
  const to = descend(context, term.name(entity.name, entity.type), wanted, 2, 'place');
  if (to === undefined) return [];
  const name = newName(draft, 'p');
  const { root, isWritable } = entity;
  const space = entity.space!;
  const type: PointerType = { kind: 'pointer', space, to: wanted, access: isWritable ? 'read_write' : 'read' };
  touch(context, root, 'read');
  declare(context, { ...variableEntity(name, type, space, { root, isWritable }), kind: 'pointer' });
  return [{ kind: 'let', name, type, hasType: chance(random, 0.3), initializer: term.addressOf(to, type) }];
}

/** One invocation alone does what it likes with memory that nobody has used since the last barrier. */
function alone(context: Context): readonly Statement[] {
  const { draft, modes } = context;
  const { lanes } = draft.traits;
  const unused = draft.shared.filter(({ name }) => !modes.has(name));
  if (unused.length === 0 || (!context.isMain && lanes > 1)) return [];
  for (const shared of unused)
    if (shared.shape !== 'atomics' && chance(draft.random, 0.7)) setMode(context, shared, 'solo');
  draft.tags.add('pattern:alone');
  const condition = term.compare(laneOf(), '==', term.unsigned(soloLane(lanes)));
  const body = block(inner(context, { isUniform: false, isSolo: true }), between(draft.random, 1, 4));
  return [{ kind: 'if', condition, body, otherwise: undefined }];
}

/** Always the same invocation: two that are alone in one region would be two. */
function soloLane(lanes: number): number {
  return Math.floor(lanes / 2);
}

/** Where the invocation has elements in all ragged windows. */
function inside(context: Context): readonly Statement[] {
  const condition = insideCondition(context);
  if (condition === undefined) return [];
  const body = block(inner(context, { isUniform: false, isInside: true }), between(context.draft.random, 1, 4));
  return [{ kind: 'if', condition, body, otherwise: undefined }];
}

/** Undefined where no window is ragged. */
export function insideCondition(context: Context): Expression | undefined {
  const ragged = context.draft.shared.filter(({ window }) => window?.isRagged === true);
  const conditions = ragged.map((shared): Expression => {
    const { array: elements, at } = shared.window!;
    const count = elements.type.kind === 'array' ? elements.type.count : 0;
    return term.compare(at(laneOf(), term.unsigned(0), context), '<', term.unsigned(count));
  });
  return conditions.length === 0 ? undefined : conditions.reduce(term.both);
}

function jump(context: Context): readonly Statement[] {
  const { random } = context.draft;
  const { targets, returns, isUniform, result } = context;
  const options: Statement[] = [];
  const last = targets.at(-1);
  if (last !== undefined && (isUniform || !last.isCollective)) options.push({ kind: 'break' });
  const loop = targets.findLast(({ kind }) => kind === 'loop');
  if (loop !== undefined && (isUniform || !loop.isCollective)) options.push({ kind: 'continue' });
  if (returns === 'any' || (returns === 'uniform' && isUniform)) {
    const value = result.kind === 'void' ? undefined : context.draft.value(context, result, 2);
    options.push({ kind: 'return', value });
  }
  return options.length === 0 ? [] : [pick(random, options)];
}
