import { blake3, bytes as octets, opening, suite } from '@assay/core';
import { describe, expect, it } from 'vitest';

// Attack: commit to a buffer of another length than the job's, and open a part where both trees look alike. Rule C7.3.

const { root, open, verify } = suite.blake3();
const ranges = [{ offsetBytes: 0, lengthBytes: 4 }];
const pattern = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i % 251);
const codeOf = (result: suite.Opened | suite.Refused): string => (result.ok ? 'accepted' : result.failure.code);

describe('an opening of a buffer of another length', () => {
  for (const length of [4, 1024, 1028, 3 * 1024, 4 * 1024, 40 * 1024 + 4]) {
    const bytes = pattern(length);
    const proof = open(bytes, ranges);

    it(`control: ${length} bytes open as ${length} bytes`, () => {
      expect(codeOf(verify(root(bytes), length, ranges, proof))).toBe('accepted');
    });

    it(`${length} bytes do not open as any other length near it`, () => {
      for (let other = 4; other <= length + 5000; other += 4) {
        if (other === length) continue;
        const expected =
          opening.sizeBytes(other, ranges) === proof.length ? 'opening.wrong-root' : 'opening.wrong-size';
        expect(codeOf(verify(root(bytes), other, ranges, proof))).toBe(expected);
      }
    });
  }

  it('three chunks do not open as four, although a node of two could stand where the third is', () => {
    const bytes = pattern(3 * 1024);
    const third = blake3.subtree(bytes.subarray(2048), 2);
    // A tree of four chunks shows chunk 0, hides chunk 1, hides or shows the rest: any way to spell it is refused.
    const second = blake3.subtree(bytes.subarray(1024, 2048), 1);
    const shown = bytes.subarray(0, 1024);
    for (const rest of [third, octets.concat(third, bytes.subarray(2048)), octets.concat(third, third)]) {
      const forged = octets.concat(shown, second, rest);
      expect(codeOf(verify(root(bytes), 4 * 1024, ranges, forged))).toMatch(/^opening\.wrong-(?:size|root)$/);
    }
  });

  it('zeros at the end are not padding', () => {
    const bytes = pattern(2048);
    const longer = octets.concat(bytes, new Uint8Array(4));
    expect(codeOf(verify(root(longer), longer.length, ranges, open(longer, ranges)))).toBe('accepted');
    expect(codeOf(verify(root(bytes), longer.length, ranges, open(longer, ranges)))).toBe('opening.wrong-root');
    const short = bytes.slice(0, 1000).fill(0, 996);
    const cut = short.subarray(0, 996);
    expect(codeOf(verify(root(short), 996, ranges, cut))).toBe('opening.wrong-root');
  });

  it('a node passed off as a chunk of 64 bytes is refused', () => {
    // The root of two chunks compresses 64 bytes; shown as a buffer of those 64 bytes, only the flags differ.
    const bytes = pattern(2048);
    const node = octets.concat(blake3.subtree(bytes.subarray(0, 1024), 0), blake3.subtree(bytes.subarray(1024), 1));
    expect(octets.toHex(blake3.rootParent(node.subarray(0, 32), node.subarray(32)))).toBe(root(bytes));
    expect(codeOf(verify(root(bytes), 64, [{ offsetBytes: 0, lengthBytes: 64 }], node))).toBe('opening.wrong-root');
  });
});
