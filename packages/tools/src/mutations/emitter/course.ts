/** The course of the workgroup, and what outlasts a group or a region. */
import { type Mutation, mutationsOf } from '../mutation.js';
import { compilation } from './compilation.js';

export const course: readonly Mutation[] = [
  ...mutationsOf(compilation, 'emission/frame.ts', 'divergence.test.ts', [
    ['what lanes keep that wait', 'if (this.isMasked && levels.isBlended(node)) {', 'if (this.lanes === 1) {'],
    [
      'the last place of a register in its local',
      'while (end[closing[closed]!]! < start[register]!) {',
      'while (end[closing[closed]!]! <= start[register]!) {',
    ],
  ]),
  ...mutationsOf(compilation, 'emission/phases.ts', 'emitter.test.ts', [
    ['the zeros of workgroup memory', 'clear(frame, frame.workgroupMemory, 4 * program.workgroupWords);', ''],
    [
      'the zeros of local memory that outlasts a region',
      'if (this.#hasRegions) clear(frame, frame.localMemory, this.localBytes);',
      '',
    ],
    ['the zeros of local memory of a group', '} else clear(frame, frame.localMemory, this.localBytes);', '}'],
    [
      'the local memory of each group',
      `        code.i32(program.localWords);
        code.emit(op.i32.mul);`,
      `        code.emit(op.drop);
        code.i32(0);`,
    ],
    [
      'the cost of phases for each invocation',
      'code.i64(phase.cost * this.invocations);',
      'code.i64(phase.cost);',
      'divergence.test.ts',
    ],
    [
      'the end of a cell that is too costly, in a loop of the workgroup',
      `    code.get(frame.rest);
    code.i64(0);
    code.emit(op.i64.ltS);
    code.branchIf(frame.finish!);
    if (isCounted) {`,
      '    if (isCounted) {',
      'hostile.test.ts',
    ],
    [
      'the budget of the workgroup',
      `code.get(frame.loopBudget);
      code.emit(op.i32.geU);`,
      `code.get(frame.loopBudget);
      code.emit(op.i32.gtU);`,
    ],
    [
      'that the budget of the workgroup fires',
      `      code.get(frame.flags);
      code.i32(flag.guard);
      code.emit(op.i32.or);
      code.set(frame.flags);
`,
      '',
    ],
    [
      'the count of back-edges of the workgroup',
      `      code.i32(1);
      code.emit(op.i32.add);
      code.set(this.#backEdges);`,
      '      code.set(this.#backEdges);',
    ],
    [
      'what each group finds as the first one did',
      `      code.get(copies[i]!);
      code.set(frame.localOf(register));`,
      '',
    ],
    [
      'the exit of a region that is not left',
      `    code.i32(0);
    code.set(frame.exit);`,
      '',
    ],
    ['what a group finds in slots', 'for (const register of loaded) this.#load(register);', '', 'divergence.test.ts'],
    ['what a group leaves in slots', 'for (const register of stored) this.#store(register);', '', 'divergence.test.ts'],
    [
      'what jumps out of a region lead to',
      'const behind = [liveness.behind(region), ...[...exits.keys()].flatMap((label) => this.#loops.get(label)!.live)];',
      'const behind = [liveness.behind(region)];',
    ],
    [
      'what the next round finds in slots',
      'const live = [frame.liveness.behind(phase), frame.liveness.header(phase)];',
      'const live = [frame.liveness.behind(phase)];',
    ],
    [
      'the slots of each group',
      `    code.get(frame.group);
    code.emit(op.i32.add);
    code.set(this.#slotsAt);`,
      '    code.set(this.#slotsAt);',
      'divergence.test.ts',
    ],
    [
      'the mask of the last group',
      'frame.isMasked = invocations % lanes !== 0;',
      'frame.isMasked = false;',
      'divergence.test.ts',
    ],
    [
      'the first lane that is none',
      `code.vector(simd.i32x4.ltU);
    code.set(frame.mask);`,
      `code.vector(simd.i32x4.leU);
    code.set(frame.mask);`,
      'divergence.test.ts',
    ],
    [
      'the end of the groups',
      `    code.i32(4 * invocations);
    code.emit(op.i32.ltU);`,
      `    code.i32(4 * invocations);
    code.emit(op.i32.leU);`,
      'divergence.test.ts',
    ],
    [
      'the end of a cell that is too costly, behind a region',
      `    code.get(frame.rest);
    code.i64(0);
    code.emit(op.i64.ltS);
    code.get(frame.runOut);
    code.emit(op.i32.or);`,
      '    code.get(frame.runOut);',
      'hostile.test.ts',
    ],
    [
      'the end of a cell behind a region in which an invocation ran out',
      `    code.get(frame.runOut);
    code.emit(op.i32.or);
`,
      '',
      'divergence.test.ts',
    ],
    [
      'that a block is left',
      `        code.i32(2 * i + 1);
        code.emit(op.i32.eq);
        code.branchIf(this.#loops.get(label)!.end);`,
      `        code.i32(2 * i + 1);
        code.emit(op.i32.eq);
        code.emit(op.drop);`,
      'divergence.test.ts',
    ],
    [
      'that a cell is told to be too costly',
      `  code.i32(flag.tooCostly);
  code.emit(op.i32.mul);`,
      `  code.emit(op.drop);
  code.i32(0);`,
      'hostile.test.ts',
    ],
  ]),
];
