/** Control flow of lanes inside regions. */
import { type Mutation, mutationsOf } from '../mutation.js';
import { compilation } from './compilation.js';

export const control: readonly Mutation[] = [
  ...mutationsOf(compilation, 'emission/flow.ts', 'divergence.test.ts', [
    [
      'the end of a list that no lane is in any more',
      'const mayEmpty = nodes.slice(0, -1).some((node) => escapes(frame, node));',
      'const mayEmpty = false;',
    ],
    [
      'the mask of what lanes are lost in, where all go one way',
      `if (escapes(frame, node)) setMask(frame);
  frame.pushScalar(condition);`,
      'frame.pushScalar(condition);',
      'emitter.test.ts',
    ],
    [
      'the mask behind a branch that all lanes take',
      `  code.end();
  frame.isMasked = before || escapes(frame, node);
}

/** The active lanes part`,
      `  code.end();
  frame.isMasked = before;
}

/** The active lanes part`,
      'emitter.test.ts',
    ],
    ['that all lanes are asked for their way', 'code.vector(simd.i32x4.allTrue);', 'code.vector(simd.anyTrue);'],
    ['the lanes that go the other way', 'code.vector(simd.andnot);', 'code.vector(simd.or);'],
    [
      'the lanes that go this way',
      `  code.get(mask);
  code.get(chosen);
  code.vector(simd.and);
  code.set(mask);`,
      '',
    ],
    [
      'the mask inside a branch',
      `  code.set(mask);
  frame.isMasked = true;
  if (node.then.length > 0)`,
      `  code.set(mask);
  if (node.then.length > 0)`,
    ],
    [
      'that a side is skipped if no lane goes there',
      `  code.get(frame.mask);
  code.vector(simd.anyTrue);
  code.if();`,
      `  code.i32(1);
  code.if();`,
    ],
    [
      'the lanes of the first side behind a branch',
      `  code.get(mask);
  code.get(others);
  code.vector(simd.or);`,
      '  code.get(others);',
    ],
    [
      'the mask behind a branch that lanes part at',
      `  scratch.give(chosen, others);
  frame.isMasked = before || escapes(frame, node);`,
      `  scratch.give(chosen, others);
  frame.isMasked = before;`,
    ],
    [
      'the mask of a block that lanes leave',
      `if (mayLoseLanes(frame, node)) setMask(frame);
  const isDivergent`,
      'const isDivergent',
      'emitter.test.ts',
    ],
    [
      'the lanes that have left a block',
      `    join(frame, left);
`,
      '',
    ],
    [
      'the mask behind a block',
      `    frame.scratch.give(left);
  }
  frame.isMasked = before || escapes(frame, node);`,
      `    frame.scratch.give(left);
  }
  frame.isMasked = before;`,
    ],
    [
      'the mask of a loop that lanes leave',
      `    // Lanes that were lost are not there in the next round.
    frame.isMasked = true;`,
      '',
    ],
    [
      'the lanes that come to the end of a loop',
      `    code.get(left);
    code.get(frame.mask);
    code.vector(simd.or);
    code.set(left);`,
      '',
    ],
    [
      'the lanes of the next round',
      `    code.v128([0, 0, 0, 0]);
    code.set(repeated);`,
      '',
    ],
    [
      'the end of a cell that is too costly, in a loop that lanes part in',
      `    stopIfTooCostly(frame);
    code.get(frame.mask);`,
      '    code.get(frame.mask);',
      'hostile.test.ts',
    ],
    [
      'the end of a cell that is too costly, in a loop',
      `  stopIfTooCostly(frame);
  code.branch(target.header!);`,
      '  code.branch(target.header!);',
      'hostile.test.ts',
    ],
    [
      'the lanes that have left a loop',
      `    code.get(left);
    code.set(frame.mask);`,
      '',
    ],
    [
      'the mask behind a loop',
      `    frame.scratch.give(left, repeated);
  }
  frame.isMasked = before || escapes(frame, node);`,
      `    frame.scratch.give(left, repeated);
  }
  frame.isMasked = before;`,
      'emitter.test.ts',
    ],
    [
      'that lanes that jump are not active',
      `    code.set(waiting);
    dropLanes(frame);`,
      '    code.set(waiting);',
    ],
    [
      'the lanes that jumped before',
      `    code.get(waiting);
    code.get(mask);
    code.vector(simd.or);`,
      '    code.get(mask);',
    ],
    [
      'that lanes leave a region at different times once one has run out',
      `if (frame.levels.hasDivergentExits) dropLanes(frame);
  else code.branch(end);`,
      'code.branch(end);',
    ],
    [
      'the cost of active lanes',
      `  if (frame.isMasked) {
    code.get(frame.mask);
    vector.countLanes(code);`,
      `  if (frame.lanes === 1) {
    code.get(frame.mask);
    vector.countLanes(code);`,
    ],
    [
      'that a cell ends where it is too costly',
      `  code.emit(op.i64.ltS);
  code.branchIf(finish!);`,
      `  code.emit(op.i64.ltS);
  code.emit(op.drop);`,
      'hostile.test.ts',
    ],
    [
      'that guards of active lanes fire',
      `    if (frame.isMasked) {
      code.get(frame.mask);
      code.vector(simd.and);
    }
    code.vector(simd.anyTrue);`,
      '    code.vector(simd.anyTrue);',
    ],
    [
      'that guards fire',
      `  code.get(flags);
  code.emit(op.i32.or);
  code.set(flags);
}

function runOut`,
      `  code.emit(op.drop);
}

function runOut`,
    ],
    [
      'that a cell ends where an invocation has run out',
      `  code.i32(1);
  code.set(register);
`,
      '',
    ],
    [
      'that a budget fires',
      `  code.get(flags);
  code.i32(flag.guard);
  code.emit(op.i32.or);
  code.set(flags);`,
      '',
    ],
  ]),
  ...mutationsOf(compilation, 'emission/escape.ts', 'divergence.test.ts', [
    [
      'the jumps of inner constructs',
      'if (outermost < depth) escaping.add(node);',
      'if (outermost < depth && partsOf(node).length === 0) escaping.add(node);',
    ],
    ['the jumps out of a region', 'outermost = target ?? -1;', 'outermost = target ?? outermost;'],
  ]),
];
