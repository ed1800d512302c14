import { describe, expect, it } from 'vitest';
import type { Instruction } from '../../execution/ir.js';
import * as ir from '../../testing/assembly.js';
import { programOf, textOf } from '../../testing/optimized.js';
import { itKeeps } from '../../testing/passes.js';
import type { Program } from '../program/program.js';
import { split } from '../program/split.js';
import { coalesce } from './coalesce.js';
import { simplify } from './simplify.js';

const { again, binary, constant, copy, loadBuffer, loop, region, storeBuffer, when } = ir;

const use = (register: number): Instruction => storeBuffer(2, 0, register);
const prepared = (program: Program): Program => simplify(split(program));

/** The body of a loop around which register 5 comes, behind the load of a word into register 3. */
function round(...list: readonly Instruction[]): readonly string[] {
  const body = loop(1, [...list, loadBuffer(9, 0, 3), when(9, [again(1)])]);
  const lines = textOf(coalesce(split(programOf([region(loadBuffer(3, 0, 0), constant(5, 0), body, use(5))]))));
  return lines.slice(4, -4).map((line) => line.trim());
}

describe('a value', () => {
  it('is computed where it is copied to', () => {
    expect(round(binary(6, 5, 'add', 3), copy(5, 6))).toEqual(['r2 = add r2, r1']);
    expect(round(binary(6, 5, 'add', 3), use(3), copy(5, 6))).toEqual(['r2 = add r2, r1', 'buffer 2[r0] = r1']);
    expect(round(loadBuffer(6, 0, 5), copy(5, 6))).toEqual(['r2 = buffer 0[r2]']);
    expect(round(binary(6, 5, 'add', 3), copy(7, 6), copy(5, 7))).toEqual(['r2 = add r2, r1']);
  });

  it.each([
    ['something else reads it', [binary(6, 5, 'add', 3), use(6), copy(5, 6)]],
    ['the other register is read before the copy', [binary(6, 5, 'add', 3), use(5), copy(5, 6)]],
    ['there is control flow before the copy', [binary(6, 5, 'add', 3), when(3, [use(5)]), copy(5, 6)]],
  ])('is copied if %s', (_, list) => {
    expect(round(...list)[0]).toMatch(/^r([^2]|\d\d) = add/);
    expect(round(...list).at(-1)).toMatch(/^r2 = r\d+$/);
  });
});

describe('a program does what it did', () => itKeeps(coalesce, prepared));
