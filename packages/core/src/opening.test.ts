import { blake3 as noble } from '@noble/hashes/blake3.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hash, leftChunks, parent, rootParent, subtree } from './blake3.js';
import { concat, isEqual, toHex } from './bytes.js';
import * as opening from './opening.js';

/** ASSAY_CASES is the share of cases to try; 1 is a soak. */
const check = (full: number): fc.Parameters<unknown> => ({
  numRuns: Math.max(1, Math.round(full * Number(process.env.ASSAY_CASES ?? 0.05))),
  seed: Number(process.env.ASSAY_SEED ?? 1),
});

const pattern = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i + (i >>> 10)) % 251);
const range = (offsetBytes: number, lengthBytes: number): opening.Range => ({ offsetBytes, lengthBytes });
const refusal = (result: opening.Opened | opening.Refused): string => (result.ok ? 'accepted' : result.failure.code);

/** A buffer with ranges in it: any number of chunks up to 40, a last chunk of any size, overlaps and repetitions. */
const cases = fc
  .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 1024 }), fc.nat({ max: 250 }))
  .chain(([wholeChunks, lastBytes, shift]) => {
    const length = 1024 * wholeChunks + lastBytes;
    const ranges = fc.array(
      fc
        .nat({ max: length - 1 })
        .chain((offsetBytes) =>
          fc
            .oneof(fc.constant(4), fc.nat({ max: 5000 }), fc.constant(length))
            .map((wanted) => range(offsetBytes, Math.max(1, Math.min(wanted, length - offsetBytes)))),
        ),
      { minLength: 1, maxLength: 8 },
    );
    const bytes = pattern(length).map((byte) => byte ^ shift);
    return ranges.map((some) => ({ bytes, ranges: some }));
  });

describe('open and verify', () => {
  it('C5, C6: any ranges open, verify, and tile the buffer', () => {
    fc.assert(
      fc.property(cases, ({ bytes, ranges }) => {
        const opened = opening.verify(noble(bytes), bytes.length, ranges, opening.open(bytes, ranges));
        if (!opened.ok) throw new Error(opened.failure.code);
        expect(opened.bytes).toHaveLength(ranges.length);
        for (const [i, { offsetBytes, lengthBytes }] of ranges.entries()) {
          expect(isEqual(opened.bytes[i]!, bytes.subarray(offsetBytes, offsetBytes + lengthBytes))).toBe(true);
        }
        const tiles = [
          ...opened.shown.map((shown) => ({ offsetBytes: shown.offsetBytes, lengthBytes: shown.bytes.length })),
          ...opened.siblings,
        ].sort((a, b) => a.offsetBytes - b.offsetBytes);
        let end = 0;
        for (const tile of tiles) {
          expect(tile.offsetBytes).toBe(end);
          end += tile.lengthBytes;
        }
        expect(end).toBe(bytes.length);
        for (const [i, { offsetBytes }] of opened.shown.entries()) {
          const before = opened.shown[i - 1];
          if (before !== undefined) expect(offsetBytes).toBeGreaterThan(before.offsetBytes + before.bytes.length);
        }
        for (const { offsetBytes, lengthBytes, value } of opened.siblings) {
          const hidden = bytes.subarray(offsetBytes, offsetBytes + lengthBytes);
          expect(value).toBe(toHex(subtree(hidden, offsetBytes / 1024)));
        }
      }),
      check(2000),
    );
  });

  it('C5: order, repetition, overlap and cuts of the ranges change nothing', () => {
    fc.assert(
      fc.property(cases, fc.nat(), ({ bytes, ranges }, at) => {
        const expected = opening.open(bytes, ranges);
        expect(isEqual(opening.open(bytes, [...ranges].reverse()), expected)).toBe(true);
        expect(isEqual(opening.open(bytes, [...ranges, ranges[at % ranges.length]!]), expected)).toBe(true);
        const cut = ranges.flatMap(({ offsetBytes, lengthBytes }) => {
          const half = Math.ceil(lengthBytes / 2);
          return half === lengthBytes
            ? [range(offsetBytes, lengthBytes)]
            : [range(offsetBytes, half), range(offsetBytes + half, lengthBytes - half)];
        });
        expect(isEqual(opening.open(bytes, cut), expected)).toBe(true);
      }),
      check(2000),
    );
  });

  it('C5: agrees with the recursive definition', () => {
    fc.assert(
      fc.property(cases, ({ bytes, ranges }) => {
        const opened = opening.open(bytes, ranges);
        expect(isEqual(opened, naive(bytes, 0, [...ranges, range(bytes.length - 1, 1)]))).toBe(true);
        expect(opening.sizeBytes(bytes.length, ranges)).toBe(opened.length);
      }),
      check(2000),
    );
  });

  it('C9: gives views of the opening, without a copy for each range', () => {
    const bytes = pattern(10_000);
    const ranges = Array.from({ length: 1000 }, () => range(0, 10_000));
    const proof = opening.open(bytes, ranges);
    expect(proof).toHaveLength(10_000);
    const opened = opening.verify(hash(bytes), bytes.length, ranges, proof);
    expect(opened.ok && opened.bytes.every((view) => view.buffer === proof.buffer)).toBe(true);
  });

  it('takes an opening at any alignment', () => {
    const bytes = pattern(9 * 1024);
    const ranges = [range(1024, 5000)];
    const proof = opening.open(bytes, ranges);
    for (const offset of [1, 2, 3]) {
      const moved = new Uint8Array(proof.length + offset).subarray(offset);
      moved.set(proof);
      expect(opening.verify(hash(bytes), bytes.length, ranges, moved).ok).toBe(true);
    }
  });
});

