/** Accesses of memory by lanes. */
import { type Mutation, mutationsOf } from '../mutation.js';
import { compilation } from './compilation.js';

export const memory: readonly Mutation[] = [
  ...mutationsOf(compilation, 'emission/access.ts', 'emitter.test.ts', [
    [
      'the mask of atomics',
      `const active = activeLanes(frame, undefined);
    const [index, value]`,
      `const active = undefined;
    const [index, value]`,
    ],
    [
      'the condition of a row of words that is loaded',
      'const mayBeRow = condition === undefined && (!frame.isMasked',
      'const mayBeRow = (!frame.isMasked',
    ],
    [
      'the pages of lanes that are not active, from a row',
      '(!frame.isMasked || memory.touched === undefined)',
      'true',
      'divergence.test.ts',
    ],
    [
      'that words only may lie in a row',
      `levels.likelyStrideOf(node.index) === 1) {
    isRow(frame, node.index);`,
      `levels.likelyStrideOf(node.index) === 1) {
    code.i32(1);`,
      'divergence.test.ts',
    ],
    [
      'the condition of a load of one word',
      'loadScalar(frame, node.index, memory, condition);',
      'loadScalar(frame, node.index, memory, undefined);',
    ],
    [
      'the page of one word',
      'if (memory.touched !== undefined) touch(frame, memory.touched, () => frame.pushScalar(index));',
      '',
      'divergence.test.ts',
    ],
    [
      'the first page of a row',
      `    touch(frame, memory.touched, () => code.get(first));
`,
      '',
    ],
    [
      'the last page of a row',
      `      code.i32(3);
      code.emit(op.i32.add);
    });`,
      '    });',
    ],
    [
      'the pages of lanes',
      'if (memory.touched !== undefined) touchLanes(frame, memory.touched, indices, active);',
      '',
      'divergence.test.ts',
    ],
    [
      'the address of lanes that are not active',
      `  if (active !== undefined) {
    code.get(active);
    code.vector(simd.and);
  }
  const indices`,
      '  const indices',
    ],
    [
      'the 0 of a load whose condition does not hold',
      `  if (condition !== undefined) {
    code.get(active!);
    code.vector(simd.and);
  }
`,
      '',
    ],
    [
      'the condition of a store of one word',
      `    if (condition !== undefined) {
      frame.pushScalar(condition);
      code.if();
    }
    frame.pushScalar(node.index);
    toAddress(frame, memory.base);
    frame.pushScalar(node.value);
    code.store('i32Store');
    if (condition !== undefined) code.end();`,
      `    frame.pushScalar(node.index);
    toAddress(frame, memory.base);
    frame.pushScalar(node.value);
    code.store('i32Store');`,
    ],
    [
      'the mask of stores of rows',
      `code.i32(0b1111);
      code.emit(op.i32.eq);`,
      `code.i32(0);
      code.emit(op.i32.geU);`,
      'divergence.test.ts',
    ],
    [
      'the mask and the condition of stores',
      `const active = activeLanes(frame, condition);
  if (isRow)`,
      `const active = undefined;
  if (isRow)`,
      'divergence.test.ts',
    ],
    [
      'the condition of stores',
      `const active = activeLanes(frame, condition);
  if (isRow)`,
      `const active = activeLanes(frame, undefined);
  if (isRow)`,
    ],
    [
      'the mask of stores to one place of a local array',
      `    if (frame.isMasked) {
      localAddress(frame, node.index);`,
      `    if (frame.lanes === 1) {
      localAddress(frame, node.index);`,
      'divergence.test.ts',
    ],
    [
      'the mask of stores to places of a local array',
      `const active = activeLanes(frame, undefined);
  const addresses`,
      `const active = undefined;
  const addresses`,
    ],
    [
      'the address of lanes that are not active, in a local array',
      `  if (frame.isMasked) {
    code.get(frame.mask);
    code.vector(simd.and);
  }
  code.i32(4);`,
      '  code.i32(4);',
    ],
    [
      'that pages are those of active lanes',
      `    if (active === undefined) code.i32(1);
    else {`,
      `    if (active !== undefined || active === undefined) code.i32(1);
    else {`,
    ],
    [
      'the mask of accesses with a condition',
      'if (condition !== undefined && frame.isMasked) code.vector(simd.and);',
      'if (condition !== undefined && frame.isMasked) code.emit(op.drop);',
      'divergence.test.ts',
    ],
  ]),
];
