/** What the compiler writes out as guards, and the function that says who owns a word. */
import { type Mutation, mutationsOf } from '../mutation.js';
import { compilation } from './compilation.js';

export const guards: readonly Mutation[] = [
  ...mutationsOf(compilation, 'program/build.ts', 'program/build.test.ts', [
    [
      'the comparison of an index with the length of a buffer',
      'if (!isOutside && !isForeign) return undefined;',
      'if (!isForeign) return undefined;',
    ],
    [
      'the question who owns a word that is inside',
      'if (!isOutside && !isForeign) return undefined;',
      'if (!isOutside) return undefined;',
    ],
    [
      'the question who owns a word, where the length is compared',
      'if (isForeign) nodes.push',
      'if (isForeign && !isOutside) nodes.push',
    ],
    [
      'the validity of an access',
      "return isOutside && valid !== undefined ? binary(builder, nodes, 'and', valid, to) : to;",
      'return to;',
    ],
    [
      'the diagnostic of an access',
      "if (condition !== undefined) nodes.push({ kind: 'fire', unless: condition });",
      '',
    ],
    [
      'the condition of a load',
      "nodes.push({ kind: 'load-buffer', to: instruction.to, binding, index, condition });",
      "nodes.push({ kind: 'load-buffer', to: instruction.to, binding, index, condition: undefined });",
    ],
    [
      'the condition of a store',
      'value: instruction.value, condition });',
      'value: instruction.value, condition: undefined });',
    ],
    [
      'the clamp of an index',
      "nodes.push({ kind: 'binary', operation: 'min-u', to, left: index, right: last });",
      "nodes.push({ kind: 'copy', to, from: index });",
    ],
    ['the last place of a clamp', 'constant(builder, nodes, count - 1)', 'constant(builder, nodes, count)'],
    [
      'the diagnostic of a clamp',
      "nodes.push({ kind: 'fire', unless: binary(builder, nodes, 'le-u', index, last) });",
      '',
    ],
    [
      'the budget of an invocation',
      'if (!guards.hasInvocationBudget || phaseLoops.has(label)) {',
      'if (guards !== undefined) {',
    ],
    [
      'the last back-edge of a budget',
      "binary(builder, nodes, 'lt-u', taken, budget)",
      "binary(builder, nodes, 'le-u', taken, budget)",
    ],
    [
      'the count of back-edges',
      "then.push({ kind: 'binary', operation: 'add', to: taken, left: taken, right: one }, { kind: 'again', label });",
      "then.push({ kind: 'again', label });",
    ],
    [
      'the end of a cell that runs out of its budget',
      "otherwise: [{ kind: 'run-out' }, { kind: 'leave', label }]",
      "otherwise: [{ kind: 'leave', label }]",
    ],
    ['the budget of the workgroup', 'const isCounted = builder.guards.hasWorkgroupBudget;', 'const isCounted = false;'],
    ['the cost of instructions', "if (cost > 0) built.push({ kind: 'pay', cost });", ''],
    ['the cost of phases', "built.push({ kind: 'pay', cost: 1 });", ''],
  ]),
  ...mutationsOf(compilation, 'compile.ts', 'emitter.test.ts', [
    [
      'the end of the conditions of ownership',
      `code.get(end);
  code.emit(op.i32.geU);`,
      `code.get(end);
  code.emit(op.i32.gtU);`,
    ],
    [
      'the stride of a condition of ownership',
      `field('stride');
  code.emit(op.i32.divU);
`,
      '',
    ],
    [
      'the remainder in a condition of ownership',
      `field('extent');
  code.emit(op.i32.remU);
  code.set(place);`,
      'code.set(place);',
    ],
    [
      'the first place in a condition of ownership',
      `field('start');
  code.emit(op.i32.sub);
`,
      '',
    ],
    [
      'the number of places in a condition of ownership',
      `field('count');
  code.emit(op.i32.geU);`,
      `field('count');
  code.emit(op.i32.gtU);`,
    ],
    [
      'that a word is foreign',
      `code.i32(0);
  code.emit(op.return);`,
      `code.i32(1);
  code.emit(op.return);`,
    ],
    [
      'the limits of a kernel',
      `  assertTakesOn(kernel.body);
`,
      '',
      'hostile.test.ts',
    ],
    [
      'the limits of a program',
      `  assertTakesOn(program.body);
`,
      '',
      'limits.test.ts',
    ],
    [
      'the limits of the code',
      `course.emit();
  assertCompilable(frame.code);`,
      'course.emit();',
      'hostile.test.ts',
    ],
    [
      'the limit of working memory',
      `  assertAtMost(memoryBytes, most.memoryBytes, 'bytes of working memory');
`,
      '',
      'hostile.test.ts',
    ],
  ]),
  ...mutationsOf(compilation, 'machine/owned.ts', 'machine/owned.test.ts', [
    [
      'the length from the words of a linear map',
      'return bounded(cut(map.offset + workgroup * map.words, map.words, lengthWords, 1, 0), lengthWords);',
      'return cut(map.offset + workgroup * map.words, map.words, lengthWords, 1, 0);',
    ],
    ['the length from the words of a tile', 'return bounded(conditions, lengthWords);', 'return conditions;'],
    [
      'that a tile may lie outside',
      `if (start >= extent) return [NEVER];
`,
      '',
    ],
    ['that a tile ends with its dimension', 'count: Math.min(count, extent - start)', 'count'],
    ['the period of a dimension', 'const period = words === lengthWords ? 0 : extent * unit;', 'const period = 0;'],
    [
      'the first place of a tile that is as long as its dimension',
      'if (start === 0 && count >= extent) return [];',
      'if (count >= extent) return [];',
    ],
  ]),
];
