import { describe, expect, it } from 'vitest';
import { toCostText, toCountText } from './output.js';

describe('numbers in sentences', () => {
  it.each([
    [0, '0 instructions'],
    [1, '1 instruction'],
    [999_999, '999999 instructions'],
    [1_000_000, '1 million instructions'],
    [261_504_939, '262 million instructions'],
    [1_234_567_890, '1.23 billion instructions'],
    [5e13, '50 trillion instructions'],
  ])('%i: %s', (cost, text) => {
    expect(toCostText(cost)).toBe(text);
  });

  it('one of a thing, or several', () => {
    expect([0, 1, 2].map((count) => toCountText(count, 'cell'))).toEqual(['0 cells', '1 cell', '2 cells']);
  });
});
