import { bytes as octets, suite } from '@assay/core';
import { describe, expect, it } from 'vitest';

// Attack: hide data in an opening, or make two byte strings that both verify, by adding or leaving out bytes. Rules C5, C7.2.

const { root, open, verify } = suite.blake3();
const bytes = Uint8Array.from({ length: 10 * 1024 + 12 }, (_, i) => i % 251);
const ranges = [
  { offsetBytes: 2000, lengthBytes: 100 },
  { offsetBytes: 7000, lengthBytes: 4 },
];
const proof = open(bytes, ranges);
const codeOf = (candidate: Uint8Array): string => {
  const result = verify(root(bytes), bytes.length, ranges, candidate);
  return result.ok ? 'accepted' : result.failure.code;
};

describe('an opening with bytes too many or too few', () => {
  it('control: exactly its bytes are accepted', () => {
    expect(codeOf(proof)).toBe('accepted');
  });

  for (const count of [1, 31, 32, 64, 1024, 100_000]) {
    it(`${count} zero bytes behind it are refused`, () => {
      expect(codeOf(octets.concat(proof, new Uint8Array(count)))).toBe('opening.wrong-size');
    });

    it(`${count} zero bytes before it are refused`, () => {
      expect(codeOf(octets.concat(new Uint8Array(count), proof))).toBe('opening.wrong-size');
    });
  }

  it('every truncation is refused', () => {
    for (let length = 0; length < proof.length; length++) {
      expect(codeOf(proof.subarray(0, length))).toBe('opening.wrong-size');
    }
  });

  it('the opening of more is refused for less', () => {
    const more = open(bytes, [...ranges, { offsetBytes: 5000, lengthBytes: 4 }]);
    expect(codeOf(more)).toBe('opening.wrong-size');
    expect(codeOf(bytes)).toBe('opening.wrong-size');
  });
});
