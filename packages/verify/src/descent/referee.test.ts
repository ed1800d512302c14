import { blake3, bytes as octets, suite as suites, verdict } from '@assay/core';
import { check } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as descent from '../descent.js';

const suite = suites.blake3();
const chunk = 1024;
const pattern = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i + (i >>> 10) * 7) % 251);

const committed = pattern(300 * chunk);
const version = { root: suite.root(committed), lengthBytes: committed.length };
const opening: descent.Move = { kind: 'opening', bytes: descent.begin(committed) };
const ask = (first: number, height: number): descent.Move => ({ kind: 'question', node: { first, height } });
const bytesOf = (first: number, height: number, bytes = committed): Uint8Array => {
  const given = descent.answer(bytes, { first, height });
  if (!given.ok) throw new Error(given.verdict.code);
  return given.bytes;
};
const answer = (bytes: Uint8Array): descent.Move => ({ kind: 'answer', bytes });
const standing = (...moves: readonly descent.Move[]): descent.Standing => descent.check({ ...version, moves });
const outcome = (...moves: readonly descent.Move[]): string => {
  const found = standing(...moves);
  return found.ok ? `${found.by}: ${found.due}` : found.verdict.code;
};
const stateAfter = (...moves: readonly descent.Move[]): descent.State => {
  const found = standing(...moves);
  if (!found.ok) throw new Error(found.verdict.code);
  return found.state;
};

describe('a transcript says whose move it is', () => {
  const moves = [opening, ask(0, 8), answer(bytesOf(0, 8)), ask(77, 0), answer(bytesOf(77, 0))];

  it('one after the other', () => {
    expect(moves.map((_, i) => outcome(...moves.slice(0, i)))).toEqual([
      'worker: opening',
      'watcher: question',
      'worker: answer',
      'watcher: question',
      'worker: answer',
    ]);
    expect(outcome(...moves)).toBe('watcher: question');
  });

  it('and is the fold of its moves', () => {
    let state = descent.start(version.root, version.lengthBytes);
    for (const move of moves) {
      const before = structuredClone(state);
      const next = descent.advance(state, move);
      expect(state).toEqual(before);
      if (!next.ok) throw new Error(next.verdict.code);
      state = next.state;
    }
    expect(state).toEqual(stateAfter(...moves));
    expect(state.chunks.map(({ offsetBytes }) => offsetBytes / chunk)).toEqual([299, 77]);
  });

  it('the first wrong move ends it, whatever comes then', () => {
    expect(outcome(opening, ask(3, 0), opening)).toBe('descent.bad-question');
    expect(outcome(opening, ask(0, 8), answer(new Uint8Array(1)), answer(bytesOf(0, 8)))).toBe('descent.wrong-answer');
  });

  it.each([
    ['a question first', [ask(0, 8)]],
    ['an answer first', [answer(new Uint8Array(32))]],
    ['two opening moves', [opening, opening]],
    ['an answer to no question', [opening, answer(bytesOf(0, 8))]],
    ['two questions', [opening, ask(0, 8), ask(256, 5)]],
    ['an opening for an answer', [opening, ask(0, 8), opening]],
    ['two answers', [opening, ask(0, 8), answer(bytesOf(0, 8)), answer(bytesOf(0, 8))]],
  ])('a layer that takes %s is mistaken', (_, wrong) => {
    expect(() => standing(...wrong)).toThrow(expect.objectContaining({ kind: 'bug', code: 'descent.out-of-turn' }));
  });

  it('verdicts have bytes, and say whose doing it is', () => {
    const found = [standing(opening, ask(3, 0)), standing({ kind: 'opening', bytes: new Uint8Array() })].map((each) => {
      if (each.ok) throw new Error('no verdict');
      expect(verdict.decode(verdict.encode(each.verdict))).toEqual(each.verdict);
      return [verdict.faultOf(each.verdict), verdict.outcomeOf(each.verdict), each.verdict.evidence];
    });
    expect(found).toEqual([
      ['challenger', 'bad-challenge', { expected: 'a node whose value has been shown', got: 'chunk 3' }],
      ['responder', 'withheld', { expected: '1024 bytes or more', got: '0 bytes' }],
    ]);
  });
});

