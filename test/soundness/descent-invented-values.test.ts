import { blake3, bytes as octets, suite as suites } from '@assay/core';
import { descent } from '@assay/verify';
import { describe, expect, it } from 'vitest';

// Attack: commit to a root that no bytes have: a part of the tree is made of invented values that fold to it. The worker can then answer
// down to where he invented, and no further. Rules L4, core C7: he gets stuck at a question that is rightly asked.

const suite = suites.blake3();
const { parent, rootParent, subtree, valueBytes } = blake3;

const honest = Uint8Array.from({ length: 4097 * 1024 }, (_, i) => (i + (i >>> 10)) % 251);
const last = honest.subarray(4096 * 1024);
/** The values that an answer about the first 4096 chunks shows: of 16 chunks each. */
const values = Array.from({ length: 256 }, (_, i) => subtree(honest.subarray(16384 * i, 16384 * (i + 1)), 16 * i));
const chunkValues = Array.from({ length: 16 }, (_, i) =>
  subtree(honest.subarray(1024 * (48 + i), 1024 * (49 + i)), 48 + i),
);

function fold(some: readonly Uint8Array[]): Uint8Array {
  if (some.length === 1) return some[0]!;
  return parent(fold(some.slice(0, some.length / 2)), fold(some.slice(some.length / 2)));
}

/** A worker with that tree, and the honest bytes in the rest of it. The watcher has the honest bytes. */
function descend(top: readonly Uint8Array[], below: readonly Uint8Array[] | undefined): descent.Watcher {
  const left = fold(top);
  const root = octets.toHex(rootParent(left, subtree(last, 4096))) as suites.Root;
  let watcher = descent.watch({ root, lengthBytes: honest.length, own: honest });
  const follow = (next: descent.Watched | descent.Refused): void => {
    if (!next.ok) throw new Error(next.verdict.code);
    watcher = next.watcher;
  };
  follow(descent.opened(watcher, octets.concat(left, last)));
  if (descent.question(watcher) === undefined) return watcher;
  expect(descent.question(watcher)).toEqual({ first: 0, height: 12 });
  follow(descent.answered(watcher, octets.concat(...top)));
  expect(descent.question(watcher)).toEqual({ first: 48, height: 4 });
  if (below !== undefined) follow(descent.answered(watcher, octets.concat(...below)));
  return watcher;
}

const codeOf = (watcher: descent.Watcher, bytes: Uint8Array): string => {
  const next = descent.answered(watcher, bytes);
  return next.ok ? 'accepted' : next.verdict.code;
};
const invented = (seed: number): Uint8Array => blake3.hash(Uint8Array.of(seed));

describe('a tree with invented values', () => {
  it('control: the tree of the honest bytes is that of their root, and there is nothing to ask', () => {
    expect(octets.toHex(rootParent(fold(values), subtree(last, 4096)))).toBe(suite.root(honest));
    expect(descent.question(descend(values, undefined))).toBeUndefined();
  });

  it('control: with bytes behind all of it every question is answered', () => {
    const wrong = honest.slice(50 * 1024, 51 * 1024).fill(1);
    const below = chunkValues.with(2, subtree(wrong, 50));
    const watcher = descend(values.with(3, fold(below)), below);
    expect(descent.question(watcher)).toEqual({ first: 50, height: 0 });
    expect(codeOf(watcher, wrong)).toBe('accepted');
  });

  it('one value, of 16 chunks: he cannot split it', () => {
    const watcher = descend(values.with(3, invented(3)), undefined);
    expect(watcher.state.due).toBe('answer');
    for (const some of [chunkValues, chunkValues.map((_, i) => invented(i)), Array(16).fill(invented(3))]) {
      expect(codeOf(watcher, octets.concat(...some))).toBe('descent.wrong-answer');
    }
  });

  it('values of chunks that fold to it: he has no bytes for the chunk', () => {
    const below = chunkValues.with(2, invented(50));
    const watcher = descend(values.with(3, fold(below)), below);
    expect(descent.question(watcher)).toEqual({ first: 50, height: 0 });
    for (const bytes of [honest.subarray(50 * 1024, 51 * 1024), new Uint8Array(1024), invented(50)]) {
      expect(codeOf(watcher, bytes)).toBe('descent.wrong-answer');
    }
  });

  it('a chunk of another place: its value has its index', () => {
    const moved = honest.subarray(51 * 1024, 52 * 1024);
    const below = chunkValues.with(2, chunkValues[3]!);
    const watcher = descend(values.with(3, fold(below)), below);
    expect(descent.question(watcher)).toEqual({ first: 50, height: 0 });
    expect(codeOf(watcher, moved)).toBe('descent.wrong-answer');
  });

  it('a deeper tree than the length has: where a chunk should be there are two values', () => {
    const pair = [invented(1), invented(2)];
    const below = chunkValues.with(2, parent(pair[0]!, pair[1]!));
    const watcher = descend(values.with(3, fold(below)), below);
    const padded = new Uint8Array(1024);
    padded.set(octets.concat(...pair));
    for (const bytes of [octets.concat(...pair), padded]) expect(codeOf(watcher, bytes)).toBe('descent.wrong-answer');
  });

  it('a flatter one: where there should be 16 chunks there is one', () => {
    const bytes = honest.subarray(48 * 1024, 49 * 1024);
    const watcher = descend(values.with(3, subtree(bytes, 48)), undefined);
    for (const some of [bytes, bytes.subarray(0, 16 * valueBytes), octets.concat(...chunkValues)]) {
      expect(codeOf(watcher, some)).toBe('descent.wrong-answer');
    }
  });
});
