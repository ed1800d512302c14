import { describe, expect, it } from 'vitest';
import { interval } from './interval.js';

describe('Clopper–Pearson', () => {
  it('gives what tables have for 2 of 10 at 95 %', () => {
    const { low, high } = interval(2, 10, 0.95);
    expect([low.toFixed(4), high.toFixed(4)]).toEqual(['0.0252', '0.5561']);
  });

  it('of none ends where none would be as rare as the tail: 1 − (α/2)^(1/n)', () => {
    const { low, high } = interval(0, 2000, 0.99);
    expect(low).toBe(0);
    expect(high).toBeCloseTo(1 - 0.005 ** (1 / 2000), 10);
  });

  it('is the same from the other side', () => {
    const { low, high } = interval(30, 200, 0.9);
    const other = interval(170, 200, 0.9);
    expect(other.low).toBeCloseTo(1 - high, 10);
    expect(other.high).toBeCloseTo(1 - low, 10);
  });
});
