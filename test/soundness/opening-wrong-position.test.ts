import { blake3, opening, suite } from '@assay/core';
import { describe, expect, it } from 'vitest';

// Attack: show bytes that are in the buffer as if they stood somewhere else. Rule C7.1.
// Chunks and subtrees repeat, so that everything but the place is equal.

const { root, open, verify } = suite.blake3();
const chunk = Uint8Array.from({ length: 1024 }, (_, i) => i % 251);
const bytes = new Uint8Array(64 * 1024);
for (let i = 0; i < 64; i++) bytes.set(chunk, 1024 * i);

const word = (chunkIndex: number): readonly suite.Range[] => [{ offsetBytes: 1024 * chunkIndex + 8, lengthBytes: 4 }];
const codeOf = (result: suite.Opened | suite.Refused): string => (result.ok ? 'accepted' : result.failure.code);

describe('an opening at another place', () => {
  it('control: holds at its own', () => {
    expect(codeOf(verify(root(bytes), bytes.length, word(5), open(bytes, word(5))))).toBe('accepted');
  });

  for (const place of [0, 1, 4, 6, 7, 13, 21, 37, 62]) {
    it(`is refused at chunk ${place}, whose bytes are the same`, () => {
      const expected = open(bytes, word(place)).length === open(bytes, word(5)).length ? 'wrong-root' : 'wrong-size';
      expect(codeOf(verify(root(bytes), bytes.length, word(place), open(bytes, word(5))))).toBe(`opening.${expected}`);
    });
  }

  it('is refused with the index of the chunk moved by 2^32', () => {
    // The low counter word is the same; only the high one tells the places apart.
    const sides = Array.from({ length: 32 }, (_, i) => blake3.hash(Uint8Array.of(i)));
    const spine = (value: Uint8Array): Uint8Array => sides.reduce((node, side) => blake3.parent(side, node), value);
    const lengthBytes = 2 ** 33 * 1024;
    const last = [{ offsetBytes: lengthBytes - 4, lengthBytes: 4 }];
    const left = blake3.hash(chunk);
    const proof = Uint8Array.from([left, ...[...sides].reverse(), chunk].flatMap((part) => [...part]));
    const rootOf = (index: number): Uint8Array => blake3.rootParent(left, spine(blake3.subtree(chunk, index)));
    expect(codeOf(opening.verify(rootOf(2 ** 33 - 1), lengthBytes, last, proof))).toBe('accepted');
    expect(codeOf(opening.verify(rootOf(2 ** 32 - 1), lengthBytes, last, proof))).toBe('opening.wrong-root');
  });
});