describe('L2: the opening move', () => {
  const codeOf = (bytes: Uint8Array): string => outcome({ kind: 'opening', bytes });

  it('control: of the last byte', () => expect(codeOf(descent.begin(committed))).toBe('watcher: question'));

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['a byte less', descent.begin(committed).subarray(1)],
    ['a byte more', octets.concat(descent.begin(committed), new Uint8Array(1))],
    ['all bytes', committed],
    ['the opening of another byte', suite.open(committed, [{ offsetBytes: 0, lengthBytes: 1 }])],
    ['the opening of other bytes', descent.begin(committed.map((byte) => byte ^ 1))],
    ['the opening of a shorter version', descent.begin(committed.subarray(0, -4))],
    [
      'values exchanged',
      octets.concat(
        descent.begin(committed).subarray(32, 64),
        descent.begin(committed).subarray(0, 32),
        descent.begin(committed).subarray(64),
      ),
    ],
  ])('is not %s', (_, bytes) => expect(codeOf(bytes)).toBe('descent.wrong-answer'));

  it('shows the values of left children, from left to right', () => {
    // 300 chunks: 256, 32, 8, 2 and 1 are hidden, and chunk 299 is shown.
    const { rows } = stateAfter(opening);
    expect(rows.map(({ first, height }) => [first, height])).toEqual([
      [0, 8],
      [256, 5],
      [288, 3],
      [296, 1],
      [298, 0],
    ]);
  });
});

describe('L3: a question', () => {
  const asked = [opening, ask(0, 8), answer(bytesOf(0, 8))];

  it('control: about any value that was shown', () => {
    for (const [first, height] of [
      [0, 8],
      [256, 5],
      [288, 3],
      [296, 1],
      [298, 0],
    ] as const) {
      expect(outcome(opening, ask(first, height))).toBe('worker: answer');
    }
    for (const first of [0, 1, 77, 255]) expect(outcome(...asked, ask(first, 0))).toBe('worker: answer');
  });

  it.each([
    ['the root', 0, 9],
    ['a chunk inside a value', 3, 0],
    ['a node inside a value', 0, 7],
    ['a node around a value', 256, 6],
    ['a node beside', 264, 3],
    ['a height that no value has', 0, 0],
    ['the last chunk', 299, 0],
    ['a chunk after the end', 300, 0],
    ['a chunk before the start', -1, 0],
    ['no whole chunk', 298.5, 0],
    ['no whole height', 256, 5.5],
    ['no number', Number.NaN, 0],
    ['no height', 0, Number.NaN],
    ['an endless height', 0, Number.POSITIVE_INFINITY],
  ])('is not about %s', (_, first, height) => {
    expect(outcome(opening, ask(first, height))).toBe('descent.bad-question');
    expect(descent.checkQuestion(stateAfter(opening), { first, height })?.code).toBe('descent.bad-question');
  });

  it('is not about a level between those that were shown', () => {
    for (let height = 1; height < 8; height++) expect(outcome(...asked, ask(0, height))).toBe('descent.bad-question');
    expect(outcome(...asked, ask(0, 0))).toBe('worker: answer');
  });

  it('is not about a node that was asked about', () => {
    expect(outcome(...asked, ask(0, 8))).toBe('descent.bad-question');
    const again = [...asked, ask(5, 0), answer(bytesOf(5, 0))];
    expect(outcome(...again, ask(5, 0))).toBe('descent.bad-question');
    expect(outcome(...again, ask(6, 0))).toBe('worker: answer');
  });

  it('is about nothing in a version of one chunk', () => {
    const one = pattern(chunk);
    const moves: descent.Move[] = [{ kind: 'opening', bytes: descent.begin(one) }, ask(0, 0)];
    const found = descent.check({ root: suite.root(one), lengthBytes: chunk, moves });
    expect(found).toMatchObject({ ok: false, verdict: { code: 'descent.bad-question' } });
  });
});

