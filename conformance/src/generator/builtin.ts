/** Calls of the builtin functions of V40 that give a value; those on memory that invocations share are made with statements. */

import { atomicLoad } from './atomic.js';
import type { Context } from './context.js';
import { lengthInScope } from './memory.js';
import { below, between, chance, pick, weighted, word } from './random.js';
import type { Expression, ScalarType, VectorType, Width } from './syntax.js';
import * as term from './term.js';
import { bool, componentOf, equals, i32, u32, vector, withComponent } from './type.js';

type Make = (context: Context, type: ScalarType | VectorType, depth: number) => Expression | undefined;

const unaryNames = [
  'abs',
  'countLeadingZeros',
  'countOneBits',
  'countTrailingZeros',
  'firstLeadingBit',
  'firstTrailingBit',
  'reverseBits',
] as const;

/** A builtin that gives an integer or a vector of integers; undefined where it has nothing to work on. */
export function builtinNumeric(context: Context, type: ScalarType | VectorType, depth: number): Expression | undefined {
  const [isI32, isU32] = [equals(type, i32), equals(type, u32)];
  const make = weighted<Make>(context.draft.random, [
    [10, unary],
    [componentOf(type) === 'i32' ? 2 : 0, sign],
    [5, extremum],
    [4, clamp],
    [4, select],
    [3, extractBits],
    [3, insertBits],
    [type.kind === 'scalar' ? 4 : 0, dot],
    [isI32 || isU32 ? 3 : 0, dot4],
    [isU32 ? 6 : 0, pack],
    [type.kind === 'vector' && type.width === 4 ? 6 : 0, unpack],
    [isU32 ? 3 : 0, (at) => lengthInScope(at)],
    [type.kind === 'scalar' ? 4 : 0, atomicLoad],
  ]);
  return make(context, type, depth);
}

/** `all`, `any`, `select` of bool. */
export function builtinBool(context: Context, type: ScalarType, depth: number): Expression | undefined {
  const { random, value } = context.draft;
  if (chance(random, 0.4)) return select(context, type, depth);
  const of = chance(random, 0.85) ? vector(width(context), 'bool') : bool;
  return term.builtin(pick(random, ['all', 'any']), [value(context, of, depth - 1)], bool);
}

function width({ draft }: Context): Width {
  return pick(draft.random, [2, 3, 4] as const);
}

const unary: Make = (context, type, depth) => {
  const { random, value } = context.draft;
  return term.builtin(pick(random, unaryNames), [value(context, type, depth - 1)], type);
};

const sign: Make = (context, type, depth) =>
  term.builtin('sign', [context.draft.value(context, type, depth - 1)], type);

const extremum: Make = (context, type, depth) => {
  const { random, value } = context.draft;
  const left = value(context, type, depth - 1);
  return term.builtin(pick(random, ['min', 'max']), [left, value(context, type, depth - 1)], type);
};

/** Bounds that are known early are in order: others are an error. */
const clamp: Make = (context, type, depth) => {
  const { random, value } = context.draft;
  const clamped = value(context, type, depth - 1);
  const bounds = [value(context, type, depth - 1), value(context, type, depth - 1)];
  if (!bounds.some(term.isEarly)) return term.builtin('clamp', [clamped, ...bounds], type);
  const [first, second] = [word(random), word(random)].map((one) => (componentOf(type) === 'u32' ? one >>> 0 : one));
  const ordered = [Math.min(first!, second!), Math.max(first!, second!)];
  return term.builtin('clamp', [clamped, ...ordered.map((one) => term.splat(type, one))], type);
};

/** By one condition, or by one for each component. */
const select: Make = (context, type, depth) => {
  const { random, value } = context.draft;
  const conditions = type.kind === 'vector' && chance(random, 0.5) ? withComponent(type, 'bool') : bool;
  const [no, yes] = [value(context, type, depth - 1), value(context, type, depth - 1)];
  return term.builtin('select', [no, yes, value(context, conditions, depth - 1)], type);
};

/** Offset and count are constants with a sum of at most 32 (P3). */
function bitField({ draft }: Context): readonly Expression[] {
  const offset = pick(draft.random, [0, 1, 8, 31, 32, below(draft.random, 33)]);
  return [term.unsigned(offset), term.unsigned(between(draft.random, 0, 32 - offset))];
}

const extractBits: Make = (context, type, depth) => {
  const { value } = context.draft;
  return term.builtin('extractBits', [value(context, type, depth - 1), ...bitField(context)], type);
};

const insertBits: Make = (context, type, depth) => {
  const { value } = context.draft;
  const whole = value(context, type, depth - 1);
  return term.builtin('insertBits', [whole, value(context, type, depth - 1), ...bitField(context)], type);
};

const dot: Make = (context, type, depth) => {
  const { value } = context.draft;
  const of = vector(width(context), componentOf(type));
  const left = value(context, of, depth - 1);
  return term.builtin('dot', [left, value(context, of, depth - 1)], type);
};

const dot4: Make = (context, type, depth) => {
  const { value } = context.draft;
  const left = value(context, u32, depth - 1);
  const called = componentOf(type) === 'i32' ? 'dot4I8Packed' : 'dot4U8Packed';
  return term.builtin(called, [left, value(context, u32, depth - 1)], type);
};

const pack: Make = (context, type, depth) => {
  const { random, value } = context.draft;
  const sign = pick(random, ['I', 'U'] as const);
  const called = `pack4x${sign}8${chance(random, 0.5) ? 'Clamp' : ''}`;
  return term.builtin(called, [value(context, vector(4, sign === 'I' ? 'i32' : 'u32'), depth - 1)], type);
};

const unpack: Make = (context, type, depth) => {
  const called = componentOf(type) === 'i32' ? 'unpack4xI8' : 'unpack4xU8';
  return term.builtin(called, [context.draft.value(context, u32, depth - 1)], type);
};
