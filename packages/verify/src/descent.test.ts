import { blake3, bytes as octets, suite as suites } from '@assay/core';
import { check } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as descent from './descent.js';

const suite = suites.blake3();
const chunk = 1024;

const pattern = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i + (i >>> 10) * 7) % 251);
const changedAt = (bytes: Uint8Array, ...offsets: readonly number[]): Uint8Array => {
  const changed = bytes.slice();
  for (const offset of offsets) changed[offset]! ^= 0x55;
  return changed;
};

interface Played {
  readonly watcher: descent.Watcher;
  readonly transcript: descent.Transcript;
  /** The bytes of each answer, the opening move apart. */
  readonly sizes: readonly number[];
}

/** An honest worker and an honest watcher, to the end. */
function play(committed: Uint8Array, own: Uint8Array, engine: blake3.Engine = blake3.typescript): Played {
  const version = { root: suite.root(committed), lengthBytes: committed.length };
  const moves: descent.Move[] = [];
  const sizes: number[] = [];
  let watcher = descent.watch({ ...version, own, engine });
  const follow = (next: descent.Watched | descent.Refused): void => {
    if (!next.ok) throw new Error(next.verdict.code);
    watcher = next.watcher;
  };
  const opening = descent.begin(committed, engine);
  moves.push({ kind: 'opening', bytes: opening });
  follow(descent.opened(watcher, opening));
  for (;;) {
    const node = descent.question(watcher);
    if (node === undefined) return { watcher, transcript: { ...version, moves }, sizes };
    const answer = descent.answer(committed, node, engine);
    if (!answer.ok) throw new Error(answer.verdict.code);
    moves.push({ kind: 'question', node }, { kind: 'answer', bytes: answer.bytes });
    sizes.push(answer.bytes.length);
    follow(descent.answered(watcher, answer.bytes));
  }
}

/** Plays, and compares with what anybody sees who has both versions. @returns the sizes of the answers. */
function expectFound(committed: Uint8Array, own: Uint8Array): readonly number[] {
  const { watcher, transcript, sizes } = play(committed, own);
  const length = committed.length;
  const chunks = Math.ceil(length / chunk);
  const differing = Array.from({ length: chunks }, (_, i) => i).filter(
    (i) => !octets.isEqual(committed.subarray(chunk * i, chunk * (i + 1)), own.subarray(chunk * i, chunk * (i + 1))),
  );
  // The opening move shows the last chunk: nothing is to be asked when that one differs.
  const expected = differing.includes(chunks - 1) ? chunks - 1 : differing[0]!;
  const found = descent.difference(watcher)!;
  const offsetBytes = chunk * expected;
  const shown = committed.subarray(offsetBytes, offsetBytes + chunk);
  expect(found.chunk).toBe(expected);
  expect(found.offsetBytes).toBe(offsetBytes);
  expect(octets.isEqual(found.bytes, shown)).toBe(true);
  let first = offsetBytes;
  while (committed[first] === own[first]) first++;
  expect(found.firstOffsetBytes).toBe(first);

  const ranges = [{ offsetBytes, lengthBytes: shown.length }];
  const proof = descent.opening(watcher);
  const opened = suite.verify(suite.root(committed), length, ranges, proof);
  expect(opened.ok && octets.isEqual(opened.bytes[0]!, shown)).toBe(true);
  expect(octets.isEqual(proof, suite.open(committed, ranges))).toBe(true);
  expect(octets.isEqual(proof, suite.open(committed, [{ offsetBytes: first, lengthBytes: 1 }]))).toBe(true);

  expect(descent.check(transcript)).toMatchObject({ ok: true, by: 'watcher', due: 'question' });
  expect(sizes.length).toBeLessThanOrEqual(2 + Math.ceil(Math.log2(chunks) / 8));
  expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(8192);
  if (expected === chunks - 1) expect(sizes).toEqual([]);
  return sizes;
}