describe('L4: an answer', () => {
  const values = bytesOf(0, 8);
  const at = (i: number): Uint8Array => values.subarray(32 * i, 32 * (i + 1));
  const inPlace = (i: number, bytes: Uint8Array): Uint8Array =>
    octets.concat(values.subarray(0, 32 * i), bytes, values.subarray(32 * i + bytes.length));

  it('control', () => {
    expect(values).toHaveLength(8192);
    expect(outcome(opening, ask(0, 8), answer(values))).toBe('watcher: question');
    expect(outcome(opening, ask(256, 5), answer(bytesOf(256, 5)))).toBe('watcher: question');
    expect(outcome(opening, ask(298, 0), answer(bytesOf(298, 0)))).toBe('watcher: question');
  });

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['a byte less', values.subarray(0, -1)],
    ['a byte more', octets.concat(values, new Uint8Array(1))],
    ['a value less', values.subarray(32)],
    [
      'the values one level up',
      octets.concat(...Array.from({ length: 128 }, (_, i) => blake3.parent(at(2 * i), at(2 * i + 1)))),
    ],
    ['the value itself', descent.begin(committed).subarray(0, 32)],
    ['its own bytes', committed.subarray(0, 256 * chunk)],
    ['a chunk', committed.subarray(0, chunk)],
    ['two values exchanged', inPlace(4, octets.concat(at(5), at(4)))],
    ['two halves exchanged', octets.concat(values.subarray(4096), values.subarray(0, 4096))],
    ['values from right to left', octets.concat(...Array.from({ length: 256 }, (_, i) => at(255 - i)))],
    ["a neighbour's value", inPlace(9, at(10))],
    ['a value that was made up', inPlace(255, new Uint8Array(32))],
    [
      'values of other bytes',
      bytesOf(
        0,
        8,
        committed.map((byte) => byte ^ 1),
      ),
    ],
  ])('for a node of 256 chunks is not %s', (_, bytes) => {
    expect(outcome(opening, ask(0, 8), answer(bytes))).toBe('descent.wrong-answer');
  });

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['a byte less', committed.subarray(77 * chunk, 78 * chunk - 1)],
    ['a byte more', committed.subarray(77 * chunk, 78 * chunk + 1)],
    ["the neighbour's", committed.subarray(78 * chunk, 79 * chunk)],
    ['its value', at(77)],
    ['zeros', new Uint8Array(chunk)],
  ])('for a chunk is not %s', (_, bytes) => {
    const moves = [opening, ask(0, 8), answer(values), ask(77, 0)];
    expect(outcome(...moves, answer(bytesOf(77, 0)))).toBe('watcher: question');
    expect(outcome(...moves, answer(bytes))).toBe('descent.wrong-answer');
  });

  it('for a node is not the answer for another, of any size', () => {
    const nodes: readonly (readonly [first: number, height: number])[] = [
      [0, 8],
      [256, 5],
      [288, 3],
      [296, 1],
      [298, 0],
    ];
    for (const node of nodes) {
      for (const other of nodes) {
        const expected = node === other ? 'watcher: question' : 'descent.wrong-answer';
        expect(outcome(opening, ask(...node), answer(bytesOf(...other)))).toBe(expected);
      }
    }
    const split = [opening, ask(0, 8), answer(values)];
    expect(outcome(...split, ask(3, 0), answer(bytesOf(4, 0)))).toBe('descent.wrong-answer');
  });

  it('a chunk does not answer for one of equal bytes elsewhere: its value has its index', () => {
    const zeros = new Uint8Array(4 * chunk);
    const [left, right] = [0, 1].map((i) => blake3.subtree(zeros.subarray(0, chunk), i));
    const transcript = (bytes: Uint8Array): descent.Transcript => ({
      root: suite.root(zeros),
      lengthBytes: zeros.length,
      moves: [{ kind: 'opening', bytes: descent.begin(zeros) }, ask(0, 1), answer(bytes)],
    });
    expect(descent.check(transcript(octets.concat(left!, right!))).ok).toBe(true);
    expect(descent.check(transcript(octets.concat(left!, left!)))).toMatchObject({
      verdict: { code: 'descent.wrong-answer' },
    });
  });

  it('with any bit changed is none', () => {
    const chunkMoves = [opening, ask(0, 8), answer(values), ask(200, 0)];
    const cases = fc.constantFrom(
      { moves: [opening, ask(0, 8)], bytes: values },
      { moves: [opening, ask(288, 3)], bytes: bytesOf(288, 3) },
      { moves: chunkMoves, bytes: bytesOf(200, 0) },
    );
    fc.assert(
      fc.property(cases, fc.nat(), ({ moves, bytes }, bit) => {
        const changed = bytes.slice();
        const index = bit % (8 * bytes.length);
        changed[index >> 3]! ^= 1 << (index & 7);
        expect(outcome(...moves, answer(changed))).toBe('descent.wrong-answer');
      }),
      check(1000),
    );
  });
});

