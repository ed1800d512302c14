import { gpuTest } from '@assay/testkit';
import { describe, expect, it } from 'vitest';
import type * as ast from '../syntax/ast.js';
import { oneOf, operands } from '../testing/sample.js';
import { typeOfConstant, typeOfExpression } from '../testing/tint.js';
import { isConcrete, toText as typeText } from './classify.js';
import { toText } from './constant.js';
import { resolveBinary, resolveUnary } from './operator.js';
import { abstractInt, bool, i32, type Type, u32, vector } from './type.js';

const binaryOperators: readonly ast.BinaryOperator[] = [
  ...(['+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>'] as const),
  ...(['&&', '||', '==', '!=', '<', '<=', '>', '>='] as const),
];
const unaryOperators = ['-', '!', '~'] as const;
const concrete = operands.filter(isConcrete);

const textOf = (type: Type | undefined): string | undefined => type && typeText(type);

describe('V30 operators, against Tint', () => {
  gpuTest.for(unaryOperators)('unary %s takes the same constants', async (operator, { gpu }) => {
    for (const type of operands) {
      const expression = `${operator}${toText(oneOf(type))}`;
      expect(textOf(resolveUnary(operator, type)?.result), expression).toBe(await typeOfConstant(gpu, expression));
    }
  });

  gpuTest.for(unaryOperators)('unary %s takes the same values', async (operator, { gpu }) => {
    for (const type of concrete) {
      const got = resolveUnary(operator, type, { isConstant: false })?.result;
      expect(textOf(got)).toBe(await typeOfExpression(gpu, `var a: ${typeText(type)};`, `${operator}a`));
    }
  });

  gpuTest.for(binaryOperators)('%s takes the same constants', async (operator, { gpu }) => {
    for (const left of operands) {
      for (const right of operands) {
        const expression = `${toText(oneOf(left))} ${operator} ${toText(oneOf(right))}`;
        const got = resolveBinary(operator, left, right)?.result;
        expect(textOf(got), expression).toBe(await typeOfConstant(gpu, expression));
      }
    }
  });

  gpuTest.for(binaryOperators)('%s takes the same values and constants mixed', async (operator, { gpu }) => {
    for (const value of concrete) {
      const declaration = `var v: ${typeText(value)};`;
      for (const constant of operands) {
        for (const isLeft of [true, false]) {
          const [left, right] = isLeft ? [value, constant] : [constant, value];
          const one = toText(oneOf(constant));
          const expression = isLeft ? `v ${operator} ${one}` : `${one} ${operator} v`;
          const got = resolveBinary(operator, left, right, { isConstant: false })?.result;
          expect(textOf(got), `${declaration} ${expression}`).toBe(
            await typeOfExpression(gpu, declaration, expression),
          );
        }
      }
    }
  });
});

describe('V30 operands', () => {
  it.each([
    ['+', abstractInt, u32, u32, u32],
    ['+', vector(2, abstractInt), u32, vector(2, u32), u32],
    ['*', i32, vector(3, abstractInt), i32, vector(3, i32)],
    ['<<', i32, abstractInt, i32, u32],
    ['>>', vector(2, abstractInt), vector(2, abstractInt), vector(2, abstractInt), vector(2, u32)],
    ['==', abstractInt, i32, i32, i32],
    ['&', bool, bool, bool, bool],
  ] as const)(
    'of %s are converted to the types of its overload',
    (operator, left, right, expectedLeft, expectedRight) => {
      expect(resolveBinary(operator, left, right)).toMatchObject({ left: expectedLeft, right: expectedRight });
    },
  );

  it('become concrete when one of them is not constant', () => {
    const expected = { left: i32, right: u32, result: i32 };
    expect(resolveBinary('<<', abstractInt, u32, { isConstant: false })).toEqual(expected);
    expect(resolveUnary('-', abstractInt, { isConstant: false })).toEqual({ operand: i32, result: i32 });
    const sum = resolveBinary('+', vector(2, abstractInt), abstractInt, { isConstant: false });
    expect(sum).toEqual({ left: vector(2, i32), right: i32, result: vector(2, i32) });
  });

  it.each<Type>([
    { kind: 'array', element: u32, count: { kind: 'fixed', value: 1 } },
    { kind: 'struct', name: 'S', members: [] },
    { kind: 'atomic', of: 'u32' },
    { kind: 'pointer', space: 'function', store: u32, access: 'read_write' },
    { kind: 'void' },
  ])('are no $kind', (type) => {
    for (const operator of binaryOperators) {
      expect(resolveBinary(operator, type, type)).toBeUndefined();
      expect(resolveBinary(operator, u32, type)).toBeUndefined();
      expect(resolveBinary(operator, type, u32)).toBeUndefined();
    }
    for (const operator of unaryOperators) expect(resolveUnary(operator, type)).toBeUndefined();
  });
});
