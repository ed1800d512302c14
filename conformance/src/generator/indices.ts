/** Indices: mostly in bounds by their form, whatever data holds; now and then anywhere. */
import { type Context, entitiesOf, goesAstray } from './context.js';
import { below, between, chance, pick, weighted } from './random.js';
import type { Expression } from './syntax.js';
import * as term from './term.js';
import { i32, u32 } from './type.js';

/** An index into `count` elements, i32 or u32. With `length`, an expression of the count that is known only at run time. */
export function index(context: Context, count: number, depth: number, length?: Expression): Expression {
  const { random } = context.draft;
  if (goesAstray(context)) {
    const stray = astray(context, count, depth);
    // An early index out of bounds is an error and not a guard.
    if (!term.isEarly(stray)) return stray;
  }
  const inside = within(context, count, depth, length);
  return chance(random, 0.25) ? term.convert(inside, i32) : inside;
}

/** A u32 below `count`. */
export function within(context: Context, count: number, depth: number, length?: Expression): Expression {
  const { draft } = context;
  const { random } = draft;
  const known = entitiesOf(context, (entity) => entity.below !== undefined && entity.below <= count);
  const form = weighted(random, [
    [4, 'literal'],
    [known.length > 0 ? 5 : 0, 'known'],
    [depth > 0 ? 3 : 0, 'remainder'],
    [depth > 0 ? 2 : 0, 'mask'],
    [depth > 0 ? 2 : 0, 'min'],
    [depth > 0 && length !== undefined ? 3 : 0, 'length'],
  ] as const);
  switch (form) {
    case 'literal':
      return term.unsigned(below(random, count));
    case 'known': {
      const { name, type, stage } = pick(random, known);
      return term.name(name, type, stage);
    }
    case 'remainder':
      return term.combine(draft.value(context, u32, depth - 1), '%', term.unsigned(count));
    case 'mask':
      return term.combine(draft.value(context, u32, depth - 1), '&', term.unsigned(maskBelow(count)));
    case 'min':
      return term.builtin('min', [draft.value(context, u32, depth - 1), term.unsigned(count - 1)], u32);
    case 'length':
      return term.combine(draft.value(context, u32, depth - 1), '%', length!);
  }
}

/** The largest 2ⁿ - 1 below `count`. */
function maskBelow(count: number): number {
  return 2 ** (31 - Math.clz32(count)) - 1;
}

function astray(context: Context, count: number, depth: number): Expression {
  const { draft } = context;
  const { random } = draft;
  const inside = within(context, count, depth);
  switch (below(random, 6)) {
    case 0:
      return draft.value(context, u32, depth);
    case 1:
      return draft.value(context, i32, depth);
    case 2:
      return term.combine(inside, '+', term.unsigned(between(random, 1, count)));
    case 3:
      return term.binary('-', term.convert(inside, i32), term.signed(between(random, 1, count)), i32);
    case 4:
      return term.combine(inside, '-', term.unsigned(1));
    default:
      return { kind: 'unary', operator: '~', operand: inside, type: u32 };
  }
}
