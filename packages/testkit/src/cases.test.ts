import { afterEach, describe, expect, it, vi } from 'vitest';
import { cases, check, seed } from './cases.js';

afterEach(() => vi.unstubAllEnvs());

describe('cases', () => {
  it.each([
    [undefined, 10_000, 500],
    [undefined, 1, 1],
    ['1', 10_000, 10_000],
    ['0.001', 10_000, 10],
    ['0.0001', 100, 1],
    ['2', 100, 200],
  ])('ASSAY_CASES=%s: %i becomes %i', (scale, full, expected) => {
    vi.stubEnv('ASSAY_CASES', scale);
    expect(cases(full)).toBe(expected);
  });

  it.each(['0', '-1', 'all', '', 'Infinity', 'NaN'])('refuses ASSAY_CASES=%s', (scale) => {
    vi.stubEnv('ASSAY_CASES', scale);
    expect(() => cases(100)).toThrow(expect.objectContaining({ code: 'testkit.scale', kind: 'invalid' }));
  });
});

describe('seed', () => {
  it('is drawn by the configuration and is the same for all tests of a run', () => {
    expect(seed()).toBe(Number(process.env.ASSAY_SEED));
    expect(check(100)).toEqual({ numRuns: cases(100), seed: seed() });
  });

  it.each(['0', '-2147483648', '2147483647'])('takes %s', (text) => {
    vi.stubEnv('ASSAY_SEED', text);
    expect(seed()).toBe(Number(text));
  });

  it.each([undefined, '', '1.5', '2147483648', 'x', '0x10'])('refuses %s', (text) => {
    vi.stubEnv('ASSAY_SEED', text);
    expect(() => seed()).toThrow(expect.objectContaining({ code: 'testkit.seed', kind: 'invalid' }));
  });
});