describe('a descent finds the chunk that differs', () => {
  const powers = [2, 4, 8, 16, 64, 256, 512, 1024];
  const lengths = new Set([
    ...[1, 2, 4, 1023, 1024, 1025, 1028],
    ...powers.flatMap((power) => [power - 1, power, power + 1].map((chunks) => chunk * chunks)),
    ...powers.flatMap((power) => [chunk * power - 1, chunk * power + 1]),
    ...[chunk * 300, chunk * 299 + 4],
  ]);
  for (const length of lengths) {
    it(`of ${length} bytes: the first byte, the last, one in the middle, all of them`, () => {
      const committed = pattern(length);
      const middle = Math.floor(length / 2);
      for (const offset of new Set([0, middle, length - 1, Math.max(0, length - 1 - chunk)])) {
        expectFound(committed, changedAt(committed, offset));
      }
      expectFound(
        committed,
        committed.map((byte) => byte ^ 0xff),
      );
    });
  }

  it('of 5,000 chunks, 5,000 bytes less, wherever it is', () => {
    const committed = pattern(5000 * chunk - 5000);
    // The opening move hides 4096 chunks, then 512, 256, 128 and less; what is shown is chunk 4995.
    expect(expectFound(committed, changedAt(committed, 0))).toEqual([8192, 512, 1024]);
    expect(expectFound(committed, changedAt(committed, 3000 * chunk + 7))).toEqual([8192, 512, 1024]);
    expect(expectFound(committed, changedAt(committed, 4096 * chunk))).toEqual([8192, 64, 1024]);
    expect(expectFound(committed, changedAt(committed, 4700 * chunk))).toEqual([8192, 1024]);
    expect(expectFound(committed, changedAt(committed, 4993 * chunk))).toEqual([64, 1024]);
    expect(expectFound(committed, changedAt(committed, 4994 * chunk))).toEqual([1024]);
    expect(expectFound(committed, changedAt(committed, 4995 * chunk))).toEqual([]);
  });

  it('any of several: the last chunk, for it is shown, else the first', () => {
    const committed = pattern(300 * chunk);
    expectFound(committed, changedAt(committed, 299 * chunk, 5 * chunk, 5 * chunk + 1, 200 * chunk));
    expectFound(committed, changedAt(committed, 298 * chunk, 255 * chunk, 256 * chunk));
    expectFound(committed, changedAt(committed, 2 * chunk - 1, 2 * chunk));
  });

  it('of any two versions of one length', () => {
    const cases = fc
      .tuple(fc.nat({ max: 700 }), fc.integer({ min: 1, max: chunk }))
      .map(([whole, last]) => chunk * whole + last)
      .chain((length) =>
        fc.record({
          length: fc.constant(length),
          offsets: fc.uniqueArray(fc.nat({ max: length - 1 }), { minLength: 1, maxLength: 5 }),
        }),
      );
    fc.assert(
      fc.property(cases, ({ length, offsets }) => {
        const committed = pattern(length);
        expectFound(committed, changedAt(committed, ...offsets));
      }),
      check(1000),
    );
  });
});

describe('the opening that a descent gives', () => {
  it('L5: is made of what was shown, even by one whose own bytes are all wrong', () => {
    const committed = pattern(300 * chunk);
    const own = committed.map((byte, i) => (i < 299 * chunk ? byte ^ 0xff : byte));
    expect(expectFound(committed, own)).toEqual([8192, 1024]);
  });

  it('L5: is not there before a chunk differs', () => {
    const committed = pattern(3 * chunk);
    const own = changedAt(committed, 0);
    const watcher = descent.watch({ root: suite.root(committed), lengthBytes: committed.length, own });
    expect(() => descent.opening(watcher)).toThrow(
      expect.objectContaining({ kind: 'bug', code: 'descent.no-difference' }),
    );
  });
});

describe('a watcher', () => {
  it.each([1, 1024, 1025, 300 * chunk])('who has the committed bytes, %i, has nothing to ask and no case', (length) => {
    const committed = pattern(length);
    const { watcher, sizes, transcript } = play(committed, committed.slice());
    expect(sizes).toEqual([]);
    expect(descent.question(watcher)).toBeUndefined();
    expect(descent.difference(watcher)).toBeUndefined();
    expect(() => descent.opening(watcher)).toThrow(expect.objectContaining({ code: 'descent.no-difference' }));
    expect(descent.check(transcript)).toMatchObject({ ok: true, by: 'watcher', due: 'question' });
  });

  it('asks nothing before the opening move', () => {
    const own = pattern(2 * chunk);
    const watcher = descent.watch({ root: suite.root(changedAt(own, 0)), lengthBytes: own.length, own });
    expect(descent.question(watcher)).toBeUndefined();
    expect(() => descent.answered(watcher, new Uint8Array(32))).toThrow(
      expect.objectContaining({ kind: 'bug', code: 'descent.out-of-turn' }),
    );
  });

  it('whose bytes are of another length is mistaken about the version', () => {
    const own = pattern(chunk);
    expect(() => descent.watch({ root: suite.root(own), lengthBytes: chunk + 4, own })).toThrow(
      expect.objectContaining({ kind: 'bug', code: 'bytes.not-bytes', where: 'own' }),
    );
  });

  it('is as before after what is no answer, and finds the same with the right one', () => {
    const committed = pattern(300 * chunk);
    const own = changedAt(committed, 77 * chunk);
    const version = { root: suite.root(committed), lengthBytes: committed.length };
    const fresh = descent.watch({ ...version, own });
    expect(descent.opened(fresh, new Uint8Array(5))).toMatchObject({
      ok: false,
      verdict: { code: 'descent.wrong-answer' },
    });
    const opened = descent.opened(fresh, descent.begin(committed));
    if (!opened.ok) throw new Error(opened.verdict.code);
    const before = structuredClone(opened.watcher.state);
    const node = descent.question(opened.watcher)!;
    expect(node).toEqual({ first: 0, height: 8 });
    const wrong = descent.answer(own, node);
    expect(wrong.ok && descent.answered(opened.watcher, wrong.bytes)).toMatchObject({
      ok: false,
      verdict: { code: 'descent.wrong-answer' },
    });
    expect(opened.watcher.state).toEqual(before);
    const right = descent.answer(committed, node);
    const next = right.ok ? descent.answered(opened.watcher, right.bytes) : right;
    expect(next.ok && 'watcher' in next && descent.question(next.watcher)).toEqual({ first: 77, height: 0 });
  });
});

