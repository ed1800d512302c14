import { check as parameters } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as guards from '../../analysis/guards.js';
import type { Instruction, Kernel, Phase } from '../../execution/ir.js';
import { lower } from '../../execution/lower.js';
import * as ir from '../../testing/assembly.js';
import { cellOf, evaluate, expectSame } from '../../testing/evaluated.js';
import { jumps } from '../../testing/jumps.js';
import { samples, sourceOf } from '../../testing/kernels.js';
import { printProgram } from '../../testing/program.js';
import { check } from '../../validation/check.js';
import { build } from './build.js';

const { again, barrier, block, clamp, constant, leave, loadBuffer, loop, phases, region, storeBuffer, when } = ir;

/** Every guard but those named. */
function kept(kernel: Kernel, dropped: readonly (keyof guards.Guards)[] = []): guards.Guards {
  const all = guards.all(kernel);
  const none = Object.fromEntries(dropped.map((name) => [name, typeof all[name] === 'boolean' ? false : new Set()]));
  return { ...all, ...none };
}

/** Without the region of builtin values and the level of the region. */
function lines(list: readonly Phase[], dropped: readonly (keyof guards.Guards)[] = []): readonly string[] {
  const kernel = ir.kernel(list, { builtins: [], registers: 10 });
  return printProgram(build(kernel, kept(kernel, dropped)));
}

function code(list: readonly Instruction[], dropped: readonly (keyof guards.Guards)[] = []): readonly string[] {
  const [first, ...rest] = lines([region(...list)], dropped);
  expect(first).toBe('region');
  return rest.map((line) => line.slice(2));
}

describe('builtin values', () => {
  it.each([
    [
      'in the first region',
      [region(constant(1, 1))],
      ['region', '  r0 = local_invocation_index', '  pay 1', '  r1 = 1'],
    ],
    ['in a region of their own', [barrier('workgroup')], ['region', '  r0 = local_invocation_index', 'phase pay 1']],
  ])('%s', (_, body, expected) => {
    const kernel = ir.kernel(body);
    expect(printProgram(build(kernel, guards.all(kernel)))).toEqual(expected);
  });
});

describe('E17: the cost of a stretch is paid at its beginning', () => {
  it('with what ends it', () => {
    const inner = [constant(2, 2), leave(7)];
    expect(code([constant(1, 1), block(7, [constant(1, 2), when(1, inner), constant(3, 3)]), constant(1, 4)])).toEqual([
      'pay 2',
      'r1 = 1',
      'block @7',
      '  pay 2',
      '  r1 = 2',
      '  if r1',
      '    pay 2',
      '    r2 = 2',
      '    leave @7',
      '  pay 1',
      '  r3 = 3',
      'pay 1',
      'r1 = 4',
    ]);
  });

  it('where there is nothing to pay for, nothing', () => {
    expect(code([loop(1, []), when(1, [], [])])).toEqual(['pay 1', 'loop @1', 'pay 1', 'if r1']);
  });

  it('of phases by all invocations', () => {
    const body = [
      phases.loop(1, [phases.when(1, [leave(1)], [barrier('storage')]), region(again(1))]),
      phases.block(2, [leave(2)]),
    ];
    expect(lines(body)).toEqual([
      'phase pay 1',
      'phase counted loop @1',
      '  phase pay 1',
      '  phase if r1',
      '    phase pay 1',
      '    phase leave @1',
      '  phase else',
      '    phase pay 1',
      '  region',
      '    pay 1',
      '    again @1',
      'phase pay 1',
      'phase block @2',
      '  phase pay 1',
      '  phase leave @2',
    ]);
    expect(lines(body, ['hasWorkgroupBudget'])[1]).toBe('phase loop @1');
  });
});

