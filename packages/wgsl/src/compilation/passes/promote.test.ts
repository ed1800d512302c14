import { describe, expect, it } from 'vitest';
import type { Instruction } from '../../execution/ir.js';
import * as ir from '../../testing/assembly.js';
import { programOf, textOf } from '../../testing/optimized.js';
import { itKeeps } from '../../testing/passes.js';
import type { Program } from '../program/program.js';
import { split } from '../program/split.js';
import { promote } from './promote.js';
import { simplify } from './simplify.js';

const { barrier, binary, constant, load, loadBuffer, region, store, storeBuffer } = ir;

const use = (register: number): Instruction => storeBuffer(2, 0, register);
const prepared = (program: Program): Program => simplify(split(program));

/** Behind the load of a word into register 3. */
function promoted(...list: readonly Instruction[]): Program {
  return promote(prepared(programOf([region(loadBuffer(3, 0, 0), ...list)])));
}

/** A word of local memory at a constant index. */
const put = (word: number, from: number): readonly Instruction[] => [constant(20, word), store('local', 20, from)];
const get = (to: number, word: number): readonly Instruction[] => [constant(20, word), load(to, 'local', 20)];
/** Between `base` and `base + count`. */
const at = (to: number, base: number, count: number): readonly Instruction[] => [
  constant(21, count - 1),
  binary(to, 3, 'min-u', 21),
  constant(21, base),
  binary(to, to, 'add', 21),
  load(to, 'local', to),
];

function accesses(program: Program): number {
  return textOf(program).filter((line) => /local/.test(line)).length;
}

describe('words of local memory', () => {
  it('with constant indices become registers', () => {
    const program = promoted(...put(2, 3), ...get(4, 3), use(4), ...get(5, 2), use(5));
    expect(accesses(program)).toBe(0);
    expect(program.localWords).toBe(0);
    expect(textOf(prepared(program))).toEqual(
      ['r0 = 0', 'r2 = buffer 0[r0]', 'buffer 2[r0] = r0', 'buffer 2[r0] = r2'].map((line) =>
        expect.stringMatching(line.replace(/r\d/g, 'r\\d').replace(/[[\]]/g, '\\$&')),
      ),
    );
  });

  it('are kept over regions', () => {
    const body = [region(loadBuffer(3, 0, 0), ...put(2, 3)), barrier('workgroup'), region(...get(4, 2), use(4))];
    const program = promote(prepared(programOf(body)));
    expect(accesses(program)).toBe(0);
    expect(textOf(prepared(program)).at(-1)).toMatch(/buffer 2\[r0\] = r\d/);
  });

  it('stay where an index is computed, as far as it may reach', () => {
    const program = (...list: readonly Instruction[]): Program => promoted(...put(1, 3), ...put(9, 3), ...list, use(4));
    const cases: readonly (readonly [readonly Instruction[], number, number])[] = [
      // Only what could be accessed stays, and the memory up to there.
      [at(4, 4, 5), 1, 9],
      [at(4, 4, 6), 2, 10],
      [at(4, 1, 2), 2, 3],
      [at(4, 10, 6), 1, 16],
      // An index that nobody knows can be all.
      [[load(4, 'local', 3)], 3, 16],
      [[constant(21, 4), binary(4, 3, 'add', 21), load(4, 'local', 4)], 3, 16],
      // It would be outside: so it is not known either.
      [at(4, 12, 6), 3, 16],
      [[constant(21, 3), binary(4, 3, 'and', 21), load(4, 'local', 4)], 2, 4],
      [[constant(21, 9), binary(4, 3, 'rem-u', 21), load(4, 'local', 4)], 2, 9],
      [[constant(21, 10), binary(4, 3, 'rem-u', 21), load(4, 'local', 4)], 3, 10],
      [[constant(21, 29), binary(4, 3, 'shr-u', 21), load(4, 'local', 4)], 2, 8],
    ];
    for (const [list, left, localWords] of cases) {
      const made = program(...list);
      expect([accesses(made), made.localWords]).toEqual([left, localWords]);
    }
  });

  it('are at most 256', () => {
    const words = Array.from({ length: 300 }, (_, k) => [...put(k, 3), ...get(4, k), use(4)]).flat();
    const more = Array.from({ length: 2 }, () => [...get(4, 299), use(4)]).flat();
    const program = promote(split(programOf([region(loadBuffer(3, 0, 0), ...words, ...more)], { localWords: 300 })));
    // Those with the highest numbers of accesses.
    expect(accesses(program)).toBe(2 * (300 - 256));
    expect(program.localWords).toBe(299);
  });
});

it('without local memory the program is the same', () => {
  const program = split(programOf([region(loadBuffer(3, 0, 0), use(3))], { localWords: 0 }));
  expect(promote(program)).toBe(program);
});

describe('a program does what it did', () => itKeeps((program) => split(promote(program)), prepared));
