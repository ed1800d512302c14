import { blake3, bytes as octets, suite } from '@assay/core';
import { describe, expect, it } from 'vitest';

// Attack: exchange parts of an opening, which a tree over sorted pairs, or one without places, would not notice. Rule C7.2.

const { root, open, verify } = suite.blake3();
const chunks = Array.from({ length: 8 }, (_, i) => new Uint8Array(1024).fill(i + 1));
const bytes = octets.concat(...chunks);
const ranges = [{ offsetBytes: 1024, lengthBytes: 2048 }];
const node = (first: number, count: number): Uint8Array =>
  blake3.subtree(octets.concat(...chunks.slice(first, first + count)), first);

// Chunks 1 and 2, and the last, are shown.
const parts = [node(0, 1), chunks[1]!, chunks[2]!, node(3, 1), node(4, 2), node(6, 1), chunks[7]!];
const codeOf = (candidate: readonly Uint8Array[]): string => {
  const result = verify(root(bytes), bytes.length, ranges, octets.concat(...candidate));
  return result.ok ? 'accepted' : result.failure.code;
};

describe('an opening with parts exchanged', () => {
  it('control: in their order they are the opening', () => {
    expect(octets.toHex(octets.concat(...parts))).toBe(octets.toHex(open(bytes, ranges)));
    expect(codeOf(parts)).toBe('accepted');
  });

  for (let a = 0; a < parts.length; a++) {
    for (let b = a + 1; b < parts.length; b++) {
      it(`parts ${a} and ${b} exchanged are refused`, () => {
        const swapped = parts.with(a, parts[b]!).with(b, parts[a]!);
        expect(codeOf(swapped)).toBe('opening.wrong-root');
      });
    }
  }

  it('a node exchanged with its sibling, both hidden, is refused', () => {
    const buffer = octets.concat(...chunks, ...chunks.map((chunk) => chunk.map((byte) => byte ^ 0x80)));
    const first = [{ offsetBytes: 0, lengthBytes: 4 }];
    const proof = open(buffer, first);
    // chunk 0; nodes 1, 2-3, 4-7, 8-11, 12-13, 14; chunk 15.
    const swapped = octets.concat(
      proof.subarray(0, 1088),
      proof.subarray(1120, 1152),
      proof.subarray(1088, 1120),
      proof.subarray(1152),
    );
    expect(verify(root(buffer), buffer.length, first, proof).ok).toBe(true);
    expect(verify(root(buffer), buffer.length, first, swapped)).toMatchObject({
      ok: false,
      failure: { kind: 'invalid', code: 'opening.wrong-root' },
    });
  });
});
