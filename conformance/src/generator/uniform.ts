/** Expressions that have one value in all invocations of a workgroup, as WGSL's uniformity analysis sees it (V38). */
import type { Context } from './context.js';
import { storeOf } from './memory.js';
import { below, chance, pick } from './random.js';
import type { Expression, ScalarType, Type } from './syntax.js';
import * as term from './term.js';
import { bool, contains, equals, i32, u32 } from './type.js';

/** A uniform scalar. `isStatic`: known before the dispatch, as the bound of a loop with barriers must be (P6). */
export function uniform(context: Context, type: ScalarType, depth: number, isStatic = false): Expression {
  const { random } = context.draft;
  if (depth <= 0 || chance(random, 0.3)) return held(context, type, isStatic);
  if (type.name === 'bool') {
    const of = pick(random, [i32, u32]);
    const left = uniform(context, of, depth - 1, isStatic);
    return term.compare(
      left,
      pick(random, ['<', '<=', '>', '>=', '==', '!=']),
      uniform(context, of, depth - 1, isStatic),
    );
  }
  const left = uniform(context, type, depth - 1, isStatic);
  return term.binary(pick(random, ['+', '-', '*', '&', '^']), left, uniform(context, type, depth - 1, isStatic), type);
}

function held(context: Context, type: ScalarType, isStatic: boolean): Expression {
  const { draft } = context;
  const { random } = draft;
  const found = context.entities.filter(
    (entity) =>
      (isStatic ? isStaticSource(entity) : entity.isUniform) && contains(draft.structs, storeOf(entity), type),
  );
  if (found.length > 0 && chance(random, 0.75)) {
    const { name, type: whole, stage } = pick(random, found);
    return descend(context, term.name(name, whole, stage), type);
  }
  if (!isStatic && context.hasLane && type.name === 'u32' && chance(random, 0.6)) {
    return term.axis(term.name('group', { kind: 'vector', width: 3, of: 'u32' }), pick(random, ['x', 'y', 'z']));
  }
  return term.literal(type, below(random, 6));
}

/** Constants, overrides and what lies in uniform buffers. */
function isStaticSource({ stage, kind, space }: Context['entities'][number]): boolean {
  return stage !== 'runtime' || (kind === 'variable' && space === 'uniform');
}

/** Down to a part, by indices that are uniform too: here they are constant. */
function descend(context: Context, from: Expression, goal: Type): Expression {
  const { structs, random } = context.draft;
  const { type } = from;
  if (equals(type, goal)) return from;
  switch (type.kind) {
    case 'vector':
      return term.swizzle(from, 'xyzw'[below(random, type.width)]!);
    case 'array':
      return descend(context, term.index(from, term.unsigned(below(random, type.count))), goal);
    case 'struct': {
      const members = structs.get(type.name)!.members.filter((one) => contains(structs, one.type, goal));
      return descend(context, term.member(structs, from, pick(random, members).name), goal);
    }
    default:
      return from;
  }
}

/** A uniform number of rounds, small unless loops may be wild. */
export function uniformRounds(context: Context): Expression {
  const { draft } = context;
  const { random } = draft;
  if (chance(random, draft.traits.wildLoops)) return uniform(context, u32, 1, true);
  const form = below(random, 7);
  if (form < 4) return term.unsigned(1 + (form % 3));
  const operator = form < 6 ? '&' : '%';
  return term.combine(uniform(context, u32, 1, true), operator, term.unsigned(3));
}

/** A uniform condition. */
export function uniformCondition(context: Context): Expression {
  return uniform(context, bool, 2);
}

/** A uniform index below `count`. */
export function uniformIndex(context: Context, count: number): Expression {
  const { random } = context.draft;
  if (chance(random, 0.5)) return term.unsigned(below(random, count));
  return term.combine(uniform(context, u32, 1), '%', term.unsigned(count));
}
