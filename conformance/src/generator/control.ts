/** Branches, switches and loops without barriers. Loops end by their form, unless data may decide how often they run. */
import { continues } from './behavior.js';
import { type Context, declare, inner, newName, type Target, variableEntity } from './context.js';
import { below, between, chance, pick, shuffled, weighted } from './random.js';
import type { Block, Clause, Expression, ScalarType, Statement } from './syntax.js';
import * as term from './term.js';
import { bool, i32, u32 } from './type.js';

const inLoop: Target = { kind: 'loop', isCollective: false };
const inSwitch: Target = { kind: 'switch', isCollective: false };

/** `if`, with `else if` and `else` now and then. */
export function branch(context: Context): readonly Statement[] {
  return [ifStatement(context, 0)];
}

function ifStatement(context: Context, chained: number): Statement {
  const { draft } = context;
  const { random } = draft;
  const condition = draft.value(context, bool, between(random, 1, 3));
  const body = side(context);
  const form = below(random, 10);
  if (form < 5) return { kind: 'if', condition, body, otherwise: undefined };
  const otherwise = form < 7 && chained < 2 ? [ifStatement(context, chained + 1)] : side(context);
  return { kind: 'if', condition, body, otherwise };
}

function side(context: Context): Block {
  return context.draft.block(inner(context, { isUniform: false }), between(context.draft.random, 1, 4));
}

/** `switch`. */
export function choice(context: Context): readonly Statement[] {
  const { draft } = context;
  const { random } = draft;
  const type = pick(random, [i32, u32]);
  const whole = draft.value(context, type, 2);
  const selector = chance(random, 0.8)
    ? term.binary('&', whole, term.literal(type, pick(random, [1, 3, 7])), type)
    : whole;
  return [{ kind: 'switch', selector, clauses: clauses(context, type, (body) => side(body)) }];
}

/** Distinct selectors, the default among them somewhere. */
export function clauses(context: Context, type: ScalarType, body: (inside: Context) => Block): readonly Clause[] {
  const { random } = context.draft;
  const numbers = shuffled(random, [0, 1, 2, 3, 4, 5, type.name === 'i32' ? -1 : 6]);
  const count = between(random, 1, 4);
  const defaultAt = below(random, count);
  const inside = { ...context, targets: [...context.targets, inSwitch] };
  return Array.from({ length: count }, (_, at): Clause => {
    const own = numbers.splice(0, at === defaultAt ? below(random, 2) : between(random, 1, 2));
    return {
      selectors: own.map((number) => term.literal(type, number, chance(random, 0.3))),
      isDefault: at === defaultAt,
      body: body(inside),
    };
  });
}

/** A loop of some form. At most two inside each other. */
export function repetition(context: Context): readonly Statement[] {
  if (context.targets.filter(({ kind }) => kind === 'loop').length >= 2) return [];
  const form = weighted(context.draft.random, [
    [6, forLoop],
    [2, endlessFor],
    [3, whileLoop],
    [2, leftLoop],
    [3, breakIfLoop],
  ]);
  return form(context);
}

/** How often a loop goes round: a few times, or as often as data says. */
function rounds(
  context: Context,
  type: ScalarType,
): { readonly bound: Expression; readonly below: number | undefined } {
  const { draft } = context;
  const { random } = draft;
  if (chance(random, draft.traits.wildLoops)) return { bound: draft.value(context, type, 2), below: undefined };
  const most = between(random, 1, 5);
  if (chance(random, 0.5)) return { bound: term.literal(type, most), below: most };
  return { bound: term.binary('&', draft.value(context, type, 2), term.literal(type, 3), type), below: 4 };
}

/** Counters keep their hands off each other: only wild loops let their body change them. */
function counter(context: Context, name: string, type: ScalarType, limit: number | undefined): void {
  const { random } = context.draft;
  const isWritable = limit === undefined && chance(random, 0.3);
  const known = type.name === 'u32' && !isWritable ? limit : undefined;
  declare(context, variableEntity(name, type, 'function', { isWritable, below: known }));
}

function forLoop(context: Context): readonly Statement[] {
  const { draft } = context;
  const { random } = draft;
  const name = newName(draft, 'k');
  const type = pick(random, [i32, u32]);
  const { bound, below: limit } = rounds(context, type);
  const named = term.name(name, type);
  const isDown = chance(random, 0.25);
  const step = pick(random, [1, 1, 1, 2, 3]);
  const first = isDown ? bound : term.literal(type, 0);
  const initializer: Statement = { kind: 'var', name, type, hasType: chance(random, 0.4), initializer: first };
  const condition = isDown
    ? term.compare(named, '>', term.literal(type, step - 1, chance(random, 0.3)))
    : term.compare(named, '<', bound);
  const update = updateOf(context, named, isDown ? '-' : '+', type, step);
  const body = inner(context, { isUniform: false, isInLoop: true, targets: [...context.targets, inLoop] });
  // Counting down from the bound, the counter begins at it.
  counter(body, name, type, isDown && limit !== undefined ? limit + 1 : limit);
  return [forOf(initializer, condition, update, draft.block(body, between(random, 1, 4)))];
}

