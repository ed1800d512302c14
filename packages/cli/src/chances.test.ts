import { job as jobs, key as keys, suite as suites, task as tasks } from '@assay/core';
import { edges } from '@assay/kernels';
import { newKey, newNonce } from '@assay/runtime';
import { expect, it, describe as suite } from 'vitest';
import { cellsOf, chancesOf, describe, toCaughtText, toPercentText } from './chances.js';

suite('a chance in words', () => {
  it('has as many nines as there are, and is never rounded up', () => {
    expect(toCaughtText(0)).toBe('certainty');
    expect(toCaughtText(1)).toBe('none');
    expect(toCaughtText(0.5)).toBe('50.0 %');
    expect(toCaughtText(0.1234)).toBe('87.6 %');
    expect(toCaughtText(0.0011)).toBe('99.89 % (missed once in 909 audits)');
    expect(toCaughtText(9.1e-7)).toBe('99.999909 % (missed once in 1,098,901 audits)');
    expect(toCaughtText(1e-40)).toBe('more than 99.9999999999 %');
  });

  it('of a share: three digits', () => {
    expect([0.1, 0.001, 1 / 3, 1].map(toPercentText)).toEqual(['10 %', '0.1 %', '33.3 %', '100 %']);
  });
});

suite('the chances of an audit', () => {
  // 24 by 16 pixels are 3 by 2 tiles, in 4 steps.
  const job = edges.job({ width: 24, height: 16 });
  const { task } = tasks.make({
    job,
    files: new Map([['picture', new Uint8Array(4 * 24 * 16)]]),
    requester: keys.toIdentity(newKey()),
    nonce: newNonce(),
    suite: suites.blake3(),
  });
  const source = { kind: 'seed', seed: '00'.repeat(32) } as const;

  it('are those of drawing without replacement, each number of cells once', () => {
    expect(cellsOf(job)).toBe(24);
    expect(jobs.versions(job)).toHaveLength(5);
    const { table, missOfOneCell, leastShare, isWeighted } = chancesOf(job, task, { source, samples: 12 });
    expect(isWeighted).toBe(false);
    expect(table.map(({ wrong }) => wrong)).toEqual([1, 2, 3, 12]);
    expect(missOfOneCell).toBeCloseTo(1 / 2, 12);
    expect(table[1]!.miss).toBeCloseTo((12 * 11) / (24 * 23), 12);
    // One in C(24, 12) = 2,704,156; with 11 wrong cells 13 of these miss: more than one in a million.
    expect(table[3]!.miss).toBeCloseTo(1 / 2_704_156, 15);
    expect(leastShare).toBe(12 / 24);
  });

  it('are certain where all cells are drawn', () => {
    const lines = describe(chancesOf(job, task, { source, samples: 24 }));
    expect(lines[1]).toMatch(/^ +1 cell, 4\.17 % {3}certainty$/);
    expect(lines.at(-1)).toBe('4.17 % or more would be missed once in 1,000,000 audits at most.');
  });
});
