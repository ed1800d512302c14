import { describe, expect, it } from 'vitest';
import type { Instruction } from '../../execution/ir.js';
import * as ir from '../../testing/assembly.js';
import { programOf, textOf } from '../../testing/optimized.js';
import { itKeeps } from '../../testing/passes.js';
import { printProgram } from '../../testing/program.js';
import type { Program } from '../program/program.js';
import { split } from '../program/split.js';
import { hoist } from './hoist.js';
import { simplify } from './simplify.js';

const { again, barrier, binary, constant, loadBuffer, loop, phases, region, storeBuffer, when } = ir;

const use = (register: number): Instruction => storeBuffer(2, 0, register);
const prepared = (program: Program): Program => simplify(split(program));

/** Behind the load of a word into register 3. */
function code(...list: readonly Instruction[]): readonly string[] {
  return textOf(hoist(prepared(programOf([region(loadBuffer(3, 0, 0), ...list)])))).slice(2);
}

const repeat = (label: number): readonly Instruction[] => [
  loadBuffer(9, 0, 0),
  loadBuffer(9, 1, 9),
  when(9, [again(label)]),
];

describe('what is the same in all rounds', () => {
  it('moves in front of the loop, with the constants that it needs', () => {
    const body = [constant(5, 7), binary(5, 3, 'mul', 5), use(5), loadBuffer(6, 0, 5), binary(6, 6, 'add', 5), use(6)];
    expect(code(loop(1, [...body, ...repeat(1)]))).toEqual([
      'r2 = 7',
      'r3 = mul r1, r2',
      'loop @1',
      '  buffer 2[r0] = r3',
      '  r4 = buffer 0[r3]',
      '  r5 = add r4, r3',
      '  buffer 2[r0] = r5',
      '  r7 = buffer 1[r1]',
      '  if r7',
      '    again @1',
    ]);
  });

  it('moves out of as many loops as it can, and out of branches', () => {
    const inner = [when(4, [binary(5, 3, 'mul', 3), use(5), binary(6, 4, 'mul', 3), use(6)]), ...repeat(2)];
    expect(code(loop(1, [loadBuffer(4, 1, 0), loop(2, inner), ...repeat(1)]))).toEqual([
      'r3 = mul r1, r1',
      'loop @1',
      '  r2 = buffer 1[r0]',
      '  r4 = mul r2, r1',
      '  loop @2',
      '    if r2',
      '      buffer 2[r0] = r3',
      '      buffer 2[r0] = r4',
      '    r6 = buffer 1[r1]',
      '    if r6',
      '      again @2',
      '  r8 = buffer 1[r1]',
      '  if r8',
      '    again @1',
    ]);
  });
});

describe('what stays', () => {
  it('depends on what the loop changes', () => {
    const body = [binary(5, 4, 'mul', 4), use(5), binary(4, 4, 'add', 3), ...repeat(1)];
    expect(code(constant(4, 1), loop(1, body))[2]).toBe('  r3 = mul r2, r2');
  });

  it('is written in several places', () => {
    const body = [binary(5, 3, 'mul', 3), when(3, [binary(5, 3, 'add', 3)]), use(5), ...repeat(1)];
    expect(code(loop(1, body)).slice(0, 2)).toEqual(['loop @1', '  r2 = mul r1, r1']);
  });

  it('is in a loop of phases', () => {
    const body = phases.loop(1, [
      region(binary(5, 3, 'mul', 3), use(5)),
      barrier('workgroup'),
      phases.when(3, [region(again(1))]),
    ]);
    const program = prepared(programOf([region(loadBuffer(3, 0, 0)), body]));
    expect(printProgram(hoist(program))).toEqual(printProgram(program));
  });
});

describe('a program does what it did', () => itKeeps(hoist, prepared));