/** Without the update, where no round comes to its end. */
function forOf(
  initializer: Statement | undefined,
  condition: Expression | undefined,
  update: Statement,
  body: Block,
): Statement {
  return { kind: 'for', initializer, condition, update: continues(body) ? update : undefined, body };
}

function updateOf({ draft }: Context, place: Expression, sign: '+' | '-', type: ScalarType, step: number): Statement {
  const by = term.literal(type, step, chance(draft.random, 0.3));
  switch (below(draft.random, 3)) {
    case 0:
      return step === 1
        ? { kind: 'increment', place, operator: sign === '+' ? '++' : '--' }
        : { kind: 'assign', place, operator: `${sign}=`, value: by };
    case 1:
      return { kind: 'assign', place, operator: `${sign}=`, value: by };
    default:
      return { kind: 'assign', place, operator: '=', value: term.binary(sign, place, by, type) };
  }
}

/** A counter in front of the loop; in the body it stands below the bound at the beginning. */
interface Counted {
  readonly declaration: Statement;
  readonly isDone: Expression;
  readonly isGoing: Expression;
  readonly count: Statement;
  readonly body: Context;
}

function counted(context: Context): Counted {
  const { draft } = context;
  const { random } = draft;
  const name = newName(draft, 'k');
  const { bound } = rounds(context, u32);
  const named = term.name(name, u32);
  const initializer = term.unsigned(0);
  // What continues is in the scope of the body: no name there may hide one that the bound has.
  const declared = new Set(context.entities.map((entity) => entity.name));
  const targets = [...context.targets, inLoop];
  const body = inner(context, { isUniform: false, isInLoop: true, targets, declared });
  declare(body, variableEntity(name, u32, 'function', { isWritable: false }));
  return {
    declaration: { kind: 'var', name, type: u32, hasType: chance(random, 0.5), initializer },
    isDone: term.compare(named, '>=', bound),
    isGoing: term.compare(named, '<', bound),
    count: updateOf(context, named, '+', u32, 1),
    body,
  };
}

function breakOn(condition: Expression): Statement {
  return { kind: 'if', condition, body: [{ kind: 'break' }], otherwise: undefined };
}

/** Counts before all else, so that a `continue` cannot pass it by. */
function whileLoop(context: Context): readonly Statement[] {
  const { draft } = context;
  const { declaration, isGoing, count, body } = counted(context);
  const also = draft.value(body, bool, 2);
  const condition = chance(draft.random, 0.4) ? term.both(isGoing, also) : isGoing;
  const rest = draft.block(body, between(draft.random, 1, 3));
  return [declaration, { kind: 'while', condition, body: [count, ...rest] }];
}

function endlessFor(context: Context): readonly Statement[] {
  const { draft } = context;
  const { declaration, isDone, count, body: inside } = counted(context);
  const rest = draft.block(inside, between(draft.random, 1, 3));
  if (chance(draft.random, 0.5)) return [declaration, forOf(undefined, undefined, count, [breakOn(isDone), ...rest])];
  const body: Block = [count, breakOn(isDone), ...rest];
  return [declaration, { kind: 'for', initializer: undefined, condition: undefined, update: undefined, body }];
}

function leftLoop(context: Context): readonly Statement[] {
  const { draft } = context;
  const { declaration, isDone, count, body } = counted(context);
  const rest = draft.block(body, between(draft.random, 1, 3));
  if (chance(draft.random, 0.4) || !continues(rest))
    return [
      declaration,
      { kind: 'loop', body: [count, breakOn(isDone), ...rest], continuing: undefined, breakIf: undefined },
    ];
  return [declaration, { kind: 'loop', body: [breakOn(isDone), ...rest], continuing: [count], breakIf: undefined }];
}

/** What continues sees nothing of the body: a `continue` could pass a declaration by. */
function breakIfLoop(context: Context): readonly Statement[] {
  const { draft } = context;
  const { declaration, isDone, count, body } = counted(context);
  const rest = draft.block({ ...body, entities: [...body.entities] }, between(draft.random, 1, 3));
  const isWild = chance(draft.random, draft.traits.wildLoops);
  // What the last condition has must not be hidden before it either.
  const stay = inner(body, { targets: [], returns: 'none', declared: body.declared });
  const more = chance(draft.random, 0.4) ? draft.block(stay, 1) : [];
  const breakIf = isWild ? draft.value(stay, bool, 2) : isDone;
  if (!continues(rest)) return [declaration, { kind: 'loop', body: rest, continuing: undefined, breakIf: undefined }];
  return [declaration, { kind: 'loop', body: rest, continuing: [count, ...more], breakIf }];
}
