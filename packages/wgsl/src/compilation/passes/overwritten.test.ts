import { describe, expect, it } from 'vitest';
import type { Instruction } from '../../execution/ir.js';
import * as ir from '../../testing/assembly.js';
import { programOf, textOf } from '../../testing/optimized.js';
import { itKeeps } from '../../testing/passes.js';
import type { Program } from '../program/program.js';
import { split } from '../program/split.js';
import { removeOverwritten } from './overwritten.js';
import { simplify } from './simplify.js';

const { atomic, binary, block, constant, leave, load, loadBuffer, region, store, storeBuffer, when } = ir;

const prepared = (program: Program): Program => simplify(split(program));

/** How many stores are left. Register 3 is a word, 4 and 5 are 1 and 2. */
function stores(...list: readonly Instruction[]): number {
  const before = [loadBuffer(3, 0, 0), constant(4, 1), constant(5, 2)];
  const lines = textOf(removeOverwritten(split(programOf([region(...before, ...list)]))));
  return lines.filter((line) => /^ *(buffer|local|workgroup).* = /.test(line)).length;
}

describe('a store', () => {
  const [first, second] = [storeBuffer(2, 3, 4), storeBuffer(2, 3, 5)];
  it.each([
    ['is left out if the next one is to the same word', [first, second], 1],
    ['also of three', [first, second, first], 1],
    ['also in local memory', [store('local', 3, 4), store('local', 3, 5)], 1],
    ['stays if the next one is elsewhere', [first, storeBuffer(2, 4, 5), second], 3],
    ['stays if the next one is to another buffer', [first, storeBuffer(3, 3, 5)], 2],
    ['stays if something is loaded from there', [first, loadBuffer(6, 2, 4), second], 2],
    ['is left out if something is loaded from elsewhere', [first, loadBuffer(6, 0, 4), second], 1],
    ['stays if something may be loaded', [first, when(3, [loadBuffer(6, 2, 4)]), second], 2],
    ['stays if the next one may not be made', [first, when(4, [second])], 2],
    ['stays if there is a jump', [block(1, [first, when(3, [leave(1)]), second])], 2],
    [
      'stays if the index has changed',
      [
        constant(6, 0),
        when(3, [storeBuffer(2, 6, 4), binary(6, 6, 'add', 4), storeBuffer(2, 6, 4)]),
        storeBuffer(2, 6, 4),
      ],
      3,
    ],
    ['stays before an atomic', [store('workgroup', 4, 3), atomic(4, 'add', 3), store('workgroup', 4, 3)], 2],
    [
      'stays before a load of workgroup memory',
      [store('workgroup', 4, 3), load(6, 'workgroup', 5), store('workgroup', 4, 3)],
      2,
    ],
  ])('%s', (_, list, left) => {
    expect(stores(...list)).toBe(left);
  });
});

describe('a program does what it did', () => itKeeps(removeOverwritten, prepared));