describe('L6: limits', () => {
  it.each([
    [1, 2],
    [1024, 2],
    [1025, 3],
    [256 * chunk, 3],
    [256 * chunk + 1, 4],
    [300 * chunk, 4],
    [65_536 * chunk, 4],
    [65_536 * chunk + 1, 5],
    [2 ** 34, 5],
    [Number.MAX_SAFE_INTEGER, 8],
  ])('%i bytes take at most %i answers', (lengthBytes, most) => {
    expect(descent.mostAnswers(lengthBytes)).toBe(most);
  });

  it('one question more than that is a bad one', () => {
    const nodes = [
      [298, 0],
      [296, 1],
      [288, 3],
      [256, 5],
    ] as const;
    const moves = [
      opening,
      ...nodes.flatMap(([first, height]) => [ask(first, height), answer(bytesOf(first, height))]),
    ];
    expect(outcome(...moves)).toBe('watcher: question');
    const found = standing(...moves, ask(0, 8));
    expect(found).toMatchObject({
      ok: false,
      verdict: { code: 'descent.bad-question', evidence: { expected: 'at most 4 questions', got: '5' } },
    });
    expect(outcome(...moves.slice(0, -2), ask(0, 8))).toBe('worker: answer');
  });

  it('a version of 2^41 + 1 chunks is descended in seven answers', () => {
    // No such version exists here: one chunk and the last are real, and the nodes beside the way down to it are any values.
    const target = 2 ** 40 + 2 ** 33 + 2 ** 20 + 5;
    const heights = [33, 25, 17, 9, 1, 0];
    const real = pattern(chunk);
    const last = pattern(7);
    const answers: Uint8Array[] = [real];
    const nodes: descent.Node[] = [{ first: target, height: 0 }];
    let value = blake3.subtree(real, target);
    for (const [i, height] of heights.toReversed().entries()) {
      const above = heights.toReversed()[i + 1] ?? 41;
      const first = target - (target % 2 ** above);
      const row = new Uint8Array(2 ** (above - height) * 32).map((_, at) => (at * 31 + height) % 256);
      row.set(value, 32 * Math.floor((target - first) / 2 ** height));
      answers.unshift(row);
      nodes.unshift({ first, height: above });
      value = folded(row);
    }
    expect(answers.map(({ length }) => length)).toEqual([8192, 8192, 8192, 8192, 8192, 64, 1024]);
    const moves = nodes.flatMap((node, i): descent.Move[] => [{ kind: 'question', node }, answer(answers[i]!)]);
    const huge = {
      root: octets.toHex(blake3.rootParent(value, blake3.subtree(last, 2 ** 41))) as suites.Root,
      lengthBytes: 2 ** 51 + 7,
    };
    const first: descent.Move = { kind: 'opening', bytes: octets.concat(value, last) };
    const found = descent.check({ ...huge, moves: [first, ...moves] });
    expect(found.ok && found.state.chunks.map(({ offsetBytes }) => offsetBytes)).toEqual([2 ** 51, target * chunk]);
    expect(descent.mostAnswers(huge.lengthBytes)).toBe(8);
  });
});

/** The definition of C3 for 2^k values, from the halves. */
function folded(values: Uint8Array): Uint8Array {
  if (values.length === 32) return values;
  const half = values.length / 2;
  return blake3.parent(folded(values.subarray(0, half)), folded(values.subarray(half)));
}
