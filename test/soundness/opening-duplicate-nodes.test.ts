import { bytes as octets, opening, suite } from '@assay/core';
import { describe, expect, it } from 'vitest';

// Attack: use one part of an opening twice, or repeat ranges to make the verifier work or hold more than was sent. Rules C5, C9.

const { root, open, verify } = suite.blake3();
const bytes = Uint8Array.from({ length: 16 * 1024 }, (_, i) => (i + (i >>> 10)) % 251);
const ranges = [{ offsetBytes: 3 * 1024, lengthBytes: 4 }];
const proof = open(bytes, ranges);
const codeOf = (candidate: Uint8Array): string => {
  const result = verify(root(bytes), bytes.length, ranges, candidate);
  return result.ok ? 'accepted' : result.failure.code;
};

// Nodes 0-1 and 2, chunk 3, nodes 4-7, 8-11, 12-13, 14, chunk 15.
const edges = [0, 32, 64, 1088, 1120, 1152, 1184, 1216, 2240];
const parts = edges.slice(1).map((end, i) => proof.subarray(edges[i], end));

describe('an opening with a part used twice', () => {
  it('control: each part once is the opening', () => {
    expect(edges.at(-1)).toBe(proof.length);
    expect(codeOf(octets.concat(...parts))).toBe('accepted');
  });

  for (let i = 0; i < parts.length; i++) {
    it(`part ${i} sent twice is refused`, () => {
      expect(codeOf(octets.concat(...parts.toSpliced(i, 0, parts[i]!)))).toBe('opening.wrong-size');
    });

    it(`part ${i} in place of another of its size is refused`, () => {
      for (let j = 0; j < parts.length; j++) {
        if (i === j || parts[i]!.length !== parts[j]!.length) continue;
        expect(codeOf(octets.concat(...parts.with(j, parts[i]!)))).toBe('opening.wrong-root');
      }
    });
  }

  it('a range given twice shows its chunk once', () => {
    const twice = [...ranges, ...ranges];
    expect(octets.toHex(open(bytes, twice))).toBe(octets.toHex(proof));
    const sentTwice = octets.concat(...parts.toSpliced(2, 0, parts[2]!));
    expect(verify(root(bytes), bytes.length, twice, sentTwice)).toMatchObject({
      failure: { code: 'opening.wrong-size' },
    });
  });

  it('ranges repeated up to the limit hold no byte more than the opening', () => {
    const repeated = Array.from({ length: opening.maxRanges }, () => ({ offsetBytes: 0, lengthBytes: bytes.length }));
    const opened = verify(root(bytes), bytes.length, repeated, bytes);
    expect(opened.ok && opened.bytes.every((view) => view.buffer === bytes.buffer)).toBe(true);
    expect(() => verify(root(bytes), bytes.length, [...repeated, ...ranges], bytes)).toThrow(
      expect.objectContaining({ kind: 'exhausted', code: 'opening.too-many-ranges' }),
    );
  });
});
