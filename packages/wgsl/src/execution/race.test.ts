import { check } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as ir from '../testing/assembly.js';
import type { Race } from './interpreter.js';
import type { Instruction, Phase } from './ir.js';
import type { AtomicOperation } from './operation.js';
import { familyOf, kindOf, read, Shadow, write } from './race.js';

const { constant, binary, loadBuffer, storeBuffer, region } = ir;

/** What an invocation does to one word, at place 1 or 2 of the source. */
type Act = 'read' | 'write' | AtomicOperation;

/** Register 5 is the word, 6 the value. */
function act(what: Act, memory: 'workgroup' | 'storage', at: number): Instruction {
  if (memory === 'storage') return what === 'read' ? loadBuffer(7, 2, 5, at) : storeBuffer(2, 5, 6, at);
  if (what === 'read') return ir.load(7, 'workgroup', 5, at);
  return what === 'write' ? ir.store('workgroup', 5, 6, at) : ir.atomic(5, what, 6, at);
}

/** This code in invocation `i` only. */
const only = (i: number, ...code: readonly Instruction[]): readonly Instruction[] => [
  constant(1, i),
  binary(2, 0, 'eq', 1),
  ir.when(2, code),
];

function race(body: readonly Phase[], invocations = 3): Race | undefined {
  return ir.run(ir.kernel(body, { workgroupSize: [invocations, 1, 1] })).race;
}

describe('E15: what races', () => {
  const acts: readonly Act[] = ['read', 'write', 'add', 'sub', 'min-s', 'max-u', 'and', 'or', 'xor'];
  const doesRace = (a: Act, b: Act): boolean => {
    const families: Partial<Record<Act, string>> = { sub: 'add' };
    const [one, other] = [families[a] ?? a, families[b] ?? b];
    return one !== other || one === 'write';
  };

  const pairs = acts.flatMap((a) => acts.map((b) => [a, b] as const));
  it.each(pairs)('%s and %s in workgroup memory', (a, b) => {
    const first = only(0, act(a, 'workgroup', 1));
    const second = only(2, act(b, 'workgroup', 2));
    const found = race([region(...first, ...second)]);
    if (!doesRace(a, b)) return expect(found).toBeUndefined();
    expect(found).toEqual({
      region: 0,
      memory: 'workgroup',
      word: 0,
      first: { invocation: 0, kind: a === 'sub' ? 'add' : a, at: 1 },
      second: { invocation: 2, kind: b === 'sub' ? 'add' : b, at: 2 },
    });
    // Controls, with nothing else changed: another word, the same invocation, a barrier between them.
    expect(race([region(...first, constant(5, 1), ...second)])).toBeUndefined();
    expect(race([region(...first, ...only(0, act(b, 'workgroup', 2)))])).toBeUndefined();
    expect(race([region(...first), ir.barrier('workgroup'), region(...second)])).toBeUndefined();
    // A region's end alone, and a barrier of the other memory, order nothing.
    expect(race([region(...first), region(...second)])).toMatchObject({ region: 1 });
    expect(race([region(...first), ir.barrier('storage'), region(...second)])).toMatchObject({ region: 1 });
  });

  it.each([
    ['read', 'read', false],
    ['read', 'write', true],
    ['write', 'read', true],
    ['write', 'write', true],
  ] as const)('%s and %s in storage memory: %s', (a, b, races) => {
    const first = only(0, act(a, 'storage', 1));
    const second = only(2, act(b, 'storage', 2));
    const found = race([region(...first, ...second)]);
    if (!races) return expect(found).toBeUndefined();
    expect(found).toEqual({
      region: 0,
      memory: { binding: 2 },
      word: 0,
      first: { invocation: 0, kind: a, at: 1 },
      second: { invocation: 2, kind: b, at: 2 },
    });
    expect(race([region(...first, constant(5, 1), ...second)])).toBeUndefined();
    expect(race([region(...first, ...only(0, act(b, 'storage', 2)))])).toBeUndefined();
    expect(race([region(...first), ir.barrier('storage'), region(...second)])).toBeUndefined();
    expect(race([region(...first), ir.barrier('workgroup'), region(...second)])).toMatchObject({ region: 1 });
  });

  it('equal values included', () => {
    expect(race([region(storeBuffer(2, 5, 6))])).toMatchObject({ first: { invocation: 0 }, second: { invocation: 1 } });
  });

  it('one word in two buffers is two words', () => {
    expect(race([region(...only(0, storeBuffer(2, 5, 6)), ...only(1, storeBuffer(3, 5, 6)))])).toBeUndefined();
  });

  it('buffers that the kernel only reads have no races', () => {
    expect(race([region(loadBuffer(7, 0, 5), loadBuffer(7, 1, 5))])).toBeUndefined();
  });

  it('local memory has none: each invocation has its own', () => {
    expect(race([region(ir.store('local', 5, 6), ir.load(7, 'local', 5))])).toBeUndefined();
  });

  it.each([
    ['dropped, not the own word', { owns: () => false }, 5],
    ['dropped, outside of the buffer', {}, 8],
    ['control: stored', {}, 5],
  ] as const)('stores and loads that are guarded are no accesses: %s', (name, options, word) => {
    const kernel = ir.kernel([region(constant(5, word), loadBuffer(7, 2, 5), storeBuffer(2, 5, 6))], {
      workgroupSize: [2, 1, 1],
    });
    expect(ir.run(kernel, {}, options).race === undefined).toBe(!name.startsWith('control'));
  });
});

