/** Operations that would trap or differ, and room around memory. */
import { type Mutation, mutationsOf } from '../mutation.js';
import { compilation } from './compilation.js';

export const operations: readonly Mutation[] = [
  ...mutationsOf(compilation, 'wasm/scalar.ts', 'wasm/scalar.test.ts', [
    [
      'that a division by zero is one by one',
      `  code.emit(op.i32.eqz);
  code.emit(op.i32.or);
  code.emit(instruction);`,
      `  code.emit(op.drop);
  code.emit(instruction);`,
    ],
    [
      'that a signed division by zero is one by one',
      `  code.emit(op.i32.eqz);
  code.get(right);
  constant(code, op.i32.eq, -1);`,
      `  code.emit(op.drop);
  code.i32(0);
  code.get(right);
  constant(code, op.i32.eq, -1);`,
    ],
    ['that -2³¹ by -1 is no division', 'constant(code, op.i32.eq, int32Min);', 'constant(code, op.i32.eq, 0);'],
    ['that -2³¹ by a constant -1 is none', "if (right === -1) unary(code, 'negate', scratch);\n      else if", 'if'],
    [
      'that a signed division by a constant zero is none',
      'else if (right !== 0) constant(code, op.i32.divS',
      'else constant(code, op.i32.divS',
    ],
    [
      'that a division by a constant zero is none',
      'if (right !== 0) constant(code, op.i32.divU',
      'constant(code, op.i32.divU',
    ],
    [
      'the signed remainder of a constant zero',
      'if (right === 0) zero(code);\n      else constant(code, op.i32.remS',
      'constant(code, op.i32.remS',
    ],
    [
      'the remainder of a constant zero',
      'if (right === 0) zero(code);\n      else constant(code, op.i32.remU',
      'constant(code, op.i32.remU',
    ],
  ]),
  ...mutationsOf(compilation, 'wasm/division.ts', 'wasm/vector.test.ts', [
    [
      'that divisions of lanes by zero are by one',
      `  code.vector(simd.i32x4.eq);
  code.vector(simd.i32x4.sub);
  code.set(right);`,
      `  code.vector(simd.or);
  code.vector(simd.or);
  code.set(right);`,
    ],
    [
      'that divisions of lanes by a constant zero are none',
      'if (divisor === 0 || divisor === 1) {',
      'if (divisor === 1) {',
    ],
  ]),
  ...mutationsOf(compilation, 'machine/space.ts', 'machine/space.test.ts', [
    ['the room between places', 'const address = align(end + gapBytes, 16);', 'const address = align(end, 16);'],
    [
      'the room behind the last place',
      'const sizeBytes = align(end + gapBytes, wasmPageBytes);',
      'const sizeBytes = align(end, wasmPageBytes);',
    ],
    ['the most that a memory has', 'if (sizeBytes > mostBytes) throw tooLarge(sizeBytes);', ''],
  ]),
];