describe('C6, C7: an opening with any change is refused', () => {
  it('one byte', () => {
    fc.assert(
      fc.property(cases, fc.nat(), fc.integer({ min: 1, max: 255 }), ({ bytes, ranges }, at, flip) => {
        const proof = opening.open(bytes, ranges);
        const index = at % proof.length;
        proof[index] = proof[index]! ^ flip;
        expect(refusal(opening.verify(hash(bytes), bytes.length, ranges, proof))).toBe('opening.wrong-root');
      }),
      check(2000),
    );
  });

  it('every single byte of one opening', () => {
    const bytes = pattern(5 * 1024 + 100);
    const ranges = [range(2048, 4)];
    const proof = opening.open(bytes, ranges);
    const root = hash(bytes);
    for (let i = 0; i < proof.length; i++) {
      const changed = proof.slice();
      changed[i] = changed[i]! ^ 1;
      expect(refusal(opening.verify(root, bytes.length, ranges, changed))).toBe('opening.wrong-root');
    }
  });

  it('every truncation and extension', () => {
    fc.assert(
      fc.property(cases, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 1100 }), ({ bytes, ranges }, cut, more) => {
        const proof = opening.open(bytes, ranges);
        const root = hash(bytes);
        const shorter = proof.subarray(0, cut % proof.length);
        expect(refusal(opening.verify(root, bytes.length, ranges, shorter))).toBe('opening.wrong-size');
        expect(refusal(opening.verify(root, bytes.length, ranges, concat(proof, more)))).toBe('opening.wrong-size');
        expect(refusal(opening.verify(root, bytes.length, ranges, concat(more, proof)))).toBe('opening.wrong-size');
      }),
      check(2000),
    );
  });

  it('another length', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: -3000, max: 50_000 }), ({ bytes, ranges }, by) => {
        const other = bytes.length + by;
        const holds = ranges.every((r) => r.offsetBytes + r.lengthBytes <= other);
        fc.pre(by !== 0 && holds);
        const proof = opening.open(bytes, ranges);
        expect(refusal(opening.verify(hash(bytes), other, ranges, proof))).not.toBe('accepted');
      }),
      check(2000),
    );
  });

  it('another place', () => {
    const bytes = new Uint8Array(64 * 1024);
    const proof = opening.open(bytes, [range(4096, 4)]);
    for (let chunk = 0; chunk < 63; chunk++) {
      const result = opening.verify(hash(bytes), bytes.length, [range(1024 * chunk, 4)], proof);
      expect(result.ok).toBe(chunk === 4);
    }
  });
});

describe('narrow', () => {
  /** A buffer, the ranges of an opening, and which of them are asked for. */
  const some = cases.chain(({ bytes, ranges }) =>
    fc.record({
      bytes: fc.constant(bytes),
      ranges: fc.constant(ranges),
      asked: fc.subarray(ranges, { minLength: 1 }),
    }),
  );

  it('gives what the buffer itself gives', () => {
    fc.assert(
      fc.property(some, ({ bytes, ranges, asked }) => {
        const opened = opening.verify(noble(bytes), bytes.length, ranges, opening.open(bytes, ranges));
        if (!opened.ok) throw new Error(opened.failure.code);
        expect(toHex(opening.narrow(bytes.length, opened, asked))).toBe(toHex(opening.open(bytes, asked)));
      }),
      check(4000),
    );
  });

  it('gives nothing that was not shown', () => {
    const bytes = pattern(20 * 1024);
    const ranges = [range(3000, 2000), range(9000, 4)];
    const opened = opening.verify(noble(bytes), bytes.length, ranges, opening.open(bytes, ranges));
    if (!opened.ok) throw new Error(opened.failure.code);
    expect(opening.narrow(bytes.length, opened, [range(9000, 4)])).toEqual(opening.open(bytes, [range(9000, 4)]));
    for (const one of [range(0, 1), range(1024, 4000), range(9000, 1024)]) {
      expect(() => opening.narrow(bytes.length, opened, [one])).toThrow(
        expect.objectContaining({ kind: 'bug', code: 'opening.not-shown' }),
      );
    }
  });
});