describe('E16: the first race', () => {
  const store = (at: number): Instruction => act('write', 'workgroup', at);

  it('is in the first region that has one, then of the first invocation, then the first in its program', () => {
    const early = region(...only(2, constant(5, 1), store(1)), ...only(1, constant(5, 2), store(2)), constant(5, 0));
    const late = region(
      ...only(2, constant(5, 2), store(3)),
      ...only(0, constant(5, 1), store(4), constant(5, 2), store(5)),
    );
    // In the region `late` two words race with `early`: the one that invocation 0 stores first is reported.
    expect(race([early, late])).toMatchObject({
      region: 1,
      word: 1,
      first: { invocation: 2, at: 1 },
      second: { invocation: 0, at: 4 },
    });
    expect(race([region(), early, region(...only(2, constant(5, 2), store(6))), late])).toMatchObject({
      region: 2,
      word: 2,
      first: { invocation: 1, at: 2 },
      second: { invocation: 2, at: 6 },
    });
  });

  it('a cell with a race ends all the same, by the order of invocations', () => {
    const { buffers, race: found } = ir.run(
      ir.kernel([region(constant(5, 0), storeBuffer(2, 5, 0)), region(loadBuffer(6, 2, 5), storeBuffer(3, 0, 6))], {
        workgroupSize: [3, 1, 1],
      }),
    );
    expect(found).toBeDefined();
    expect(buffers[3]!.slice(0, 3)).toEqual([2, 2, 2]);
  });
});

describe('the shadow of a memory', () => {
  it('finds the first race of any accesses, and the earliest access that it conflicts with', () => {
    const kinds = [...new Set([read, write, ...Object.values(familyOf)])];
    const access = fc.record({
      word: fc.nat(1),
      invocation: fc.nat(3),
      kind: fc.constantFrom(...kinds, read, read, read, familyOf.add, familyOf.add),
      isBehindBarrier: fc.nat(7).map((chance) => chance === 0),
    });
    const property = fc.property(fc.array(access, { maxLength: 24 }), (accesses) => {
      const shadow = new Shadow(2);
      const since: { word: number; invocation: number; kind: number; at: number }[] = [];
      for (const [at, { word, invocation, kind, isBehindBarrier }] of accesses.entries()) {
        if (isBehindBarrier) {
          shadow.nextEpoch();
          since.length = 0;
        }
        const wanted = since
          .filter((other) => other.word === word && other.invocation !== invocation)
          .find((other) => other.kind !== kind || kind === write);
        const found = shadow.access(word, invocation, kind, at);
        expect(found).toEqual(wanted && { invocation: wanted.invocation, kind: kindOf(wanted.kind), at: wanted.at });
        if (found !== undefined) return;
        since.push({ word, invocation, kind, at });
      }
    });
    fc.assert(property, check(40_000));
  });

  it('grows, and keeps what it knows', () => {
    const shadow = new Shadow(1);
    shadow.access(0, 1, write, 7);
    shadow.reserve(1000);
    expect(shadow.access(999, 1, write, 8)).toBeUndefined();
    expect(shadow.access(999, 2, write, 9)).toMatchObject({ invocation: 1, at: 8 });
    expect(shadow.access(0, 2, read, 9)).toMatchObject({ invocation: 1, at: 7 });
  });
});
