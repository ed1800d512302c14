/** What is known of registers in lanes that part and wait. */
import { type Mutation, mutationsOf } from '../mutation.js';
import { compilation } from './compilation.js';

export const lanes: readonly Mutation[] = [
  ...mutationsOf(compilation, 'emission/intervals.ts', 'emitter.test.ts', [
    [
      'what the next round finds',
      `      extend(liveness.header(node), place);
`,
      '',
      'divergence.test.ts',
    ],
    [
      'what lanes that have left keep through the rounds of others',
      'if (begun(register)) extendOne(register, place);',
      '',
      'divergence.test.ts',
    ],
    [
      'that builtin values are there from the beginning of a region on',
      `    if (node.kind === 'builtin') touch(node.to, region);
`,
      '',
    ],
    [
      'what the next round of the workgroup finds',
      `    if (phase.kind === 'loop') extend(liveness.header(phase), place);
`,
      '',
    ],
    [
      'what the next group finds',
      'if (levels.of(register) === level.workgroup && end[register]! >= place.start) extendOne(register, place);',
      '',
    ],
    [
      'the limit of loops in constructs that lanes have left',
      `        work.spend(32 * wordsOf(liveness.crossing));
`,
      '',
      'limits.test.ts',
    ],
  ]),
  ...mutationsOf(compilation, 'emission/levels.ts', 'divergence.test.ts', [
    ['what the other side of a branch finds', 'wait([behind, state.liveness.no(node)])', 'wait([behind])'],
    [
      'what is live behind a branch',
      'visitList(state, node.otherwise, inner, wait([behind]));',
      'visitList(state, node.otherwise, inner, waiting);',
    ],
    [
      'what waits behind a construct',
      'own === level.workgroup ? waiting : { level: own, registers, outer: waiting });',
      'waiting);',
    ],
    [
      'what waits for the next round',
      "const registers = node.kind === 'loop' ? [behind, state.liveness.header(node)] : [behind];",
      'const registers = [behind];',
    ],
    [
      'that jumps under a condition part lanes',
      `most = Math.max(most, one.level()) as Level;
  }
  if (state.regionLabels`,
      `}
  if (state.regionLabels`,
    ],
    [
      'that lanes leave a region at different times',
      'if (!state.hasRunOut || most <= state.exitLevel) return;',
      'if (most >= 0) return;',
    ],
    [
      'that a definition in some lanes only is none of all',
      `own = Math.max(own, one.level) as Level;
`,
      '',
    ],
    ['that lanes that wait keep what they have', 'if (one.level === level.lane) isBlended = true;', ''],
    [
      'that what is kept is in no row',
      'isBlended ? UNKNOWN : strideOf(state, state.strides, node)',
      'strideOf(state, state.strides, node)',
    ],
    ['that a register that is no truth value is no mask', 'if (!isBoolean(state, node)) setNotBoolean(state, to);', ''],
    [
      'that definitions differ in their strides',
      'const after = before === undefined || before === stride ? stride : UNKNOWN;',
      'const after = before ?? stride;',
    ],
    [
      'that local memory differs from invocation to invocation',
      "if (node.memory === 'local') return state.lanes === 1 ? level.group : level.lane;",
      "if (node.memory === 'local') return state.lanes === 1 ? of(node.index) : level.lane;",
      'emitter.test.ts',
    ],
    [
      'that a word that invocations store is not equal in all of them',
      'return Math.max(own, level.group) as Level;',
      'return own;',
    ],
    [
      'that a condition may differ from group to group where the index does not',
      'node.condition === undefined ? of(node.index) : of(node.index, node.condition);',
      '(node.condition !== undefined && of(node.condition) === level.lane) ? level.lane : of(node.index);',
      'emitter.test.ts',
    ],
    [
      'the end of sweeps',
      'if (done === sweeps) raiseAll(state);',
      'if (done === sweeps && sweeps < mostSweeps) raiseAll(state);',
      'limits.test.ts',
    ],
    [
      'that no truth value is left when sweeps end',
      `  state.notBoolean.fill(1);
`,
      '',
      'limits.test.ts',
    ],
    [
      'the limit of jumps',
      `    state.work.spend(1);
    if (one.label === label) break;`,
      '    if (one.label === label) break;',
      'limits.test.ts',
    ],
    [
      'the limit of definitions',
      `    state.work.spend(1);
    if (!one.registers`,
      '    if (!one.registers',
      'limits.test.ts',
    ],
  ]),
];