describe('C4: bounds', () => {
  const root = new Uint8Array(32);
  const codeOf = (lengthBytes: number, ranges: readonly opening.Range[]): string => {
    try {
      return refusal(opening.verify(root, lengthBytes, ranges, new Uint8Array(0)));
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it('control: a range to the last byte is well-formed', () => {
    expect(codeOf(10, [range(0, 10)])).toBe('opening.wrong-size');
    expect(codeOf(10, [range(9, 1)])).toBe('opening.wrong-size');
  });

  const bad: readonly (readonly [string, number, readonly opening.Range[]])[] = [
    ['no ranges', 10, []],
    ['an empty range', 10, [range(5, 0)]],
    ['a byte past the end', 10, [range(9, 2)]],
    ['a range behind the end', 10, [range(10, 1)]],
    ['a negative offset', 10, [range(-1, 2)]],
    ['a negative length', 10, [range(5, -1)]],
    ['a fraction', 10, [range(0.5, 1)]],
    ['a sum beyond safe integers', 10, [range(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)]],
    ['not a number', 10, [range(Number.NaN, 1)]],
    ['an empty buffer', 0, [range(0, 1)]],
  ];
  for (const [name, lengthBytes, ranges] of bad) {
    it(`refuses ${name}`, () => expect(codeOf(lengthBytes, ranges)).toBe('opening.bad-range'));
  }

  for (const lengthBytes of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    it(`refuses a length of ${lengthBytes}`, () =>
      expect(codeOf(lengthBytes, [range(0, 1)])).toBe('opening.bad-length'));
  }

  it('C4, C9: takes the most ranges, and refuses one more', () => {
    const ranges = Array.from({ length: opening.maxRanges }, () => range(0, 1));
    expect(codeOf(10, ranges)).toBe('opening.wrong-size');
    expect(codeOf(10, [...ranges, range(0, 1)])).toBe('opening.too-many-ranges');
  });

  it('C9: looks at the tree only when as many bytes came as the ranges show', () => {
    const lengthBytes = Number.MAX_SAFE_INTEGER;
    const ranges = [range(0, 4), range(2 ** 50, 4)];
    const expectedFor = (bytes: number): string => {
      const result = opening.verify(root, lengthBytes, ranges, new Uint8Array(bytes));
      return result.ok ? 'accepted' : result.failure.expected;
    };
    expect(expectedFor(3070)).toBe('3071 bytes or more');
    expect(expectedFor(3071)).toBe(`${opening.sizeBytes(lengthBytes, ranges)} bytes`);
  });

  it('C9: refuses a hostile length by arithmetic alone', () => {
    const lengthBytes = Number.MAX_SAFE_INTEGER;
    expect(codeOf(lengthBytes, [range(0, lengthBytes)])).toBe('opening.wrong-size');
    expect(codeOf(lengthBytes, [range(0, 4), range(lengthBytes - 4, 4)])).toBe('opening.wrong-size');
    expect(opening.sizeBytes(lengthBytes, [range(0, 4)])).toBe(1024 + 1023 + 2 * 42 * 32);
  });
});

it('C8: equal siblings of two openings say that nothing else changed', () => {
  const before = pattern(40 * 1024);
  const ranges = [range(3000, 2000)];
  const siblingsOf = (bytes: Uint8Array): readonly opening.Sibling[] => {
    const opened = opening.verify(hash(bytes), bytes.length, ranges, opening.open(bytes, ranges));
    if (!opened.ok) throw new Error(opened.failure.code);
    return opened.siblings;
  };
  const inside = before.slice().fill(1, 3000, 5000);
  const outside = before.slice().fill(1, 20_000, 20_001);
  expect(siblingsOf(inside)).toEqual(siblingsOf(before));
  expect(siblingsOf(outside)).not.toEqual(siblingsOf(before));
});

it('C6: an opening in a buffer of more than 2^32 chunks verifies by its counter', () => {
  // No such buffer exists here: its first chunk and its last are real, the node beside them is any value.
  const chunks = 2 ** 32 + 1;
  const first = pattern(1024);
  const last = pattern(7);
  const sides = Array.from({ length: 32 }, (_, i) => hash(Uint8Array.of(i)));
  const left = sides.reduce((value, side) => parent(value, side), subtree(first, 0));
  const root = rootParent(left, subtree(last, 2 ** 32));
  const proof = concat(first, ...sides, last);
  const lengthBytes = (chunks - 1) * 1024 + 7;
  expect(opening.verify(root, lengthBytes, [range(0, 4)], proof).ok).toBe(true);
  const withoutCarry = rootParent(left, subtree(last, 0));
  expect(refusal(opening.verify(withoutCarry, lengthBytes, [range(0, 4)], proof))).toBe('opening.wrong-root');
});

/** The definition: chunks that a range touches, and the value of each largest node that none touches, left to right. */
function naive(bytes: Uint8Array, firstChunk: number, ranges: readonly opening.Range[]): Uint8Array {
  const from = firstChunk * 1024;
  const to = from + bytes.length;
  if (!ranges.some((r) => r.offsetBytes < to && r.offsetBytes + r.lengthBytes > from))
    return subtree(bytes, firstChunk);
  if (bytes.length <= 1024) return bytes.slice();
  const left = leftChunks(Math.ceil(bytes.length / 1024));
  return concat(
    naive(bytes.subarray(0, left * 1024), firstChunk, ranges),
    naive(bytes.subarray(left * 1024), firstChunk + left, ranges),
  );
}
