/** Limits, and the errors that tell of them. */
import { type Mutation, mutationsOf } from '../mutation.js';
import { compilation } from './compilation.js';

export const limits: readonly Mutation[] = [
  ...mutationsOf(compilation, 'limits.ts', 'hostile.test.ts', [
    ['the depth of a kernel', 'if (depth > most.depth + 1) throw tooDeep();', ''],
    ['the number of nodes', 'if (nodes > most.nodes) throw', 'if (nodes < 0) throw'],
    ['the limit of what passes look at more than once', 'if (this.#left < 0) throw tooLarge();', '', 'limits.test.ts'],
    ['the number of locals', '  assertAtMost(locals, most.locals,', '  assertAtMost(0, most.locals,'],
    [
      'the number of constructs',
      '  assertAtMost(constructs, most.constructs,',
      '  assertAtMost(0, most.constructs,',
      'limits.test.ts',
    ],
    ['the number of loops', '  assertAtMost(loops, most.loops,', '  assertAtMost(0, most.loops,'],
    [
      'the limit of constructs among locals',
      '  assertAtMost(constructs * locals, most.states,',
      '  assertAtMost(0, most.states,',
    ],
    [
      'the limit of loops among locals',
      '  assertAtMost(loops * locals, most.loopStates,',
      '  assertAtMost(0, most.loopStates,',
    ],
    ['the length of the code', '  assertAtMost(length, most.codeBytes,', '  assertAtMost(0, most.codeBytes,'],
  ]),
  ...mutationsOf(compilation, 'machine/machine.ts', 'hostile.test.ts', [
    [
      'the error of a cell that is too costly',
      `if (isTooCostly) throw tooCostly(this.#assignment, workgroup);
      costs`,
      'costs',
    ],
    ['that a stack without room is no bug', 'throw isOutOfStack(cause)', 'throw isOutOfStack(undefined)'],
  ]),
  ...mutationsOf(compilation, 'machine/cell.ts', 'machine/cell.test.ts', [
    ['the error of one cell that is too costly', 'if (isTooCostly) throw tooCostly(this.#assignment, workgroup);', ''],
    [
      'that a cell that depends on what was not given has no result',
      "if (missing.size > 0) return { kind: 'missing', pages: missing, cost };",
      '',
    ],
  ]),
  ...mutationsOf(compilation, 'program/liveness.ts', 'program/liveness.test.ts', [
    ['the limit of sets that are kept', 'if (walk.words > MOST_WORDS) throw tooLarge();', ''],
    ['the limit of sets that are looked at', 'if (walk.work > MOST_WORK) throw tooLarge();', '', 'limits.test.ts'],
  ]),
  ...mutationsOf(compilation, 'program/split.ts', 'limits.test.ts', [
    ['the limit of definitions that are compared', 'if (splitter.work > MOST_WORK) throw tooLarge();', ''],
    ['the limit of registers that constructs write', 'if (work > MOST_WORK) throw tooLarge();', ''],
  ]),
];