describe('E10–E12: accesses of buffers', () => {
  it.each([
    [
      'load',
      loadBuffer(2, 0, 1),
      [],
      ['r12 = length 0', 'r11 = lt-u r1, r12', 'fire unless r11', 'r2 = buffer 0[r1] where r11'],
    ],
    [
      'load with a validity, over its own index',
      loadBuffer(1, 0, 1, 0, 3),
      [],
      ['r12 = length 0', 'r11 = lt-u r1, r12', 'r13 = and r3, r11', 'fire unless r13', 'r1 = buffer 0[r1] where r13'],
    ],
    ['store', storeBuffer(2, 1, 4), [], ['r11 = owned 2[r1]', 'fire unless r11', 'buffer 2[r1] = r4 where r11']],
    [
      'store with a validity',
      storeBuffer(2, 1, 4, 0, 3),
      [],
      ['r11 = owned 2[r1]', 'r12 = and r3, r11', 'fire unless r12', 'buffer 2[r1] = r4 where r12'],
    ],
    [
      'load that is inside',
      loadBuffer(2, 2, 1, 0, 3),
      ['outside'],
      ['r11 = owned 2[r1]', 'fire unless r11', 'r2 = buffer 2[r1] where r11'],
    ],
    [
      'store that is owned if it is inside',
      storeBuffer(2, 1, 4, 0, 3),
      ['foreign'],
      ['r12 = length 2', 'r11 = lt-u r1, r12', 'r13 = and r3, r11', 'fire unless r13', 'buffer 2[r1] = r4 where r13'],
    ],
    ['load that needs no guard', loadBuffer(2, 2, 1, 0, 3), ['outside', 'foreign'], ['r2 = buffer 2[r1]']],
    ['store that needs no guard', storeBuffer(2, 1, 4, 0, 3), ['outside', 'foreign'], ['buffer 2[r1] = r4']],
  ] as const)('a %s', (_, instruction, dropped, expected) => {
    expect(code([instruction], dropped)).toEqual(['pay 1', ...expected]);
  });
});

describe('E13: clamps', () => {
  it.each([
    ['kept', clamp(2, 1, 5), [], ['r11 = 4', 'r12 = le-u r1, r11', 'fire unless r12', 'r2 = min-u r1, r11']],
    [
      'of their own register',
      clamp(1, 1, 5),
      [],
      ['r11 = 4', 'r12 = le-u r1, r11', 'fire unless r12', 'r1 = min-u r1, r11'],
    ],
    [
      'to more than 2³¹ elements',
      clamp(1, 1, 2 ** 32 - 1),
      [],
      ['r11 = -2', 'r12 = le-u r1, r11', 'fire unless r12', 'r1 = min-u r1, r11'],
    ],
    ['dropped', clamp(2, 1, 5), ['clamps'], ['r2 = r1']],
  ] as const)('%s', (_, instruction, dropped, expected) => {
    expect(code([instruction], dropped)).toEqual(['pay 1', ...expected]);
  });
});

describe('E14: the loop budget', () => {
  const nest = [loop(1, [loop(2, [when(1, [again(1)]), again(2)])])];
  const counted = (label: number, first: number, pad: string): readonly string[] =>
    [
      `r${first} = budget`,
      `r${first + 1} = lt-u r10, r${first}`,
      `if r${first + 1}`,
      `  r${first + 2} = 1`,
      `  r10 = add r10, r${first + 2}`,
      `  again @${label}`,
      'else',
      '  run-out',
      `  leave @${label}`,
    ].map((line) => pad + line);

  it('one count for all loops of an invocation', () => {
    expect(code(nest)).toEqual([
      'pay 1',
      'loop @1',
      '  pay 1',
      '  loop @2',
      '    pay 1',
      '    if r1',
      '      pay 1',
      ...counted(1, 11, '      '),
      '    pay 1',
      ...counted(2, 14, '    '),
    ]);
  });

  it('none where it is enough', () => {
    expect(code(nest, ['hasInvocationBudget']).filter((line) => /again|budget|run-out/.test(line))).toEqual([
      '      again @1',
      '    again @2',
    ]);
  });
});

describe('a program does what its kernel does', () => {
  it.each(samples)('$name', (sample) => {
    const kernel = lower(check(sourceOf(sample)).program!, { entryPoint: 'main' });
    for (const some of [
      kept(kernel),
      kept(kernel, ['outside', 'foreign', 'clamps', 'hasInvocationBudget', 'hasWorkgroupBudget']),
    ]) {
      expect(expectSame(build(kernel, some), cellOf(kernel))).toBe(true);
    }
  });

  it('whatever jumps, and whatever the budget', () => {
    let fired = 0;
    const property = fc.property(jumps, fc.nat(14), (kernel, loopBudget) => {
      const program = build(kernel, guards.all(kernel));
      const cell = { ...cellOf(kernel, loopBudget), workgroup: [1, 0, 0], grid: [2, 1, 1] } as const;
      expectSame(program, cell);
      if (evaluate(program, cell).hasFired) fired += 1;
    });
    fc.assert(property, parameters(3_000));
    expect(fired).toBeGreaterThan(20);
  });
});
