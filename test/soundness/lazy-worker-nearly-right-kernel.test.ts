import { matmul } from '@assay/kernels';
import { challengeOf, cheater, work } from '@assay/testkit';
import { sampleOf, sampling } from '@assay/verify';
import { describe, expect, it } from 'vitest';
import { check } from '../audited.js';

// Attack: a product that leaves out the last word of each row, on operands where that word is mostly zero. All cells but one are
// right: it is caught as often as that one is drawn, which is what `sampling` says of a share of one cell.

const [m, n, k] = [256, 256, 16];
const a = cheater.noise(m * k).map((byte, i) => (i % k < k - 4 || Math.floor(i / k) === 200 ? byte : 0));
const inputs = new Map([
  ['a', a],
  ['b', cheater.noise(k * n, 2)],
]);
const job = matmul.job({ m, n, k });
const cheap = matmul.job({ m, n, k: k - 4 });
const shorter = (bytes: Uint8Array): Uint8Array => bytes.filter((_, i) => i % k < k - 4);
const product = work(
  cheap,
  new Map([
    ['a', shorter(a)],
    ['b', inputs.get('b')!.subarray(0, (k - 4) * n)],
  ]),
).contents.at(-1)!;

const worked = work(job, inputs);
const nearly = work(job, inputs, { forge: cheater.claiming('c', product) });
const seeds = Array.from({ length: 200 }, (_, i) => i.toString(16).padStart(64, '7'));
const wrong = check(nearly).findings.flatMap(({ kind }, i) => (kind === 'wrong' || kind === 'differs' ? [i] : []));
const cells = check(nearly).audit!.sample.cells;

describe('a cheaper kernel that is nearly right', () => {
  it('control: the product itself stands', () => {
    expect(check(worked).verdict.code).toBe('valid');
  });

  it('differs in one row of tiles, and all cells together show it', () => {
    expect(wrong.map((i) => cells[i])).toEqual([12, 13, 14, 15].map((workgroup) => ({ step: 1, workgroup })));
    expect(check(nearly).verdict).toMatchObject({ code: 'cell.wrong', evidence: { step: 1, workgroup: 12 } });
  });

  it('passes where no such cell is drawn, as often as computed', () => {
    const samples = 4;
    const isDrawn = seeds.map((seed) =>
      sampleOf(nearly.receipt, nearly, challengeOf(nearly, samples, { seed })).cells.some(
        ({ step, workgroup }) => step === 1 && workgroup >= 12,
      ),
    );
    // Without D6, which only adds.
    const most = sampling.missProbability({ samples, faultyFraction: 4 / cells.length, cells: cells.length });
    const missed = isDrawn.filter((drawn) => !drawn).length;
    expect(missed).toBeGreaterThan(0.3 * seeds.length);
    expect(missed).toBeLessThan(most * seeds.length + 6 * Math.sqrt(seeds.length / 4));
    const verdictOf = (i: number): string =>
      check(nearly, challengeOf(nearly, samples, { seed: seeds[i]! })).verdict.code;
    expect(verdictOf(isDrawn.indexOf(false))).toBe('valid');
    expect(verdictOf(isDrawn.indexOf(true))).toBe('cell.wrong');
  });
});
