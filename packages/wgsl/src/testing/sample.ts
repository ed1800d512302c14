/** Types and values to try everything with. */

import { type AbstractInt, abstractInt, bool, i32, type Scalar, type Type, u32, vector } from '../validation/type.js';
import type { Constant, Value } from '../validation/value.js';

export const scalars: readonly (Scalar | AbstractInt)[] = [bool, i32, u32, abstractInt];

/** All scalars and vectors. */
export const operands: readonly Type[] = scalars.flatMap((scalar) => [
  scalar,
  vector(2, scalar),
  vector(3, scalar),
  vector(4, scalar),
]);

/** A constant of an operand type whose components are all `true` or 1. */
export function oneOf(type: Type): Constant {
  const component = type.kind === 'vector' ? type.element : type;
  const value: Value = component.kind === 'bool' ? true : 1n;
  return { type, value: type.kind === 'vector' ? Array<Value>(type.width).fill(value) : value };
}

const word = 1n << 32n;
const half = 1n << 31n;
const small = [0n, 1n, 2n, 3n, 31n, 32n, 33n] as const;

/** Values at and around the ends of the ranges and at amounts of shifts. */
export const edges: Readonly<Record<'i32' | 'u32' | 'abstract-int', readonly bigint[]>> = {
  i32: [-half, 1n - half, -65_536n, -33n, -2n, -1n, ...small, 1n << 30n, half - 1n],
  u32: [...small, 255n, 65_536n, half - 1n, half, half + 1n, word - 2n, word - 1n],
  'abstract-int': [
    -(1n << 63n),
    1n - (1n << 63n),
    -word,
    -half - 1n,
    -half,
    -2n,
    -1n,
    ...small,
    62n,
    63n,
    64n,
    65n,
    half - 1n,
    half,
    word - 1n,
    word,
    1n << 62n,
    (1n << 63n) - 1n,
  ],
};