describe('a worker', () => {
  const bytes = pattern(5000 * chunk);
  const value = (first: number, chunks: number): Uint8Array =>
    blake3.subtree(bytes.subarray(chunk * first, chunk * (first + chunks)), first);
  const answer = (first: number, height: number): Uint8Array | string => {
    const given = descent.answer(bytes, { first, height });
    return given.ok ? given.bytes : given.verdict.code;
  };

  it('L2: begins with the opening of the last byte', () => {
    const last = { offsetBytes: bytes.length - 1, lengthBytes: 1 };
    expect(octets.isEqual(descent.begin(bytes), suite.open(bytes, [last]))).toBe(true);
    expect(() => descent.begin(new Uint8Array())).toThrow(expect.objectContaining({ code: 'opening.bad-range' }));
  });

  it.each([
    [0, 12, 16],
    [4096, 9, 2],
    [512, 9, 2],
    [4608, 8, 1],
    [0, 8, 1],
    [16, 4, 1],
    [4998, 0, 0],
    [6, 1, 1],
  ])('L4: of the node at %i of height %i shows the values of %i chunks each, or the chunk', (first, height, each) => {
    const parts =
      each === 0
        ? [bytes.subarray(chunk * first, chunk * (first + 1))]
        : Array.from({ length: 2 ** height / each }, (_, i) => value(first + i * each, each));
    expect(parts.length).toBeLessThanOrEqual(256);
    expect(octets.toHex(answer(first, height) as Uint8Array)).toBe(octets.toHex(octets.concat(...parts)));
  });

  it.each([
    ['the last chunk, which was shown', 4999, 0],
    ['a node with the last chunk', 4992, 3],
    ['a chunk after the end', 5000, 0],
    ['a node that ends after the end', 4096, 10],
    ['a node higher than the tree', 0, 13],
    ['a node higher than any tree', 0, 2000],
    ['a node at no multiple of its size', 4, 3],
    ['a chunk before the start', -1, 0],
    ['no whole chunk', 0.5, 0],
    ['no whole height', 0, 1.5],
    ['a height below chunks', 0, -1],
    ['no number', Number.NaN, 0],
    ['no height', 0, Number.NaN],
    ['an endless one', Number.POSITIVE_INFINITY, 0],
  ])('L3: is not asked about %s', (_, first, height) => expect(answer(first, height)).toBe('descent.bad-question'));

  it('L3: is not asked about the root', () => {
    const two = pattern(2 * chunk);
    expect(descent.answer(two, { first: 0, height: 1 })).toMatchObject({ verdict: { code: 'descent.bad-question' } });
    expect(descent.answer(two, { first: 0, height: 0 })).toMatchObject({ ok: true });
    expect(descent.answer(two.subarray(1), { first: 0, height: 0 })).toMatchObject({ ok: true });
    const one = pattern(chunk);
    expect(descent.answer(one, { first: 0, height: 0 })).toMatchObject({ verdict: { code: 'descent.bad-question' } });
  });
});

it('C10: the engine hashes what is shown and compared, and changes nothing', () => {
  let calls = 0;
  const engine: blake3.Engine = {
    name: 'counting',
    subtrees(...given) {
      calls++;
      return blake3.typescript.subtrees(...given);
    },
  };
  const committed = pattern(300 * chunk);
  const own = changedAt(committed, 100 * chunk);
  const plain = play(committed, own);
  const counted = play(committed, own, engine);
  expect(counted.transcript).toEqual(plain.transcript);
  expect(octets.isEqual(descent.opening(counted.watcher), descent.opening(plain.watcher))).toBe(true);
  const before = calls;
  expect(descent.check(counted.transcript, engine).ok).toBe(true);
  // The last chunk and the one that was asked for.
  expect(calls - before).toBe(2);
});
