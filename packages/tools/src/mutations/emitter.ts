/** What the compiler is right by: its guards, masks, bounds, limits, and what it remembers of lanes that wait. */
import type { Mutation } from './mutation.js';

const compilation = 'packages/wgsl/src/compilation';

type Row = readonly [removes: string, text: string, replacement: string, test?: string];

function of(file: string, test: string, rows: readonly Row[]): readonly Mutation[] {
  return rows.map(([removes, text, replacement, other = test]) => ({
    removes,
    file: `${compilation}/${file}`,
    text,
    replacement,
    tests: [`${compilation}/${other}.test.ts`],
  }));
}

export const emitter: readonly Mutation[] = [
  ...of('build.ts', 'build', [
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
  ...of('compile.ts', 'emitter', [
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
      'hostile',
    ],
    [
      'the limits of a kernel with its guards',
      `  assertTakesOn(built.body);
`,
      '',
      'limits',
    ],
    [
      'the limits of a program',
      `  assertTakesOn(program.body);
`,
      '',
      'limits',
    ],
    [
      'the limits of the code',
      `course.emit();
  assertCompilable(frame.code);`,
      'course.emit();',
      'hostile',
    ],
    [
      'the limit of working memory',
      `  assertAtMost(memoryBytes, most.memoryBytes, 'bytes of working memory');
`,
      '',
      'hostile',
    ],
  ]),
  ...of('owned.ts', 'owned', [
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
  ...of('access.ts', 'divergence', [
    [
      'the mask of atomics',
      `const active = activeLanes(frame, undefined);
    const [index, value]`,
      `const active = undefined;
    const [index, value]`,
      'emitter',
    ],
    [
      'the condition of a row of words that is loaded',
      'const mayBeRow = condition === undefined && (!frame.isMasked',
      'const mayBeRow = (!frame.isMasked',
    ],
    ['the pages of lanes that are not active, from a row', '(!frame.isMasked || memory.touched === undefined)', 'true'],
    [
      'that words only may lie in a row',
      `levels.likelyStrideOf(node.index) === 1) {
    isRow(frame, node.index);`,
      `levels.likelyStrideOf(node.index) === 1) {
    code.i32(1);`,
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
    ],
    [
      'the first page of a row',
      `    touch(frame, memory.touched, () => code.get(first));
`,
      '',
      'emitter',
    ],
    [
      'the last page of a row',
      `      code.i32(3);
      code.emit(op.i32.add);
    });`,
      '    });',
      'emitter',
    ],
    ['the pages of lanes', 'if (memory.touched !== undefined) touchLanes(frame, memory.touched, indices, active);', ''],
    [
      'the address of lanes that are not active',
      `  if (active !== undefined) {
    code.get(active);
    code.vector(simd.and);
  }
  const indices`,
      '  const indices',
      'emitter',
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
    ],
    [
      'the mask and the condition of stores',
      `const active = activeLanes(frame, condition);
  if (isRow)`,
      `const active = undefined;
  if (isRow)`,
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
    ],
    [
      'the mask of stores to places of a local array',
      `const active = activeLanes(frame, undefined);
  const addresses`,
      `const active = undefined;
  const addresses`,
      'emitter',
    ],
    [
      'the address of lanes that are not active, in a local array',
      `  if (frame.isMasked) {
    code.get(frame.mask);
    code.vector(simd.and);
  }
  code.i32(4);`,
      '  code.i32(4);',
      'emitter',
    ],
    [
      'that pages are those of active lanes',
      `    if (active === undefined) code.i32(1);
    else {`,
      `    if (active !== undefined || active === undefined) code.i32(1);
    else {`,
      'emitter',
    ],
    [
      'the mask of accesses with a condition',
      'if (condition !== undefined && frame.isMasked) code.vector(simd.and);',
      'if (condition !== undefined && frame.isMasked) code.emit(op.drop);',
    ],
  ]),
  ...of('flow.ts', 'divergence', [
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
      'emitter',
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
      'emitter',
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
      'emitter',
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
      'hostile',
    ],
    [
      'the end of a cell that is too costly, in a loop',
      `  stopIfTooCostly(frame);
  code.branch(target.header!);`,
      '  code.branch(target.header!);',
      'hostile',
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
      'emitter',
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
      'hostile',
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
  ...of('escape.ts', 'divergence', [
    [
      'the jumps of inner constructs',
      'if (outermost < depth) escaping.add(node);',
      'if (outermost < depth && partsOf(node).length === 0) escaping.add(node);',
    ],
    ['the jumps out of a region', 'outermost = target ?? -1;', 'outermost = target ?? outermost;'],
  ]),
  ...of('frame.ts', 'divergence', [
    ['what lanes keep that wait', 'if (this.isMasked && levels.isBlended(node)) {', 'if (this.lanes === 1) {'],
    [
      'the last place of a register in its local',
      'while (end[closing[closed]!]! < start[register]!) {',
      'while (end[closing[closed]!]! <= start[register]!) {',
    ],
  ]),
  ...of('phases.ts', 'divergence', [
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
    ['the cost of phases for each invocation', 'code.i64(phase.cost * this.invocations);', 'code.i64(phase.cost);'],
    [
      'the end of a cell that is too costly, in a loop of the workgroup',
      `    code.get(frame.rest);
    code.i64(0);
    code.emit(op.i64.ltS);
    code.branchIf(frame.finish!);
    if (isCounted) {`,
      '    if (isCounted) {',
      'hostile',
    ],
    [
      'the budget of the workgroup',
      `code.get(frame.loopBudget);
      code.emit(op.i32.geU);`,
      `code.get(frame.loopBudget);
      code.emit(op.i32.gtU);`,
      'emitter',
    ],
    [
      'that the budget of the workgroup fires',
      `      code.get(frame.flags);
      code.i32(flag.guard);
      code.emit(op.i32.or);
      code.set(frame.flags);
`,
      '',
      'emitter',
    ],
    [
      'the count of back-edges of the workgroup',
      `      code.i32(1);
      code.emit(op.i32.add);
      code.set(this.#backEdges);`,
      '      code.set(this.#backEdges);',
      'emitter',
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
    ['what a group finds in slots', 'for (const register of loaded) this.#load(register);', ''],
    ['what a group leaves in slots', 'for (const register of stored) this.#store(register);', ''],
    [
      'what jumps out of a region lead to',
      'const behind = [liveness.behind(region), ...[...exits.keys()].flatMap((label) => this.#loops.get(label)!.live)];',
      'const behind = [liveness.behind(region)];',
    ],
    [
      'what the next round finds in slots',
      'const live = [frame.liveness.behind(phase), frame.liveness.header(phase)];',
      'const live = [frame.liveness.behind(phase)];',
      'emitter',
    ],
    [
      'the slots of each group',
      `    code.get(frame.group);
    code.emit(op.i32.add);
    code.set(this.#slotsAt);`,
      '    code.set(this.#slotsAt);',
    ],
    ['the mask of the last group', 'frame.isMasked = invocations % lanes !== 0;', 'frame.isMasked = false;'],
    [
      'the first lane that is none',
      `code.vector(simd.i32x4.ltU);
    code.set(frame.mask);`,
      `code.vector(simd.i32x4.leU);
    code.set(frame.mask);`,
    ],
    [
      'the end of the groups',
      `    code.i32(4 * invocations);
    code.emit(op.i32.ltU);`,
      `    code.i32(4 * invocations);
    code.emit(op.i32.leU);`,
    ],
    [
      'the end of a cell that is too costly, behind a region',
      `    code.get(frame.rest);
    code.i64(0);
    code.emit(op.i64.ltS);
    code.get(frame.runOut);
    code.emit(op.i32.or);`,
      '    code.get(frame.runOut);',
      'hostile',
    ],
    [
      'the end of a cell behind a region in which an invocation ran out',
      `    code.get(frame.runOut);
    code.emit(op.i32.or);
`,
      '',
    ],
    [
      'that a block is left',
      `        code.i32(2 * i + 1);
        code.emit(op.i32.eq);
        code.branchIf(this.#loops.get(label)!.end);`,
      `        code.i32(2 * i + 1);
        code.emit(op.i32.eq);
        code.emit(op.drop);`,
    ],
    [
      'that a cell is told to be too costly',
      `  code.i32(flag.tooCostly);
  code.emit(op.i32.mul);`,
      `  code.emit(op.drop);
  code.i32(0);`,
      'hostile',
    ],
  ]),
  ...of('intervals.ts', 'divergence', [
    [
      'what the next round finds',
      `      extend(liveness.header(node), place);
`,
      '',
    ],
    [
      'what lanes that have left keep through the rounds of others',
      'if (begun(register)) extendOne(register, place);',
      '',
    ],
    [
      'that builtin values are there from the beginning of a region on',
      `    if (node.kind === 'builtin') touch(node.to, region);
`,
      '',
      'emitter',
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
      'limits',
    ],
  ]),
  ...of('levels.ts', 'divergence', [
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
      'const after = stride;',
    ],
    [
      'that local memory differs from lane to lane',
      "if (node.memory === 'local') return state.lanes === 1 ? level.group : level.lane;",
      "if (node.memory === 'local') return of(node.index);",
    ],
    [
      'that a word that invocations store is not equal in all of them',
      'return Math.max(own, level.group) as Level;',
      'return own;',
    ],
    [
      'that a condition may differ where the index does not',
      'node.condition === undefined ? of(node.index) : of(node.index, node.condition);',
      'of(node.index);',
      'emitter',
    ],
    [
      'the end of sweeps',
      'if (done === sweeps) raiseAll(state);',
      'if (done === sweeps && sweeps < mostSweeps) raiseAll(state);',
      'limits',
    ],
    [
      'that no truth value is left when sweeps end',
      `  state.notBoolean.fill(1);
`,
      '',
      'limits',
    ],
    [
      'the limit of jumps',
      `    state.work.spend(1);
    if (one.label === label) break;`,
      '    if (one.label === label) break;',
      'limits',
    ],
    [
      'the limit of definitions',
      `    state.work.spend(1);
    if (!one.registers`,
      '    if (!one.registers',
      'limits',
    ],
  ]),
  ...of('limits.ts', 'hostile', [
    ['the depth of a kernel', 'if (depth > most.depth + 1) throw tooDeep();', ''],
    ['the number of nodes', 'if (nodes > most.nodes) throw', 'if (nodes < 0) throw'],
    ['the limit of what passes look at more than once', 'if (this.#left < 0) throw tooLarge();', '', 'limits'],
    ['the number of locals', '  assertAtMost(locals, most.locals,', '  assertAtMost(0, most.locals,'],
    [
      'the number of constructs',
      '  assertAtMost(constructs, most.constructs,',
      '  assertAtMost(0, most.constructs,',
      'limits',
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
  ...of('machine.ts', 'hostile', [
    [
      'the error of a cell that is too costly',
      `if (isTooCostly) throw tooCostly(this.#assignment, workgroup);
      costs`,
      'costs',
    ],
    ['that a stack without room is no bug', 'throw isOutOfStack(cause)', 'throw isOutOfStack(undefined)'],
  ]),
  ...of('cell.ts', 'cell', [
    ['the error of one cell that is too costly', 'if (isTooCostly) throw tooCostly(this.#assignment, workgroup);', ''],
    [
      'that a cell that depends on what was not given has no result',
      "if (missing.size > 0) return { kind: 'missing', pages: missing };",
      '',
    ],
  ]),
  ...of('liveness.ts', 'liveness', [
    ['the limit of sets that are kept', 'if (walk.words > MOST_WORDS) throw tooLarge();', ''],
    ['the limit of sets that are looked at', 'if (walk.work > MOST_WORK) throw tooLarge();', '', 'limits'],
  ]),
  ...of('split.ts', 'limits', [
    ['the limit of definitions that are compared', 'if (splitter.work > MOST_WORK) throw tooLarge();', ''],
    ['the limit of registers that constructs write', 'if (work > MOST_WORK) throw tooLarge();', ''],
  ]),
];
