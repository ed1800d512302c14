import { readFileSync } from 'node:fs';
import { blake3 as noble } from '@noble/hashes/blake3.js';
import fc from 'fast-check';
import { createBLAKE3 } from 'hash-wasm';
import { describe, expect, it } from 'vitest';
import * as blake3 from './blake3.js';
import { isEqual, toHex } from './bytes.js';
import { clauses } from './engine.contract.js';

/** ASSAY_CASES is the share of cases to try; 1 is a soak. */
const check = (full: number): fc.Parameters<unknown> => ({
  numRuns: Math.max(1, Math.round(full * Number(process.env.ASSAY_CASES ?? 0.05))),
  seed: Number(process.env.ASSAY_SEED ?? 1),
});

interface Vectors {
  readonly context: string;
  readonly cases: readonly { readonly lengthBytes: number; readonly hash: string; readonly deriveKey: string }[];
}

const vectors: Vectors = JSON.parse(
  readFileSync(new URL('../../../test/vectors/blake3.json', import.meta.url), 'utf8'),
);

const pattern = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i % 251);

/** Lengths at block, chunk and tree boundaries, and one byte to either side. */
const boundaryLength = fc
  .tuple(fc.constantFrom(64, 1024, 2048, 3072, 4096, 65_536, 131_072, 196_608), fc.integer({ min: -2, max: 2 }))
  .map(([boundary, by]) => boundary + by);
const length = fc.oneof(boundaryLength, fc.nat({ max: 5000 }), fc.nat({ max: 200 * 1024 }));

describe('official vectors', () => {
  for (const { lengthBytes, hash, deriveKey } of vectors.cases) {
    it(`C1, C2: ${lengthBytes} bytes`, () => {
      expect(toHex(blake3.hash(pattern(lengthBytes)))).toBe(hash);
      expect(toHex(blake3.deriveKey(vectors.context, pattern(lengthBytes)))).toBe(deriveKey);
    });
  }
});

describe('C10: the default engine', () => {
  for (const clause of clauses) it(clause.name, () => clause.check(blake3.typescript));
});

describe('hash', () => {
  it('agrees with noble and hash-wasm at any length and alignment', async () => {
    const wasm = await createBLAKE3();
    fc.assert(
      fc.property(length, fc.nat({ max: 3 }), fc.nat({ max: 250 }), (lengthBytes, offset, shift) => {
        const bytes = Uint8Array.from({ length: lengthBytes + offset }, (_, i) => (i + shift) % 251).subarray(offset);
        const expected = noble(bytes);
        expect(isEqual(blake3.hash(bytes), expected)).toBe(true);
        expect(wasm.init().update(bytes).digest('hex')).toBe(toHex(expected));
      }),
      check(2000),
    );
  });

  it('does not keep or change its input', () => {
    const bytes = pattern(5000);
    const before = blake3.hash(bytes);
    expect(bytes).toEqual(pattern(5000));
    expect(blake3.hash(bytes)).toEqual(before);
  });

  it('refuses what is not bytes', () => {
    expect(() => blake3.hash('text' as never)).toThrow(expect.objectContaining({ code: 'bytes.not-bytes' }));
  });
});

describe('deriveKey', () => {
  it('agrees with noble for any context and material', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 2000 }),
        length,
        fc.nat({ max: 3 }),
        (context, lengthBytes, offset) => {
          const material = pattern(lengthBytes + offset).subarray(offset);
          const expected = noble(material, { context: new TextEncoder().encode(context) });
          expect(isEqual(blake3.deriveKey(context, material), expected)).toBe(true);
        },
      ),
      check(1000),
    );
  });

  it('C2: tells contexts and the plain hash apart', () => {
    const material = pattern(100);
    const hashes = [blake3.hash(material), blake3.deriveKey('a', material), blake3.deriveKey('b', material)];
    expect(new Set(hashes.map(toHex)).size).toBe(3);
  });
});

describe('subtree', () => {
  it('C3: composes to the root, wherever the buffer is split', () => {
    for (const lengthBytes of [1025, 2048, 2049, 3072, 65_537, 131_072, 200_000]) {
      const bytes = pattern(lengthBytes);
      const left = blake3.leftChunks(Math.ceil(lengthBytes / 1024));
      const root = blake3.rootParent(
        blake3.subtree(bytes.subarray(0, 1024 * left), 0),
        blake3.subtree(bytes.subarray(1024 * left), left),
      );
      expect(root).toEqual(noble(bytes));
    }
  });

  it('C3: gives equal bytes at different places different values', () => {
    const bytes = pattern(2048);
    const values = [0, 2, 4, 2 ** 32, 2 ** 32 + 2, 2 ** 40].map((first) => toHex(blake3.subtree(bytes, first)));
    expect(new Set(values).size).toBe(values.length);
  });

  const refused: readonly (readonly [string, number, number])[] = [
    ['no bytes', 0, 0],
    ['two chunks from an odd chunk', 2048, 1],
    ['two chunks and a byte from a chunk that no four begin at', 2049, 2],
    ['a negative chunk', 1024, -1],
    ['half a chunk index', 1024, 0.5],
    ['a chunk beyond the largest buffer', 1024, 2 ** 43],
  ];
  it('control: takes two chunks from an even chunk, and the last chunk of the largest buffer', () => {
    expect(blake3.subtree(pattern(2048), 2)).toHaveLength(32);
    expect(blake3.subtree(pattern(1024), 2 ** 43 - 1)).toHaveLength(32);
  });
  for (const [name, lengthBytes, first] of refused) {
    it(`refuses ${name}`, () => {
      expect(() => blake3.subtree(pattern(lengthBytes), first)).toThrow(
        expect.objectContaining({ kind: 'bug', code: 'blake3.not-a-node' }),
      );
    });
  }
});

describe('leftChunks', () => {
  it('is the largest power of two that leaves a chunk to the right', () => {
    const cases = [
      [2, 1],
      [3, 2],
      [4, 2],
      [5, 4],
      [2 ** 32, 2 ** 31],
      [2 ** 32 + 1, 2 ** 32],
      [2 ** 43, 2 ** 42],
    ] as const;
    for (const [chunks, left] of cases) expect(blake3.leftChunks(chunks)).toBe(left);
  });
});
