import { check } from '@assay/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Port, ReadBuffer, WrittenBuffer } from './memory.js';

const MOST_WORDS = 2 ** 32 - 1;

/** A buffer whose words are their indices; counts what it was asked for. */
function port(lengthWords = MOST_WORDS): Port & { readonly asked: number[] } {
  const asked: number[] = [];
  return {
    asked,
    lengthWords: () => lengthWords,
    load: (_, word) => {
      asked.push(word);
      return word | 0;
    },
  };
}

/** Words in bunches all over the largest buffer, and at both its ends. */
const word = fc
  .tuple(fc.constantFrom(0, 1000, 2 ** 19 - 4, 2 ** 24 - 4, 2 ** 31 - 4, MOST_WORDS - 8), fc.nat(7))
  .map(([start, offset]) => start + offset);

const ranges = (words: Iterable<number>): { start: number; end: number }[] => {
  const found: { start: number; end: number }[] = [];
  for (const word of [...words].sort((a, b) => a - b)) {
    if (found.at(-1)?.end === word) found.at(-1)!.end += 1;
    else found.push({ start: word, end: word + 1 });
  }
  return found;
};

describe('buffers that are read', () => {
  it('tell the words that were loaded, as ascending ranges', () => {
    const property = fc.property(fc.array(word, { maxLength: 60 }), (words) => {
      const buffer = new ReadBuffer(3, port());
      for (const word of words) expect(buffer.load(word)).toBe(word | 0);
      expect(buffer.reads()).toEqual(ranges(new Set(words)));
    });
    fc.assert(property, check(4000));
  });

  it.each([1, 31, 32, 33, 64 * 32, 64 * 32 + 1])('of %i words: all of them', (lengthWords) => {
    const buffer = new ReadBuffer(3, port(lengthWords));
    for (let word = 0; word < lengthWords; word++) buffer.load(word);
    expect(buffer.reads()).toEqual([{ start: 0, end: lengthWords }]);
  });
});

describe('buffers that are written', () => {
  it('are words by index: what was stored last, else what was there', () => {
    const operation = fc.record({ word, store: fc.option(fc.integer(), { nil: undefined }) });
    const property = fc.property(fc.array(operation, { maxLength: 200 }), (operations) => {
      const contents = port();
      const buffer = new WrittenBuffer(3, contents, (_, word) => word % 5 !== 0);
      const [stored, loaded] = [new Map<number, number>(), new Set<number>()];
      for (const { word, store } of operations) {
        const slot = buffer.slotOf(word);
        expect(slot < 0).toBe(word % 5 === 0);
        if (slot < 0) continue;
        if (store === undefined) {
          expect(buffer.load(word, slot)).toBe(stored.get(word) ?? word | 0);
          if (!stored.has(word)) loaded.add(word);
        } else {
          buffer.store(slot, store);
          stored.set(word, store);
        }
      }
      const sorted = [...stored].sort(([a], [b]) => a - b);
      expect(buffer.writes()).toEqual({
        words: Uint32Array.from(sorted, ([word]) => word),
        values: Int32Array.from(sorted, ([, value]) => value),
      });
      expect(buffer.reads()).toEqual(ranges(loaded));
      expect(contents.asked.length, 'a word is loaded once').toBe(loaded.size);
    });
    fc.assert(property, check(4000));
  });

  it('have room for so many own words together, however often they are touched', () => {
    const room = { words: 3 };
    const [one, other] = [3, 4].map((binding) => new WrittenBuffer(binding, port(), (_, word) => word < 100, room));
    for (const _ of [1, 2])
      expect([one!.slotOf(7), one!.slotOf(9), other!.slotOf(7), one!.slotOf(100)]).toEqual([0, 1, 0, -1]);
    expect(() => other!.slotOf(8)).toThrow(
      expect.objectContaining({ kind: 'exhausted', code: 'interpreter.too-large' }),
    );
  });

  it('a word that is stored as it was is stored', () => {
    const buffer = new WrittenBuffer(3, port(), () => true);
    buffer.store(buffer.slotOf(9), 9);
    expect(buffer.writes()).toEqual({ words: Uint32Array.of(9), values: Int32Array.of(9) });
  });
});
