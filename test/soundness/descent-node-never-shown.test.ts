import { suite as suites, verdict } from '@assay/core';
import { descent } from '@assay/verify';
import { describe, expect, it } from 'vitest';

// Attack: the challenger asks for what nobody could show him, or has it all shown to him: nodes of other trees, nodes whose value was never
// shown, the same ones again, one node after the other. Rules L3, L6: his is the fault, and the worker has nothing to answer.

const suite = suites.blake3();
const committed = Uint8Array.from({ length: 300 * 1024 + 4 }, (_, i) => (i + (i >>> 10)) % 251);
const version = { root: suite.root(committed), lengthBytes: committed.length };
const opening: descent.Move = { kind: 'opening', bytes: descent.begin(committed) };

/** Asks about the nodes in order; the worker answers each. */
function ask(nodes: readonly (readonly [first: number, height: number])[]): string {
  const moves: descent.Move[] = [opening];
  for (const [first, height] of nodes) {
    moves.push({ kind: 'question', node: { first, height } });
    const found = descent.check({ ...version, moves });
    if (!found.ok) {
      expect(verdict.outcomeOf(found.verdict)).toBe('bad-challenge');
      return found.verdict.code;
    }
    const given = descent.answer(committed, { first, height });
    if (!given.ok) return `the worker has no answer about ${first}, ${height}`;
    moves.push({ kind: 'answer', bytes: given.bytes });
  }
  return descent.check({ ...version, moves }).ok ? 'answered' : 'refused';
}

describe('a challenger who asks for what he may not', () => {
  it('control: whatever the opening move and the answers have values of is answered', () => {
    expect(
      ask([
        [0, 8],
        [77, 0],
      ]),
    ).toBe('answered');
    expect(
      ask([
        [0, 8],
        [255, 0],
        [0, 0],
        [1, 0],
      ]),
    ).toBe('answered');
    expect(
      ask([
        [256, 5],
        [287, 0],
        [288, 3],
        [291, 0],
      ]),
    ).toBe('answered');
    expect(ask([[296, 2]])).toBe('answered');
  });

  it('every node of the tree, and many that are none, before its value was shown', () => {
    const shown = new Set(['0,8', '256,5', '288,3', '296,2']);
    for (let height = 0; height <= 10; height++) {
      for (let first = 0; first <= 310; first++) {
        const expected = shown.has(`${first},${height}`) ? 'answered' : 'descent.bad-question';
        expect(ask([[first, height]])).toBe(expected);
      }
    }
  });

  it('the last chunk, which he has', () => {
    expect(ask([[300, 0]])).toBe('descent.bad-question');
    expect(
      ask([
        [296, 2],
        [300, 0],
      ]),
    ).toBe('descent.bad-question');
  });

  it('a chunk below a node that another answer split', () => {
    expect(
      ask([
        [0, 8],
        [256, 0],
      ]),
    ).toBe('descent.bad-question');
    expect(
      ask([
        [256, 5],
        [0, 0],
      ]),
    ).toBe('descent.bad-question');
  });

  it('what he was told before', () => {
    expect(
      ask([
        [0, 8],
        [0, 8],
      ]),
    ).toBe('descent.bad-question');
    expect(
      ask([
        [0, 8],
        [9, 0],
        [9, 0],
      ]),
    ).toBe('descent.bad-question');
  });

  it('more than a descent takes, although each could be asked alone', () => {
    const nodes = [
      [0, 8],
      [256, 5],
      [288, 3],
      [296, 2],
      [3, 0],
    ] as const;
    expect(descent.mostAnswers(version.lengthBytes)).toBe(4);
    expect(ask(nodes.slice(0, 4))).toBe('answered');
    expect(ask(nodes)).toBe('descent.bad-question');
  });
});
