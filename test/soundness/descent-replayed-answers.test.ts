import { suite as suites, verdict } from '@assay/core';
import { descent } from '@assay/verify';
import { describe, expect, it } from 'vitest';

// Attack: the worker committed to wrong bytes, and when he has to show them he answers from another version: the right one that he has made
// since, one of another length, or this one at another place. Rules L2, L4: an answer counts for the root and the node, or not at all.

const suite = suites.blake3();
const right = Uint8Array.from({ length: 520 * 1024 }, (_, i) => (i + (i >>> 10)) % 251);
const committed = right.slice().fill(7, 100 * 1024 + 8, 100 * 1024 + 12);
const version = { root: suite.root(committed), lengthBytes: committed.length };
const shown = (bytes: Uint8Array, first: number, height: number): Uint8Array => {
  const given = descent.answer(bytes, { first, height });
  if (!given.ok) throw new Error(given.verdict.code);
  return given.bytes;
};
const opening: descent.Move = { kind: 'opening', bytes: descent.begin(committed) };
const question = (first: number, height: number): descent.Move => ({ kind: 'question', node: { first, height } });
const answer = (bytes: Uint8Array): descent.Move => ({ kind: 'answer', bytes });
const outcome = (...moves: readonly descent.Move[]): string => {
  const found = descent.check({ ...version, moves });
  if (!found.ok) expect(verdict.outcomeOf(found.verdict)).toBe('withheld');
  return found.ok ? 'accepted' : found.verdict.code;
};

// The watcher's way down: 512 chunks, two of them, one.
const way: readonly (readonly [first: number, height: number])[] = [
  [0, 9],
  [100, 1],
  [100, 0],
];
const until = (level: number): readonly descent.Move[] => [
  opening,
  ...way.slice(0, level).flatMap((node) => [question(...node), answer(shown(committed, ...node))]),
  question(...way[level]!),
];

describe('answers from another version', () => {
  it('control: those from the committed one are accepted, at each level', () => {
    for (const [level, node] of way.entries()) {
      expect(outcome(...until(level), answer(shown(committed, ...node)))).toBe('accepted');
    }
  });

  it('control: where the versions are equal, it is the same answer', () => {
    expect(outcome(opening, question(512, 2), answer(shown(right, 512, 2)))).toBe('accepted');
  });

  it('the right version is not the one that he signed: its opening is refused', () => {
    expect(outcome({ kind: 'opening', bytes: descent.begin(right) })).toBe('descent.wrong-answer');
  });

  it.each([0, 1, 2])('and so is its answer at level %i', (level) => {
    expect(outcome(...until(level), answer(shown(right, ...way[level]!)))).toBe('descent.wrong-answer');
  });

  it('of one that is longer or shorter, although the first 512 chunks are the same', () => {
    for (const other of [
      committed.subarray(0, -4),
      committed.subarray(0, 519 * 1024),
      new Uint8Array([...committed, 0]),
    ]) {
      expect(outcome({ kind: 'opening', bytes: descent.begin(other) })).toBe('descent.wrong-answer');
      // Below the opening move it is the same tree: what he shows is what he committed to.
      expect(outcome(...until(0), answer(shown(other, 0, 9)))).toBe('accepted');
    }
  });

  it('of the same version, at every other place of that size', () => {
    for (let first = 0; first < 512; first += 2) {
      const expected = first === 100 ? 'accepted' : 'descent.wrong-answer';
      expect(outcome(...until(1), answer(shown(committed, first, 1)))).toBe(expected);
    }
    for (const first of [0, 99, 101, 356, 511]) {
      expect(outcome(...until(2), answer(shown(committed, first, 0)))).toBe('descent.wrong-answer');
    }
  });

  it('of an earlier level', () => {
    expect(outcome(...until(1), answer(shown(committed, 0, 9)))).toBe('descent.wrong-answer');
    expect(outcome(...until(2), answer(shown(committed, 100, 1)))).toBe('descent.wrong-answer');
  });
});
