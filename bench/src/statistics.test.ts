import { describe, expect, it } from 'vitest';
import { interleave, median, quantile, ratio, summarize } from './statistics.js';

describe('quantile', () => {
  it.each([
    [[7], 0.1, 7],
    [[7], 1, 7],
    [[1, 2], 0.5, 1.5],
    [[3, 1, 2], 0.5, 2],
    [[3, 1, 2], 0, 1],
    [[3, 1, 2], 1, 3],
    [[10, 100, 9], 0.5, 10],
    // R 4: quantile(c(15, 20, 35, 40, 50), 0.4) is 29, quantile(0:10, 0.1) is 1.
    [[15, 20, 35, 40, 50], 0.4, 29],
    [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.1, 1],
  ])('of %j at %d is %d', (values, share, expected) => {
    expect(quantile(values, share)).toBeCloseTo(expected, 12);
  });

  it('refuses nothing at all', () => {
    expect(() => median([])).toThrow(RangeError);
  });

  it('leaves its argument in order', () => {
    const values = [3, 1, 2];
    summarize(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('interleave', () => {
  it('takes A B, B A, A B', async () => {
    const taken: string[] = [];
    const take = (name: string) => async (): Promise<string> => {
      taken.push(name);
      return `${name}${taken.length}`;
    };
    expect(await interleave(3, take('a'), take('b'))).toEqual({ a: ['a1', 'a4', 'a5'], b: ['b2', 'b3', 'b6'] });
    expect(taken.join('')).toBe('abbaab');
  });

  it('waits for one reading before it takes the next', async () => {
    let running = 0;
    const take = async (): Promise<number> => {
      const together = ++running;
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
      return together;
    };
    const { a, b } = await interleave(4, take, take);
    expect([...a, ...b]).toEqual(Array(8).fill(1));
  });
});

describe('ratio', () => {
  it('is the median of the ratios of pairs', () => {
    // Ratios 2, 1 and 3; the ratio of the medians would be 3 / 2.
    const pairs = { a: [2, 3, 30], b: [1, 3, 10] };
    expect(ratio(pairs, (value) => value)).toEqual({ median: 2, p10: 1.2, p90: 2.8, count: 3 });
  });

  it('refuses unequal numbers of readings', () => {
    expect(() => ratio({ a: [1, 2], b: [1] }, (value) => value)).toThrow(RangeError);
  });
});
