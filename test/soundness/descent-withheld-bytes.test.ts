import { suite as suites, verdict } from '@assay/core';
import { descent } from '@assay/verify';
import { describe, expect, it } from 'vitest';

// Attack: the worker does not show the bytes behind a root, or stops on the way, or sends something else to win time. Rules L2, L4,
// L5: at every point the transcript says that it is his move, and what is no answer changes nothing.

const suite = suites.blake3();
const honest = Uint8Array.from({ length: 600 * 1024 }, (_, i) => (i + (i >>> 10)) % 251);
const committed = honest.slice().fill(0, 300 * 1024, 300 * 1024 + 4);
const version = { root: suite.root(committed), lengthBytes: committed.length };
const shown = (first: number, height: number): Uint8Array => {
  const given = descent.answer(committed, { first, height });
  if (!given.ok) throw new Error(given.verdict.code);
  return given.bytes;
};

const moves: readonly descent.Move[] = [
  { kind: 'opening', bytes: descent.begin(committed) },
  { kind: 'question', node: { first: 0, height: 9 } },
  { kind: 'answer', bytes: shown(0, 9) },
  { kind: 'question', node: { first: 300, height: 1 } },
  { kind: 'answer', bytes: shown(300, 1) },
  { kind: 'question', node: { first: 300, height: 0 } },
  { kind: 'answer', bytes: shown(300, 0) },
];
const workersMoves = moves.flatMap(({ kind }, i) => (kind === 'question' ? [] : [i]));
const standing = (some: readonly descent.Move[]): string => {
  const found = descent.check({ ...version, moves: some });
  return found.ok ? `${found.by}: ${found.due}` : found.verdict.code;
};

describe('a worker who does not show the bytes', () => {
  it('control: one who shows them has no more moves to make, and the watcher has his chunk', () => {
    expect(standing(moves)).toBe('watcher: question');
    let watcher = descent.watch({ ...version, own: honest });
    for (const move of moves) {
      if (move.kind === 'question') {
        expect(descent.question(watcher)).toEqual(move.node);
        continue;
      }
      const next =
        move.kind === 'opening' ? descent.opened(watcher, move.bytes) : descent.answered(watcher, move.bytes);
      if (!next.ok) throw new Error(next.verdict.code);
      watcher = next.watcher;
    }
    expect(descent.question(watcher)).toBeUndefined();
    expect(descent.difference(watcher)).toMatchObject({ chunk: 300, firstOffsetBytes: 300 * 1024 });
    const range = { offsetBytes: 300 * 1024, lengthBytes: 1024 };
    expect(suite.verify(version.root, version.lengthBytes, [range], descent.opening(watcher)).ok).toBe(true);
  });

  it.each(workersMoves)('and stops before move %i is the one who has to move', (index) => {
    expect(standing(moves.slice(0, index))).toBe(`worker: ${moves[index]!.kind}`);
  });

  it.each(workersMoves)('and sends something else as move %i has not answered', (index) => {
    const { kind, bytes } = moves[index] as Exclude<descent.Move, { kind: 'question' }>;
    const before = moves.slice(0, index);
    const found = descent.check({ ...version, moves: before });
    if (!found.ok) throw new Error(found.verdict.code);
    const noAnswers = [new Uint8Array(), bytes.subarray(1), new Uint8Array(bytes.length), bytes.map((byte) => ~byte)];
    for (const other of noAnswers) {
      const refused = descent.advance(found.state, { kind, bytes: other });
      expect(refused).toMatchObject({ ok: false, verdict: { code: 'descent.wrong-answer' } });
      if (!refused.ok) expect(verdict.outcomeOf(refused.verdict)).toBe('withheld');
      expect(standing([...before, { kind, bytes: other }])).toBe('descent.wrong-answer');
    }
    // Nothing that he sent has taken the right answer from him, or the question from the watcher.
    expect(descent.advance(found.state, { kind, bytes }).ok).toBe(true);
  });
});
