import { describe, expect, it } from 'vitest';
import { toHex } from './bytes.js';
import * as jobs from './job.js';
import * as suites from './suite.js';
import { draft, outcome } from './testing/fixture.js';
import * as trace from './trace.js';

const suite = suites.blake3();
const roots = (...bytes: number[]): suites.Root[] =>
  bytes.map((byte) => suites.toRoot(toHex(new Uint8Array(32).fill(byte))));

describe('trace', () => {
  it('R1: is the buffer of its roots, and committed as one', () => {
    const bytes = trace.toBytes(roots(1, 2, 255));
    expect([...bytes]).toEqual([...Array(32).fill(1), ...Array(32).fill(2), ...Array(32).fill(255)]);
    expect(trace.root(roots(1, 2, 255), suite)).toBe(suite.root(bytes));
    expect(trace.toBytes([])).toHaveLength(0);
  });

  it('J3, R1: of the most versions that a job has', () => {
    const bytes = trace.toBytes(new Array(65_536).fill(roots(7)[0]));
    expect(bytes).toHaveLength(65_536 * 32);
    expect(bytes.every((byte) => byte === 7)).toBe(true);
  });

  it('refuses what is no root: two of unequal length would be another trace of the same bytes', () => {
    const [one, two] = roots(1, 2);
    const shifted = [`${one}${two!.slice(0, 2)}`, two!.slice(2)] as suites.Root[];
    expect(outcome(() => trace.toBytes(shifted))).toBe('malformed suite.not-a-root');
  });

  it('names the first difference', () => {
    expect(trace.firstDifference(roots(1, 2), roots(1, 2))).toBeUndefined();
    expect(trace.firstDifference(roots(1, 2), roots(3, 4))).toBe(0);
    expect(trace.firstDifference(roots(1, 2, 3), roots(1, 9, 9))).toBe(1);
    expect(trace.firstDifference(roots(1), roots(1, 2))).toBe(1);
    expect(trace.firstDifference(roots(1, 2), roots(1))).toBe(1);
    expect(trace.firstDifference([], [])).toBeUndefined();
  });

  it('describes a version', () => {
    const versions = jobs.versions(jobs.define(draft()));
    expect([0, 1, 3, 5].map((index) => trace.describe(versions[index]!))).toEqual([
      'photo (version 0, an input)',
      'settings (version 1, a literal of the job)',
      'bright (version 3, written by step 0)',
      'stamped (version 5, written by step 1)',
    ]);
  });
});
